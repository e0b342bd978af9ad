"""The ladder: the rungs of the rubric, where we stand, what is short for each, and what the forecast says of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from samrit.core.contract import Message
from samrit.core.rubric import Anchors, Facts, Levels, Steps, condition_words
from samrit.core.rubric.ahead import gaps
from samrit.core.rubric.conditions import Case, Condition, Doubt
from samrit.core.rubric.evaluating import Standing, applies, case_of, standing_of
from samrit.core.rubric.words import point_words
from samrit.results.models import KeyResult
from samrit.scoring.facts import PLAN_APPROVED, RESULT_REPORTED
from samrit.scoring.forecast import Forecast, forecast_of
from samrit.scoring.result import Result, score_key_result
from samrit.scoring.words import gap_words

Outlook = Literal["reached", "likely", "possible", "unlikely", "unknown"]


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung, the highest first. `held` is None where it cannot be told.

    `missing` are sentences on what is short. `outlook` is what the forecast says: *likely* where its lower end would
    reach the rung, *possible* where its upper end would, both only if the papers (plan, report) come in time.
    """

    score: Decimal
    percent: Decimal | None
    text: Message
    held: bool | None
    here: bool
    missing: tuple[Message, ...]
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs with the score that is reached now; `next_score` is the next rung up, None at the top."""

    as_of: dt.date
    state: str
    score: Decimal | None
    rungs: tuple[Rung, ...]
    next_score: Decimal | None
    next_missing: tuple[Message, ...]
    forecast: Forecast | None


def ladder(key_result: KeyResult, as_of: dt.date | None = None) -> Ladder:
    """The ladder of a key result on a day."""
    return ladder_of(score_key_result(key_result, as_of))


def ladder_of(result: Result) -> Ladder:
    """The ladder of a result that is already there. Pure. Weighted parts and judgements have no rungs."""
    expected, unit = forecast_of(result), _unit(result)
    ahead = result.score.next
    return Ladder(
        as_of=result.as_of,
        state=result.score.state,
        score=result.score.score,
        rungs=tuple(_rungs(result, expected)),
        next_score=None if ahead is None else ahead.score,
        next_missing=() if ahead is None else tuple(gap_words(gap, unit) for gap in ahead.missing),
        forecast=expected,
    )


def _unit(result: Result) -> str | None:
    return None if result.definition is None else result.definition.target.unit


def _rungs(result: Result, expected: Forecast | None) -> Iterator[Rung]:
    rubric, facts = result.score.rubric, result.facts
    if rubric is None or not applies(rubric, facts):
        return
    case = case_of(rubric, facts)
    standing = standing_of(rubric, case, result.score.context)
    match rubric:
        case Levels():
            for place in rubric.ranks:
                level = rubric.levels[place]
                yield Rung(
                    score=level.score,
                    percent=level.percent,
                    text=condition_words(level.when) if level.text is None else Message.same(level.text),
                    held=_held(level.when, case),
                    here=place == standing.rung,
                    missing=tuple(gap_words(gap, _unit(result)) for gap in gaps(level.when, case, want=True)),
                    outlook=_outlook(level.when, case, facts, expected),
                )
        case Anchors():
            yield from _points(rubric, facts, standing)
        case Steps():
            yield from _steps(rubric, standing)


def _held(condition: Condition, case: Case) -> bool | None:
    truth = condition.truth(case)
    return None if isinstance(truth, Doubt) else truth


def _outlook(condition: Condition, case: Case, facts: Facts, expected: Forecast | None) -> Outlook:
    if condition.truth(case) is True:
        return "reached"
    if expected is None:
        return "unknown"
    for end, word in ((expected.low, "likely"), (expected.high, "possible")):
        if condition.truth(_at_the_end(facts, end)) is True:
            return word  # type: ignore[return-value]  # the words above
    return "unlikely"


def _at_the_end(facts: Facts, number: Decimal) -> Case:
    """The facts as they would be with that result, if plan and report are on time."""
    on_time: Mapping[str, dt.date | None] = dict.fromkeys((PLAN_APPROVED, RESULT_REPORTED), facts.as_of)
    then = replace(facts, values={**facts.values, "result": number}, milestones={**facts.milestones, **on_time})
    return Case(then, then.values)


def _points(rubric: Anchors, facts: Facts, standing: Standing) -> Iterator[Rung]:
    points = rubric.points_at(facts.period)
    for place in range(len(points) - 1, -1, -1):
        held = None if standing.doubt else standing.rung is not None and place <= standing.rung
        text = point_words(rubric, points[place])
        yield Rung(
            score=points[place][1],
            percent=None,
            text=text,
            held=held,
            here=place == standing.rung,
            missing=() if held else (text,),
            outlook="reached" if held else "unknown",
        )


def _steps(rubric: Steps, standing: Standing) -> Iterator[Rung]:
    for place in range(len(rubric.scores) - 1, -1, -1):
        count, gives = rubric.scores[place]
        held = standing.rung is not None and place <= standing.rung
        text = Message(f"{count} steps done", f"แล้วเสร็จ {count} ขั้นตอน")
        yield Rung(
            score=gives,
            percent=None,
            text=text,
            held=held,
            here=place == standing.rung,
            missing=() if held else (text,),
            outlook="reached" if held else "unknown",
        )
