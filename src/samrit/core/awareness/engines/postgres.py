"""PostgreSQL (and Citus): sums where the responses live, or over a file that is copied to a temporary table."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from samrit.core.awareness.builder import read_cube as read_locally
from samrit.core.awareness.cube import Cube, shape_of
from samrit.core.awareness.design import Design
from samrit.core.awareness.engines.database import read_table, refuse_database, sum_up, transposed
from samrit.core.awareness.engines.sql import Dialect, Table, literal
from samrit.core.awareness.responses import BadResponses, Responses, text_of
from samrit.core.contract import Message

DIALECT = Dialect('"', "DOUBLE PRECISION", lambda cell, pattern: f"{cell} ~ {literal(f'^({pattern})$')}")
SCHEMES = ("postgresql://", "postgres://")
ADDRESS = "SAMRIT_AWARENESS_POSTGRES"
"""The variable with the address of the database that files are copied to; without it libpq's own settings hold."""
_FETCH = 50_000
_KINDS = {"bool": "boolean", "text": "text", "varchar": "text", "bpchar": "text"} | dict.fromkeys(
    ("int2", "int4", "int8", "float4", "float8", "numeric"), "number"
)


def read_file(responses: Responses, design: Design) -> Cube:
    """The cube of a file, by way of a temporary table. Raises BadResponses."""
    import psycopg  # noqa: PLC0415 -- slow import

    shape = shape_of(design)
    if shape.by_row:
        return read_locally(responses, design)
    with _connected(os.environ.get(ADDRESS, "")) as connection:
        try:
            copied = _copy(connection, responses, shape.wanted)
            cube = sum_up(_Postgres(connection, "responses", "place"), shape) if copied else None
        except psycopg.DataError:  # a cell that PostgreSQL cannot hold: the local reader says which, or reads it
            cube = None
    return cube or read_locally(responses, design)


def open_table(address: str) -> OpenTable:
    """The table that `postgresql://…?table=[schema.]name[&order=column]` names. Raises BadResponses."""
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    table, order = asked.pop("table", ""), asked.pop("order", None)
    if not table:
        raise BadResponses(
            "",
            Message("the address names no table", "ที่อยู่ไม่ได้ระบุตาราง"),
            Message("end it in ?table=NAME", "เติม ?table=ชื่อตาราง ท้ายที่อยู่"),
        )
    return OpenTable(urlunsplit(parts._replace(query=urlencode(asked))), table, order)


class OpenTable:
    """A table of responses; `name` is said to people, `columns` are those of the table."""

    def __init__(self, address: str, table: str, order: str | None) -> None:
        self.name = table
        relation = ".".join(DIALECT.name(part) for part in table.split("."))
        self._connection = _connected(address)
        try:
            # One snapshot for check and sums, whatever is being written meanwhile.
            self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self._database = _Postgres(self._connection, relation, order)
        except BadResponses:
            self._connection.close()
            raise
        self.columns = frozenset(self._database.table.written)
        if order is not None and order not in self.columns:
            self._connection.close()
            raise BadResponses(
                f"order={order}",
                Message(f'{table} has no column "{order}"', f'{table} ไม่มีคอลัมน์ "{order}"'),
                Message("name one of the table's columns", "ระบุคอลัมน์ที่มีในตาราง"),
            )

    def read_cube(self, design: Design) -> Cube:
        """The cube of `design`. Raises BadResponses."""
        import psycopg  # noqa: PLC0415 -- slow import

        try:
            with self._connection:
                return read_table(self._database, shape_of(design))
        except psycopg.Error as error:
            raise refuse_database("PostgreSQL", str(error)) from None


def _connected(address: str) -> Any:
    import psycopg  # noqa: PLC0415 -- slow import

    try:
        return psycopg.connect(address, client_encoding="utf8", application_name="samrit")
    except (psycopg.Error, UnicodeError) as error:
        raise refuse_database("PostgreSQL", str(error)) from None


class _Postgres:
    """A table as PostgreSQL describes it; kinds that are neither text nor numbers are read as text."""

    dialect = DIALECT

    def __init__(self, connection: Any, relation: str, place: str | None) -> None:
        import psycopg  # noqa: PLC0415 -- slow import

        self._connection = connection
        try:
            described = connection.execute(f"SELECT * FROM {relation} LIMIT 0").description  # noqa: S608 -- quoted
        except psycopg.Error as error:
            raise refuse_database("PostgreSQL", str(error)) from None
        types = connection.adapters.types
        kinds: dict[str, str] = {}
        cells = []
        for column in described:
            known = types.get(column.type_code)
            kind = _KINDS.get(known.name if known is not None else "")
            kinds[column.name] = kind or "text"
            name = DIALECT.name(column.name)
            cells.append(name if kind else f"CAST({name} AS TEXT) AS {name}")
        if any(" AS " in cell for cell in cells):
            relation = f"(SELECT {', '.join(cells)} FROM {relation}) s"  # noqa: S608 -- as above
        written = {name: name for name in kinds}
        self.table = Table(relation, kinds, written, None if place is None else DIALECT.name(place))

    def answer(self, sql: str) -> list[Any]:
        cursor = self._connection.execute(sql)
        return transposed(cursor.fetchall(), len(cursor.description))

    def batches(self, sql: str, names: Sequence[str]) -> Iterator[Any]:
        import pyarrow as pa

        with self._connection.cursor("responses") as cursor:
            cursor.execute(sql)
            while rows := cursor.fetchmany(_FETCH):
                columns = transposed(rows, len(rows[0]))
                yield pa.record_batch(columns, names=list(names) or ["1"])


def _copy(connection: Any, responses: Responses, wanted: Sequence[str]) -> bool:
    """A temporary table of the wanted columns, as numbers where the file holds numbers, in the order of the file;
    whether there were rows.
    """
    import pyarrow as pa
    from pyarrow import csv as arrow

    names: list[str] = []
    for batch in responses.batches(wanted):
        columns = [_storable(column) for column in batch.columns[: len(wanted)]]
        if not names:
            types = [_type_of(column) for column in columns]
            names = [DIALECT.name(column) for column in wanted]
            made = ", ".join(f"{name} {kind}" for name, kind in zip(names, types, strict=True))
            connection.execute(f"CREATE TEMPORARY TABLE responses (place bigint GENERATED ALWAYS AS IDENTITY, {made})")
        buffer = io.BytesIO()
        arrow.write_csv(
            pa.record_batch(columns, names=[str(place) for place in range(len(columns))]),
            buffer,
            arrow.WriteOptions(include_header=False),
        )
        with connection.cursor().copy(f"COPY responses ({', '.join(names)}) FROM STDIN (FORMAT csv)") as copy:
            copy.write(buffer.getbuffer())
    return bool(names)


def _storable(column: Any) -> Any:
    import pyarrow as pa

    kind = column.type
    plain = pa.types.is_boolean(kind) or pa.types.is_signed_integer(kind) or pa.types.is_float64(kind)
    return column if plain or pa.types.is_string(kind) else text_of(column).dictionary_decode()


def _type_of(column: Any) -> str:
    import pyarrow as pa

    if pa.types.is_boolean(column.type):
        return "boolean"
    if pa.types.is_integer(column.type):
        return "bigint"
    return "double precision" if pa.types.is_float64(column.type) else "text"
