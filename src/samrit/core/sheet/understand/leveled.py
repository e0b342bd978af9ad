"""The levels of a ladder: what each asks, which way they run, and the condition of each as a rule."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from samrit.core.contract import canonical
from samrit.core.sheet.quantities import PERCENT
from samrit.core.sheet.understand.conditions import Band, Clause, band_in, clauses, percent_band, value_name
from samrit.core.sheet.understand.ladder import Ladder, Rung
from samrit.core.sheet.understand.prose import prose
from samrit.core.sheet.understand.setting import Setting
from samrit.core.thai import to_arabic

_QUARTER = re.compile(r"(?:ใน)?ไตรมาส(?:ที่)?\s*([1-4])")
_PERHAPS_NEGATIVE = re.compile(r"\s*[-−–][0-9๐-๙]")  # or a bullet: a person tells


@dataclass(slots=True)
class Level:
    """A rung with its clauses."""

    score: Decimal
    percent: Decimal | None
    text: str | None
    clauses: list[Clause]
    by_period: dict[str, Band] = field(default_factory=dict)
    condition: dict[str, Any] | None = None

    def band(self, unit: str | None) -> Band | None:
        """The band of the main value, where the level asks nothing else."""
        if len(self.clauses) != 1 or self.clauses[0].band is None:
            return None
        band = self.clauses[0].band
        return band if band.unit in {unit, None} else None

    def main_bands(self, unit: str | None) -> list[Band]:
        """The bands of the main value, whatever else the level asks."""
        return [clause.band for clause in self.clauses if clause.band is not None and clause.band.unit in {unit, None}]


def read_levels(ladder: Ladder, setting: Setting, path: str) -> list[Level]:
    """The rungs of a ladder with what they ask, the best first."""
    levels = [_level(rung, setting) for rung in ladder.rungs]
    levels.sort(key=lambda level: -level.score)
    _only_percent(levels, setting, path)
    return levels


def _level(rung: Rung, setting: Setting) -> Level:
    text = prose(rung.paragraphs)
    asked = [] if text is None else clauses(text, setting.units, setting.fiscal_year)
    level = Level(rung.score, rung.percent, text, asked)
    by_period = {period: prose(paragraphs) or "" for period, paragraphs in rung.by_period.items()}
    for period, words in (by_period or _by_quarter(text or "")).items():
        found = band_in(words, setting.units)
        if found is not None:
            level.by_period[period] = found[0]
    if level.by_period:
        level.clauses = [Clause(text or "", next(iter(level.by_period.values())))]
    return level


def _by_quarter(text: str) -> dict[str, str]:
    """ "ไตรมาส ๒ ร้อยละ ๔๐ ไตรมาส ๔ ร้อยละ ๘๐": what a text asks by quarter, where it names at least two."""
    found = list(_QUARTER.finditer(to_arabic(text)))
    if len(found) < 2 or text[: found[0].start()].strip():
        return {}
    ends = [*(match.start() for match in found[1:]), len(text)]
    parts = {f"Q{match.group(1)}": text[match.end() : end] for match, end in zip(found, ends, strict=True)}
    return parts if len(parts) == len(found) else {}


def _only_percent(levels: list[Level], setting: Setting, path: str) -> None:
    """Levels without a text of their own are given by the percent column."""
    blank = [level for level in levels if not level.clauses and level.percent is not None]
    if not blank:
        return
    if len(blank) == len(levels):
        setting.findings.assume(
            f"{path}.result", "percent of the target", "the levels are given by the percent column only"
        )
        for level in blank:
            if level.percent is not None:
                level.clauses = [Clause(level.text or "", percent_band(level.percent))]
        return
    target = setting.target.value
    for level in blank:
        if level.percent is None or target is None or setting.target.unit == PERCENT:
            continue
        share = Band(target * level.percent / 100, ">=", None, "<=", setting.target.unit, bare=True)
        level.clauses = [Clause("", share)]
        setting.findings.assume(
            f"{path}.levels", canonical(share.low or Decimal(0)), "a level without a text is its percent of the target"
        )


def main_unit(levels: list[Level], target_unit: str | None) -> str | None:
    """The unit in which most levels are measured; the target's where it is among them."""
    counted: dict[str | None, int] = {}
    for level in levels:
        for unit in {clause.band.unit for clause in level.clauses if clause.band is not None}:
            counted[unit] = counted.get(unit, 0) + 1
    if not counted or target_unit in counted:
        return target_unit
    named = {unit: times for unit, times in counted.items() if unit is not None}
    return max(named, key=lambda unit: named[unit]) if named else target_unit


def falls(levels: list[Level], unit: str | None, setting: Setting, path: str) -> bool:
    """Whether fewer is better: the thresholds fall as the scores rise. Asks where they do neither."""
    points = [(level.score, band) for level in reversed(levels) for band in level.main_bands(unit)[:1]]
    numbers = [band.point for _, band in points]
    if len(numbers) > 1:
        if all(low >= high for low, high in pairwise(numbers)) and numbers[0] != numbers[-1]:
            return True
        if all(low <= high for low, high in pairwise(numbers)) and numbers[0] != numbers[-1]:
            return False
        setting.findings.ask(path, "the thresholds of the rubric neither rise nor fall with the scores")
        return False
    if points and not points[-1][1].bare:
        return points[-1][1].low is None
    return setting.target.operator in {"<=", "<"}


_BETWEEN_WHOLES = ("ratio", "rate", "mean", "time", "reduction")
"""Kinds of method whose results lie between whole numbers even where the unit is counted: 4.5 days on average."""


def ask_bands(levels: list[Level], unit: str | None, path: str, setting: Setting) -> None:
    """Asks, once, about bands that leave holes or overlap."""
    bands = sorted(
        (
            band
            for level in levels
            if (band := level.band(unit)) is not None and band.low is not None and band.high is not None
        ),
        key=lambda band: band.low or Decimal(0),
    )
    whole = setting.method.kind == "count" or (
        unit not in {PERCENT, None, "คะแนน", "นาที", "ชั่วโมง", "ระดับ"} and setting.method.kind not in _BETWEEN_WHOLES
    )
    holes = overlaps = False
    for below, above in pairwise(bands):
        gap = (above.low or Decimal(0)) - (below.high or Decimal(0))
        if gap < 0 or (gap == 0 and below.high_op == "<=" and above.low_op == ">="):
            overlaps = True
        elif gap > 0 and not (whole and gap == 1) and gap > Decimal("0.01"):
            holes = True
    if holes:
        setting.findings.ask(path, "the bands of the rubric leave holes; each is read from its own bound on")
    if overlaps:
        setting.findings.ask(path, "the bands of the rubric overlap; the higher score is read")


# --- conditions ---


def levels_data(levels: list[Level], path: str, unit: str | None, setting: Setting, *, falling: bool) -> dict[str, Any]:
    """The levels as they were read, each with its condition, as JSON data."""
    for index in reversed(range(len(levels))):
        level = levels[index]
        level.condition = _when(level, levels, f"{path}.levels[{index}].when", unit, setting, falling=falling)
    data: dict[str, Any] = {"schema": "samrit/rubric/1", "form": "levels"}
    data["levels"] = [_level_data(level) for level in levels]
    for above, below in pairwise(levels):
        if above.condition == below.condition:
            setting.findings.ask(path, "two levels of the rubric ask the same")
    if setting.is_cumulative:
        data["cumulative"] = True
    if setting.is_zero_below:
        data["below_first"] = "zero"
    return data


def _level_data(level: Level) -> dict[str, Any]:
    data: dict[str, Any] = {"score": canonical(level.score)}
    if level.percent is not None:
        data["percent"] = canonical(level.percent)
    if level.text is not None:
        data["text"] = level.text
    data["when"] = level.condition
    return data


def _when(
    level: Level, levels: list[Level], path: str, unit: str | None, setting: Setting, *, falling: bool
) -> dict[str, Any]:
    """The condition of a level; what of its words is in no rule is asked."""
    if not level.clauses:
        setting.findings.ask(path, "the sheet does not say what this level asks")
        score = canonical(level.score)
        return {"milestone": setting.milestones.id_of(level.text or f"level {score}", score)}
    conditions = []
    if level.text is not None and _PERHAPS_NEGATIVE.match(level.text):
        setting.findings.ask(path, f"a minus sign stands before the number in “{level.text}”")
    for clause in level.clauses:
        if clause.doubt:
            if clause.is_event:
                setting.findings.ask(path, f"“{clause.doubt}” could not be turned into a rule; a person decides")
            else:
                setting.findings.ask(path, f"“{clause.doubt}” is in no rule")
        if clause.refers is not None:
            conditions.append(_referred(clause, levels, path, setting))
        else:
            conditions.append(_condition(clause, level, path, unit, setting, falling=falling))
    return _combined(conditions, [clause.joint for clause in level.clauses])


def _referred(clause: Clause, levels: list[Level], path: str, setting: Setting) -> dict[str, Any]:
    """All that another level asks ("ระดับ ๔ และ…"); levels below are worked out first."""
    other = next((level for level in levels if level.score == clause.refers), None)
    if other is not None and other.condition is not None:
        return other.condition
    setting.findings.ask(path, f"“{clause.text}” names a level that stands higher or not at all")
    return {"milestone": setting.milestones.id_of(clause.text, "0"), "text": clause.text}


def _combined(conditions: list[dict[str, Any]], joints: list[str]) -> dict[str, Any]:
    """AND binds closer than OR, as it is read."""
    if len(conditions) == 1:
        return conditions[0]
    groups: list[list[dict[str, Any]]] = [[conditions[0]]]
    for condition, joint in zip(conditions[1:], joints[1:], strict=True):
        if joint == "or":
            groups.append([condition])
        else:
            groups[-1].append(condition)
    parts = [group[0] if len(group) == 1 else {"all": group} for group in groups]
    return parts[0] if len(parts) == 1 else {"any": parts}


def _condition(
    clause: Clause, level: Level, path: str, unit: str | None, setting: Setting, *, falling: bool
) -> dict[str, Any]:
    band = clause.band
    if clause.each is not None:
        return {"coverage": "result", "groups": "district_groups", "each": canonical(clause.each)}
    if band is None:
        event: dict[str, Any] = {"milestone": setting.milestones.id_of(clause.event, canonical(level.score))}
        event["text"] = clause.text
        if clause.by is not None:
            event["by"] = clause.by.isoformat()
        return event
    name = "result"
    if band.unit not in {unit, None}:
        name = value_name(clause.text, setting.names, band.unit)
        setting.findings.ask(path, f"“{clause.text}” is counted in {band.unit} as the value {name}")
        falling = band.low is None
    compared = _compared(name, band, falling=falling)
    if level.by_period:
        sides = {period: _compared(name, each, falling=falling) for period, each in level.by_period.items()}
        compared["than"] = {period: side["than"] for period, side in sides.items()}
    return compared


def _compared(name: str, band: Band, *, falling: bool) -> dict[str, Any]:
    """The bound that decides: the lower one where more is better, the upper one where less is."""
    if band.bare and band.low is not None:
        return {"value": name, "op": "<=" if falling else ">=", "than": canonical(band.low)}
    if (falling or band.low is None) and band.high is not None:
        return {"value": name, "op": band.high_op, "than": canonical(band.high)}
    return {"value": name, "op": band.low_op, "than": canonical(band.low or Decimal(0))}
