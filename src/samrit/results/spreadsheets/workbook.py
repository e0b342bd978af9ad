"""A workbook that somebody sent, opened without trusting it: its rows as text, its faults cell by cell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from samrit.core.contract import Message, Refused, canonical
from samrit.results.spreadsheets.columns import COLUMNS, LONG

MAX_FILE = 5_000_000
MAX_UNPACKED = 60_000_000
MAX_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with one cell: `agencies!C7`."""

    cell: str
    message: Message
    mend: Message


Row = tuple[str, dict[str, str], dict[str, str]]
"""Where a row stands, its cells by column, and the addresses of these cells."""


Columns = Mapping[str, Sequence[str]]


def read_tables(data: bytes, errors: list[CellError], columns: Columns = COLUMNS) -> dict[str, list[Row]]:
    """The sheets of a workbook, each with its columns; those of key results where no others are named."""
    from openpyxl import load_workbook  # noqa: PLC0415 -- slow import

    _refuse_bomb(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        if len(columns) == len(book.sheetnames) == 1:  # a CSV that was saved as a workbook has its file's name
            [book.worksheets[0].title] = columns
        return {name: _table(book, name, errors, columns[name]) for name in columns}
    except Refused:
        raise
    except Exception as error:  # a damaged workbook raises whatever its broken part happens to
        raise _damaged() from error


def _damaged() -> Refused:
    return Refused(
        "file",
        Message("this is not a workbook that can be read", "เปิดแฟ้มตารางคำนวณนี้ไม่ได้"),
        Message("save it again as .xlsx", "โปรดบันทึกใหม่เป็น .xlsx"),
    )


def _refuse_bomb(data: bytes) -> None:
    """A workbook is a zip of XML; its size and its entities are looked at before anything reads it."""
    if len(data) > MAX_FILE:
        raise Refused(
            "file",
            Message(
                f"the file is larger than {MAX_FILE // 1_000_000} MB", f"แฟ้มใหญ่เกิน {MAX_FILE // 1_000_000} เมกะไบต์"
            ),
            Message("send fewer key results at once", "โปรดส่งครั้งละน้อยลง"),
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            if len(members) > 500 or sum(member.file_size for member in members) > MAX_UNPACKED:
                raise _damaged()
            for member in members:
                with package.open(member) as stream:
                    if b"<!DOCTYPE" in stream.read(2_000):
                        raise _damaged()
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise error if isinstance(error, Refused) else _damaged() from error


def _table(book: Any, name: str, errors: list[CellError], wanted: Sequence[str]) -> list[Row]:
    if name not in book.sheetnames:
        raise Refused(
            "file",
            Message(f"the sheet “{name}” is missing", f"ไม่มีแผ่นงาน “{name}”"),
            Message("start from an export", "โปรดเริ่มจากไฟล์ที่ส่งออก"),
        )
    lines = book[name].iter_rows(max_row=MAX_ROWS + 1, max_col=60)
    head = [str(cell.value or "").strip() for cell in next(lines, ())]
    missing = [column for column in wanted if column not in head]
    if missing:
        raise Refused(
            "file",
            Message(f"the sheet “{name}” has no column “{missing[0]}”", f"แผ่นงาน “{name}” ไม่มีคอลัมน์ “{missing[0]}”"),
            Message("start from an export", "โปรดเริ่มจากไฟล์ที่ส่งออก"),
        )
    columns = {column: head.index(column) for column in wanted}
    rows: list[Row] = []
    for number, line in enumerate(lines, start=2):
        addresses = {column: f"{name}!{letter(place)}{number}" for column, place in columns.items()}
        cells = {
            column: _text_of(column, line[place], addresses[column], errors) if place < len(line) else ""
            for column, place in columns.items()
        }
        if any(cells.values()):
            rows.append((f"{name}!{number}", cells, addresses))
    return rows


def letter(place: int) -> str:
    """The letters of a column, from 0."""
    return chr(ord("A") + place) if place < 26 else f"{chr(ord('A') + place // 26 - 1)}{chr(ord('A') + place % 26)}"


def _text_of(column: str, cell: Any, address: str, errors: list[CellError]) -> str:
    """What a cell says, as text: a whole number that a program made of our text keeps its digits."""
    if cell.data_type == "f":
        _error(
            errors,
            address,
            Message("a formula stands here", "ช่องนี้เป็นสูตร"),
            Message("paste its value", "โปรดวางเฉพาะค่า"),
        )
        return ""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return canonical(Decimal(repr(value)))
    text = str(value).replace("\r\n", "\n")
    return text if column in LONG else text.strip()


def _error(errors: list[CellError], cell: str, what: Message, mend: Message) -> None:
    errors.append(CellError(cell, what, mend))
