"""What holds of every rubric and all facts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.strategies.rubrics import anchors, cases, facts_of, levels, points, rubric_of, rubrics

from samrit.core.contract import dump_json, load_json
from samrit.core.rubric import (
    FLAGS,
    STATES,
    Composite,
    Facts,
    Levels,
    describe_rubric,
    explain,
    facts_data,
    faults_in,
    read_facts,
    read_rubric,
    rubric_data,
    score,
    score_data,
)

VALUES = st.decimals(-5, 40, places=2)


def node(data):
    return load_json(dump_json(data).encode())


def at(rubric, value, **facts):
    return score(rubric, replace(facts_of({"values": {}}), values={"result": value}, **facts)).score


@given(rubrics())
def test_reading_what_was_written_gives_the_same_rubric(rubric):
    """And writing it again the same document."""
    written = rubric_data(rubric)
    again = read_rubric(node(written))
    assert again == rubric
    assert rubric_data(again) == written


@given(cases())
def test_facts_survive_writing(case):
    """Every key of them."""
    assert read_facts(node(facts_data(case[1]))) == case[1]


@given(cases(), st.sampled_from(["th", "en"]))
def test_every_score_is_whole(case, lang):
    """State and score agree, the document is a document, and every view of it can be had."""
    got = score(*case)
    data = score_data(got)
    assert load_json(dump_json(data).encode()).value == data
    assert got.state in STATES
    assert (got.score is None) is (got.state in {"below_first", "no_data", "not_applicable"})
    assert bool(got.missing) is (got.state == "no_data")
    assert got.because
    assert list(got.flags) == [flag for flag in FLAGS if flag in got.flags]
    for gap in got.next.missing if got.next else ():
        assert "milestone" in gap or gap["short"] is None or Decimal(gap["short"]) > 0
    assert explain(got, lang).endswith("\n")
    assert describe_rubric(case[0], lang)
    assert isinstance(faults_in(case[0]), tuple)


@given(cases())
def test_the_reasons_are_enough_to_work_the_score_out_again(case):
    """From the inputs that `because` shows, and the class and period of the facts, comes the same score."""
    rubric, facts = case
    got = score(rubric, facts)
    again = score(rubric, _facts_shown(got.because, rubric, facts))
    assert again.outcome._replace(flags=()) == got.outcome._replace(flags=())


def _facts_shown(rows, rubric, facts):
    """Facts made of nothing but the inputs of the rows."""
    shown = {"values": {}, "milestones": {}, "coverage": {}, "counts": {}, "judgements": {}, "variables": {}}
    made = {rule.name for rule in rubric.values if rule.formula is not None}
    for row in rows:
        if row.rule.startswith("parts[") or row.rule in {"applies_to", "parts"}:
            continue
        for part in row.inputs:
            _put(part, row.rule, shown, made)
    parts = {}
    if isinstance(rubric, Composite):
        for place, part in enumerate(rubric.parts):
            prefix = f"parts[{place}].rubric."
            inner = [replace(row, rule=row.rule.removeprefix(prefix)) for row in rows if row.rule.startswith(prefix)]
            parts[part.name] = _facts_shown(inner, part.rubric, facts.parts.get(part.name, Facts()))
    known = facts_of(shown)
    return replace(known, as_of=facts.as_of, period=facts.period, unit_class=facts.unit_class, parts=parts)


def _put(part, rule, shown, made):
    if "milestone" in part:
        shown["milestones"][part["milestone"]] = part["date"]
    elif "group" in part:
        shown["coverage"].setdefault(part["name"], {})[part["group"]] = part["value"]
    elif "subtract" in part:
        shown["counts"][part["name"]] = part["value"]
    elif rule == "judged":
        shown["judgements"][""] = part["value"]
    elif rule.startswith("values"):
        shown["variables"][part["name"]] = part["value"]
    elif not rule.startswith("scores") and part["name"] not in made:
        shown["values"][part["name"]] = part["value"]


@st.composite
def monotone(draw):
    """Anchors on the result in one direction, and two values of which the second is better."""
    direction = draw(st.sampled_from(["higher", "lower"]))
    between = draw(st.sampled_from(["step", "linear"]))
    below = draw(st.sampled_from(["none", "first"]))
    rubric = {"form": "anchors", "of": "result", "direction": direction, "points": draw(points(direction))}
    worse, better = sorted(draw(st.tuples(VALUES, VALUES)), reverse=direction == "lower")
    return rubric_of(rubric | {"between": between, "below_first": below}), worse, better


@given(monotone())
def test_a_better_result_never_lowers_the_score(case):
    """In the direction that the rubric names."""
    rubric, worse, better = case
    low, high = at(rubric, worse), at(rubric, better)
    assert low is None or (high is not None and low <= high)


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), min_size=1, unique_by=lambda pair: pair[1]),
    VALUES,
    VALUES,
)
def test_levels_of_lower_bounds_are_monotone(pairs, one, other):
    """Whichever bound stands at which score."""
    rows = [{"score": str(s), "when": {"value": "result", "op": ">=", "than": str(t)}} for t, s in pairs]
    rubric = rubric_of({"form": "levels", "levels": rows})
    low, high = (at(rubric, value) for value in sorted((one, other)))
    assert low is None or low <= high


@given(st.sampled_from(["higher", "lower"]).flatmap(lambda way: st.tuples(st.just(way), points(way))))
def test_step_and_line_agree_at_the_points(case):
    """And both give the point's score."""
    direction, some = case
    rubric = {"form": "anchors", "of": "result", "direction": direction, "points": some}
    for threshold, expected in some:
        for between in ("step", "linear"):
            assert at(rubric_of(rubric | {"between": between}), Decimal(threshold)) == Decimal(expected)


@given(anchors(), VALUES)
def test_a_line_lies_between_its_points(rubric, value):
    """With a cap no score leaves the span from 0 or the first score to the last one."""
    rubric = {key: part for key, part in rubric.items() if key not in {"values", "adjust", "applies_to", "round"}}
    if not isinstance(rubric["points"], list) or rubric.get("cap") is False:
        return
    got = at(rubric_of(rubric | {"of": "result"}), value)
    scores = [Decimal(score) for _, score in rubric["points"]]
    assert got is None or min(0, *scores) <= got <= max(scores)


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.integers(1, 9), st.integers(0, 500)),
        min_size=1,
        unique_by=lambda p: p[0],
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_parts_changes_nothing(rows, random):
    """Neither score nor state; the score is the weighted mean, exactly, and rounded once."""
    whole = sum(weight for _, weight, _ in rows)
    digits = 10**6
    weights = [Decimal(weight * digits // whole) / digits for _, weight, _ in rows]
    weights[0] += 1 - sum(weights)
    judged = {"form": "judged", "minimum": "0", "maximum": "5"}
    parts = [{"name": r[0], "weight": str(w), "rubric": judged} for r, w in zip(rows, weights, strict=True)]
    known = facts_of({"judgements": {name: str(Decimal(value) / 100) for name, _, value in rows}})
    exact = sum(Fraction(w) * Fraction(r[2], 100) for r, w in zip(rows, weights, strict=True))
    first = score(rubric_of({"form": "composite", "parts": parts}), known).score
    random.shuffle(parts)
    assert score(rubric_of({"form": "composite", "parts": parts}), known).score == first
    assert abs(Fraction(first) - exact) <= Fraction(1, 20000)


@given(levels(), cases(), st.integers(13, 20))
def test_a_level_above_never_lowers_a_score(data, case, top):
    """It holds, or it changes nothing; only where it is in doubt may the score become open."""
    plain = {key: part for key, part in data.items() if key not in {"cumulative", "adjust", "values"}}
    extra = {"score": str(top), "when": {"value": "result", "op": ">=", "than": "5"}}
    before = score(rubric_of(plain), _bare(case[1]))
    after = score(rubric_of(plain | {"levels": [*plain["levels"], extra]}), _bare(case[1]))
    assert isinstance(after.rubric, Levels)
    if after.state == "no_data":
        assert "result" in after.missing or before.state == "no_data"
    elif before.score is not None and after.score is not None:
        assert after.score >= before.score
    elif before.score is not None:
        assert after.state == "not_applicable" == before.state


def _bare(facts):
    return replace(facts, parts={}, judgements={})
