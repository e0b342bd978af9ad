"""Faults of a rubric that a person must see, and none that is not there."""

from __future__ import annotations

import pytest

from samrit.core.rubric import faults_in


def band(low, high, closed="both", name="result"):
    return {"between": name, "low": low, "high": high, "closed": closed}


def bound(than, op=">=", name="result"):
    return {"value": name, "op": op, "than": than}


def levels(*conditions, **settings):
    """Levels from the highest score downwards."""
    rows = [{"score": str(len(conditions) - place), "when": when} for place, when in enumerate(conditions)]
    return {"form": "levels", "levels": rows, **settings}


NEVER = "this level can never be reached"
SHADOWED = "this level never shows: whenever it holds, a higher one does too"


@pytest.fixture
def faults(rubric):
    """The faults of a rubric in English."""
    return lambda data, **how: [(path, said.en) for path, said in faults_in(rubric(data), **how)]


def test_the_rubric_of_kr_7301_is_sound(faults, kr_7301):
    """Mixed milestones and counts, read literally or cumulatively."""
    assert faults(kr_7301) == faults(kr_7301 | {"cumulative": True}) == []


@pytest.mark.parametrize(
    "data",
    [
        levels(bound("90"), bound("80"), bound("70")),
        levels(bound("3", "<"), bound("5", "<"), bound("8", "<=")),
        levels(band("80", "100"), band("60", "80", "low"), band("0", "60", "low")),
        levels(bound("90"), {"all": [bound("80"), bound("90", "<")]}, {"all": [bound("70"), bound("80", "<")]}),
        levels(bound("3", "=="), bound("2", "=="), bound("1", "==")),
        levels({"milestone": "b"}, {"milestone": "a"}),
        levels({"milestone": "a", "by": "2025-03-31"}, {"milestone": "a"}),
        levels({"all": [bound("5"), {"milestone": "a"}]}, {"any": [bound("5"), {"milestone": "a"}]}),
        levels({"not": bound("5")}, bound("5")),
        levels({"coverage": "e", "groups": "district_groups", "each": "1"}, bound("8")),
        levels(bound({"Q2": "4", "Q4": "3"}), bound({"Q2": "2"})),
        {"form": "judged", "minimum": "0", "maximum": "5"},
        {"form": "anchors", "of": "result", "points": [["1", "1"]]},
    ],
)
def test_sound_rubrics_raise_no_alarm(faults, data):
    """Bounds that include each other are how levels are written."""
    assert faults(data) == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (levels({"all": [bound("5"), bound("4", "<")]}, bound("3")), [("levels[0]", NEVER)]),
        (levels(bound("5"), {"all": [{"milestone": "a"}, {"not": {"milestone": "a"}}]}), [("levels[1]", NEVER)]),
        (levels(band("5", "5", "low"), bound("1")), [("levels[0]", NEVER)]),
        (levels(bound("5"), bound("8")), [("levels[1]", SHADOWED)]),
        (levels(bound("5"), bound("6"), bound("1")), [("levels[1]", SHADOWED)]),
        (levels({"milestone": "a"}, {"milestone": "a", "by": "2025-03-31"}), [("levels[1]", SHADOWED)]),
        (levels({"any": [bound("5"), bound("9", "<")]}, bound("1")), [("levels[1]", SHADOWED)]),
        (
            levels(
                {"coverage": "e", "groups": "district_groups", "each": "1"},
                {"coverage": "e", "groups": "district_groups", "each": "2"},
            ),
            [("levels[1]", SHADOWED)],
        ),
        (levels(bound("5"), bound("8"), cumulative=True), [("levels[1]", SHADOWED)]),
        (
            levels(bound("5"), bound("8"), bound("4", "<"), cumulative=True),
            [("levels[0]", NEVER), ("levels[1]", NEVER)],
        ),
        (levels(bound({"Q2": "5", "Q4": "5"}), bound({"Q2": "8", "Q4": "1"})), [("levels[1]", f"{SHADOWED} (in Q2)")]),
    ],
)
def test_levels_out_of_reach(faults, data, expected):
    """Contradictions, and levels that a higher one always covers."""
    assert faults(data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (levels(band("80", "100"), band("60", "80")), ["levels[1] overlaps the one of 2 (for example at 80)"]),
        (
            levels({"all": [bound("75"), bound("100", "<=")]}, {"all": [bound("60"), bound("80", "<")]}),
            ["levels[1] overlaps the one of 2 (for example at 75)"],
        ),
        (levels(band("80", "100"), band("60", "80", name="share")), []),
    ],
)
def test_bands_that_overlap(faults, data, expected):
    """At one value already."""
    assert [f"{path} {said.removeprefix('this band ')}" for path, said in faults(data)] == expected


def test_bands_that_leave_a_hole(faults):
    """75-79, 80-84: where do 79.5 go? Whole numbers and rounded values leave none."""
    data = levels(bound("85"), band("80", "84"), band("75", "79"))
    assert faults(data) == [
        ("levels[2]", "after this level a hole is left (for example at 79.5)"),
        ("levels[1]", "after this level a hole is left (for example at 84.5)"),
    ]
    assert faults(data, whole=True) == []
    assert faults(data | {"values": {"result": {"round": {"digits": 0}}}}) == []
    assert [path for path, _ in faults(data | {"values": {"result": {"round": {"digits": 1}}}})] == [
        "levels[2]",
        "levels[1]",
    ]


def test_a_hole_in_whole_numbers(faults):
    """4-5 and 7-8 leave out 6."""
    data = levels(band("7", "8"), band("4", "5"))
    assert faults(data, whole=True) == [("levels[1]", "after this level a hole is left (for example at 6)")]


def test_steps_that_are_not_there(faults):
    """A count above the number of steps, and more steps for less."""
    data = {"form": "steps", "steps": [{"id": "a"}, {"id": "b"}], "scores": {"1": "3", "2": "2", "5": "5"}}
    assert faults(data) == [
        ("scores.5", "there are only 2 steps: this score can never be reached"),
        ("scores.2", "gives less than 1 steps do"),
    ]


def test_faults_of_parts(faults):
    """Their paths are read from the whole."""
    data = {"form": "composite", "parts": [{"name": "a", "weight": "1", "rubric": levels(bound("5"), bound("8"))}]}
    assert faults(data) == [("parts[0].rubric.levels[1]", SHADOWED)]


def test_a_rubric_too_large_to_look_through_is_left_alone(faults):
    """Nothing is said rather than guessed, at once."""
    names = [f"v{place}" for place in range(12)]
    data = levels(*({"all": [bound(str(place), name=name) for name in names]} for place in range(5)))
    assert faults(data) == []
