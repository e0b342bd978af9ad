"""Finds of an attack on scoring, each with its mend."""

from __future__ import annotations

import json

import pytest

from samrit.core.contract import Refused, load_json
from samrit.core.rubric import read_facts, read_rubric, score, score_data


def scored(rubric: dict, **facts: object) -> dict:
    """The score document of bare rubric data under bare facts."""
    read = read_rubric(load_json(json.dumps({"schema": "samrit/rubric/1", **rubric}).encode()))
    given = load_json(json.dumps({"schema": "samrit/facts/1", **facts}).encode())
    return score_data(score(read, read_facts(given)))


def formula(text: str) -> dict:
    return {
        "form": "anchors",
        "points": [["0", "0"], ["1", "1"]],
        "between": "linear",
        "values": {"result": {"formula": text}},
        "of": "result",
    }


def test_numbers_that_grow_in_a_function_have_no_value():
    """sum() keeps the same bounds as "+"."""
    product = "*".join(f"v{n}" for n in range(8))
    variables = {f"v{n}": "9" * 29 + str(n) for n in range(8)}
    text = f"sum({', '.join(f'1/({product}+{n}*{product}*{product})' for n in range(6))})"
    assert scored(formula(text), variables=variables)["state"] in {"scored", "no_data"}


@pytest.mark.parametrize(
    ("text", "variables", "state"),
    [
        ("count(A)", {"A": None}, "scored"),
        ("count(A)", {}, "no_data"),
        ("count(A, B)", {"A": None, "B": None}, "scored"),
        ("sum(A, 5)", {"A": []}, "no_data"),
        ("max(A, 0)", {"A": []}, "no_data"),
    ],
)
def test_counts_of_nothing_and_empty_lists(text, variables, state):
    """`count` of what has no value is 0; an empty list gives the others no value; what is not named is missing."""
    assert scored(formula(text), variables=variables)["state"] == state


def test_a_deduction_never_leaves_less_than_zero():
    """A judged score below 0 is 0 after deductions, too."""
    judged = {"form": "judged", "minimum": "-10", "maximum": "10", "adjust": [{"per": "missed", "subtract": "1"}]}
    assert scored(judged, judgements={"": "-5"}, counts={"missed": "1"})["score"] == "0"


def test_a_missing_value_that_changes_nothing_is_no_hindrance():
    """Level 1 or "below the first, so 1": the score is 1 either way."""
    levels = {
        "form": "levels",
        "below_first": "first",
        "levels": [
            {"score": "2", "when": {"value": "result", "op": ">=", "than": "1"}},
            {"score": "1", "when": {"value": "x", "op": ">", "than": "1"}},
        ],
    }
    assert scored(levels, values={"result": "0"})["score"] == "1"


def test_unknown_parts_are_refused_even_when_null():
    """A part that the rubric does not have is a slip, whatever it holds."""
    part = {"form": "judged", "minimum": "0", "maximum": "5"}
    whole = {"form": "composite", "parts": [{"name": "a", "weight": "1", "rubric": part}]}
    with pytest.raises(Refused):
        scored(whole, parts={"zz": None})


def test_what_is_empty_is_as_what_is_left_out():
    """`values` and `applies_to` may be empty."""
    judged = {"form": "judged", "minimum": "0", "maximum": "5", "values": {}, "applies_to": []}
    assert scored(judged, judgements={"": "4"})["score"] == "4"


def test_next_asks_nothing_impossible():
    """An event whose day has passed, and one that must not happen, are not what is missing."""
    five = {"value": "result", "op": ">=", "than": "5"}
    levels = {
        "form": "levels",
        "levels": [
            {"score": "3", "when": {"milestone": "early", "by": "2025-01-31"}},
            {
                "score": "2",
                "when": {"all": [five, {"not": {"milestone": "accident"}}]},
            },
            {"score": "1", "when": {"value": "result", "op": ">=", "than": "1"}},
        ],
    }
    document = scored(levels, as_of="2025-06-30", values={"result": "2"})
    assert document["next"] == {"score": "2", "missing": [{"name": "result", "have": "2", "need": "5", "short": "3"}]}


def test_next_is_more_than_now():
    """Where deductions eat every rise, there is no next score."""
    levels = {
        "form": "levels",
        "levels": [
            {"score": "2", "when": {"value": "result", "op": ">=", "than": "5"}},
            {"score": "1", "when": {"value": "result", "op": ">=", "than": "1"}},
        ],
        "adjust": [{"per": "missed", "subtract": "5"}],
    }
    assert scored(levels, values={"result": "1"}, counts={"missed": "2"})["next"] is None


def test_buddhist_years_in_documents_are_refused():
    """A milestone of 2567-11-20 is a slip, not a day five centuries ahead."""
    with pytest.raises(Refused) as refused:
        scored(formula("1"), milestones={"plan_approved": "2567-11-20"})
    assert refused.value.mend.en == "write the Gregorian year 2024"


def test_many_unit_classes_are_refused_quickly():
    """Weights by class stay a handful."""
    part = {"form": "judged", "minimum": "0", "maximum": "5"}
    parts = [
        {"name": f"p{n}", "weight": {f"c{n}": "1"}, "rubric": part | {"applies_to": [f"c{n}"]}} for n in range(200)
    ]
    with pytest.raises(Refused) as refused:
        scored({"form": "composite", "parts": parts})
    assert "unit classes" in refused.value.what.en
