"""What agencies reported, rolled up, as pages show it: every period with its whole and whose parts it lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from samrit.people.models import Agency
from samrit.results.enums import Across
from samrit.results.rollup import MissingPart, Rolled, missing_parts, rollup_periods
from samrit.scoring.gather import Gathered, end_of


@dataclass(frozen=True, slots=True)
class Lacking:
    """The parts that one figure lacks in one period: whose they are, by code."""

    measure: str
    period: str
    agencies: tuple[Agency, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """One period of a figure: what its parts come to, and whose parts it lacks (None while the period runs)."""

    rolled: Rolled
    lacking: Lacking | None

    @property
    def is_ratio(self) -> bool:
        """Whether it is worked out of numerator and denominator."""
        return self.rolled.across == Across.RATIO

    @property
    def cannot(self) -> bool:
        """Whether its parts may not be made one figure."""
        return self.rolled.across == Across.NONE and self.rolled.reported > 1


def lacking(key_results: Collection[int], day: dt.date) -> dict[int, list[Lacking]]:
    """The parts that figures of each key result lack at the end of a day, of periods that are over: one query."""
    found: dict[int, list[Lacking]] = {}
    place = attrgetter("key_result_id", "measure", "period")
    for (key, measure, period), rows in groupby(_missing(key_results, day), key=place):
        found.setdefault(key, []).append(Lacking(measure, period, tuple(row.agency for row in rows)))
    return found


def wholes(gathered: Gathered) -> list[list[Whole]]:
    """The figures of a key result that are typed, each by its periods, as accepted by the end of a day.

    No lists where no figure is typed. One query more than what was gathered, two where no report was accepted yet.
    """
    key = gathered.key_result.pk
    figures = gathered.rolled or rollup_periods([key], known_at=gathered.moment).get(key, {})
    if not figures:
        return []
    short = {(row.measure, row.period): row for row in lacking([key], gathered.as_of).get(key, [])}
    return [[Whole(row, short.get((name, row.period))) for row in rows] for name, rows in figures.items()]


def _missing(key_results: Collection[int], day: dt.date) -> tuple[MissingPart, ...]:
    # A part of a period that ends today is not missing before tomorrow.
    return missing_parts(key_results, ended_by=day - dt.timedelta(days=1), known_at=end_of(day))
