"""The cells of an XLSX workbook as texts: nothing that a sheet holds is passed over in silence."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from samrit.core.contract import Message, Refused

_DAMAGED = (zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError, SyntaxError, AttributeError, IndexError)
"""What openpyxl raises for a file that is no workbook, or for a broken part of one."""
_LAST = 100_000
"""The last row that is looked at, blank ones among them; the sheet's own word on its size may be wrong."""
_MOST = 20_000_000
"""Cells that are looked at, blank ones among them: rows that begin at the far right are as long as a sheet is wide."""
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


class Unreadable(Exception):  # noqa: N818 -- what the file is, not what went wrong with us
    """This is no workbook, or it is damaged or larger than what is read."""


class Book:
    """An opened workbook; its sheets are read row by row."""

    def __init__(self, data: bytes, unpacked: int) -> None:
        """Raises Unreadable, also for more than `unpacked` bytes behind the compression."""
        from openpyxl import load_workbook  # noqa: PLC0415 -- slow import

        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            if sum(part.file_size for part in self._archive.infolist()) > unpacked:
                raise Unreadable
            self._book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        except _DAMAGED:
            raise Unreadable from None
        self.names: list[str] = [sheet.title for sheet in self._book.worksheets]

    def rows(self, name: str, columns: int) -> Iterator[tuple[int, list[str]]]:
        """The rows of a sheet that hold something, wherever they stand, with their numbers.

        Raises Unreadable, and Refused for a cell beyond so many columns, a formula without its value, and a sheet that
        does not end.
        """
        try:
            sheet = self._book[name]
            self._refuse_uncomputed(name, sheet._worksheet_path)  # noqa: SLF001 -- no other way says which part it is
            sheet.reset_dimensions()  # the sheet's word would cut off what stands beyond it
            lines = sheet.iter_rows(max_row=_LAST + 1, values_only=True)
            looked_at = 0
            for number, cells in enumerate(lines, 1):
                looked_at += len(cells)
                if number > _LAST:
                    raise _long(name)
                if looked_at > _MOST:
                    raise _wide(name, number, columns)
                if cells.count(None) == len(cells):
                    continue
                if any(_text(cell) for cell in cells[columns:]):
                    raise _wide(name, number, columns)
                texts = [_text(cell) for cell in cells[:columns]]
                if any(texts):
                    yield number, texts + [""] * (columns - len(texts))
        except Refused:
            raise
        except _DAMAGED:
            raise Unreadable from None

    def _refuse_uncomputed(self, name: str, part: str) -> None:
        """Some programs write formulas and leave it to others to compute them: such a cell would read as empty."""
        raw = self._archive.read(part)
        if not _FORMULA.search(raw):
            return
        from lxml import etree

        for _event, cell in etree.iterparse(io.BytesIO(raw), tag="{*}c", resolve_entities=False, no_network=True):
            formula, value = cell.find("{*}f"), cell.find("{*}v")
            # A formula whose text is empty has been computed too.
            if formula is not None and cell.get("t") != "str" and (value is None or not value.text):
                raise _uncomputed(name, cell.get("r") or "?")
            cell.clear()


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _long(name: str) -> Refused:
    return Refused(
        "file",
        Message(f"sheet {name} goes on below row {_LAST:,}", f"แผ่น {name} ยาวเกินแถวที่ {_LAST:,}"),
        Message("delete the empty rows below the last one, and save it", "โปรดลบแถวว่างใต้แถวสุดท้ายออก แล้วบันทึกใหม่"),
    )


def _wide(name: str, number: int, columns: int) -> Refused:
    return Refused(
        "file",
        Message(
            f"sheet {name}, row {number}: there is a cell to the right of column {columns}",
            f"แผ่น {name} แถว {number}: มีข้อความอยู่ทางขวาของคอลัมน์ที่ {columns}",
        ),
        Message("move it to the left, or empty it", "โปรดย้ายมาทางซ้าย หรือลบออก"),
    )


def _uncomputed(name: str, place: str) -> Refused:
    return Refused(
        "file",
        Message(
            f"sheet {name}, cell {place}: this formula has no stored value",
            f"แผ่น {name} ช่อง {place}: สูตรในช่องนี้ยังไม่มีค่าที่บันทึกไว้",
        ),
        Message(
            "save the file once in Excel or LibreOffice, or write the value in place of the formula",
            "โปรดเปิดและบันทึกไฟล์หนึ่งครั้งใน Excel หรือ LibreOffice หรือพิมพ์ค่าแทนสูตร",
        ),
    )
