"""Tables out: as a workbook or as CSV, every cell a text that no program computes."""

from __future__ import annotations

import csv
import io

from samrit.exchange.tables.kinds import Table, visible
from samrit.people.models import User
from samrit.people.rights import Rights
from samrit.platform.cells import csv_row
from samrit.results.spreadsheets.commas import marked
from samrit.results.spreadsheets.writing import append


def _lines(table: Table, user: User) -> list[list[str]]:
    rights = Rights(user)
    return [[marked(row[column]) for column in table.columns] for row in table.rows(rights, visible(rights))]


def as_workbook(table: Table, user: User) -> bytes:
    """The rows that a person may see, on one sheet."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import

    book = Workbook()
    sheet = book.active
    sheet.title = table.name
    sheet.append(table.columns)
    sheet.freeze_panes = "A2"
    for line in _lines(table, user):
        append(sheet, line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_csv(table: Table, user: User) -> bytes:
    """The same as CSV in UTF-8 with its mark, which spreadsheet programs ask for."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(map(csv_row, _lines(table, user)))
    return text.getvalue().encode("utf-8-sig")
