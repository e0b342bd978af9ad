"""Cuts a paper into the blocks of the form, by their printed labels, in whatever order they come."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from samrit.core.contract import Message, Refused
from samrit.core.sheet import labels
from samrit.core.sheet.labels import HEADER_BLOCKS, Block
from samrit.core.sheet.matching import is_printed_note, key, nearly, opening, starts_with
from samrit.core.sheet.paper import TICKED, UNTICKED, Cell, Paper, Paragraph, Row
from samrit.core.sheet.understand.findings import Findings

_IDENTITY = frozenset({Block.CODE, Block.NAME})
_PLAIN_MEDIA = ("text/plain", "application/pdf", "image/")
_DIMENSION = re.compile(r"ด้าน(?=[ก-ฮเ-ไ])")
_OPTIONS_LIKE_LABELS = tuple(
    option
    for option in (*labels.INVOLVEMENT_OPTIONS, *labels.EVALUATION_OPTIONS, *labels.CHANNEL_OPTIONS)
    if opening(option) is not None
)
_FOOTNOTE = ("หมายเหตุ", "*")
_LISTED = re.compile(r"\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*[.)]|[-–•]")
_PAGE_NUMBER = re.compile(
    r"[-–—]\s*[0-9๐-๙]{1,3}\s*[-–—]|(?:หน้า(?:ที่)?|page)\s*[0-9๐-๙]{1,3}(?:\s*(?:/|จาก|ของ|of)\s*[0-9๐-๙]{1,3})?",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"หน่วยงาน|สำนัก|กอง|ฝ่าย|ศูนย์")
_LEVEL_HEADINGS = tuple(key(text) for text in ("ระดับความสำเร็จ", "ระดับคะแนน", "ระดับ", "คะแนน"))
_LEVEL_COMPANIONS = tuple(key(text) for text in ("เกณฑ์", "การดำเนินงาน", "ผลการดำเนินงาน", "คะแนนที่ได้รับ", "ร้อยละ"))


@dataclass(slots=True)
class Part:
    """The rows of one block, its label cut away; several printed stretches of one block follow each other.

    `label` keeps the labels' own words, which may hold a year.
    """

    block: Block
    rows: list[Row] = field(default_factory=list)
    label: str = ""
    stretches: int = 0
    in_table: bool = False
    tabbed: bool = False

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [paragraph for row in self.rows for paragraph in row.paragraphs]


def split(paper: Paper, findings: Findings) -> dict[Block, Part]:
    """The blocks found on the paper. Lines before the first label, and printed notes, are in none.

    Raises Refused where the paper is not a definition sheet, or holds two of them.
    """
    parts: dict[Block, Part] = {}
    current: Part | None = None
    last_place = 0
    for row in paper.rows:
        first = next((index for index, cell in enumerate(row.cells) if cell.paragraphs), None)
        if first is None:
            continue
        opened = _opens(row, first, current)
        if opened is not None:
            block, rest, label = opened
            current = parts.setdefault(block, Part(block))
            current.label = f"{current.label} {label}".strip()
            current.stretches += 1
            current.in_table = row.table is not None
            current.tabbed = current.tabbed or len(row.cells) > 1
            _refuse_second(current, row, rest, paper)
            current.rows.append(_without_label(row, first, rest, findings))
        elif _is_page_number(row):
            findings.use(*row.paragraphs)
        elif _is_note_row(row):
            findings.use(*row.paragraphs)
            if current is not None and current.block in {Block.AGENCIES, Block.RUBRIC}:
                current.rows.append(row)
        elif current is not None and _belongs(row, current, paper, last_place):
            current.rows.append(row)
            current.tabbed = current.tabbed or len(row.cells) > 1
        last_place = max((paragraph.place for paragraph in row.paragraphs), default=last_place)
    _refuse_other_papers(parts)
    return parts


def _opens(row: Row, first: int, current: Part | None) -> tuple[Block, str, str] | None:
    """The block that this row opens, what follows the label in its cell, and the label's own words."""
    cell = row.cells[first]
    text = " ".join(paragraph.text for paragraph in cell.paragraphs)
    filled = sum(bool(other.paragraphs) for other in row.cells)
    if _is_level_heading(row) and (current is None or current.block is not Block.RUBRIC):
        return Block.RUBRIC, text, ""
    if (first > 0 and filled > 1) or text.lstrip().startswith((TICKED, UNTICKED)):
        return None
    match = opening(text)
    if match is not None and _is_option(text):
        return None
    if match is None:
        return _unusual(text, current, whole_cell=first == 0 and filled > 1)
    if current is not None and current.block is Block.AGENCIES and match.block is Block.HOST and (first or filled > 1):
        return None
    if first > 0 and match.end < len(text) and match.block is not Block.RUBRIC:
        return None
    if match.block is Block.DIMENSION and current is not None and current.block not in HEADER_BLOCKS:
        return None
    return match.block, text[match.end :], text[: match.end]


def _is_option(text: str) -> bool:
    """An option of the form is no label, whatever its words: "หน่วยงานรับผิดชอบหลัก (H) กำกับติดตาม"."""
    return any(starts_with(text, option) is not None for option in _OPTIONS_LIKE_LABELS)


def _unusual(text: str, current: Part | None, *, whole_cell: bool) -> tuple[Block, str, str] | None:
    """Labels that are only recognised by where they stand."""
    if _target_alias(text, current):
        return Block.TARGET, text, ""
    if whole_cell and (block := nearly(text)) is not None and block not in HEADER_BLOCKS:
        return block, "", text
    if current is not None and current.block in HEADER_BLOCKS and (glued := _DIMENSION.match(text)):
        return Block.DIMENSION, text[glued.end() :], glued.group()
    return None


def _target_alias(text: str, current: Part | None) -> bool:
    """ "ค่าเป้าหมาย : ๑๐ หน่วยนับ : ย่าน" without its label, as nearly empty sheets have it."""
    if current is not None and current.block not in HEADER_BLOCKS | {Block.INVOLVEMENT}:
        return False
    folded = key(text)
    return folded.startswith(key("ค่าเป้าหมาย")) and key("หน่วยนับ") in folded


def _is_level_heading(row: Row) -> bool:
    texts = [key(cell.text) for cell in row.cells if cell.paragraphs]
    if len(texts) < 2 or texts[0] not in _LEVEL_HEADINGS:
        return False
    return any(text.startswith(_LEVEL_COMPANIONS) for text in texts[1:]) or all(text.isdigit() for text in texts[1:])


def _is_page_number(row: Row) -> bool:
    """A line of the running text that says only which page it was on; a bare number may as well be a figure."""
    return _PAGE_NUMBER.fullmatch(" ".join(paragraph.text for paragraph in row.paragraphs).strip()) is not None


def _is_note_row(row: Row) -> bool:
    joined = " ".join(cell.text for cell in row.cells if cell.paragraphs)
    return is_printed_note(joined) or all(
        is_printed_note(cell.text) or all(is_printed_note(paragraph.text) for paragraph in cell.paragraphs)
        for cell in row.cells
        if cell.paragraphs
    )


def _without_label(row: Row, first: int, rest: str, findings: Findings) -> Row:
    """The row with its label used up; what follows the label in the same cell stays as a paragraph of its own."""
    cell = row.cells[first]
    findings.use(*cell.paragraphs)
    kept: tuple[Paragraph, ...] = ()
    if rest.strip():
        kept = _rest_of(cell, rest, findings)
    return Row((*row.cells[:first], Cell(kept), *row.cells[first + 1 :]), row.table)


def _rest_of(cell: Cell, rest: str, findings: Findings) -> tuple[Paragraph, ...]:
    """Which paragraphs of the cell lie behind the label: whole ones where the label ends with a paragraph."""
    wanted = len(rest)
    behind: list[Paragraph] = []
    for paragraph in reversed(cell.paragraphs):
        if wanted <= 0:
            break
        text = paragraph.text[-wanted:] if len(paragraph.text) > wanted else paragraph.text
        behind.append(findings.cut(paragraph, text))
        wanted -= len(paragraph.text) + 1
    return tuple(reversed(behind))


def _belongs(row: Row, current: Part, paper: Paper, last_place: int) -> bool:
    """Whether a row without a label goes on with the block before it."""
    if current.block in HEADER_BLOCKS:
        next_line = next(row.paragraphs).place <= last_place + 1
        return (
            next_line
            and row.table is None
            and len(row.cells) == 1
            and paper.source.media_type.startswith(_PLAIN_MEDIA)
            and current.block is not Block.TITLE
        )
    if current.in_table and row.table is None and paper.source.media_type != "text/plain":
        return current.block is Block.RUBRIC or not paper.source.media_type.startswith("application/vnd")
    return not _is_stray(row, current)


def _is_stray(row: Row, current: Part) -> bool:
    """A footnote, or a line of its own in a block whose rows have columns: it says nothing of the block."""
    if current.block is Block.RUBRIC:
        return False
    text = next(row.paragraphs).text.lstrip()
    if text.startswith(_FOOTNOTE):
        return True
    return (
        current.block in {Block.AGENCIES, Block.COORDINATOR}
        and current.tabbed
        and len(row.cells) == 1
        and _LISTED.match(text) is None
        and _OFFICE.match(text) is None
    )


def _refuse_second(part: Part, row: Row, rest: str, paper: Paper) -> None:
    """One definition per file. A PDF may repeat the same header on each page."""
    if part.block not in _IDENTITY or part.stretches < 2:
        return
    before = key(" ".join(cell.text for cell in part.rows[0].cells))
    if paper.source.media_type.startswith(("application/pdf", "image/")) and before.startswith(key(rest)):
        return
    raise Refused(
        f"line {next(row.paragraphs).place}",
        Message("the file holds a second sheet header", "ไฟล์นี้มีหัวแบบฟอร์มมากกว่าหนึ่งชุด"),
        Message("put each definition sheet in a file of its own", "แยกแบบฟอร์มละหนึ่งไฟล์"),
    )


def _refuse_other_papers(parts: dict[Block, Part]) -> None:
    if _IDENTITY & parts.keys() and parts.keys() - _IDENTITY - {Block.TITLE, Block.SIGNATURE}:
        return
    raise Refused(
        "",
        Message(
            "this is not a KR definition sheet (no รหัส or ชื่อ KRs with a block of the form)",
            "ไม่ใช่แบบรายละเอียด KRs (ไม่พบรหัสหรือชื่อ KRs พร้อมหัวข้อของแบบฟอร์ม)",
        ),
        Message("give the sheet titled รายละเอียด KRs", "ใช้แบบฟอร์มรายละเอียด KRs"),
    )
