"""The wire to Traffy, and the open search by khet."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from typing import Any

import httpx
from django.conf import settings

from samrit.exchange.traffy.tickets import Ticket, stripped
from samrit.platform.emulated import emulated

HOST = "publicapi.traffy.in.th"
_PAGE, _PAGES = 1_000, 20
_SECONDS, _WHOLE = 20, 90
"""How long the next bytes of an answer are waited for, and the whole of it: a trickle must not hold a worker."""
_LONGEST = 20_000_000


class Absent(Exception):  # noqa: N818 -- what the page says of it
    """The service gave no answer that can be used. `code` says why: `unreachable`, `status`, `shape`, `account`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code


def search(khet: str, since: dt.datetime) -> tuple[list[Ticket], bool]:
    """The reports of a khet since a moment, each once, and whether more came than was read. Raises Absent."""
    found: dict[str, Ticket] = {}
    for page in range(_PAGES):
        query = {
            "district": khet,
            "limit": _PAGE,
            "offset": page * _PAGE,
            "name": "Samrit",
            "org": settings.SAMRIT_NAME,
        }
        rows = rows_of(asked("/share/teamchadchart/search", query))
        kept = [ticket for ticket in map(stripped, rows) if ticket is not None]
        found |= {one.id: one for one in kept if one.at >= since and one.district in {khet, ""}}
        if len(rows) < _PAGE or (kept and min(one.at for one in kept) < since):
            return list(found.values()), False
    return list(found.values()), True


def asked(path: str, query: Mapping[str, Any], headers: Mapping[str, str] | None = None, body: Any = None) -> Any:
    """The JSON of an answer. Raises Absent where none came that can be read."""
    base = emulated()
    url = f"{base}/{HOST}{path}" if base else f"https://{HOST}{path}"
    told = {"User-Agent": "Samrit", **(headers or {})}
    until = time.monotonic() + _WHOLE
    try:
        with httpx.Client(timeout=_SECONDS, follow_redirects=False, trust_env=not base) as client:
            method = "GET" if body is None else "POST"
            with client.stream(method, url, params=dict(query), headers=told, json=body) as answer:
                if answer.status_code != 200:
                    raise Absent("status", str(answer.status_code))
                data = bytearray()
                for part in answer.iter_bytes():
                    data += part
                    if len(data) > _LONGEST:
                        raise Absent("shape", "too long")
                    if time.monotonic() > until:
                        raise Absent("unreachable", "too slow")
    except httpx.HTTPError as error:
        raise Absent("unreachable", type(error).__name__) from None
    try:
        return httpx.Response(200, content=bytes(data)).json()
    except ValueError:
        raise Absent("shape", "no JSON") from None


def rows_of(said: Any) -> list[Mapping[str, Any]]:
    """The rows of an answer. Raises Absent for one of another shape."""
    rows = said.get("results") if isinstance(said, dict) else None
    if not isinstance(rows, list):
        raise Absent("shape", "no results")
    return [row for row in rows if isinstance(row, dict)]
