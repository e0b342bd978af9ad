"""Text files: lines are rows, tabs part cells."""

from __future__ import annotations

import re

from samrit.core.contract import Message
from samrit.core.sheet.definition import Source
from samrit.core.sheet.embedded import DATA_END, data_from_text
from samrit.core.sheet.paper import Cell, Paper, Paragraph, Row
from samrit.core.sheet.readers.limits import MAX_CELLS, MAX_TEXT, refuse, too_large, too_long
from samrit.core.sheet.readers.markup import paragraphs_of, strip_tags

_THAI_LETTER = re.compile("[ก-ฮ]")
_PARTING = "\n\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_CONTROLS = "".join(map(chr, (*range(1, 9), *range(14, 28), 31, *range(127, 133), *range(134, 160))))
_AS_UTF8 = Message("save the text as UTF-8", "บันทึกเป็นข้อความแบบ UTF-8")


def read_text(data: bytes, source: Source) -> Paper:
    """A text file (UTF-8, UTF-16 with a mark, windows-874) as rows; `place` is the line from 1. Refused: not text."""
    if len(data) > MAX_TEXT:
        raise too_large(MAX_TEXT)
    body, block = _part_data(decode(data))
    body = strip_tags(body)
    if sum(map(body.count, _PARTING)) > MAX_CELLS:
        raise too_long()
    rows = (_row(line, number) for number, line in enumerate(body.split("\n"), 1))
    return Paper(tuple(row for row in rows if row is not None), source, data=block)


def _part_data(text: str) -> tuple[str, bytes | None]:
    """The printed text, and the block that `sheet write` left; what was written below the block is printed text too."""
    head, end, tail = text.rpartition(f"\n{DATA_END}")
    whole = head + end
    if not end or not tail.strip():
        return data_from_text(text)
    body, block = data_from_text(whole)
    return body + "\n" * (whole.count("\n") - body.count("\n")) + tail, block


def decode(data: bytes) -> str:
    """The characters of a text file, with `\\n` for every kind of line end. Refused: bytes that are not text."""
    text = _decode(data)
    if text is None or _is_noise(text):
        raise refuse("the file is not readable text", "ไฟล์ไม่ใช่ข้อความที่อ่านได้", _AS_UTF8)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "utf-16", "cp874"):
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "cp874" or _THAI_LETTER.search(text):
            return text
    return None


def _is_noise(text: str) -> bool:
    """Whether control characters show that this was never text; a few stray ones are no reason to refuse."""
    if "\0" in text:
        return True
    return sum(map(text.count, _CONTROLS)) * 50 > len(text)


def _row(line: str, number: int) -> Row | None:
    """One line as a row. Empty cells at its start keep their place: the column tells what a text is."""
    cells = tuple(Cell(tuple(Paragraph(text, number) for text in paragraphs_of(cell))) for cell in line.split("\t"))
    return Row(cells) if any(cell.paragraphs for cell in cells) else None
