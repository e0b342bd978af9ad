"""Traffy Fondue as a whole: tickets by the clock, accounts of the exchange API and their quota."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from emulators.base import Platform
from emulators.clock import BANGKOK
from emulators.traffy import exchange, public
from emulators.traffy.tickets import Ticket, how_many, ticket
from emulators.wire import Answer, Call, html_answer, json_answer

if TYPE_CHECKING:
    from emulators.world import World

NOT_FOUND = "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>"
USER, PASSWORD = "emulated-agency", "emulated-traffy-password"


class Traffy(Platform):
    """`quota` is the exchange API's calls a month, None for no limit."""

    name = "traffy"
    hosts = ("publicapi.traffy.in.th",)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.user, self.password = USER, PASSWORD
        self.quota: int | None = 1000
        self.tokens: dict[str, datetime] = {}
        self.kept: dict[str, tuple[datetime, bytes]] = {}
        self._used: dict[str, int] = {}
        self._made: tuple[datetime, list[Ticket]] | None = None

    def answer(self, call: Call) -> Answer:
        answer = self.routed(call, (public.api, exchange.api))
        return answer if answer is not None else html_answer(NOT_FOUND, 404)

    def tickets(self) -> list[Ticket]:
        """All tickets as they stand, oldest first; made anew every minute of the clock."""
        now = self.world.clock.now()
        if self._made is None or not timedelta() <= now - self._made[0] < timedelta(minutes=1):
            self._made = (now, [one for number in range(how_many(now)) if (one := ticket(number, now)).born <= now])
        return self._made[1]

    def _month(self) -> str:
        return self.world.clock.now().astimezone(BANGKOK).strftime("%Y-%m")

    def credit_left(self) -> int | None:
        """What is left of the month's quota; it is whole again on the 1st, Bangkok's."""
        return None if self.quota is None else max(0, self.quota - self._used.get(self._month(), 0))

    def spend(self) -> None:
        self._used[self._month()] = self._used.get(self._month(), 0) + 1

    def server_error(self, call: Call, status: int) -> Answer:
        return html_answer(NOT_FOUND.replace("404 Not Found", f"{status} Internal Server Error"), status)

    def throttled(self, call: Call) -> Answer:
        return json_answer({"message": "Too Many Requests"}, 429)

    def kill_token(self, call: Call, how: str) -> None:
        if call.bearer in self.tokens:
            if how == "expired":
                self.tokens[call.bearer] = self.world.clock.now()
            else:
                del self.tokens[call.bearer]

    def accounts(self) -> Any:
        return {"user": self.user, "password": self.password, "quota": self.quota, "credit_balance": self.credit_left()}

    def change(self, account: str, changes: dict[str, Any]) -> Any:
        """The quota of the one account."""
        if set(changes) - {"quota", "password"}:
            raise ValueError("only quota and password can be changed")
        self.quota = changes.get("quota", self.quota)
        self.password = changes.get("password", self.password)
        return self.accounts()
