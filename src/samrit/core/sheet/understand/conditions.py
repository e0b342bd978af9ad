"""The text of one level as an executable condition: counts with AND, milestones, bands, one-sided thresholds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from samrit.core.sheet.quantities import PERCENT, Bound, bounds, every_district
from samrit.core.sheet.understand.kinds import duty_kind
from samrit.core.thai import fold

_BULLET = re.compile(r"(?:^|(?<=\s))[-–•●▪]\s*(?=[^\s0-9๐-๙\-–])")
_NUMBERED = re.compile(r"(?:^|(?<=\s))\(?[0-9๐-๙]{1,2}[.)]\s+")
_STEP_NUMBER = re.compile(r"ขั้นตอน(?:ที่)?\s*[0-9๐-๙]+(?:\s*(?:-|–|ถึง|และ|,)\s*[0-9๐-๙]+)*(?!\s*ขั้นตอน)")
_BETWEEN = re.compile(r"\s*(?:-|–|—|~|ถึง|จนถึง|แต่|และ|แต่ก็)?\s*")
_AFTER_QUANTITY = re.compile(r"\s*(?:,\s*)?(?P<word>และ|พร้อมทั้ง|พร้อมกับ|พร้อม|รวมทั้ง|ตลอดจน|หรือ)\s*(?=\S)")
_BEFORE_QUANTITY = re.compile(r"\s*(?:และ|พร้อมทั้ง)\s*(?=(?:ดำเนินการ|ประชาสัมพันธ์|จัดกิจกรรม|ผลิต|มีจำนวน|จำนวน|ได้ผล|ผล))")
_GOES_ON = re.compile(r"(?:จำนวน|ไม่น้อยกว่า|อย่างน้อย|ร้อยละ|ไม่เกิน|มากกว่า|[0-9๐-๙]+\s*ย่าน)")
_MILESTONE_VERB = re.compile(
    r"^(?:มีการ|มี(?=แผน|คำสั่ง|รายงาน|ระบบ|ฐานข้อมูล|คู่มือ|หลักฐาน|คณะ|ผล|การ|ข้อมูล)|ได้(?:มี|รับ)|จัดทำ|จัดตั้ง|จัดประชุม|เสนอ|นำเสนอ|รายงาน|สรุป|เผยแพร่|แต่งตั้ง|ประชุม|กำหนด|"
    r"ดำเนินการ(?:ตาม|สำรวจ|จัด|แล้ว|ครบ|ผลิต|ประ)|ดำเนินงาน|ประเมิน|ติดตาม|สำรวจ|ออกแบบ|ขออนุมัติ|ขอความเห็น|ลงนาม|ประกาศ|จัดส่ง|ส่ง|"
    r"แผน|ผู้บริหาร|อนุมัติ|เห็นชอบ|ศึกษา|วิเคราะห์|รวบรวม|คัดเลือก|ทบทวน|พัฒนา|ปรับปรุง|จัดหา|จัดซื้อ|จัดจ้าง|ก่อสร้าง|ตรวจรับ|เตรียม|ประสาน|วางแผน|ร่าง|ยกร่าง|ทดสอบ|ทดลอง|ติดตั้ง|เปิดใช้|ถ่ายทอด|อบรม|ชี้แจง|ขั้นตอน|สร้าง|ผลิต|ประชาสัมพันธ์|จัด)"
)


@dataclass(frozen=True, slots=True)
class Band:
    """What a clause asks of one value: a lower bound, an upper bound, or both; `bare` where no word set the side."""

    low: Decimal | None
    low_op: str
    high: Decimal | None
    high_op: str
    unit: str | None
    bare: bool = False
    exact: bool = False

    @property
    def point(self) -> Decimal:
        """The number by which levels are compared."""
        if self.low is not None and self.high is not None:
            return (self.low + self.high) / 2
        return self.low if self.low is not None else self.high  # type: ignore[return-value]  # one of the two is there


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a level asks: a band of a value, or (no band) an event that has to happen.

    `joint` tells how it joins the clause before it: "and" or "or".
    """

    text: str
    band: Band | None
    joint: str = "and"
    certain: bool = True


def clauses(text: str, units: tuple[str, ...]) -> list[Clause]:
    """What a level's text asks, clause by clause. `units`: the units of the sheet's target."""
    found: list[Clause] = []
    for piece in _pieces(text):
        for joint, part in _joined(piece, units):
            band = band_in(part, units)
            certain = band is not None or _MILESTONE_VERB.match(part) is not None
            found.append(Clause(part, band, joint, certain))
    return found


def _pieces(text: str) -> list[str]:
    """A listed text item by item; otherwise paragraph by paragraph, a number on its own line joined to its words."""
    stripped = text.strip()
    if _BULLET.match(stripped):
        return [piece.strip() for piece in _BULLET.split(stripped) if piece.strip()]
    if _NUMBERED.match(stripped):
        return [piece.strip() for piece in _NUMBERED.split(stripped) if piece.strip()]
    pieces: list[str] = []
    for line in map(str.strip, stripped.split("\n")):
        if pieces and (_GOES_ON.match(line) or not _MILESTONE_VERB.match(line.removeprefix("และ").strip())):
            pieces[-1] = f"{pieces[-1]} {line}"
        elif line:
            pieces.append(line.removeprefix("และ").strip() if pieces else line)
    return pieces


def _joined(piece: str, units: tuple[str, ...]) -> list[tuple[str, str]]:
    """A piece cut at "และ"/"หรือ" where one side is a number and the other a thing to do or another number."""
    found = _numbers(piece, units)
    parts: list[tuple[str, str]] = []
    start, joint = 0, "and"
    for bound in found:
        match = _AFTER_QUANTITY.match(piece, bound.end)
        if match is None or bound.start < start:
            continue
        rest = piece[match.end() :]
        if _MILESTONE_VERB.match(rest) or _leads(rest, units):
            parts.append((joint, piece[start : bound.end].strip()))
            start, joint = match.end(), "or" if match.group("word") == "หรือ" else "and"
    remainder = piece[start:].strip()
    if not parts and found and (before := _BEFORE_QUANTITY.search(piece, 0, found[0].start)):
        head = piece[: before.start()].strip()
        if head and _MILESTONE_VERB.match(head) and not _numbers(head, units):
            return [("and", head), ("and", piece[before.end() :].strip())]
    if remainder:
        parts.append((joint, remainder))
    return parts


def _leads(text: str, units: tuple[str, ...]) -> bool:
    """Whether a text starts with a number that has a word before it ("และร้อยละ ๘๐", "และไม่น้อยกว่า ๖ ครั้ง")."""
    found = _numbers(text, units)
    return bool(found) and found[0].start < 40 and (found[0].operator is not None or found[0].unit is not None)


def _numbers(text: str, units: tuple[str, ...]) -> list[Bound]:
    """The numbers of a text that measure something; the ordinals of steps do not."""
    steps = [match.span() for match in _STEP_NUMBER.finditer(text)]
    return [b for b in bounds(text, units) if not any(start <= b.start < end for start, end in steps)]


def band_in(text: str, units: tuple[str, ...]) -> Band | None:
    """The band that a clause sets, preferring numbers in the sheet's own unit; None where it holds no number."""
    found = _numbers(text, units)
    for left, right in pairwise(found):
        if _is_range(text, left, right):
            low_op = ">" if left.operator == ">" else ">="
            high_op = "<" if right.operator == "<" else "<="
            low, high = sorted((left.value, right.value))
            return Band(low, low_op, high, high_op, right.unit or left.unit)
    if not found:
        every = next(every_district(text), None)
        return None if every is None else _one_sided(every)
    own = [bound for bound in found if bound.unit in units]
    return _one_sided((own or found)[-1] if own or len(found) == 1 else found[-1])


def _is_range(text: str, left: Bound, right: Bound) -> bool:
    between = text[left.end : right.start]
    if not _BETWEEN.fullmatch(between) or (left.unit and right.unit and left.unit != right.unit):
        return False
    if left.operator in {"<", "<="} or right.operator in {">", ">="}:
        return False
    return bool(between.strip()) or right.operator in {"<", "<="}


def _one_sided(bound: Bound) -> Band:
    if bound.operator in {">=", ">"}:
        return Band(bound.value, bound.operator, None, "<=", bound.unit)
    if bound.operator in {"<=", "<"}:
        return Band(None, ">=", bound.value, bound.operator, bound.unit)
    return Band(bound.value, ">=", None, "<=", bound.unit, bare=True, exact=bound.operator == "==")


def value_name(text: str, taken: dict[str, str], unit: str | None) -> str:
    """A name for a value other than the main one: the kind of work that its clause describes."""
    known = fold(unit or text)
    if known not in taken:
        kind = duty_kind(text)
        name = "value" if kind == "other" else kind
        names = set(taken.values())
        number = 2
        chosen = name
        while chosen in names:
            chosen, number = f"{name}_{number}", number + 1
        taken[known] = chosen
    return taken[known]


class Milestones:
    """The ids of the events that a rubric speaks of: the same words have the same id."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def id_of(self, text: str, score: str) -> str:
        """`plan_approved`, `plan_made`, `result_reported`, or one made from the level it stands in."""
        known = fold(text)
        if known not in self._ids:
            self._ids[known] = self._free(_event(text) or f"level_{score.replace('.', '_')}")
        return self._ids[known]

    def _free(self, name: str) -> str:
        taken = set(self._ids.values())
        if name not in taken:
            return name
        number = 2
        while f"{name}_{number}" in taken:
            number += 1
        return f"{name}_{number}"


def _event(text: str) -> str | None:
    if re.search(r"รายงาน", text) and not re.search(r"^.{0,12}แผน", text):
        return "result_reported"
    if "แผน" in text:
        return "plan_approved" if re.search(r"เห็นชอบ|อนุมัติ", text) else "plan_made"
    return None


def percent_band(percent: Decimal) -> Band:
    """The band of a level that is given by the percent column only."""
    return Band(percent, ">=", None, "<=", PERCENT, bare=True)
