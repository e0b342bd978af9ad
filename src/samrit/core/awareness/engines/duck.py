"""DuckDB, for files larger than memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from samrit.core.awareness.builder import read_cube as read_locally
from samrit.core.awareness.cube import Cube, shape_of
from samrit.core.awareness.design import Design
from samrit.core.awareness.engines.database import sum_up
from samrit.core.awareness.engines.sql import Dialect, Table, literal
from samrit.core.awareness.responses import Responses
from samrit.core.contract import Lacking, Message

DIALECT = Dialect('"', "DOUBLE", lambda cell, pattern: f"regexp_full_match({cell}, {literal(pattern)})")
_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
            "FLOAT", "DOUBLE", "DECIMAL")  # fmt: skip


def read_file(responses: Responses, design: Design) -> Cube:
    """The cube of `design`, as the local reader makes it. Raises BadResponses, naming column and row, and Lacking
    without DuckDB.
    """
    try:
        import duckdb
    except ImportError:
        raise Lacking(
            "",
            Message("DuckDB is not installed", "ไม่ได้ติดตั้ง DuckDB"),
            Message(
                'install it, such as with "samrit[awareness-fast]", or use local',
                'ติดตั้งเพิ่ม เช่น "samrit[awareness-fast]" หรือใช้ local',
            ),
        ) from None
    shape = shape_of(design)
    if shape.by_row:
        return read_locally(responses, design)
    with duckdb.connect() as connection:
        try:
            cube = sum_up(_Duck(connection, responses), shape)
        except (duckdb.Error, KeyError):  # a broken row, or a column of a kind that is not summed
            cube = None
    return cube or read_locally(responses, design)


class _Duck:
    """A file as DuckDB sees it."""

    dialect = DIALECT

    def __init__(self, connection: Any, responses: Responses) -> None:
        self._connection = connection
        relation = _relation(responses)
        described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()  # noqa: S608 -- quoted
        types = {name: kind.split("(")[0] for name, kind, *_ in described}
        kinds = {"VARCHAR": "text", "BOOLEAN": "boolean", "DATE": "day"} | dict.fromkeys(_NUMBERS, "number")
        written = {column: responses.written(column) for column in responses.names}
        found = {column: kinds[types[name]] for column, name in written.items() if types.get(name) in kinds}
        self.table = Table(relation, found, written, "row_number() OVER ()")

    def answer(self, sql: str) -> list[Any]:
        return [column.combine_chunks() for column in self._connection.sql(sql).to_arrow_table().columns]

    def batches(self, sql: str, names: Sequence[str]) -> Iterator[Any]:
        yield self._connection.sql(sql).to_arrow_table().rename_columns(list(names)).combine_chunks().to_batches()[0]


def _relation(responses: Responses) -> str:
    path = literal(str(responses.path))
    if responses.is_parquet:
        return f"read_parquet({path})"
    form = "header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', strict_mode = true"
    return f"read_csv({path}, {form})"
