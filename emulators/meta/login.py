"""Facebook Login and Instagram Login: consent page, code, exchange, long life, Page tokens, debug_token."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from emulators.consent import consent_page
from emulators.meta.errors import bad_parameter, refuse
from emulators.meta.state import PERSON, SCOPES, Token
from emulators.routing import Router
from emulators.wire import Answer, Call, Refusal, html_answer, json_answer, redirect

if TYPE_CHECKING:
    from emulators.meta.platform import Meta

graph = Router()
SHORT, LONG = timedelta(hours=1, minutes=30), timedelta(seconds=5_183_944)


def new_token(meta: Meta, kind: str, page: str = "", *, long_lived: bool = True, app: str = "") -> Token:
    store = meta.store
    value = f"EAA{kind.lower()}{store.number():06d}"
    app = app or next(iter(store.apps))
    token = Token(value, kind, PERSON, app, frozenset(SCOPES), meta.world.clock.now(), None, page, long_lived)
    store.tokens[value] = token
    return token


def dialog(meta: Meta, call: Call) -> Answer:
    """The consent page; its two buttons are links back to here with `decision`."""
    asked = call.params
    app = meta.store.apps.get(asked.get("client_id", ""))
    if app is None:
        return html_answer("<h1>Invalid App ID</h1><p>The provided app ID does not look like a valid app ID.</p>", 400)
    target = asked.get("redirect_uri", "")
    if app.redirects and target not in app.redirects:
        return html_answer("<h1>URL blocked</h1><p>The redirect URI is not whitelisted in the app's settings.</p>", 400)
    decision = asked.get("decision", "")
    if not decision:
        return consent_page(meta.world, call, "Facebook", meta.store.person_name, asked.get("scope", "").split(","))
    back = {"state": asked.get("state", "")}
    if decision != "allow":
        refused = {"error": "access_denied", "error_code": "200", "error_reason": "user_denied"}
        return redirect(f"{target}?{urlencode({**refused, 'error_description': 'Permissions error', **back})}")
    code = f"AQemulated{meta.store.number():06d}"
    granted = frozenset(asked.get("scope", "").split(",")) & frozenset(
        asked.get("granted", asked.get("scope", "")).split(",")
    )
    meta.store.codes[code] = {"app": app.id, "redirect": target, "scopes": granted, "at": meta.world.clock.now()}
    return redirect(f"{target}?{urlencode({'code': code, **back})}#_=_")


def _app_with_secret(meta: Meta, call: Call) -> str:
    app = meta.store.apps.get(str(call.params.get("client_id", "")))
    if app is None:
        raise refuse("Error validating application. Cannot get application info due to a system error.", 101)
    if call.params.get("client_secret") != app.secret:
        raise refuse("Error validating client secret.", 1)
    return app.id


@graph.get("/oauth/access_token")
def exchange(meta: Meta, call: Call) -> Answer:
    if call.host == "graph.instagram.com":
        raise refuse("Unsupported get request.", 100, 33)
    app = _app_with_secret(meta, call)
    if call.params.get("grant_type") == "fb_exchange_token":
        return _lengthen(meta, call, app)
    if call.params.get("grant_type") == "client_credentials":
        return json_answer({"access_token": f"{app}|{meta.store.apps[app].secret}", "token_type": "bearer"})
    token = _by_code(meta, call, app)
    return json_answer({"access_token": token.value, "token_type": "bearer", "expires_in": int(SHORT.total_seconds())})


def _by_code(meta: Meta, call: Call, app: str) -> Token:
    given = meta.store.codes.pop(str(call.params.get("code", "")), None)
    if given is None or given["app"] != app or meta.world.clock.now() - given["at"] > timedelta(minutes=10):
        raise refuse("This authorization code has been used or has expired.", 100, 36009)
    if call.params.get("redirect_uri") != given["redirect"]:
        words = (
            "Error validating verification code. Please make sure your redirect_uri is identical to the one you used"
        )
        raise refuse(f"{words} in the OAuth dialog request", 100, 36008)
    token = new_token(meta, "USER", long_lived=False, app=app)
    token.scopes, token.expires = given["scopes"], meta.world.clock.now() + SHORT
    return token


def _lengthen(meta: Meta, call: Call, app: str) -> Answer:
    old = meta.store.tokens.get(str(call.params.get("fb_exchange_token", "")))
    if old is None or old.app != app or old.kind != "USER":
        raise refuse("Invalid OAuth access token - Cannot parse access token", 190, status=401)
    if (subcode := meta.dead(old)) is not None:
        raise refuse("Error validating access token: Session has expired.", 190, subcode, status=401)
    token = new_token(meta, "USER", app=app)
    token.scopes, token.expires = old.scopes, meta.world.clock.now() + LONG
    return json_answer({"access_token": token.value, "token_type": "bearer", "expires_in": int(LONG.total_seconds())})


@graph.get("/me/accounts", "/{person}/accounts")
def accounts(meta: Meta, call: Call, person: str = "me") -> Answer:
    """The Pages of this person, each with a token of its own that lives as long as its parent's kind allows."""
    token = meta.caller(call, "pages_show_list")
    if token.kind == "PAGE":
        raise refuse("(#100) Tried accessing nonexisting field (accounts) on node type (Page)", 100)
    rows = []
    wanted = {name.partition("{")[0] for name in call.params.get("fields", "id,name,access_token,tasks").split(",")}
    for page in meta.store.pages.values():
        instagram = (
            {"username": page.username} if re.search(r"account\{[^}]*username", call.params.get("fields", "")) else {}
        )
        made = new_token(meta, "PAGE", page.id, app=token.app)
        made.scopes, made.expires = token.scopes, None if token.long_lived else token.expires
        row: dict[str, Any] = {
            "id": page.id,
            "name": page.name,
            "category": "Government organization",
            "access_token": made.value,
            "tasks": ["ANALYZE", "ADVERTISE", "MODERATE", "CREATE_CONTENT", "MANAGE"],
            "instagram_business_account": {"id": page.instagram, **instagram},
        }
        rows.append({key: value for key, value in row.items() if key in wanted | {"id"}})
    return json_answer({"data": rows, "paging": {"cursors": {"before": "MAZDZD", "after": "MAZDZD"}}})


@graph.get("/me/permissions")
def permissions(meta: Meta, call: Call) -> Answer:
    token = meta.caller(call)
    return json_answer({"data": [{"permission": scope, "status": "granted"} for scope in sorted(token.scopes)]})


@graph.delete("/me/permissions")
def withdraw(meta: Meta, call: Call) -> Answer:
    token = meta.caller(call)
    for each in meta.store.tokens.values():
        if each.app == token.app and each.person == token.person:
            each.dead = 458
    return json_answer({"success": True})


@graph.get("/debug_token")
def debug_token(meta: Meta, call: Call) -> Answer:
    """What a token is; asked with the app's own `id|secret` or with a token of the same app."""
    text = meta.token_text(call)
    if text not in {f"{app.id}|{app.secret}" for app in meta.store.apps.values()}:
        meta.caller(call)
    asked = call.params.get("input_token")
    if not asked:
        raise bad_parameter("The parameter input_token is required")
    token = meta.store.tokens.get(str(asked))
    if token is None:
        error = {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token"}
        return json_answer({"data": {"error": error, "is_valid": False, "scopes": []}})
    subcode = meta.dead(token)
    data: dict[str, Any] = {
        "app_id": token.app,
        "type": token.kind,
        "application": "Samrit (emulated)",
        "expires_at": int(token.expires.timestamp()) if token.expires else 0,
        "data_access_expires_at": int((token.issued + timedelta(days=90)).timestamp()),
        "is_valid": subcode is None,
        "issued_at": int(token.issued.timestamp()),
        "scopes": sorted(token.scopes),
        "user_id": token.person,
    }
    if token.page:
        data["profile_id"] = token.page
    if subcode is not None:
        data["error"] = {"code": 190, "message": "Error validating access token", "subcode": subcode}
    return json_answer({"data": data})


# --- Instagram Login ---


def instagram_code(meta: Meta, call: Call) -> Answer:
    """`POST api.instagram.com/oauth/access_token`."""
    try:
        app = _app_with_secret(meta, call)
        token = _by_code(meta, call, app)
    except Refusal:
        error = {
            "error_type": "OAuthException",
            "code": 400,
            "error_message": "Matching code was not found or was already used",
        }
        return json_answer(error, 400)
    page = next(iter(meta.store.pages.values()))
    token.kind, token.page = "PAGE", page.id
    token.expires = meta.world.clock.now() + timedelta(hours=1)
    token.scopes |= instagram_scopes(token.scopes)
    return json_answer(
        {"access_token": token.value, "user_id": int(page.instagram), "permissions": sorted(token.scopes)}
    )


def instagram_scopes(scopes: frozenset[str]) -> frozenset[str]:
    """What the names of this login mean in the names of the other."""
    return frozenset(scope.replace("_business_", "_") for scope in scopes)


@graph.get("/access_token")
def instagram_lengthen(meta: Meta, call: Call) -> Answer:
    if call.params.get("grant_type") != "ig_exchange_token":
        raise bad_parameter("Invalid grant_type")
    if call.params.get("client_secret") not in {app.secret for app in meta.store.apps.values()}:
        raise refuse("Error validating client secret.", 1)
    old = meta.caller(call)
    return _sixty_days(meta, old)


@graph.get("/refresh_access_token")
def instagram_refresh(meta: Meta, call: Call) -> Answer:
    """A token of 24 hours or more that is still alive lives another 60 days."""
    if call.params.get("grant_type") != "ig_refresh_token":
        raise bad_parameter("Invalid grant_type")
    old = meta.caller(call)
    if meta.world.clock.now() - old.issued < timedelta(hours=24):
        raise refuse("Error refreshing access token: the token must be at least 24 hours old", 100)
    return _sixty_days(meta, old)


def _sixty_days(meta: Meta, old: Token) -> Answer:
    token = new_token(meta, old.kind, old.page, app=old.app)
    token.scopes, token.expires = old.scopes, meta.world.clock.now() + timedelta(days=60)
    return json_answer({"access_token": token.value, "token_type": "bearer", "expires_in": 5_184_000})
