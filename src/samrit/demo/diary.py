"""A diary: what was done when. Entries are written in any order and happen in the order of their times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from samrit.demo.machine import Machine
from samrit.demo.moments import BANGKOK
from samrit.platform import clock

Deed = Callable[[], object]
_INSTANT = dt.timedelta(milliseconds=1)


class Diary:
    """Deeds with their times. Deeds of one time happen as they were written down."""

    def __init__(self) -> None:
        self._entries: list[tuple[dt.datetime, int, Deed]] = []

    def on(self, day: dt.date, deed: Deed, hour: int = 9, minute: int = 0) -> None:
        """Something that is done on a working day: on Saturdays and Sundays it waits for Monday."""
        self.at(dt.datetime.combine(working_day(day), dt.time(hour, minute), BANGKOK), deed)

    def at(self, when: dt.datetime, deed: Deed) -> None:
        """Something that is done at this very time."""
        self._entries.append((when, len(self._entries), deed))

    def live(self, until: dt.datetime, machine: Machine) -> None:
        """Everything up to then is done, each thing at its own time; the clock never goes back.

        Between the deeds of people the machine does what is due.
        """
        last = dt.datetime.min.replace(tzinfo=dt.UTC)

        def do(when: dt.datetime, deed: Deed) -> None:
            nonlocal last
            with clock.at(clock.passing(max(when, last + _INSTANT), clock.real_now())):
                deed()
                last = timezone.now()

        for when, _, deed in sorted(self._entries, key=lambda entry: entry[:2]):
            if when > until:
                break
            while (due := machine.next_due()) is not None and due <= when:
                do(due, machine.run)
            do(when, deed)


def working_day(day: dt.date) -> dt.date:
    """The day itself, or the Monday after a weekend."""
    return day + dt.timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)


def moment(day: dt.date, hour: int = 9, minute: int = 0) -> dt.datetime:
    """An hour of a day in Bangkok."""
    return dt.datetime.combine(day, dt.time(hour, minute), BANGKOK)
