"""What a rubric document must be, with the path of every fault."""

from __future__ import annotations

import pytest

from samrit.core.contract import load_json
from samrit.core.rubric import read_rubric, rubric_data

LEAF = {"value": "result", "op": ">=", "than": "1"}
LEVEL = {"score": "1", "when": LEAF}
LEVELS = {"form": "levels", "levels": [LEVEL]}
ANCHORS = {"form": "anchors", "of": "result", "direction": "higher", "points": [["1", "1"], ["2", "2"]]}
JUDGED = {"form": "judged", "minimum": "0", "maximum": "5", "digits": 2}
STEPS = {"form": "steps", "steps": [{"id": "a"}, {"id": "b"}], "scores": {"1": "1"}}


def part(name="a", weight="1", rubric=JUDGED):
    return {"name": name, "weight": weight, "rubric": rubric}


def whole(*parts):
    return {"form": "composite", "parts": list(parts)}


def when(condition):
    return {"form": "levels", "levels": [{"score": "1", "when": condition}]}


def pts(*points, **settings):
    return ANCHORS | {"points": [list(point) for point in points]} | settings


def value(**rule):
    return JUDGED | {"values": {"result": rule}}


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({}, "form"),
        ({"form": "table"}, "form"),
        (LEVELS | {"schema": "samrit/rubric/2"}, "schema"),
        (LEVELS | {"of": "result"}, "of"),
        (LEVELS | {"between": "step"}, "between"),
        (LEVELS | {"levels": []}, "levels"),
        (LEVELS | {"levels": None}, "levels"),
        (LEVELS | {"levels": [LEVEL, LEVEL]}, "levels[1].score"),
        (LEVELS | {"levels": [LEVEL, LEVEL | {"score": "1.0"}]}, "levels[1].score"),
        (LEVELS | {"levels": [{"score": "1"}]}, "levels[0].when"),
        (LEVELS | {"levels": [{"when": LEAF}]}, "levels[0].score"),
        (LEVELS | {"levels": [LEVEL | {"score": 1}]}, "levels[0].score"),
        (LEVELS | {"levels": [LEVEL | {"percent": 20}]}, "levels[0].percent"),
        (LEVELS | {"levels": [LEVEL | {"level": "1"}]}, "levels[0].level"),
        (LEVELS | {"cumulative": "no"}, "cumulative"),
        (LEVELS | {"below_first": "proportional"}, "below_first"),
        (LEVELS | {"round": {"digits": 21}}, "round.digits"),
        (LEVELS | {"round": {"mode": "down"}}, "round.mode"),
        (LEVELS | {"counts": 0}, "counts"),
        (LEVELS | {"applies_to": ["line", "line"]}, "applies_to[1]"),
        (LEVELS | {"applies_to": "line"}, "applies_to"),
        (LEVELS | {"adjust": [{"per": "x"}]}, "adjust[0].subtract"),
        (LEVELS | {"adjust": [{"per": "x", "subtract": "-1"}]}, "adjust[0].subtract"),
        (LEVELS | {"adjust": [{"per": " ", "subtract": "1"}]}, "adjust[0].per"),
        (value(), "values.result"),
        (value(formula="A +"), "values.result.formula"),
        (value(formula=1), "values.result.formula"),
        (value(formula="A", unit="%"), "values.result.unit"),
        (value(formula="A", round={"digits": 1, "mode": "up"}), "values.result.round.mode"),
        (when({}), "levels[0].when"),
        (when([]), "levels[0].when"),
        (when({"text": "x"}), "levels[0].when"),
        (when({"all": [], "text": "x"}), "levels[0].when.text"),
        (when({"all": []}), "levels[0].when.all"),
        (when({"any": []}), "levels[0].when.any"),
        (when({"all": LEAF}), "levels[0].when.all"),
        (when({"all": [LEAF], "any": [LEAF]}), "levels[0].when"),
        (when({"not": [LEAF]}), "levels[0].when.not"),
        (when({"all": [LEAF, {"not": {"value": "x", "op": "!=", "than": "1"}}]}), "levels[0].when.all[1].not.op"),
        (when(LEAF | {"value": ""}), "levels[0].when.value"),
        (when({"value": "x", "op": ">="}), "levels[0].when.than"),
        (when(LEAF | {"than": {}}), "levels[0].when.than"),
        (when(LEAF | {"than": {"Q5": "1"}}), "levels[0].when.than.Q5"),
        (when(LEAF | {"than": {"M1": "1"}}), "levels[0].when.than.M1"),
        (when(LEAF | {"than": {"Q1": None}}), "levels[0].when.than.Q1"),
        (when({"between": "x", "low": "2", "high": "1"}), "levels[0].when.low"),
        (when({"between": "x", "low": {"Q1": "1", "Q2": "3"}, "high": {"Q2": "2"}}), "levels[0].when.low"),
        (when({"between": "x", "low": "1", "high": {"Q2": "0"}}), "levels[0].when.low"),
        (when({"between": "x", "low": "1"}), "levels[0].when.high"),
        (when({"between": "x", "low": "1", "high": "2", "closed": "left"}), "levels[0].when.closed"),
        (when({"milestone": "m", "by": "30/09/2568"}), "levels[0].when.by"),
        (when({"milestone": "m", "on": "2025-01-01"}), "levels[0].when.on"),
        (when({"coverage": "e", "groups": "districts", "each": "1"}), "levels[0].when.groups"),
        (when({"coverage": "e", "groups": "district_groups"}), "levels[0].when.each"),
        (pts(), "points"),
        (pts(("1",)), "points[0]"),
        (pts(("1", "1", "1")), "points[0]"),
        (pts(("1", 1)), "points[0][1]"),
        (pts(("1", "1"), ("1", "2")), "points[1]"),
        (pts(("2", "1"), ("1", "2")), "points[1]"),
        (pts(("1", "1"), ("2", "1")), "points[1]"),
        (pts(("1", "2"), ("2", "1")), "points[1]"),
        (pts(("1", "1"), ("2", "2"), direction="lower"), "points[1]"),
        (pts(("1", "1"), ("2", "2"), direction="target", at="5"), "points[1]"),
        (pts(("1", "1"), ("-1", "2"), direction="target", at="5"), "points[1]"),
        (pts(("2", "1"), ("1", "2"), direction="target"), "at"),
        (pts(("1", "1"), at="5"), "at"),
        (pts(("1", "1"), direction="up"), "direction"),
        (pts(("1", "1"), between="curve"), "between"),
        (pts(("1", "1"), ("2", "2"), cap=False), "cap"),
        (pts(("1", "1"), ("2", "2"), cap=False, between="step"), "cap"),
        (pts(("1", "1"), cap=False, between="linear"), "points"),
        (pts(("0", "0"), ("2", "2"), below_first="proportional"), "below_first"),
        (pts(("2", "1"), ("1", "2"), direction="lower", below_first="proportional"), "below_first"),
        (pts() | {"points": {"Q1": [["1", "1"]], "Q2": []}}, "points.Q2"),
        (pts() | {"points": {"Q1": [["1", "1"]], "X": []}}, "points.X"),
        (pts() | {"points": {"Q1": [["2", "1"]], "Q2": [["0", "1"]]}, "below_first": "proportional"}, "below_first"),
        ({"form": "anchors", "points": [["1", "1"]]}, "of"),
        (whole(), "parts"),
        (whole(part(weight="0.9")), "parts"),
        (whole(part(weight="0.5"), part("b", "0.50001")), "parts"),
        (whole(part(weight="0")), "parts[0].weight"),
        (whole(part(weight="1.5"), part("b", "-0.5")), "parts[1].weight"),
        (whole(part(weight="1.5"), part("b", "-0.5", JUDGED | {"counts": False})), "parts[1].weight"),
        (whole(part(weight="0.5"), part(weight="0.5")), "parts[1].name"),
        (whole(part(weight={"line": "0.5", "staff": "0.9"}), part("b", "0.5")), "parts"),
        (whole(part(weight={"line": "1"}), part("b", {"staff": "1"})), "parts[0].weight"),
        (whole(part(weight={"line": "1", "staff": "0"})), "parts[0].weight.staff"),
        (whole(part(weight={})), "parts[0].weight"),
        (whole(part(rubric=None)), "parts[0].rubric"),
        (whole(part(rubric=JUDGED | {"digits": "2"})), "parts[0].rubric.digits"),
        (whole(part(rubric=JUDGED | {"schema": "x"})), "parts[0].rubric.schema"),
        (whole(part(rubric=value(formula="("))), "parts[0].rubric.values.result.formula"),
        (whole({"name": "a", "rubric": JUDGED}), "parts[0].weight"),
        (STEPS | {"steps": []}, "steps"),
        (STEPS | {"steps": [{"id": "a"}, {"id": "a"}]}, "steps[1].id"),
        (STEPS | {"steps": [{"text": "a"}]}, "steps[0].id"),
        (STEPS | {"scores": {}}, "scores"),
        (STEPS | {"scores": {"01": "1"}}, "scores.01"),
        (STEPS | {"scores": {"-1": "1"}}, "scores.-1"),
        (STEPS | {"scores": {"1.5": "1"}}, 'scores["1.5"]'),
        (STEPS | {"scores": {"๑": "1"}}, "scores.๑"),
        (STEPS | {"ordered": "yes"}, "ordered"),
        (JUDGED | {"maximum": "0"}, "maximum"),
        (JUDGED | {"digits": -1}, "digits"),
        ({"form": "judged", "minimum": "0"}, "maximum"),
    ],
)
def test_rubrics_are_refused_by_path(rubric, refused, data, path):
    """One fault, one path, one sentence."""
    assert refused(rubric, data)[0] == path


def test_weights_are_summed_exactly(rubric, refused):
    """29 digits after the point do not vanish in a rounding."""
    third = "0.33333333333333333333333333333"
    good = whole(part("a", third), part("b", third), part("c", "0.33333333333333333333333333334"))
    assert rubric(good).parts[2].name == "c"
    path, what = refused(rubric, whole(part("a", third), part("b", third), part("c", third)))
    assert (path, what) == ("parts", "the weights sum to 0.99999999999999999999999999999, not to 1")


def test_the_schema_may_be_left_out_where_a_rubric_is_nested(refused):
    """Not at the top."""
    bare = load_json(b'{"form": "judged", "minimum": "0", "maximum": "5"}')
    assert refused(read_rubric, bare)[0] == "schema"
    nested = load_json(b'{"rubric": {"form": "judged", "minimum": "0", "maximum": "5"}}')
    assert read_rubric(nested["rubric"]).maximum == 5


def test_what_is_not_an_object_is_refused(refused):
    """A list, a text, null."""
    for data in (b"[]", b'"x"', b"null", b"1"):
        assert refused(read_rubric, load_json(data))[0] == ""


def test_null_is_the_same_as_left_out(rubric):
    """For every key that may be left out."""
    keys = ("values", "adjust", "counts", "applies_to", "round", "cumulative", "below_first")
    assert rubric(LEVELS | dict.fromkeys(keys)) == rubric(LEVELS)
    keys = ("at", "between", "below_first", "cap", "direction")
    assert rubric(ANCHORS | dict.fromkeys(keys)) == rubric(ANCHORS)


def test_the_written_form_holds_what_was_given(rubric):
    """Canonical numbers, the contract's order of keys, no default that the document did not state."""
    data = {
        "schema": "samrit/rubric/1",
        "form": "anchors",
        "of": "result",
        "direction": "higher",
        "points": {"Q1": [["1.50", "1"]], "FY": [["2", "1.0"]]},
        "below_first": "none",
        "counts": True,
        "applies_to": ["line"],
        "round": {"digits": 2},
    }
    assert rubric_data(rubric(data)) == {
        "schema": "samrit/rubric/1",
        "form": "anchors",
        "of": "result",
        "direction": "higher",
        "points": {"Q1": [["1.5", "1"]], "FY": [["2", "1"]]},
        "below_first": "none",
        "applies_to": ["line"],
        "round": {"digits": 2, "mode": "half_up"},
    }


def test_names_are_nfc(rubric):
    """Rubric and facts meet whichever way a name was typed."""
    decomposed, composed = "cafe\u0301", "café"
    condition = rubric(when({"milestone": decomposed})).levels[0].when
    assert condition.id == composed
