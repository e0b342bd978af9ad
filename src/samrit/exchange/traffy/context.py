"""How a district's surroundings stand: what of the reports lies in it, counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from samrit.districts.models import CreativeDistrict
from samrit.exchange.traffy.tickets import Ticket

_PRAISE, _IDEA = "ชื่นชม", "เสนอแนะ"


@dataclass(frozen=True, slots=True)
class Context:
    """How a district's surroundings stand: reports of the last days, with when that was asked."""

    asked_at: str
    since: str
    inside: str
    """`outline` where the district has one, else `khets`."""
    total: int
    open: int
    finished: int
    reopened: int
    praise: int
    ideas: int
    kinds: list[tuple[str, int]]
    cut: bool
    """More came than was read."""


def context_of(district: CreativeDistrict, tickets: Iterable[Ticket], *, since: dt.datetime, cut: bool) -> Context:
    """What the reports say of a district: those inside its outline, or in its khets where it has none."""
    rows = list({one.id: one for one in tickets if _inside(district, one)}.values())
    kinds = Counter(kind for one in rows for kind in one.kinds if kind not in {_PRAISE, _IDEA})
    done = [one for one in rows if one.state in {"finish", "เสร็จสิ้น"}]
    other = [one for one in rows if one.state in {"irrelevant", "ไม่เกี่ยวข้อง"}]
    return Context(
        asked_at=timezone.now().isoformat(timespec="seconds"),
        since=since.date().isoformat(),
        inside="outline" if district.shape else "khets",
        total=len(rows),
        open=len(rows) - len(done) - len(other),
        finished=len(done),
        reopened=sum(one.reopened > 0 for one in rows),
        praise=sum(_PRAISE in one.kinds for one in rows),
        ideas=sum(_IDEA in one.kinds for one in rows),
        kinds=kinds.most_common(5),
        cut=cut,
    )


def _inside(district: CreativeDistrict, one: Ticket) -> bool:
    if not district.shape:
        return True
    return (
        one.longitude is not None and one.latitude is not None and covers(district.shape, one.longitude, one.latitude)
    )


def covers(shape: Mapping[str, Any], longitude: float, latitude: float) -> bool:
    """Whether a point lies in a Polygon or MultiPolygon, and in none of its holes."""
    parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return any(
        _in_ring(part[0], longitude, latitude) and not any(_in_ring(hole, longitude, latitude) for hole in part[1:])
        for part in parts
    )


def _in_ring(ring: list[list[float]], x: float, y: float) -> bool:
    """By how often a ray to the east crosses the ring."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
