"""Editions of the plan: the one in force, its budget, the milestone, and two of them side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from samrit.publicity.enums import PlanState
from samrit.publicity.models import Plan, PlanLine
from samrit.results.models import KeyResult

FIELDS = ("goals", "audiences", "messages")
LINE_FIELDS = ("kind", "title", "district", "channel", "planned_on", "budget")


def plan_editions(key_result: KeyResult) -> QuerySet[Plan]:
    """All editions, newest first, with who entered and decided them, and their lines with districts: 2 queries."""
    lines = PlanLine.objects.select_related("district")
    return (
        Plan.objects.filter(key_result=key_result)
        .select_related("key_result", "entered_by", "decided_by", "decided_on_behalf_of")
        .prefetch_related(Prefetch("lines", lines))
        .order_by("-number")
    )


def approved_plan(key_result: KeyResult) -> Plan | None:
    """The edition in force, as `plan_editions` gives it; None before one is approved: 2 queries."""
    return plan_editions(key_result).filter(state=PlanState.APPROVED).first()


def plan_approved_on(key_result: KeyResult, as_of: dt.date) -> dt.date | None:
    """The milestone *plan approved*: the day on which the first edition was approved; None on days before: 1 query."""
    return (
        Plan.objects.filter(key_result=key_result, approved_on__lte=as_of)
        .order_by("approved_on")
        .values_list("approved_on", flat=True)
        .first()
    )


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of budgets in baht, and of how many lines the budget is not known (which is not 0)."""

    known: Decimal
    unknown: int


def plan_budget(lines: Iterable[PlanLine]) -> Money:
    """The budget of some lines."""
    budgets = [line.budget for line in lines]
    return Money(sum((part for part in budgets if part is not None), Decimal(0)), budgets.count(None))


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One field of two editions."""

    name: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class LinePair:
    """One line in two editions: added where it was not before, taken out where it is no more."""

    before: PlanLine | None
    after: PlanLine | None

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that differ; none for a line that was added or taken out."""
        if self.before is None or self.after is None:
            return ()
        before, after = self.before, self.after
        return tuple(name for name in LINE_FIELDS if getattr(before, name) != getattr(after, name))

    @property
    def state(self) -> str:
        """`added`, `removed`, `changed` or `same`."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.changed else "same"


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """Two editions side by side, field by field and line by line."""

    before: Plan
    after: Plan
    fields: tuple[FieldPair, ...]
    lines: tuple[LinePair, ...]
    budget_before: Money
    budget_after: Money


def compare_plans(before: Plan, after: Plan) -> PlanComparison:
    """Two editions of one plan side by side, lines matched by what they are, not by where they stand: 2 queries.

    No query for editions that `plan_editions` gave.
    """
    old, new = ({line.uid: line for line in _lines(plan)} for plan in (before, after))
    uids = [*old, *(uid for uid in new if uid not in old)]
    return PlanComparison(
        before=before,
        after=after,
        fields=tuple(FieldPair(name, getattr(before, name), getattr(after, name)) for name in FIELDS),
        lines=tuple(LinePair(old.get(uid), new.get(uid)) for uid in uids),
        budget_before=plan_budget(old.values()),
        budget_after=plan_budget(new.values()),
    )


def _lines(plan: Plan) -> Iterable[PlanLine]:
    read = "lines" in getattr(plan, "_prefetched_objects_cache", {})
    return plan.lines.all() if read else plan.lines.select_related("district")
