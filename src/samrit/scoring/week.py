"""The week: what a person must do now, gathered from everything that waits for somebody with these rights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.db.models import Min, Model
from django.utils import timezone

from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights, Scope
from samrit.publicity.enums import PlanState
from samrit.publicity.models import Plan, Storyteller, Work
from samrit.publicity.queries import week as publicity
from samrit.results.actions.targets import target_count
from samrit.results.enums import ReportState, RevisionState
from samrit.results.models import KeyResult, Period, Report, Revision
from samrit.verification.models import Finding

_SOON = dt.timedelta(days=7)
_REPORTS_AHEAD = dt.timedelta(days=30)
Row = TypeVar("Row", Work, Storyteller)


class Asked(StrEnum):
    """What a line of the week asks for."""

    CHECK_DEFINITION = "check_definition"
    SIGN_DEFINITION = "sign_definition"
    CHOOSE_DISTRICTS = "choose_districts"
    BEGIN_PLAN = "begin_plan"
    FINISH_PLAN = "finish_plan"
    APPROVE_PLAN = "approve_plan"
    MEND_PLAN = "mend_plan"
    DO_TASK = "do_task"
    BEGIN_WORK = "begin_work"
    DO_WORK = "do_work"
    APPROVE_WORKS = "approve_works"
    VERIFY_WORKS = "verify_works"
    MEND_WORKS = "mend_works"
    DECIDE_DUPLICATE = "decide_duplicate"
    REVIEW_STORYTELLERS = "review_storytellers"
    BEGIN_REPORT = "begin_report"
    SEND_REPORT = "send_report"
    MEND_REPORT = "mend_report"
    MEND_WITHDRAWN_REPORT = "mend_withdrawn_report"
    CHECK_REPORT = "check_report"
    VERIFY_REPORT = "verify_report"
    ACKNOWLEDGE_REPORT = "acknowledge_report"
    REPLY_FINDING = "reply_finding"


class Group(StrEnum):
    """In the order in which they are shown."""

    LATE = "late"
    FIRST = "first"
    SOON = "soon"
    LATER = "later"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the week: what is asked, of which rows (all of one kind), for which key result, by when."""

    asked: Asked
    rows: tuple[Model, ...]
    key_result: KeyResult | None
    due_on: dt.date | None = None
    first: bool = False
    """A first step of a key result: the rest of its year waits for it."""
    before: bool = False
    """Of a period that had ended before the key result was brought in: nobody worked on it here."""

    def group(self, today: dt.date) -> Group:
        """Where the line stands on a day."""
        if self.first or self.before:
            return Group.FIRST if self.first else Group.BEFORE
        if self.due_on is not None and self.due_on < today:
            return Group.LATE
        return Group.SOON if self.due_on is None or self.due_on <= today + _SOON else Group.LATER


def week_of(
    user: User, rights: Rights, key_results: Sequence[KeyResult]
) -> tuple[dict[Group, list[Waiting]], publicity.Week]:
    """Everything that waits for this person, the longest overdue first, and the publicity part of it as it was read.

    `key_results` are those that the person may see. The number of queries does not depend on theirs.
    """
    today = timezone.localdate()
    found = publicity.week(user, today)
    signed = _signed(key_results)
    lines = [
        *_revisions(rights, key_results, signed),
        *_publicity(found),
        *_first_districts(rights, key_results, signed),
        *_first_plans(rights, key_results, signed),
        *_reports(rights, key_results),
        *_findings(rights, key_results),
    ]
    groups: dict[Group, list[Waiting]] = {group: [] for group in Group}
    for line in sorted(lines, key=lambda line: line.due_on or dt.date.max):
        groups[line.group(today)].append(line)
    return groups, found


def _signed(key_results: Collection[KeyResult]) -> frozenset[int]:
    rows = Revision.objects.filter(key_result__in=key_results, state=RevisionState.SIGNED)
    return frozenset(rows.values_list("key_result_id", flat=True))


def _revisions(rights: Rights, key_results: Sequence[KeyResult], signed: Collection[int]) -> Iterator[Waiting]:
    by_id = {row.pk: row for row in key_results}
    waiting = Revision.objects.filter(
        key_result__in=by_id, state__in=[RevisionState.READ, RevisionState.CONFIRMED]
    ).defer("definition")
    for row in waiting:
        key_result = by_id[row.key_result_id]
        act, asked = (
            (Act.CONFIRM_DEFINITION, Asked.CHECK_DEFINITION)
            if row.state == RevisionState.READ
            else (Act.SIGN_DEFINITION, Asked.SIGN_DEFINITION)
        )
        if rights.may(act, key_result.scope):
            yield Waiting(asked, (row,), key_result, first=key_result.pk not in signed)


def _publicity(found: publicity.Week) -> Iterator[Waiting]:
    """Tasks, plans, works, duplicates and reviews, as `publicity` finds them for this person."""
    for task in found.tasks:
        yield Waiting(Asked.DO_TASK, (task,), task.key_result, task.due_on)
    for plans, asked in (
        (found.plans_to_approve, Asked.APPROVE_PLAN),
        (found.returned_plans, Asked.MEND_PLAN),
    ):
        for plan in plans:
            yield Waiting(asked, (plan,), plan.key_result)
    for works, asked in (
        (found.works_to_approve, Asked.APPROVE_WORKS),
        (found.works_to_verify, Asked.VERIFY_WORKS),
        (found.returned_works, Asked.MEND_WORKS),
    ):
        for rows in _by_key_result(works):
            yield Waiting(asked, rows, rows[0].key_result)
    for work in found.due_works:
        yield Waiting(Asked.DO_WORK, (work,), work.key_result, work.planned_on)
    for line in found.due_lines:
        yield Waiting(Asked.BEGIN_WORK, (line,), line.plan.key_result, line.planned_on)
    for members in _by_key_result(found.reviews):
        first = min(row.review_on for row in members)
        yield Waiting(Asked.REVIEW_STORYTELLERS, members, members[0].key_result, first)
    for flag in found.duplicates:
        yield Waiting(Asked.DECIDE_DUPLICATE, (flag,), flag.first.key_result)


def _by_key_result(rows: Iterable[Row]) -> Iterator[tuple[Row, ...]]:
    """The rows of each key result that wait for the same."""
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.key_result_id, []).append(row)
    return (tuple(group) for group in groups.values())


def _first_districts(rights: Rights, key_results: Sequence[KeyResult], signed: Collection[int]) -> Iterator[Waiting]:
    """Signed key results that count districts, for which none was chosen yet."""
    by_id = {row.pk: row for row in key_results if row.pk in signed and rights.may(Act.SET_TARGETS, row.scope)}
    for row in KeyResult.objects.filter(pk__in=by_id, chosen_districts=None):
        if target_count(row):
            yield Waiting(Asked.CHOOSE_DISTRICTS, (row,), by_id[row.pk], first=True)


def _first_plans(rights: Rights, key_results: Sequence[KeyResult], signed: Collection[int]) -> Iterator[Waiting]:
    """Signed key results without any plan, and drafts that nobody has submitted."""
    by_id = {row.pk: row for row in key_results if rights.may(Act.EDIT_PLAN, row.scope)}
    plans = Plan.objects.filter(key_result__in=by_id).order_by("number")
    last: dict[int, Plan] = {}
    approved = set()
    for plan in plans:
        last[plan.key_result_id] = plan
        if plan.state == PlanState.APPROVED:
            approved.add(plan.key_result_id)
    for number, row in by_id.items():
        if number not in last:
            if number in signed:
                yield Waiting(Asked.BEGIN_PLAN, (row,), row, first=True)
        elif last[number].state == PlanState.DRAFT:
            yield Waiting(Asked.FINISH_PLAN, (last[number],), row, first=number not in approved)


def _reports(rights: Rights, key_results: Sequence[KeyResult]) -> Iterator[Waiting]:
    by_id = {row.pk: row for row in key_results}
    reports = list(Report.objects.filter(key_result__in=by_id).select_related("period", "agency"))
    for row in reports:
        yield from _report(rights, by_id[row.key_result_id], row)
    yield from _periods(rights, by_id, {(row.period_id, row.agency_id) for row in reports})


_OF_A_REPORT = {
    ReportState.SUBMITTED: (Act.CHECK_REPORT, Asked.CHECK_REPORT),
    ReportState.CHECKED: (Act.VERIFY_REPORT, Asked.VERIFY_REPORT),
    ReportState.VERIFIED: (Act.ACKNOWLEDGE_REPORT, Asked.ACKNOWLEDGE_REPORT),
    ReportState.RETURNED: (Act.EDIT_REPORT, Asked.MEND_REPORT),
    ReportState.DRAFT: (Act.EDIT_REPORT, Asked.SEND_REPORT),
    ReportState.WITHDRAWN: (Act.EDIT_REPORT, Asked.MEND_WITHDRAWN_REPORT),
}


def _report(rights: Rights, key_result: KeyResult, row: Report) -> Iterator[Waiting]:
    """What a report waits for, where this person may do it."""
    found = _OF_A_REPORT.get(ReportState(row.state))
    if found and rights.may(found[0], Scope(row.agency_id or key_result.host_id, key_result.key)):
        due = row.period.due_on if found[0] == Act.EDIT_REPORT else None
        yield Waiting(found[1], (row,), key_result, due)


def _periods(rights: Rights, by_id: dict[int, KeyResult], begun: set[tuple[int, int]]) -> Iterator[Waiting]:
    """Periods that have ended or soon will, for which the host has not begun its report."""
    limit = timezone.localdate() + _REPORTS_AHEAD
    came = (
        Revision.objects.filter(key_result__in=by_id).order_by().values_list("key_result").annotate(Min("created_at"))
    )
    came_on = {number: timezone.localtime(at).date() for number, at in came}
    for period in Period.objects.filter(key_result__in=by_id, closed=False, ends_on__lte=limit):
        key_result = by_id[period.key_result_id]
        if (period.pk, key_result.host_id) not in begun and rights.may(Act.EDIT_REPORT, key_result.scope):
            ended = key_result.pk in came_on and period.ends_on < came_on[key_result.pk]
            yield Waiting(Asked.BEGIN_REPORT, (period,), key_result, period.due_on, before=ended)


def _findings(rights: Rights, key_results: Sequence[KeyResult]) -> Iterator[Waiting]:
    by_id = {row.pk: row for row in key_results}
    for row in Finding.objects.filter(key_result__in=by_id, closed_at=None, reply="").exclude(grade="good"):
        key_result = by_id[row.key_result_id]
        if rights.may(Act.REPLY_FINDING, key_result.scope):
            yield Waiting(Asked.REPLY_FINDING, (row,), key_result)
