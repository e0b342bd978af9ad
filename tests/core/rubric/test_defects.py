"""Defects seen in other systems that must never appear here."""

from __future__ import annotations

import pytest

from samrit.core.contract import canonical

LINE = {"form": "anchors", "of": "result", "points": [["0", "0"], ["100", "100"]], "between": "linear"}
JUDGED = {"form": "judged", "minimum": "0", "maximum": "100"}


def by_formula(formula):
    return LINE | {"values": {"result": {"formula": formula, "round": {"digits": 2}}}}


def half_and_half(one=JUDGED, other=JUDGED):
    rows = [{"name": "a", "weight": "0.5", "rubric": one}, {"name": "b", "weight": "0.5", "rubric": other}]
    return {"form": "composite", "parts": rows}


def printed(got):
    return None if got.score is None else canonical(got.score)


def test_an_approved_zero_is_a_zero(give):
    """Not "no data"."""
    got = give(LINE, values={"result": "0"})
    assert (got.state, printed(got)) == ("scored", "0")
    got = give(half_and_half(), judgements={"a": "0", "b": "0"})
    assert (got.state, printed(got)) == ("scored", "0")


def test_the_average_of_80_and_60_is_70(give):
    """Not 140."""
    assert printed(give(half_and_half(), judgements={"a": "80", "b": "60"})) == "70"
    assert printed(give(by_formula("mean(parts)"), variables={"parts": ["80", "60"]})) == "70"


def test_the_maximum_of_8_and_6_is_8(give):
    """Not 14."""
    assert printed(give(by_formula("max(parts)"), variables={"parts": ["8", "6"]})) == "8"


def test_8_of_10_and_8_of_10_are_16_of_20(give):
    """80 %, not 76.19 %."""
    got = give(by_formula("sum(done) / sum(all) * 100"), variables={"done": ["8", "8"], "all": ["10", "10"]})
    assert printed(got) == "80"


def test_a_place_without_a_total_does_not_double_the_report(give):
    """It is missing, and named."""
    got = give(by_formula("sum(done) / sum(all) * 100"), variables={"done": ["8", "8"], "all": ["10", None]})
    assert (got.state, printed(got), got.missing) == ("no_data", None, ("all",))


def test_a_falling_measure_that_beats_its_target_succeeds(give):
    """100 %, not 0 % or 50 %."""
    rubric = {"form": "anchors", "of": "result", "direction": "lower", "points": [["120", "0"], ["90", "100"]]}
    for between in ("step", "linear"):
        got = give(rubric | {"between": between}, values={"result": "60"})
        assert (printed(got), got.flags) == ("100", ("over_target",))


def test_keeping_at_the_target_is_full_success(give):
    """Not stuck at half."""
    rubric = {
        "form": "anchors",
        "of": "result",
        "direction": "target",
        "at": "50",
        "points": [["10", "0"], ["0", "100"]],
    }
    assert printed(give(rubric | {"between": "linear"}, values={"result": "50"})) == "100"


def test_a_result_without_weight_is_refused(rubric, refused):
    """Not counted as 0 in silence."""
    data = half_and_half()
    del data["parts"][1]["weight"]
    assert refused(rubric, data)[0] == "parts[1].weight"
    data["parts"][1]["weight"] = "0"
    assert refused(rubric, data)[0] == "parts[1].weight"


@pytest.mark.parametrize(("result", "expected"), [("19.99", "1"), ("20", "2"), ("20.01", "2")])
def test_two_bands_that_both_hold_20_percent(give, result, expected):
    """The higher one counts, always."""
    rows = [
        {"score": "2", "when": {"between": "result", "low": "20", "high": "40"}},
        {"score": "1", "when": {"between": "result", "low": "0", "high": "20"}},
    ]
    assert printed(give({"form": "levels", "levels": rows}, values={"result": result})) == expected
    assert printed(give({"form": "levels", "levels": rows[::-1]}, values={"result": result})) == expected
