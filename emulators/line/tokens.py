"""Channel access tokens: stateless, short-lived (v2), v2.1 with a signed assertion, verify, revoke."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from emulators.line.errors import oauth_refuse
from emulators.line.state import Token
from emulators.routing import Router
from emulators.wire import Answer, Call, json_answer

if TYPE_CHECKING:
    from emulators.line.platform import Line

api = Router()


def new_token(line: Line, channel: str, seconds: float | None, *, stateless: bool = False) -> Token:
    now = line.world.clock.now()
    value = f"line-emulated-{'stateless' if stateless else 'token'}-{line.store.number():06d}"
    token = Token(
        value, channel, now, now + timedelta(seconds=float(seconds)) if seconds is not None else None, stateless
    )
    line.store.tokens[value] = token
    return token


def _channel_with_secret(line: Line, call: Call) -> str:
    channel = line.store.channels.get(call.form.get("client_id", ""))
    if channel is None or call.form.get("client_secret") != channel.secret:
        raise oauth_refuse("invalid_client", "Invalid client_id or client_secret")
    return channel.id


def _asserted(line: Line, call: Call) -> tuple[str, dict[str, Any]]:
    """The channel that a JWT assertion speaks for. Its signature is checked where a public key was registered."""
    kind, text = call.form.get("client_assertion_type", ""), call.form.get("client_assertion", "")
    try:
        head, claims, _signature = (part + "=" * (-len(part) % 4) for part in text.split("."))
        header, said = (json.loads(base64.urlsafe_b64decode(part)) for part in (head, claims))
        channel = line.store.channels[str(said["iss"])]
        right = said["sub"] == said["iss"] and said["aud"] == "https://api.line.me/"
        right = right and header["alg"] == "RS256" and 0 < int(said["exp"]) - line.world.clock.unix() <= 1800
    except (ValueError, KeyError, TypeError) as error:
        raise oauth_refuse("invalid_client", "Invalid client_assertion") from error
    if not right or kind != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer":
        raise oauth_refuse("invalid_client", "Invalid client_assertion")
    return channel.id, said | {"kid": header.get("kid", "")}


@api.post("/oauth2/v3/token")
def stateless(line: Line, call: Call) -> Answer:
    if call.form.get("grant_type") != "client_credentials":
        raise oauth_refuse("unsupported_grant_type", "grant_type must be client_credentials")
    channel = _asserted(line, call)[0] if call.form.get("client_assertion") else _channel_with_secret(line, call)
    token = new_token(line, channel, 900, stateless=True)
    return json_answer({"token_type": "Bearer", "access_token": token.value, "expires_in": 899})


@api.post("/oauth2/v2.1/token")
def by_assertion(line: Line, call: Call) -> Answer:
    channel, said = _asserted(line, call)
    seconds = int(said.get("token_exp", 2_592_000))
    if not 0 < seconds <= 2_592_000:
        raise oauth_refuse("invalid_request", "token_exp must be 30 days or less")
    token = new_token(line, channel, seconds)
    token.key_id = f"key{line.store.number():06d}"
    return json_answer(
        {"access_token": token.value, "token_type": "Bearer", "expires_in": seconds, "key_id": token.key_id}
    )


@api.get("/oauth2/v2.1/tokens/kid")
def kids(line: Line, call: Call) -> Answer:
    return json_answer({"kids": [one.key_id for one in line.store.tokens.values() if one.key_id and line.alive(one)]})


@api.get("/oauth2/v2.1/verify")
def verify_by_assertion(line: Line, call: Call) -> Answer:
    return _verified(line, call.query.get("access_token", ""))


@api.post("/v2/oauth/verify")
def verify(line: Line, call: Call) -> Answer:
    return _verified(line, call.form.get("access_token", ""))


def _verified(line: Line, text: str) -> Answer:
    token = line.store.tokens.get(text)
    if token is None or not line.alive(token):
        raise oauth_refuse("invalid_request", "The access token expired" if token else "access token is invalid")
    left = int((token.expires - line.world.clock.now()).total_seconds()) if token.expires else 2_591_659
    return json_answer({"client_id": token.channel, "expires_in": left, "scope": "message.push"})


@api.post("/v2/oauth/accessToken")
def short_lived(line: Line, call: Call) -> Answer:
    if call.form.get("grant_type") != "client_credentials":
        raise oauth_refuse("unsupported_grant_type", "grant_type must be client_credentials")
    token = new_token(line, _channel_with_secret(line, call), 2_592_000)
    return json_answer({"access_token": token.value, "expires_in": 2_592_000, "token_type": "Bearer"})


@api.post("/v2/oauth/revoke", "/oauth2/v2.1/revoke")
def revoke(line: Line, call: Call) -> Answer:
    token = line.store.tokens.get(call.form.get("access_token", ""))
    if token is not None and not token.stateless:  # a stateless one cannot be revoked
        token.revoked = True
    return json_answer({})
