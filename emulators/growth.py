"""Figures that grow as real ones do: quickly at first, then hardly; the same for the same post at the same time."""

from __future__ import annotations

import hashlib
import math
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from emulators.world import World


class Measured(Protocol):
    """Anything with figures."""

    id: str
    created: datetime
    metrics: dict[str, Any]


def grown(
    world: World,
    thing: Measured,
    metric: str,
    typical: float,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> int:
    """The figure by now: fixed by hand, or a share of its own final value.

    A post is a quarter to twice as successful as is typical, in all its figures alike, so that people never outnumber
    views. Growth begins `since` (the making) and ends `until` (never).
    """
    if metric in thing.metrics:
        return int(thing.metrics[metric] or 0)
    final = typical * (0.25 + 1.75 * _chance(thing.id)) * (0.93 + 0.14 * _chance(f"{thing.id}/{metric}"))
    now = world.clock.now()
    hours = ((min(now, until) if until else now) - (since or thing.created)).total_seconds() / 3600
    return int(final * (1 - math.exp(-hours / 30))) if hours > 0 else 0


def _chance(text: str) -> float:
    """A number between 0 and 1, always the same for the same text."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
