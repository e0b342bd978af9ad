"""A program that calls the API in a test, with a token of its own."""

from __future__ import annotations

import json
from typing import Any

from django.core.cache import cache
from django.test import Client

from samrit.exchange.actions.tokens import make_token
from samrit.people.models import User


def caller(user: User, *scopes: str, language: str = "th") -> Caller:
    """A program with a new token of this account."""
    cache.clear()
    _row, secret = make_token(user, name="ทดสอบ", scopes=scopes, days=1, acting_user=user)
    return Caller(secret, language)


class Caller:
    """Calls with a token, and gives what came back."""

    def __init__(self, secret: str, language: str = "th") -> None:
        self.secret = secret
        self.client = Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": language})

    def get(self, path: str, headers: dict[str, str] | None = None, **query: str) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=headers or {})

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self._sent("POST", path, body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> Any:
        return self._sent("PUT", path, body, **more)

    def patch(self, path: str, body: Any = None, **more: Any) -> Any:
        return self._sent("PATCH", path, body, **more)

    def delete(self, path: str, **more: Any) -> Any:
        return self._sent("DELETE", path, None, **more)

    def send_file(self, file: Any) -> Any:
        return self.client.post("/api/v1/files", {"file": file})

    def raw(self, method: str, path: str, data: bytes, headers: dict[str, str] | None = None) -> Any:
        return self.client.generic(method, f"/api/v1{path}", data, "application/json", headers=headers or {})

    def _sent(
        self,
        method: str,
        path: str,
        body: Any,
        version: int | None = None,
        key: str = "",
        headers: dict[str, str] | None = None,
    ) -> Any:
        named = dict(headers or {})
        if version is not None:
            named["If-Match"] = f'"{version}"'
        if key:
            named["Idempotency-Key"] = key
        data = b"" if body is None else json.dumps(body).encode()
        return self.raw(method, path, data, named)
