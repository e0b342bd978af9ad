"""An agency's account: the exchange API, asked once a night."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samrit.exchange.traffy.asking import Absent, asked, rows_of
from samrit.exchange.traffy.tickets import Ticket, stripped


class Exchange:
    """The exchange API for agencies: a token from the account, a monthly quota, refusals with status 200."""

    LEAST = 20
    """Calls of the month's quota that are left to others."""

    def __init__(self, user: str, password: str) -> None:
        self._account = {"user": user, "pass": password}
        self._token = ""
        self.left: int | None = None

    def issues(self, span: str = "3days") -> list[Ticket]:
        """The agency's reports of a span, stripped. Raises Absent without an account that holds, or without quota."""
        if self.left is not None and self.left <= self.LEAST:
            raise Absent("account", "quota")
        said = self._said("/exchange-api/get-issues/v2", {"duration": span})
        return [ticket for ticket in map(stripped, rows_of(said)) if ticket is not None]

    def _said(self, path: str, query: Mapping[str, Any]) -> Any:
        for _try in range(2):
            if not self._token:
                self._sign_in()
            said = self._checked(asked(path, query, {"Authorization": f"Bearer {self._token}"}))
            if said is not None:
                return said
            self._token = ""  # it has ended: once more with a new one
        raise Absent("account", "token")

    def _sign_in(self) -> None:
        said = self._checked(asked("/exchange-api/get-auth/v1", {}, body=self._account))
        token = (said or {}).get("results", {}).get("token")
        if not isinstance(token, str) or not token:
            raise Absent("account", "sign-in")
        self._token = token

    def _checked(self, said: Any) -> Any:
        """The answer with its quota noted; None for a token that has ended."""
        if not isinstance(said, dict):
            raise Absent("shape", "no object")
        left = said.get("credit_balance")
        self.left = left if isinstance(left, int) else self.left
        if said.get("status") == "fail":
            words = str(said.get("message", ""))
            if "token" in words.lower():
                return None
            raise Absent("account", words[:100])
        return said
