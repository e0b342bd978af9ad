"""The matrix: creative districts by what each still needs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from samrit.core.contract import Message
from samrit.core.counting.counts import Cell, Counts, DistrictRow
from samrit.core.counting.findings import Finding
from samrit.core.thai import SortKey, sort_key
from samrit.results.models import KeyResult
from samrit.scoring.result import Result, score_key_result


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One district: publicised or not (None: it cannot be said yet), told, took part, and what counts in it.

    `cells` stand in the order of the columns; `on_website` is duty 5. `needs` are sentences, empty for a district that
    needs nothing more for the result.
    """

    id: str
    name: str
    publicised: bool | None
    told: Finding
    took_part: Finding
    cells: tuple[Cell, ...]
    on_website: bool
    needs: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Districts by minimums. One item may serve several districts, so a column's cells may hold it more than once."""

    as_of: dt.date
    columns: tuple[tuple[str, Message], ...]
    rows: tuple[MatrixRow, ...]
    publicised: int


def matrix(key_result: KeyResult, as_of: dt.date | None = None) -> Matrix | None:
    """The matrix on a day; None where nothing is counted."""
    return matrix_of(score_key_result(key_result, as_of))


def matrix_of(result: Result) -> Matrix | None:
    """The matrix of a result that is already there, its districts in the order of a Thai dictionary. Pure."""
    counts = result.counts
    if counts is None:
        return None
    columns = tuple((row.minimum.id, row.minimum.title) for row in counts.minimums)
    shown = {f"D{number}" for _, number in result.gathered.website}
    titles = {row.id: row.title for row in counts.items if row.title}
    names = [name for name, _ in columns]
    return Matrix(
        as_of=result.as_of,
        columns=columns,
        rows=tuple(_row(row, counts, names, shown, titles) for row in sorted(counts.districts, key=_named)),
        publicised=counts.publicised,
    )


def _named(row: DistrictRow) -> SortKey:
    return sort_key(row.name)


def _row(row: DistrictRow, counts: Counts, columns: list[str], shown: set[str], titles: Mapping[str, str]) -> MatrixRow:
    cells = {cell.minimum: cell for cell in counts.matrix if cell.district == row.id}
    return MatrixRow(
        id=row.id,
        name=row.name,
        publicised=row.publicised,
        told=row.told,
        took_part=row.took_part,
        cells=tuple(cells[name] for name in columns),
        on_website=row.id in shown,
        needs=tuple(_by_title(need, titles) for need in row.lacks),
    )


_NEAREST = re.compile(r"(?P<so>the nearest is |ที่ใกล้ที่สุดคือ )(?P<id>[^:]+)(?=:)")


def _by_title(need: Message, titles: Mapping[str, str]) -> Message:
    """What is needed with the nearest work by its title: nobody in the office knows a work by its number."""

    def title(name: re.Match[str]) -> str:
        return f"{name['so']}“{titles[name['id']]}”" if name["id"] in titles else name[0]

    return Message(_NEAREST.sub(title, need.en), _NEAREST.sub(title, need.th))
