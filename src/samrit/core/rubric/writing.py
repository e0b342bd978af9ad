"""A rubric as its JSON form: every key that was given, in the contract's order, and no other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from samrit.core.contract import canonical
from samrit.core.rubric.arithmetic import Round
from samrit.core.rubric.conditions import (
    AllOf,
    AnyOf,
    Between,
    Compare,
    Condition,
    Coverage,
    Milestone,
    Not,
    Threshold,
)
from samrit.core.rubric.forms import Anchors, Composite, Judged, Levels, Part, Point, Rubric, Steps
from samrit.core.rubric.reading import SCHEMA


def rubric_data(rubric: Rubric) -> dict[str, Any]:
    """The rubric as the JSON document of the contract; `read_rubric` gives the same rubric again."""
    return {"schema": SCHEMA, **_rubric(rubric)}


def _rubric(rubric: Rubric) -> dict[str, Any]:
    return {**_form(rubric), **_given(_common(rubric))}


def _given(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}


def _form(rubric: Rubric) -> dict[str, Any]:
    match rubric:
        case Levels():
            return _levels(rubric)
        case Anchors():
            return _anchors(rubric)
        case Composite():
            return {"form": "composite", "parts": [_part(part) for part in rubric.parts]}
        case Steps():
            return _steps(rubric)
        case Judged():
            return _given(
                {
                    "form": "judged",
                    "minimum": canonical(rubric.minimum),
                    "maximum": canonical(rubric.maximum),
                    "digits": rubric.digits,
                }
            )


def _common(rubric: Rubric) -> dict[str, Any]:
    values = {
        rule.name: _given({"formula": rule.formula and rule.formula.text, "round": _round(rule.round)})
        for rule in rubric.values
    }
    adjust = [_given({"per": row.per, "subtract": canonical(row.subtract), "text": row.text}) for row in rubric.adjust]
    return {
        "values": values or None,
        "adjust": adjust or None,
        "counts": None if rubric.counts else False,
        "applies_to": list(rubric.applies_to) or None,
        "round": _round(rubric.round),
    }


def _round(rule: Round | None) -> dict[str, Any] | None:
    return None if rule is None else {"digits": rule.digits, "mode": rule.mode}


def _optional(number: Decimal | None) -> str | None:
    return None if number is None else canonical(number)


def _levels(rubric: Levels) -> dict[str, Any]:
    levels = [
        _given(
            {
                "score": canonical(level.score),
                "percent": _optional(level.percent),
                "text": level.text,
                "when": condition_data(level.when),
            }
        )
        for level in rubric.levels
    ]
    return _given(
        {
            "form": "levels",
            "levels": levels,
            "cumulative": rubric.cumulative,
            "below_first": rubric.below_first,
        }
    )


def _anchors(rubric: Anchors) -> dict[str, Any]:
    points: Any = _points(rubric.points)
    if rubric.by_period:
        points = {period: _points(some) for period, some in rubric.by_period}
    return _given(
        {
            "form": "anchors",
            "of": rubric.of,
            "direction": rubric.direction,
            "at": _optional(rubric.at),
            "points": points,
            "between": rubric.between,
            "below_first": rubric.below_first,
            "cap": rubric.cap,
        }
    )


def _points(points: tuple[Point, ...]) -> list[list[str]]:
    return [[canonical(threshold), canonical(score)] for threshold, score in points]


def _part(part: Part) -> dict[str, Any]:
    weight: Any = (
        canonical(part.weight)
        if isinstance(part.weight, Decimal)
        else {name: canonical(number) for name, number in part.weight}
    )
    return {"name": part.name, "weight": weight, "rubric": _rubric(part.rubric)}


def _steps(rubric: Steps) -> dict[str, Any]:
    return _given(
        {
            "form": "steps",
            "steps": [_given({"id": step.id, "text": step.text}) for step in rubric.steps],
            "scores": {str(count): canonical(score) for count, score in rubric.scores},
            "ordered": rubric.ordered,
            "below_first": rubric.below_first,
        }
    )


def condition_data(condition: Condition) -> dict[str, Any]:
    """A condition as JSON."""
    match condition:
        case AllOf(parts):
            return {"all": [condition_data(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [condition_data(part) for part in parts]}
        case Not(part):
            return {"not": condition_data(part)}
        case Compare(value, op, than):
            return {"value": value, "op": op, "than": _threshold(than)}
        case Between(value, low, high, closed):
            return {"between": value, "low": _threshold(low), "high": _threshold(high), "closed": closed}
        case Milestone(milestone, text, by):
            return _given({"milestone": milestone, "text": text, "by": None if by is None else by.isoformat()})
        case Coverage(name, groups, each):
            return {"coverage": name, "groups": groups, "each": _threshold(each)}


def _threshold(threshold: Threshold) -> str | dict[str, str]:
    if isinstance(threshold, Decimal):
        return canonical(threshold)
    return {period: canonical(number) for period, number in threshold.thresholds}
