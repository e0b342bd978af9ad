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
    """The figure by now: fixed by hand, or a share of its own final value (a quarter to twice what is typical).

    Growth begins `since` (the making) and ends `until` (never).
    """
    if metric in thing.metrics:
        return int(thing.metrics[metric] or 0)
    spread = int(hashlib.sha256(f"{thing.id}/{metric}".encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
    final = typical * (0.25 + 1.75 * spread)
    now = world.clock.now()
    hours = ((min(now, until) if until else now) - (since or thing.created)).total_seconds() / 3600
    return int(final * (1 - math.exp(-hours / 30))) if hours > 0 else 0
