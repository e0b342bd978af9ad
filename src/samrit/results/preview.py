"""What a rubric would give: sample facts and their scores, shown while somebody edits it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from samrit.core.contract import Message
from samrit.core.rubric import Composite, Facts, Judged, Judgement, Levels, Rubric, Score, Steps, score
from samrit.core.rubric.conditions import AllOf, AnyOf, Between, ByPeriod, Compare, Condition, Milestone, Not, Threshold
from samrit.core.rubric.context import PERCENT
from samrit.core.rubric.forms import Anchors
from samrit.core.rubric.words import name_words, number_words
from samrit.core.sheet import Definition, context_of

_DAY = dt.date(2025, 9, 30)
_MAX_NUMBERS = 24
_MAX_MILESTONES = 4


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """Sample facts in words, and the score that they get. `part` names the part of a composite, "" for the whole."""

    given: Message
    facts: Facts
    score: Score
    part: str = ""


def preview_scores(definition: Definition, rubric: Rubric | None = None) -> tuple[PreviewRow, ...]:
    """Sample facts below, at and above each threshold of `rubric` (the definition's own where None), with their scores.

    Milestones are tried reached and not reached. Parts of a composite are shown one by one.
    """
    rubric = definition.rubric if rubric is None else rubric
    return () if rubric is None else tuple(_rows(definition, rubric, ""))


def _rows(definition: Definition, rubric: Rubric, part: str) -> Iterator[PreviewRow]:
    if isinstance(rubric, Composite):
        for row in rubric.parts:
            yield from _rows(definition, row.rubric, f"{part}.{row.name}" if part else row.name)
        return
    context = context_of(definition)
    whole = definition.method.kind == "count" and definition.target.unit != PERCENT
    for given, facts in _samples(rubric, whole=whole):
        yield PreviewRow(given, facts, score(rubric, facts, context), part)


def _samples(rubric: Rubric, *, whole: bool) -> Iterator[tuple[Message, Facts]]:
    if isinstance(rubric, Judged):
        for number in (rubric.minimum, rubric.maximum):
            yield number_words(number), Facts(judgements={"": Judgement(number)})
        return
    if isinstance(rubric, Steps):
        for done in range(len(rubric.steps) + 1):
            steps = [step.id for step in rubric.steps[:done]]
            yield (
                Message(f"{done} steps done", f"แล้วเสร็จ {number_words(Decimal(done)).th} ขั้นตอน"),
                Facts(as_of=_DAY, milestones=dict.fromkeys(steps, _DAY)),
            )
        return
    names = _thresholds(rubric)
    milestones = _milestones(rubric)
    main = "result" if "result" in names else next(iter(names), "")
    best = {name: max(numbers) for name, numbers in names.items() if name != main}
    numbers: tuple[Decimal | None, ...] = _numbers(names[main], whole=whole) if main else (None,)
    for reached in _subsets(tuple(milestones)):
        for number in numbers:
            values = best if number is None else {**best, main: number}
            facts = Facts(as_of=_DAY, values=values, milestones=dict.fromkeys(reached, _DAY))
            yield _given(main, number, reached, milestones), facts


def _subsets(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Nothing reached, each alone, all: enough to see what each of them does."""
    sizes = range(len(names) + 1) if len(names) <= 2 else (0, 1, len(names))
    for size in sizes:
        yield from combinations(names[:_MAX_MILESTONES] if size == 1 else names, size)


def _numbers(thresholds: set[Decimal], *, whole: bool) -> tuple[Decimal, ...]:
    exact = sorted(thresholds)
    if whole and exact[-1] <= _MAX_NUMBERS:
        return tuple(Decimal(number) for number in range(int(exact[-1]) + 2))
    between = [(low + high) / 2 for low, high in pairwise(exact)]
    step = Decimal(1) if whole else Decimal("0.1")
    found = {Decimal(0), *exact, *between, exact[0] - step, exact[-1] + step}
    return tuple(sorted(number for number in found if number >= 0 or exact[0] < 0))[:_MAX_NUMBERS]


def _given(main: str, number: Decimal | None, reached: tuple[str, ...], texts: dict[str, str]) -> Message:
    parts_en, parts_th = [], []
    if number is not None:
        said, name = number_words(number), name_words(main)
        parts_en.append(f"{name.en} {said.en}")
        parts_th.append(f"{name.th} {said.th}")
    for milestone in reached:
        parts_en.append(texts[milestone])
        parts_th.append(texts[milestone])
    return Message(" + ".join(parts_en) or "nothing yet", " + ".join(parts_th) or "ยังไม่มีผล")


def _thresholds(rubric: Levels | Anchors) -> dict[str, set[Decimal]]:
    found: dict[str, set[Decimal]] = {}
    if isinstance(rubric, Anchors):
        points = rubric.points or (rubric.by_period[0][1] if rubric.by_period else ())
        at = rubric.at
        exact = {point[0] for point in points} if at is None else {at + point[0] for point in points} | {at}
        return {rubric.of: exact}
    for level in rubric.levels:
        for leaf in _leaves(level.when):
            if isinstance(leaf, Compare):
                found.setdefault(leaf.value, set()).update(_bounds(leaf.than))
            elif isinstance(leaf, Between):
                found.setdefault(leaf.value, set()).update({*_bounds(leaf.low), *_bounds(leaf.high)})
    return {name: numbers for name, numbers in found.items() if numbers}


def _bounds(threshold: Threshold) -> set[Decimal]:
    return {row[1] for row in threshold.thresholds} if isinstance(threshold, ByPeriod) else {threshold}


def _milestones(rubric: Levels | Anchors) -> dict[str, str]:
    """The milestones with their texts, from the lowest level up: the order in which a year reaches them."""
    if isinstance(rubric, Anchors):
        return {}
    levels = sorted(rubric.levels, key=lambda level: level.score)
    return {
        leaf.id: leaf.text or leaf.id for level in levels for leaf in _leaves(level.when) if isinstance(leaf, Milestone)
    }


def _leaves(condition: Condition) -> Iterator[Condition]:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _leaves(part)
        case Not(part):
            yield from _leaves(part)
        case _:
            yield condition
