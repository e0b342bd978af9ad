"""A year so far, day by day as it was known: the result and score at each month's end, revisions, and the forecast."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.cache import cache
from django.utils import timezone

from samrit.core.thai import fiscal_year_bounds
from samrit.platform.models import AuditEntry
from samrit.results.enums import RevisionState
from samrit.results.models import KeyResult
from samrit.scoring.forecast import Forecast, forecast_of
from samrit.scoring.result import Result, score_key_result

_A_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Point:
    """How the key result stood at the end of a day. None is not known, which is not 0."""

    day: dt.date
    value: Decimal | None
    score: Decimal | None
    target: Decimal | None


@dataclass(frozen=True, slots=True)
class Change:
    """A revision of the definition, from the day on which it holds."""

    day: dt.date
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The course of a year up to `as_of`, with where it may end. `points` are empty before the year begins."""

    first: dt.date
    last: dt.date
    as_of: dt.date
    unit: str
    points: tuple[Point, ...]
    changes: tuple[Change, ...]
    forecast: Forecast | None


def progress_of(key_result: KeyResult, as_of: dt.date | None = None) -> Progress:
    """The course up to a day (today where none is given). Each point is the score of that day, as its page shows it.

    Only the last day is scored anew; the days before it only where something was written since (see `_points`).
    """
    day = as_of or timezone.localdate()
    first, last = fiscal_year_bounds(key_result.fiscal_year)
    *before, final = _days(first, last, day) or [None]
    result = None if final is None else score_key_result(key_result, final)
    points = (*_points(key_result, before), *(() if result is None else (_point(result),)))
    definition = None if result is None else result.definition
    return Progress(
        first=first,
        last=last,
        as_of=day,
        unit=(definition.target.unit if definition else None) or "",
        points=points,
        changes=_changes(key_result, first, min(day, last)),
        forecast=forecast_of(result) if result is not None and result.as_of == day else None,
    )


def _points(key_result: KeyResult, days: Sequence[dt.date]) -> list[Point]:
    """The points of days that are over. Kept under the head of the audit chain: every change of anything moves it."""
    head = AuditEntry.objects.order_by("-sequence").values_list("hash", flat=True).first()
    if not days or head is None:
        return [_point(score_key_result(key_result, day)) for day in days]
    name = f"scoring.progress:{key_result.pk}:{head}"
    kept: dict[dt.date, Point] = cache.get(name) or {}
    lacking = [day for day in days if day not in kept]
    if lacking:
        kept |= {day: _point(score_key_result(key_result, day)) for day in lacking}
        cache.set(name, kept, timeout=_A_DAY)
    return [kept[day] for day in days]


def _days(first: dt.date, last: dt.date, as_of: dt.date) -> list[dt.date]:
    """Each month's end of the year that is over, and the day itself while the year runs."""
    days, year, month = [], first.year, first.month
    while (end := dt.date(year, month, calendar.monthrange(year, month)[1])) <= min(last, as_of):
        days.append(end)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    if first <= as_of < last and as_of not in days:
        days.append(as_of)
    return days


def _point(result: Result) -> Point:
    if result.definition is None:
        return Point(result.as_of, None, None, None)
    return Point(result.as_of, result.facts.values.get("result"), result.score.score, result.definition.target.value)


def _changes(key_result: KeyResult, first: dt.date, until: dt.date) -> tuple[Change, ...]:
    rows = key_result.revisions.filter(
        state__in=(RevisionState.SIGNED, RevisionState.REPLACED), signed_at__isnull=False, effective_from__isnull=False
    )
    told = rows.order_by("number").values_list("effective_from", "number", "reason")
    return tuple(Change(max(day, first), number, reason) for day, number, reason in told if day <= until)
