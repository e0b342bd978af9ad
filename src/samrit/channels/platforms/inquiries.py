"""What the platforms tell of an account itself: whose it is, what is left of its quotas, its latest public post.

Reading only. It serves the wizard that connects an account, and the daily look at its health.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from samrit.channels.platforms import http, meta, oauth
from samrit.channels.platforms.adapter import number
from samrit.channels.platforms.line import API as LINE
from samrit.channels.platforms.line import Line
from samrit.channels.platforms.line import read as read_line
from samrit.channels.platforms.outcome import Kind, Outcome, Refusal
from samrit.channels.platforms.public import anonymous
from samrit.channels.platforms.tiktok import API as TIKTOK
from samrit.channels.platforms.tiktok import TikTok
from samrit.channels.platforms.tiktok import read as read_tiktok
from samrit.channels.platforms.youtube import DATA
from samrit.channels.platforms.youtube import read as read_youtube
from samrit.publicity.enums import Channel


@dataclass(frozen=True, slots=True)
class Owned:
    """One account that a grant opens, with the tokens for it (as `tokens.Tokens` takes them)."""

    external_id: str
    name: str
    grant: Mapping[str, Any] = field(repr=False)
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quota:
    """How much of what a platform allows is used up. None: it does not say. `code` names it (`words.QUOTAS`)."""

    code: str
    used: int | None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a platform told of an account. `missing`: permissions; `notes`: codes of what stands in the way."""

    name: str
    quotas: tuple[Quota, ...] = ()
    latest: str = ""
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    ends_at: dt.datetime | None = None


def owned(channel: str, grant: Mapping[str, Any]) -> list[Owned]:
    """The accounts that a fresh grant opens. Raises Refusal, Lost, NotSent."""
    return _OWNED[channel](grant)


def tell(channel: str, external_id: str, token: str) -> Told:
    """What the platform says of an account now. Raises Refusal, Lost, NotSent."""
    return _TOLD[channel](external_id, token)


def seen_by_anybody(channel: str, latest: str) -> Outcome:
    """Whether somebody who is not signed in sees the latest post; UNKNOWN `no_permalink` where there is none."""
    if channel == Channel.WEBSITE:
        return _site_seen(latest)
    endpoint = _OPEN.get(channel)
    return Outcome(Kind.UNKNOWN, "no_public_page") if endpoint is None else anonymous(endpoint, latest)


_OPEN = {
    Channel.FACEBOOK: f"{meta.GRAPH}/oembed_post",
    Channel.INSTAGRAM: f"{meta.GRAPH}/instagram_oembed",
    Channel.TIKTOK: "https://www.tiktok.com/oembed",
    Channel.YOUTUBE: "https://www.youtube.com/oembed",
}


# --- Meta ---


def _pages(grant: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The Pages that a person's or a system user's token opens; a Page's own token opens that Page."""
    try:
        return oauth.pages(str(grant["access"]))
    except Refusal as refused:
        if refused.outcome.kind is not Kind.REJECTED:
            raise
    row = meta.get("me", str(grant["access"]), fields="id,name,instagram_business_account")
    return [{**row, "access_token": str(grant["access"])}]


def _facebook_owned(grant: Mapping[str, Any]) -> list[Owned]:
    return [
        Owned(str(row["id"]), str(row.get("name") or row["id"]), {"access": str(row["access_token"])})
        for row in _pages(grant)
        if row.get("access_token")
    ]


def _instagram_owned(grant: Mapping[str, Any]) -> list[Owned]:
    found = []
    for row in _pages(grant):
        account = row.get("instagram_business_account") or {}
        if not account.get("id") or not row.get("access_token"):
            continue
        name = account.get("username") or meta.get(str(account["id"]), row["access_token"], fields="username").get(
            "username"
        )
        facts = {"page_id": str(row["id"]), "page_name": str(row.get("name", ""))}
        found.append(
            Owned(str(account["id"]), f"@{name or account['id']}", {"access": str(row["access_token"])}, facts)
        )
    return found


_FACEBOOK_NEEDS = ("pages_show_list", "pages_manage_posts", "pages_read_engagement", "read_insights")
_INSTAGRAM_NEEDS = ("instagram_basic", "instagram_content_publish", "instagram_manage_insights")


def _debugged(token: str, needs: tuple[str, ...]) -> tuple[tuple[str, ...], dt.datetime | None]:
    """(permissions that are lacking, when the token ends), as the platform's own check of a token says.

    A token of another application than ours (a system user's) cannot be checked so; then nothing is known against it.
    """
    try:
        ours = oauth.app("facebook")
        answer = meta.get("debug_token", f"{ours['id']}|{ours['secret']}", input_token=token).get("data") or {}
    except Refusal:
        return (), None
    scopes, ends = answer.get("scopes") or [], number(answer.get("expires_at"))
    missing = tuple(name for name in needs if name not in scopes)
    return missing, dt.datetime.fromtimestamp(ends, dt.UTC) if ends else None


def _facebook_told(page: str, token: str) -> Told:
    about = meta.get(page, token, fields="id,name,is_published")
    pressed = meta.pressure(http.last_headers.get())
    posts = meta.get(f"{page}/published_posts", token, fields="id,permalink_url", limit=1).get("data") or []
    missing, ends = _debugged(token, _FACEBOOK_NEEDS)
    notes = () if about.get("is_published", True) else ("page_unpublished",)
    return Told(
        str(about.get("name", "")),
        (Quota("facebook_usage", pressed, 100),),
        str(posts[0].get("permalink_url", "")) if posts else "",
        missing,
        notes,
        ends,
    )


def _instagram_told(account: str, token: str) -> Told:
    about = meta.get(account, token, fields="id,username,name")
    limit = (meta.get(f"{account}/content_publishing_limit", token, fields="quota_usage,config").get("data") or [{}])[0]
    posts = meta.get(f"{account}/media", token, fields="id,permalink", limit=1).get("data") or []
    missing, ends = _debugged(token, _INSTAGRAM_NEEDS)
    total = number((limit.get("config") or {}).get("quota_total"))
    return Told(
        f"@{about.get('username') or about.get('name', '')}",
        (Quota("instagram_posts", number(limit.get("quota_usage")), total),),
        str(posts[0].get("permalink", "")) if posts else "",
        missing,
        (),
        ends,
    )


# --- TikTok ---


def _tiktok_user(token: str) -> dict[str, Any]:
    fields = {"fields": "open_id,display_name"}
    data = read_tiktok(http.call("GET", f"{TIKTOK}/user/info/", token=token, params=fields))
    return dict(data.get("user") or {})


def _tiktok_owned(grant: Mapping[str, Any]) -> list[Owned]:
    user = _tiktok_user(str(grant["access"]))
    return [Owned(str(user["open_id"]), str(user.get("display_name") or user["open_id"]), grant)]


def _tiktok_told(_account: str, token: str) -> Told:
    creator = TikTok().creator(token)
    options = creator.get("privacy_level_options") or []
    fields = {"fields": "id,share_url"}
    listed = read_tiktok(
        http.call("POST", f"{TIKTOK}/video/list/", token=token, params=fields, document={"max_count": 1})
    )
    videos = listed.get("videos") or []
    return Told(
        str(creator.get("creator_nickname") or creator.get("creator_username") or ""),
        (),
        str(videos[0].get("share_url") or "").partition("?")[0] if videos else "",
        (),
        () if "PUBLIC_TO_EVERYONE" in options else ("tiktok_unaudited",),
    )


# --- YouTube ---


def _youtube_get(path: str, token: str, **params: Any) -> dict[str, Any]:
    return read_youtube(http.call("GET", f"{DATA}/{path}", token=token, params=params))


def _youtube_channel(token: str) -> dict[str, Any]:
    rows = _youtube_get("channels", token, part="snippet,contentDetails", mine="true").get("items") or []
    return dict(rows[0]) if rows else {}


def _youtube_owned(grant: Mapping[str, Any]) -> list[Owned]:
    row = _youtube_channel(str(grant["access"]))
    return [Owned(str(row["id"]), str(row["snippet"]["title"]), grant)] if row else []


def _youtube_told(_account: str, token: str) -> Told:
    row = _youtube_channel(token)
    if not row:
        return Told("", notes=("no_channel",))
    uploads = row["contentDetails"]["relatedPlaylists"]["uploads"]
    items = _youtube_get("playlistItems", token, part="contentDetails", playlistId=uploads, maxResults=1).get("items")
    video = str(items[0]["contentDetails"]["videoId"]) if items else ""
    notes: tuple[str, ...] = ()
    if video:
        found = _youtube_get("videos", token, part="status", id=video).get("items") or [{}]
        private = (found[0].get("status") or {}).get("privacyStatus") == "private"
        notes = ("youtube_locked",) if private else ()
    return Told(
        str(row["snippet"]["title"]), (), f"https://www.youtube.com/watch?v={video}" if video else "", (), notes
    )


# --- LINE ---


def _line_get(path: str, token: str) -> dict[str, Any]:
    return read_line(http.call("GET", f"{LINE}{path}", token=token))


def _line_owned(grant: Mapping[str, Any]) -> list[Owned]:
    about = _line_get("/v2/bot/info", str(grant["access"]))
    name = f"{about.get('displayName', '')} {about.get('basicId', '')}".strip()
    return [Owned(str(grant["channel_id"]), name, grant, {"basic_id": about.get("basicId", "")})]


def _line_told(_account: str, token: str) -> Told:
    about = _line_get("/v2/bot/info", token)
    quota = Line().quota(token)
    return Told(
        f"{about.get('displayName', '')} {about.get('basicId', '')}".strip(),
        (Quota("line_messages", number(quota["used"]), number(quota["total"])),),
    )


# --- the city's own site ---


def _site_told(address: str, _token: str) -> Told:
    return Told(address, latest=address)


def _site_seen(address: str) -> Outcome:
    try:
        answer = httpx.get(address, timeout=http.ANSWER, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Outcome(Kind.UNKNOWN, "no_answer", type(error).__name__)
    if answer.status_code == 200:
        return Outcome(Kind.LIVE)
    return Outcome(Kind.ABSENT, "not_public", f"HTTP {answer.status_code}")


_OWNED: dict[str, Callable[[Mapping[str, Any]], list[Owned]]] = {
    Channel.FACEBOOK: _facebook_owned,
    Channel.INSTAGRAM: _instagram_owned,
    Channel.TIKTOK: _tiktok_owned,
    Channel.YOUTUBE: _youtube_owned,
    Channel.LINE: _line_owned,
}
_TOLD: dict[str, Callable[[str, str], Told]] = {
    Channel.WEBSITE: _site_told,
    Channel.FACEBOOK: _facebook_told,
    Channel.INSTAGRAM: _instagram_told,
    Channel.TIKTOK: _tiktok_told,
    Channel.YOUTUBE: _youtube_told,
    Channel.LINE: _line_told,
}
