"""CSV as spreadsheet programs save it: parted by commas, semicolons or tabs; in UTF-8, UTF-16 or the old Thai set."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from samrit.core.contract import Message, Refused
from samrit.platform.cells import begins_like_formula, csv_row
from samrit.results.spreadsheets.columns import COLUMNS, LONG
from samrit.results.spreadsheets.workbook import MAX_FILE, MAX_ROWS, Row, letter

THAI_WINDOWS = "cp874"
"""What Excel of a Thai Windows saves as plain CSV (windows-874; TIS-620 is a part of it)."""
SHEET = "sheet"
"""Where several tables stand in one file: the title of the first column, which says of which table a row is."""
_PARTED_BY = (",", ";", "\t")


def read_csv(name: str, columns: Sequence[str], data: bytes) -> tuple[list[Row], str]:
    """The rows of a table with these columns, as `read_tables` gives them, and the encoding. Raises Refused."""
    lines, encoding = _lines(data, columns)
    places = _places(name, columns, lines[0][1] if lines else [])
    return [_row(name, places, at, line) for at, line in lines[1:] if any(line)], encoding


def read_key_results(data: bytes) -> dict[str, list[Row]]:
    """The tables of key results out of one CSV file, as `csv_of_key_results` writes it. Raises Refused."""
    lines, encoding = _lines(data, [SHEET, *COLUMNS["key_results"]])
    if encoding == THAI_WINDOWS:
        raise _refused(
            ("the old Thai set has lost signs of this file", "ชุดอักขระไทยแบบเก่าทำให้อักขระบางตัวหายไป"),
            ("save it as “CSV UTF-8”", "โปรดบันทึกเป็น “CSV UTF-8”"),
        )
    found: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    heads: dict[str, Mapping[str, int]] = {}
    head: list[str] = []
    for at, line in lines:
        name = line[0].strip() if line else ""
        if name == SHEET:
            head, heads = line, {}
        elif name in COLUMNS:
            if name not in heads:
                heads[name] = _places(name, COLUMNS[name], head)
            found[name].append(_trimmed(_row(name, heads[name], at, line)))
        elif any(line):
            raise _refused(
                (f"line {at} is of no sheet: “{name[:40]}”", f"บรรทัดที่ {at} ไม่อยู่ในแผ่นงานใด “{name[:40]}”"),
                (f"begin it with {', '.join(COLUMNS)}", f"ช่องแรกต้องเป็น {', '.join(COLUMNS)}"),
            )
    if not head:
        raise _no_table()
    return found


def csv_of_key_results(rows: Iterable[tuple[str, Sequence[str]]]) -> bytes:
    """All tables of key results in one CSV file (UTF-8 with its mark), each under the titles of its columns."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    told = list(rows)
    for name, columns in COLUMNS.items():
        writer.writerow([SHEET, *columns])
        writer.writerows([name, *csv_row(map(marked, row))] for table, row in told if table == name)
    return text.getvalue().encode("utf-8-sig")


def _places(name: str, columns: Sequence[str], head: Sequence[str]) -> dict[str, int]:
    titles = [title.strip() for title in head]
    missing = [column for column in columns if column not in titles]
    if missing:
        raise _refused(
            (f"{name}: the column “{missing[0]}” is missing", f"{name}: ไม่มีคอลัมน์ “{missing[0]}”"),
            ("start from an export", "โปรดเริ่มจากไฟล์ที่ส่งออก"),
        )
    return {column: titles.index(column) for column in columns}


def _row(name: str, places: Mapping[str, int], at: int, line: Sequence[str]) -> Row:
    """A row with its texts as they were before an export marked them."""
    cells = {column: unmarked(line[place]) if place < len(line) else "" for column, place in places.items()}
    return f"{name}!{at}", cells, {column: f"{name}!{letter(place)}{at}" for column, place in places.items()}


def _trimmed(row: Row) -> Row:
    """The row as that of a workbook is read: without blanks around what is no free text."""
    at, cells, places = row
    return at, {column: text if column in LONG else text.strip() for column, text in cells.items()}, places


def _lines(data: bytes, columns: Sequence[str]) -> tuple[list[tuple[int, list[str]]], str]:
    """The lines with their numbers as Excel shows them, parted as the head is; “sep=;” before it is none."""
    if len(data) > MAX_FILE:
        raise _refused(("the file is larger than 5 MB", "แฟ้มใหญ่เกิน 5 เมกะไบต์"), ("send fewer rows", "โปรดส่งครั้งละน้อยลง"))
    text, encoding = _decoded(data)
    told = text[:5].lower().startswith("sep=")
    rest = text.partition("\n")[2] if told else text
    parted_by = max(_PARTED_BY, key=lambda sign: len(set(columns) & set(_parted(rest.partition("\n")[0], sign)[:1][0])))
    lines = list(enumerate(_parted(rest, parted_by), 1))
    if "\x00" in text or len(lines) > MAX_ROWS:
        raise _refused(("the file cannot be used", "ใช้แฟ้มนี้ไม่ได้"), ("start from an export", "โปรดเริ่มจากไฟล์ที่ส่งออก"))
    return lines, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    """The text and how it was written. Old Thai text is hardly ever sound UTF-8, so this is tried first."""
    wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if wide else ("utf-8-sig", THAI_WINDOWS):
        try:
            return data.decode(encoding).replace("\r\n", "\n"), encoding
        except UnicodeDecodeError:
            continue
    raise _no_table()


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
