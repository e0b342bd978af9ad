"""The forms `composite`, `steps` and `judged`."""

from __future__ import annotations

import pytest

from samrit.core.contract import canonical

JUDGED = {"form": "judged", "minimum": "0", "maximum": "5", "digits": 2}


def composite(**parts):
    """Parts by name, given as (weight, rubric)."""
    rows = [{"name": name, "weight": weight, "rubric": rubric} for name, (weight, rubric) in parts.items()]
    return {"form": "composite", "parts": rows}


def shown(got):
    return (got.state, None if got.score is None else canonical(got.score), got.missing, got.flags)


# --- composite ---


def test_the_order_of_parts_does_not_matter(give):
    """The weighted sum of finished scores, rounded once at the end."""
    parts = {"a": ("0.5", JUDGED), "b": ("0.3", JUDGED), "c": ("0.2", JUDGED)}
    given = {"a": "5", "b": "3", "c": "1"}
    assert shown(give(composite(**parts), judgements=given)) == ("scored", "3.6", (), ())
    assert shown(give(composite(**dict(reversed(parts.items()))), judgements=given)) == ("scored", "3.6", (), ())


def test_a_finished_score_goes_into_the_whole(give):
    """The part's deduction and rounding are done first, then those of the whole."""
    part = JUDGED | {"adjust": [{"per": "missed", "subtract": "0.33"}], "round": {"digits": 1}}
    rubric = composite(a=("0.5", part), b=("0.5", JUDGED)) | {
        "adjust": [{"per": "late", "subtract": "0.01"}],
        "round": {"digits": 2},
    }
    parts = {"a": {"judgements": {"": "4"}, "counts": {"missed": "1"}}, "b": {"judgements": {"": "3.33"}}}
    assert shown(give(rubric, parts=parts, counts={"late": "1"})) == ("scored", "3.51", (), ())


def test_a_part_without_a_score_is_named(give):
    """Whether its data are missing or it lies below its first level; 0 is a score."""
    low = {"form": "levels", "levels": [{"score": "1", "when": {"value": "result", "op": ">=", "than": "1"}}]}
    rubric = composite(a=("0.5", JUDGED), b=("0.5", low))
    assert shown(give(rubric, parts={"a": {"judgements": {"": "0"}}})) == ("no_data", None, ("b",), ())
    known = {"b": {"values": {"result": "0"}}}
    assert shown(give(rubric, parts=known)) == ("no_data", None, ("a", "b"), ())
    zero = composite(a=("0.5", JUDGED), b=("0.5", low | {"below_first": "zero"}))
    assert shown(give(zero, judgements={"a": "4"}, parts=known)) == ("scored", "2", (), ("below_first",))


def test_a_part_that_does_not_apply_is_left_out(give):
    """The others are rescaled, and `because` and a flag say so."""
    rubric = composite(a=("0.5", JUDGED), b=("0.3", JUDGED), c=("0.2", JUDGED | {"applies_to": ["line"]}))
    got = give(rubric, judgements={"a": "5", "b": "1", "c": "1"}, parts={"c": {"unit_class": "staff"}})
    assert shown(got) == ("scored", "3.5", (), ("rescaled",))
    row = next(row for row in got.because if row.rule == "parts[2]")
    assert (row.held, row.text.en) == (False, "c: not applicable, left out, the other weights are rescaled")


def test_nothing_is_inherited_by_parts(give):
    """Neither class nor values nor period nor milestones of the whole."""
    low = {"form": "levels", "levels": [{"score": "1", "when": {"value": "result", "op": ">=", "than": "1"}}]}
    assert shown(give(composite(a=("1", low)), values={"result": "9"}))[:3] == ("no_data", None, ("a",))
    typed = composite(a=("0.5", JUDGED), b=("0.5", low | {"applies_to": ["line"]}))
    got = give(typed, unit_class="line", judgements={"a": "4"}, parts={"b": {"values": {"result": "1"}}})
    assert shown(got) == ("scored", "4", (), ("rescaled",))


def test_a_part_without_facts_is_missing_and_not_left_out(give):
    """Its score must not vanish from the whole because nobody reported it; null and {} say as little."""
    lines = {"form": "anchors", "of": "result", "points": {"Q3": [["0", "0"], ["10", "10"]]}, "between": "linear"}
    of_class, of_period = (
        composite(a=("0.5", JUDGED), b=("0.5", JUDGED | {"applies_to": ["line"]})),
        composite(a=("0.5", JUDGED), b=("0.5", lines)),
    )
    for unreported in ({}, {"b": None}, {"b": {}}):
        known = {"judgements": {"a": "4"}, "parts": unreported}
        assert shown(give(of_class, unit_class="line", **known)) == ("no_data", None, ("b",), ())
        assert shown(give(of_class, unit_class="staff", **known)) == ("scored", "4", (), ("rescaled",))
        assert shown(give(of_period, period="Q3", **known)) == ("no_data", None, ("b",), ())
        assert shown(give(of_period, period="FY", **known)) == ("scored", "4", (), ("rescaled",))


def test_values_of_a_part_see_its_own_variables(give):
    """The same name may stand for another number in every part."""
    part = {"form": "anchors", "of": "result", "points": [["0", "0"], ["10", "10"]], "between": "linear"}
    part |= {"values": {"result": {"formula": "A"}}}
    rubric = composite(a=("0.5", part), b=("0.5", part))
    known = {"a": {"variables": {"A": "2"}}, "b": {"variables": {"A": "6"}}}
    assert give(rubric, parts=known, variables={"A": "10"}).score == 4
    del known["b"]
    assert give(rubric, parts=known, variables={"A": "10"}).missing == ("b",)


def test_all_parts_left_out(give):
    """Then the whole does not apply, either."""
    rubric = composite(a=("1", JUDGED | {"applies_to": ["line"]}))
    assert shown(give(rubric, judgements={"a": "5"}))[:2] == ("not_applicable", None)


def test_a_pilot_part_is_left_out(give):
    """With weight 0 nothing changes; with a weight the others are rescaled; its missing data do not matter."""
    pilot = JUDGED | {"counts": False}
    rubric = composite(a=("0.5", JUDGED), b=("0.5", JUDGED), p=("0", pilot))
    assert shown(give(rubric, judgements={"a": "4", "b": "2", "p": "1"})) == ("scored", "3", (), ())
    assert shown(give(rubric, judgements={"a": "4", "b": "2"})) == ("scored", "3", (), ())
    heavy = composite(a=("0.5", JUDGED), p=("0.5", pilot))
    assert shown(give(heavy, judgements={"a": "4", "p": "1"})) == ("scored", "4", (), ("rescaled",))


def test_weights_by_class(give):
    """A class without weights: the composite does not apply to it."""
    rubric = composite(a=({"line": "0.6", "staff": "0.2"}, JUDGED), b=({"line": "0.4", "staff": "0.8"}, JUDGED))
    given = {"a": "5", "b": "0"}
    assert give(rubric, unit_class="line", judgements=given).score == 3
    assert give(rubric, unit_class="staff", judgements=given).score == 1
    assert give(rubric, unit_class="other", judgements=given).state == "not_applicable"
    assert give(rubric, judgements=given).state == "not_applicable"


def test_a_part_may_have_weights_for_its_own_classes_only(give):
    """Where `applies_to` says that it is not for the others."""
    rubric = composite(
        a=({"line": "0.6", "staff": "1"}, JUDGED), b=({"line": "0.4"}, JUDGED | {"applies_to": ["line"]})
    )
    parts = {"b": {"unit_class": "line", "judgements": {"": "0"}}}
    assert give(rubric, unit_class="line", judgements={"a": "5"}, parts=parts).score == 3
    assert shown(give(rubric, unit_class="staff", judgements={"a": "5"}, parts=parts)) == ("scored", "5", (), ())


def test_composites_nest(give):
    """Paths and names go through every level."""
    inner = composite(x=("0.5", JUDGED), y=("0.5", JUDGED))
    rubric = composite(a=("0.5", inner), b=("0.5", JUDGED))
    known = {"a": {"judgements": {"x": "4", "y": "2"}}}
    got = give(rubric, judgements={"b": "5"}, parts=known)
    assert shown(got) == ("scored", "4", (), ())
    assert [row.rule for row in got.because] == [
        "parts[0]",
        "parts[0].rubric.parts[0]",
        "parts[0].rubric.parts[0].rubric.judged",
        "parts[0].rubric.parts[1]",
        "parts[0].rubric.parts[1].rubric.judged",
        "parts[1]",
        "parts[1].rubric.judged",
    ]


@pytest.mark.parametrize(
    ("known", "path"),
    [
        ({"parts": {"z": {}}}, "parts.z"),
        ({"judgements": {"z": "1"}}, "judgements.z"),
        ({"parts": {"a": {"parts": {"z": {}}}}}, "parts.a.parts.z"),
        ({"parts": {"a": {"judgements": {"": "9"}}}}, 'parts.a.judgements[""]'),
        ({"judgements": {"a": "9"}}, "judgements.a"),
        ({"judgements": {"a": "4"}, "parts": {"a": {"judgements": {"": "3"}}}}, "judgements.a"),
    ],
)
def test_names_and_judgements_that_do_not_fit_are_refused(give, refused, known, path):
    """With the path from the outside."""
    assert refused(give, composite(a=("1", JUDGED)), **known)[0] == path


def test_a_rubric_without_parts_knows_no_part_names(give, refused):
    """Facts of parts do not belong to it."""
    assert refused(give, JUDGED, judgements={"a": "1"})[0] == "judgements.a"
    assert refused(give, JUDGED, parts={"a": {}})[0] == "parts.a"


# --- steps ---


def steps(ordered=None, below_first=None, **scores):
    rows = [{"id": name, "text": f"ขั้น {name}"} for name in "abcd"]
    table = {key.removeprefix("n"): score for key, score in scores.items()}
    return {"form": "steps", "steps": rows, "scores": table, "ordered": ordered, "below_first": below_first}


@pytest.mark.parametrize(
    ("ordered", "done", "expected", "flags"),
    [
        (True, "ab", "2", ()),
        (True, "abd", "2", ("step_skipped",)),
        (True, "abcd", "5", ()),
        (True, "d", None, ("step_skipped",)),
        (False, "bd", "2", ()),
        (None, "bcd", "2", ()),
        (False, "abcd", "5", ()),
        (False, "", None, ()),
    ],
)
def test_steps_in_order_or_not(give, ordered, done, expected, flags):
    """In order the run before the first gap counts; otherwise all that are done. A count without its key falls back."""
    got = give(steps(ordered, n1="1", n2="2", n4="5"), milestones=dict.fromkeys(done, "2025-01-01"))
    assert shown(got)[1:] == (expected, (), flags)
    assert got.state == ("below_first" if expected is None else "scored")


@pytest.mark.parametrize(("below_first", "expected"), [("none", None), ("zero", "0"), ("first", "2")])
def test_below_the_smallest_count(give, below_first, expected):
    """`below_first` applies."""
    got = give(steps(below_first=below_first, n2="2", n3="4"), milestones={"a": "2025-01-01"})
    assert shown(got)[1] == expected
    assert got.flags == (() if expected is None else ("below_first",))


def test_a_table_may_give_a_score_for_nothing(give):
    """Key 0."""
    assert give(steps(n0="1", n4="5")).score == 1


def test_a_step_after_the_day_is_not_done(give):
    """Its milestone has not been reached."""
    assert give(steps(n0="0", n1="1"), milestones={"a": "2025-07-01"}).score == 0


# --- judged ---


@pytest.mark.parametrize(("judgement", "expected"), [("0", "0"), ("5", "5"), ("4.97", "4.97"), ("4.50", "4.5")])
def test_a_judgement_is_the_score(give, judgement, expected):
    """The ends of the range belong to it."""
    assert shown(give(JUDGED, judgements={"": judgement})) == ("scored", expected, (), ())


@pytest.mark.parametrize("judgement", ["5.01", "-0.01", "4.975", {"value": "6", "by": "x"}])
def test_judgements_outside_the_range_are_refused(give, refused, judgement):
    """The sentence names the range."""
    path, what = refused(give, JUDGED, judgements={"": judgement})
    assert path == 'judgements[""]'
    assert "0-5 with at most 2 decimals" in what


def test_a_missing_judgement_is_missing_data(give):
    """Blank is not 0."""
    for known in ({}, {"": None}, {"": {"value": None, "reason": "รอ"}}):
        assert shown(give(JUDGED, judgements=known)) == ("no_data", None, ("judgement",), ())


# --- on any form ---


@pytest.mark.parametrize(
    ("judgement", "counts", "expected"),
    [
        ("4", {"missed": "1", "late": "0"}, ("scored", "3.8", ())),
        ("4", {"missed": "2", "late": "3"}, ("scored", "2.1", ())),
        ("0.3", {"missed": "2", "late": "0"}, ("scored", "0", ())),
        ("4", {"missed": "1"}, ("no_data", None, ("late",))),
        ("4", {"missed": None, "late": None}, ("no_data", None, ("missed", "late"))),
        ("0", {}, ("scored", "0", ())),
        ("0.2", {"missed": "1"}, ("scored", "0", ())),
        (None, {"missed": "1", "late": "1"}, ("no_data", None, ("judgement",))),
        (None, {}, ("no_data", None, ("judgement", "missed", "late"))),
    ],
)
def test_deductions(give, judgement, counts, expected):
    """Never below 0; a missing count is missing data, unless nothing is left to deduct."""
    rows = [{"per": "missed", "subtract": "0.2", "text": "ไม่รายงาน"}, {"per": "late", "subtract": "0.5"}]
    assert shown(give(JUDGED | {"adjust": rows}, judgements={"": judgement}, counts=counts))[:3] == expected


def test_level_and_percent_are_those_before_deductions(give, kr_7301):
    """Null stays null."""
    rubric = kr_7301 | {"adjust": [{"per": "missed", "subtract": "0.2"}]}
    got = give(rubric, values={"result": "8"}, counts={"missed": "1"})
    assert (canonical(got.score), got.level, got.percent) == ("3.8", 4, 80)
    below = give(rubric, values={"result": "0"})
    assert (below.state, below.score, below.missing) == ("below_first", None, ())


@pytest.mark.parametrize(
    ("unit_class", "state"), [("line", "scored"), ("staff", "not_applicable"), (None, "not_applicable")]
)
def test_a_rubric_for_some_classes_of_units(give, unit_class, state):
    """Another class, or none that is named: not applicable."""
    assert give(JUDGED | {"applies_to": ["line"]}, unit_class=unit_class, judgements={"": "1"}).state == state


def test_a_pilot_shows_its_score(give):
    """State `not_counted`; without data it is as open as any other."""
    assert shown(give(JUDGED | {"counts": False}, judgements={"": "4"})) == ("not_counted", "4", (), ())
    assert give(JUDGED | {"counts": False}).state == "no_data"


# --- values ---

SHARE = {
    "form": "levels",
    "levels": [{"score": "1", "when": {"value": "result", "op": ">=", "than": "66.67"}}],
    "values": {"result": {"formula": "A / B * 100", "round": {"digits": 2}}},
}


def test_values_are_rounded_before_they_are_scored(give):
    """2 of 3 is 66.67 %, which the exact share does not reach."""
    assert give(SHARE, variables={"A": "2", "B": "3"}).state == "scored"
    exact = SHARE | {"values": {"result": {"formula": "A / B * 100"}}}
    assert give(exact, variables={"A": "2", "B": "3"}).state == "below_first"


@pytest.mark.parametrize("typed", ["66.67", "66.670", "66.6666"])
def test_a_typed_value_that_agrees_with_its_formula(give, typed):
    """Both are rounded before they are compared."""
    assert give(SHARE, variables={"A": "2", "B": "3"}, values={"result": typed}).state == "scored"


@pytest.mark.parametrize(
    ("variables", "typed", "what"),
    [
        ({"A": "2", "B": "3"}, "67", "typed as 67, while its formula gives 66.67"),
        ({"A": "2"}, "67", "typed as 67, while its formula gives no value (B is missing)"),
        ({"A": "2", "B": "0"}, "0", "typed as 0, while its formula gives no value (division by zero)"),
    ],
)
def test_a_typed_value_that_its_formula_contradicts_is_refused(give, refused, variables, typed, what):
    """Also where the formula gives none: nothing can agree with that."""
    assert refused(give, SHARE, variables=variables, values={"result": typed}) == ("values.result", what)
    part = {"form": "composite", "parts": [{"name": "a", "weight": "1", "rubric": SHARE}]}
    known = {"a": {"variables": variables, "values": {"result": typed}}}
    assert refused(give, part, parts=known) == ("parts.a.values.result", what)


def test_a_missing_variable_is_named(give):
    """The variable, not the value that hangs on it; a value that cannot be computed is named itself."""
    assert give(SHARE, variables={"A": "2", "B": None}).missing == ("B",)
    assert give(SHARE).missing == ("A", "B")
    assert give(SHARE, variables={"A": "2", "B": "0"}).missing == ("result",)


def test_a_typed_value_may_be_rounded(give):
    """A rule without formula: bands printed in whole numbers."""
    rubric = {
        "form": "levels",
        "levels": [{"score": "2", "when": {"between": "result", "low": "80", "high": "84"}}],
        "values": {"result": {"round": {"digits": 0}}},
    }
    assert give(rubric, values={"result": "79.5"}).score == 2
    assert give(rubric, values={"result": "79.49"}).score is None


def test_a_list_in_place_of_a_number_is_refused(give, refused):
    """With the path of the variable."""
    assert refused(give, SHARE, variables={"A": ["1"], "B": "1"})[0] == "variables.A"
