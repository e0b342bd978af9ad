"""How facts stand under a rubric: the one computation that every score, reason and outlook comes from.

Order of work: values are made and rounded, the form gives its score, deductions are taken, the result is rounded; a
part's finished score goes into the whole. Source: docs/en/reference, "rubric" and "score".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from samrit.core.contract import Message, Refused, canonical
from samrit.core.contract.documents import join
from samrit.core.rubric.arithmetic import Number, rounded, written
from samrit.core.rubric.conditions import NO_THRESHOLD, Case, Doubt, Truth, Values, reached, together
from samrit.core.rubric.context import FLAGS, Context, check_period, flags_of
from samrit.core.rubric.facts import Facts, Judgement
from samrit.core.rubric.forms import Anchors, Composite, Judged, Levels, Part, Point, Rubric, Steps, ValueRule
from samrit.core.rubric.formula import NoValue, evaluate

JUDGEMENT = "judgement"
"""How a missing judgement of the document itself is named; its key, "", would say nothing."""

NO_FACTS = Facts()


class Standing(NamedTuple):
    """Where the form alone puts the facts, before deductions.

    `rung` is the place of the level (in the document), of the point, or of the entry of a step table that gave the
    score; None where `below_first` gave it, and for forms without rungs. `doubt` is why there is no score yet; without
    doubt and without score the facts are below the first rung.
    """

    base: Number | None = None
    rung: int | None = None
    doubt: Doubt | None = None
    flags: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """A score without its reasons."""

    state: str
    score: Decimal | None = None
    level: int | None = None
    percent: Decimal | None = None
    missing: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


NOT_APPLICABLE = Outcome("not_applicable")
NO_RUBRIC = Outcome("no_data")


def outcome_of(rubric: Rubric, facts: Facts, context: Context) -> Outcome:
    """The outcome of `facts` under `rubric`. Raises Refused, with a path into the facts, for facts that do not fit."""
    _check_names(rubric, facts)
    if not applies(rubric, facts):
        return NOT_APPLICABLE
    case = case_of(rubric, facts)
    standing = standing_of(rubric, case, context)
    if standing.doubt is not None and standing.doubt.period:
        return NOT_APPLICABLE
    raised = standing.flags + flags_of(rubric, case, context)
    flags = tuple(flag for flag in FLAGS if flag in raised) if raised else raised
    return _finished(rubric, facts, standing, flags)


def applies(rubric: Rubric, facts: Facts) -> bool:
    """Whether the rubric is for the facts' class of unit."""
    return not rubric.applies_to or facts.unit_class in rubric.applies_to


def case_of(rubric: Rubric, facts: Facts) -> Case:
    """The facts with their values made and rounded."""
    return Case(facts, values_of(rubric, facts) if rubric.values else facts.values)


def standing_of(rubric: Rubric, case: Case, context: Context) -> Standing:
    """Where the form alone puts the case."""
    return _STANDINGS[type(rubric)](rubric, case, context)


def _check_names(rubric: Rubric, facts: Facts) -> None:
    if not facts.parts and not facts.judgements:
        return
    names = {part.name for part in rubric.parts} if isinstance(rubric, Composite) else set()
    unknown = [("parts", name) for name in facts.parts if name not in names]
    unknown += [("judgements", name) for name in facts.judgements if name and name not in names]
    for key, name in unknown:
        known = ", ".join(sorted(names))
        raise Refused(
            join(key, name),
            Message("the rubric has no part of this name", "เกณฑ์ไม่มีส่วนย่อยชื่อนี้"),
            Message(f"use one of {known}", f"ใช้ชื่อใดชื่อหนึ่งใน {known}") if names else Message("leave it out", "ตัดออก"),
        )


# --- values ---


def values_of(rubric: Rubric, facts: Facts) -> Values:
    """The values of the facts and of the rubric's formulas, rounded where the rubric says.

    Raises Refused where a value is typed and its formula says otherwise.
    """
    values: dict[str, Number | NoValue | None] = dict(facts.values)
    for rule in rubric.values:
        values[rule.name] = _made(rule, facts)
    return values


def _made(rule: ValueRule, facts: Facts) -> Number | NoValue | None:
    typed = facts.values.get(rule.name)
    if typed is not None and rule.round is not None:
        typed = rounded(typed, rule.round)
    if rule.formula is None:
        return typed
    found = evaluate(rule.formula, facts.variables)
    if isinstance(found, NoValue):
        if typed is None:
            return found
        raise _disagrees(rule, typed, Message(f"no value ({found.reason.en})", f"ไม่มีค่า ({found.reason.th})"))
    computed: Number = found if rule.round is None else rounded(found, rule.round)
    if typed is not None and typed != computed:
        raise _disagrees(rule, typed, Message.same(written(computed)))
    return computed


def _disagrees(rule: ValueRule, typed: Decimal, computed: Message) -> Refused:
    return Refused(
        join("values", rule.name),
        Message(
            f"typed as {canonical(typed)}, while its formula gives {computed.en}",
            f"กรอกไว้เป็น {canonical(typed)} แต่สูตรให้ {computed.th}",
        ),
        Message("leave the typed value out, or correct the variables", "ตัดค่าที่กรอกออก หรือแก้ไขตัวแปร"),
    )


# --- the five forms ---


def _levels(rubric: Levels, case: Case, _context: Context) -> Standing:
    find = _highest_cumulative if rubric.cumulative else _highest
    rung, doubts = find(rubric, case)
    lowest = rubric.levels[rubric.ranks[-1]].score
    standing = below(rubric.below_first, lowest) if rung is None else Standing(rubric.levels[rung].score, rung)
    # A doubt about a level that gives the very score that stands without it decides nothing.
    if all(not doubt.period and rubric.levels[doubted].score == standing.base for doubted, doubt in doubts):
        return standing
    return Standing(doubt=together([doubt for _, doubt in doubts]))


def _highest(rubric: Levels, case: Case) -> tuple[int | None, list[tuple[int, Doubt]]]:
    """The highest level that holds, and the levels above it that are in doubt."""
    doubts: list[tuple[int, Doubt]] = []
    for rung in rubric.ranks:
        truth: Truth = rubric.levels[rung].when.truth(case)
        if truth is True:
            return rung, doubts
        if truth is not False:
            doubts.append((rung, truth))
    return None, doubts


def _highest_cumulative(rubric: Levels, case: Case) -> tuple[int | None, list[tuple[int, Doubt]]]:
    """The last level of the unbroken run from the lowest, and what may come next: levels in doubt or behind a doubt."""
    held: int | None = None
    doubts: list[tuple[int, Doubt]] = []
    for rung in reversed(rubric.ranks):
        truth: Truth = rubric.levels[rung].when.truth(case)
        if truth is False:
            break
        if truth is not True:
            doubts.append((rung, truth))
        elif doubts:
            doubts.append((rung, doubts[-1][1]))
        else:
            held = rung
    return held, doubts


def below(rule: str | None, first: Decimal) -> Standing:
    """What is given below the first rung, whose score is `first`."""
    if rule == "zero":
        return Standing(Decimal(0), flags=("below_first",))
    return Standing(first, flags=("below_first",)) if rule == "first" else Standing()


def _anchors(rubric: Anchors, case: Case, _context: Context) -> Standing:
    points = rubric.points_at(case.facts.period)
    if not points:
        return Standing(doubt=NO_THRESHOLD)
    value = case.values.get(rubric.of)
    if value is None or isinstance(value, NoValue):
        return Standing(doubt=case.doubt(rubric.of))
    measure = measured(rubric, value)
    rung = _point_reached(rubric, points, measure)
    if rung is None:
        if rubric.below_first == "proportional":
            threshold, score = points[0]
            share = max(Fraction(0), measure / Fraction(threshold))
            return Standing(share * Fraction(score), flags=("below_first",))
        return below(rubric.below_first, points[0][1])
    return Standing(_on_line(rubric, points, rung, measure), rung)


def measured(rubric: Anchors, value: Number) -> Fraction:
    """What is held against the thresholds: the value, or its distance from the target."""
    measure = Fraction(value)
    return measure if rubric.at is None else abs(measure - Fraction(rubric.at))


def _point_reached(rubric: Anchors, points: tuple[Point, ...], measure: Fraction) -> int | None:
    for rung in range(len(points) - 1, -1, -1):
        threshold = points[rung][0]
        if threshold <= measure if rubric.direction == "higher" else threshold >= measure:
            return rung
    return None


def _on_line(rubric: Anchors, points: tuple[Point, ...], rung: int, measure: Fraction) -> Number:
    """The score at `measure`, from the last point that it reached."""
    last = len(points) - 1
    if rubric.between != "linear" or (rung == last and rubric.cap is not False):
        return points[rung][1]
    start = min(rung, last - 1)
    (low, low_score), (high, high_score) = ((Fraction(a), Fraction(b)) for a, b in points[start : start + 2])
    return low_score + (measure - low) * (high_score - low_score) / (high - low)


def steps_done(rubric: Steps, facts: Facts) -> tuple[list[bool], int]:
    """Which steps are done, and how many of them count: where they are ordered, those before the first gap."""
    done = [reached(facts, step.id) for step in rubric.steps]
    return done, done.index(False) if rubric.ordered and False in done else sum(done)


def _steps(rubric: Steps, case: Case, _context: Context) -> Standing:
    done, count = steps_done(rubric, case.facts)
    flags = ("step_skipped",) if count < sum(done) else ()
    rungs = [rung for rung, (steps, _) in enumerate(rubric.scores) if steps <= count]
    if rungs:
        return Standing(rubric.scores[rungs[-1]][1], rungs[-1], flags=flags)
    standing = below(rubric.below_first, rubric.scores[0][1])
    return standing._replace(flags=flags + standing.flags)


def _judged(rubric: Judged, case: Case, _context: Context) -> Standing:
    judgement = case.facts.judgements.get("")
    if judgement is None or judgement.value is None:
        return Standing(doubt=Doubt((JUDGEMENT,)))
    _check_judgement(rubric, judgement.value)
    return Standing(judgement.value)


def _check_judgement(rubric: Judged, value: Decimal) -> None:
    decimals = len(canonical(value).partition(".")[2])
    if rubric.minimum <= value <= rubric.maximum and (rubric.digits is None or decimals <= rubric.digits):
        return
    span = f"{canonical(rubric.minimum)}-{canonical(rubric.maximum)}"
    digits = Message("", "")
    if rubric.digits is not None:
        digits = Message(f" with at most {rubric.digits} decimals", f" ทศนิยมไม่เกิน {rubric.digits} ตำแหน่ง")
    raise Refused(
        join("judgements", ""),
        Message(
            f"{canonical(value)} is not a score of {span}{digits.en}",
            f"{canonical(value)} ไม่ใช่คะแนนในช่วง {span}{digits.th}",
        ),
        Message("correct the judgement", "แก้ไขคะแนนที่ประเมิน"),
    )


class PartOutcome(NamedTuple):
    """How one part came out. `weight` is None where it is left out of the whole."""

    part: Part
    facts: Facts
    outcome: Outcome
    weight: Decimal | None


def _composite(rubric: Composite, case: Case, context: Context) -> Standing:
    outcomes = part_outcomes(rubric, case.facts, context)
    if outcomes is None:
        return Standing(doubt=NO_THRESHOLD)
    counted = [row for row in outcomes if row.weight is not None]
    lacking = tuple(row.part.name for row in counted if row.outcome.score is None)
    flags = tuple(flag for row in counted for flag in row.outcome.flags)
    if lacking:
        return Standing(doubt=Doubt(lacking), flags=flags)
    if not counted:
        return Standing(doubt=NO_THRESHOLD)
    weights = sum((Fraction(row.weight or 0) for row in counted), Fraction(0))
    scored = sum((Fraction(row.weight or 0) * Fraction(row.outcome.score or 0) for row in counted), Fraction(0))
    return Standing(scored / weights, flags=flags if weights == 1 else (*flags, "rescaled"))


def part_outcomes(rubric: Composite, facts: Facts, context: Context) -> list[PartOutcome] | None:
    """How each part comes out; None where the composite has no weights for the facts' class of unit."""
    part_context = Context(fiscal_year=context.fiscal_year)
    rows = []
    for part in rubric.parts:
        own = _facts_of(part, facts)
        outcome = _outcome_of_part(part, own, facts, part_context)
        weight = part.weight_for(facts.unit_class)
        if not part.rubric.counts or outcome.state == "not_applicable":
            weight = None
        elif weight is None and applies(part.rubric, facts):
            return None
        rows.append(PartOutcome(part, own, outcome, weight))
    return rows


def _facts_of(part: Part, facts: Facts) -> Facts:
    """The facts of a part. Its judgement may stand in the document of the whole, under the part's name.

    A part without facts is asked for the class and period of the whole: whether it applies is then known, and if it
    does, its data are missing. Nothing else, and nothing at all by a part that has facts, is inherited.
    """
    own = facts.parts.get(part.name, NO_FACTS)
    if own == NO_FACTS:
        own = Facts(as_of=facts.as_of, period=facts.period, unit_class=facts.unit_class)
    judgement = facts.judgements.get(part.name)
    if judgement is None or judgement.value is None:
        return own
    typed = own.judgements.get("")
    if typed is not None and typed.value not in {None, judgement.value}:
        raise Refused(
            join("judgements", part.name),
            Message("the part's own facts hold another judgement", "ข้อเท็จจริงของส่วนย่อยมีคะแนนที่ประเมินต่างออกไป"),
            Message("keep one of the two", "เก็บไว้เพียงค่าเดียว"),
        )
    judgements: dict[str, Judgement] = {**own.judgements, "": judgement}
    return replace(own, judgements=judgements)


def _outcome_of_part(part: Part, own: Facts, facts: Facts, context: Context) -> Outcome:
    try:
        check_period(own, context.fiscal_year)
        return outcome_of(part.rubric, own, context)
    except Refused as refusal:
        if refusal.path == join("judgements", "") and part.name in facts.judgements:
            raise Refused(join("judgements", part.name), refusal.what, refusal.mend) from None
        raise refusal.under(join("parts", part.name)) from None


_STANDINGS: dict[type, Callable[[Any, Case, Context], Standing]] = {
    Levels: _levels,
    Anchors: _anchors,
    Composite: _composite,
    Steps: _steps,
    Judged: _judged,
}


# --- deductions and the finished score ---


def _finished(rubric: Rubric, facts: Facts, standing: Standing, flags: tuple[str, ...]) -> Outcome:
    if rubric.adjust:
        standing = _adjusted(rubric, facts, standing)
    base = standing.base
    if standing.doubt is not None:
        return Outcome("no_data", missing=standing.doubt.names, flags=flags)
    if base is None:
        return Outcome("below_first", flags=flags)
    state = "scored" if rubric.counts else "not_counted"
    if not isinstance(rubric, Levels) or standing.rung is None:
        return Outcome(state, rounded(base, rubric.rounding), flags=flags)
    level = rubric.levels[standing.rung]
    score = rounded(base, rubric.rounding) if rubric.adjust else rubric.finished[standing.rung]
    return Outcome(state, score, int(level.score) if rubric.whole else None, level.percent, (), flags)


def deduction(rubric: Rubric, facts: Facts) -> tuple[Fraction, tuple[str, ...]]:
    """What is deducted by the counts that are known, and the names of those that are missing."""
    known, missing = Fraction(0), []
    for row in rubric.adjust:
        count = facts.counts.get(row.per)
        if count is None:
            missing.append(row.per)
        else:
            known += Fraction(row.subtract) * Fraction(count)
    return known, tuple(dict.fromkeys(missing))


def _adjusted(rubric: Rubric, facts: Facts, standing: Standing) -> Standing:
    """The standing after deductions: never below 0, and a missing count matters only where the score hangs on it."""
    known, missing = deduction(rubric, facts)
    if standing.base is None:
        if standing.doubt is None or not missing:
            return standing
        return standing._replace(doubt=together([standing.doubt, Doubt(missing)]))
    base = Fraction(standing.base)
    left = max(base - known, Fraction(0))
    if missing and left > 0:
        return standing._replace(base=None, doubt=Doubt(missing))
    return standing._replace(base=left)
