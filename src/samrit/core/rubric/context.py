"""What a definition knows and a rubric does not: it checks the facts and raises flags, and never changes a score."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeGuard

from samrit.core.contract import Message, Refused
from samrit.core.rubric.arithmetic import Number
from samrit.core.rubric.conditions import OPERATORS, Case, threshold_at
from samrit.core.rubric.facts import Facts, outside_period, period_holds
from samrit.core.rubric.forms import RESULT, Anchors, Levels, Rubric
from samrit.core.rubric.formula import NoValue

PERCENT = "ร้อยละ"

FLAGS = (
    "step_skipped",
    "below_first",
    "over_target",
    "all_in_last_period",
    "outside_unit_range",
    "minimum_unmet",
    "rescaled",
)
"""The closed list, in the order in which a score names them.

`all_in_last_period` needs the figures of earlier periods, which facts do not hold: whoever keeps the history adds it.
"""

_NEVER_NEGATIVE = frozenset({"count", "ratio", "rate", "mean", "time", "survey"})


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound on a value of the facts: the target, or the minimum of a duty."""

    value: Decimal
    operator: str = ">="
    name: str = RESULT


@dataclass(frozen=True, slots=True)
class Assumed:
    """What was chosen where the sheet is silent."""

    rule: str
    choice: str
    why: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the definition says about the facts of its key result; None and () where nothing is known.

    `target` is in the unit of the value `result` (None where `result` is a percentage of the target); `unit` is that
    unit and `kind` one of the definition's method kinds. A minimum is compared with the value of its name; one that the
    facts do not hold is not judged. `assumed` are the definition's own assumptions about its rubric.
    """

    key_result: str | None = None
    fiscal_year: int | None = None
    target: Bound | None = None
    unit: str | None = None
    kind: str | None = None
    minimums: tuple[Bound, ...] = ()
    assumed: tuple[Assumed, ...] = ()


def check_facts(facts: Facts, context: Context) -> None:
    """Raises Refused where the facts are not those of this key result or not of their period."""
    if context.key_result is not None and facts.key_result not in {None, context.key_result}:
        raise Refused(
            "key_result",
            Message(
                f'these are the facts of "{facts.key_result}", not of "{context.key_result}"',
                f'ข้อเท็จจริงนี้เป็นของ "{facts.key_result}" ไม่ใช่ "{context.key_result}"',
            ),
            Message("give the facts of this key result", "ใช้ข้อเท็จจริงของตัวชี้วัดนี้"),
        )
    check_period(facts, context.fiscal_year)


def check_period(facts: Facts, fiscal_year: int | None) -> None:
    """Raises Refused where the period does not contain the day of the facts."""
    if facts.period is None or facts.as_of is None:
        return
    if not period_holds(facts.period, facts.as_of, fiscal_year):
        raise outside_period(facts.as_of, facts.period, fiscal_year)


def flags_of(rubric: Rubric, case: Case, context: Context) -> tuple[str, ...]:
    """The flags that the values themselves raise."""
    flags: tuple[str, ...] = ()
    value = case.values.get(RESULT)
    if context.target is not None:
        if _is_number(value) and _beyond(value, context.target.operator, context.target.value):
            flags = ("over_target",)
    elif _beyond_rubric(rubric, case):
        flags = ("over_target",)
    if _is_number(value) and _outside_range(value, context):
        flags += ("outside_unit_range",)
    if context.minimums and any(_unmet(bound, case) for bound in context.minimums):
        flags += ("minimum_unmet",)
    return flags


def _beyond(value: Number, operator: str, bound: Decimal) -> bool:
    """Strictly better than what was asked."""
    if operator in {">=", ">"}:
        return bound < value
    return bound > value if operator in {"<=", "<"} else False


def _beyond_rubric(rubric: Rubric, case: Case) -> bool:
    """Beyond what the rubric's own top asks, where no target is known."""
    period = case.facts.period
    if isinstance(rubric, Levels) and rubric.best is not None:
        value, bound = case.values.get(RESULT), threshold_at(rubric.best.than, period)
        return _is_number(value) and bound is not None and _beyond(value, rubric.best.op, bound)
    if isinstance(rubric, Anchors) and rubric.direction != "target":
        value, points = case.values.get(rubric.of), rubric.points_at(period)
        operator = ">=" if rubric.direction == "higher" else "<="
        return _is_number(value) and bool(points) and _beyond(value, operator, points[-1][0])
    return False


def _outside_range(value: Number, context: Context) -> bool:
    if context.unit == PERCENT:
        return value > 100 or (value < 0 and context.kind != "reduction")
    return value < 0 and context.kind in _NEVER_NEGATIVE


def _unmet(bound: Bound, case: Case) -> bool:
    value = case.values.get(bound.name)
    return _is_number(value) and not OPERATORS[bound.operator](value, bound.value)


def _is_number(value: Number | NoValue | None) -> TypeGuard[Number]:
    return value is not None and not isinstance(value, NoValue)
