"""Login Kit: consent, code, refresh that rotates, revoke. `client_key`, scopes with commas, challenge in hex."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from emulators.consent import consent_page
from emulators.routing import Router
from emulators.tiktok.errors import oauth_refuse
from emulators.tiktok.state import ACCESS_LIFE, CREATOR, REFRESH_LIFE, SCOPES, Grant
from emulators.wire import Answer, Call, html_answer, json_answer, redirect

if TYPE_CHECKING:
    from emulators.tiktok.platform import TikTok

api = Router()
__all__ = ["SCOPES", "api", "authorize", "new_grant"]


def new_grant(tiktok: TikTok, creator: str, app: str, scopes: frozenset[str]) -> Grant:
    now, number = tiktok.world.clock.now(), tiktok.store.number()
    grant = Grant(
        f"act.emulated.{number:06d}",
        f"rft.emulated.{number:06d}",
        creator,
        app,
        scopes,
        now,
        now + ACCESS_LIFE,
        now + REFRESH_LIFE,
    )
    tiktok.store.grants[grant.access] = grant
    return grant


def authorize(tiktok: TikTok, call: Call) -> Answer:
    """`https://www.tiktok.com/v2/auth/authorize/`."""
    asked = call.params
    if asked.get("client_key") not in tiktok.store.apps or asked.get("response_type") != "code":
        return html_answer("<h1>Something went wrong</h1><p>We couldn't log in with TikTok. client_key</p>", 400)
    decision = asked.get("decision")
    scopes = [scope for scope in asked.get("scope", "").split(",") if scope]
    if not decision:
        return consent_page(tiktok.world, call, "TikTok", tiktok.store.creators[CREATOR].nickname, scopes)
    back = {"state": asked.get("state", "")}
    if decision != "allow":
        return redirect(f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', **back})}")
    code = f"emulatedcode{tiktok.store.number():06d}"
    tiktok.store.codes[code] = {
        "app": asked["client_key"],
        "redirect": asked.get("redirect_uri", ""),
        "scopes": frozenset(scopes) & frozenset(SCOPES),
        "challenge": asked.get("code_challenge", ""),
        "until": tiktok.world.clock.now() + timedelta(minutes=10),
    }
    return redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'scopes': ','.join(scopes), **back})}")


@api.post("/v2/oauth/token/")
def token(tiktok: TikTok, call: Call) -> Answer:
    app = tiktok.store.apps.get(call.form.get("client_key", ""))
    if app is None or call.form.get("client_secret") != app.secret:
        raise oauth_refuse("invalid_client", "Client key or secret is incorrect.", 401)
    kind = call.form.get("grant_type")
    if kind == "authorization_code":
        grant = _by_code(tiktok, call, app.key)
    elif kind == "refresh_token":
        grant = _refreshed(tiktok, call, app.key)
    else:
        raise oauth_refuse("unsupported_grant_type", "Grant type is not supported.")
    return json_answer(
        {
            "access_token": grant.access,
            "expires_in": int(ACCESS_LIFE.total_seconds()),
            "open_id": grant.creator,
            "refresh_token": grant.refresh,
            "refresh_expires_in": int((grant.refresh_expires - tiktok.world.clock.now()).total_seconds()),
            "scope": ",".join(sorted(grant.scopes)),
            "token_type": "Bearer",
        }
    )


def _by_code(tiktok: TikTok, call: Call, app: str) -> Grant:
    given = tiktok.store.codes.pop(call.form.get("code", ""), None)
    if given is None or given["app"] != app or given["until"] <= tiktok.world.clock.now():
        raise oauth_refuse("invalid_grant", "Authorization code is expired.")
    if given["redirect"] != call.form.get("redirect_uri"):
        raise oauth_refuse("invalid_grant", "Redirect_uri is not matched with the uri when requesting code.")
    verifier = call.form.get("code_verifier", "")
    if given["challenge"] and hashlib.sha256(verifier.encode()).hexdigest() != given["challenge"]:
        raise oauth_refuse("invalid_grant", "Code verifier or code challenge is invalid.")
    return new_grant(tiktok, CREATOR, app, given["scopes"])


def _refreshed(tiktok: TikTok, call: Call, app: str) -> Grant:
    """A new pair; the old refresh token and the old access token stop working."""
    old = tiktok.store.by_refresh(call.form.get("refresh_token", ""))
    if old is None or old.app != app or old.used or old.refresh_expires <= tiktok.world.clock.now():
        raise oauth_refuse("invalid_grant", "Refresh token is invalid or expired.")
    old.used = old.dead = True
    grant = new_grant(tiktok, old.creator, app, old.scopes)
    grant.refresh_expires = old.refresh_expires
    return grant


@api.post("/v2/oauth/revoke/")
def revoke(tiktok: TikTok, call: Call) -> Answer:
    grant = tiktok.store.grants.get(call.form.get("token", ""))
    if grant is None:
        raise oauth_refuse("invalid_grant", "Token is invalid.")
    grant.dead = grant.used = True
    return json_answer({})
