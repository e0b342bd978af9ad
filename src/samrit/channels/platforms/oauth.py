"""Consent and tokens of each platform, as its own protocol has them. No common library fits all of them.

The city's own applications there are settings: `SAMRIT_PLATFORM_APPS = {"facebook": {"id": …, "secret": …}}`.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from samrit.channels.platforms import http, meta
from samrit.channels.platforms.adapter import number
from samrit.channels.platforms.http import Lost, Reply
from samrit.channels.platforms.outcome import Kind, refusal

FACEBOOK_SCOPES = (
    "pages_show_list",
    "pages_manage_posts",
    "pages_read_engagement",
    "pages_manage_engagement",
    "pages_read_user_content",
    "read_insights",
    "business_management",
    "instagram_basic",
    "instagram_content_publish",
    "instagram_manage_insights",
    "instagram_manage_comments",
)
TIKTOK_SCOPES = ("user.info.basic", "user.info.stats", "video.publish", "video.list")
GOOGLE_SCOPES = (
    "https://www.googleapis.com/auth/youtube.upload",
    "https://www.googleapis.com/auth/youtube.force-ssl",
    "https://www.googleapis.com/auth/youtube.readonly",
    "https://www.googleapis.com/auth/yt-analytics.readonly",
)
_TIKTOK_TOKEN = "https://open.tiktokapis.com/v2/oauth/token/"  # noqa: S105 -- an address
_GOOGLE_TOKEN = "https://oauth2.googleapis.com/token"  # noqa: S105 -- an address
_LINE_TOKEN = "https://api.line.me/oauth2/v3/token"  # noqa: S105 -- an address


def app(channel: str) -> dict[str, str]:
    """The city's application on a platform. Instagram goes through Facebook's. Raises Refusal where there is none."""
    name = "facebook" if channel == "instagram" else channel
    found: dict[str, str] | None = settings.SAMRIT_PLATFORM_APPS.get(name)
    if not found or not found.get("id") or not found.get("secret"):
        raise refusal(Kind.RECONNECT, "no_app", name)
    return found


def consent_address(channel: str, *, state: str, back: str, challenge: str = "") -> str:
    """Where a person gives leave on the platform's own page. `challenge` (S256) is for those that take one."""
    ours = app(channel)
    if channel in {"facebook", "instagram"}:
        told = {"client_id": ours["id"], "redirect_uri": back, "state": state, "scope": ",".join(FACEBOOK_SCOPES)}
        page = f"https://www.facebook.com/{meta.VERSION.name}/dialog/oauth"
    elif channel == "tiktok":
        told = {
            "client_key": ours["id"],
            "response_type": "code",
            "scope": ",".join(TIKTOK_SCOPES),
            "redirect_uri": back,
            "state": state,
        }
        page = "https://www.tiktok.com/v2/auth/authorize/"
    else:
        told = {
            "client_id": ours["id"],
            "redirect_uri": back,
            "response_type": "code",
            "scope": " ".join(GOOGLE_SCOPES),
            "access_type": "offline",
            "prompt": "consent",
            "state": state,
        }
        if challenge:
            told |= {"code_challenge": challenge, "code_challenge_method": "S256"}
        page = "https://accounts.google.com/o/oauth2/v2/auth"
    return f"{http.address(page)}?{urlencode(told)}"


def exchange(channel: str, *, code: str, back: str, verifier: str = "") -> dict[str, Any]:
    """The tokens for a code, as `tokens.Tokens` takes them. For Facebook the person's long-lived token."""
    ours = app(channel)
    if channel in {"facebook", "instagram"}:
        return _facebook(ours, code, back)
    if channel == "tiktok":
        return _tiktok(
            {
                "client_key": ours["id"],
                "client_secret": ours["secret"],
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": back,
            }
        )
    return _google(
        {
            "client_id": ours["id"],
            "client_secret": ours["secret"],
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            **({"code_verifier": verifier} if verifier else {}),
        }
    )


def refresh(channel: str, external_id: str, token: str) -> dict[str, Any]:
    """A fresh pair. For LINE `token` is the channel's secret. Raises Refusal, Lost, NotSent."""
    if channel == "line":
        return _line(external_id, token)
    if channel == "tiktok":
        ours = app(channel)
        return _tiktok(
            {
                "client_key": ours["id"],
                "client_secret": ours["secret"],
                "grant_type": "refresh_token",
                "refresh_token": token,
            }
        )
    if channel == "youtube":
        ours = app(channel)
        return _google(
            {
                "client_id": ours["id"],
                "client_secret": ours["secret"],
                "grant_type": "refresh_token",
                "refresh_token": token,
            }
        )
    raise refusal(Kind.RECONNECT, "token_over")


def _facebook(ours: dict[str, str], code: str, back: str) -> dict[str, Any]:
    url = f"{meta.GRAPH}/oauth/access_token"
    known = {"client_id": ours["id"], "client_secret": ours["secret"]}
    short = meta.read(http.call("GET", url, params={**known, "redirect_uri": back, "code": code}))
    long = meta.read(
        http.call(
            "GET",
            url,
            params={**known, "grant_type": "fb_exchange_token", "fb_exchange_token": short["access_token"]},
        )
    )
    return {"access": str(long["access_token"]), "seconds": number(long.get("expires_in"))}


def pages(token: str) -> list[dict[str, Any]]:
    """The Pages that a person may post to, each with its own token and its Instagram account."""
    answer = meta.get("me/accounts", token, fields="id,name,access_token,tasks,instagram_business_account{id,username}")
    rows = answer.get("data")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _tiktok(form: dict[str, str]) -> dict[str, Any]:
    answer = _token(http.call("POST", _TIKTOK_TOKEN, form=form))
    return {
        "access": str(answer["access_token"]),
        "refresh": str(answer.get("refresh_token", "")),
        "seconds": number(answer.get("expires_in")),
        "refresh_seconds": number(answer.get("refresh_expires_in")),
        "scopes": tuple(str(answer.get("scope", "")).split(",")),
    }


def _google(form: dict[str, str]) -> dict[str, Any]:
    answer = _token(http.call("POST", _GOOGLE_TOKEN, form=form))
    return {
        "access": str(answer["access_token"]),
        "refresh": str(answer.get("refresh_token", "")),
        "seconds": number(answer.get("expires_in")),
        "refresh_seconds": number(answer.get("refresh_token_expires_in")),
        "scopes": tuple(str(answer.get("scope", "")).split()),
    }


def _line(channel_id: str, secret: str) -> dict[str, Any]:
    form = {"grant_type": "client_credentials", "client_id": channel_id, "client_secret": secret}
    answer = _token(http.call("POST", _LINE_TOKEN, form=form))
    return {"access": str(answer["access_token"]), "seconds": number(answer.get("expires_in"))}


def _token(reply: Reply) -> dict[str, Any]:
    """The answer of a token endpoint; an error may come with 200."""
    if reply.status >= 500:
        raise refusal(Kind.UNKNOWN, "platform_down", f"HTTP {reply.status}")
    document = reply.document
    if document.get("error") or not reply.ok:
        said = json.dumps(http.redacted(document), ensure_ascii=False)
        if reply.status == 429:
            raise refusal(Kind.WAIT, "throttled", said)
        raise refusal(Kind.RECONNECT, "token", said)
    if not document.get("access_token"):
        raise Lost("no access_token")
    return document
