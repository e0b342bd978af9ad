"""Every fault at every step: the calls that a quiet run makes, times what can go wrong with each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from random import Random
from typing import Any, NamedTuple

from emulators.faults import FATES, LINE_FAULTS
from emulators.world import Line

PARAMS: dict[str, dict[str, Any]] = {
    "timeout_before": {"seconds": 0.2},
    "timeout_after": {"seconds": 0.2},
    "slow": {"seconds": 0.2},
    "slow_body": {"pieces": 3, "seconds": 0.05},
    "cut_upload": {"bytes": 700},
    "answer_before": {"status": 200, "body": {}},
    "answer_after": {"status": 200, "body": {}},
    "usage": {"percent": 95},
}
_ID = re.compile(r"[^/]*[0-9]{6,}[^/]*|emu[^/]*")
_META, _TIKTOK, _YOUTUBE, _LINE = "facebook", "tiktok", "google|youtube", "line.me"
_OF = {
    _META: (
        *(
            "outage_100_33",
            "processing_failed",
            "processing_forever",
            "post_id",
            "usage",
            "object_value",
            "unfetchable",
        ),
        *("restricted_but_published", "restricted", "container_expired", "empty_data", "duplicate", "spam", "quota"),
    ),
    _TIKTOK: ("processing_failed", "processing_forever", "id_late", "upload_url_expired", "range_refused", "spam"),
    _YOUTUBE: ("processing_failed", "lost_range", "session_gone", "rejected", "locked_private", "quota"),
    _LINE: ("quota", "unready"),
}
"""Which faults each platform plays by itself."""


class Step(NamedTuple):
    """One kind of call: method, host, and what its path looks like."""

    method: str
    host: str
    path: str


class Card(NamedTuple):
    """One fault at one step."""

    kind: str
    step: Step


def steps_of(log: Iterable[Line]) -> set[Step]:
    """The kinds of calls in a log; ids in a path stand for any."""
    return {Step(line.method, line.host, _pattern(line.path)) for line in log if line.host}


def _pattern(path: str) -> str:
    parts = ("[^/]+" if _ID.fullmatch(part) else re.escape(part) for part in path.split("/"))
    return "/".join(parts) + "$"


def deck(steps: Iterable[Step], dice: Random) -> list[Card]:
    """All faults that a step can meet, shuffled."""
    cards = [Card(kind, step) for step in sorted(steps) for kind in (*LINE_FAULTS, *_fates(step))]
    dice.shuffle(cards)
    return cards


def _fates(step: Step) -> tuple[str, ...]:
    kinds = next((kinds for hosts, kinds in _OF.items() if re.search(hosts, step.host)), ())
    return tuple(kind for kind in kinds if kind in FATES)
