"""The score as a document: its state, reasons, outlook, assumptions and flags."""

from __future__ import annotations

from decimal import Decimal

import pytest

from samrit.core.contract import canonical, dump_json, load_json
from samrit.core.rubric import Assumed, Bound, Context, score, score_data

PLAN = {"plan_approved": "2024-11-20"}
DISTRICTS = Context(key_result="7301", fiscal_year=2568, target=Bound(Decimal(10)), unit="ย่าน", kind="count")


def bound(than, name="result", op=">="):
    return {"value": name, "op": op, "than": than}


def missing(got):
    return [dict(gap) for gap in got.next.missing]


def test_the_document_of_the_contract(give, kr_7301):
    """Whole, in its order of keys: 7 districts and an approved plan are 3."""
    del kr_7301["below_first"]
    got = give(kr_7301, DISTRICTS, key_result="7301", period="Q3", values={"result": "7"}, milestones=PLAN)
    data = score_data(got)
    assert list(data) == [
        "schema",
        "score",
        "level",
        "percent",
        "state",
        "missing",
        "because",
        "next",
        "assumed",
        "flags",
    ]
    assert load_json(dump_json(data).encode()).value == {
        "schema": "samrit/score/1",
        "score": "3",
        "level": 3,
        "percent": "60",
        "state": "scored",
        "missing": [],
        "because": [
            {
                "rule": "levels[2]",
                "text": "ประชาสัมพันธ์ ๖ ย่าน",
                "held": True,
                "inputs": [{"name": "result", "value": "7", "op": ">=", "than": "6"}],
            }
        ],
        "next": {"score": "4", "missing": [{"name": "result", "have": "7", "need": "8", "short": "1"}]},
        "assumed": [{"rule": "below_first", "choice": "none", "why": "the sheet does not say"}],
        "flags": [],
    }


def test_a_definition_without_rubric_has_no_data(facts):
    """And says so."""
    got = score(None, facts(values={"result": "7"}), DISTRICTS)
    assert score_data(got) == {
        "schema": "samrit/score/1",
        "score": None,
        "level": None,
        "percent": None,
        "state": "no_data",
        "missing": [],
        "because": [{"rule": "rubric", "text": "the definition has no rubric", "held": False, "inputs": []}],
        "next": None,
        "assumed": [],
        "flags": [],
    }


def test_facts_must_be_those_of_the_key_result(give, refused, kr_7301):
    """Facts that name none are taken; a rubric alone asks nothing."""
    assert refused(give, kr_7301, DISTRICTS, key_result="7302")[0] == "key_result"
    assert refused(score, None, give(kr_7301, key_result="7302").facts, DISTRICTS)[0] == "key_result"
    assert give(kr_7301, DISTRICTS).state == "no_data"


def test_the_period_must_be_of_the_definition_s_year(give, refused, kr_7301):
    """Q3 of another fiscal year does not contain the day."""
    path, what = refused(give, kr_7301, DISTRICTS, as_of="2024-06-30", period="Q3")
    assert (path, what) == ("period", "Q3 of fiscal year 2568 does not contain 2024-06-30 (as_of)")
    parts = {"form": "composite", "parts": [{"name": "a", "weight": "1", "rubric": kr_7301}]}
    assert refused(give, parts, DISTRICTS, parts={"a": {"as_of": "2024-06-30", "period": "Q3"}})[0] == "parts.a.period"
    assert give(kr_7301, as_of="2024-06-30", period="Q3").state == "no_data"


# --- because ---


def test_a_higher_level_that_failed_on_something_else_is_shown(give, kr_7301):
    """10 districts without the report: the reader sees why it is not 5."""
    got = give(kr_7301, values={"result": "10"})
    rows = [(row.rule, row.held, list(row.inputs)) for row in got.because]
    assert rows == [
        ("levels[1]", True, [{"name": "result", "value": "10", "op": ">=", "than": "8"}]),
        (
            "levels[0]",
            False,
            [{"milestone": "result_reported", "text": "รายงานผลเสนอผู้บริหารทราบ", "date": None}],
        ),
    ]


def test_below_the_first_level_every_level_is_shown(give, kr_7301):
    """And the rule that applies below."""
    got = give(kr_7301, values={"result": "0"})
    rows = [(row.rule, row.held) for row in got.because]
    assert rows == [*((f"levels[{place}]", False) for place in range(5)), ("below_first", True)]
    assert got.because[-1].text.en == "below the first level: no score"


def test_what_cannot_be_told_is_null(give, kr_7301):
    """With the value that is missing."""
    got = give(kr_7301, milestones=PLAN)
    assert [(row.rule, row.held) for row in got.because] == [
        ("levels[0]", False),
        ("levels[1]", None),
        ("levels[2]", None),
        ("levels[3]", None),
        ("levels[4]", True),
    ]
    assert got.because[1].inputs == ({"name": "result", "value": None, "op": ">=", "than": "8"},)


def test_formulas_and_deductions_have_their_rows(give):
    """The variables that went in, lists too, and the counts."""
    rubric = {
        "form": "anchors",
        "of": "result",
        "direction": "target",
        "at": "20",
        "points": [["4", "0"], ["2", "5"]],
        "between": "linear",
        "values": {"result": {"formula": "sum(pupils) / teachers", "round": {"digits": 1}}},
        "adjust": [{"per": "missed_reports", "subtract": "0.2"}],
    }
    known = {"variables": {"pupils": ["100", "126"], "teachers": "10"}, "counts": {"missed_reports": "1"}}
    got = give(rubric, **known)
    assert canonical(got.score) == "3.3"
    distance = {"name": "result", "value": "22.6", "at": "20", "distance": "2.6", "op": "<="}
    assert [(row.rule, row.text.en, row.held, list(row.inputs)) for row in got.because] == [
        ("points[0]", "result within 4 of 20 gives 0", True, [distance | {"than": "4"}]),
        ("points[1]", "result within 2 of 20 gives 5", False, [distance | {"than": "2"}]),
        (
            "values.result",
            "sum(pupils) / teachers = 22.6",
            True,
            [{"name": "pupils", "value": ["100", "126"]}, {"name": "teachers", "value": "10"}],
        ),
        (
            "adjust[0]",
            "minus 0.2 for each of missed reports",
            True,
            [{"name": "missed_reports", "value": "1", "subtract": "0.2"}],
        ),
    ]
    bad = give(rubric, variables={"pupils": ["100", None], "teachers": "0"}, counts={"missed_reports": "0"})
    assert [(row.rule, row.held) for row in bad.because] == [
        ("points", None),
        ("values.result", None),
        ("adjust[0]", False),
    ]
    assert bad.because[1].text.en == "sum(pupils) / teachers: no value, pupils is missing"


def test_a_value_without_end_is_shown_with_thirty_digits(give):
    """A document holds decimal strings only."""
    rubric = {"form": "anchors", "of": "result", "points": [["0", "1"]], "values": {"result": {"formula": "A / 3"}}}
    got = give(rubric, variables={"A": "200"})
    assert got.because[0].inputs[0]["value"] == "66.6666666666666666666666666667"


# --- next ---


def test_there_is_no_next_at_the_top(give, kr_7301):
    """Nor where there is no standing yet."""
    top = give(kr_7301, values={"result": "10"}, milestones={"result_reported": "2025-06-01"})
    assert (top.level, top.next) == (5, None)
    assert give(kr_7301).next is None
    assert give(kr_7301 | {"applies_to": ["line"]}, values={"result": "1"}).next is None


@pytest.mark.parametrize(
    ("known", "expected", "gaps"),
    [
        ({"values": {"result": "3"}}, "1", [{"milestone": "plan_approved", "text": "แผนได้รับความเห็นชอบ"}]),
        (
            {"values": {"result": "3"}, "milestones": PLAN},
            "2",
            [{"name": "result", "have": "3", "need": "4", "short": "1"}],
        ),
        (
            {"values": {"result": "9"}},
            "5",
            [
                {"name": "result", "have": "9", "need": "10", "short": "1"},
                {"milestone": "result_reported", "text": "รายงานผลเสนอผู้บริหารทราบ"},
            ],
        ),
    ],
)
def test_the_next_higher_score_and_what_is_missing(give, kr_7301, known, expected, gaps):
    """The nearest higher score; what holds already is not missing."""
    got = give(kr_7301, **known)
    assert (canonical(got.next.score), missing(got)) == (expected, gaps)


@pytest.mark.parametrize(
    ("when", "values", "gaps"),
    [
        (bound("4.00", op="<"), {"result": "4.30"}, [("result", "4.3", "4", "0.3")]),
        (bound("90", op="<="), {"result": "95"}, [("result", "95", "90", "5")]),
        (bound("8", op=">"), {"result": "8"}, [("result", "8", "8", "1")]),
        (bound("0.50", op=">"), {"result": "0.25"}, [("result", "0.25", "0.5", "0.25")]),
        (bound("3.5", op="<"), {"result": "3.50"}, [("result", "3.5", "3.5", "0.1")]),
        (bound("5", op="=="), {"result": "7"}, [("result", "7", "5", "2")]),
        ({"not": bound("5", op="==")}, {"result": "5"}, [("result", "5", "5", "1")]),
        ({"not": bound("5")}, {"result": "8"}, [("result", "8", "5", "3")]),
        ({"between": "result", "low": "5", "high": "7"}, {"result": "4"}, [("result", "4", "5", "1")]),
        ({"between": "result", "low": "5", "high": "7"}, {"result": "9"}, [("result", "9", "7", "2")]),
        ({"not": {"between": "result", "low": "0", "high": "9"}}, {"result": "7"}, [("result", "7", "9", "2")]),
        ({"all": [bound("9"), bound("2", "x")]}, {"result": "4"}, [("result", "4", "9", "5"), ("x", None, "2", None)]),
        (
            {"any": [{"all": [bound("9"), bound("9", "x")]}, bound("6", "x")]},
            {"result": "1", "x": "2"},
            [("x", "2", "6", "4")],
        ),
        ({"not": {"all": [bound("3"), bound("1", "x")]}}, {"result": "4", "x": "1"}, [("result", "4", "3", "1")]),
    ],
)
def test_what_is_short_is_positive_in_the_direction_that_helps(give, when, values, gaps):
    """For every kind of condition; of several ways the shortest is shown."""
    got = give({"form": "levels", "levels": [{"score": "1", "when": when}]}, values=values)
    assert [(gap["name"], gap["have"], gap["need"], gap["short"]) for gap in missing(got)] == gaps


def test_groups_that_are_short_are_named(give):
    """Each by its own row."""
    when = {"coverage": "events", "groups": "district_groups", "each": "2"}
    groups = dict.fromkeys(("กรุงเทพเหนือ", "กรุงเทพตะวันออก", "กรุงธนเหนือ", "กรุงธนใต้"), "2")
    got = give(
        {"form": "levels", "levels": [{"score": "1", "when": when}]},
        coverage={"events": groups | {"กรุงเทพกลาง": "0", "กรุงเทพใต้": "1"}},
    )
    assert missing(got) == [
        {"name": "events.กรุงเทพกลาง", "have": "0", "need": "2", "short": "2"},
        {"name": "events.กรุงเทพใต้", "have": "1", "need": "2", "short": "1"},
    ]


def test_next_of_cumulative_levels(give):
    """All that the lower levels still lack belongs to it."""
    rows = [{"score": "2", "when": bound("6")}, {"score": "1", "when": {"milestone": "m"}}]
    got = give({"form": "levels", "levels": rows, "cumulative": True}, values={"result": "7"})
    assert (canonical(got.next.score), missing(got)) == ("1", [{"milestone": "m", "text": None}])


@pytest.mark.parametrize(
    ("settings", "value", "expected"),
    [
        ({}, "50", ("1", "60", "10")),
        ({}, "65", ("2", "70", "5")),
        ({"between": "linear"}, "65", ("2", "70", "5")),
        ({"below_first": "first"}, "50", ("2", "70", "20")),
        ({}, "70", None),
        ({"between": "linear", "cap": False}, "80", None),
    ],
)
def test_next_point(give, settings, value, expected):
    """The next point that gives more than there is."""
    rubric = {"form": "anchors", "of": "result", "points": [["60", "1"], ["70", "2"]]} | settings
    got = give(rubric, values={"result": value})
    if expected is None:
        assert got.next is None
    else:
        assert (canonical(got.next.score), *(missing(got)[0][key] for key in ("need", "short"))) == expected


@pytest.mark.parametrize(("value", "need", "short"), [("26", "22", "4"), ("14", "18", "4")])
def test_next_towards_a_target(give, value, need, short):
    """The nearest value within the distance, on the side where we are."""
    points = [["4", "1"], ["2", "5"]]
    rubric = {"form": "anchors", "of": "result", "direction": "target", "at": "20", "points": points}
    got = give(rubric | {"points": points[1:]}, values={"result": value})
    assert missing(got) == [{"name": "result", "have": value, "need": need, "short": short}]


@pytest.mark.parametrize(("ordered", "expected"), [(True, ["a", "b", "c"]), (False, ["a", "b"])])
def test_next_steps(give, ordered, expected):
    """In order: all that are open up to the count; otherwise as many as are short."""
    rubric = {
        "form": "steps",
        "steps": [{"id": name} for name in "abcd"],
        "scores": {"3": "3", "9": "9"},
        "ordered": ordered,
    }
    got = give(rubric, milestones={"d": "2025-01-01"})
    assert canonical(got.next.score) == "3"
    assert [gap["milestone"] for gap in missing(got)] == expected


def test_next_of_a_composite_is_the_smallest_rise(give):
    """One part's next score, with the gaps named from the whole."""
    levels = {"form": "levels", "levels": [{"score": str(n), "when": bound(str(n))} for n in (1, 2, 3)]}
    steps = {"form": "steps", "steps": [{"id": "m"}], "scores": {"0": "1", "1": "2"}}
    rubric = {
        "form": "composite",
        "parts": [
            {"name": "a", "weight": "0.6", "rubric": levels},
            {"name": "b", "weight": "0.4", "rubric": steps},
        ],
    }
    got = give(rubric, parts={"a": {"values": {"result": "1"}}})
    assert (canonical(got.next.score), missing(got)) == ("1.4", [{"milestone": "b.m", "text": None}])
    got = give(rubric, parts={"a": {"values": {"result": "1"}}, "b": {"milestones": {"m": "2025-01-01"}}})
    gap = {"name": "a.result", "have": "1", "need": "2", "short": "1"}
    assert (canonical(got.score), canonical(got.next.score), missing(got)) == ("1.4", "2", [gap])


def test_deductions_stay_in_the_next_score(give, kr_7301):
    """What would be printed, were the next level reached."""
    rubric = kr_7301 | {"adjust": [{"per": "missed", "subtract": "0.2"}]}
    got = give(rubric, values={"result": "7"}, counts={"missed": "2"})
    assert (canonical(got.score), canonical(got.next.score)) == ("2.6", "3.6")


# --- assumed ---


@pytest.mark.parametrize(
    ("rubric", "expected"),
    [
        ({"form": "levels", "levels": [{"score": "1", "when": bound("1")}]}, [("below_first", "none")]),
        (
            {"form": "levels", "levels": [{"score": "1", "when": bound("1")}, {"score": "2", "when": bound("2")}]},
            [("below_first", "none"), ("cumulative", "false")],
        ),
        (
            {"form": "anchors", "of": "result", "points": [["1", "1"]]},
            [("below_first", "none"), ("between", "step")],
        ),
        (
            {"form": "anchors", "of": "result", "points": [["1", "1"]], "between": "linear", "below_first": "zero"},
            [("cap", "true"), ("round", "4 digits, half_up")],
        ),
        (
            {"form": "steps", "steps": [{"id": "a"}], "scores": {"1": "1"}},
            [("below_first", "none"), ("ordered", "false")],
        ),
        ({"form": "judged", "minimum": "0", "maximum": "5"}, []),
        (
            {
                "form": "composite",
                "parts": [
                    {"name": "a", "weight": "1", "rubric": {"form": "anchors", "of": "result", "points": [["1", "1"]]}}
                ],
            },
            [
                ("parts[0].rubric.below_first", "none"),
                ("parts[0].rubric.between", "step"),
                ("round", "4 digits, half_up"),
            ],
        ),
    ],
)
def test_defaults_are_printed_as_assumptions(give, rubric, expected):
    """Wherever the rubric leaves a setting open that matters."""
    got = give(rubric)
    assert [(row.rule, row.choice) for row in got.assumed] == expected
    assert {row.why for row in got.assumed} <= {"the sheet does not say"}


def test_what_the_rubric_says_is_no_assumption(give, kr_7301):
    """Explicit settings are the sheet's own."""
    assert give(kr_7301, values={"result": "7"}).assumed == ()


def test_assumptions_of_the_definition_come_first(give, kr_7301):
    """Each rule once."""
    del kr_7301["below_first"]
    own = Assumed("below_first", "none", "the table has no row for it")
    other = Assumed("levels[0].when", ">=", "bare numbers")
    got = give(kr_7301, Context(assumed=(other, own)), values={"result": "7"})
    assert got.assumed == (other, own)


def test_facts_without_a_day_take_every_dated_milestone(give, kr_7301):
    """There is nothing that it could be after; the score says so."""
    got = give(kr_7301, as_of=None, values={"result": "0"}, milestones=PLAN)
    assert (got.level, got.assumed) == (
        1,
        (Assumed("as_of", "every dated milestone counts", "the facts do not say"),),
    )


# --- flags ---


@pytest.mark.parametrize(
    ("context", "result", "flags"),
    [
        (DISTRICTS, "10", ()),
        (DISTRICTS, "11", ("over_target",)),
        (DISTRICTS, "-1", ("outside_unit_range",)),
        (Context(), "10", ()),
        (Context(), "11", ("over_target",)),
        (Context(target=Bound(Decimal(10), "<=")), "9", ("over_target",)),
        (Context(target=Bound(Decimal(10), "<=")), "11", ()),
        (Context(target=Bound(Decimal(10), "==")), "11", ()),
        (Context(target=Bound(Decimal(80)), unit="ร้อยละ"), "100", ("over_target",)),
        (Context(target=Bound(Decimal(80)), unit="ร้อยละ"), "100.01", ("over_target", "outside_unit_range")),
        (Context(target=Bound(Decimal(80)), unit="ร้อยละ"), "-0.01", ("outside_unit_range",)),
        (Context(target=Bound(Decimal(5)), unit="ร้อยละ", kind="reduction"), "-10", ()),
        (Context(target=Bound(Decimal(10)), minimums=(Bound(Decimal(20), ">=", "media"),)), "10", ("minimum_unmet",)),
        (Context(target=Bound(Decimal(10)), minimums=(Bound(Decimal(19), ">=", "media"),)), "10", ()),
        (Context(target=Bound(Decimal(10)), minimums=(Bound(Decimal(19), ">=", "stories"),)), "10", ()),
    ],
)
def test_flags_that_a_definition_raises(give, kr_7301, context, result, flags):
    """They never change the score; a minimum without its figure is not judged."""
    got = give(kr_7301, context, values={"result": result, "media": "19"}, milestones=PLAN)
    assert got.flags == flags
    assert got.score == give(kr_7301, values={"result": result}, milestones=PLAN).score


def test_flags_stand_in_the_order_of_the_list_and_once(give):
    """Those of the parts go up into the whole."""
    steps = {"form": "steps", "steps": [{"id": "a"}, {"id": "b"}], "scores": {"1": "1"}, "ordered": True}
    steps |= {"below_first": "zero"}
    rubric = {
        "form": "composite",
        "parts": [
            {"name": "a", "weight": "0.4", "rubric": steps},
            {"name": "b", "weight": "0.4", "rubric": steps},
            {"name": "c", "weight": "0.2", "rubric": steps | {"applies_to": ["line"]}},
        ],
    }
    later = {"milestones": {"b": "2025-01-01"}}
    got = give(rubric, parts={"a": later, "b": later})
    assert got.flags == ("step_skipped", "below_first", "rescaled")


@pytest.mark.parametrize(
    ("direction", "points", "value", "flags"),
    [
        ("higher", [["10", "1"]], "11", ("over_target",)),
        ("lower", [["10", "1"]], "9", ("over_target",)),
        ("lower", [["10", "1"]], "10", ()),
        ("target", [["10", "1"]], "9", ()),
    ],
)
def test_beyond_the_last_point(give, direction, points, value, flags):
    """Without a known target the rubric's own top is the measure; nearest to a target is never beyond it."""
    at = "9" if direction == "target" else None
    rubric = {"form": "anchors", "of": "result", "direction": direction, "at": at, "points": points}
    assert give(rubric, values={"result": value}).flags == flags
