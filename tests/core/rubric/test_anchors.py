"""The form `anchors`."""

from __future__ import annotations

import pytest

from samrit.core.contract import canonical


def anchors(*points, **settings):
    return {"form": "anchors", "of": "result", "direction": "higher", "points": [list(p) for p in points], **settings}


@pytest.fixture
def at(give):
    """The printed score at a value."""

    def run(rubric, value, **facts):
        got = give(rubric, values={"result": value}, **facts)
        return None if got.score is None else canonical(got.score)

    return run


RISING = (("60", "1"), ("70", "2"), ("90", "5"))
FALLING = (("90", "1"), ("70", "2"), ("60", "5"))


@pytest.mark.parametrize(
    ("value", "step", "linear"),
    [
        ("60", "1", "1"),
        ("65", "1", "1.5"),
        ("69.9999", "1", "2"),
        ("70", "2", "2"),
        ("80", "2", "3.5"),
        ("90", "5", "5"),
        ("99", "5", "5"),
    ],
)
def test_higher(at, value, step, linear):
    """By steps the last point reached counts, by the line what lies between; both hold the last score beyond."""
    assert at(anchors(*RISING), value) == at(anchors(*RISING, between="step"), value) == step
    assert (
        at(anchors(*RISING, between="linear"), value)
        == at(anchors(*RISING, between="linear", cap=True), value)
        == linear
    )


@pytest.mark.parametrize(
    ("value", "step", "linear"),
    [
        ("91", None, None),
        ("90", "1", "1"),
        ("80", "1", "1.5"),
        ("70", "2", "2"),
        ("65", "2", "3.5"),
        ("60", "5", "5"),
        ("-5", "5", "5"),
    ],
)
def test_lower(at, value, step, linear):
    """Less is better, and thresholds fall."""
    assert at(anchors(*FALLING, direction="lower"), value) == step
    assert at(anchors(*FALLING, direction="lower", between="linear"), value) == linear


@pytest.mark.parametrize(
    ("value", "expected"), [("10", "5"), ("9", "5"), ("12.5", "2.5"), ("7.5", "2.5"), ("15", "0"), ("15.1", None)]
)
def test_target(at, value, expected):
    """Thresholds are distances from `at`, on both sides."""
    rubric = anchors(("5", "0"), ("2", "4"), ("1", "5"), direction="target", at="10", between="linear")
    assert at(rubric, value) == ({"12.5": "3.3333", "7.5": "3.3333"}.get(value, expected))


def test_no_cap_goes_on_along_the_last_segment(at):
    """Upwards, downwards, and towards the target."""
    assert at(anchors(*RISING, between="linear", cap=False), "100") == "6.5"
    assert at(anchors(*FALLING, direction="lower", between="linear", cap=False), "50") == "8"
    assert at(anchors(("4", "0"), ("2", "5"), direction="target", at="20", between="linear", cap=False), "20") == "10"


@pytest.mark.parametrize(
    ("below_first", "value", "expected"),
    [
        (None, "30", None),
        ("none", "30", None),
        ("zero", "30", "0"),
        ("first", "30", "1"),
        ("proportional", "30", "0.5"),
        ("proportional", "0", "0"),
        ("proportional", "-6", "0"),
        ("proportional", "20", "0.3333"),
    ],
)
def test_below_the_first_point(give, below_first, value, expected):
    """A score that was given there is flagged."""
    got = give(anchors(*RISING, below_first=below_first), values={"result": value})
    assert (None if got.score is None else canonical(got.score)) == expected
    assert (got.state, got.flags) == (("below_first", ()) if expected is None else ("scored", ("below_first",)))


@pytest.mark.parametrize(
    ("digits", "mode", "expected"),
    [
        (None, None, "0.125"),
        (2, "half_up", "0.13"),
        (2, "half_even", "0.12"),
        (1, "half_up", "0.1"),
        (0, "half_up", "0"),
        (20, "half_up", "0.125"),
    ],
)
def test_rounding_of_the_score(at, digits, mode, expected):
    """Four digits, half away from zero, unless the rubric says otherwise."""
    rounding = None if digits is None else {"digits": digits, "mode": mode}
    assert at(anchors(("0", "0"), ("8", "1"), between="linear", round=rounding), "1") == expected


def test_a_half_below_zero_rounds_away_from_zero(at):
    """-0.125 is -0.13, and half even -0.12; never -0."""
    line = anchors(("-8", "-1"), ("0", "0"), between="linear", round={"digits": 2})
    assert at(line, "-1") == "-0.13"
    assert at(line | {"round": {"digits": 2, "mode": "half_even"}}, "-1") == "-0.12"
    assert at(line | {"round": {"digits": 0}}, "-1") == "0"


def test_points_of_the_period(give):
    """Each period has its own points; another one has none."""
    rubric = anchors() | {"points": {"Q1": [["10", "5"]], "Q3": [["30", "5"]]}}
    assert give(rubric, period="Q3", values={"result": "30"}).state == "scored"
    assert give(rubric, period="Q3", values={"result": "10"}).state == "below_first"
    assert give(rubric, period="FY", values={"result": "10"}).state == "not_applicable"
    assert give(rubric, values={"result": "10"}).state == "not_applicable"


def test_zero_is_data_and_nothing_is_not(give):
    """A result of 0 scores, a missing one does not."""
    rubric = anchors(("0", "1"), ("5", "5"))
    assert give(rubric, values={"result": "0"}).score == 1
    for values in ({"result": None}, {}):
        got = give(rubric, values=values)
        assert (got.state, got.score, got.missing) == ("no_data", None, ("result",))


def test_any_value_may_be_scored(give):
    """`of` names it."""
    assert give(anchors(("1", "5")) | {"of": "share"}, values={"share": "1", "result": None}).score == 5


def test_levels_belong_to_levels(give):
    """A point is no level, even where its score is a whole number."""
    got = give(anchors(*RISING), values={"result": "90"})
    assert (got.level, got.percent) == (None, None)
