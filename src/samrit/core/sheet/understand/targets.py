"""Targets: of the key result and of each agency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from samrit.core.sheet import gaps
from samrit.core.sheet.definition import Target
from samrit.core.sheet.paper import Paragraph
from samrit.core.sheet.quantities import PERCENT, UNITS, Bound, bounds, every_district, unit_after
from samrit.core.sheet.understand.findings import Findings
from samrit.core.sheet.understand.prose import is_blank, one_line, or_none
from samrit.core.thai import to_arabic

_UNIT_LABEL = re.compile(r"หน่วยนับ\s*[:：]?\s*")
_VALUE_LABEL = re.compile(r"^\s*ค่าเป้าหมาย(?:รวม)?\s*[:：]?\s*")
_YEAR_WORDS = re.compile(
    r"^\s*(?:ประจำ)?(?:ปี)?(?:งบประมาณ)?\s*(?:พ\.?\s*ศ\.?)?\s*(?P<year>[2๒][4-6๔-๖][0-9๐-๙]{2})\s*[:：]?\s*"
)
_OTHER_YEAR = re.compile(
    r"^\s*(?:ประจำ)?(?:ปี\s*งบประมาณ|ปี|งบประมาณ)\s*(?:[พค]\.?\s*ศ\.?)?\s*(?P<year>(?:[0-9๐-๙]{2}){1,2})?\s*[:：]?\s*"
    r"(?=ค่าเป้าหมาย|หน่วยนับ|$)"
)
"""The heading of the row without its year, or with one that is no whole year of the Buddhist era."""
_MINUS = re.compile(r"(?:^|[\s:(])[-−–](?=[0-9๐-๙])|^\s*ลบ\s*[0-9๐-๙]")
_WORD_BEFORE = re.compile(r"\s*(?P<word>[ก-๎]+)\s*[0-9๐-๙]")
_LONGEST_UNIT = 30
_FILLER = re.compile(
    r"[2๒][4-6๔-๖][0-9๐-๙]{2}|"
    r"จำนวน|ค่าเป้าหมาย(?:รวม)?|เป้าหมาย|ลดลง|เพิ่มขึ้น|จากปีก่อน|จากปีที่(?:ผ่านมา|แล้ว)|ของปีก่อน|ต่อปี|[()\[\]:：.,\s\-–]+|ทั้งสิ้น|รวม"
)


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """A target as read, with the words it was read from and the fiscal year that stands beside it."""

    target: Target
    text: str
    fiscal_year: int | None = None


def read_target(
    paragraphs: list[Paragraph], field: str, findings: Findings, *, unit: str | None = None, host: bool = True
) -> ReadTarget:
    """The target that a cell gives. Asks for one that is blank or not understood.

    `unit`: the unit that holds where the cell names none.
    """
    text = one_line(paragraphs)
    words = _YEAR_WORDS.match(text)
    year = int(to_arabic(words.group("year"))) if words else None
    if words is None and (words := _OTHER_YEAR.match(text)) and words.group("year"):
        findings.ask("fiscal_year", gaps.NOT_A_YEAR.format(text=words.group("year")))
    text = text[words.end() :] if words else text
    headings = (_YEAR_WORDS, _OTHER_YEAR)
    findings.use(*(row for row in paragraphs if any(heading.fullmatch(row.text) for heading in headings)))
    findings.came_from(f"{field}.value", paragraphs)
    value_text, unit_text = _parted(text)
    printed_unit = or_none(unit_text)
    if is_blank(value_text):
        findings.use(*paragraphs)
        findings.ask(f"{field}.value", gaps.NO_TARGET if host else gaps.NO_AGENCY_TARGET)
        return ReadTarget(Target(unit=_unit_name(printed_unit) or unit), text, year)
    units = tuple(name for name in (printed_unit, unit) if name)
    found = bounds(value_text, units) or list(every_district(value_text))
    if not found:
        findings.ask(f"{field}.value", f"no number was found in “{value_text.strip()}”")
        return ReadTarget(Target(unit=_unit_name(printed_unit) or unit), text, year)
    found = [bound for bound in found if bound.per is None] or found
    minus = _MINUS.search(value_text) is not None
    if minus or len({other.value for other in found}) > 1:
        printed = value_text.strip()
        if minus:
            findings.ask(f"{field}.value", f"a minus sign stands before the number in “{printed}”")
        else:
            findings.ask(f"{field}.value", f"more than one number stands in “{printed}”")
        return ReadTarget(Target(unit=_unit_name(printed_unit) or unit), text, year)
    bound = found[0]
    _doubts(bound, printed_unit, field, findings)
    if not _rest(value_text, found, units) and len(printed_unit or "") <= _LONGEST_UNIT:
        findings.use(*paragraphs)
    chosen = _unit_name(printed_unit) or bound.unit or unit or _unit_before(value_text)
    if bound.unit == PERCENT and printed_unit is None:
        chosen = PERCENT
    if every := list(every_district(value_text)):
        findings.assume(f"{field}.value", str(every[0].value), "every district office, of which there are 50")
        findings.use(*paragraphs)
    return ReadTarget(Target(bound.value, chosen, bound.operator), text, year)


def _parted(text: str) -> tuple[str, str]:
    """What is said of the value and what of the unit: "ค่าเป้าหมาย : ๑๐ หน่วยนับ : ย่าน", in either order."""
    match = _UNIT_LABEL.search(text)
    if match is None:
        return _VALUE_LABEL.sub("", text), ""
    before, after = text[: match.start()], text[match.end() :]
    swapped = re.search(r"ค่าเป้าหมาย(?:รวม)?\s*[:：]?\s*", after)
    if swapped is not None:
        return f"{_VALUE_LABEL.sub('', before)} {after[swapped.end() :]}".strip(), after[: swapped.start()]
    return _VALUE_LABEL.sub("", before), after


def _unit_name(text: str | None) -> str | None:
    """The unit as it is stored: "%" and "เปอร์เซ็นต์" are ร้อยละ."""
    if text is None:
        return None
    bare = text.strip(" ()")
    if bare in {"%", "％", "เปอร์เซ็นต์", "เปอร์เซนต์"} or re.fullmatch(r"(?:ลดลง|เพิ่มขึ้น)?\s*ร้อยละ(?:\s*\(?%\)?)?", bare):
        return PERCENT
    return bare if bare and len(bare) <= _LONGEST_UNIT else None


def _doubts(bound: Bound, printed_unit: str | None, field: str, findings: Findings) -> None:
    unit = _unit_name(printed_unit)
    if printed_unit and unit is None:
        findings.ask(f"{field}.unit", "the words behind หน่วยนับ are too long for a unit")
    if bound.per is not None:
        findings.ask(f"{field}.value", f"the target is a rate, counted per {bound.per}")
    if unit and re.search(r"[0-9]", to_arabic(unit)):
        findings.ask(f"{field}.unit", f"the unit “{printed_unit}” holds a number")
    elif unit and bound.unit and bound.unit != unit and not unit.startswith(bound.unit):
        findings.ask(f"{field}.unit", f"the target speaks of {bound.unit}, the unit is {unit}")


def _unit_before(text: str) -> str | None:
    """The unit that stands before a bare number: "ระดับ ๕"."""
    before = _WORD_BEFORE.match(text)
    return before.group("word") if before and before.group("word") in UNITS else None


def _rest(text: str, found: list[Bound], units: tuple[str, ...]) -> str:
    """The words of a target that say neither number, unit nor a known filler."""
    for bound in reversed(found):
        text = f"{text[: bound.start]} {text[bound.end :]}"
    for bound in found:
        if bound.unit is None:
            unit, end = unit_after(text.strip(), 0, units)
            if unit in UNITS or unit in units:
                text = text.strip()[end:]
    return _FILLER.sub("", text)
