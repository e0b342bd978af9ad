"""Facts become a score that explains itself: one pure function for every surface of the system."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from samrit.core.contract import Message, canonical
from samrit.core.rubric.ahead import Next, next_of
from samrit.core.rubric.assumptions import assumptions_of
from samrit.core.rubric.context import Assumed, Context, check_facts
from samrit.core.rubric.evaluating import NO_RUBRIC, Outcome, outcome_of
from samrit.core.rubric.facts import Facts
from samrit.core.rubric.forms import Rubric
from samrit.core.rubric.reasons import Reason, reasons_of

SCHEMA = "samrit/score/1"

STATES = ("scored", "below_first", "no_data", "not_applicable", "not_counted")

NOTHING_KNOWN = Context()


@dataclass(frozen=True, slots=True)
class Score:
    """A score with everything it came from.

    `state` is one of STATES. The reasons, the outlook and the assumptions are worked out when they are asked for, by
    the computation that gave the score.
    """

    rubric: Rubric | None
    facts: Facts
    context: Context
    outcome: Outcome

    @property
    def state(self) -> str:
        return self.outcome.state

    @property
    def score(self) -> Decimal | None:
        """The finished score: None where there is none, which is not 0."""
        return self.outcome.score

    @property
    def level(self) -> int | None:
        """The number of the level, before deductions."""
        return self.outcome.level

    @property
    def percent(self) -> Decimal | None:
        """The level's own percentage, where the rubric prints one."""
        return self.outcome.percent

    @property
    def missing(self) -> tuple[str, ...]:
        """The names whose lack leaves the score open."""
        return self.outcome.missing

    @property
    def flags(self) -> tuple[str, ...]:
        """What a reader should look at, of the closed list FLAGS and in its order."""
        return self.outcome.flags

    @property
    def because(self) -> tuple[Reason, ...]:
        """The reasons, the rule that gave the score first."""
        if self.rubric is None:
            text = Message("the definition has no rubric", "นิยามตัวชี้วัดยังไม่มีเกณฑ์การให้คะแนน")
            return (Reason("rubric", text, held=False),)
        return tuple(reasons_of(self.rubric, self.facts, self.context))

    @property
    def next(self) -> Next | None:
        """The next higher score and what is missing for it; None at the top and where there is no standing yet."""
        if self.rubric is None or self.state in {"no_data", "not_applicable"}:
            return None
        return next_of(self.rubric, self.facts, self.context)

    @property
    def assumed(self) -> tuple[Assumed, ...]:
        """What was filled in where the sheet is silent."""
        return () if self.rubric is None else assumptions_of(self.rubric, self.facts, self.context)


def score(rubric: Rubric | None, facts: Facts, context: Context = NOTHING_KNOWN) -> Score:
    """The score of `facts` under `rubric`; state `no_data` where the definition has no rubric.

    Raises Refused, with a path into the facts, for facts that do not fit: those of another key result, a period that
    does not hold their day, a typed value that its formula contradicts, a judgement outside its range, a list in place
    of a number, names of parts that the rubric does not have.
    """
    check_facts(facts, context)
    outcome = NO_RUBRIC if rubric is None else outcome_of(rubric, facts, context)
    return Score(rubric, facts, context, outcome)


def score_data(score: Score) -> dict[str, Any]:
    """The score as the JSON document of the contract; its sentences are in English or the sheet's own words."""
    return {
        "schema": SCHEMA,
        "score": _decimal(score.score),
        "level": score.level,
        "percent": _decimal(score.percent),
        "state": score.state,
        "missing": list(score.missing),
        "because": [
            {"rule": row.rule, "text": row.text.en, "held": row.held, "inputs": [dict(part) for part in row.inputs]}
            for row in score.because
        ],
        "next": _next_data(score.next),
        "assumed": [{"rule": row.rule, "choice": row.choice, "why": row.why} for row in score.assumed],
        "flags": list(score.flags),
    }


def _decimal(number: Decimal | None) -> str | None:
    return None if number is None else canonical(number)


def _next_data(ahead: Next | None) -> dict[str, Any] | None:
    if ahead is None:
        return None
    return {"score": canonical(ahead.score), "missing": [dict(gap) for gap in ahead.missing]}
