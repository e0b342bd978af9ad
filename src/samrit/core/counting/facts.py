"""Counts become facts: the plain document `samrit/facts/1` that a rubric is asked with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from samrit.core.contract import Message, Refused
from samrit.core.counting.counts import Counts
from samrit.core.counting.findings import day_in_words


def facts_from_counts(counts: Counts, *, milestones: Mapping[str, date | None] | None = None) -> dict[str, Any]:
    """The facts of the counted period: `result` is the number of publicised districts.

    The strict counts of the minimums are values (`media`, `story`, `activity`), which the duties' minimums are compared
    with; the middle and loose ones are variables (`media_middle`, `media_loose`, …). They stand beside the score.
    `milestones` (reached on, None where not) are handed on. The day of the facts is that of the count, but the last of
    the period at most, for a count is often made afterwards. Raises Refused for a count made before the period began.
    """
    day = min(counts.as_of.astimezone(counts.rule.zone).date(), counts.end)
    if day < counts.start:
        start = day_in_words(counts.start)
        raise Refused(
            "as_of",
            Message("the count was made before the period began", "นับก่อนเริ่มงวด"),
            Message(f"count again from {start.en} on", f"นับใหม่ตั้งแต่ {start.th}"),
        )
    variables = {"districts": len(counts.districts), "districts_not_yet": counts.districts_not_yet}
    values = {"result": counts.publicised}
    for row in counts.minimums:
        name, figures = row.minimum.id, row.figures
        values[name] = figures.strict
        variables |= {f"{name}_middle": figures.middle, f"{name}_loose": figures.loose}
    return {
        "schema": "samrit/facts/1",
        "key_result": counts.rule.key_result,
        "as_of": day.isoformat(),
        "period": counts.period,
        "variables": {name: str(number) for name, number in variables.items()},
        "values": {name: str(number) for name, number in values.items()},
        "milestones": {name: None if at is None else at.isoformat() for name, at in (milestones or {}).items()},
    }
