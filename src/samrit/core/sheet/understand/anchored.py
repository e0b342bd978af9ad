"""Rubrics whose levels are single numbers: points with a line between them, and distances from the target."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from samrit.core.contract import canonical
from samrit.core.sheet.quantities import PERCENT
from samrit.core.sheet.understand.conditions import Band
from samrit.core.sheet.understand.leveled import Level
from samrit.core.sheet.understand.setting import Setting

_DEVIATION = re.compile(r"ต่างจาก|แตกต่างจาก|เบี่ยงเบน|คลาดเคลื่อน|±|\+\s*/\s*-")


def anchors(levels: list[Level], bands: list[Band], setting: Setting, *, falling: bool) -> dict[str, Any]:
    """Thresholds with a line between them ("เทียบบัญญัติไตรยางศ์")."""
    pairs = [(_threshold(band, falling=falling), level.score) for level, band in zip(levels, bands, strict=True)]
    pairs.sort(key=lambda pair: pair[1])
    data: dict[str, Any] = {
        "schema": "samrit/rubric/1",
        "form": "anchors",
        "of": "result",
        "direction": "lower" if falling else "higher",
        "points": [[canonical(threshold), canonical(score)] for threshold, score in pairs],
        "between": "linear",
        "cap": True,
    }
    lowest = bands[-1]
    if (falling and lowest.high is None and not lowest.bare) or (not falling and lowest.low is None):
        data["below_first"] = "first"
    elif setting.is_zero_below:
        data["below_first"] = "zero"
    return data


def deviations(levels: list[Level], setting: Setting) -> dict[str, Any] | None:
    """Levels by how far the result lies from the target, above or below: anchors of the direction `target`.

    Where the method already measures the deviation, fewer is simply better, and this is none of it.
    """
    at = setting.target.value
    speaking = [level for level in levels if _DEVIATION.search(level.text or "")]
    if at is None or 2 * len(speaking) < len(levels) or _DEVIATION.search(setting.method.text or ""):
        return None
    points: list[tuple[Decimal, Decimal]] = []
    for level in levels:
        band = level.clauses[0].band if len(level.clauses) == 1 else None
        if band is None:
            return None
        distance = _threshold(band, falling=True)
        if band.unit == PERCENT and setting.target.unit != PERCENT:
            distance = distance * at / 100
        points.append((distance, level.score))
    setting.findings.ask("rubric", "the levels speak of a distance from the target, on either side of it")
    data: dict[str, Any] = {
        "schema": "samrit/rubric/1",
        "form": "anchors",
        "of": "result",
        "direction": "target",
        "at": canonical(at),
        "points": [[canonical(distance), canonical(score)] for distance, score in sorted(points, key=lambda p: p[1])],
        "between": "linear" if setting.is_linear else "step",
        "cap": True,
    }
    if (lowest := levels[-1].clauses[0].band) is not None and lowest.high is None and not lowest.bare:
        data["below_first"] = "first"
    return data


def _threshold(band: Band, *, falling: bool) -> Decimal:
    first, second = (band.high, band.low) if falling else (band.low, band.high)
    return first if first is not None else second if second is not None else Decimal(0)
