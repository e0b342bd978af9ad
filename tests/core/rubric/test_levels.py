"""The form `levels`."""

from __future__ import annotations

from itertools import permutations

import pytest

from samrit.core.contract import canonical


def shown(got):
    return (got.state, None if got.score is None else canonical(got.score), got.level)


def bound(than, name="result"):
    return {"value": name, "op": ">=", "than": than}


def test_the_order_of_the_list_means_nothing(give):
    """The highest score whose condition holds."""
    rows = [{"score": score, "when": bound(than)} for score, than in (("5", "9"), ("3", "6"), ("1", "2"))]
    got = {shown(give({"form": "levels", "levels": list(some)}, values={"result": "7"})) for some in permutations(rows)}
    assert got == {("scored", "3", 3)}


@pytest.mark.parametrize(
    ("known", "expected", "missing"),
    [
        ({"x": "9", "result": None}, ("scored", "5", 5), ()),
        ({"x": None, "result": "7"}, ("no_data", None, None), ("x",)),
        ({"x": "0", "result": "7"}, ("scored", "3", 3), ()),
        ({"x": "0", "result": None}, ("no_data", None, None), ("result",)),
        ({}, ("no_data", None, None), ("x", "result")),
        ({"x": None, "result": "1"}, ("no_data", None, None), ("x",)),
    ],
)
def test_no_data_unless_the_score_is_decided_without_it(give, known, expected, missing):
    """A level in doubt above the one that holds leaves the score open; one below it does not."""
    rows = [
        {"score": "5", "when": bound("9", "x")},
        {"score": "3", "when": bound("6")},
        {"score": "1", "when": bound("2")},
    ]
    got = give({"form": "levels", "levels": rows, "below_first": "zero"}, values=known)
    assert (shown(got), got.missing) == (expected, missing)


MIXED = [
    {"score": "3", "when": bound("6")},
    {"score": "2", "when": {"milestone": "b"}},
    {"score": "1", "when": {"milestone": "a"}},
]


@pytest.mark.parametrize(
    ("cumulative", "milestones", "result", "expected"),
    [
        (False, (), "7", ("scored", "3", 3)),
        (None, (), "7", ("scored", "3", 3)),
        (True, (), "7", ("below_first", None, None)),
        (True, ("a",), "7", ("scored", "1", 1)),
        (True, ("b",), "7", ("below_first", None, None)),
        (True, ("a", "b"), "7", ("scored", "3", 3)),
        (True, ("a", "b"), None, ("no_data", None, None)),
        (True, ("a",), None, ("scored", "1", 1)),
        (True, (), None, ("below_first", None, None)),
    ],
)
def test_cumulative_levels_need_all_lower_ones(give, cumulative, milestones, result, expected):
    """Without the word they do not; a value that a broken run makes idle is not missing."""
    rubric = {"form": "levels", "levels": MIXED, "cumulative": cumulative}
    known = dict.fromkeys(milestones, "2025-01-01")
    assert shown(give(rubric, values={"result": result}, milestones=known)) == expected


@pytest.mark.parametrize(
    ("below_first", "expected", "flags"),
    [
        (None, ("below_first", None, None), ()),
        ("none", ("below_first", None, None), ()),
        ("zero", ("scored", "0", None), ("below_first",)),
        ("first", ("scored", "3", None), ("below_first",)),
    ],
)
def test_below_the_first_level(give, below_first, expected, flags):
    """A score that `below_first` gave is `scored`, with the flag; without it there is none."""
    rubric = {"form": "levels", "levels": [{"score": "5", "when": bound("9")}, {"score": "3", "when": bound("6")}]}
    got = give(rubric | {"below_first": below_first}, values={"result": "1"})
    assert (shown(got), got.flags) == (expected, flags)


def test_levels_never_interpolate(give, kr_7301):
    """9 districts are 4, not 4.5."""
    assert shown(give(kr_7301, values={"result": "9"})) == ("scored", "4", 4)


def test_level_is_null_where_levels_are_not_whole_numbers(give):
    """2.5 has no number, and then neither has 2."""
    rubric = {"form": "levels", "levels": [{"score": "2.5", "when": bound("9")}, {"score": "2", "when": bound("6")}]}
    assert shown(give(rubric, values={"result": "7"})) == ("scored", "2", None)


def test_percent_is_that_of_the_level(give, kr_7301):
    """Only where the rubric has it; it does not follow the score."""
    assert give(kr_7301, values={"result": "7"}).percent == 60
    rubric = {"form": "levels", "levels": [{"score": "60", "when": bound("6")}]}
    assert give(rubric, values={"result": "7"}).percent is None


def test_a_level_without_a_threshold_for_the_period_leaves_the_score_open(give):
    """Unless a higher level holds."""
    rows = [{"score": "5", "when": bound({"Q4": "9"})}, {"score": "3", "when": bound("6")}]
    rubric = {"form": "levels", "levels": rows}
    assert give(rubric, period="Q3", values={"result": "7"}).state == "not_applicable"
    rows.append({"score": "6", "when": {"milestone": "m"}})
    assert shown(give(rubric, period="Q3", values={"result": "7"}, milestones={"m": "2025-01-01"}))[1] == "6"


def test_a_cumulative_level_behind_one_in_doubt_leaves_the_score_open(give):
    """With `below_first: first` the lowest level gives its score anyway, but the one above it hangs on it."""
    low = {"score": "1", "when": {"value": "result", "op": ">=", "than": "1"}}
    high = {"score": "2", "when": {"milestone": "plan_approved"}}
    rubric = {"form": "levels", "levels": [low, high], "cumulative": True, "below_first": "first"}
    open_ = give(rubric, milestones={"plan_approved": "2025-01-31"})
    assert (open_.state, open_.score, open_.missing) == ("no_data", None, ("result",))
    decided = give(rubric)
    assert (decided.state, decided.score, decided.missing) == ("scored", 1, ())


def test_the_way_ahead_goes_round_what_cannot_come_any_more(give):
    """A day that has passed, and an event that must not have been and was, are on no way up."""
    late = {"milestone": "plan_approved", "by": "2025-03-31"}
    enough = {"value": "result", "op": ">=", "than": "8"}
    early = {"form": "levels", "levels": [{"score": "5", "when": {"any": [late, enough]}}]}
    assert give(early, values={"result": "7"}).next.missing == (
        {"name": "result", "have": "7", "need": "8", "short": "1"},
    )
    clean = {"form": "levels", "levels": [{"score": "5", "when": {"not": {"milestone": "accident"}}}]}
    assert give(clean, milestones={"accident": "2025-01-31"}).next is None


def test_no_cumulative_level_lies_ahead_behind_one_that_cannot_be_reached(give):
    """The lower level's day has passed, so whatever is added, the higher one never counts."""
    low = {"score": "1", "when": {"milestone": "plan_approved", "by": "2025-03-31"}}
    high = {"score": "2", "when": {"value": "result", "op": ">=", "than": "8"}}
    rubric = {"form": "levels", "levels": [low, high]}
    assert give(rubric | {"cumulative": True}, values={"result": "7"}).next is None
    assert give(rubric | {"cumulative": False}, values={"result": "7"}).next.score == 2
