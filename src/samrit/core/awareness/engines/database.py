"""What every database does the same way: check, sum, and say what is odd in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from samrit.core.awareness.builder import Builder
from samrit.core.awareness.cube import Cube, Shape
from samrit.core.awareness.engines.sql import Dialect, Query, Table, cube_of
from samrit.core.awareness.responses import BadResponses
from samrit.core.contract import Message


class Database(Protocol):
    """A table that answers SQL; answers are the columns as Arrow arrays."""

    @property
    def dialect(self) -> Dialect: ...

    @property
    def table(self) -> Table: ...

    def answer(self, sql: str) -> list[Any]: ...

    def batches(self, sql: str, names: Sequence[str]) -> Iterator[Any]: ...


def sum_up(database: Database, shape: Shape) -> Cube | None:
    """The cube by SQL; None where there is no row, or one that holds something odd."""
    query = Query(database.dialect, database.table, shape)
    checked = [column[0].as_py() for column in database.answer(query.check())]
    if not checked[0] or checked[1]:
        return None
    near = [float(value or 0.0) for value in checked[2:]]
    return cube_of(int(checked[0]), database.answer(query.cube(near)), shape, near)


def read_table(database: Database, shape: Shape) -> Cube:
    """The cube of a table that only the database holds. Raises BadResponses, naming column and value."""
    if not shape.by_row:
        cube = sum_up(database, shape)
        if cube is not None:
            return cube
    query = Query(database.dialect, database.table, shape)
    builder = Builder(shape)
    _refuse_odd(database, query, shape)
    for batch in database.batches(query.rows(shape.wanted), shape.wanted):
        builder.add(batch)
    return builder.cube()


def _refuse_odd(database: Database, query: Query, shape: Shape) -> None:
    """Says in the local reader's words what is odd in the first odd row; rows of a table have no number."""
    for batch in database.batches(query.rows(shape.wanted, query.odd(), 1), shape.wanted):
        try:
            Builder(shape).add(batch)
        except BadResponses as odd:
            raise BadResponses(odd.path.split(", row ")[0], odd.what, odd.mend) from None


def arrow_of(values: Sequence[Any]) -> Any:
    """Python values as one Arrow array; what Arrow has no type for becomes text."""
    import pyarrow as pa

    try:
        array = pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        array = pa.array([None if value is None else str(value) for value in values], pa.string())
    return array.cast(pa.string()) if pa.types.is_null(array.type) else array


def transposed(rows: Sequence[Sequence[Any]], width: int) -> list[Any]:
    """Rows as Arrow columns."""
    return [arrow_of([row[place] for row in rows]) for place in range(width)]


def refuse_database(engine: str, said: str) -> BadResponses:
    """What a database says, in one sentence of ours."""
    first = said.strip().splitlines()[0] if said.strip() else "nothing"
    return BadResponses(
        "",
        Message(f"{engine} says: {first}", f"{engine} แจ้งว่า {first}"),
        Message("check address, table and rights", "ตรวจที่อยู่ ชื่อตาราง และสิทธิ์การเข้าถึง"),
    )


__all__ = ["BadResponses", "Database", "arrow_of", "read_table", "refuse_database", "sum_up", "transposed"]
