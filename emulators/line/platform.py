"""LINE as a whole: who calls, how often, and the routes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from emulators.base import Platform, Seen, set_properties
from emulators.line import insight, sending, settings, tokens
from emulators.line.errors import RATE, refuse
from emulators.line.messages import text_of
from emulators.line.state import Channel, Store, Token
from emulators.wire import Answer, Call, fingerprint, json_answer

if TYPE_CHECKING:
    from emulators.world import World

# Calls an hour: (how a path begins, limit). Everything else: 2,000 a second, which nobody reaches here.
HOURLY = (("/v2/bot/message/broadcast", 60), ("/v2/bot/message/narrowcast", 60), ("/v2/bot/insight/", 60))
UNKNOWN_CALLER = (
    "Authentication failed due to the following reason: invalid token."
    " Confirm that the access token in the authorization header is valid."
)


class Line(Platform):
    name = "line"
    hosts = ("api.line.me", "api-data.line.me")
    routers = (tokens.api, sending.api, insight.api, settings.api)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.store = Store(world.clock.now())

    def answer(self, call: Call) -> Answer:
        if len(call.body) > 2_000_000 and not call.path.endswith("/content"):
            raise refuse("Request Entity Too Large", 413)
        if (answer := self.routed(call, self.routers)) is not None:
            answer.headers.setdefault("x-line-request-id", self.request_id(call))
            return answer
        if any(router.knows(call.path) for router in self.routers):
            raise refuse("Method Not Allowed", 405)
        raise refuse("Not found", 404)

    def request_id(self, call: Call) -> str:
        return fingerprint(f"line call {call.number}".encode())[:36]

    def channel(self, call: Call) -> Channel:
        """The channel whose token this is, asked not too often. Raises 401, 429."""
        token = self.store.tokens.get(call.bearer)
        if token is None or not self.alive(token):
            raise refuse(UNKNOWN_CALLER, 401)
        channel = self.store.channels[token.channel]
        now = self.world.clock.now()
        for start, limit in HOURLY:
            if call.path.startswith(start):
                where = start if start != "/v2/bot/insight/" else call.path
                recent = self.store.called.setdefault((channel.id, where), [])
                recent[:] = [at for at in recent if now - at < timedelta(hours=1)]
                if len(recent) >= limit:
                    raise refuse(RATE, 429)
                recent.append(now)
        return channel

    def alive(self, token: Token) -> bool:
        return not token.revoked and (token.expires is None or token.expires > self.world.clock.now())

    # --- the platform's side ---

    def server_error(self, call: Call, status: int) -> Answer:
        return json_answer({"message": "Internal server error" if status == 500 else "Service unavailable"}, status)

    def malformed(self, call: Call, name: str) -> Answer:
        return json_answer({"message": f"The property, '{name}', in the request is invalid"}, 400)

    def throttled(self, call: Call) -> Answer:
        return json_answer({"message": RATE}, 429)

    def kill_token(self, call: Call, how: str) -> None:
        if (token := self.store.tokens.get(call.bearer)) is not None:
            token.revoked = True

    def posts(self) -> Iterable[Seen]:
        for sent in self.store.sent.values():
            public = sent.kind in {"broadcast", "narrowcast"} and not sent.failed and sent.recipients > 0
            why = "" if public else sent.failed or "sent to named people"
            text = "\n".join(filter(None, map(text_of, sent.messages)))
            details = {"recipients": sent.recipients, "messages": sent.messages, "to": sent.to, "broken": sent.broken}
            media = tuple(sent.media)
            yield Seen("line", sent.channel, sent.id, sent.kind, text, sent.created, public, why, "", media, details)

    # --- by hand ---

    def accounts(self) -> Any:
        return {
            "channels": {one.id: asdict(one) for one in self.store.channels.values()},
            "tokens": [
                {"value": one.value, "channel": one.channel, "alive": self.alive(one)}
                for one in self.store.tokens.values()
            ],
        }

    def change(self, account: str, changes: dict[str, Any]) -> Any:
        if account in self.store.tokens:
            self.store.tokens[account].revoked = bool(changes.get("revoked", True))
            return asdict(self.store.tokens[account]) | {"issued": "", "expires": ""}
        channel = self.store.channels[account]
        return set_properties(channel, changes, "id")

    def token(self, account: str, wanted: dict[str, Any]) -> Any:
        made = tokens.new_token(self, self.store.channels[account].id, wanted.get("seconds"))
        return {"access_token": made.value}

    def event(self, account: str, wanted: dict[str, Any]) -> Any:
        """A friend comes, goes, or writes; the webhook hears of it if there is one."""
        channel = self.store.channels[account]
        kind = str(wanted.get("type", ""))
        number = self.store.number()
        made = settings.event(self, channel, kind, number, str(wanted.get("text", "")))
        channel.friends += kind == "follow"
        channel.blocks += kind == "unfollow"
        if channel.webhook and channel.webhook_active:
            self.world.later(lambda: settings.hook(self, channel, [made]))
        return made

    def measure(self, post: str, values: dict[str, Any]) -> None:
        self.store.sent[post].metrics.update(values)
