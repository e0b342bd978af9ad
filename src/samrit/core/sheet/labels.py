"""The words that the official form prints, and how a printed line is matched with them.

The lists are public (`docs/en/reference/sheet.md`): a line of a sheet that says no more than one of these belongs to
the form, not to the key result, and is therefore neither a field nor unread. Source: the form "รายละเอียด KRs" of the
Bangkok Metropolitan Administration, fiscal year 2568.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from samrit.core.thai import clean, to_arabic


class Block(Enum):
    """The blocks of the form, in their printed order."""

    TITLE = "title"
    CODE = "code"
    NAME = "name"
    HOST = "host"
    DIMENSION = "dimension"
    ISSUE = "development_issue"
    INVOLVEMENT = "involvement"
    TARGET = "target"
    DEFINITION = "definition"
    METHOD = "method"
    AGENCIES = "agencies"
    REFERENCES = "references"
    CHANNELS = "reporting_channels"
    EVALUATION = "evaluation_methods"
    COORDINATOR = "coordinator"
    SIGNATURE = "signature"
    RUBRIC = "rubric"


HEADER_BLOCKS = frozenset({Block.TITLE, Block.CODE, Block.NAME, Block.HOST, Block.DIMENSION, Block.ISSUE})
"""Blocks that are one printed line each, so that a following line does not belong to them."""

LABELS: dict[Block, tuple[str, ...]] = {
    Block.TITLE: (
        "รายละเอียด KRs ตามเป้าหมายการพัฒนาของสำนักงานเขต",
        "และแผนปฏิบัติการราชการกรุงเทพมหานคร ประจำปี พ.ศ.",
        "รายละเอียด KRs",
        "รายละเอียดตัวชี้วัด",
    ),
    Block.CODE: ("รหัส KRs", "รหัส KR", "รหัสตัวชี้วัด", "รหัส"),
    Block.NAME: ("ชื่อ KRs", "ชื่อ KR", "ชื่อตัวชี้วัด"),
    Block.HOST: (
        "หน่วยงานผู้รับผิดชอบหลัก (Host : H)",
        "หน่วยงานรับผิดชอบหลัก (Host : H)",
        "หน่วยงานผู้รับผิดชอบหลัก (H)",
        "หน่วยงานรับผิดชอบหลัก (H)",
        "หน่วยงานผู้รับผิดชอบหลัก",
        "หน่วยงานรับผิดชอบหลัก",
    ),
    Block.DIMENSION: ("ด้าน",),
    Block.ISSUE: ("ประเด็นการพัฒนา",),
    Block.INVOLVEMENT: ("ลักษณะหน่วยงานที่รับผิดชอบ",),
    Block.TARGET: ("ค่าเป้าหมายรวม",),
    Block.DEFINITION: ("นิยาม/คำอธิบาย", "คำนิยาม", "นิยาม"),
    Block.METHOD: (
        "วิธีคำนวณ/ วัดผลการดำเนินงาน/ สูตรคำนวณ",
        "วิธีการคำนวณ",
        "วิธีคำนวณ",
        "สูตรการคำนวณ",
        "สูตรคำนวณ",
    ),
    Block.AGENCIES: (
        "ค่าเป้าหมาย ของหน่วยงาน รับผิดชอบหลัก (H) หน่วยงานสนับสนุน (R) และบทบาท ภารกิจที่เกี่ยวข้อง",
        "ค่าเป้าหมายของหน่วยงานรับผิดชอบหลัก (H) และหน่วยงานสนับสนุน (R)",
        "ค่าเป้าหมายของหน่วยงาน",
    ),
    Block.REFERENCES: ("เอกสารอ้างอิงเพิ่มเติม", "เอกสารอ้างอิง"),
    Block.CHANNELS: ("ช่องทางการรายงานผลการดำเนินงาน", "ช่องทางการรายงานผล"),
    Block.EVALUATION: (
        "การติดตามประเมินผลความสำเร็จ (ตอบได้มากกว่า ๑ ข้อ)",
        "การติดตามประเมินผลความสำเร็จ",
        "การติดตามประเมินผล",
    ),
    Block.COORDINATOR: (
        "ผู้ประสานงานหลัก/ ส่วนราชการประมวลผล และจัดทำข้อมูล (ระดับส่วนกลาง)",
        "ผู้ประสานงานหลัก/ ส่วนราชการประมวลผล และจัดทำข้อมูล",
        "ผู้ประสานงานหลัก",
        "ผู้ประสานงาน",
    ),
    Block.SIGNATURE: ("ลงชื่อ",),
    Block.RUBRIC: ("เกณฑ์การให้คะแนน",),
}
"""What opens a block, longest first. Matched without blanks and punctuation, with a few wrong letters forgiven."""

PRINTED_NOTES: tuple[str, ...] = (
    "ประเด็น รายละเอียด",
    "ประเด็น",
    "รายละเอียด",
    "ชื่อหน่วยงาน/ ส่วนราชการ ค่าเป้าหมาย บทบาทภารกิจ",
    "ชื่อหน่วยงาน/ ส่วนราชการ",
    "ชื่อหน่วยงาน",
    "ค่าเป้าหมาย",
    "บทบาทภารกิจ",
    "บทบาทภารกิจที่เกี่ยวข้อง",
    "*กรณีเป็นสำนักงานเขตให้ระบุรายสำนักงานเขต",
    "(กรณีเป้าหมายการพัฒนาของสำนักงานเขต พ.ศ. ๒๕๖๘ จำเป็นต้องมีครบทั้ง ๓ รายการ)",
    "(ตอบได้มากกว่า ๑ ข้อ)",
    "(ระดับส่วนกลาง)",
    "ลงชื่อ",
    "(.....)",
    "ผู้แจ้งข้อมูล",
    "ลงชื่อ (.....) ผู้แจ้งข้อมูล",
    "ระดับความสำเร็จ เกณฑ์ร้อยละความสำเร็จ การดำเนินงาน คะแนนที่ได้รับ",
    "ระดับความสำเร็จ",
    "เกณฑ์ร้อยละความสำเร็จ",
    "การดำเนินงาน",
    "คะแนนที่ได้รับ",
)
"""Notes and headings that the form prints and that hold nothing of a key result."""

SINGLE_AGENCY = "ดำเนินการหน่วยงานเดียว"
SUPPORTING_AGENCIES = "มีหน่วยงานสนับสนุน (R) ร่วมดำเนินการ"
SUPPORTING_BUREAUS = "หน่วยงาน (R) ระดับสำนัก/สำนักงาน"
SUPPORTING_DISTRICT_OFFICES = "หน่วยงาน (R) ระดับสำนักงานเขต"

INVOLVEMENT_OPTIONS = (SINGLE_AGENCY, SUPPORTING_AGENCIES, SUPPORTING_BUREAUS, SUPPORTING_DISTRICT_OFFICES)
REFERENCE_OPTIONS = (
    "มาตรฐานการดำเนินงาน",
    "ข้อมูลรายละเอียดเป้าหมายที่ชัดเจน (รายรายการ และรายหน่วยงาน) เช่น ค่าเป้าหมายโดยระบุรายชื่อ ถนน ตรอก ซอย คลอง ลำราง",
    "ตัวอย่างการปฏิบัติงานที่ดี",
)
CHANNEL_OPTIONS = ("ผ่านระบบ BMA Policy Tracking", "ผ่านระบบอื่นๆ โปรดระบุ")
EVALUATION_OPTIONS = (
    "รายงานผลโดยหน่วยงาน R หรือสำนักงานเขต",
    "หน่วยงานรับผิดชอบหลัก (H) กำกับติดตาม",
    "ผู้ตรวจราชการกรุงเทพมหานครกำกับเชิงคุณภาพ",
    "ใช้ระบบข้อมูลยืนยันผลการดำเนินงาน เช่น Traffy Fondue โปรดระบุ",
)


@dataclass(frozen=True, slots=True)
class Match:
    """A label found at the start of a text: the block it opens and where its words end in the text."""

    block: Block
    end: int


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """`text` as labels are compared: cleaned, Arabic digits, small letters, no blanks and no punctuation."""
    return _key(text)[0]


def _key(text: str) -> tuple[str, list[int]]:
    """The key, and for each of its characters where it stands in `text`."""
    kept: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text):
        if _counts(character):
            kept.append(character)
            places.append(index)
    return to_arabic("".join(kept)).casefold(), places


def _counts(character: str) -> bool:
    return character.isalnum() or "\u0e31" <= character <= "\u0e3a" or "\u0e40" <= character <= "\u0e4e"


_LABEL_KEYS: tuple[tuple[str, Block], ...] = tuple(
    sorted(
        ((_key(clean(label))[0], block) for block, labels in LABELS.items() for label in labels),
        key=lambda pair: -len(pair[0]),
    )
)
_NOTE_KEYS = frozenset(_key(clean(note))[0] for note in PRINTED_NOTES)
_FUZZY_FROM = 8
"""The shortest label whose misspelling is recognised; shorter ones would match ordinary words."""


def slack(length: int) -> int:
    """How many wrong letters are forgiven in a label of that length."""
    return length // 7 if length >= _FUZZY_FROM else 0


def opening(text: str, *, whole: bool = False) -> Match | None:
    """The block that `text` opens, or None. `whole`: the label must be all that the text says.

    A label cut by blanks or line ends, with other punctuation, or with a few wrong letters is still found.
    """
    folded, places = _key(text)
    if not folded:
        return None
    for label, block in _LABEL_KEYS:
        if folded.startswith(label) and (not whole or len(folded) == len(label)):
            end = places[len(label)] if len(label) < len(places) else len(text)
            if _ends_word(text, end, label):
                longer = tuple(pair for pair in _LABEL_KEYS if pair[1] is block and len(pair[0]) > len(label))
                return _misspelt(text, folded, places, longer, whole=whole) or Match(
                    block, _past_mark(text, places[len(label) - 1] + 1)
                )
    return _misspelt(text, folded, places, _LABEL_KEYS, whole=whole)


def _ends_word(text: str, end: int, label: str) -> bool:
    """Short labels ("ด้าน", "นิยาม", "รหัส") must stand as a word of their own, or before a number ("รหัส๗๓๐๑")."""
    if len(label) >= _FUZZY_FROM or end >= len(text):
        return True
    return not _counts(text[end - 1]) or text[end].isdigit()


def _past_mark(text: str, end: int) -> int:
    while end < len(text) and text[end] in " :：)”\"'\n\t*":
        end += 1
    return end


def _misspelt(
    text: str, folded: str, places: list[int], labels: tuple[tuple[str, Block], ...], *, whole: bool
) -> Match | None:
    """The longest of these labels that the text starts with when a few wrong letters are forgiven."""
    best: tuple[int, int, Block] | None = None
    for label, block in labels:
        allowed = slack(len(label))
        if allowed == 0 or len(folded) < len(label) - allowed:
            continue
        if whole and len(folded) > len(label) + allowed:
            continue
        if not _may_match(folded, label, allowed):
            continue
        distance, length = closest_prefix(folded, label, allowed, whole=whole)
        if distance <= allowed and (best is None or distance < best[0]):
            best = (distance, length, block)
    if best is None:
        return None
    return Match(best[2], _past_mark(text, places[best[1] - 1] + 1))


def _may_match(folded: str, label: str, allowed: int) -> bool:
    """A quick refusal: with few errors, most pairs of letters of the label stand in the text too."""
    window = folded[: len(label) + allowed]
    pairs = {window[i : i + 2] for i in range(len(window) - 1)}
    lost = sum(label[i : i + 2] not in pairs for i in range(len(label) - 1))
    return lost <= 3 * allowed


def closest_prefix(text: str, wanted: str, allowed: int, *, whole: bool = False) -> tuple[int, int]:
    """How many letters must change so that `text` starts with `wanted` (is it, if `whole`), and that start's length."""
    window = text[: len(wanted) + allowed]
    row = list(range(len(window) + 1))
    for i, letter in enumerate(wanted, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(window, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != other))
        if min(row) > allowed:
            return allowed + 1, 0
    if whole:
        return row[len(window)], len(window)
    length = min(range(len(row)), key=lambda index: (row[index], abs(index - len(wanted))))
    return row[length], length


def same(text: str, wanted: str) -> bool:
    """Whether `text` says `wanted`, a few wrong letters forgiven."""
    left, right = key(text), key(wanted)
    if left == right:
        return True
    allowed = slack(len(right))
    if abs(len(left) - len(right)) > allowed or not allowed or not _may_match(left, right, allowed):
        return False
    return closest_prefix(left, right, allowed, whole=True)[0] <= allowed


def starts_with(text: str, wanted: str) -> int | None:
    """Where `wanted` ends in `text`, if `text` starts with it (a few wrong letters forgiven); else None."""
    folded, places = _key(text)
    right = key(wanted)
    if folded.startswith(right):
        return places[len(right) - 1] + 1
    allowed = slack(len(right))
    if not allowed or not _may_match(folded, right, allowed):
        return None
    distance, length = closest_prefix(folded, right, allowed)
    return places[length - 1] + 1 if distance <= allowed and length else None


def is_printed_note(text: str) -> bool:
    """Whether `text` is a note or heading that the form prints, or holds nothing but dots, dashes and brackets."""
    folded = key(text)
    if not folded:
        return not any(sign in text for sign in "☑☐")
    if folded in _NOTE_KEYS:
        return True
    return any(
        len(note) >= 12 and abs(len(folded) - len(note)) <= slack(len(note)) and same(text, note)
        for note in _LONG_NOTES
    )


_LONG_NOTES = tuple(note for note in PRINTED_NOTES if len(note) >= 12)
