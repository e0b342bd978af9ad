"""The text of one level as an executable condition: counts with AND, milestones, bands, one-sided thresholds."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from samrit.core.sheet.quantities import PERCENT, Bound, bounds, every_district
from samrit.core.sheet.understand.kinds import duty_kind
from samrit.core.sheet.understand.prose import run_on
from samrit.core.thai import BUDDHIST_ERA, MONTHS, dates_in, fold, parse_number, period_bounds, to_arabic

_DISTRICT_GROUP = "กลุ่มเขต"
_BULLET = re.compile(r"(?:^|(?<=\s))[-–•●▪]\s*(?=[^\s0-9๐-๙\-–])")
_NUMBERED = re.compile(r"(?:^|(?<=\s))\(?[0-9๐-๙]{1,2}[.)]\s+")
_STEP_NUMBER = re.compile(r"ขั้นตอน(?:ที่)?\s*[0-9๐-๙]+(?:\s*(?:-|–|ถึง|และ|,)\s*[0-9๐-๙]+)*(?!\s*ขั้นตอน)")
_LEVEL_NUMBER = re.compile(r"(?:ดำเนินการ)?(?:ได้|ครบ)?(?:ตาม|ผ่าน)?ระดับ(?:ที่|คะแนน)?\s*(?P<level>[0-9๐-๙])(?![0-9๐-๙.])")
_CHAIN = re.compile(
    r"(?P<low>[0-9๐-๙][0-9๐-๙,.]*)\s*%?\s*(?P<low_op>≤|<=|<|‹)\s*[^0-9๐-๙<>≤≥‹›]{1,25}?\s*(?P<high_op>≤|<=|<|‹)\s*(?P<high>[0-9๐-๙][0-9๐-๙,.]*)"
)
_BETWEEN = re.compile(r"\s*(?:-|–|—|~|ถึง|จนถึง|แต่|และ|แต่ก็)?\s*")
_AND_THEN = re.compile(r"\s*(?:,\s*)?(?P<word>และ|พร้อมทั้ง|พร้อมกับ|พร้อม|รวมทั้ง|ตลอดจน|หรือ)\s*(?=\S)")
_BEFORE_NUMBER = re.compile(r"\s*(?:และ|พร้อมทั้ง)\s*(?=(?:ดำเนินการ|ประชาสัมพันธ์|จัดกิจกรรม|ผลิต|มีจำนวน|จำนวน|ได้ผล|ผล))")
_GOES_ON = re.compile(r"(?:จำนวน|ไม่น้อยกว่า|อย่างน้อย|ร้อยละ|ไม่เกิน|มากกว่า|[0-9๐-๙]+\s*ย่าน)")
_UNFINISHED = re.compile(r"(?:โดย|โดยให้|และ|หรือ|ของ|ที่|ให้|ใน|การ|จำนวน|ไม่น้อยกว่า|อย่างน้อย|ผ่าน|เพื่อ|กับ|ด้วย|จาก)$")
_SAYS_NO_MORE = re.compile(
    r"(?:\s|[().,:;\[\]]|แล้วเสร็จ|ครบถ้วน|ตามแผน\S*|ตามเป้าหมาย\S*|ของ\S*(?:\s(?:ที่|ใน)\S*)?|ต่อปี|ที่กำหนด|ทั้งหมด|จาก(?:ทั้งหมด|จำนวน)?\s*[0-9๐-๙]+\s*\S*|ในพื้นที่\S*|เป็นต้น)*"
)
_SHARE_BEHIND = re.compile(r"\(\s*(?:คิดเป็น|หรือ)?\s*(?:ร้อยละ\s*[0-9๐-๙.,]+|[0-9๐-๙.,]+\s*%)\s*\)")
_ATTACHED = re.compile(r"(?!และ|โดย|แต่|แล้ว|พร้อม|ภายใน|รวม|ซึ่ง|หรือ|ก่อน|ทั้งนี้)[ก-๎]+")
_ENOUGH_LETTERS = 4
_UNDONE = ("ไม่มี", "ไม่ได้", "ไม่ดำเนินการ", "ไม่จัดทำ", "ไม่รายงาน", "ไม่เสนอ", "ไม่ผ่าน", "ไม่สามารถ", "ยังไม่")
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

    @property
    def point(self) -> Decimal:
        """The number by which levels are compared."""
        if self.low is not None and self.high is not None:
            return (self.low + self.high) / 2
        return self.low if self.low is not None else self.high  # type: ignore[return-value]  # one of the two is there


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a level asks: a band of a value, a number in each district group (`each`), all that another level
    asks (`refers`), or an event that has to happen (`by` a day, where one is named).

    `joint` tells how it joins the clause before it: "and" or "or". `doubt` quotes what of its words is in no rule.
    `event` is the event's text without its deadline: the same event may be wanted by another day for another score.
    """

    text: str
    band: Band | None = None
    joint: str = "and"
    each: Decimal | None = None
    refers: Decimal | None = None
    by: date | None = None
    doubt: str = ""
    event: str = ""

    @property
    def is_event(self) -> bool:
        return self.band is None and self.each is None and self.refers is None


def clauses(text: str, units: tuple[str, ...], fiscal_year: int | None = None) -> list[Clause]:
    """What a level's text asks, clause by clause. `units`: the units of the sheet's target."""
    return [
        clause
        for piece in _pieces(text)
        for joint, part in _joined(piece, units)
        for clause in _read(part, joint, units, fiscal_year)
    ]


def _pieces(text: str) -> list[str]:
    """A listed text item by item; otherwise paragraph by paragraph, a line that goes on joined to the one before."""
    stripped = text.strip()
    if _BULLET.match(stripped):
        return [piece.strip() for piece in _BULLET.split(stripped) if piece.strip()]
    if _NUMBERED.match(stripped):
        return [piece.strip() for piece in _NUMBERED.split(stripped) if piece.strip()]
    pieces: list[str] = []
    for line in map(str.strip, stripped.split("\n")):
        if pieces and (
            _UNFINISHED.search(pieces[-1])
            or _GOES_ON.match(line)
            or not _MILESTONE_VERB.match(line.removeprefix("และ").strip())
        ):
            pieces[-1] = run_on(pieces[-1], line)
        elif line:
            pieces.append(line.removeprefix("และ").strip() if pieces else line)
    return pieces


def _joined(piece: str, units: tuple[str, ...]) -> list[tuple[str, str]]:
    """A piece cut at "และ"/"หรือ" where one side is a number and the other a thing to do or another number."""
    ends = sorted({bound.end for bound in _numbers(piece, units)} | {m.end() for m in _levels(piece, units)})
    parts: list[tuple[str, str]] = []
    start, joint = 0, "and"
    for end in ends:
        match = _AND_THEN.match(piece, end)
        if match is None or end <= start:
            continue
        rest = piece[match.end() :]
        if _MILESTONE_VERB.match(rest) or _leads(rest, units) or _LEVEL_NUMBER.match(rest):
            parts.append((joint, piece[start:end].strip()))
            start, joint = match.end(), "or" if match.group("word") == "หรือ" else "and"
    if not parts and (halves := _event_first(piece, units)):
        return halves
    if remainder := piece[start:].strip():
        parts.append((joint, remainder))
    return parts


def _event_first(piece: str, units: tuple[str, ...]) -> list[tuple[str, str]]:
    """ "จัดทำแผนแล้วเสร็จ และดำเนินการ ๖ แห่ง": the event, then the number."""
    found = _numbers(piece, units)
    before = _BEFORE_NUMBER.search(piece, 0, found[0].start) if found else None
    if before is None:
        return []
    head = piece[: before.start()].strip()
    if head and _MILESTONE_VERB.match(head):
        return [("and", head), ("and", piece[before.end() :].strip())]
    return []


def _leads(text: str, units: tuple[str, ...]) -> bool:
    """Whether a text starts with a number that has a word before it ("และร้อยละ ๘๐", "และไม่น้อยกว่า ๖ ครั้ง")."""
    found = _numbers(text, units)
    return bool(found) and found[0].start < 40 and (found[0].operator is not None or found[0].unit is not None)


def _levels(text: str, units: tuple[str, ...]) -> list[re.Match[str]]:
    """Where a text names another level; not where levels are what is measured."""
    return [] if "ระดับ" in units else list(_LEVEL_NUMBER.finditer(text))


@lru_cache(maxsize=256)
def _numbers(text: str, units: tuple[str, ...]) -> tuple[Bound, ...]:
    """The numbers of a text that measure something; the ordinals of steps and levels do not."""
    names = [match.span() for match in (*_STEP_NUMBER.finditer(text), *_levels(text, units))]
    return tuple(bound for bound in bounds(text, units) if not any(start <= bound.start < end for start, end in names))


def _read(part: str, joint: str, units: tuple[str, ...], fiscal_year: int | None) -> Iterator[Clause]:
    """The clauses of one part: the level it names, its band, what it asks of each group, or the event it tells of."""
    if level := next(iter(_levels(part, units)), None):
        yield Clause(
            part, joint=joint, refers=Decimal(to_arabic(level.group("level"))), doubt=_unsaid(part, level.end())
        )
        return
    part = _without_share(part, units)
    numbers = _numbers(part, units)
    rates = [bound for bound in numbers if bound.per is not None]
    deadline = deadline_in(part, fiscal_year)
    found = band_in(part, units)
    if found is not None:
        band, used = found
        others = [b for b in numbers if b.per is None and not any(start <= b.start < end for start, end in used)]
        doubt = "" if rates else _unsaid(part, used[-1][1])
        if others or deadline is not None or any(not _covers_groups(rate) for rate in rates):
            doubt = part
        yield Clause(part, band, joint, doubt=doubt)
        joint = "and"
    covered = [rate for rate in rates if _covers_groups(rate)]
    for rate in covered:
        yield Clause(part, joint=joint, each=rate.value)
        joint = "and"
    if found is None and not covered:
        by = None if deadline is None else deadline.day
        certain = by is not None or (not rates and _MILESTONE_VERB.match(part) is not None)
        lost = deadline is not None and by is None
        event = part if deadline is None else f"{part[: deadline.start]}{part[deadline.end :]}".strip()
        yield Clause(part, joint=joint, by=by, doubt="" if certain and not lost else part, event=event)


def _covers_groups(rate: Bound) -> bool:
    """Whether a rate is a quota of every district group, which a rubric can ask for."""
    return rate.per == _DISTRICT_GROUP and rate.operator in {None, ">="}


def _without_share(part: str, units: tuple[str, ...]) -> str:
    """A number whose share of the whole stands behind it in brackets ("๘ แห่ง (ร้อยละ ๘๐)") is said once."""
    bare = _SHARE_BEHIND.sub(" ", part)
    return bare.strip() if bare != part and _numbers(bare, units) else part


def _unsaid(part: str, end: int) -> str:
    """What stands behind the number and is in no rule; words grown together with the unit, and fillers, say no more."""
    rest = part[end:]
    if attached := _ATTACHED.match(rest):
        rest = rest[attached.end() :]
    rest = rest[_SAYS_NO_MORE.match(rest).end() :]  # type: ignore[union-attr]  # the pattern also matches nothing
    return rest.strip() if len(re.findall("[ก-ฮA-Za-z]", rest)) >= _ENOUGH_LETTERS else ""


def band_in(text: str, units: tuple[str, ...]) -> tuple[Band, list[tuple[int, int]]] | None:
    """The band that a clause sets, and where its numbers stand; None where it holds no number of its own.

    Numbers in the sheet's own unit come first, then those behind "จำนวน" or with a word for their side.
    """
    if chain := _CHAIN.search(text):
        low, high = parse_number(chain.group("low")), parse_number(chain.group("high"))
        if low is not None and high is not None:
            sides = {"≤": "<=", "‹": "<"}
            low_op = ">=" if sides.get(chain.group("low_op"), chain.group("low_op")) == "<=" else ">"
            high_op = sides.get(chain.group("high_op"), chain.group("high_op"))
            return Band(low, low_op, high, high_op, None), [chain.span()]
    found = [bound for bound in _numbers(text, units) if bound.per is None]
    for left, right in pairwise(found):
        if _is_range(text, left, right):
            low_op = ">" if left.operator == ">" else ">="
            high_op = "<" if right.operator == "<" else "<="
            low, high = sorted((left.value, right.value))
            band = Band(low, low_op, high, high_op, right.unit or left.unit)
            return band, [(left.start, left.end), (right.start, right.end)]
    if not found:
        every = next(every_district(text), None)
        return None if every is None else (_one_sided(every), [(every.start, every.end)])
    own = [bound for bound in found if bound.unit in units] or list(found)
    told = [
        b
        for b in own
        if b.operator is not None or "จำนวน" in text[b.start : b.end] or text[: b.start].endswith("จำนวน")
    ]
    chosen = (told or own)[0]
    return _one_sided(chosen), [(chosen.start, chosen.end)]


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
    return Band(bound.value, ">=", None, "<=", bound.unit, bare=True)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline that a text names in [start, end); `day` is None where it cannot be worked out."""

    day: date | None
    start: int
    end: int


_DEADLINE = re.compile(r"(?:ภายใน|ก่อน|ไม่เกิน)\s*(?:วันที่|สิ้นเดือน|เดือน)?\s*")
_MONTHS = "|".join(MONTHS)
_BY_MONTH = re.compile(
    rf"(?:ภายใน|ก่อน)\s*(?:สิ้น)?\s*เดือน\s*(?P<month>{_MONTHS})\s*(?:พ\.?\s*ศ\.?)?\s*(?P<year>2[45][0-9]{{2}})?"
)
_BY_QUARTER = re.compile(r"(?:ภายใน|สิ้น)\s*(?:สิ้น)?\s*ไตรมาส(?:ที่)?\s*(?P<quarter>[1-4])")


def deadline_in(text: str, fiscal_year: int | None) -> Deadline | None:
    """The day by which a text wants a thing done ("ภายใน ๓๐ ก.ย. ๖๘", "ภายในเดือนธันวาคม", "ภายในไตรมาสที่ ๓")."""
    written = to_arabic(text)
    for match in _DEADLINE.finditer(written):
        found = next(iter(dates_in(written[match.end() :])), None)
        if found is not None and found.start == 0:
            return Deadline(found.date, match.start(), match.end() + found.end)
    if month := _BY_MONTH.search(written):
        number = MONTHS.index(month.group("month")) + 1
        year = int(month.group("year")) - BUDDHIST_ERA if month.group("year") else None
        if year is None and fiscal_year is not None:
            year = fiscal_year - BUDDHIST_ERA - (number >= 10)
        day = None if year is None else date(year, number, monthrange(year, number)[1])
        return Deadline(day, month.start(), month.end())
    if quarter := _BY_QUARTER.search(written):
        period = f"Q{quarter.group('quarter')}"
        day = None if fiscal_year is None else period_bounds(period, fiscal_year)[1]
        return Deadline(day, quarter.start(), quarter.end())
    return None


def value_name(text: str, taken: dict[str, str], unit: str | None) -> str:
    """A name for a value other than the main one: the kind of work that its clause describes."""
    kind = duty_kind(text)
    known = f"{fold(unit or text)} {kind}"
    if known not in taken:
        name = "value" if kind == "other" else kind
        names = set(taken.values())
        chosen, number = name, 2
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
    """The event that words tell of; that something was not done is none of them."""
    if text.lstrip(" -–•").startswith(_UNDONE):
        return None
    if re.search(r"รายงาน", text) and not re.search(r"^.{0,12}แผน", text):
        return "result_reported"
    if "แผน" in text:
        return "plan_approved" if re.search(r"เห็นชอบ|อนุมัติ", text) else "plan_made"
    return None


def percent_band(percent: Decimal) -> Band:
    """The band of a level that is given by the percent column only."""
    return Band(percent, ">=", None, "<=", PERCENT, bare=True)
