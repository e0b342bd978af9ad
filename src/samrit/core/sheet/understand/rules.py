"""Turns the printed rubric into a rubric that can be executed (`samrit/rubric/1`).

What cannot be turned into a rule is kept as text: the level then waits for a person (a milestone), and a question says
so. Choices the sheet leaves open are `assumed` rows.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from samrit.core.contract import Refused, canonical, load_json
from samrit.core.rubric import Rubric, read_rubric
from samrit.core.sheet import gaps
from samrit.core.sheet.definition import Target
from samrit.core.sheet.paper import Paragraph
from samrit.core.sheet.quantities import PERCENT
from samrit.core.sheet.understand import adjusting
from samrit.core.sheet.understand.blocks import Part
from samrit.core.sheet.understand.conditions import Band, Clause, Milestones, clauses, percent_band, value_name
from samrit.core.sheet.understand.findings import Findings
from samrit.core.sheet.understand.ladder import Ladder, PrintedRubric, Rung, read_ladders
from samrit.core.sheet.understand.prose import is_blank, prose

_LINEAR = re.compile(r"บัญญัติไตรยางศ์|บัญญัติไตรยางค์|บัญญัติไตรยาง|เทียบสัดส่วน|เทียบตามสัดส่วน|ตามสัดส่วน|interpolat", re.IGNORECASE)
_ZERO_BELOW = re.compile(r"(?:ต่ำกว่า|ไม่ถึง|น้อยกว่า|ไม่ผ่าน)[^.\n]{0,40}?(?:ได้|ให้|เท่ากับ|=)?\s*(?:0|๐|ศูนย์)\s*คะแนน")
_CUMULATIVE = re.compile(r"(?:ต้อง(?:ผ่าน|ดำเนินการ)|ครบ)[^\n]{0,30}(?:ระดับ|ขั้น)(?:ก่อนหน้า|ที่ต่ำกว่า|ก่อน)")
_STEP_WORD = "ขั้นตอน"

TWO_TABLES = "the sheet prints more than one rubric table and no weights"
READ_TWICE = "a level was read twice from the picture, or the sheet prints more than one rubric table"


@dataclass(slots=True)
class Setting:
    """What the rest of the sheet says that the rubric needs."""

    target: Target
    method_kind: str | None
    findings: Findings
    notes: str = ""
    milestones: Milestones = field(default_factory=Milestones)
    names: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Level:
    """A rung with its clauses."""

    score: Decimal
    percent: Decimal | None
    text: str | None
    clauses: list[Clause]

    def band(self, unit: str | None) -> Band | None:
        """The band of the main value, where the level asks nothing else."""
        if len(self.clauses) != 1 or self.clauses[0].band is None:
            return None
        band = self.clauses[0].band
        return band if band.unit in {unit, None} else None


def read_rules(
    part: Part | None, name: str | None, target: Target, method: tuple[str | None, str | None], findings: Findings
) -> Rubric | None:
    """The rubric of the sheet, or None (with a question) where there is none that can be executed.

    `method`: the text and kind of the sheet's method, where a rule may stand too.
    """
    setting = Setting(target, method[1], findings)
    printed = PrintedRubric()
    if part is not None:
        _title(part, name, findings)
        printed = read_ladders(part.rows, findings)
    notes = "\n".join(paragraph.text for paragraph in printed.notes)
    setting.notes = f"{notes}\n{method[0] or ''}"
    data = _data(printed, setting)
    if data is None:
        if not printed.ladders and not any(q.field == "rubric" for q in findings.questions):
            findings.ask("rubric", gaps.NO_RUBRIC)
        return None
    findings.use(*printed.used)
    _use_notes(printed, findings)
    rubric = _checked(data, findings)
    if rubric is not None:
        findings.came_from("rubric", printed.used)
    return rubric


def _title(part: Part, name: str | None, findings: Findings) -> None:
    """The heading repeats the name in quotes: “จำนวนย่าน…”."""
    if not part.rows or not part.label:
        return
    for cell in part.rows[0].cells[:1]:
        for paragraph in cell.paragraphs:
            bare = paragraph.text.strip(" “”\"'‘’:：")
            if name is not None and _alike(bare, name):
                findings.use(paragraph)
            elif paragraph.text.lstrip().startswith(("“", '"')) and len(part.rows) > 1:
                findings.use(paragraph)
                findings.came_from("name", (paragraph,))
                findings.ask("name", f"the rubric is headed with another name: “{bare}”")


def _alike(left: str, right: str) -> bool:
    return "".join(left.split()) == "".join(right.split())


def _data(printed: PrintedRubric, setting: Setting) -> dict[str, Any] | None:
    ladders = printed.ladders
    if len(ladders) > 1:
        return _composite(ladders, setting)
    prose_rule = adjusting.from_words(setting.notes, setting.target, setting.findings)
    if not ladders:
        return prose_rule
    return _ladder(ladders[0], setting)


def _composite(ladders: list[Ladder], setting: Setting) -> dict[str, Any] | None:
    weights = [ladder.weight for ladder in ladders]
    total = sum((weight for weight in weights if weight is not None), Decimal(0))
    if None in weights or total not in {Decimal(1), Decimal(100)}:
        why = (
            (READ_TWICE if setting.findings.scanned else TWO_TABLES)
            if None in weights
            else f"the weights of the rubric tables add up to {canonical(total)}"
        )
        setting.findings.ask("rubric", why)
        return None
    parts = []
    for number, ladder in enumerate(ladders, start=1):
        weight = (ladder.weight or Decimal(0)) / total
        rubric = _ladder(ladder, setting, f"rubric.parts[{number - 1}].rubric")
        parts.append({"name": f"part_{number}", "weight": canonical(weight), "rubric": rubric})
    return {"schema": "samrit/rubric/1", "form": "composite", "parts": parts}


def _ladder(ladder: Ladder, setting: Setting, path: str = "rubric") -> dict[str, Any]:
    units = tuple(unit for unit in (setting.target.unit,) if unit)
    levels = [_level(rung, units) for rung in ladder.rungs]
    levels.sort(key=lambda level: -level.score)
    _only_percent(levels, setting, path)
    unit = _main_unit(levels, setting.target.unit)
    if (steps := _steps(levels, setting)) is not None:
        return steps
    falling = _falls(levels, unit, setting.target)
    _bands_asked(levels, unit, path, setting)
    linear = _LINEAR.search(setting.notes) is not None
    bands = [level.band(unit) for level in levels]
    if linear and len(levels) > 1 and all(band is not None for band in bands):
        return _anchors(levels, [band for band in bands if band is not None], setting, falling=falling)
    if linear:
        setting.findings.ask(path, "the sheet asks for proportional scores between levels that are not single numbers")
    elif any(clause.band is not None and clause.band.bare for level in levels for clause in level.clauses):
        setting.findings.assume(
            f"{path}.between", "step", "the sheet prints bare thresholds and no word on interpolation"
        )
    data: dict[str, Any] = {"schema": "samrit/rubric/1", "form": "levels", "levels": []}
    for index, level in enumerate(levels):
        data["levels"].append(_level_data(level, f"{path}.levels[{index}]", unit, setting, falling=falling))
    if _CUMULATIVE.search(setting.notes):
        data["cumulative"] = True
    if _ZERO_BELOW.search(setting.notes):
        data["below_first"] = "zero"
    return data


def _level(rung: Rung, units: tuple[str, ...]) -> Level:
    text = prose(rung.paragraphs)
    return Level(rung.score, rung.percent, text, [] if text is None else clauses(text, units))


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


def _main_unit(levels: list[Level], target_unit: str | None) -> str | None:
    """The unit in which most levels are measured; the target's where it is among them."""
    counted: dict[str | None, int] = {}
    for level in levels:
        for unit in {clause.band.unit for clause in level.clauses if clause.band is not None}:
            counted[unit] = counted.get(unit, 0) + 1
    if not counted or target_unit in counted:
        return target_unit
    named = {unit: times for unit, times in counted.items() if unit is not None}
    return max(named, key=lambda unit: named[unit]) if named else target_unit


def _steps(levels: list[Level], setting: Setting) -> dict[str, Any] | None:
    """Levels that are nothing but steps of work, one after the other."""
    if len(levels) < 3 or any(len(level.clauses) != 1 or level.clauses[0].band is not None for level in levels):
        return None
    words = " ".join([setting.target.unit or "", setting.notes, *(level.text or "" for level in levels)])
    if setting.method_kind != "milestone" and _STEP_WORD not in words:
        return None
    rising = list(reversed(levels))
    return {
        "schema": "samrit/rubric/1",
        "form": "steps",
        "steps": [{"id": f"step_{n}", "text": level.text or ""} for n, level in enumerate(rising, start=1)],
        "scores": {str(n): canonical(level.score) for n, level in enumerate(rising, start=1)},
        "ordered": True,
    }


def _falls(levels: list[Level], unit: str | None, target: Target) -> bool:
    """Whether fewer is better: the thresholds fall as the scores rise."""
    points = [
        (level.score, clause.band)
        for level in levels
        for clause in level.clauses
        if clause.band is not None and clause.band.unit in {unit, None}
    ]
    points.sort(key=lambda pair: pair[0])
    numbers = [band.point for _, band in points]
    if len(numbers) > 1 and numbers[0] != numbers[-1]:
        return numbers[-1] < numbers[0]
    if points and not points[-1][1].bare:
        return points[-1][1].low is None
    return target.operator in {"<=", "<"}


def _bands_asked(levels: list[Level], unit: str | None, path: str, setting: Setting) -> None:
    """Asks, once, about bands that leave holes or overlap."""
    bands = sorted(
        (
            band
            for level in levels
            if (band := level.band(unit)) is not None and band.low is not None and band.high is not None
        ),
        key=lambda band: band.low or Decimal(0),
    )
    whole = setting.method_kind == "count" or (unit not in {PERCENT, None, "คะแนน", "นาที", "ชั่วโมง", "ระดับ"})
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


def _anchors(levels: list[Level], bands: list[Band], setting: Setting, *, falling: bool) -> dict[str, Any]:
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
    elif _ZERO_BELOW.search(setting.notes):
        data["below_first"] = "zero"
    return data


def _threshold(band: Band, *, falling: bool) -> Decimal:
    first, second = (band.high, band.low) if falling else (band.low, band.high)
    return first if first is not None else second if second is not None else Decimal(0)


def _level_data(level: Level, path: str, unit: str | None, setting: Setting, *, falling: bool) -> dict[str, Any]:
    data: dict[str, Any] = {"score": canonical(level.score)}
    if level.percent is not None:
        data["percent"] = canonical(level.percent)
    if level.text is not None:
        data["text"] = level.text
    conditions = [_condition(clause, level, path, unit, setting, falling=falling) for clause in level.clauses]
    if not conditions:
        conditions = [_waiting(level, path, setting)]
    data["when"] = _combined(conditions, [clause.joint for clause in level.clauses])
    return data


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
    if band is None:
        identifier = setting.milestones.id_of(clause.text, canonical(level.score))
        if not clause.certain:
            setting.findings.ask(f"{path}.when", f"“{clause.text}” could not be turned into a rule; a person decides")
        return {"milestone": identifier, "text": clause.text}
    name = "result"
    if band.unit not in {unit, None}:
        name = value_name(clause.text, setting.names, band.unit)
        setting.findings.ask(f"{path}.when", f"“{clause.text}” is counted in {band.unit} as the value {name}")
        falling = band.low is None
    return _compared(name, band, falling=falling)


def _compared(name: str, band: Band, *, falling: bool) -> dict[str, Any]:
    """The bound that decides: the lower one where more is better, the upper one where less is."""
    if band.exact and band.low is not None:
        return {"value": name, "op": "==", "than": canonical(band.low)}
    if band.bare and band.low is not None:
        return {"value": name, "op": "<=" if falling else ">=", "than": canonical(band.low)}
    if (falling or band.low is None) and band.high is not None:
        return {"value": name, "op": band.high_op, "than": canonical(band.high)}
    return {"value": name, "op": band.low_op, "than": canonical(band.low or Decimal(0))}


def _waiting(level: Level, path: str, setting: Setting) -> dict[str, Any]:
    setting.findings.ask(f"{path}.when", "the sheet does not say what this level asks")
    score = canonical(level.score)
    return {"milestone": setting.milestones.id_of(level.text or f"level {score}", score)}


def _use_notes(printed: PrintedRubric, findings: Findings) -> None:
    """A note that became part of the rule is used; any other stays unread."""
    for paragraph in printed.notes:
        if _speaks_of_rule(paragraph):
            findings.use(paragraph)


def _speaks_of_rule(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return bool(
        is_blank(text)
        or _LINEAR.search(text)
        or _ZERO_BELOW.search(text)
        or _CUMULATIVE.search(text)
        or adjusting.speaks(text)
    )


def _checked(data: dict[str, Any], findings: Findings) -> Rubric | None:
    try:
        return read_rubric(load_json(json.dumps(data, ensure_ascii=False).encode()))
    except Refused as refused:
        findings.ask("rubric", f"the printed rubric cannot be executed ({refused.path}: {refused.what.en})")
        return None
