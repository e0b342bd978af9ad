"""The scores that the tests ask for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from samrit.core.contract import Refused, load_json
from samrit.core.rubric import Context, Facts, Rubric, Score, read_facts, read_rubric, score

Data = dict[str, Any]

LEVELS_7301 = [
    {
        "score": "5",
        "percent": "100",
        "text": "ประชาสัมพันธ์ ๑๐ ย่าน และรายงานผล",
        "when": {
            "all": [
                {"value": "result", "op": ">=", "than": "10"},
                {"milestone": "result_reported", "text": "รายงานผลเสนอผู้บริหารทราบ"},
            ]
        },
    },
    {
        "score": "4",
        "percent": "80",
        "text": "ประชาสัมพันธ์ ๘ ย่าน",
        "when": {"value": "result", "op": ">=", "than": "8"},
    },
    {
        "score": "3",
        "percent": "60",
        "text": "ประชาสัมพันธ์ ๖ ย่าน",
        "when": {"value": "result", "op": ">=", "than": "6"},
    },
    {
        "score": "2",
        "percent": "40",
        "text": "ประชาสัมพันธ์ ๔ ย่าน",
        "when": {"value": "result", "op": ">=", "than": "4"},
    },
    {
        "score": "1",
        "percent": "20",
        "text": "จัดทำแผน",
        "when": {"milestone": "plan_approved", "text": "แผนได้รับความเห็นชอบ"},
    },
]


def rubric_of(data: Data) -> Rubric:
    return read_rubric(load_json(json.dumps({"schema": "samrit/rubric/1", **data}).encode()))


def facts_of(data: Data) -> Facts:
    return read_facts(load_json(json.dumps({"schema": "samrit/facts/1", "as_of": "2025-06-30", **data}).encode()))


@pytest.fixture
def rubric() -> Callable[[Data], Rubric]:
    """Reads a rubric."""
    return rubric_of


@pytest.fixture
def facts() -> Callable[..., Facts]:
    """Reads facts, of 30 June 2025 unless they say otherwise."""
    return lambda **data: facts_of(data)


@pytest.fixture
def give() -> Callable[..., Score]:
    """The score of a rubric's JSON for facts given by keyword."""

    def run(data: Data, context: Context = Context(), **known: Any) -> Score:  # noqa: B008 -- a frozen value
        return score(rubric_of(data), facts_of(known), context)

    return run


@pytest.fixture
def refused() -> Callable[..., tuple[str, str]]:
    """The path and the English sentence of a refusal."""

    def run(action: Callable[..., Any], *arguments: Any, **named: Any) -> tuple[str, str]:
        with pytest.raises(Refused) as caught:
            action(*arguments, **named)
        line = caught.value.line("F", "th")
        assert line.startswith("F: ")
        assert "\n" not in line
        return caught.value.path, caught.value.what.en

    return run


@pytest.fixture
def kr_7301() -> Data:
    """The rubric of KR 7301, read literally."""
    return {"form": "levels", "levels": LEVELS_7301, "cumulative": False, "below_first": "none"}
