"""Conditions of levels: what holds, what fails, and what cannot be told yet."""

from __future__ import annotations

import pytest

GROUPS = ("กรุงเทพกลาง", "กรุงเทพใต้", "กรุงเทพเหนือ", "กรุงเทพตะวันออก", "กรุงธนเหนือ", "กรุงธนใต้")


@pytest.fixture
def state(give):
    """How one condition turns out: "scored" where it holds, "below_first" where not; with what is missing."""

    def run(when, **facts):
        got = give({"form": "levels", "levels": [{"score": "1", "when": when}]}, **facts)
        return (got.state, got.missing) if got.missing else got.state

    return run


def bound(op, than, name="result"):
    return {"value": name, "op": op, "than": than}


TRUE, FALSE = bound(">=", "0"), bound("<", "0")
UNKNOWN = bound(">=", "0", "x")
OTHER = bound(">=", "0", "y")


@pytest.mark.parametrize(
    ("op", "holds"),
    [
        ("<", (True, False, False)),
        ("<=", (True, True, False)),
        (">=", (False, True, True)),
        (">", (False, False, True)),
        ("==", (False, True, False)),
    ],
)
def test_comparisons(state, op, holds):
    """Each operator below, at and above its threshold, exactly."""
    got = tuple(state(bound(op, "0.3"), values={"result": value}) == "scored" for value in ("0.29", "0.30", "0.31"))
    assert got == holds


@pytest.mark.parametrize(
    ("closed", "holds"),
    [("both", (1, 1, 1)), ("low", (1, 1, 0)), ("high", (0, 1, 1)), ("none", (0, 1, 0)), (None, (1, 1, 1))],
)
def test_between(state, closed, holds):
    """`closed` says which ends belong to the band; both unless it says otherwise."""
    when = {"between": "result", "low": "1", "high": "2", "closed": closed}
    got = tuple(int(state(when, values={"result": value}) == "scored") for value in ("1", "1.5", "2"))
    assert got == holds
    assert state(when, values={"result": "2.01"}) == "below_first"


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"all": [TRUE, TRUE]}, "scored"),
        ({"all": [UNKNOWN, FALSE]}, "below_first"),
        ({"all": [FALSE, UNKNOWN]}, "below_first"),
        ({"all": [TRUE, UNKNOWN, OTHER]}, ("no_data", ("x", "y"))),
        ({"any": [FALSE, FALSE]}, "below_first"),
        ({"any": [UNKNOWN, TRUE]}, "scored"),
        ({"any": [FALSE, UNKNOWN]}, ("no_data", ("x",))),
        ({"not": TRUE}, "below_first"),
        ({"not": FALSE}, "scored"),
        ({"not": UNKNOWN}, ("no_data", ("x",))),
        ({"not": {"any": [UNKNOWN, TRUE]}}, "below_first"),
        ({"all": [{"any": [UNKNOWN, TRUE]}, {"not": {"all": [OTHER, FALSE]}}]}, "scored"),
        ({"any": [{"all": [UNKNOWN, FALSE]}, {"all": [OTHER, TRUE]}]}, ("no_data", ("y",))),
    ],
)
def test_a_missing_value_matters_only_where_the_answer_hangs_on_it(state, when, expected):
    """Three-valued logic; only the names that would decide are missing."""
    assert state(when, values={"result": "1"}) == expected


@pytest.mark.parametrize(
    ("milestone", "by", "expected"),
    [
        ("2025-06-30", None, "scored"),
        ("2025-07-01", None, "below_first"),
        (None, None, "below_first"),
        ("2025-03-31", "2025-03-31", "scored"),
        ("2025-04-01", "2025-03-31", "below_first"),
    ],
)
def test_milestones_are_reached_or_not_and_never_missing(state, milestone, by, expected):
    """Not reached: absent, null, after the day of the facts (30 June), after its own date."""
    when = {"milestone": "m", "by": by}
    assert state(when, milestones={"m": milestone}) == expected
    assert state(when) == "below_first"
    opposite = {"scored": "below_first", "below_first": "scored"}[expected]
    assert state({"not": when}, milestones={"m": milestone}) == opposite


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "scored"),
        ({"กรุงเทพใต้": "0"}, "below_first"),
        ({"กรุงเทพใต้": None}, ("no_data", ("events",))),
        ({"กรุงเทพใต้": None, "กรุงธนใต้": "0"}, "below_first"),
        ({"ที่อื่น": "0"}, "scored"),
    ],
)
def test_coverage_asks_every_group_of_the_register(state, change, expected):
    """0 is data and fails; a group that is absent or null is missing, unless another one has failed already."""
    when = {"coverage": "events", "groups": "district_groups", "each": "1"}
    groups = dict.fromkeys(GROUPS, "1") | change
    assert state(when, coverage={"events": groups}) == expected
    assert state(when, coverage={"events": {k: v for k, v in groups.items() if v is not None}}) == expected


def test_coverage_that_is_not_there_is_missing(state):
    """Nobody counted."""
    when = {"coverage": "events", "groups": "district_groups", "each": "0"}
    assert state(when) == state(when, coverage={"events": None}) == ("no_data", ("events",))


Q2_ONLY = bound(">=", {"Q2": "5"})


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (Q2_ONLY, "not_applicable"),
        ({"between": "result", "low": {"Q2": "1"}, "high": "9"}, "not_applicable"),
        ({"between": "result", "low": "1", "high": {"Q2": "9"}}, "not_applicable"),
        ({"coverage": "events", "groups": "district_groups", "each": {"Q2": "1"}}, "not_applicable"),
        ({"any": [Q2_ONLY, TRUE]}, "scored"),
        ({"all": [Q2_ONLY, FALSE]}, "below_first"),
        ({"all": [Q2_ONLY, UNKNOWN]}, "not_applicable"),
    ],
)
def test_no_threshold_for_the_period(state, when, expected):
    """Where the condition is needed the rubric does not apply; where the answer is decided without it, it does."""
    assert state(when, period="Q3", values={"result": "1"}) == expected
    if expected == "not_applicable":
        assert state(when, values={"result": "1"}) == expected


@pytest.mark.parametrize(
    ("period", "as_of", "expected"), [("Q2", "2025-01-01", "scored"), ("M01", "2025-01-31", "below_first")]
)
def test_the_period_of_the_facts_chooses_the_threshold(state, period, as_of, expected):
    """Each period has its own."""
    assert state(bound(">=", {"Q2": "5", "M01": "6"}), period=period, as_of=as_of, values={"result": "5"}) == expected
