"""Named reads of key results: the list, one key result's districts and reports, and who is overdue or silent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from samrit.people.models import Agency
from samrit.results.enums import ACCEPTED, EDITABLE, RevisionState
from samrit.results.models import (
    AgencyTarget,
    ChosenDistrict,
    KeyResult,
    Report,
    ReportStep,
    Revision,
)

_SENT = Q(state__in=EDITABLE)
"""Reports in these states are not sent: negate it for those that are."""


# --- the list ---


@dataclass(frozen=True, slots=True)
class KeyResultRow:
    """A key result in the list: which revision is in use, which waits, and what is missing."""

    key_result: KeyResult
    signed: int | None
    waiting: int | None
    waiting_state: str | None
    districts: int
    targets: int
    accepted_targets: int
    reports: int
    accepted_reports: int
    overdue: int


def key_result_list(*, fiscal_year: int | None = None, on: dt.date | None = None) -> tuple[KeyResultRow, ...]:
    """All key results (of a fiscal year), newest year first. Two queries, whatever their number."""
    rows = KeyResult.objects.select_related("host")
    if fiscal_year is not None:
        rows = rows.filter(fiscal_year=fiscal_year)
    late: dict[int, int] = {}
    for row in overdue(on=on):
        late[row.key_result_id] = late.get(row.key_result_id, 0) + 1
    revisions = Revision.objects.filter(key_result=OuterRef("pk")).order_by("-number")
    waiting = revisions.filter(state__in=(RevisionState.READ, RevisionState.CONFIRMED))
    rows = rows.annotate(
        signed=Subquery(revisions.filter(state=RevisionState.SIGNED).values("number")[:1]),
        waiting=Subquery(waiting.values("number")[:1]),
        waiting_state=Subquery(waiting.values("state")[:1]),
        chosen=_counted(ChosenDistrict.objects.all()),
        targets=_counted(AgencyTarget.objects.all()),
        accepted_targets=_counted(AgencyTarget.objects.exclude(accepted_at=None)),
        sent=_counted(Report.objects.exclude(_SENT)),
        accepted=_counted(Report.objects.filter(state__in=ACCEPTED)),
    )
    return tuple(
        KeyResultRow(
            row,
            row.signed,
            row.waiting,
            row.waiting_state,
            row.chosen or 0,
            row.targets or 0,
            row.accepted_targets or 0,
            row.sent or 0,
            row.accepted or 0,
            late.get(row.pk, 0),
        )
        for row in rows
    )


def _counted(rows: QuerySet) -> Subquery:
    """How many of `rows` a key result has: a subquery, since joins would multiply each other."""
    own = rows.filter(key_result=OuterRef("pk")).order_by().values("key_result")
    return Subquery(own.annotate(number=Count("pk")).values("number"))


# --- one key result ---


def chosen_districts(key_result: KeyResult) -> list[ChosenDistrict]:
    """The districts of the year in their order: 1 query, none where a page has prefetched them (`CHOSEN`)."""
    if "chosen_districts" in getattr(key_result, "_prefetched_objects_cache", {}):
        return list(key_result.chosen_districts.all())
    return list(key_result.chosen_districts.select_related("district"))


CHOSEN = Prefetch("chosen_districts", ChosenDistrict.objects.select_related("district"))
"""For pages that read the chosen districts more than once."""


def reports_of(key_result: KeyResult) -> QuerySet[Report]:
    """The reports of a key result with agency, period, values and steps. Three queries."""
    return (
        key_result.reports.select_related("agency", "period", "entered_by", "on_behalf_of", "key_result__host")
        .prefetch_related("values", _STEPS)
        .order_by("-period__ends_on", "agency__code", "-edition")
    )


_STEPS = Prefetch("steps", ReportStep.objects.select_related("by", "on_behalf_of"))


def report_page(uid: str) -> Report:
    """One report with all that its page shows and its actions ask for. Three queries. Raises Report.DoesNotExist."""
    rows = Report.objects.select_related(
        "agency", "period", "entered_by", "on_behalf_of", "corrects", "key_result__host"
    ).prefetch_related("values", _STEPS)
    return rows.get(uid=uid)


def signed_revision(key_result: KeyResult, on: dt.date | None = None) -> Revision | None:
    """The revision in use: the signed one, or the one that was in effect on a day. One query."""
    rows = key_result.revisions.exclude(signed_at=None)
    if on is None:
        return rows.filter(state=RevisionState.SIGNED).first()
    return rows.filter(effective_from__lte=on).order_by("-effective_from", "-number").first()


# --- overdue and silent ---


@dataclass(frozen=True, slots=True)
class Overdue:
    """A report that is not there although it was due. `state` is None where its owner is silent: nothing was begun."""

    key_result_id: int
    key: str
    name: str
    agency_id: int
    agency: str
    period_id: int
    period: str
    due_on: dt.date
    days: int
    state: str | None

    @property
    def silent(self) -> bool:
        return self.state is None


def overdue(
    key_results: Iterable[KeyResult] | None = None, *, on: dt.date | None = None, agency: Agency | None = None
) -> tuple[Overdue, ...]:
    """Whose report was due before a day (today) and has not been sent, the longest overdue first. One query.

    Closed periods are past asking. A returned report counts as not sent: its owner must act.
    """
    day = on or timezone.localdate()
    return tuple(_late_row(row, day) for row in _expected(key_results, agency).filter(due__lt=day))


def due_soon(
    key_results: Iterable[KeyResult] | None = None,
    *,
    on: dt.date | None = None,
    within: int = 10,
    agency: Agency | None = None,
) -> tuple[Overdue, ...]:
    """What is due within so many days and has not been sent (`days` is negative: still to go). One query."""
    day = on or timezone.localdate()
    soon = {"due__gte": day, "due__lte": day + dt.timedelta(days=within), "ends__lt": day}
    rows = _expected(key_results, agency).filter(**soon)
    return tuple(_late_row(row, day) for row in rows)


def _expected(key_results: Iterable[KeyResult] | None, agency: Agency | None) -> QuerySet[AgencyTarget]:
    """Every agency with a target, times every open period, where no report was sent."""
    own = Report.objects.filter(key_result=OuterRef("key_result"), agency=OuterRef("agency"), period=OuterRef("period"))
    rows = AgencyTarget.objects.annotate(
        period=F("key_result__periods"),
        closed=F("key_result__periods__closed"),
        due=F("key_result__periods__due_on"),
        ends=F("key_result__periods__ends_on"),
        code=F("key_result__periods__code"),
        state=Subquery(own.order_by("-edition").values("state")[:1]),
    )
    if key_results is not None:
        rows = rows.filter(key_result__in=[row.pk for row in key_results])
    if agency is not None:
        rows = rows.filter(agency=agency)
    return (
        rows.filter(~Exists(own.exclude(_SENT)), closed=False)
        .select_related("key_result", "agency")
        .order_by("due", "key_result__code", "agency__code")
    )


def _late_row(row: AgencyTarget, day: dt.date) -> Overdue:
    key_result = row.key_result
    return Overdue(
        key_result.pk,
        key_result.key,
        key_result.name,
        row.agency_id,
        str(row.agency),
        row.period,
        row.code,
        row.due,
        (day - row.due).days,
        row.state,
    )
