"""Graph as a whole: versions, who is calling, usage headers, and the order in which routes are asked."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from emulators.base import Platform, Seen, known_state, set_properties
from emulators.meta import insights, instagram, login, nodes, pages, public, uploads, videos
from emulators.meta.errors import bad_parameter, graph_answer, no_such, refuse
from emulators.meta.state import INSTAGRAM, PAGE, Page, Store, Token
from emulators.wire import Answer, Call

if TYPE_CHECKING:
    from emulators.world import World

CURRENT, OLDEST = 26, 21
SUBCODES = {"revoked": 458, "expired": 463, "password": 460, "checkpoint": 459, "role": 492, "invalid": 467}
WORDS = {
    458: "Error validating access token: The user has not authorized application {app}.",
    459: "Error validating access token: The user is enrolled in a blocking, logged-in checkpoint.",
    460: "Error validating access token: The session has been invalidated because the user changed their password or"
    " Facebook has changed the session for security reasons.",
    463: "Error validating access token: Session has expired on {expires}. The current time is {now}.",
    467: "Error validating access token: The session is invalid because the user logged out.",
    492: "Error validating access token: The user no longer has a role on this page.",
}
GRAPH = ("graph.facebook.com", "graph.instagram.com")


class Meta(Platform):
    """Facebook and Instagram."""

    name = "meta"
    hosts = (*GRAPH, "rupload.facebook.com", "www.facebook.com", "www.instagram.com", "api.instagram.com")
    routers = (login.graph, insights.graph, instagram.graph, videos.graph, pages.graph, nodes.graph)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.store = Store(world.clock.now())

    # --- answering ---

    def answer(self, call: Call) -> Answer:
        if call.host == "rupload.facebook.com":
            return uploads.answer(self, call)
        if call.host not in GRAPH:
            return public.answer(self, call)
        version, path = self._version(call.path.rstrip("/"))
        if call.fate("outage_100_33") is not None:
            raise no_such(path.strip("/").partition("/")[0])
        method = call.params.get("method", call.method).upper() if call.method in {"GET", "POST"} else call.method
        asked = Call(
            method, call.host, path, call.query_string, call.headers, call.body, call.cut, call.number, call.fates
        )
        if (answer := self.routed(asked, self.routers)) is not None:
            answer.headers |= {"facebook-api-version": version, **self._usage(asked)}
            return answer
        raise refuse(f"Unknown path components: {path}", 2500)

    def _version(self, path: str) -> tuple[str, str]:
        """The version that answers, and the rest of the path. A removed version floats up to the oldest alive."""
        match = re.match(r"/v(\d+)\.(\d+)(/.*)$", path)
        if not match:
            return f"v{OLDEST}.0", path
        number = int(match[1])
        if number > CURRENT or match[2] != "0":
            raise refuse(f"Unknown path components: {path}", 2500)
        return f"v{max(number, OLDEST)}.0", match[3]

    def _usage(self, call: Call) -> dict[str, str]:
        token = self.store.tokens.get(self.token_text(call))
        page = self.store.pages.get(token.page) if token else None
        if page is None:
            return {"X-App-Usage": json.dumps({"call_count": 1, "total_time": 1, "total_cputime": 1})}
        page.calls += 1
        percent = page.usage
        if (fault := call.fate("usage")) is not None:
            percent = int(fault.get("percent", 95))
        numbers = {"call_count": percent, "total_cputime": percent * 9 // 10, "total_time": percent * 9 // 10}
        used = [{"type": "pages", **numbers, "estimated_time_to_regain_access": 60 if percent >= 100 else 0}]
        return {
            "X-App-Usage": json.dumps({"call_count": 1, "total_time": 1, "total_cputime": 1}),
            "X-Page-Usage": json.dumps(numbers),
            "X-Business-Use-Case-Usage": json.dumps({page.id: used}),
        }

    # --- who is calling ---

    def token_text(self, call: Call) -> str:
        return call.bearer or str(call.params.get("access_token", ""))

    def caller(self, call: Call, *needed: str) -> Token:
        """The token of this call, alive and with these permissions. Raises the documented refusals."""
        text = self.token_text(call)
        if not text:
            raise refuse("An access token is required to request this resource.", 104, status=400)
        token = self.store.tokens.get(text)
        if token is None:
            raise refuse("Invalid OAuth access token - Cannot parse access token", 190, status=401)
        if (subcode := self.dead(token)) is not None:
            words = WORDS[subcode].format(app=token.app, expires=token.expires, now=self.world.clock.now())
            raise refuse(words, 190, subcode, status=401)
        self._ask_proof(call, token)
        if (page := self.store.pages.get(token.page)) is not None and page.usage >= 100:
            raise refuse(
                "(#80001) There have been too many calls to this Page account. Wait a bit and try again.", 80001
            )
        if missing := [scope for scope in needed if scope not in token.scopes]:
            raise refuse(f"(#200) Requires {missing[0]} permission to manage the object.", 200, status=403)
        return token

    def dead(self, token: Token) -> int | None:
        if token.dead is not None:
            return token.dead
        return 463 if token.expires is not None and token.expires <= self.world.clock.now() else None

    def _ask_proof(self, call: Call, token: Token) -> None:
        proof = str(call.params.get("appsecret_proof", ""))
        secret = self.store.apps[token.app].secret
        if proof and not hmac.compare_digest(
            proof, hmac.new(secret.encode(), token.value.encode(), "sha256").hexdigest()
        ):
            raise bad_parameter("Invalid appsecret_proof provided in the API argument")

    def page(self, call: Call, page: str, *needed: str) -> Page:
        """The Page that this call may act for. Raises refusals as Graph words them."""
        token = self.caller(call, *needed)
        page = token.page if page == "me" else page
        found = self.store.pages.get(page)
        if found is None:
            raise no_such(page)
        if token.kind == "PAGE" and token.page != page:
            raise refuse("(#200) The user hasn't authorized the application to perform this action", 200, status=403)
        if token.kind == "USER" and needed:
            raise refuse("(#210) A page access token is required to request this resource.", 210, kind="OAuthException")
        return found

    # --- the platform's side ---

    def keeps_part(self, call: Call) -> bool:
        return call.host == "rupload.facebook.com"

    def server_error(self, call: Call, status: int) -> Answer:
        words = "An unknown error occurred" if status == 500 else "Service temporarily unavailable"
        return graph_answer(words, 1 if status == 500 else 2, status=status, transient=status != 500)

    def malformed(self, call: Call, name: str) -> Answer:
        return graph_answer(f"(#100) Param {name} must be of its documented type", 100)

    def throttled(self, call: Call) -> Answer:
        instagram_call = INSTAGRAM in call.path or call.path.endswith("/media_publish")
        code = 80002 if instagram_call else 80001
        what = "Instagram" if instagram_call else "Page"
        answer = graph_answer(
            f"(#{code}) There have been too many calls to this {what} account. Wait a bit and try again.", code
        )
        numbers = {"call_count": 100, "total_cputime": 96, "total_time": 91}
        used = [{"type": what.lower() + "s" * (what == "Page"), **numbers, "estimated_time_to_regain_access": 14}]
        answer.headers |= {
            "X-Page-Usage": json.dumps(numbers),
            "X-Business-Use-Case-Usage": json.dumps({INSTAGRAM if instagram_call else PAGE: used}),
        }
        return answer

    def kill_token(self, call: Call, how: str) -> None:
        if (token := self.store.tokens.get(self.token_text(call))) is not None:
            self._kill(token, how)

    def _kill(self, token: Token, how: str) -> None:
        if how not in SUBCODES:
            raise ValueError(f"a token dies by one of {', '.join(SUBCODES)}")
        token.dead = SUBCODES[how]

    def tick(self) -> None:
        videos.publish_due(self, self.world.clock.now())

    def posts(self) -> Iterable[Seen]:
        return public.seen(self)

    # --- by hand ---

    def accounts(self) -> Any:
        return {
            "apps": {app.id: asdict(app) for app in self.store.apps.values()},
            "pages": {page.id: asdict(page) for page in self.store.pages.values()},
            "tokens": [
                {"value": token.value, "kind": token.kind, "page": token.page, "dead": self.dead(token)}
                for token in self.store.tokens.values()
            ],
        }

    def change(self, account: str, changes: dict[str, Any]) -> Any:
        """Properties of an app (`live`), of a Page (also by its Instagram id), or of a token (`dead`: how)."""
        if account in self.store.tokens:
            token = self.store.tokens[account]
            if "scopes" in changes:
                token.scopes = frozenset(changes["scopes"])
            if "dead" in changes:
                self._kill(token, str(changes["dead"]))
            return {"value": token.value, "dead": token.dead, "scopes": sorted(token.scopes)}
        thing: Any = (
            self.store.apps.get(account) or self.store.pages.get(account) or self.store.page_of_instagram(account)
        )
        if thing is None:
            raise KeyError(account)
        return set_properties(thing, changes, "id")

    def token(self, account: str, wanted: dict[str, Any]) -> Any:
        """A token for a Page (kind PAGE), with `scopes` and `seconds` of life (none: for ever)."""
        page = self.store.pages.get(account) or self.store.page_of_instagram(account)
        if page is None:
            raise KeyError(account)
        token = login.new_token(self, wanted.get("kind", "PAGE"), page.id)
        if "scopes" in wanted:
            token.scopes = frozenset(wanted["scopes"])
        if "seconds" in wanted:
            token.expires = self.world.clock.now() + timedelta(seconds=float(wanted["seconds"]))
        return {"access_token": token.value}

    def touch(self, post: str, state: str) -> None:
        self.store.things[post].state = known_state(state)

    def measure(self, post: str, values: dict[str, Any]) -> None:
        self.store.things[post].metrics.update(values)
