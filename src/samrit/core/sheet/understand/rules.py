"""Turns the printed rubric into a rubric that can be executed (`samrit/rubric/1`).

What cannot be turned into a rule is kept as text: the level then waits for a person (a milestone), and a question says
so. Choices the sheet leaves open are `assumed` rows.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from samrit.core.contract import Refused, canonical, load_json
from samrit.core.rubric import Rubric, read_rubric
from samrit.core.sheet import gaps
from samrit.core.sheet.paper import Paragraph
from samrit.core.sheet.quantities import PERCENT
from samrit.core.sheet.understand import adjusting
from samrit.core.sheet.understand.anchored import anchors, deviations
from samrit.core.sheet.understand.blocks import Part
from samrit.core.sheet.understand.findings import Findings
from samrit.core.sheet.understand.ladder import Ladder, PrintedRubric, read_ladders
from samrit.core.sheet.understand.leveled import Level, ask_bands, falls, levels_data, main_unit, read_levels
from samrit.core.sheet.understand.prose import is_blank
from samrit.core.sheet.understand.setting import CUMULATIVE, LINEAR, ZERO_BELOW, Setting
from samrit.core.thai import to_arabic

_DEDUCTION = re.compile(
    r"หัก(?:คะแนน)?\s*(?P<points>[0-9]+(?:\.[0-9]+)?)\s*(?:คะแนน)?[^0-9]{0,12}(?:ต่อ|ทุก|เมื่อ|หาก|กรณี)[^0-9]{0,20}"
    r"(?:ไม่|ขาด)[^0-9]{0,10}(?:รายงาน|ส่ง)"
    r"|(?:ไม่|ขาด)(?:การ)?(?:รายงาน|ส่งรายงาน)[^0-9]{0,40}หัก(?:คะแนน)?\s*ครั้งละ\s*(?P<each>[0-9]+(?:\.[0-9]+)?)\s*คะแนน"
)
_WEIGHT_WORDS = re.compile(
    r"[(\s]*(?:น้ำหนัก)\s*(?:คะแนน)?\s*[:=]?\s*(?:ร้อยละ)?\s*[0-9๐-๙.]+\s*%?[)\s]*|\(\s*ร้อยละ\s*[0-9๐-๙.]+\s*\)"
)
_STEP_WORD = "ขั้นตอน"

TWO_TABLES = "the sheet prints more than one rubric table and no weights"
NOT_UNDERSTOOD = "the printed rubric was not understood"
BESIDE = "words beside the rubric are in no rule"
READ_TWICE = "a level was read twice from the picture, or the sheet prints more than one rubric table"


def read_rules(part: Part | None, name: str | None, setting: Setting) -> tuple[Rubric | None, bool]:
    """The rubric of the sheet, or None (with a question) where there is none that can be executed; and whether fewer is
    better in it.

    `name`: the key result's, which the heading repeats. A rule may also stand in the sheet's method.
    """
    findings = setting.findings
    printed = PrintedRubric()
    if part is not None:
        _title(part, name, findings)
        printed = read_ladders(part.rows, findings)
    notes = "\n".join(paragraph.text for paragraph in printed.notes)
    setting.notes = f"{notes}\n{setting.method.text or ''}"
    data, falling = _data(printed, setting)
    if data is None:
        if not any(question.field == "rubric" for question in findings.questions):
            findings.ask("rubric", NOT_UNDERSTOOD if printed.notes or printed.ladders else gaps.NO_RUBRIC)
        return None, False
    findings.use(*printed.used)
    _use_notes(printed, findings)
    if deduction := _DEDUCTION.search(to_arabic(setting.notes)):
        data["adjust"] = [
            {"per": "missed_reports", "subtract": deduction["points"] or deduction["each"], "text": deduction.group()}
        ]
    rubric = _checked(data, findings)
    if rubric is None:
        return None, False
    findings.came_from("rubric", printed.used)
    return rubric, falling


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


def _data(printed: PrintedRubric, setting: Setting) -> tuple[dict[str, Any] | None, bool]:
    """The rubric as JSON data, and whether fewer is better in it; a composite has no one direction."""
    ladders = printed.ladders
    if len(ladders) > 1:
        return _composite(ladders, setting), False
    if not ladders:
        falling = _few_is_better(setting)
        told = adjusting.from_words(setting.notes, setting.target, setting.findings, falling=falling)
        return told, told is not None and told.get("direction") == "lower"
    heading = ladders[0].heading
    if _alike(heading, setting.target.unit or "") or len(heading) <= len("หน่วยนับ"):
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
        rubric, _ = _ladder(ladder, setting, f"rubric.parts[{number - 1}].rubric")
        name = _WEIGHT_WORDS.sub(" ", ladder.heading).strip(' :-–\n“”"') or f"part_{number}"
        if any(part["name"] == name for part in parts):
            name = f"{name} ({number})"
        setting.findings.use(*ladder.headed_by)
        parts.append({"name": name, "weight": canonical(weight), "rubric": rubric})
    return {"schema": "samrit/rubric/1", "form": "composite", "parts": parts}


def _ladder(ladder: Ladder, setting: Setting, path: str = "rubric") -> tuple[dict[str, Any], bool]:
    """One ladder as JSON data, and whether fewer is better in it."""
    levels = read_levels(ladder, setting, path)
    unit = main_unit(levels, setting.target.unit)
    if (steps := _steps(levels, setting)) is not None:
        return steps, False
    if (distances := deviations(levels, setting)) is not None:
        return distances, False
    if unit == PERCENT and setting.target.unit not in {PERCENT, None}:
        setting.findings.assume(f"{path}.result", "percent of the target", "the levels are printed in percent")
    falling = falls(levels, unit, setting, path)
    ask_bands(levels, unit, path, setting)
    bands = [level.band(unit) for level in levels]
    if setting.is_linear and len(levels) > 1 and all(band is not None for band in bands):
        data = anchors(levels, [band for band in bands if band is not None], setting, falling=falling)
        if setting.has_step_per_point and "below_first" not in data:
            adjusting.assume_even(setting.findings, path)
            data["below_first"] = "first"
        return data, falling
    if setting.is_linear:
        setting.findings.ask(path, "the sheet asks for proportional scores between levels that are not single numbers")
    elif any(band.bare for level in levels for band in level.main_bands(unit)):
        setting.findings.assume(
            f"{path}.between", "step", "the sheet prints bare thresholds and no word on interpolation"
        )
    return levels_data(levels, path, unit, setting, falling=falling), falling


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
        or LINEAR.search(text)
        or ZERO_BELOW.search(text)
        or CUMULATIVE.search(text)
        or _DEDUCTION.search(to_arabic(text))
        or adjusting.speaks(text)
    )


def _checked(data: dict[str, Any], findings: Findings) -> Rubric | None:
    try:
        return read_rubric(load_json(json.dumps(data, ensure_ascii=False).encode()))
    except Refused as refused:
        findings.ask("rubric", f"the printed rubric cannot be executed ({refused.path})")
        return None
