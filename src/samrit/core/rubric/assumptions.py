"""What a rubric leaves open and the score fills in: printed under every score, lest anybody take it for the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from samrit.core.contract.documents import join
from samrit.core.rubric.arithmetic import DEFAULT_ROUND
from samrit.core.rubric.context import Assumed, Context
from samrit.core.rubric.facts import Facts
from samrit.core.rubric.forms import Anchors, Composite, Levels, Rubric, Steps

SHEET_SILENT = "the sheet does not say"
FACTS_SILENT = "the facts do not say"


def assumptions_of(rubric: Rubric, facts: Facts, context: Context) -> tuple[Assumed, ...]:
    """The defaults that were used, after the definition's own assumptions about its rubric."""
    rows = [*context.assumed, *_defaults(rubric), *_undated(facts, "")]
    return tuple({row.rule: row for row in reversed(rows)}.values())[::-1]


def _undated(facts: Facts, prefix: str) -> Iterator[Assumed]:
    """Facts without a day of their own, the parts' too: whatever is dated has happened."""
    if facts.as_of is None and any(facts.milestones.values()):
        yield Assumed(f"{prefix}as_of", "every dated milestone counts", FACTS_SILENT)
    for name, part in facts.parts.items():
        yield from _undated(part, join(f"{prefix}parts", name) + ".")


def _defaults(rubric: Rubric) -> Iterator[Assumed]:
    if isinstance(rubric, (Levels, Anchors, Steps)) and rubric.below_first is None:
        yield _silent("below_first", "none")
    if isinstance(rubric, Levels) and rubric.cumulative is None and len(rubric.levels) > 1:
        yield _silent("cumulative", "false")
    if isinstance(rubric, Anchors):
        yield from _anchor_defaults(rubric)
    if isinstance(rubric, Steps) and rubric.ordered is None:
        yield _silent("ordered", "false")
    if isinstance(rubric, Composite):
        for place, part in enumerate(rubric.parts):
            for row in _defaults(part.rubric):
                yield replace(row, rule=f"parts[{place}].rubric.{row.rule}")
    if rubric.round is None and _is_rounded(rubric):
        yield _silent("round", f"{DEFAULT_ROUND.digits} digits, {DEFAULT_ROUND.mode}")


def _anchor_defaults(rubric: Anchors) -> Iterator[Assumed]:
    if rubric.between is None:
        yield _silent("between", "step")
    if rubric.between == "linear" and rubric.cap is None:
        yield _silent("cap", "true")


def _is_rounded(rubric: Rubric) -> bool:
    """Whether the default rounding can change anything: scores that are read off a table need none."""
    is_line = isinstance(rubric, Anchors) and (rubric.between == "linear" or rubric.below_first == "proportional")
    return is_line or isinstance(rubric, Composite) or bool(rubric.adjust)


def _silent(rule: str, choice: str) -> Assumed:
    return Assumed(rule, choice, SHEET_SILENT)
