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
from samrit.core.sheet.definition import Method, Target
from samrit.core.sheet.paper import Paragraph
from samrit.core.sheet.quantities import PERCENT
from samrit.core.sheet.understand import adjusting
from samrit.core.sheet.understand.blocks import Part
from samrit.core.sheet.understand.conditions import (
    Band,
    Clause,
    Milestones,
    band_in,
    clauses,
    percent_band,
    value_name,
)
from samrit.core.sheet.understand.findings import Findings
from samrit.core.sheet.understand.ladder import Ladder, PrintedRubric, Rung, read_ladders
from samrit.core.sheet.understand.prose import is_blank, prose
from samrit.core.thai import to_arabic

_LINEAR = re.compile(r"บัญญัติไตรยางศ์|บัญญัติไตรยางค์|บัญญัติไตรยาง|เทียบสัดส่วน|เทียบตามสัดส่วน|ตามสัดส่วน|interpolat", re.IGNORECASE)
_ZERO_BELOW = re.compile(r"(?:ต่ำกว่า|ไม่ถึง|น้อยกว่า|ไม่ผ่าน)[^.\n]{0,40}?(?:ได้|ให้|เท่ากับ|=)?\s*(?:0|๐|ศูนย์)\s*คะแนน")
_CUMULATIVE = re.compile(r"(?:ต้อง(?:ผ่าน|ดำเนินการ)|ครบ)[^\n]{0,30}(?:ระดับ|ขั้น)(?:ก่อนหน้า|ที่ต่ำกว่า|ก่อน)")
_DEVIATION = re.compile(r"ต่างจาก|แตกต่างจาก|เบี่ยงเบน|คลาดเคลื่อน|±|\+\s*/\s*-")
_DEDUCTION = re.compile(
    r"หัก(?:คะแนน)?\s*(?P<points>[0-9]+(?:\.[0-9]+)?)\s*(?:คะแนน)?[^0-9]{0,12}(?:ต่อ|ทุก|เมื่อ|หาก|กรณี)[^0-9]{0,20}"
    r"(?:ไม่|ขาด)[^0-9]{0,10}(?:รายงาน|ส่ง)"
)
_WEIGHT_WORDS = re.compile(
    r"[(\s]*(?:น้ำหนัก)\s*(?:คะแนน)?\s*[:=]?\s*(?:ร้อยละ)?\s*[0-9๐-๙.]+\s*%?[)\s]*|\(\s*ร้อยละ\s*[0-9๐-๙.]+\s*\)"
)
_QUARTER = re.compile(r"(?:ใน)?ไตรมาส(?:ที่)?\s*([1-4])")
_STEP_WORD = "ขั้นตอน"

TWO_TABLES = "the sheet prints more than one rubric table and no weights"
NOT_UNDERSTOOD = "the printed rubric was not understood"
BESIDE = "words beside the rubric are in no rule"
READ_TWICE = "a level was read twice from the picture, or the sheet prints more than one rubric table"


@dataclass(slots=True)
class Setting:
    """What the rest of the sheet says that the rubric needs."""

    target: Target
    method: Method
    findings: Findings
    fiscal_year: int | None = None
    agency_operators: frozenset[str] = frozenset()
    notes: str = ""
    heading: str = ""
    milestones: Milestones = field(default_factory=Milestones)
    names: dict[str, str] = field(default_factory=dict)


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


def read_rules(part: Part | None, name: str | None, setting: Setting) -> Rubric | None:
    """The rubric of the sheet, or None (with a question) where there is none that can be executed.

    `name`: the key result's, which the heading repeats. A rule may also stand in the sheet's method.
    """
    findings = setting.findings
    printed = PrintedRubric()
    if part is not None:
        _title(part, name, findings)
        printed = read_ladders(part.rows, findings)
    notes = "\n".join(paragraph.text for paragraph in printed.notes)
    setting.notes = f"{notes}\n{setting.method.text or ''}"
    data = _data(printed, setting)
    if data is None:
        if not any(question.field == "rubric" for question in findings.questions):
            findings.ask("rubric", NOT_UNDERSTOOD if printed.notes or printed.ladders else gaps.NO_RUBRIC)
        return None
    findings.use(*printed.used)
    _use_notes(printed, findings)
    if deduction := _DEDUCTION.search(to_arabic(setting.notes)):
        data["adjust"] = [{"per": "missed_reports", "subtract": deduction.group("points"), "text": deduction.group()}]
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
    if not ladders:
        falling = _few_is_better(setting)
        return adjusting.from_words(setting.notes, setting.target, setting.findings, falling=falling)
    setting.heading = ladders[0].heading
    if _alike(setting.heading, setting.target.unit or "") or len(setting.heading) <= len("หน่วยนับ"):
        setting.findings.use(*ladders[0].headed_by)
    elif ladders[0].headed_by:
        setting.findings.ask("rubric", BESIDE, ladders[0].headed_by[0])
    return _ladder(ladders[0], setting)


def _few_is_better(setting: Setting) -> bool:
    """Whether fewer is better, by the target, else by the agencies' targets, else (assumed) by the kind of measure."""
    operators = {setting.target.operator} - {None} or setting.agency_operators
    if operators:
        return operators <= {"<=", "<"}
    if setting.method.kind == "time":
        setting.findings.assume("rubric.direction", "lower", "a time is measured and no word says which side is better")
        return True
    return False


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
    parts: list[dict[str, Any]] = []
    for number, ladder in enumerate(ladders, start=1):
        weight = (ladder.weight or Decimal(0)) / total
        rubric = _ladder(ladder, setting, f"rubric.parts[{number - 1}].rubric")
        name = _WEIGHT_WORDS.sub(" ", ladder.heading).strip(" :-–\n") or f"part_{number}"
        if any(part["name"] == name for part in parts):
            name = f"{name} ({number})"
        setting.findings.use(*ladder.headed_by)
        parts.append({"name": name, "weight": canonical(weight), "rubric": rubric})
    return {"schema": "samrit/rubric/1", "form": "composite", "parts": parts}


def _ladder(ladder: Ladder, setting: Setting, path: str = "rubric") -> dict[str, Any]:
    units = tuple(unit for unit in (setting.target.unit,) if unit)
    levels = [_level(rung, units, setting) for rung in ladder.rungs]
    levels.sort(key=lambda level: -level.score)
    _only_percent(levels, setting, path)
    unit = _main_unit(levels, setting.target.unit)
    if (steps := _steps(levels, setting)) is not None:
        return steps
    if (distances := _deviations(levels, setting)) is not None:
        return distances
    if unit == PERCENT and setting.target.unit not in {PERCENT, None}:
        setting.findings.assume(f"{path}.result", "percent of the target", "the levels are printed in percent")
    falling = _falls(levels, unit, setting, path)
    _bands_asked(levels, unit, path, setting)
    linear = _LINEAR.search(setting.notes) is not None
    bands = [level.band(unit) for level in levels]
    if linear and len(levels) > 1 and all(band is not None for band in bands):
        return _anchors(levels, [band for band in bands if band is not None], setting, falling=falling)
    if linear:
        setting.findings.ask(path, "the sheet asks for proportional scores between levels that are not single numbers")
    elif any(band.bare for level in levels for band in level.main_bands(unit)):
        setting.findings.assume(
            f"{path}.between", "step", "the sheet prints bare thresholds and no word on interpolation"
        )
    return _levels_data(levels, path, unit, setting, falling=falling)


def _levels_data(
    levels: list[Level], path: str, unit: str | None, setting: Setting, *, falling: bool
) -> dict[str, Any]:
    for index in reversed(range(len(levels))):
        level = levels[index]
        level.condition = _when(level, levels, f"{path}.levels[{index}].when", unit, setting, falling=falling)
    data: dict[str, Any] = {"schema": "samrit/rubric/1", "form": "levels"}
    data["levels"] = [_level_data(level) for level in levels]
    for above, below in pairwise(levels):
        if above.condition == below.condition:
            setting.findings.ask(path, "two levels of the rubric ask the same")
    if _CUMULATIVE.search(setting.notes):
        data["cumulative"] = True
    if _ZERO_BELOW.search(setting.notes):
        data["below_first"] = "zero"
    return data


def _level(rung: Rung, units: tuple[str, ...], setting: Setting) -> Level:
    text = prose(rung.paragraphs)
    asked = [] if text is None else clauses(text, units, setting.fiscal_year)
    level = Level(rung.score, rung.percent, text, asked)
    by_period = {period: prose(paragraphs) or "" for period, paragraphs in rung.by_period.items()}
    for period, words in (by_period or _by_quarter(text or "")).items():
        found = band_in(words, units)
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
    named = all((level.text or "").startswith(_STEP_WORD) for level in levels)
    events = all(len(level.clauses) == 1 and level.clauses[0].is_event for level in levels)
    dated = any(clause.by for level in levels for clause in level.clauses)
    if len(levels) < 3 or not (named or (events and not dated)):
        return None
    words = " ".join([setting.target.unit or "", setting.notes, *(level.text or "" for level in levels)])
    if not named and setting.method.kind != "milestone" and _STEP_WORD not in words:
        return None
    rising = list(reversed(levels))
    return {
        "schema": "samrit/rubric/1",
        "form": "steps",
        "steps": [{"id": f"step_{n}", "text": level.text or ""} for n, level in enumerate(rising, start=1)],
        "scores": {str(n): canonical(level.score) for n, level in enumerate(rising, start=1)},
        "ordered": True,
    }


def _deviations(levels: list[Level], setting: Setting) -> dict[str, Any] | None:
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
        "between": "linear" if _LINEAR.search(setting.notes) else "step",
        "cap": True,
    }
    if (lowest := levels[-1].clauses[0].band) is not None and lowest.high is None and not lowest.bare:
        data["below_first"] = "first"
    return data


def _falls(levels: list[Level], unit: str | None, setting: Setting, path: str) -> bool:
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
    whole = setting.method.kind == "count" or (unit not in {PERCENT, None, "คะแนน", "นาที", "ชั่วโมง", "ระดับ"})
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


def _use_notes(printed: PrintedRubric, findings: Findings) -> None:
    """A note that became part of the rule is used; any other stays unread."""
    for paragraph in printed.notes:
        if _speaks_of_rule(paragraph):
            findings.use(paragraph)
        elif findings.is_open(paragraph):
            findings.ask("rubric", BESIDE, paragraph)


def _speaks_of_rule(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return bool(
        is_blank(text)
        or _LINEAR.search(text)
        or _ZERO_BELOW.search(text)
        or _CUMULATIVE.search(text)
        or _DEDUCTION.search(to_arabic(text))
        or adjusting.speaks(text)
    )


def _checked(data: dict[str, Any], findings: Findings) -> Rubric | None:
    try:
        return read_rubric(load_json(json.dumps(data, ensure_ascii=False).encode()))
    except Refused as refused:
        findings.ask("rubric", f"the printed rubric cannot be executed ({refused.path}: {refused.what.en})")
        return None
