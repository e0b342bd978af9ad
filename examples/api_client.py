# ruff: noqa: INP001 -- an example, not a package
"""A client of Samrit's API with Python's standard library alone.

    SAMRIT_URL=http://127.0.0.1:8000 SAMRIT_TOKEN=samrit_… python examples/api_client.py

Tells the score of every key result that the account may see, and what is short for the next level.
"""

from __future__ import annotations

import http.client
import json
import os
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode


class Samrit:
    """One installation, in the name of one token."""

    def __init__(self, url: str, token: str) -> None:
        self.base = url.rstrip("/") + "/api/v1"
        self.token = token

    def call(self, method: str, path: str, body: Any = None, etag: str = "") -> tuple[Any, str]:
        """The answer and its ETag. A problem is raised with what it says.

        A change carries a key of its own, so that it is safe to send it again where the network failed on the way.
        """
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}
        if method != "GET":
            headers |= {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        if etag:
            headers["If-Match"] = etag
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, headers, method=method)  # noqa: S310 -- the caller's own address
        for pause in (1, 5, None):
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 -- as above
                    text = answer.read()
                    return (json.loads(text) if text else None), answer.headers.get("ETag", "")
            except urllib.error.HTTPError as error:
                raise RuntimeError(json.load(error)["detail"]) from None
            except (OSError, http.client.HTTPException):  # no answer, or half of one
                if pause is None:
                    raise
                time.sleep(pause)
        raise AssertionError  # the last try returns or raises

    def rows(self, path: str, **narrow: str) -> Iterator[Any]:
        """All rows of a list, page by page."""
        cursor: str | None = ""
        while cursor is not None:
            page, _etag = self.call("GET", f"{path}?{urlencode({**narrow, 'cursor': cursor})}")
            yield from page["items"]
            cursor = page["next"]


def main() -> None:
    """One line a key result."""
    samrit = Samrit(os.environ["SAMRIT_URL"], os.environ["SAMRIT_TOKEN"])
    for row in samrit.rows("/key-results"):
        found, _etag = samrit.call("GET", f"/key-results/{row['key']}/score")
        score, after = found["score"]["score"] or "–", found["score"]["next"]
        short = f", next {after['score']}" if after else ""
        print(f"{row['key']} {row['name']}: {score}{short}")  # noqa: T201 -- an example prints


if __name__ == "__main__":
    main()
