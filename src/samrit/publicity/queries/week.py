"""What a person must do now, by his or her rights: everything in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from samrit.people.enums import Act
from samrit.people.four_eyes import Eyes, eyes_of, may_judge
from samrit.people.models import User
from samrit.people.rights import Rights
from samrit.publicity.actions.shared import scope_of
from samrit.publicity.actions.tasks import act_of, task_scope
from samrit.publicity.enums import PlanState, WorkState
from samrit.publicity.models import DuplicateFlag, Notification, Plan, PlanLine, Step, Storyteller, Task, Work
from samrit.publicity.states import MAKING
from samrit.results.enums import ReportState
from samrit.results.models import Period, Report

AHEAD = dt.timedelta(days=7)
"""How far the week looks ahead."""
PERIODS_AHEAD = dt.timedelta(days=14)
"""How far ahead a report that will be due is shown."""

Row = TypeVar("Row", Work, Plan)


@dataclass(frozen=True, slots=True)
class Week:
    """What one person must do now: rows that this person may act on, and may judge where they wait for a judgement.

    `due_works` are planned for these days or before and not done; `due_lines` are lines of approved plans of which
    nothing has been begun; `periods` are those whose report is due or overdue.
    """

    user: User
    day: dt.date
    tasks: tuple[Task, ...]
    returned_works: tuple[Work, ...]
    returned_plans: tuple[Plan, ...]
    works_to_approve: tuple[Work, ...]
    plans_to_approve: tuple[Plan, ...]
    works_to_verify: tuple[Work, ...]
    duplicates: tuple[DuplicateFlag, ...]
    due_works: tuple[Work, ...]
    due_lines: tuple[PlanLine, ...]
    reviews: tuple[Storyteller, ...]
    periods: tuple[Period, ...]
    unread: int

    @property
    def total(self) -> int:
        """How many things there are to do."""
        return sum(len(part) for part in self._parts)

    @property
    def _parts(self) -> tuple[tuple[object, ...], ...]:
        return (
            self.tasks,
            self.returned_works,
            self.returned_plans,
            self.works_to_approve,
            self.plans_to_approve,
            self.works_to_verify,
            self.duplicates,
            self.due_works,
            self.due_lines,
            self.reviews,
            self.periods,
        )


def week(user: User, day: dt.date) -> Week:
    """What a person must do on a day and in the seven days after it: 14 queries at most, however much there is."""
    rights, until = Rights(user, day), day + AHEAD
    works, plans = list(_works(until)), list(_plans())
    mine = _Mine.read(user, day, works, plans)

    def may(act: Act, rows: Iterable[Row], *states: str) -> tuple[Row, ...]:
        return tuple(row for row in rows if row.state in states and rights.may(act, scope_of(row)))

    approving = mine.without(may(Act.APPROVE_WORK, works, WorkState.SUBMITTED))
    verifying = mine.without(may(Act.VERIFY_WORK, works, WorkState.DONE), approvers=True)
    due = may(Act.EDIT_WORK, works, WorkState.DRAFT, WorkState.APPROVED)
    return Week(
        user=user,
        day=day,
        tasks=tuple(row for row in _tasks() if _for(row, user, rights)),
        returned_works=may(Act.EDIT_WORK, works, WorkState.RETURNED),
        returned_plans=may(Act.EDIT_PLAN, plans, PlanState.RETURNED),
        works_to_approve=approving,
        plans_to_approve=mine.without(may(Act.APPROVE_PLAN, plans, PlanState.SUBMITTED)),
        works_to_verify=verifying,
        duplicates=tuple(
            row
            for row in _undecided()
            if rights.may(Act.DECIDE_DUPLICATES, scope_of(row.first))
            and rights.may(Act.DECIDE_DUPLICATES, scope_of(row.second))
        ),
        due_works=due,
        due_lines=tuple(row for row in _lines(until) if rights.may(Act.EDIT_WORK, scope_of(row.plan))),
        reviews=tuple(row for row in _reviews(until) if rights.may(Act.EDIT_STORYTELLERS, scope_of(row.key_result))),
        periods=tuple(
            row for row in _periods(day + PERIODS_AHEAD) if rights.may(Act.EDIT_REPORT, scope_of(row.key_result))
        ),
        unread=unread_notices(user).count(),
    )


def unread_notices(user: User) -> QuerySet[Notification]:
    """What a person has not read yet, newest first, with who did it and the key result: 1 query."""
    return user.notifications.filter(read_at=None).select_related("by", "key_result").order_by("-pk")


@dataclass(frozen=True, slots=True)
class _Mine:
    """What is a person's own to make, and so not to judge: his or hers, and that of those he or she stands in for."""

    people: Eyes
    subjects: frozenset[str]

    @classmethod
    def read(cls, user: User, day: dt.date, works: list[Work], plans: list[Plan]) -> _Mine:
        """Two queries."""
        people = eyes_of(user, day)
        waiting = [row.subject for row in (*works, *plans) if row.state in {WorkState.SUBMITTED, WorkState.DONE}]
        made = Step.objects.filter(subject__in=waiting, act__in=MAKING)
        own = made.filter(Q(by__in=people) | Q(on_behalf_of__in=people))
        return cls(people, frozenset(own.values_list("subject", flat=True)))

    def without(self, rows: Iterable[Row], *, approvers: bool = False) -> tuple[Row, ...]:
        """The rows that somebody else made (and, for verifying, approved)."""
        return tuple(row for row in rows if row.subject not in self.subjects and not self._hands(row, approvers))

    def _hands(self, row: Row, approvers: bool) -> bool:  # noqa: FBT001 -- handed through
        named = [row.entered_by_id]
        if isinstance(row, Work):
            named += [row.producer_id, row.on_behalf_of_id]
            named += [row.approved_by_id, row.approved_on_behalf_of_id] if approvers else []
        return not may_judge(self.people, named)


def _works(until: dt.date) -> QuerySet[Work]:
    waiting = Q(state__in=(WorkState.SUBMITTED, WorkState.DONE, WorkState.RETURNED))
    due = Q(state__in=(WorkState.DRAFT, WorkState.APPROVED), planned_on__lte=until)
    rows = Work.objects.filter(waiting | due).select_related("key_result", "agency", "producer")
    return rows.order_by("planned_on", "created_at", "pk")


def _plans() -> QuerySet[Plan]:
    rows = Plan.objects.filter(state__in=(PlanState.SUBMITTED, PlanState.RETURNED))
    return rows.select_related("key_result", "entered_by").order_by("submitted_at", "pk")


def _tasks() -> QuerySet[Task]:
    rows = Task.objects.filter(done_at=None).select_related("key_result", "agency", "opened_by")
    return rows.order_by("due_on", "pk")


def _for(task: Task, user: User, rights: Rights) -> bool:
    if task.assignee_id is not None:
        return task.assignee_id == user.pk
    return rights.may(act_of(task), task_scope(task))


def _undecided() -> QuerySet[DuplicateFlag]:
    rows = DuplicateFlag.objects.filter(same=None)
    return rows.select_related("first__key_result", "second__key_result").order_by("pk")


def _lines(until: dt.date) -> QuerySet[PlanLine]:
    """Lines of approved plans that are due and of which no work has been entered, in this edition or another."""
    begun = Work.objects.filter(plan_line__uid=OuterRef("uid")).exclude(state=WorkState.WITHDRAWN)
    rows = PlanLine.objects.filter(~Exists(begun), plan__state=PlanState.APPROVED, planned_on__lte=until)
    return rows.select_related("plan__key_result", "district").order_by("planned_on", "pk")


def _reviews(until: dt.date) -> QuerySet[Storyteller]:
    rows = Storyteller.objects.filter(Q(review_on__lte=until) | Q(consent__valid_to__lte=until), left_on=None)
    return rows.select_related("key_result", "consent").order_by("review_on", "pk")


def _periods(until: dt.date) -> QuerySet[Period]:
    """Periods of which the host's report is due and not handed in."""
    handed_in = Report.objects.filter(period=OuterRef("pk"), agency=OuterRef("key_result__host")).exclude(
        state__in=(ReportState.DRAFT, ReportState.RETURNED, ReportState.WITHDRAWN)
    )
    rows = Period.objects.filter(~Exists(handed_in), closed=False, due_on__lte=until)
    return rows.select_related("key_result").order_by("due_on", "pk")
