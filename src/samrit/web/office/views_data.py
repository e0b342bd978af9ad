"""What the week shows, as plain frozen values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WeekItem:
    """Something that this person must do: what, where, by when, for which key result."""

    title: str
    why: str
    url: str
    due_on: dt.date | None = None
    key_result: str = ""
    look: str = "todo"
    word: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """What this person must do now, the latest first."""

    late: tuple[WeekItem, ...] = ()
    soon: tuple[WeekItem, ...] = ()
    later: tuple[WeekItem, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.late or self.soon or self.later)
