"""Rubrics of every form, nested and with every setting, and facts that fit them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from hypothesis import strategies as st

from samrit.core.contract import load_json
from samrit.core.rubric import Facts, Rubric, read_facts, read_rubric

Data = dict[str, Any]

VALUES = ("result", "share")
VARIABLES = ("A", "B", "minutes")
MILESTONES = ("plan", "report", "survey")
COUNTS = ("missed_reports", "late_reports")
PARTS = ("ก", "b", "c c")
CLASSES = ("line", "line_staff")
GROUPS = ("กรุงเทพกลาง", "กรุงเทพใต้", "กรุงเทพเหนือ", "กรุงเทพตะวันออก", "กรุงธนเหนือ", "กรุงธนใต้")
FORMULAS = ("A / B * 100", "sum(minutes)", "count(minutes) - 1", "-(A - 2.5)", "max(minutes, A)")

_NUMBERS = st.one_of(
    st.integers(-3, 12).map(str), st.decimals(-3, 12, places=2).map(lambda number: format(number, "f"))
)
_TEXTS = st.sampled_from(["จัดทำแผน", "รายงานผล พร้อมปัญหาอุปสรรค", "plan approved", 'ข้อความ "ซ้อน"\nสองบรรทัด'])
_PERIODS = st.sampled_from(["Q1", "Q2", "Q3", "Q4", "H1", "FY", "M06"])
_DATES = st.dates(max_value=dt.date(2399, 12, 31)).map(str)
_THRESHOLDS = st.one_of(_NUMBERS, st.dictionaries(_PERIODS, _NUMBERS, min_size=1, max_size=2))


def _given(row: Data) -> Data:
    return {key: value for key, value in row.items() if value is not None}


def _optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def _bands(draw: st.DrawFn) -> Data:
    low, high = sorted(draw(st.lists(st.integers(-3, 12), min_size=2, max_size=2)))
    closed = draw(st.sampled_from(["both", "low", "high", "none"]))
    return {"between": draw(st.sampled_from(VALUES)), "low": str(low), "high": str(high), "closed": closed}


_LEAVES = st.one_of(
    st.fixed_dictionaries(
        {
            "value": st.sampled_from(VALUES),
            "op": st.sampled_from(["<", "<=", ">=", ">", "=="]),
            "than": _THRESHOLDS,
        }
    ),
    _bands(),
    st.fixed_dictionaries(
        {"milestone": st.sampled_from(MILESTONES), "text": _optional(_TEXTS), "by": _optional(_DATES)}
    ).map(_given),
    st.fixed_dictionaries({"coverage": st.just("events"), "groups": st.just("district_groups"), "each": _THRESHOLDS}),
)


def conditions() -> st.SearchStrategy[Data]:
    """Conditions of every kind, as JSON."""
    return st.recursive(
        _LEAVES,
        lambda inner: st.one_of(
            st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
            st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
            st.fixed_dictionaries({"not": inner}),
        ),
        max_leaves=4,
    )


_ROUNDS = st.fixed_dictionaries({"digits": st.integers(0, 6), "mode": st.sampled_from(["half_up", "half_even"])})
_COMMON = st.fixed_dictionaries(
    {
        "values": _optional(
            st.dictionaries(
                st.sampled_from(VALUES),
                st.fixed_dictionaries({"formula": st.sampled_from(FORMULAS), "round": _optional(_ROUNDS)}).map(_given),
                min_size=1,
            )
        ),
        "adjust": _optional(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "per": st.sampled_from(COUNTS),
                        "subtract": st.sampled_from(["0.2", "1"]),
                        "text": _optional(_TEXTS),
                    }
                ).map(_given),
                min_size=1,
                max_size=2,
            )
        ),
        "counts": st.sampled_from([None, None, None, False]),
        "applies_to": st.sampled_from([None, None, ["line"], ["line", "line_staff"]]),
        "round": _optional(_ROUNDS),
    }
).map(_given)
_BELOW = st.sampled_from([None, "none", "zero", "first"])


@st.composite
def levels(draw: st.DrawFn) -> Data:
    """Rubrics of the form `levels`, as JSON."""
    scores = draw(st.lists(_NUMBERS, min_size=1, max_size=5, unique_by=float))
    rows = [
        _given(
            {
                "score": score,
                "percent": draw(st.sampled_from([None, "20", "99.5"])),
                "text": draw(_optional(_TEXTS)),
                "when": draw(conditions()),
            }
        )
        for score in scores
    ]
    row = {"form": "levels", "levels": rows, "cumulative": draw(_optional(st.booleans())), "below_first": draw(_BELOW)}
    return _given(row) | draw(_COMMON)


@st.composite
def points(draw: st.DrawFn, direction: str = "higher", least: int = 1) -> list[list[str]]:
    """The points of anchors, from the lowest score to the highest."""
    many = draw(st.integers(least, 4))
    low = 0 if direction == "target" else -3
    steps = st.lists(st.integers(low, 30), min_size=many, max_size=many, unique=True)
    thresholds = sorted(draw(steps), reverse=direction != "higher")
    scores = sorted(draw(st.lists(st.integers(0, 100), min_size=many, max_size=many, unique=True)))
    return [[str(threshold), str(score)] for threshold, score in zip(thresholds, scores, strict=True)]


@st.composite
def anchors(draw: st.DrawFn) -> Data:
    """Rubrics of the form `anchors`, as JSON."""
    direction = draw(st.sampled_from(["higher", "lower", "target"]))
    between = draw(st.sampled_from([None, "step", "linear"]))
    cap = draw(st.sampled_from([None, True, False] if between == "linear" else [None, True]))
    some = points(direction, 2 if cap is False else 1)
    row = {
        "form": "anchors",
        "of": draw(st.sampled_from(VALUES)),
        "direction": direction,
        "at": draw(_NUMBERS) if direction == "target" else None,
        "points": draw(st.one_of(some, st.dictionaries(_PERIODS, some, min_size=1, max_size=2))),
        "between": between,
        "below_first": draw(_BELOW),
        "cap": cap,
    }
    lists = list(row["points"].values()) if isinstance(row["points"], dict) else [row["points"]]
    if direction == "higher" and all(float(some[0][0]) > 0 for some in lists) and draw(st.booleans()):
        row["below_first"] = "proportional"
    return _given(row) | draw(_COMMON)


@st.composite
def steps(draw: st.DrawFn) -> Data:
    """Rubrics of the form `steps`, as JSON."""
    ids = draw(st.lists(st.sampled_from(MILESTONES), min_size=1, unique=True))
    counts = draw(st.lists(st.integers(0, 4), min_size=1, unique=True))
    row = {
        "form": "steps",
        "steps": [_given({"id": name, "text": draw(_optional(_TEXTS))}) for name in ids],
        "scores": {str(count): draw(_NUMBERS) for count in counts},
        "ordered": draw(_optional(st.booleans())),
        "below_first": draw(_BELOW),
    }
    return _given(row) | draw(_COMMON)


@st.composite
def judged(draw: st.DrawFn) -> Data:
    """Rubrics of the form `judged`, as JSON."""
    row = {"form": "judged", "minimum": "0", "maximum": "100", "digits": draw(st.sampled_from([None, 0, 3]))}
    return _given(row) | draw(_COMMON)


@st.composite
def _composites(draw: st.DrawFn, inner: st.SearchStrategy[Data]) -> Data:
    weights = draw(st.sampled_from([["1"], ["0.5", "0.5"], ["0.5", "0.3", "0.2"]]))
    by_class = draw(st.booleans())
    parts = []
    for name, weight in zip(PARTS, weights, strict=False):
        rubric = draw(inner)
        parts.append({"name": name, "weight": dict.fromkeys(CLASSES, weight) if by_class else weight, "rubric": rubric})
    return {"form": "composite", "parts": parts} | draw(_COMMON)


def rubric_data() -> st.SearchStrategy[Data]:
    """Rubrics of every form as JSON documents."""
    forms = st.recursive(st.one_of(levels(), anchors(), steps(), judged()), _composites, max_leaves=3)
    return forms.map(lambda data: {"schema": "samrit/rubric/1", **data})


def rubric_of(data: Data) -> Rubric:
    """The rubric of a document."""
    return read_rubric(load_json(json.dumps({"schema": "samrit/rubric/1", **data}).encode()))


def rubrics() -> st.SearchStrategy[Rubric]:
    """Rubrics of every form."""
    return rubric_data().map(rubric_of)


def facts_of(data: Data) -> Facts:
    """The facts of a document."""
    return read_facts(load_json(json.dumps({"schema": "samrit/facts/1", **data}).encode()))


@st.composite
def facts_data(draw: st.DrawFn, rubric: Data) -> Data:
    """Facts that fit a rubric's names; anything may be missing, nothing is typed that a formula gives."""
    made = rubric.get("values", {})
    maybe = _optional(_NUMBERS)
    row: Data = {
        "as_of": "2025-06-30",
        "period": draw(st.sampled_from([None, "Q3", "FY", "M06"])),
        "unit_class": draw(st.sampled_from([None, "line", "line", "line_staff"])),
        "variables": {"A": draw(maybe), "B": draw(maybe), "minutes": draw(st.lists(maybe, max_size=3))},
        "values": {name: draw(maybe) for name in VALUES if name not in made and draw(st.booleans())},
        "milestones": {name: draw(st.sampled_from([None, "2024-11-20", "2025-07-01"])) for name in MILESTONES},
        "coverage": {"events": draw(st.dictionaries(st.sampled_from(GROUPS), maybe, min_size=4))},
        "counts": {name: draw(st.sampled_from([None, "0", "1", "30"])) for name in COUNTS},
        "judgements": {"": draw(st.sampled_from([None, "0", "95", "100"]))},
    }
    if rubric["form"] == "composite":
        row["parts"] = {part["name"]: draw(facts_data(part["rubric"])) for part in rubric["parts"]}
    return row


@st.composite
def cases(draw: st.DrawFn) -> tuple[Rubric, Facts]:
    """A rubric with facts that fit it."""
    data = draw(rubric_data())
    return rubric_of(data), facts_of(draw(facts_data(data)))
