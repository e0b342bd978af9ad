"""Tables in: tried first, all rows or none, what is wrong told cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from samrit.core.contract import Message, Refused
from samrit.exchange.tables.cells import cell
from samrit.exchange.tables.kinds import TABLES, Table, visible
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Forbidden, Rights
from samrit.platform.rehearsal import rehearsal, step
from samrit.results.spreadsheets.commas import THAI_WINDOWS, as_thai_windows, read_csv, unmarked
from samrit.results.spreadsheets.workbook import CellError, Row, read_tables

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
    rows = _read(kind, data, errors, acting_user)
    if len(rows) > MOST:
        raise Refused(
            "file",
            Message(f"there are more than {MOST} rows", f"มีมากกว่า {MOST} แถว"),
            Message("send fewer at once", "โปรดส่งครั้งละน้อยลง"),
        )
    came: Counter[str] = Counter()
    with rehearsal() as tried:
        for _at, row, places in rows:
            wrong = list(_unreadable(kind, row, places))
            errors += wrong
            if wrong:
                continue
            try:
                with step():
                    came[kind.take(row, acting_user)] += 1
            except Refused as refused:
                errors.append(_error(kind, refused, places))
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


def _unreadable(table: Table, row: dict[str, str], places: dict[str, str]) -> Iterator[CellError]:
    """Writes each typed cell as an export writes it; gives those that cannot be read, all of the row."""
    for column, read in table.typed.items():
        try:
            row[column] = cell(read(row, column))
        except Refused as refused:
            yield _error(table, refused, places)


def _error(table: Table, refused: Refused, places: dict[str, str]) -> CellError:
    column = refused.path.partition(".")[0].partition("[")[0]
    return CellError(places.get(column) or places[table.columns[0]], refused.what, refused.mend)


def _read(table: Table, data: bytes, errors: list[CellError], acting_user: User) -> list[Row]:
    if data[:2] == b"PK":
        found = read_tables(data, errors, {table.name: table.columns})[table.name]
        return [(at, {column: unmarked(text) for column, text in row.items()}, places) for at, row, places in found]
    rows, encoding = read_csv(table.name, table.columns, data)
    if encoding == THAI_WINDOWS:
        _restore(table, rows, acting_user)
    return rows


def _restore(table: Table, rows: list[Row], acting_user: User) -> None:
    """Gives texts that were not changed back the signs that the old Thai set lacks and has as “?”."""
    rights = Rights(acting_user)
    lossy: dict[tuple[str, str], set[str]] = {}
    for known in table.rows(rights, visible(rights)):
        for column, text in known.items():
            if (thin := as_thai_windows(text)) != text:
                lossy.setdefault((column, thin), set()).add(text)
    for _at, row, _places in rows:
        for column, text in row.items():
            meant = lossy.get((column, text), set())
            if len(meant) == 1:
                row[column] = next(iter(meant))
