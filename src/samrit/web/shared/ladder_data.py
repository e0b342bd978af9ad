"""What a ladder shows, as plain frozen values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from samrit.core.contract import Message


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung. `state`: here, held, next, open (not met) or unknown; `place` counts from 1 at the bottom."""

    place: int
    score: Decimal
    percent: Decimal | None
    text: Message
    state: str
    short: tuple[Message, ...] = ()
    outlook: Message | None = None

    @property
    def word(self) -> Message:
        return _WORDS[self.state]

    @property
    def look(self) -> str:
        """The state as status tags know it."""
        return {"here": "good", "held": "good", "next": "look", "open": "none", "unknown": "None"}[self.state]


_WORDS = {
    "here": Message("we are here", "อยู่ขั้นนี้"),
    "held": Message("met", "ผ่านแล้ว"),
    "next": Message("the next rung", "ขั้นต่อไป"),
    "open": Message("not met yet", "ยังไม่ถึง"),
    "unknown": Message("not known", "ยังไม่ทราบ"),
}


@dataclass(frozen=True, slots=True)
class Because:
    """One reason of a score: whether the rule held, in words, with what went into it."""

    held: bool | None
    text: Message
    inputs: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of a rubric, highest first, where we stand, what is short, what the forecast says, what was assumed."""

    score: Decimal | None
    top: Decimal | None
    state: Message
    as_of: dt.date | None
    rungs: tuple[Rung, ...]
    short: tuple[Message, ...]
    next_score: Decimal | None
    because: tuple[Because, ...] = ()
    assumed: tuple[tuple[Message, Message], ...] = ()
    flags: tuple[Message, ...] = ()
    missing: tuple[Message, ...] = ()
    forecast: Message | None = None
    source: str = ""

    @property
    def tiers(self) -> tuple[tuple[int, bool], ...]:
        """For the small ladder: each rung's place, lowest first, and whether it is reached."""
        return tuple((rung.place, rung.state in {"here", "held"}) for rung in reversed(self.rungs))
