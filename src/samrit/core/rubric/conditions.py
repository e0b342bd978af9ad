"""Conditions of a rubric's levels, and whether they hold.

A condition holds, does not hold, or is in `Doubt`: a value is missing, or it has no threshold for the period. Doubt is
carried through `all`, `any` and `not` in Kleene's three-valued logic, so that it matters only where the answer hangs
on it. A milestone is never in doubt: absent, null, after `as_of` or after its own date it has simply not been reached.
Source: docs/en/reference, "conditions".
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from samrit.core.rubric.arithmetic import Number
from samrit.core.rubric.facts import Facts
from samrit.core.rubric.formula import NoValue

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">=": operator.ge,
    ">": operator.gt,
    "==": operator.eq,
}
CLOSED = ("both", "low", "high", "none")

REGISTERS: Mapping[str, tuple[str, ...]] = {
    "district_groups": ("กรุงเทพกลาง", "กรุงเทพใต้", "กรุงเทพเหนือ", "กรุงเทพตะวันออก", "กรุงธนเหนือ", "กรุงธนใต้"),
}
"""The groups that a coverage condition may run over: the six groups of the 50 district offices."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a condition cannot be decided: names that are missing, or (`period`) no threshold for the period."""

    names: tuple[str, ...] = ()
    period: bool = False


NO_THRESHOLD = Doubt(period=True)
Truth: TypeAlias = bool | Doubt


def together(doubts: Iterable[Doubt]) -> Doubt:
    """All of the doubts in one, each name once."""
    found = list(doubts)
    names = dict.fromkeys(name for doubt in found for name in doubt.names)
    return Doubt(tuple(names), any(doubt.period for doubt in found))


Values: TypeAlias = Mapping[str, Number | NoValue | None]


@dataclass(frozen=True, slots=True)
class Case:
    """What conditions look at: the facts, and their values after formulas and rounding."""

    facts: Facts
    values: Values

    def doubt(self, name: str) -> Doubt:
        """The doubt about a value that is not there: the missing variables of its formula, or its own name."""
        value = self.values.get(name)
        return Doubt(value.names if isinstance(value, NoValue) and value.names else (name,))


@dataclass(frozen=True, slots=True)
class ByPeriod:
    """A threshold for each of some periods, in the order of the document."""

    thresholds: tuple[tuple[str, Decimal], ...]

    def at(self, period: str | None) -> Decimal | None:
        for name, threshold in self.thresholds:
            if name == period:
                return threshold
        return None


Threshold: TypeAlias = Decimal | ByPeriod


def threshold_at(threshold: Threshold, period: str | None) -> Decimal | None:
    """The threshold of that period, None where it has none."""
    return threshold if isinstance(threshold, Decimal) else threshold.at(period)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of `of` holds."""

    of: tuple[Condition, ...]

    def truth(self, case: Case) -> Truth:
        doubts = []
        for condition in self.of:
            truth = condition.truth(case)
            if truth is False:
                return False
            if truth is not True:
                doubts.append(truth)
        return together(doubts) if doubts else True


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of `of` holds."""

    of: tuple[Condition, ...]

    def truth(self, case: Case) -> Truth:
        doubts = []
        for condition in self.of:
            truth = condition.truth(case)
            if truth is True:
                return True
            if truth is not False:
                doubts.append(truth)
        return together(doubts) if doubts else False


@dataclass(frozen=True, slots=True)
class Not:
    """`of` does not hold."""

    of: Condition

    def truth(self, case: Case) -> Truth:
        truth = self.of.truth(case)
        return truth if isinstance(truth, Doubt) else not truth


@dataclass(frozen=True, slots=True)
class Compare:
    """A value against a threshold."""

    value: str
    op: str
    than: Threshold

    def truth(self, case: Case) -> Truth:
        than = threshold_at(self.than, case.facts.period)
        if than is None:
            return NO_THRESHOLD
        value = case.values.get(self.value)
        if value is None or isinstance(value, NoValue):
            return case.doubt(self.value)
        return OPERATORS[self.op](value, than)


@dataclass(frozen=True, slots=True)
class Between:
    """A value between two thresholds; `closed` says which of them belong to the band."""

    value: str
    low: Threshold
    high: Threshold
    closed: str = "both"

    def truth(self, case: Case) -> Truth:
        low = threshold_at(self.low, case.facts.period)
        high = threshold_at(self.high, case.facts.period)
        if low is None or high is None:
            return NO_THRESHOLD
        value = case.values.get(self.value)
        if value is None or isinstance(value, NoValue):
            return case.doubt(self.value)
        return OPERATORS[self.low_op](value, low) and OPERATORS[self.high_op](value, high)

    @property
    def low_op(self) -> str:
        return ">=" if self.closed in {"both", "low"} else ">"

    @property
    def high_op(self) -> str:
        return "<=" if self.closed in {"both", "high"} else "<"


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something was reached, on or before `by` where that is given."""

    id: str
    text: str | None = None
    by: dt.date | None = None

    def truth(self, case: Case) -> bool:
        return reached(case.facts, self.id, self.by)


def reached(facts: Facts, milestone: str, by: dt.date | None = None) -> bool:
    """Whether a milestone is dated, not after the facts' own day, and not after `by`."""
    date = facts.milestones.get(milestone)
    if date is None or (facts.as_of is not None and date > facts.as_of):
        return False
    return by is None or date <= by


@dataclass(frozen=True, slots=True)
class Coverage:
    """At least `each` in every group of a register; a group that the facts do not name is missing data."""

    name: str
    groups: str
    each: Threshold

    def truth(self, case: Case) -> Truth:
        each = threshold_at(self.each, case.facts.period)
        if each is None:
            return NO_THRESHOLD
        found = self.found(case.facts)
        if any(number is not None and number < each for number in found.values()):
            return False
        return Doubt((self.name,)) if None in found.values() else True

    def found(self, facts: Facts) -> dict[str, Decimal | None]:
        """The number of every group of the register, None where it is missing."""
        given = facts.coverage.get(self.name) or {}
        return {group: given.get(group) for group in REGISTERS[self.groups]}


Leaf: TypeAlias = Compare | Between | Milestone | Coverage
Condition: TypeAlias = AllOf | AnyOf | Not | Leaf
