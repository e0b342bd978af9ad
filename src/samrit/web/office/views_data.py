"""What the week shows, as plain frozen values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WeekItem:
    """Something that this person must do: what, where, by when."""

    title: str
    why: str
    url: str
    due_on: dt.date | None = None
    look: str = "todo"
    word: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """What this person must do now: what is overdue, the first steps, what comes; last what ended before all this."""

    first: tuple[WeekItem, ...] = ()
    late: tuple[WeekItem, ...] = ()
    soon: tuple[WeekItem, ...] = ()
    later: tuple[WeekItem, ...] = ()
    before: tuple[WeekItem, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.first or self.late or self.soon or self.later or self.before)
