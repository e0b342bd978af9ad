"""Faults of a rubric that may still be meant so, and that a person must see: levels out of reach, bands that overlap or
leave a hole.

Conditions are looked at from every case that can make a difference: each value below, at, between and above its
thresholds, each milestone before, at and after its dates. The same `truth` as in a score is asked of every case, so
that a fault reported here is one of the scores. Where there are too many cases nothing is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor, prod

from samrit.core.contract import Message
from samrit.core.rubric.arithmetic import Number
from samrit.core.rubric.conditions import (
    REGISTERS,
    AllOf,
    AnyOf,
    Between,
    ByPeriod,
    Case,
    Compare,
    Condition,
    Coverage,
    Leaf,
    Milestone,
    Not,
    Threshold,
    threshold_at,
)
from samrit.core.rubric.facts import Facts
from samrit.core.rubric.forms import Composite, Levels, Rubric, Steps
from samrit.core.rubric.words import number_words, period_words

Fault = tuple[str, Message]
"""The path of a rule inside the rubric, and what is wrong with it."""

_MAX_LOOKS = 200_000


def faults_in(rubric: Rubric, *, whole: bool = False) -> tuple[Fault, ...]:
    """The faults of a rubric. `whole`: its values are whole numbers (a count), so that 4-5 and 6-7 leave no hole."""
    match rubric:
        case Levels():
            found = [fault for period in _periods(rubric) for fault in _level_faults(rubric, period, whole=whole)]
        case Steps():
            found = list(_step_faults(rubric))
        case Composite():
            found = [
                (f"parts[{place}].rubric.{path}", said)
                for place, part in enumerate(rubric.parts)
                for path, said in faults_in(part.rubric, whole=whole)
            ]
        case _:
            found = []
    return tuple({fault[0]: fault for fault in reversed(found)}.values())[::-1]


def _step_faults(rubric: Steps) -> Iterator[Fault]:
    for count, _ in rubric.scores:
        if count > len(rubric.steps):
            yield (
                f"scores.{count}",
                Message(
                    f"there are only {len(rubric.steps)} steps: this score can never be reached",
                    f"มีเพียง {number_words(Decimal(len(rubric.steps))).th} ขั้นตอน จึงไม่มีทางได้คะแนนนี้",
                ),
            )
    for (fewer, low), (more, high) in pairwise(rubric.scores):
        if high < low:
            yield (
                f"scores.{more}",
                Message(
                    f"gives less than {fewer} steps do", f"ได้คะแนนน้อยกว่าการทำ {number_words(Decimal(fewer)).th} ขั้นตอน"
                ),
            )


# --- levels: every case that can make a difference ---


def leaves_of(condition: Condition) -> Iterator[Leaf]:
    """The leaves of a condition, in their order."""
    if isinstance(condition, Not):
        yield from leaves_of(condition.of)
    elif isinstance(condition, (AllOf, AnyOf)):
        for part in condition.of:
            yield from leaves_of(part)
    else:
        yield condition


def _leaves(rubric: Levels) -> list[Leaf]:
    return [leaf for level in rubric.levels for leaf in leaves_of(level.when)]


def _thresholds(leaf: Leaf) -> tuple[Threshold, ...]:
    if isinstance(leaf, Compare):
        return (leaf.than,)
    if isinstance(leaf, Between):
        return leaf.low, leaf.high
    return (leaf.each,) if isinstance(leaf, Coverage) else ()


def _periods(rubric: Levels) -> list[str | None]:
    """The periods that have thresholds of their own, or None alone."""
    bounds = [bound for leaf in _leaves(rubric) for bound in _thresholds(leaf) if isinstance(bound, ByPeriod)]
    return list(dict.fromkeys(period for bound in bounds for period, _ in bound.thresholds)) or [None]


@dataclass(frozen=True, slots=True)
class _Axis:
    """One thing that can vary: a value, a coverage (all its groups alike) or a milestone, and all it can be."""

    kind: str
    name: str
    choices: tuple[Number | dt.date | None, ...]


def _axes(rubric: Levels, period: str | None, *, whole: bool) -> list[_Axis]:
    numbers: dict[tuple[str, str], set[Decimal]] = {}
    dates: dict[str, set[dt.date]] = {}
    for leaf in _leaves(rubric):
        if isinstance(leaf, Milestone):
            dates.setdefault(leaf.id, set()).update(set() if leaf.by is None else {leaf.by})
            continue
        key = ("coverage", leaf.name) if isinstance(leaf, Coverage) else ("value", leaf.value)
        found = (threshold_at(bound, period) for bound in _thresholds(leaf))
        numbers.setdefault(key, set()).update(number for number in found if number is not None)
    digits = {rule.name: rule.round.digits for rule in rubric.values if rule.round is not None}
    axes = [
        _Axis(kind, name, _telling_numbers(some, digits.get(name, 0 if whole else None)))
        for (kind, name), some in numbers.items()
    ]
    return axes + [_Axis("milestone", name, _telling_dates(some)) for name, some in dates.items()]


def _telling_numbers(thresholds: set[Decimal], digits: int | None) -> tuple[Number, ...]:
    """One number below, at, between and above the thresholds; on the grid of `digits` where the values are rounded."""
    if not thresholds:
        return (Decimal(0),)
    exact = sorted(Fraction(threshold) for threshold in thresholds)
    if digits is None:
        between = [(low + high) / 2 for low, high in pairwise(exact)]
        return tuple(sorted([exact[0] - 1, *exact, *between, exact[-1] + 1]))
    grid = 10**digits
    near = {place for number in exact for place in (floor(number * grid), ceil(number * grid))}
    return tuple(Fraction(place, grid) for place in sorted(near | {place + step for place in near for step in (-1, 1)}))


def _telling_dates(dates: set[dt.date]) -> tuple[dt.date | None, ...]:
    latest = max(dates, default=dt.date(2000, 1, 1))
    after = latest + dt.timedelta(days=1) if latest < dt.date.max else latest
    return (None, *sorted({*dates, after}))


def _cases(axes: Sequence[_Axis], period: str | None) -> Iterator[Case]:
    for chosen in product(*(axis.choices for axis in axes)):
        values: dict[str, Number] = {}
        milestones: dict[str, dt.date] = {}
        coverage: dict[str, dict[str, Decimal]] = {}
        for axis, choice in zip(axes, chosen, strict=True):
            if isinstance(choice, dt.date):
                milestones[axis.name] = choice
            elif axis.kind == "value" and choice is not None:
                values[axis.name] = choice
            elif axis.kind == "coverage" and choice is not None:
                coverage[axis.name] = _everywhere(choice)
        yield Case(Facts(period=period, milestones=milestones, coverage=coverage), values)


def _everywhere(number: Number) -> dict[str, Decimal]:
    exact = number if isinstance(number, Decimal) else Decimal(number.numerator) / Decimal(number.denominator)
    return {group: exact for groups in REGISTERS.values() for group in groups}


def _level_faults(rubric: Levels, period: str | None, *, whole: bool) -> Iterator[Fault]:
    if not all(_has_thresholds(level.when, period) for level in rubric.levels):
        return
    axes = _axes(rubric, period, whole=whole)
    if prod(len(axis.choices) for axis in axes) * len(_leaves(rubric)) > _MAX_LOOKS:
        return
    cases = list(_cases(axes, period))
    held = [{rung for rung in rubric.ranks if rubric.levels[rung].when.truth(case) is True} for case in cases]
    if rubric.cumulative:
        held = [_unbroken(rubric, rungs) for rungs in held]
    found = [*_out_of_reach(rubric, held)]
    if not rubric.cumulative:
        found += _overlaps(rubric, cases, held)
    if len(axes) == 1 and axes[0].kind == "value":
        found += _holes(rubric, axes[0].choices, held)
    for path, said in found:
        yield path, _in_period(said, period)


def _unbroken(rubric: Levels, held: set[int]) -> set[int]:
    """The levels that count where each needs all lower ones."""
    counted = set()
    for rung in reversed(rubric.ranks):
        if rung not in held:
            break
        counted.add(rung)
    return counted


def _in_period(said: Message, period: str | None) -> Message:
    if period is None:
        return said
    words = period_words(period)
    return Message(f"{said.en} (in {words.en})", f"{said.th} ({words.th})")


def _has_thresholds(condition: Condition, period: str | None) -> bool:
    return all(threshold_at(bound, period) is not None for leaf in leaves_of(condition) for bound in _thresholds(leaf))


def _out_of_reach(rubric: Levels, held: list[set[int]]) -> Iterator[Fault]:
    shown = {_highest(rubric, rungs) for rungs in held}
    ever = set().union(*held)
    for rung in range(len(rubric.levels)):
        if rung in shown:
            continue
        if rung in ever:
            what = Message(
                "this level never shows: whenever it holds, a higher one does too",
                "ระดับนี้ไม่มีทางปรากฏ เพราะเมื่อผ่านระดับนี้ ย่อมผ่านระดับที่สูงกว่าด้วยเสมอ",
            )
        else:
            what = Message("this level can never be reached", "ระดับนี้ไม่มีทางทำได้")
        yield f"levels[{rung}]", what


def _highest(rubric: Levels, held: set[int]) -> int | None:
    return next((rung for rung in rubric.ranks if rung in held), None)


# --- bands ---


def band_of(condition: Condition) -> str | None:
    """The value that a condition itself holds between two ends, None where it is no band."""
    if isinstance(condition, Between):
        return condition.value
    if isinstance(condition, AllOf) and len(condition.of) == 1:
        return band_of(condition.of[0])
    if isinstance(condition, AllOf) and all(isinstance(part, Compare) for part in condition.of):
        parts = [part for part in condition.of if isinstance(part, Compare)]
        names, ends = {part.value for part in parts}, {part.op[0] for part in parts}
        return parts[0].value if len(names) == 1 and {"<", ">"} <= ends else None
    return None


def _overlaps(rubric: Levels, cases: list[Case], held: list[set[int]]) -> Iterator[Fault]:
    """Bands of the same value that hold at once, each lower one with the highest that it meets first."""
    bands = {rung: band_of(rubric.levels[rung].when) for rung in rubric.ranks}
    told: set[int] = set()
    for case, rungs in zip(cases, held, strict=True):
        meeting = [rung for rung in rubric.ranks if rung in rungs and bands[rung] is not None]
        for high, low in pairwise(meeting):
            name = bands[low]
            if low in told or name is None or bands[high] != name:
                continue
            told.add(low)
            value = case.values[name]
            at = number_words(value if isinstance(value, Decimal | Fraction) else Decimal(0))
            score = number_words(rubric.levels[high].score)
            yield (
                f"levels[{low}]",
                Message(
                    f"this band overlaps the one of {score.en} (for example at {at.en})",
                    f"ช่วงนี้ทับซ้อนกับช่วงของคะแนน {score.th} (เช่น ที่ {at.th})",
                ),
            )


def _holes(rubric: Levels, choices: Sequence[Number | dt.date | None], held: list[set[int]]) -> Iterator[Fault]:
    """Values between the bands of one value for which no level holds at all."""
    covered = [place for place, rungs in enumerate(held) if rungs]
    for place in range(covered[0], covered[-1]) if covered else ():
        choice = choices[place]
        rung = _highest(rubric, held[place - 1])
        if held[place] or rung is None or band_of(rubric.levels[rung].when) is None:
            continue
        if isinstance(choice, Decimal | Fraction):
            at = number_words(choice)
            yield (
                f"levels[{rung}]",
                Message(
                    f"after this level a hole is left (for example at {at.en})", f"หลังระดับนี้มีช่วงว่าง (เช่น ที่ {at.th})"
                ),
            )
