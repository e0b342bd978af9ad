"""XLSForm workbooks as rows with their numbers, their columns by one name each, whatever language mark they bear."""

from __future__ import annotations

import re

from samrit.core.contract import Message, Refused
from samrit.surveys.cells import Book, Unreadable
from samrit.surveys.xlsform import ALT_ENGLISH, ALT_THAI, ENGLISH, HINT_ENGLISH, HINT_THAI, IMAGE, THAI

LARGEST, UNPACKED, ROWS, COLUMNS = 2_000_000, 5_000_000, 3_000, 60
"""Bytes of a workbook, bytes once unpacked, rows that hold something, and columns."""
Row = dict[str, str]
Table = list[tuple[int, Row]]
_MARKED = re.compile(r"(label|hint|image_alt)\s*::?\s*(.+)")
_TRANSLATED = {
    "label": (THAI, ENGLISH),
    "hint": (HINT_THAI, HINT_ENGLISH),
    "image_alt": (ALT_THAI, ALT_ENGLISH),
}
_SAME = {"list name": "list_name", "relevance": "relevant", "image": IMAGE, "media:image": IMAGE}


def fault(sheet: str, number: int, what: tuple[str, str], mend: tuple[str, str]) -> Refused:
    """The refusal of a row, each text in English and Thai."""
    return Refused(
        "file",
        Message(f"sheet {sheet}, row {number}: {what[0]}", f"แผ่น {sheet} แถว {number}: {what[1]}"),
        Message(*mend),
    )


def tables(data: bytes) -> tuple[Table, Table, Table]:
    """The rows of the three sheets with their numbers; blank rows are passed over, and never many of them."""
    if len(data) > LARGEST:
        raise _broken()
    try:
        book = Book(data, UNPACKED)
        missing = [name for name in ("survey", "choices") if name not in book.names]
        if missing:
            raise Refused(
                "file",
                Message(f"there is no sheet “{missing[0]}”", f"ไม่มีแผ่น “{missing[0]}”"),
                Message("use an XLSForm workbook", "โปรดใช้ไฟล์แบบ XLSForm"),
            )
        settings = _rows(book, "settings") if "settings" in book.names else []
        return _rows(book, "survey"), _rows(book, "choices"), settings
    except Unreadable:
        raise _broken() from None


def _broken() -> Refused:
    return Refused(
        "file",
        Message("this is no XLSX workbook, or a larger one than is read", "ไฟล์ไม่ใช่ XLSX หรือใหญ่เกินกว่าที่รับ"),
        Message(
            "save it as .xlsx and delete the empty rows below the form",
            "โปรดบันทึกเป็น .xlsx และลบแถวว่างที่อยู่ใต้แบบสอบถามออก",
        ),
    )


def _rows(book: Book, name: str) -> Table:
    found: Table = []
    header: list[str] = []
    for number, texts in book.rows(name, COLUMNS):
        if not header:
            header = _header(texts, name, number)
            continue
        if len(found) == ROWS:
            raise fault(
                name, number, (f"more than {ROWS} rows", f"มีมากกว่า {ROWS} แถว"), ("remove rows", "โปรดลดจำนวนแถว")
            )
        found.append((number, _row(header, texts, name, number)))
    return found


def _header(texts: list[str], sheet: str, number: int) -> list[str]:
    header = [_column(text) for text in texts]
    twice = next((name for name in header if name and header.count(name) > 1), None)
    if twice is not None:
        shown = " / ".join(text for text, name in zip(texts, header, strict=True) if name == twice)
        raise fault(
            sheet,
            number,
            (f"two columns say the same: {shown}", f"มีสองคอลัมน์ที่หมายถึงสิ่งเดียวกัน: {shown}"),
            ("keep one of them", "โปรดเหลือคอลัมน์เดียว"),
        )
    return header


def _column(text: str) -> str:
    """The one name of a column. A language that is neither Thai nor English stays as it is written."""
    plain = " ".join(text.split()).lower()
    marked = _MARKED.fullmatch(plain)
    if marked is None:
        return _SAME.get(plain, plain)
    thai, english = _TRANSLATED[marked[1]]
    if re.search(r"ไทย|thai|\bth\b", marked[2]):
        return thai
    return english if re.search(r"อังกฤษ|english|\ben\b", marked[2]) else plain


def _row(header: list[str], texts: list[str], sheet: str, number: int) -> Row:
    for place, text in enumerate(texts):
        if text and (place >= len(header) or not header[place]):
            raise fault(
                sheet,
                number,
                (f"“{text[:60]}” stands in a column without a name", f"“{text[:60]}” อยู่ในคอลัมน์ที่ไม่มีชื่อ"),
                ("name the column in the first row, or empty the cell", "โปรดตั้งชื่อคอลัมน์ในแถวแรก หรือลบข้อความ"),
            )
    return {name: text for name, text in zip(header, texts, strict=False) if name and text}
