"""Why a score is what it is: rows that name the rule, say whether it held, and show what went into it.

The rule that gave the score stands first. Every higher rule that failed on something which that row does not show
follows, so that the rows hold all that is needed to work the score out again. Parts follow with their own rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from samrit.core.contract import Message, canonical
from samrit.core.contract.documents import join
from samrit.core.rubric.arithmetic import Number, written
from samrit.core.rubric.conditions import (
    AllOf,
    AnyOf,
    Between,
    Case,
    Compare,
    Condition,
    Doubt,
    Leaf,
    Milestone,
    Not,
    Truth,
    threshold_at,
)
from samrit.core.rubric.context import Context
from samrit.core.rubric.evaluating import (
    JUDGEMENT,
    PartOutcome,
    Standing,
    applies,
    case_of,
    measured,
    part_outcomes,
    standing_of,
    steps_done,
)
from samrit.core.rubric.facts import Facts
from samrit.core.rubric.forms import Anchors, Composite, Judged, Levels, Rubric, Steps, ValueRule
from samrit.core.rubric.formula import NoValue, names_in
from samrit.core.rubric.words import (
    below_words,
    condition_words,
    name_words,
    number_words,
    point_words,
)

Input = dict[str, Any]
"""One input as it stands in the document: a named value with its comparison, or a milestone with its date."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One row. `held` is None where it cannot be told; `rule` is the path of the rule inside the rubric."""

    rule: str
    text: Message
    held: bool | None
    inputs: tuple[Input, ...] = ()


def reasons_of(rubric: Rubric, facts: Facts, context: Context) -> Iterator[Reason]:
    """The rows for `facts` under `rubric`."""
    if not applies(rubric, facts):
        yield _other_class(rubric, facts)
        return
    case = case_of(rubric, facts)
    standing = standing_of(rubric, case, context)
    match rubric:
        case Levels():
            yield from _levels(rubric, case, standing)
        case Anchors():
            yield from _anchors(rubric, case, standing)
        case Composite():
            yield from _composite(rubric, facts, context)
        case Steps():
            yield from _steps(rubric, facts, standing)
        case Judged():
            yield _judged(rubric, facts)
    for rule in rubric.values:
        yield _value(rule, case)
    yield from _adjust(rubric, facts)


def _other_class(rubric: Rubric, facts: Facts) -> Reason:
    classes = ", ".join(rubric.applies_to)
    own = facts.unit_class
    text = Message(
        f"for units of class {classes}; the facts {'name no class' if own is None else f'are of class {own}'}",
        f"ใช้กับหน่วยงานประเภท {classes} แต่ข้อเท็จจริง{'ไม่ระบุประเภท' if own is None else f'เป็นของประเภท {own}'}",
    )
    return Reason("applies_to", text, held=False, inputs=({"name": "unit_class", "value": own},))


# --- levels ---


def _levels(rubric: Levels, case: Case, standing: Standing) -> Iterator[Reason]:
    truths = {rung: rubric.levels[rung].when.truth(case) for rung in rubric.ranks}
    rungs = _telling(rubric, truths, standing)
    shown: set[str] = set()
    for rung in rungs:
        level, truth = rubric.levels[rung], truths[rung]
        row = Reason(
            f"levels[{rung}]",
            condition_words(level.when) if level.text is None else Message.same(level.text),
            None if isinstance(truth, Doubt) else truth,
            _inputs(_deciding(level.when, case), case),
        )
        names = {_input_name(part) for part in row.inputs}
        if row.held is False and standing.rung is not None and not rubric.cumulative and names <= shown:
            continue
        shown |= names
        yield row
    if standing.rung is None and standing.doubt is None:
        yield _below(rubric.below_first)


def _telling(rubric: Levels, truths: dict[int, Truth], standing: Standing) -> list[int]:
    """The levels that a reader must see, the one that gave the score first."""
    held = standing.rung
    if rubric.cumulative:
        rising = list(reversed(rubric.ranks))
        broken = next((place for place, rung in enumerate(rising) if truths[rung] is False), len(rising) - 1)
        run = rising[: broken + 1]
        return run if held is None else [held, *(rung for rung in run if rung != held)]
    if held is not None:
        return [held, *rubric.ranks[: rubric.ranks.index(held)]]
    sure = next((place for place, rung in enumerate(rubric.ranks) if truths[rung] is True), len(rubric.ranks) - 1)
    return list(rubric.ranks[: sure + 1])


def _input_name(row: Input) -> str:
    return f"milestone {row['milestone']}" if "milestone" in row else f"value {row['name']} {row.get('group', '')}"


def _deciding(condition: Condition, case: Case) -> list[Leaf]:
    """The leaves that make a condition hold or fail, no more than needed; all of them where it is in doubt."""
    truth = condition.truth(case)
    if isinstance(condition, Not):
        return _deciding(condition.of, case)
    if not isinstance(condition, (AllOf, AnyOf)):
        return [condition]
    parts = condition.of
    if truth is isinstance(condition, AnyOf):  # one that holds carries `any`, one that fails breaks `all`
        parts = tuple(part for part in parts if part.truth(case) is truth)[:1]
    return [leaf for part in parts for leaf in _deciding(part, case)]


def _inputs(leaves: Iterable[Leaf], case: Case) -> tuple[Input, ...]:
    rows = {tuple(row.items()): row for leaf in leaves for row in _leaf_inputs(leaf, case)}
    return tuple(rows.values())


def _leaf_inputs(leaf: Leaf, case: Case) -> list[Input]:
    period = case.facts.period
    if isinstance(leaf, Milestone):
        return [_milestone_input(leaf, case.facts)]
    if isinstance(leaf, Compare):
        than = threshold_at(leaf.than, period)
        return [
            {"name": leaf.value, "value": _written(case.values.get(leaf.value)), "op": leaf.op, "than": _written(than)}
        ]
    if isinstance(leaf, Between):
        low, high = threshold_at(leaf.low, period), threshold_at(leaf.high, period)
        value = _written(case.values.get(leaf.value))
        return [
            {"name": leaf.value, "value": value, "low": _written(low), "high": _written(high), "closed": leaf.closed}
        ]
    each = _written(threshold_at(leaf.each, period))
    return [
        {"name": leaf.name, "group": group, "value": _written(number), "op": ">=", "than": each}
        for group, number in leaf.found(case.facts).items()
    ]


def _milestone_input(milestone: Milestone, facts: Facts) -> Input:
    date = facts.milestones.get(milestone.id)
    row: Input = {"milestone": milestone.id}
    if milestone.text is not None:
        row["text"] = milestone.text
    row["date"] = None if date is None else date.isoformat()
    if milestone.by is not None:
        row["by"] = milestone.by.isoformat()
    return row


def _written(number: Number | NoValue | None) -> str | None:
    return None if number is None or isinstance(number, NoValue) else written(number)


def _below(rule: str | None) -> Reason:
    said = below_words(rule)
    text = Message(f"below the first level: {said.en}", f"ต่ำกว่าระดับแรก: {said.th}")
    return Reason("below_first", text, held=True)


# --- the other forms ---


def _anchors(rubric: Anchors, case: Case, standing: Standing) -> Iterator[Reason]:
    points = rubric.points_at(case.facts.period)
    value = case.values.get(rubric.of)
    if standing.doubt is not None or value is None or isinstance(value, NoValue):
        name = name_words(rubric.of)
        text = Message(f"{name.en} is missing", f"ขาดข้อมูล{name.th}")
        if not points:
            text = Message("no points for the period of the facts", "ไม่มีเกณฑ์สำหรับงวดของข้อเท็จจริง")
        yield Reason("points", text, None, ({"name": rubric.of, "value": _written(value)},))
        return
    last = len(points) - 1
    rung = standing.rung
    rungs = [0] if rung is None else [rung]
    if rubric.between == "linear" and rung is not None and last > 0:
        if rung < last:
            rungs.append(rung + 1)
        elif rubric.cap is False:
            rungs.append(rung - 1)
    for place in rungs:
        held = rung is not None and place <= rung
        yield Reason(
            _point_rule(case.facts.period, rubric, place),
            _point_text(rubric, place, points),
            held,
            (_point_input(rubric, value, points[place][0]),),
        )
    if rung is None:
        yield _below(rubric.below_first)


def _point_rule(period: str | None, rubric: Anchors, place: int) -> str:
    return f"points.{period}[{place}]" if rubric.by_period else f"points[{place}]"


def _point_text(rubric: Anchors, place: int, points: tuple[tuple[Decimal, Decimal], ...]) -> Message:
    said, score = point_words(rubric, points[place]), number_words(points[place][1])
    return Message(f"{said.en} gives {score.en}", f"{said.th} ได้ {score.th} คะแนน")


def _point_input(rubric: Anchors, value: Number, threshold: Decimal) -> Input:
    row: Input = {"name": rubric.of, "value": written(value)}
    if rubric.at is not None:
        row |= {"at": canonical(rubric.at), "distance": written(measured(rubric, value))}
    return row | {"op": ">=" if rubric.direction == "higher" else "<=", "than": canonical(threshold)}


def _steps(rubric: Steps, facts: Facts, standing: Standing) -> Iterator[Reason]:
    done, count = steps_done(rubric, facts)
    rung = standing.rung
    needed, score = rubric.scores[0 if rung is None else rung]
    gives = number_words(score)
    need = number_words(Decimal(needed))
    yield Reason(
        f"scores.{needed}",
        Message(f"{needed} steps done give {gives.en}", f"แล้วเสร็จ {need.th} ขั้นตอน ได้ {gives.th} คะแนน"),
        rung is not None,
        ({"name": "steps", "value": str(count), "op": ">=", "than": str(needed)},),
    )
    for place, step in enumerate(rubric.steps):
        text = Message.same(step.text or step.id)
        yield Reason(f"steps[{place}]", text, done[place], (_milestone_input(Milestone(step.id), facts),))
    if rung is None:
        yield _below(rubric.below_first)


def _judged(rubric: Judged, facts: Facts) -> Reason:
    low, high = number_words(rubric.minimum), number_words(rubric.maximum)
    judgement = facts.judgements.get("")
    row: Input = {"name": JUDGEMENT, "value": _written(None if judgement is None else judgement.value)}
    if judgement is not None:
        row |= {key: said for key, said in (("by", judgement.by), ("reason", judgement.reason)) if said is not None}
    text = Message(f"judged by a person, from {low.en} to {high.en}", f"ผู้ประเมินให้คะแนน ตั้งแต่ {low.th} ถึง {high.th}")
    return Reason("judged", text, None if row["value"] is None else True, (row,))


def _composite(rubric: Composite, facts: Facts, context: Context) -> Iterator[Reason]:
    outcomes = part_outcomes(rubric, facts, context)
    if outcomes is None:
        own = facts.unit_class
        text = Message("no weights for the class of the unit", "ไม่มีน้ำหนักสำหรับประเภทของหน่วยงาน")
        yield Reason("parts", text, held=False, inputs=({"name": "unit_class", "value": own},))
        return
    for place, row in enumerate(outcomes):
        yield _part(place, row)
        for reason in reasons_of(row.part.rubric, row.facts, Context(fiscal_year=context.fiscal_year)):
            yield Reason(f"parts[{place}].rubric.{reason.rule}", reason.text, reason.held, reason.inputs)


def _part(place: int, row: PartOutcome) -> Reason:
    score, weight = row.outcome.score, row.weight
    shown: Input = {
        "name": row.part.name,
        "state": row.outcome.state,
        "score": _written(score),
        "weight": _written(weight),
    }
    said = Message("no score yet", "ยังไม่มีคะแนน") if score is None else number_words(score)
    if weight is None:
        text = Message(f"{row.part.name}: {said.en}, left out", f"{row.part.name}: {said.th} ไม่นำมารวม")
        if row.part.weight != 0:
            text = Message(f"{text.en}, the other weights are rescaled", f"{text.th} และปรับน้ำหนักของส่วนที่เหลือ")
        if row.outcome.state == "not_applicable":
            text = Message(
                f"{row.part.name}: not applicable, left out, the other weights are rescaled",
                f"{row.part.name}: ไม่ใช้กับกรณีนี้ ไม่นำมารวม และปรับน้ำหนักของส่วนที่เหลือ",
            )
        return Reason(f"parts[{place}]", text, held=False, inputs=(shown,))
    times = number_words(weight)
    text = Message(f"{row.part.name}: {said.en} × {times.en}", f"{row.part.name}: {said.th} × {times.th}")
    return Reason(f"parts[{place}]", text, None if score is None else True, (shown,))


# --- values and deductions ---


def _value(rule: ValueRule, case: Case) -> Reason:
    name, value = name_words(rule.name), case.values.get(rule.name)
    if rule.formula is None:
        typed = case.facts.values.get(rule.name)
        text = Message(f"{name.en}, rounded", f"{name.th} ปัดเศษแล้ว")
        return Reason(
            _value_rule(rule), text, None if typed is None else True, ({"name": rule.name, "value": _written(typed)},)
        )
    inputs = tuple(
        {"name": variable, "value": _variable(case.facts, variable)} for variable in names_in(rule.formula.tree)
    )
    if value is None or isinstance(value, NoValue):
        reason = value.reason if isinstance(value, NoValue) else Message("missing", "ขาดข้อมูล")
        text = Message(f"{rule.formula.text}: no value, {reason.en}", f"{rule.formula.text}: ไม่มีค่า {reason.th}")
        return Reason(_value_rule(rule), text, None, inputs)
    said = number_words(value)
    text = Message(f"{rule.formula.text} = {said.en}", f"{rule.formula.text} = {said.th}")
    return Reason(_value_rule(rule), text, held=True, inputs=inputs)


def _value_rule(rule: ValueRule) -> str:
    return join("values", rule.name)


def _variable(facts: Facts, name: str) -> str | list[str | None] | None:
    variable = facts.variables.get(name)
    return [_written(element) for element in variable] if isinstance(variable, tuple) else _written(variable)


def _adjust(rubric: Rubric, facts: Facts) -> Iterator[Reason]:
    for place, row in enumerate(rubric.adjust):
        count = facts.counts.get(row.per)
        name, off = name_words(row.per), number_words(row.subtract)
        text = Message(f"minus {off.en} for each of {name.en}", f"หัก {off.th} คะแนน ต่อ ๑ หน่วยของ{name.th}")
        yield Reason(
            f"adjust[{place}]",
            text if row.text is None else Message.same(row.text),
            None if count is None else count > 0,
            ({"name": row.per, "value": _written(count), "subtract": canonical(row.subtract)},),
        )
