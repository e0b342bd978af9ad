"""Thai targets, minimums and thresholds: "ไม่น้อยกว่าร้อยละ ๘๐", "≥ 80%", "ไม่เกิน ๙๐ นาที", "ลดลงร้อยละ ๕", "ทุกเขต".

A *bound* is a number with its unit and, where the text has words or signs for it, its operator; a rate keeps what it is
counted by (`per`). Nothing is guessed: a number without a word has `operator` None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from samrit.core.contract import Message, canonical
from samrit.core.rubric.words import operator_words
from samrit.core.sheet.scales import SCALE, own_unit
from samrit.core.thai import parse_number, to_arabic

PERCENT = "ร้อยละ"
DISTRICT_OFFICES = 50
"""How many district offices (khets) Bangkok has: what "ทุกเขต" means."""

_UNIT_WORDS = """
ย่าน แห่ง ครั้ง ชิ้นงาน ชิ้น เรื่อง คน ราย เล่ม นาที ชั่วโมง วันทำการ วัน สัปดาห์ เดือน ปี ไตรมาส บาท ล้านบาท คะแนน ระดับ
โครงการ กิจกรรม หลักสูตร รุ่น ชุด ฉบับ คลิป โพสต์ ตอน สื่อ ช่องทาง ชุมชน เขต สำนักงานเขต กลุ่มเขต แขวง หน่วยงาน
หลังคาเรือน ครัวเรือน ตัวอย่าง ต้น ไร่ ตารางเมตร ตารางวา กิโลเมตร เมตร เซนติเมตร มิลลิเมตร ตัน กิโลกรัม เครือข่าย กลุ่ม
องค์กร ข้อ ขั้นตอน รายการ ประเภท เส้นทาง จุด สาย คลอง สวน ตลาด โรงเรียน ศูนย์ สถานี ผลงาน บทความ ภาพ แผ่น ป้าย คัน ลำ
หลัง ห้อง งาน แผน ฐานข้อมูล ระบบ คู่มือ ข่าว วาระ ท่าน จังหวัด องค์ความรู้ ชั่วโมงทำการ นาฬิกา
"""
UNITS: tuple[str, ...] = tuple(sorted(_UNIT_WORDS.split(), key=lambda unit: -len(unit)))
"""Units that are recognised even where no blank ends them; any other word after the number is taken whole."""

_TO = re.compile(r"\s*(?:[-–—]|จนถึง|ถึง)\s*")

PERIODS_AND_GROUPS = (
    "ไตรมาส",
    "กลุ่มเขต",
    "สำนักงานเขต",
    "หน่วยงาน",
    "เดือน",
    "สัปดาห์",
    "ครั้ง",
    "แห่ง",
    "ย่าน",
    "เขต",
    "แขวง",
    "ชุมชน",
    "โครงการ",
    "กิจกรรม",
    "โรงเรียน",
    "กลุ่ม",
    "รุ่น",
    "คน",
    "ราย",
    "วัน",
    "ปี",
)

_DIGITS = r"[0-9๐-๙]{1,3}(?:,[0-9๐-๙]{3})+(?:\.[0-9๐-๙]+)?|[0-9๐-๙]+(?:\.[0-9๐-๙]+)?"
_SPELT = r"(?:หนึ่ง|เอ็ด|สอง|ยี่(?=สิบ)|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย(?!ละ)|พัน|หมื่น|แสน|ล้าน)+"
_SPELT_ENDS = rf"(?=\s*(?:(?:{'|'.join(UNITS)})(?![\u0e30-\u0e3a\u0e47-\u0e4e])|ขึ้นไป|ของ|หรือ|ถึง|$|[^\sก-๎]))"
"""What must follow a number in words that no bound announces: a unit or an end ("สามเสน" is a place, not a three)."""
_SPELT_ALONE = rf"(?:\A|(?<=จำนวน)|(?<=จำนวน\s)|(?<=ร้อยละ)|(?<=ร้อยละ\s)){_SPELT}{_SPELT_ENDS}"
_NUMBER = rf"(?P<number>{_DIGITS}|(?(at_least){_SPELT}|(?(at_most){_SPELT}|(?(above){_SPELT}|(?!))))|{_SPELT_ALONE})"
_BELOW_ZERO = (
    r"(?P<minus>(?:(?<=[≥≤<>=])|(?<=[≥≤<>=]\s)|(?<=กว่า)|(?<=กว่า\s)|(?<=เกิน)|(?<=เกิน\s)|(?<=ร้อยละ)|(?<=ร้อยละ\s))"
    r"[-−–](?=[0-9๐-๙]))?"
)
"""A minus sign behind the words of a bound; between two numbers it is a range, and before a bare one often a bullet."""
_IN_WORDS = r"(?:\s*\((?:หนึ่ง|สอง|ยี่|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|เอ็ด|ร้อย|พัน|หมื่น|แสน|ล้าน)+\))?"
_PERCENT_WORD = r"(?:ร้อยละ|เปอร์เซ็นต์|เปอร์เซนต์)"
_NOT = r"(?:ไม่|มิ)(?:ให้)?\s*"
_MORE, _LESS = r"(?:มากกว่า|สูงกว่า|เกินกว่า)", r"(?:น้อยกว่า|ต่ำกว่า)"
_OR_EQUAL, _EQUAL_OR = r"\s*(?:หรือ|และ|/)\s*เท่ากับ", r"เท่ากับ\s*(?:หรือ|/)\s*"
_AT_LEAST = (
    rf"{_MORE}{_OR_EQUAL}|{_EQUAL_OR}{_MORE}|{_NOT}(?:น้อย|ต่ำ)\s*(?:ไป)?กว่า(?:{_OR_EQUAL})?"
    r"|อย่าง(?:น้อย|ต่ำ)(?:ที่สุด)?|ขั้นต่ำ|ตั้งแต่|≥|⩾|≧|>=|=>"
)
_AT_MOST = (
    rf"{_LESS}{_OR_EQUAL}|{_EQUAL_OR}{_LESS}|{_NOT}(?:เกิน(?:กว่า)?|(?:มาก|สูง|ช้า)\s*(?:ไป)?กว่า)(?:{_OR_EQUAL})?"
    r"|อย่างมากที่สุด|อย่างช้า(?:ที่สุด)?|ภายใน|≤|⩽|≦|<=|=<"
)
_ABOVE = r"มากกว่า|สูงกว่า|เกินกว่า|เกิน|>|›|＞"
_BELOW = r"น้อยกว่า|ต่ำกว่า|ไม่ถึง|ไม่ครบ|<|‹|＜"
_EQUAL = r"เท่ากับ|="
_GROUPS = "|".join(PERIODS_AND_GROUPS)
_MIDDLE = r"(?:ค่าเฉลี่ย|ค่าคะแนนเฉลี่ย|คะแนนเฉลี่ย|คะแนน|จำนวน|ระดับ|เพิ่มขึ้น|ลดลง|กว่า)?"

_BOUND = re.compile(
    rf"(?:(?P<group_before>{_GROUPS})ละ\s*)?(?P<percent_before>ร้อยละ\s*)?"
    rf"(?:(?P<at_least>{_AT_LEAST})|(?P<at_most>{_AT_MOST})|(?P<above>{_ABOVE})|(?P<below>{_BELOW})|(?P<equal>{_EQUAL}))?"
    rf"\s*{_MIDDLE}\s*(?:(?P<group>{_GROUPS})ละ\s*)?(?P<percent_word>{_PERCENT_WORD})?\s*"
    + _BELOW_ZERO
    + _NUMBER
    + _IN_WORDS
    + r"(?P<rest>\s*(?:%|％|เปอร์เซ็นต์|เปอร์เซนต์))?"
)
_OUT_OF = re.compile(r"(?:จาก(?:จำนวน|ทั้งหมด|เป้าหมาย|คะแนนเต็ม)*|คะแนนเต็ม|เต็ม)\s*(?:ร้อยละ\s*)?$")
_NUMBER_AHEAD = re.compile(rf"[0-9๐-๙]|(?:กว่า|น้อย|ต่ำ|เกิน|แต่|ใน|≥|≤|>|<)\s*(?:จำนวน|ร้อยละ)?\s*{_SPELT}|{_SPELT_ALONE}")
_REACH = 60
"""How far from its number the words of a bound may stand."""
_UPWARD = re.compile(r"\s*(?:ขึ้นไป|หรือ(?:มาก|สูง)กว่า|เป็นอย่าง(?:น้อย|ต่ำ))")
_DOWNWARD = re.compile(r"\s*(?:ลงมา|ลงไป|หรือ(?:น้อย|ต่ำ|เร็ว)กว่า|เป็นอย่าง(?:มาก|ช้า))")
_PER = re.compile(rf"\s*(?:/|ต่อ)\s*(?:๑|1|หนึ่ง)?\s*(?P<group>{_GROUPS})")
_WORD = re.compile(r"\s*(?P<word>[A-Za-z][A-Za-z.]*|[\u0e01-\u0e3a\u0e40-\u0e4e]+)")
_EVERY = re.compile(r"(?:ครบ)?(?:ทั้ง)?ทุก\s*(?:สำนักงาน)?เขต(?![ก-ฮ])")
_LIST_NUMBER = re.compile(r"(?:^|(?<=[\s(]))[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*[.)](?=\s|$|[^\d๐-๙])")
_MONTH = re.compile(
    r"\s*(?:มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา|[มกพสตธ]\.?[คยพ]\.|มี\.ค\.|เม\.ย\.|มิ\.ย\.)"
)
_MONTH_BEFORE = re.compile(
    r"(?:(?:มกรา|มีนา|พฤษภา|กรกฎา|สิงหา|ตุลา|ธันวา)คม|(?:เมษา|มิถุนา|กันยา|พฤศจิกา)ยน|กุมภาพันธ์|[มกพสตธ]\.?[คยพ]\.|มี\.ค\.|เม\.ย\.|มิ\.ย\.)"
    r"\s*(?:พ\.?\s*ศ\.?)?$"
)
_ORDINAL_BEFORE = re.compile(r"(?:ไตรมาส|ตามระดับ|ครั้งที่|ขั้นตอน|ข้อที่|รอบที่|งวดที่)$")
_RATE_UNIT = re.compile(r"\s*(?P<unit>ต่อ(?:ประชากร)?\s*(?:พัน|หมื่น|แสน|ล้าน|[0-9๐-๙]{1,3}(?:,[0-9๐-๙]{3})+)[ก-๎]*)")
_NOT_A_UNIT = re.compile(
    r"(?:ค่าเป้าหมาย|หน่วยนับ|ขึ้นไป|ของ|ใน|จาก|และ|หรือ|ต่อ|ถึง|ที่|โดย|ให้|ต้อง|เป็น|ได้|ตาม|เมื่อ|ภายใน|เท่ากับ|แต่|ตลอด|พร้อม|ซึ่ง|ลงมา|มี|กับ|ผ่าน)"
)


@dataclass(frozen=True, slots=True)
class Bound:
    """One number of a text with what the text says of it.

    `operator` is None where only the number is printed; `unit` None where no word follows; [start, end) is its place.
    """

    value: Decimal
    operator: str | None
    unit: str | None
    per: str | None
    start: int
    end: int


def bounds(text: str, units: tuple[str, ...] = ()) -> list[Bound]:
    """Every number of `text` that is not the number of a list item, in order, with its operator and unit.

    `units` are further words known to be units (the sheet's own); a number in another scale of one is brought to it.
    """
    listed = {place for match in _LIST_NUMBER.finditer(text) for place in range(*match.span())}
    found: list[Bound] = []
    for match in _matches(text):
        at = match.start("number")
        if at in listed and match.group("percent_word") is None:
            continue
        if _is_name(match, text) or _OUT_OF.search(text, max(0, at - _REACH), at):
            continue
        bound = _bound(match, text, units)
        if bound is not None:
            found.append(bound)
    return _in_own_unit(found, text, units)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """The numbers with the words before them; only the surroundings of a number are looked at closely."""
    at = 0
    while ahead := _NUMBER_AHEAD.search(text, at):
        match = _BOUND.search(text, max(at, ahead.start() - _REACH))
        if match is None:
            return
        yield match
        at = match.end()


def _bound(match: re.Match[str], text: str, units: tuple[str, ...]) -> Bound | None:
    value = parse_number(match.group("number"))
    if value is None:
        return None
    value = -value if match.group("minus") else value
    end = match.end()
    percent = bool(match.group("percent_word") or match.group("percent_before") or match.group("rest"))
    unit, end = (PERCENT, end) if percent else unit_after(text, end, units)
    operator = _operator(match)
    if upward := _UPWARD.match(text, end):
        operator, end = operator or ">=", upward.end()
    elif downward := _DOWNWARD.match(text, end):
        operator, end = operator or "<=", downward.end()
    per = match.group("group") or match.group("group_before")
    if per is None and (by := _PER.match(text, end)):
        per, end = by.group("group"), by.end()
    start = match.start() + (len(match.group(0)) - len(match.group(0).lstrip()))
    return Bound(value, operator, unit, per, start, end)


def _is_name(match: re.Match[str], text: str) -> bool:
    """Whether the number only names something: a year, a date, or "ที่ ๒" (the second)."""
    at, end = match.span("number")
    if _MONTH.match(text, end):
        return True
    before = text[max(0, at - _REACH) : at].rstrip()
    if _MONTH_BEFORE.search(before) or _ORDINAL_BEFORE.search(before):
        return True
    if (
        end - at == len("2568")
        and re.match(r"\s*[:：]", text[end : end + _REACH])
        and to_arabic(text[at : at + 2]) in {"24", "25", "26"}
    ):
        return True
    if before.endswith(("พ.ศ.", "พ.ศ", "ปี", "ปีงบประมาณ", "ประจำปี")) and end - at == len("2568"):
        return True
    return before.endswith("ที่") and not before.endswith(("พื้นที่", "หน้าที่", "สถานที่", "เต็มที่", "ทันที่"))


def _operator(match: re.Match[str]) -> str | None:
    for name, operator in (("at_least", ">="), ("at_most", "<="), ("above", ">"), ("below", "<"), ("equal", "==")):
        if match.group(name):
            return operator
    return None


def unit_after(text: str, at: int, units: tuple[str, ...] = ()) -> tuple[str | None, int]:
    """The unit that stands in `text` from `at` on, and where it ends; (None, at) where no unit word follows."""
    if rate := _RATE_UNIT.match(text, at):
        return rate.group("unit"), rate.end()
    match = _WORD.match(text, at)
    if match is None:
        return None, at
    word = match.group("word")
    start = match.start("word")
    known = (*sorted(units, key=lambda name: -len(name)), *UNITS)
    for unit in known:
        if word.startswith(unit) and not _goes_on(word, unit):
            return unit, start + len(unit)
    if scale := SCALE.match(text, start):
        counted, end = unit_after(text, scale.end(), units)
        if counted in known:
            return f"{scale.group()}{counted}", end
        if word == scale.group():
            return word, match.end()
    if _NOT_A_UNIT.match(word) or len(word) > 24:
        return None, at
    return word, match.end()


def _goes_on(word: str, unit: str) -> bool:
    """Whether the unit's letters are only the start of another syllable (a vowel or tone mark follows)."""
    following = word[len(unit) : len(unit) + 1]
    return bool(following) and ("\u0e30" <= following <= "\u0e3a" or "\u0e47" <= following <= "\u0e4e")


def _in_own_unit(found: list[Bound], text: str, units: tuple[str, ...]) -> list[Bound]:
    """The bounds with those in another scale of one of `units` brought to that unit.

    "๑.๒ ล้านบาท" where the sheet counts in บาท, "๘๐๐,๐๐๐ บาท" where in ล้านบาท; the first number of a range ("๑ - ๑.๒
    ล้านบาท") has the unit of the second.
    """
    made: list[Bound] = []
    for bound in found:
        own, power = own_unit(bound.unit, units)
        if own is None:
            made.append(bound)
            continue
        before = made[-1] if made else None
        if before is not None and before.unit is None and _TO.fullmatch(text, before.end, bound.start):
            made[-1] = replace(before, value=_moved(before.value, power), unit=own)
        made.append(replace(bound, value=_moved(bound.value, power), unit=own))
    return made


def _moved(value: Decimal, power: int) -> Decimal:
    return value.scaleb(power) if power else value


def every_district(text: str) -> Iterator[Bound]:
    """ "ทุกเขต", "ทุกสำนักงานเขต": a bound of all the district offices."""
    for match in _EVERY.finditer(text):
        yield Bound(Decimal(DISTRICT_OFFICES), ">=", "เขต", None, match.start(), match.end())


def bound_words(operator: str, value: Decimal, unit: str | None) -> Message:
    """A bound as a person says it: "at least 20 ชิ้นงาน", "ไม่น้อยกว่า 20 ชิ้นงาน", "ไม่น้อยกว่าร้อยละ 80"."""
    word, number = operator_words(operator), canonical(value)
    if unit == PERCENT:
        return Message(f"{word.en} {number} %", f"{word.th}ร้อยละ {number}")
    return Message(f"{word.en} {number} {unit or ''}".strip(), f"{word.th} {number} {unit or ''}".strip())
