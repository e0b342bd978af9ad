"""A condition, and the thresholds in it, from JSON."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from samrit.core.contract import Message, Node
from samrit.core.rubric.conditions import (
    CLOSED,
    OPERATORS,
    REGISTERS,
    AllOf,
    AnyOf,
    Between,
    ByPeriod,
    Compare,
    Condition,
    Coverage,
    Milestone,
    Not,
    Threshold,
)
from samrit.core.rubric.nodes import by_period, filled, read_name


def read_condition(node: Node) -> Condition:
    """A condition; exactly one of the keys in CONDITIONS says which kind it is."""
    kinds = [key for key in node.keys() if key in _CONDITIONS]  # noqa: SIM118 -- Node.keys refuses what is no object
    if len(kinds) != 1:
        found = ", ".join(kinds)
        raise node.refuse(
            Message(f"two conditions in one: {found}", f"มีเงื่อนไขซ้อนกัน: {found}")
            if kinds
            else Message("this is not a condition", "ไม่ใช่เงื่อนไข"),
            Message(f"use exactly one of {', '.join(_CONDITIONS)}", f"ใช้อย่างใดอย่างหนึ่งใน {', '.join(_CONDITIONS)}"),
        )
    return _CONDITIONS[kinds[0]](node)


def _read_all(node: Node) -> Condition:
    node.fields(("all",))
    return AllOf(tuple(read_condition(part) for part in filled(node["all"])))


def _read_any(node: Node) -> Condition:
    node.fields(("any",))
    return AnyOf(tuple(read_condition(part) for part in filled(node["any"])))


def _read_not(node: Node) -> Condition:
    node.fields(("not",))
    return Not(read_condition(node["not"]))


def _read_compare(node: Node) -> Condition:
    node.fields(("value", "op", "than"), required=("op", "than"))
    return Compare(read_name(node["value"]), node["op"].choice(tuple(OPERATORS)), _read_threshold(node["than"]))


def _read_between(node: Node) -> Condition:
    node.fields(("between", "low", "high", "closed"), required=("low", "high"))
    low, high = _read_threshold(node["low"]), _read_threshold(node["high"])
    if any(below > above for below, above in _same_periods(low, high)):
        raise node["low"].refuse(
            Message("the band's low end lies above its high end", "ขอบล่างของช่วงสูงกว่าขอบบน"),
            Message("exchange low and high", "สลับ low กับ high"),
        )
    closed = "both" if node["closed"].is_null else node["closed"].choice(CLOSED)
    return Between(read_name(node["between"]), low, high, closed)


def _same_periods(low: Threshold, high: Threshold) -> list[tuple[Decimal, Decimal]]:
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return [(low, high)]
    if isinstance(low, Decimal):
        return [(low, above) for _, above in high.thresholds] if isinstance(high, ByPeriod) else []
    if isinstance(high, Decimal):
        return [(below, high) for _, below in low.thresholds]
    highs = dict(high.thresholds)
    return [(below, highs[period]) for period, below in low.thresholds if period in highs]


def _read_milestone(node: Node) -> Condition:
    node.fields(("milestone", "text", "by"))
    return Milestone(read_name(node["milestone"]), node["text"].or_null(Node.text), node["by"].or_null(Node.date))


def _read_coverage(node: Node) -> Condition:
    node.fields(("coverage", "groups", "each"), required=("groups", "each"))
    return Coverage(read_name(node["coverage"]), node["groups"].choice(tuple(REGISTERS)), _read_threshold(node["each"]))


_CONDITIONS: dict[str, Callable[[Node], Condition]] = {
    "all": _read_all,
    "any": _read_any,
    "not": _read_not,
    "value": _read_compare,
    "between": _read_between,
    "milestone": _read_milestone,
    "coverage": _read_coverage,
}


def _read_threshold(node: Node) -> Threshold:
    if isinstance(node.value, dict):
        return ByPeriod(tuple((period, part.decimal()) for period, part in by_period(node)))
    return node.decimal()
