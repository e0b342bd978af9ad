"""What is short for the next higher score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from samrit.core.contract import canonical
from samrit.core.contract.documents import join
from samrit.core.rubric.arithmetic import Number, rounded, written
from samrit.core.rubric.conditions import (
    AllOf,
    AnyOf,
    Between,
    Case,
    Compare,
    Condition,
    Coverage,
    Leaf,
    Milestone,
    Not,
    threshold_at,
)
from samrit.core.rubric.context import Context
from samrit.core.rubric.evaluating import PartOutcome, case_of, deduction, part_outcomes, standing_of, steps_done
from samrit.core.rubric.facts import Facts
from samrit.core.rubric.forms import Anchors, Composite, Level, Levels, Rubric, Steps
from samrit.core.rubric.formula import NoValue

Gap = dict[str, Any]
"""`{"name", "have", "need", "short"}`, or `{"milestone", "text"}`."""


@dataclass(frozen=True, slots=True)
class Next:
    """The next higher score and what is missing for it."""

    score: Decimal
    missing: tuple[Gap, ...]


def next_of(rubric: Rubric, facts: Facts, context: Context) -> Next | None:
    """The next higher score than the one that `facts` have under `rubric`; None at the top, and for judgements.

    Meant for facts that have been placed (scored, not counted, or below the first level). Where several ways lead up
    (`any`), the one with the fewest gaps is shown. For a composite it is the smallest rise that one part can bring.
    """
    case = case_of(rubric, facts)
    base = standing_of(rubric, case, context).base
    lost = deduction(rubric, facts)[0]
    now = None if base is None else _after(base, lost, rubric)
    while (found := _above(rubric, case, context, base)) is not None:
        # Deductions stay: what the next rung gives is what would then be printed, and it must be more than now.
        score = _after(found.score, lost, rubric)
        if now is None or score > now:
            return Next(score, found.missing)
        if isinstance(rubric, Composite):
            return None
        base = found.score
    return None


def _after(score: Number, lost: Fraction, rubric: Rubric) -> Decimal:
    """A score after what is deducted."""
    left = max(Fraction(score) - lost, Fraction(0)) if rubric.adjust else Fraction(score)
    return rounded(left, rubric.rounding)


def _above(rubric: Rubric, case: Case, context: Context, base: Number | None) -> Next | None:
    """The next rung above `base`, before deductions."""
    match rubric:
        case Levels():
            return _levels(rubric, case, base)
        case Anchors():
            return _anchors(rubric, case, base)
        case Composite():
            return _composite(rubric, case.facts, context, base)
        case Steps():
            return _steps(rubric, case, base)
        case _:
            return None


def _levels(rubric: Levels, case: Case, base: Number | None) -> Next | None:
    rising = [rubric.levels[rung] for rung in reversed(rubric.ranks)]
    goal = next((level for level in _attainable(rubric, case) if base is None or level.score > base), None)
    if goal is None:
        return None
    needed = [level for level in rising if level.score <= goal.score] if rubric.cumulative else [goal]
    return Next(goal.score, _unique(gap for level in needed for gap in gaps(level.when, case, want=True)))


def _attainable(rubric: Levels, case: Case) -> Iterator[Level]:
    """The levels that can still hold, from the lowest; where they are cumulative, none above one that cannot."""
    for rung in reversed(rubric.ranks):
        if _can_hold(rubric.levels[rung].when, case, want=True):
            yield rubric.levels[rung]
        elif rubric.cumulative:
            return


def _can_hold(condition: Condition, case: Case, *, want: bool) -> bool:
    """Whether a condition can still hold, or (`want` False) not hold.

    An event that was wanted by a day that has passed cannot come any more, and one that has happened stays.
    """
    if condition.truth(case) is want:
        return True
    if isinstance(condition, Not):
        return _can_hold(condition.of, case, want=not want)
    if isinstance(condition, (AllOf, AnyOf)):
        every = all if isinstance(condition, AllOf) is want else any
        return every(_can_hold(part, case, want=want) for part in condition.of)
    if isinstance(condition, Milestone):
        return want and (condition.by is None or case.facts.as_of is None or case.facts.as_of <= condition.by)
    return True


def _unique(rows: Iterable[Gap]) -> tuple[Gap, ...]:
    return tuple({tuple(row.items()): row for row in rows}.values())


def gaps(condition: Condition, case: Case, *, want: bool) -> tuple[Gap, ...]:
    """What is missing for `condition` to hold, or (`want` False) not to hold."""
    if condition.truth(case) is want:
        return ()
    if isinstance(condition, Not):
        return gaps(condition.of, case, want=not want)
    if isinstance(condition, (AllOf, AnyOf)):
        if isinstance(condition, AllOf) is want:
            return _unique(gap for part in condition.of for gap in gaps(part, case, want=want))
        ways = [part for part in condition.of if _can_hold(part, case, want=want)] or condition.of
        return min((gaps(part, case, want=want) for part in ways), key=len)
    return _leaf_gaps(condition, case, want=want)


def _leaf_gaps(leaf: Leaf, case: Case, *, want: bool) -> tuple[Gap, ...]:
    """The gaps of one leaf; none where it has no threshold for the period, for then nothing can be asked."""
    period = case.facts.period
    if isinstance(leaf, Milestone):
        return ({"milestone": leaf.id, "text": leaf.text},) if want else ()
    if isinstance(leaf, Compare):
        than = threshold_at(leaf.than, period)
        return () if than is None else (_gap(leaf.value, case.values.get(leaf.value), than),)
    if isinstance(leaf, Between):
        return _band_gaps(leaf, case, want=want)
    return _coverage_gaps(leaf, case, want=want)


def _gap(name: str, have: Number | NoValue | None, need: Decimal) -> Gap:
    """One value's gap. Where a strict bound is just met, what is short is one unit of the last written place."""
    if have is None or isinstance(have, NoValue):
        return {"name": name, "have": None, "need": canonical(need), "short": None}
    short = abs(Fraction(need) - Fraction(have))
    if short == 0:
        places = max(len(text.partition(".")[2]) for text in (written(have), canonical(need)))
        short = Fraction(1, 10**places)
    return {"name": name, "have": written(have), "need": canonical(need), "short": written(short)}


def _band_gaps(band: Between, case: Case, *, want: bool) -> tuple[Gap, ...]:
    period = case.facts.period
    low, high = threshold_at(band.low, period), threshold_at(band.high, period)
    if low is None or high is None:
        return ()
    have = case.values.get(band.value)
    if have is None or isinstance(have, NoValue):
        return (_gap(band.value, have, low),)
    if want:
        is_below = low > have or (low == have and band.low_op == ">")
        return (_gap(band.value, have, low if is_below else high),)
    nearer_low = Fraction(have) - Fraction(low) <= Fraction(high) - Fraction(have)
    return (_gap(band.value, have, low if nearer_low else high),)


def _coverage_gaps(coverage: Coverage, case: Case, *, want: bool) -> tuple[Gap, ...]:
    each = threshold_at(coverage.each, case.facts.period)
    if each is None:
        return ()
    rows = [
        _gap(join(coverage.name, group), number, each)
        for group, number in coverage.found(case.facts).items()
        if number is None or (number < each) is want
    ]
    return tuple(rows if want else rows[:1])


def _anchors(rubric: Anchors, case: Case, base: Number | None) -> Next | None:
    value = case.values.get(rubric.of)
    points = rubric.points_at(case.facts.period)
    goal = next((point for point in points if base is None or point[1] > base), None)
    if goal is None or value is None or isinstance(value, NoValue):
        return None
    threshold, score = goal
    if rubric.at is not None:
        threshold = _nearest(Fraction(value), rubric.at, threshold)
    return Next(score, (_gap(rubric.of, value, threshold),))


def _nearest(value: Fraction, at: Decimal, distance: Decimal) -> Decimal:
    """The value at that distance from the target, on the side where `value` is."""
    goal = Fraction(at) + (Fraction(distance) if value > at else -Fraction(distance))
    return Decimal(canonical(goal))


def _steps(rubric: Steps, case: Case, base: Number | None) -> Next | None:
    done, count = steps_done(rubric, case.facts)
    goal = next(
        (
            (needed, score)
            for needed, score in rubric.scores
            if count < needed <= len(done) and (base is None or score > base)
        ),
        None,
    )
    if goal is None:
        return None
    needed, score = goal
    within = needed if rubric.ordered else len(done)
    undone = [step for step, is_done in zip(rubric.steps[:within], done[:within], strict=True) if not is_done]
    rows = undone if rubric.ordered else undone[: needed - count]
    return Next(score, tuple({"milestone": step.id, "text": step.text} for step in rows))


def _composite(rubric: Composite, facts: Facts, context: Context, base: Number | None) -> Next | None:
    rows = [row for row in part_outcomes(rubric, facts, context) or [] if row.weight is not None]
    if base is None:
        return None
    weights = sum((Fraction(row.weight or 0) for row in rows), Fraction(0))
    found = []
    for row in rows:
        ahead = next_of(row.part.rubric, row.facts, context)
        if ahead is not None:
            rise = Fraction(row.weight or 0) * (Fraction(ahead.score) - Fraction(row.outcome.score or 0)) / weights
            found.append((Fraction(base) + rise, row.part.name, _inside(row, ahead)))
    current = rounded(base, rubric.rounding)
    higher = [(total, name, gap) for total, name, gap in found if rounded(total, rubric.rounding) > current]
    if not higher:
        return None
    total, _, missing = min(higher, key=lambda way: way[:2])
    return Next(rounded(total, rubric.rounding), missing)


def _inside(row: PartOutcome, ahead: Next) -> tuple[Gap, ...]:
    """The gaps of a part, their names read from the whole."""
    return tuple(
        {
            key: join(row.part.name, said) if key in {"name", "milestone"} and isinstance(said, str) else said
            for key, said in gap.items()
        }
        for gap in ahead.missing
    )
