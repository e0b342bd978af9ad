"""Tables in: tried first, all rows or none, what is wrong told cell by cell."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

from samrit.core.contract import Message, Refused
from samrit.exchange.tables.kinds import TABLES, Table
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Forbidden, Rights
from samrit.platform.cells import begins_like_formula
from samrit.platform.rehearsal import rehearsal, step
from samrit.results.spreadsheets.workbook import MAX_FILE, MAX_ROWS, CellError, Row, letter, read_tables

MOST = 2_000
"""Rows of one import."""


@dataclass(frozen=True, slots=True)
class Came:
    """What an import would do (dry run) or did: numbers of rows, and what is wrong, by cell."""

    created: int
    changed: int
    unchanged: int
    errors: tuple[CellError, ...]
    done: bool


def import_table(table: str, data: bytes, *, dry_run: bool = True, acting_user: User) -> Came:
    """Takes a table in (XLSX or CSV, as it was exported): by the office's own verbs, with the rights of the person.

    With `dry_run`, or with any error, nothing is changed. Raises Refused for a file that cannot be read at all.
    """
    if not Rights(acting_user).roles:
        raise Forbidden(Act.VIEW)
    kind = _known(table)
    errors: list[CellError] = []
    rows = _read(kind, data, errors)
    if len(rows) > MOST:
        raise _refused(
            (f"there are more than {MOST} rows", f"มีมากกว่า {MOST} แถว"), ("send fewer at once", "โปรดส่งครั้งละน้อยลง")
        )
    came: Counter[str] = Counter()
    with rehearsal() as tried:
        for _at, row, cells in rows:
            try:
                with step():
                    came[kind.take(row, acting_user)] += 1
            except Refused as refused:
                column = refused.path.partition(".")[0].partition("[")[0]
                where = cells.get(column) or cells[kind.columns[0]]
                errors.append(CellError(where, refused.what, refused.mend))
        tried.keep = not dry_run and not errors
    done = not dry_run and not errors
    return Came(came["created"], came["changed"], came["unchanged"], tuple(errors), done)


def _known(name: str) -> Table:
    if name not in TABLES:
        raise Refused(
            "table",
            Message("there is no such table", "ไม่มีตารางนี้"),
            Message(f"choose from {', '.join(TABLES)}", f"เลือกจาก {', '.join(TABLES)}"),
        )
    return TABLES[name]


def _read(table: Table, data: bytes, errors: list[CellError]) -> list[Row]:
    if data[:2] == b"PK":
        return read_tables(data, errors, {table.name: table.columns})[table.name]
    return _read_csv(table, data)


def _read_csv(table: Table, data: bytes) -> list[Row]:
    if len(data) > MAX_FILE:
        raise _refused(("the file is larger than 5 MB", "แฟ้มใหญ่เกิน 5 เมกะไบต์"), ("send fewer rows", "โปรดส่งครั้งละน้อยลง"))
    try:
        text = data.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise _refused(
            ("this is neither a workbook nor CSV in UTF-8", "ไม่ใช่ไฟล์ XLSX หรือ CSV (UTF-8)"),
            ("save it again as .xlsx", "โปรดบันทึกใหม่เป็น .xlsx"),
        ) from None
    if "\x00" in text or len(lines) > MAX_ROWS:
        raise _refused(("the file cannot be used", "ใช้แฟ้มนี้ไม่ได้"), ("start from an export", "โปรดเริ่มจากไฟล์ที่ส่งออก"))
    head = lines[0] if lines else []
    missing = [column for column in table.columns if column not in head]
    if missing:
        raise _refused(
            (f"the column “{missing[0]}” is missing", f"ไม่มีคอลัมน์ “{missing[0]}”"),
            ("start from an export", "โปรดเริ่มจากไฟล์ที่ส่งออก"),
        )
    places = {column: head.index(column) for column in table.columns}
    rows: list[Row] = []
    for at, line in enumerate(lines[1:], start=2):
        said = {column: _plain(line[place]) if place < len(line) else "" for column, place in places.items()}
        if any(said.values()):
            rows.append(
                (
                    f"{table.name}!{at}",
                    said,
                    {column: f"{table.name}!{letter(place)}{at}" for column, place in places.items()},
                )
            )
    return rows


def _plain(text: str) -> str:
    """A cell without the apostrophe that an export sets before what begins like a formula."""
    return text[1:] if text[:1] == "'" and begins_like_formula(text.lstrip("'")) else text


def _refused(what: tuple[str, str], mend: tuple[str, str]) -> Refused:
    return Refused("file", Message(*what), Message(*mend))
