"""Reads about surveys: lists, progress of the fieldwork, and the ways in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from samrit.core.thai import fiscal_year_bounds
from samrit.districts.models import CreativeDistrict
from samrit.people.models import User
from samrit.results.models import KeyResult
from samrit.surveys import quality
from samrit.surveys.enums import EXCLUDING, Flag, Found, Source
from samrit.surveys.frame import frame_of
from samrit.surveys.models import Allocation, Link, Psu, Recontact, Response, Stratum, Survey, Wave
from samrit.surveys.rows import rows_of

WEEKS = dt.timedelta(weeks=4)
"""How long a wave is proposed to be."""


def surveys_of(key_result: KeyResult) -> QuerySet[Survey]:
    """The surveys of a key result, the newest first, each with its waves: 2 queries."""
    return Survey.objects.filter(key_result=key_result).prefetch_related("waves")


def waves_of(survey: Survey) -> QuerySet[Wave]:
    """The waves with how many responses of each source: 1 query."""
    drawn, web = (Count("responses", filter=Q(responses__source=source)) for source in (Source.PROBABILITY, Source.WEB))
    return survey.waves.annotate(drawn=drawn, web=web).order_by("number")


def days_to_propose(survey: Survey, today: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of a next wave: from today or after the last wave, four weeks, if the survey's fiscal year
    lasts so long.
    """
    last = survey.waves.aggregate(last=Max("closes_on"))["last"]
    first = today if last is None else max(today, last + dt.timedelta(days=1))
    end = fiscal_year_bounds(survey.key_result.fiscal_year)[1]
    usual = first + WEEKS - dt.timedelta(days=1)
    return first, min(usual, end) if first <= end else usual


def links_of(wave: Wave) -> QuerySet[Link]:
    """The open links with how many came through each: 1 query."""
    return wave.links.annotate(came=Count("responses"))


def link_on_the_site(district: CreativeDistrict) -> str:
    """The token of an open way into a survey about a district that was made for the site; else "".

    Links that hang elsewhere stay where they hang. 1 query.
    """
    today = timezone.localdate()
    rows = Link.objects.filter(
        on_site=True,
        ended_at=None,
        wave__closed_at=None,
        wave__opens_on__lte=today,
        wave__closes_on__gte=today,
        wave__survey__key_result__public=True,
        wave__survey__key_result__chosen_districts__district=district,
    )
    return rows.order_by("-pk").values_list("token", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stratum is: target, what was issued, what has come."""

    stratum: Stratum
    psus: int
    came: int

    @property
    def short(self) -> int:
        """How many are missing to the target."""
        return max(0, self.stratum.target - self.came)


def progress(wave: Wave) -> list[Progress]:
    """Each stratum of the plan with what has come in this wave: 2 queries."""
    came = dict(
        wave.responses.filter(source=Source.PROBABILITY)
        .order_by()
        .values_list("psu__stratum")
        .annotate(number=Count("id"))
    )
    strata = wave.survey.strata.annotate(units=Count("psus"))
    return [Progress(row, row.units, came.get(row.pk, 0)) for row in strata]


def furthest_behind(rows: list[Progress]) -> list[Progress]:
    """The strata that lack most, at most five, the worst first."""
    lacking = (row for row in rows if row.short)
    return sorted(lacking, key=lambda row: -row.short)[:5]


def psus_of(survey: Survey) -> QuerySet[Psu]:
    """The PSUs with their strata, in the plan's order: 1 query."""
    return Psu.objects.filter(stratum__survey=survey).select_related("stratum").order_by("stratum_id", "id")


@dataclass(frozen=True, slots=True)
class Worker:
    """An enumerator of a wave with the units that were given to them, in the order in which they were."""

    enumerator: User
    allocations: list[Any]  # each with `came`, as the query counts it

    @property
    def came(self) -> int:
        """What they have brought."""
        return sum(row.came for row in self.allocations)

    @property
    def target(self) -> int:
        """What they are to bring in all: of a unit that was taken from them, what it had brought by then."""
        return sum(row.came if row.ended_at else row.target for row in self.allocations)


def workers_of(wave: Wave) -> list[Worker]:
    """Who works in a wave, and where: 1 query."""
    found: dict[int, Worker] = {}
    rows = wave.allocations.select_related("psu__stratum", "enumerator").annotate(came=Count("responses"))
    for row in rows:
        found.setdefault(row.enumerator_id, Worker(row.enumerator, [])).allocations.append(row)
    return list(found.values())


def my_allocations(user: User) -> QuerySet[Allocation]:
    """What one enumerator has to collect in waves that are open: 1 query."""
    rows = Allocation.objects.filter(enumerator=user, ended_at=None, wave__closed_at=None)
    return rows.select_related("psu__stratum", "wave__survey__key_result").annotate(came=Count("responses"))


@dataclass(frozen=True, slots=True)
class Visit:
    """An interview to be visited again: why (drawn by chance, or which flags), and what was found last."""

    response: Response
    flags: tuple[Flag, ...]
    drawn: bool
    last: Recontact | None


def visits_of(wave: Wave) -> list[Visit]:
    """The interviews of a wave that are to be visited again, by enumerator and unit: 4 queries."""
    frame = frame_of(wave.survey)
    rows = rows_of(wave, frame.battery, (*frame.items, *frame.decoys), Q(allocation__isnull=False))
    quality.flag(rows, frame.decoys)
    wanted = {row.uid: row for row in quality.recontacts(rows)}
    last = {row.response_id: row for row in Recontact.objects.filter(response__wave=wave).order_by("id")}
    found = Response.objects.filter(wave=wave, allocation__isnull=False).defer("answers", "order", "timings")
    return [
        Visit(
            row,
            tuple(flag for flag in Flag if flag in wanted[row.uid].flags and flag in EXCLUDING),
            quality.is_drawn_again(wanted[row.uid]),
            last.get(row.pk),
        )
        for row in found.select_related("allocation__enumerator", "psu__stratum").order_by("allocation", "id")
        if row.uid in wanted
    ]


def outcomes_of(wave: Wave) -> dict[Found, int]:
    """How many second visits found what, by the latest entry of each interview: 1 query."""
    rows = Recontact.objects.filter(response__wave=wave).order_by("id").values_list("response_id", "outcome")
    counted = Counter(dict(rows).values())
    return {found: counted[found] for found in Found if counted[found]}
