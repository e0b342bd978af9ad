"""The door: of a report only its kinds, state, place and times come in; its words, pictures and names stay outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_BANGKOK = dt.timezone(dt.timedelta(hours=7))
_PROVINCE = "กรุงเทพมหานคร"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What is kept of a report: no word, picture, address or name of anybody."""

    id: str
    kinds: tuple[str, ...]
    state: str
    district: str
    longitude: float | None
    latitude: float | None
    at: dt.datetime
    reopened: int


def stripped(row: Mapping[str, Any]) -> Ticket | None:
    """A report as it is kept; None for one that cannot be placed in time or lies in another province."""
    at = _moment(row.get("timestamp"))
    if at is None or not isinstance(row.get("ticket_id"), str):
        return None
    province = row.get("province")
    if isinstance(province, str) and province and _PROVINCE not in province:
        return None
    longitude, latitude = _point(row)
    return Ticket(
        id=row["ticket_id"][:20],
        kinds=_kinds(row),
        state=str(row.get("state_type_latest") or row.get("status_type") or row.get("status") or "")[:40],
        district=str(row.get("district") or "").removeprefix("เขต"),
        longitude=longitude,
        latitude=latitude,
        at=at,
        reopened=row["count_reopen"] if type(row.get("count_reopen")) is int else 0,
    )


def _moment(text: Any) -> dt.datetime | None:
    """A time of either outlet: with its zone (`+00`), or Bangkok's without saying so."""
    if not isinstance(text, str):
        return None
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=_BANGKOK)


def _point(row: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Longitude and latitude; (None, None) where there is none, also for the 0,0 that stands for it."""
    pair = row.get("coords") if isinstance(row.get("coords"), list) else [row.get("longitude"), row.get("latitude")]
    try:
        longitude, latitude = (float(one) for one in pair)
    except (TypeError, ValueError):
        return None, None
    there = 99 < longitude < 102 and 12 < latitude < 15
    return (longitude, latitude) if there else (None, None)


def _kinds(row: Mapping[str, Any]) -> tuple[str, ...]:
    given = row.get("problem_type_fondue")
    words = given if isinstance(given, list) else str(row.get("type") or "").split(",")
    return tuple(dict.fromkeys(str(one).strip()[:60] for one in words if str(one).strip()))[:3]
