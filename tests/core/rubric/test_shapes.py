"""The shapes that real Thai sheets take, each with the values known for it (V1 to V25)."""

from __future__ import annotations

import pytest

PLAN = {"plan_approved": "2024-11-20"}
REPORT = {"result_reported": "2025-06-01"}


def s(number):
    """The score as it is printed."""
    from samrit.core.contract import canonical

    return None if number.score is None else canonical(number.score)


def at_least(*pairs):
    """Levels by lower bounds of `result`, given as (score, bound)."""
    return {
        "form": "levels",
        "levels": [{"score": score, "when": {"value": "result", "op": ">=", "than": than}} for score, than in pairs],
    }


def anchors(*points, **settings):
    """Anchors on `result`."""
    return {"form": "anchors", "of": "result", "direction": "higher", "points": [list(p) for p in points], **settings}


@pytest.mark.parametrize(
    ("result", "milestones", "expected"),
    [
        ("0", PLAN, "1"),
        ("3", PLAN, "1"),
        ("3", {}, None),
        ("4", {}, "2"),
        ("7", {}, "3"),
        ("9", {}, "4"),
        ("10", {}, "4"),
        ("10", PLAN, "4"),
        ("10", REPORT, "5"),
        ("0", {}, None),
    ],
)
def test_v01_milestones_and_counts(give, kr_7301, result, milestones, expected):
    """Each level is a list of conditions of different kinds; below the first level there is no score."""
    got = give(kr_7301, values={"result": result}, milestones=milestones)
    assert (s(got), got.state) == (expected, "scored" if expected else "below_first")


@pytest.mark.parametrize(
    ("result", "expected"), [("74.99", "1"), ("75", "2"), ("79.5", "2"), ("84.99", "3"), ("90", "5")]
)
def test_v02_uneven_bands_of_a_percentage(give, result, expected):
    """Every lower bound is read as "at least", so that bands of whole numbers leave no hole."""
    bands = {
        "form": "levels",
        "levels": [
            {"score": "1", "when": {"value": "result", "op": "<", "than": "75"}},
            *at_least(("2", "75"), ("3", "80"), ("4", "85"), ("5", "90"))["levels"],
        ],
    }
    assert s(give(bands, values={"result": result})) == expected


def test_v03_weighted_composite(give):
    """87 % is 3 by steps and 3.7 by the line; (.5, .3, .2) of (5, 3, 1) is 3.6."""
    success = [("60", "1"), ("70", "2"), ("80", "3"), ("90", "4"), ("100", "5")]
    assert s(give(anchors(*success, between="step"), values={"result": "87"})) == "3"
    assert s(give(anchors(*success, between="linear"), values={"result": "87"})) == "3.7"
    parts = [
        {"name": name, "weight": weight, "rubric": anchors(*success, between="step")}
        for name, weight in (("a", "0.5"), ("b", "0.3"), ("c", "0.2"))
    ]
    known = {name: {"values": {"result": value}} for name, value in (("a", "100"), ("b", "80"), ("c", "60"))}
    assert s(give({"form": "composite", "parts": parts}, parts=known)) == "3.6"


def test_v04_each_row_has_its_own_thresholds(give):
    """Thresholds are any decimals; a row of its own levels 1 to 5 stands beside one of percentages."""
    row = anchors(("83.36", "1"), ("87.12", "2"), ("90.5", "3"), ("93.44", "4"), ("96.1", "5"))
    level = anchors(("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5"))
    parts = [{"name": "a", "weight": "0.6", "rubric": row}, {"name": "b", "weight": "0.4", "rubric": level}]
    known = {"a": {"values": {"result": "87.12"}}, "b": {"values": {"result": "5"}}}
    assert s(give({"form": "composite", "parts": parts}, parts=known)) == "3.2"


@pytest.mark.parametrize(
    ("base", "missed", "expected"), [("5.0000", "1", "4.8"), ("2.0000", "2", "1.6"), ("0.1", "1", "0")]
)
def test_v05_penalty_per_missed_report(give, base, missed, expected):
    """0.2 is taken off for each missed report, never below 0; the judgement itself stays as it was."""
    rubric = {
        "form": "judged",
        "minimum": "0",
        "maximum": "5",
        "digits": 4,
        "adjust": [{"per": "missed_reports", "subtract": "0.2"}],
    }
    assert s(give(rubric, judgements={"": base}, counts={"missed_reports": missed})) == expected


@pytest.mark.parametrize(
    ("result", "expected"),
    [("98.80", "66.6667"), ("98.88", "91.6667"), ("98.94", "100"), ("98.90", "100"), ("98.71", "0")],
)
def test_v06_three_anchors(give, result, expected):
    """Scores are not always 1 to 5, and bands may be 0.06 wide."""
    rubric = anchors(("98.72", "50"), ("98.84", "75"), ("98.90", "100"), between="linear", below_first="zero", cap=True)
    assert s(give(rubric, values={"result": result})) == expected


def test_v06_value_of_contracts(give):
    """The second row of the same sheet."""
    rubric = anchors(("1150.40", "50"), ("1202.17", "75"), ("1256.27", "100"), between="linear")
    assert s(give(rubric, values={"result": "1259.86"})) == "100"


def test_v07_judged_with_three_decimals(give):
    """A person gives the score with a reason; it may be blank."""
    rubric = {"form": "judged", "minimum": "0", "maximum": "100", "digits": 3}
    judgement = {"value": "94.974", "by": "คณะกรรมการ", "reason": "ครบถ้วน"}
    assert s(give(rubric, judgements={"": judgement})) == "94.974"
    assert give(rubric, judgements={"": None}).state == "no_data"


@pytest.mark.parametrize(("unit_class", "expected"), [("line", "3.6"), ("line_staff", "3.5")])
def test_v08_weight_by_class_of_unit(give, unit_class, expected):
    """Four steps are averaged, and the weight of the part depends on the class of the unit."""
    steps = {
        "form": "composite",
        "parts": [
            {"name": name, "weight": "0.25", "rubric": {"form": "judged", "minimum": "0", "maximum": "5", "digits": 2}}
            for name in ("receive", "act", "report", "share_finished")
        ],
    }
    rubric = {
        "form": "composite",
        "parts": [
            {"name": "complaints", "weight": {"line": "0.6", "line_staff": "0.5"}, "rubric": steps},
            {"name": "rest", "weight": {"line": "0.4", "line_staff": "0.5"}, "rubric": at_least(("3", "1"))},
        ],
    }
    known = {
        "complaints": {"judgements": {"receive": "5", "act": "4", "report": "4", "share_finished": "3"}},
        "rest": {"values": {"result": "1"}},
    }
    assert s(give(rubric, unit_class=unit_class, parts=known)) == expected


@pytest.mark.parametrize(("target", "expected"), [("95", "1"), ("100", None)])
def test_v09_ratio_with_a_target(give, target, expected):
    """Numerator and denominator are kept; the same measure has another target in another office."""
    rubric = at_least(("1", target)) | {"values": {"result": {"formula": "A / B * 100", "round": {"digits": 2}}}}
    got = give(rubric, variables={"A": "9662", "B": "10000"})
    assert s(got) == expected
    assert got.because[-1].text.en == "A / B * 100 = 96.62"


@pytest.mark.parametrize(
    ("last", "this", "state", "score"),
    [("100", "95", "scored", "1"), ("100", "110", "below_first", None), ("0", "3", "no_data", None)],
)
def test_v10_reduction_from_last_year(give, last, this, state, score):
    """(last - this) / last × 100: 100 to 95 meets 5 %, growth is negative, and from 0 it cannot be computed."""
    rubric = at_least(("1", "5")) | {"values": {"result": {"formula": "(last - this) / last * 100"}}}
    got = give(rubric, variables={"last": last, "this": this})
    assert (got.state, s(got)) == (state, score)
    assert got.missing == (("result",) if state == "no_data" else ())


@pytest.mark.parametrize(
    ("minutes", "state"), [(["62", "80"], "scored"), (["62", "91"], "below_first"), ([], "no_data")]
)
def test_v11_time_limit_of_the_worst_case(give, minutes, state):
    """Lower is better and the worst case counts; no event is neither success nor failure."""
    rubric = {
        "form": "anchors",
        "of": "result",
        "direction": "lower",
        "points": [["90", "5"]],
        "values": {"result": {"formula": "max(minutes)"}},
    }
    assert give(rubric, variables={"minutes": minutes}).state == state


@pytest.mark.parametrize(
    ("result", "expected", "flags"), [("12", "5", ()), ("29", "5", ("over_target",)), ("6", "2.5", ("below_first",))]
)
def test_v12_more_than_the_target(give, result, expected, flags):
    """Beyond the target the score is capped, and the flag says so."""
    rubric = anchors(("12", "5"), below_first="proportional")
    got = give(rubric, values={"result": result})
    assert (s(got), got.flags) == (expected, flags)


GROUPS = ("กรุงเทพกลาง", "กรุงเทพใต้", "กรุงเทพเหนือ", "กรุงเทพตะวันออก", "กรุงธนเหนือ", "กรุงธนใต้")


@pytest.mark.parametrize(
    ("events", "state", "missing"),
    [
        (["2", "1", "1", "2", "1", "1"], "scored", ()),
        (["3", "0", "1", "2", "1", "1"], "below_first", ()),
        (["2", "2", "1", "2", "1", None], "no_data", ("events",)),
        (["2", "0", "1", "2", "1", None], "below_first", ()),
    ],
)
def test_v13_count_with_a_quota_per_district_group(give, events, state, missing):
    """Eight times, at least once in each of the six groups: a group that is not reported is missing data."""
    rubric = {
        "form": "levels",
        "levels": [
            {
                "score": "1",
                "when": {
                    "all": [
                        {"value": "result", "op": ">=", "than": "8"},
                        {"coverage": "events", "groups": "district_groups", "each": "1"},
                    ]
                },
            }
        ],
    }
    known = {group: number for group, number in zip(GROUPS, events, strict=True) if number is not None}
    got = give(rubric, values={"result": "8"}, coverage={"events": known})
    assert (got.state, got.missing) == (state, missing)


STEPS = [{"id": name} for name in ("plan", "form", "sent", "report", "evaluation")]


@pytest.mark.parametrize(
    ("done", "expected", "flags"),
    [
        (("plan",), "1", ()),
        (("plan", "form", "sent"), "3", ()),
        (("plan", "form", "sent", "report"), "4", ()),
        (("plan", "form", "sent", "report", "evaluation"), "5", ()),
        (("plan", "sent", "report"), "1", ("step_skipped",)),
    ],
)
def test_v14_steps_of_a_year(give, done, expected, flags):
    """The quarters of the sheet give 1, 3, 4, 5; a later step without an earlier one is flagged."""
    scores = {str(count): str(count) for count in range(1, 6)}
    rubric = {"form": "steps", "steps": STEPS, "scores": scores, "ordered": True}
    got = give(rubric, milestones=dict.fromkeys(done, "2025-01-15"))
    assert (s(got), got.flags) == (expected, flags)


@pytest.mark.parametrize(("result", "expected"), [("3.51", "1"), ("4.57", "1"), ("3.5", None)])
def test_v15_mean_of_an_opinion_scale(give, result, expected):
    """The mean is worked out from the sum of answers and their number."""
    assert s(give(at_least(("1", "3.51")), values={"result": result})) == expected
    rubric = at_least(("1", "3.51")) | {"values": {"result": {"formula": "mean(answers)", "round": {"digits": 2}}}}
    assert s(give(rubric, variables={"answers": ["4", "3", "4"]})) == "1"


def test_v16_survey_share(give):
    """Until the survey has been run there is no data, which is not 0."""
    rubric = anchors(("70", "3"), ("80", "5")) | {"values": {"result": {"formula": "aware / asked * 100"}}}
    assert give(rubric, variables={"asked": None}).missing == ("aware", "asked")
    assert s(give(rubric, variables={"aware": "8262", "asked": "10000"})) == "5"


@pytest.mark.parametrize(("target", "expected"), [("5", "100"), ("8", "50")])
def test_v17_target_of_each_office(give, target, expected):
    """One rubric on the percentage of each office's own target."""
    rubric = anchors(("50", "50"), ("100", "100")) | {"values": {"result": {"formula": "planted / target * 100"}}}
    assert s(give(rubric, variables={"planted": "5", "target": target})) == expected


@pytest.mark.parametrize(
    ("period", "as_of", "deaths", "state"),
    [
        ("Q2", "2025-03-31", "210", "below_first"),
        ("Q2", "2025-03-31", "190", "scored"),
        ("Q4", "2025-09-30", "190", "below_first"),
        ("Q4", "2025-09-30", "185", "scored"),
        ("Q1", "2024-12-31", "210", "not_applicable"),
        (None, "2025-03-31", "210", "not_applicable"),
    ],
)
def test_v18_rate_that_tightens_by_quarter(give, period, as_of, deaths, state):
    """Below 4.00 in Q2 and below 3.80 in Q4 per 1,000 births (48,797): 210 deaths are 4.30; Q1 has no threshold."""
    rubric = {
        "form": "levels",
        "levels": [{"score": "1", "when": {"value": "result", "op": "<", "than": {"Q2": "4.00", "Q4": "3.80"}}}],
        "values": {"result": {"formula": "deaths / births * 1000", "round": {"digits": 2}}},
    }
    got = give(rubric, period=period, as_of=as_of, variables={"deaths": deaths, "births": "48797"})
    assert got.state == state


@pytest.mark.parametrize(
    ("period", "as_of", "result", "state"),
    [
        ("Q1", "2024-12-31", "77", "scored"),
        ("Q4", "2025-09-30", "79.99", "below_first"),
        ("Q4", "2025-09-30", "93.24", "scored"),
        ("Q4", "2025-09-30", None, "no_data"),
    ],
)
def test_v19_targets_that_rise_by_quarter(give, period, as_of, result, state):
    """77, 78, 79, 80: a zone that did not report has no data, which is not a failure."""
    than = {"Q1": "77", "Q2": "78", "Q3": "79", "Q4": "80"}
    rubric = {"form": "levels", "levels": [{"score": "1", "when": {"value": "result", "op": ">=", "than": than}}]}
    assert give(rubric, period=period, as_of=as_of, values={"result": result}).state == state


def test_v20_many_variables_and_a_free_formula(give):
    """C / D of this year against A / B of last year, exactly."""
    rubric = at_least(("1", "5")) | {
        "values": {"result": {"formula": "(C / D - A / B) / (A / B) * 100", "round": {"digits": 2, "mode": "half_up"}}}
    }
    got = give(rubric, variables={"A": "30", "B": "90", "C": "35", "D": "100"})
    assert (s(got), got.because[0].inputs[0]["value"]) == ("1", "5")


@pytest.mark.parametrize(
    ("result", "expected", "flags"),
    [
        ("20", "5", ()),
        ("22", "5", ()),
        ("18", "5", ()),
        ("22.6", "3.5", ()),
        ("17.4", "3.5", ()),
        ("24", "0", ()),
        ("30", "0", ("below_first",)),
    ],
)
def test_v21_target_is_best_on_both_sides(give, result, expected, flags):
    """20 pupils a teacher: within 10 % gives 5, from 20 % gives 0, between by the rule of three: 13 % gives 3.5."""
    rubric = {
        "form": "anchors",
        "of": "result",
        "direction": "target",
        "at": "20",
        "points": [["4", "0"], ["2", "5"]],
        "between": "linear",
        "below_first": "zero",
    }
    got = give(rubric, values={"result": result})
    assert (s(got), got.flags) == (expected, flags)


@pytest.mark.parametrize(("result", "expected"), [("26", "3.25"), ("40", "5"), ("55.25", "5"), ("0", "0"), ("-3", "0")])
def test_v22_proportional_full_score(give, result, expected):
    """Full score from 40 %, in proportion below: min(5, % / 40 × 5)."""
    assert s(give(anchors(("40", "5"), below_first="proportional"), values={"result": result})) == expected


def test_v22_mean_of_programmes(give):
    """6.72 over two programmes is 3.36."""
    rubric = anchors(("0", "0"), ("5", "5"), between="linear") | {"values": {"result": {"formula": "sum(scores) / 2"}}}
    assert s(give(rubric, variables={"scores": ["3.40", "3.32"]})) == "3.36"


@pytest.mark.parametrize(("done", "expected"), [(0, None), (1, "1"), (2, "2"), (3, "2"), (4, "2"), (5, "5")])
def test_v23_number_of_items_done(give, done, expected):
    """The table from count to score has gaps: the greatest count not above is taken."""
    rubric = {"form": "steps", "steps": STEPS, "scores": {"1": "1", "2": "2", "5": "5"}, "ordered": False}
    finished = {step["id"]: "2025-01-15" for step in STEPS[5 - done :]}
    assert s(give(rubric, milestones=finished)) == expected


def test_v24_missing_levels_pilot_and_unit_types(give):
    """Levels 5, 3, 1, 0; a pilot is shown and not counted; a part for other units is left out."""
    rubric = at_least(("5", "90"), ("3", "70"), ("1", "50"), ("0", "0"))
    parts = [
        {"name": "all", "weight": "0.6", "rubric": rubric},
        {"name": "cities", "weight": "0.4", "rubric": rubric | {"applies_to": ["city", "town"]}},
        {"name": "pilot", "weight": "0", "rubric": rubric | {"counts": False}},
    ]
    value = {"values": {"result": "75"}}
    known = {
        "all": value | {"unit_class": "village"},
        "cities": {"values": {"result": "10"}, "unit_class": "village"},
        "pilot": {"values": {"result": "99"}},
    }
    got = give({"form": "composite", "parts": parts}, unit_class="village", parts=known)
    assert (s(got), got.flags) == ("3", ("rescaled",))
    assert give(rubric | {"counts": False}, **value).state == "not_counted"
    assert s(give(rubric, values={"result": "49"})) == "0"


@pytest.mark.parametrize(("milestones", "state"), [({"book": "2025-05-01"}, "scored"), ({}, "below_first")])
def test_v25_deliverable(give, milestones, state):
    """One book: there or not."""
    rubric = {"form": "levels", "levels": [{"score": "5", "when": {"milestone": "book", "text": "หนังสือ ๑ เล่ม"}}]}
    assert give(rubric, milestones=milestones).state == state


@pytest.mark.parametrize(("result", "expected"), [("85", "4"), ("82.5", "3.5"), ("70", "1"), ("60", "1"), ("95", "5")])
def test_one_anchor_and_a_step_per_point(give, result, expected):
    """ช่วงปรับเกณฑ์ +/- 5 ต่อ ๑ คะแนน: level 3 at the target 80, linear, at least 1 and at most 5."""
    points = [(str(80 + 5 * (level - 3)), str(level)) for level in range(1, 6)]
    rubric = anchors(*points, between="linear", below_first="first", cap=True)
    assert s(give(rubric, values={"result": result})) == expected
