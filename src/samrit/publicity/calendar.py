"""The calendar of a key result: what was planned and what took place, by month, week or list."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from samrit.publicity.enums import PlanState, WorkKind, WorkState
from samrit.publicity.filters import WorkFilter, chosen_works
from samrit.publicity.models import ActivityDetail, PlanLine, Publication, Work
from samrit.results.models import KeyResult


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on one day. `what` is line, planned, published, withdrawn, activity; `at` None for a whole day.

    `line` is of the approved plan and has no work yet; its `uid` is the line's, of all others the work's.
    """

    day: dt.date
    what: str
    title: str
    uid: str
    kind: str
    state: str = ""
    channel: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day with its entries; `inside` False where it only fills the first or last week of a month."""

    day: dt.date
    inside: bool
    entries: tuple[Entry, ...]


def entries(
    key_result: KeyResult, first: dt.date, last: dt.date, chosen: WorkFilter | None = None
) -> tuple[Entry, ...]:
    """Everything from the first to the last day, in order: 4 queries (5 with a text, which plan lines do not know)."""
    chosen = chosen or WorkFilter()
    works = chosen_works(Work.objects.filter(key_result=key_result), chosen)
    found = [
        *_lines(key_result, first, last, chosen),
        *_planned(works, first, last),
        *_published(works, first, last),
        *_activities(works, first, last),
    ]
    return tuple(sorted(found, key=lambda entry: (entry.day, _time(entry), entry.what, entry.title, entry.uid)))


def month(
    key_result: KeyResult, year: int, number: int, chosen: WorkFilter | None = None
) -> tuple[tuple[Day, ...], ...]:
    """The weeks of a month (Gregorian year), Monday first, as `entries` reads them."""
    weeks = months.Calendar(months.MONDAY).monthdatescalendar(year, number)
    by_day = _by_day(entries(key_result, weeks[0][0], weeks[-1][-1], chosen))
    return tuple(tuple(Day(day, day.month == number, by_day.get(day, ())) for day in days) for days in weeks)


def week(key_result: KeyResult, day: dt.date, chosen: WorkFilter | None = None) -> tuple[Day, ...]:
    """The seven days of the week in which a day lies, Monday first."""
    first = day - dt.timedelta(days=day.weekday())
    days = [first + dt.timedelta(days=number) for number in range(7)]
    by_day = _by_day(entries(key_result, days[0], days[-1], chosen))
    return tuple(Day(one, inside=True, entries=by_day.get(one, ())) for one in days)


def _by_day(found: Iterable[Entry]) -> dict[dt.date, tuple[Entry, ...]]:
    days: dict[dt.date, list[Entry]] = defaultdict(list)
    for entry in found:
        days[entry.day].append(entry)
    return {day: tuple(rows) for day, rows in days.items()}


def _time(entry: Entry) -> dt.time:
    return dt.time.min if entry.at is None else timezone.localtime(entry.at).time()


def _bounds(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    start = timezone.make_aware(dt.datetime.combine(first, dt.time.min))
    return start, timezone.make_aware(dt.datetime.combine(last, dt.time.max))


def _lines(key_result: KeyResult, first: dt.date, last: dt.date, chosen: WorkFilter) -> Iterator[Entry]:
    begun = Work.objects.filter(plan_line__uid=OuterRef("uid")).exclude(state=WorkState.WITHDRAWN)
    rows = PlanLine.objects.filter(
        ~Exists(begun),
        plan__key_result=key_result,
        plan__state=PlanState.APPROVED,
        planned_on__range=(first, last),
    )
    for column, values in (("kind", chosen.kinds), ("district__slug", chosen.districts), ("channel", chosen.channels)):
        rows = rows.filter(**{f"{column}__in": values}) if values else rows
    for row in rows:
        yield Entry(row.planned_on, "line", row.title, str(row.uid), row.kind, channel=row.channel)


def _planned(works: QuerySet[Work], first: dt.date, last: dt.date) -> Iterator[Entry]:
    """Works that are planned and not done yet; once done they stand on the day of their release."""
    open_states = (WorkState.DRAFT, WorkState.SUBMITTED, WorkState.RETURNED, WorkState.APPROVED)
    rows = works.filter(planned_on__range=(first, last), state__in=open_states)
    for row in rows:
        yield Entry(row.planned_on, "planned", row.title, str(row.uid), row.kind, row.state)


def _published(works: QuerySet[Work], first: dt.date, last: dt.date) -> Iterator[Entry]:
    rows = Publication.objects.filter(work__in=works, first_public_at__range=_bounds(first, last))
    for row in rows.select_related("work"):
        day, work = timezone.localdate(row.first_public_at), row.work
        what = "published" if row.withdrawn_at is None else "withdrawn"
        yield Entry(day, what, work.title, str(work.uid), work.kind, work.state, row.channel, row.first_public_at)


def _activities(works: QuerySet[Work], first: dt.date, last: dt.date) -> Iterator[Entry]:
    rows = ActivityDetail.objects.filter(work__in=works, starts_at__range=_bounds(first, last))
    for row in rows.select_related("work").exclude(work__state=WorkState.WITHDRAWN):
        day, work = timezone.localdate(row.starts_at), row.work
        channel = row.channels[0] if row.channels else ""
        yield Entry(day, "activity", work.title, str(work.uid), WorkKind.ACTIVITY, work.state, channel, row.starts_at)
