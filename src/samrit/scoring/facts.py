"""From what was gathered to the facts that a rubric is asked with. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from samrit.core.contract import Node
from samrit.core.counting import Counts, facts_from_counts
from samrit.core.rubric import Facts, read_facts
from samrit.core.rubric.formula import FUNCTIONS, NAME
from samrit.publicity.models import AwarenessResult
from samrit.scoring.gather import Gathered
from samrit.scoring.reported import Figure

PLAN_APPROVED, RESULT_REPORTED = "plan_approved", "result_reported"
READING = "each"
"""The reading of "aware of all districts" that is held against the minimum: every district's own share."""


def milestones_of(gathered: Gathered) -> dict[str, dt.date | None]:
    """When the plan was approved and the result reported; None where not yet."""
    return {
        PLAN_APPROVED: None if gathered.plan is None else gathered.plan.approved_on,
        RESULT_REPORTED: None if gathered.acknowledged is None else gathered.acknowledged.on,
    }


def facts_of(gathered: Gathered, counts: Counts | None) -> Facts:
    """Counted values, milestones, reported values and awareness.

    Without a count (no rule, or the year has not begun) the result is missing unless it was reported; it is never 0 for
    want of a count. Once the year is over the facts' day is the day asked for: a report that was acknowledged in
    October still tells of the year that ended in September.
    """
    facts = Facts(key_result=gathered.key_result.code, as_of=gathered.as_of, milestones=milestones_of(gathered))
    if counts is not None:
        facts = read_facts(Node(facts_from_counts(counts, milestones=milestones_of(gathered)), ""))
        if gathered.as_of > counts.end:
            facts = replace(facts, as_of=gathered.as_of, period=None)
    values = {**_typed(gathered.figures), **facts.values}
    shown = awareness_of(gathered)
    if shown is not None:
        values["awareness"] = percent(shown.share)
    return replace(facts, values=values, variables={**_variables(gathered.figures), **facts.variables})


def awareness_of(gathered: Gathered) -> AwarenessResult | None:
    """The latest result in the reading that is held against the minimum."""
    return next((row for row in reversed(gathered.awareness) if row.reading == READING), None)


def percent(share: Decimal) -> Decimal:
    """A share as a percentage."""
    return share * 100


def _typed(figures: Mapping[str, Figure]) -> dict[str, Decimal | None]:
    return {name: figure.value for name, figure in figures.items()}


def _variables(figures: Mapping[str, Figure]) -> dict[str, Decimal | None]:
    """The same for formulas, whose names are stricter; a ratio's parts too."""
    return dict(pair for name, figure in figures.items() for pair in _named(name, figure) if _is_name(pair[0]))


def _named(name: str, figure: Figure) -> Iterator[tuple[str, Decimal | None]]:
    yield name, figure.value
    if figure.numerator is not None or figure.denominator is not None:
        yield f"{name}_numerator", figure.numerator
        yield f"{name}_denominator", figure.denominator


def _is_name(text: str) -> bool:
    return NAME.fullmatch(text) is not None and text not in FUNCTIONS
