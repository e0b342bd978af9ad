"""Which function answers which call."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from emulators.wire import Answer, Call

Handler = Callable[..., Answer]


class Router:
    """Routes of one part of a platform: host, method and a path with `{names}` (`{name:.+}` takes slashes too)."""

    def __init__(self, *hosts: str) -> None:
        self.hosts = hosts
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []

    def on(self, method: str, *paths: str) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self._routes.extend((method, _pattern(path), handler) for path in paths)
            return handler

        return register

    def get(self, *paths: str) -> Callable[[Handler], Handler]:
        return self.on("GET", *paths)

    def post(self, *paths: str) -> Callable[[Handler], Handler]:
        return self.on("POST", *paths)

    def put(self, *paths: str) -> Callable[[Handler], Handler]:
        return self.on("PUT", *paths)

    def delete(self, *paths: str) -> Callable[[Handler], Handler]:
        return self.on("DELETE", *paths)

    def find(self, call: Call, path: str | None = None) -> tuple[Handler, dict[str, Any]] | None:
        """The handler and the names in the path. HEAD is GET without a body."""
        method = "GET" if call.method == "HEAD" else call.method
        for wanted, pattern, handler in self._routes:
            if wanted == method and (match := pattern.fullmatch(call.path if path is None else path)):
                return handler, match.groupdict()
        return None

    def knows(self, path: str) -> bool:
        """Whether any method is served at this path: tells 405 from 404."""
        return any(pattern.fullmatch(path) for _, pattern, _ in self._routes)


def _pattern(path: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)(?::([^}]+))?\}", path)
    text = re.escape(pieces[0])
    for name, rule, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        text += f"(?P<{name}>{rule or '[^/]+'})" + re.escape(after)
    return re.compile(text)
