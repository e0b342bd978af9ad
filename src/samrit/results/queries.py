"""Named reads of key results: the list, one key result's page, who is overdue or silent, and acknowledged reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from samrit.people.models import Agency
from samrit.results.documents import definition_of, open_questions
from samrit.results.enums import ACCEPTED, EDITABLE, RevisionState
from samrit.results.matching import match_lines, register
from samrit.results.models import (
    AgencyTarget,
    ChosenDistrict,
    Duty,
    KeyResult,
    Measure,
    Period,
    Report,
    ReportStep,
    Revision,
)
from samrit.results.reading import Reading, reading

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


@dataclass(frozen=True, slots=True)
class KeyResultPage:
    """Everything that the page of one key result shows of its definition and reports."""

    key_result: KeyResult
    signed: Revision | None
    waiting: Revision | None
    revisions: tuple[Revision, ...]
    districts: tuple[ChosenDistrict, ...]
    targets: tuple[AgencyTarget, ...]
    duties: tuple[Duty, ...]
    measures: tuple[Measure, ...]
    periods: tuple[Period, ...]
    reports: tuple[Report, ...]

    @property
    def waiting_questions(self) -> int:
        return len(open_questions(self.waiting)) if self.waiting else 0


def chosen_districts(key_result: KeyResult) -> list[ChosenDistrict]:
    """The districts of the year in their order: 1 query, none where a page has prefetched them (`CHOSEN`)."""
    if "chosen_districts" in getattr(key_result, "_prefetched_objects_cache", {}):
        return list(key_result.chosen_districts.all())
    return list(key_result.chosen_districts.select_related("district"))


CHOSEN = Prefetch("chosen_districts", ChosenDistrict.objects.select_related("district"))
"""For pages that read the chosen districts more than once."""


def key_result_by_key(key: str) -> KeyResult:
    """The key result of a key such as `7301-2568`, with its host. Raises KeyResult.DoesNotExist."""
    code, _, year = key.rpartition("-")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise KeyResult.DoesNotExist
    return KeyResult.objects.select_related("host").get(code=code, fiscal_year=int(year))


def key_result_page(key_result: KeyResult) -> KeyResultPage:
    """The page of one key result. Nine queries, whatever the number of agencies, duties and reports.

    Reports come with agency, period, values and steps (with their persons), newest edition first.
    """
    revisions = tuple(key_result.revisions.select_related("created_by", "signed_by", "source"))
    duties = key_result.duties.select_related("agency").prefetch_related("minimums")
    return KeyResultPage(
        key_result,
        next((row for row in revisions if row.state == RevisionState.SIGNED), None),
        next((row for row in revisions if row.state in {RevisionState.READ, RevisionState.CONFIRMED}), None),
        revisions,
        tuple(key_result.chosen_districts.select_related("district")),
        tuple(key_result.agency_targets.select_related("agency", "accepted_by").order_by("role", "agency__code")),
        tuple(duties),
        tuple(key_result.measures.all()),
        tuple(key_result.periods.all()),
        tuple(reports_of(key_result)),
    )


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


def revision_reading(revision: Revision) -> Reading:
    """A revision in words, with its open questions and assumptions, for showing beside the original. No query."""
    return reading(revision.definition, revision.confirmed)


def unmatched_agencies(revision: Revision) -> tuple[str, ...]:
    """Names on a sheet that no agency of the register bears: to be mended before signing. Two queries."""
    return match_lines(definition_of(revision), register(), revision.key_result.host)[1]


def acknowledged_on(key_result: KeyResult, *, as_of: dt.date | None = None) -> dt.date | None:
    """The day when executives took note of the report of the year's last period; None while they have not. One query.

    Problems and suggestions are part of every report that could be sent.
    """
    last = Period.objects.filter(key_result=OuterRef("report__key_result")).order_by("-ends_on").values("pk")[:1]
    steps = ReportStep.objects.filter(
        report__key_result=key_result,
        report__agency=F("report__key_result__host"),
        report__period=Subquery(last),
        act="acknowledge",
    ).order_by("at")
    days = (timezone.localdate(at) for at in steps.values_list("at", flat=True))
    return next((day for day in days if as_of is None or day <= as_of), None)


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


def sent_late(key_result: KeyResult) -> tuple[tuple[Report, int], ...]:
    """Reports whose first edition was sent after its due day, with how many days late. One query."""
    first = ReportStep.objects.filter(report=OuterRef("pk"), act="submit").order_by("id").values("at")[:1]
    rows = (
        Report.objects.filter(key_result=key_result, edition=1)
        .annotate(sent_at=Subquery(first))
        .exclude(sent_at=None)
        .select_related("agency", "period")
        .order_by("period__ends_on", "agency__code")
    )
    late = ((row, (timezone.localdate(row.sent_at) - row.period.due_on).days) for row in rows)
    return tuple((row, days) for row, days in late if days > 0)
