"""CSV as spreadsheet programs save it: parted by commas, semicolons or tabs; in UTF-8, UTF-16 or the old Thai set."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from samrit.core.contract import Message, Refused
from samrit.platform.cells import begins_like_formula
from samrit.results.spreadsheets.workbook import MAX_FILE, MAX_ROWS, Row, letter

THAI_WINDOWS = "cp874"
"""What Excel of a Thai Windows saves as plain CSV (windows-874; TIS-620 is a part of it)."""
_PARTED_BY = (",", ";", "\t")


def read_csv(name: str, columns: Sequence[str], data: bytes) -> tuple[list[Row], str]:
    """The rows of a table with these columns, as `read_tables` gives them, and the encoding. Raises Refused."""
    if len(data) > MAX_FILE:
        raise _refused(("the file is larger than 5 MB", "แฟ้มใหญ่เกิน 5 เมกะไบต์"), ("send fewer rows", "โปรดส่งครั้งละน้อยลง"))
    text, encoding = _decoded(data)
    lines = _lines(text, columns)
    if "\x00" in text or len(lines) > MAX_ROWS:
        raise _refused(("the file cannot be used", "ใช้แฟ้มนี้ไม่ได้"), ("start from an export", "โปรดเริ่มจากไฟล์ที่ส่งออก"))
    head = [title.strip() for title in lines[0][1]] if lines else []
    missing = [column for column in columns if column not in head]
    if missing:
        raise _refused(
            (f"the column “{missing[0]}” is missing", f"ไม่มีคอลัมน์ “{missing[0]}”"),
            ("start from an export", "โปรดเริ่มจากไฟล์ที่ส่งออก"),
        )
    places = {column: head.index(column) for column in columns}
    return [
        (
            f"{name}!{at}",
            {column: line[place] if place < len(line) else "" for column, place in places.items()},
            {column: f"{name}!{letter(place)}{at}" for column, place in places.items()},
        )
        for at, line in lines[1:]
        if any(line)
    ], encoding


def _decoded(data: bytes) -> tuple[str, str]:
    """The text and how it was written. Old Thai text is hardly ever sound UTF-8, so this is tried first."""
    wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if wide else ("utf-8-sig", THAI_WINDOWS):
        try:
            return data.decode(encoding).replace("\r\n", "\n"), encoding
        except UnicodeDecodeError:
            continue
    raise _no_table()


def _lines(text: str, columns: Sequence[str]) -> list[tuple[int, list[str]]]:
    """The lines with their numbers as Excel shows them, parted as the head is; “sep=;” before it is none."""
    told = text[:5].lower().startswith("sep=")
    rest = text.partition("\n")[2] if told else text
    parted_by = max(_PARTED_BY, key=lambda sign: len(set(columns) & set(_parted(rest.partition("\n")[0], sign)[:1][0])))
    return list(enumerate(_parted(rest, parted_by), 1))


def _parted(text: str, sign: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)) or [[]]
    except csv.Error:
        raise _no_table() from None


def as_thai_windows(text: str) -> str:
    """A text as Excel leaves it in that file: what the old Thai set lacks has become “?”."""
    return text.encode(THAI_WINDOWS, "replace").decode(THAI_WINDOWS)


def marked(text: str) -> str:
    """A text that itself begins with an apostrophe before a formula gets one more, so that it comes back as it was."""
    return f"'{text}" if text[:1] == "'" and begins_like_formula(text.lstrip("'")) else text


def unmarked(text: str) -> str:
    """A cell without the apostrophe that an export sets before what begins like a formula."""
    return text[1:] if text[:1] == "'" and begins_like_formula(text.lstrip("'")) else text


def _no_table() -> Refused:
    return _refused(
        ("this is neither a workbook nor CSV", "ไม่ใช่ไฟล์ XLSX หรือ CSV"),
        ("save it again as .xlsx", "โปรดบันทึกใหม่เป็น .xlsx"),
    )


def _refused(what: tuple[str, str], mend: tuple[str, str]) -> Refused:
    return Refused("file", Message(*what), Message(*mend))
