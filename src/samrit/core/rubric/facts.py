"""The facts that a score is computed from, and their JSON form `samrit/facts/1`.

0 is data; a missing value is not 0: `None` stands for a value that is known to be missing, and a name that is not there
is just as missing. Source: docs/en/reference, "facts".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar
from unicodedata import normalize

from samrit.core.contract import Message, Node, Refused, canonical
from samrit.core.rubric.formula import FUNCTIONS, NAME, Variable
from samrit.core.thai import PERIODS, fiscal_year, period_bounds

SCHEMA = "samrit/facts/1"

_KEYS = (
    "schema",
    "key_result",
    "as_of",
    "period",
    "unit_class",
    "variables",
    "values",
    "milestones",
    "coverage",
    "counts",
    "judgements",
    "parts",
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A score that a person gave, with who and why where they are recorded."""

    value: Decimal | None
    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one key result, or of one of its parts, on the day `as_of`.

    Nothing is inherited by `parts`. The mappings are read, never changed.
    """

    key_result: str | None = None
    as_of: dt.date | None = None
    period: str | None = None
    unit_class: str | None = None
    variables: Mapping[str, Variable] = field(default_factory=dict)
    values: Mapping[str, Decimal | None] = field(default_factory=dict)
    milestones: Mapping[str, dt.date | None] = field(default_factory=dict)
    coverage: Mapping[str, Mapping[str, Decimal | None] | None] = field(default_factory=dict)
    counts: Mapping[str, Decimal | None] = field(default_factory=dict)
    judgements: Mapping[str, Judgement] = field(default_factory=dict)
    parts: Mapping[str, Facts] = field(default_factory=dict)


@lru_cache(maxsize=1024)
def period_holds(period: str, as_of: dt.date, year: int | None) -> bool:
    """Whether `as_of` lies in that period of the fiscal year (Buddhist era; the one of `as_of` where None)."""
    try:
        first, last = period_bounds(period, fiscal_year(as_of) if year is None else year)
    except (OverflowError, ValueError):  # a year that no calendar reaches
        return False
    return first <= as_of <= last


def outside_period(as_of: dt.date, period: str, year: int | None) -> Refused:
    """The refusal of a date that its period does not hold."""
    of_year = ("", "") if year is None else (f" of fiscal year {year}", f" ปีงบประมาณ {year}")
    return Refused(
        "period",
        Message(
            f"{period}{of_year[0]} does not contain {as_of.isoformat()} (as_of)",
            f"{period}{of_year[1]} ไม่ครอบคลุมวันที่ {as_of.isoformat()} (as_of)",
        ),
        Message("correct the period or the date", "แก้ไขงวดหรือวันที่"),
    )


# --- from JSON ---


def read_facts(node: Node) -> Facts:
    """The facts that a `samrit/facts/1` document holds; whatever is left out or null is not known.

    Raises Refused, naming the path, for anything that the contract does not allow.
    """
    if "schema" in node:
        node["schema"].choice((SCHEMA,))
    node.fields(_KEYS, required=() if node.path else ("schema",))
    as_of = node["as_of"].or_null(Node.date)
    period = node["period"].or_null(lambda part: part.choice(PERIODS))
    if as_of is not None and period is not None and not period_holds(period, as_of, None):
        refusal = outside_period(as_of, period, None)
        raise node["period"].refuse(refusal.what, refusal.mend)
    return Facts(
        key_result=node["key_result"].or_null(Node.text),
        as_of=as_of,
        period=period,
        unit_class=node["unit_class"].or_null(Node.text),
        variables=_read_variables(node["variables"]),
        values=_read_map(node["values"], _optional_decimal),
        milestones=_read_map(node["milestones"], lambda part: part.or_null(Node.date)),
        coverage=_read_map(node["coverage"], lambda part: part.or_null(_read_groups)),
        counts=_read_map(node["counts"], _read_count),
        judgements=_read_map(node["judgements"], _read_judgement),
        parts={name: Facts() if part.is_null else read_facts(part) for name, part in _pairs(node["parts"])},
    )


def _pairs(node: Node) -> list[tuple[str, Node]]:
    """The pairs of an object, null being empty; its keys are names, so NFC like the names of the rubric."""
    if node.is_null:
        return []
    pairs = [(normalize("NFC", name), part) for name, part in node.items()]
    seen: set[str] = set()
    for name, part in pairs:
        if name in seen:
            raise part.refuse(
                Message("the name stands twice", "ชื่อนี้ปรากฏซ้ำ"), Message("keep one of the two", "เก็บไว้เพียงชื่อเดียว")
            )
        seen.add(name)
    return pairs


def _read_map(node: Node, read: Callable[[Node], T]) -> dict[str, T]:
    return {name: read(part) for name, part in _pairs(node)}


def _optional_decimal(node: Node) -> Decimal | None:
    return node.or_null(Node.decimal)


def _read_variables(node: Node) -> dict[str, Variable]:
    variables: dict[str, Variable] = {}
    for name, part in _pairs(node):
        if NAME.fullmatch(name) is None or name in FUNCTIONS:
            raise part.refuse(
                Message("this is not the name of a variable", "ใช้เป็นชื่อตัวแปรไม่ได้"),
                Message(
                    f"use A-Z, a-z, 0-9 and _, beginning with a letter or _, and not {', '.join(FUNCTIONS)}",
                    f"ใช้ A-Z, a-z, 0-9 และ _ ขึ้นต้นด้วยตัวอักษรหรือ _ และไม่ใช่ {', '.join(FUNCTIONS)}",
                ),
            )
        is_list = isinstance(part.value, list)
        variables[name] = tuple(map(_optional_decimal, part.list())) if is_list else _optional_decimal(part)
    return variables


def _read_groups(node: Node) -> dict[str, Decimal | None]:
    return _read_map(node, _optional_decimal)


def _read_count(node: Node) -> Decimal | None:
    count = _optional_decimal(node)
    if count is not None and count < 0:
        raise node.refuse(
            Message("a count cannot be below 0", "จำนวนนับต้องไม่ต่ำกว่า 0"), Message("correct the number", "แก้ไขตัวเลข")
        )
    return count


def _read_judgement(node: Node) -> Judgement:
    if not isinstance(node.value, dict):
        return Judgement(_optional_decimal(node))
    node.fields(("value", "by", "reason"), required=("value",))
    return Judgement(_optional_decimal(node["value"]), node["by"].or_null(Node.text), node["reason"].or_null(Node.text))


# --- to JSON ---


def facts_data(facts: Facts) -> dict[str, Any]:
    """The facts as the JSON document of the contract, every key in its place."""
    return {
        "schema": SCHEMA,
        "key_result": facts.key_result,
        "as_of": _date(facts.as_of),
        "period": facts.period,
        "unit_class": facts.unit_class,
        "variables": {
            name: [_decimal(element) for element in variable] if isinstance(variable, tuple) else _decimal(variable)
            for name, variable in facts.variables.items()
        },
        "values": {name: _decimal(value) for name, value in facts.values.items()},
        "milestones": {name: _date(date) for name, date in facts.milestones.items()},
        "coverage": {
            name: None if groups is None else {group: _decimal(number) for group, number in groups.items()}
            for name, groups in facts.coverage.items()
        },
        "counts": {name: _decimal(count) for name, count in facts.counts.items()},
        "judgements": {name: _judgement(judgement) for name, judgement in facts.judgements.items()},
        "parts": {name: facts_data(part) for name, part in facts.parts.items()},
    }


def _date(date: dt.date | None) -> str | None:
    return None if date is None else date.isoformat()


def _decimal(number: Decimal | None) -> str | None:
    return None if number is None else canonical(number)


def _judgement(judgement: Judgement) -> str | dict[str, Any] | None:
    value = _decimal(judgement.value)
    if judgement.by is None and judgement.reason is None:
        return value
    return {"value": value, "by": judgement.by, "reason": judgement.reason}
