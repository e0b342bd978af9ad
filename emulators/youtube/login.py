"""Google's login: consent, code, refresh, tokeninfo, revoke."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from emulators.consent import consent_page
from emulators.routing import Router
from emulators.wire import Answer, Call, html_answer, json_answer, redirect
from emulators.youtube.errors import oauth_refuse
from emulators.youtube.state import CHANNEL, SCOPES, Access, Refresh

if TYPE_CHECKING:
    from emulators.youtube.platform import YouTube

api = Router()
LIFE, TESTING, UNUSED = timedelta(seconds=3599), timedelta(days=7), timedelta(days=182)


def consent(youtube: YouTube, call: Call) -> Answer:
    """`https://accounts.google.com/o/oauth2/v2/auth`."""
    asked = call.params
    if asked.get("client_id") not in youtube.store.clients:
        return html_answer("<h1>Access blocked: Authorization Error</h1><p>Error 401: invalid_client</p>", 401)
    if asked.get("response_type") != "code" or not asked.get("redirect_uri"):
        return html_answer("<h1>Access blocked: Authorization Error</h1><p>Error 400: invalid_request</p>", 400)
    scopes = asked.get("scope", "").split()
    decision = asked.get("decision")
    if not decision:
        return consent_page(youtube.world, call, "Google (YouTube)", youtube.store.channels[CHANNEL].title, scopes)
    back = {"state": asked.get("state", "")}
    if decision != "allow":
        return redirect(f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', **back})}")
    code = f"4/0emulated{youtube.store.number():06d}"
    youtube.store.codes[code] = {
        "client": asked["client_id"],
        "redirect": asked["redirect_uri"],
        "scopes": frozenset(scopes) & frozenset(SCOPES),
        "offline": asked.get("access_type") == "offline",
        "challenge": asked.get("code_challenge", ""),
        "until": youtube.world.clock.now() + timedelta(minutes=10),
    }
    return redirect(f"{asked['redirect_uri']}?{urlencode({**back, 'code': code, 'scope': ' '.join(scopes)})}")


def new_access(youtube: YouTube, refresh: str, client: str, channel: str, scopes: frozenset[str]) -> Access:
    now = youtube.world.clock.now()
    access = Access(f"ya29.emulated{youtube.store.number():06d}", refresh, client, channel, scopes, now + LIFE)
    youtube.store.accesses[access.value] = access
    return access


@api.post("/token")
def token(youtube: YouTube, call: Call) -> Answer:
    client = youtube.store.clients.get(call.form.get("client_id", ""))
    if client is None or call.form.get("client_secret") != client.secret:
        raise oauth_refuse("invalid_client", "The provided client secret is invalid.", 401)
    kind = call.form.get("grant_type")
    now = youtube.world.clock.now()
    row: dict[str, Any] = {"expires_in": int(LIFE.total_seconds()), "token_type": "Bearer"}
    if kind == "refresh_token":
        refresh = youtube.store.refreshes.get(call.form.get("refresh_token", ""))
        if refresh is None or refresh.client != client.id or not alive(youtube, refresh):
            raise oauth_refuse("invalid_grant", "Token has been expired or revoked.")
        refresh.used = now
        access = new_access(youtube, refresh.value, client.id, refresh.channel, refresh.scopes)
        return json_answer({"access_token": access.value, **row, "scope": " ".join(sorted(access.scopes))})
    if kind != "authorization_code":
        raise oauth_refuse("unsupported_grant_type", f"Invalid grant_type: {kind}")
    given = youtube.store.codes.pop(call.form.get("code", ""), None)
    if given is None or given["client"] != client.id or given["until"] <= now:
        raise oauth_refuse("invalid_grant", "Malformed auth code.")
    if given["redirect"] != call.form.get("redirect_uri"):
        raise oauth_refuse("redirect_uri_mismatch", "Bad Request")
    _ask_challenge(given["challenge"], call.form.get("code_verifier", ""))
    value = f"1//emulated{youtube.store.number():06d}" if given["offline"] else ""
    if value:
        expires = now + TESTING if client.testing else None
        youtube.store.refreshes[value] = Refresh(value, client.id, CHANNEL, given["scopes"], now, expires)
        row["refresh_token"] = value
        if expires:
            row["refresh_token_expires_in"] = int(TESTING.total_seconds())
    access = new_access(youtube, value, client.id, CHANNEL, given["scopes"])
    return json_answer({"access_token": access.value, **row, "scope": " ".join(sorted(access.scopes))})


def _ask_challenge(challenge: str, verifier: str) -> None:
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    if challenge and digest != challenge:
        raise oauth_refuse("invalid_grant", "Invalid code verifier.")


def alive(youtube: YouTube, refresh: Refresh) -> bool:
    """Not revoked, not over its 7 days of testing, not unused for half a year."""
    now = youtube.world.clock.now()
    unused = now - (refresh.used or refresh.issued) > UNUSED
    return not refresh.revoked and not unused and (refresh.expires is None or refresh.expires > now)


@api.post("/revoke")
def revoke(youtube: YouTube, call: Call) -> Answer:
    text = call.params.get("token", "")
    access = youtube.store.accesses.get(text)
    refresh = youtube.store.refreshes.get(access.refresh if access else text)
    if access is None and refresh is None:
        raise oauth_refuse("invalid_token", "Token expired or revoked")
    if refresh is not None:
        refresh.revoked = True
    for one in youtube.store.accesses.values():
        if one is access or (refresh is not None and one.refresh == refresh.value):
            one.revoked = True
    return json_answer({})


@api.get("/tokeninfo")
def tokeninfo(youtube: YouTube, call: Call) -> Answer:
    access = youtube.store.accesses.get(call.params.get("access_token", ""))
    now = youtube.world.clock.now()
    if access is None or access.revoked or access.expires <= now:
        raise oauth_refuse("invalid_token", "Invalid Value")
    left = int((access.expires - now).total_seconds())
    return json_answer(
        {
            "azp": access.client,
            "aud": access.client,
            "scope": " ".join(sorted(access.scopes)),
            "expires_in": str(left),
            "access_type": "offline",
        }
    )
