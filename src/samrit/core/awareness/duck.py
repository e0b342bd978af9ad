"""The cube made by DuckDB, for files larger than memory: one GROUP BY instead of a pass in Python.

The SQL only sums; every rule stays in the engine. What DuckDB finds odd (a cell that is no number, a broken row) is
read again by the local reader, which says it in our words.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from samrit.core.awareness.builder import read_cube as read_locally
from samrit.core.awareness.cube import ANY, Cube, Measure, Shape, shape_of
from samrit.core.awareness.design import Design
from samrit.core.awareness.responses import Floats, Integers, Responses
from samrit.core.contract import Lacking, Message

_NUMBER = r"[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?"


def read_cube(responses: Responses, design: Design) -> Cube:
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
                'install it, such as with "samrit[awareness]", or use local',
                'ติดตั้งเพิ่ม เช่น "samrit[awareness]" หรือใช้ local',
            ),
        ) from None
    shape = shape_of(design)
    if shape.by_row or not _has_plain_text(responses, shape):
        return read_locally(responses, design)
    query = _Query(responses, shape)
    with duckdb.connect() as database:
        try:
            checked = database.execute(query.check()).fetchone()
            if checked is None or checked[0] == 0 or checked[1] != 0:
                return read_locally(responses, design)
            query.shift = dict(zip(shape.measures, (value or 0.0 for value in checked[2:]), strict=True))
            table = database.sql(query.cube()).to_arrow_table()
        except duckdb.Error:
            return read_locally(responses, design)
    return _cube(int(checked[0]), table, shape, query.shift)


def _has_plain_text(responses: Responses, shape: Shape) -> bool:
    """Whether DuckDB writes the categories as the local reader does (it writes 3.0 where that writes 3)."""
    if not responses.is_parquet:
        return True
    import pyarrow as pa
    from pyarrow import parquet

    schema = parquet.read_schema(responses.path)
    types = [schema.field(responses.written(column)).type for column in shape.categories if column != shape.joint]
    return all(pa.types.is_string(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind) for kind in types)


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class _Query:
    """The SQL of one file and shape. Made names begin with a line break, which no column of ours does."""

    def __init__(self, responses: Responses, shape: Shape) -> None:
        self._responses = responses
        self._shape = shape
        self.shift: dict[tuple[str, ...], float] = {}

    def _source(self) -> str:
        path = _literal(str(self._responses.path))
        if self._responses.is_parquet:
            return f"read_parquet({path})"
        form = "header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', strict_mode = true"
        return f"read_csv({path}, {form})"

    def _text(self, column: str) -> str:
        if column == self._shape.joint:
            return f"coalesce(CAST(CAST({self._value(column)} AS INTEGER) AS VARCHAR), '')"
        return f"nfc_normalize(coalesce(CAST({_name(self._responses.written(column))} AS VARCHAR), ''))"

    def _value(self, column: str) -> str:
        shape = self._shape
        if column in {shape.joint, ANY}:
            one, other = (1, 0) if column == shape.joint else (0, 1)
            values = [self._value(item) for item in shape.items]
            opposite = " OR ".join(f"coalesce({value} = {other}, false)" for value in values)
            all_of = " AND ".join(f"coalesce({value} = {one}, false)" for value in values)
            return f"(CASE WHEN {opposite} THEN {other} WHEN {all_of} THEN {one} END)::DOUBLE"
        return f"TRY_CAST({_name(self._responses.written(column))} AS DOUBLE)"

    def _odd(self, column: str) -> str:
        """Whether a cell is neither empty nor a number as we write it."""
        name, value = _name(self._responses.written(column)), self._value(column)
        text = f"coalesce(CAST({name} AS VARCHAR), '')"
        plain = "false" if self._responses.is_parquet else f"NOT regexp_full_match({text}, {_literal(_NUMBER)})"
        odd = f"({text} <> '' AND ({plain} OR {value} IS NULL OR NOT isfinite({value})))"
        return f"{odd} OR ({value} IS NOT NULL AND {value} NOT IN (0, 1))" if column in self._shape.binary else odd

    def _weight(self) -> str:
        return "1.0" if self._shape.weight is None else self._value(self._shape.weight)

    def check(self) -> str:
        """Rows, rows with an odd cell, and an early answer of each measure to be subtracted."""
        shape = self._shape
        must = [*shape.population, *([] if shape.weight is None else [shape.weight])]
        numbers = [*must, *shape.items, *(column for measure in shape.measures for column in measure)]
        odd = [self._odd(column) for column in dict.fromkeys(numbers) if column not in {shape.joint, ANY}]
        odd += [f"{self._value(column)} IS NULL" for column in must] + [f"{self._weight()} < 0"]
        early = [f"any_value({self._value(measure[0])})" if len(measure) == 1 else "0.0" for measure in shape.measures]
        columns = ", ".join(["count(*)", f"count(*) FILTER ({' OR '.join(odd)})", *early])
        return f"SELECT {columns} FROM {self._source()}"  # noqa: S608 -- names are quoted, values are ours

    def cube(self) -> str:
        """One row for each entry, in order of first appearance."""
        shape, weight = self._shape, "w"
        inner = ["row_number() OVER () AS place", f"{self._weight()} AS w"]
        inner += [f"{self._text(column)} AS c{number}" for number, column in enumerate(shape.categories)]
        inner += [f"{self._value(column)} AS p{number}" for number, column in enumerate(shape.population)]
        outer = ["min(place) AS place", "count(*)::DOUBLE AS rows", "(count(*) FILTER (w > 0))::DOUBLE AS positive"]
        outer += ["sum(w) AS weight", "sum(w * w) AS square", "min(w) AS low", "max(w) AS high"]
        outer += [
            f"CASE WHEN min(p{k}) = max(p{k}) THEN min(p{k}) ELSE 'inf'::DOUBLE END AS p{k}"
            for k in range(len(shape.population))
        ]
        for number, measure in enumerate(shape.measures):
            value, base = self._value(measure[0]), "NULL"
            if len(measure) == 2:
                base = self._value(measure[1])
                value, base = (
                    f"CASE WHEN {base} IS NOT NULL THEN {value} END",
                    f"CASE WHEN {value} IS NOT NULL THEN {base} END",
                )
            inner += [f"{value} - ({self.shift[measure]!r}) AS y{number}", f"{base} AS x{number}"]
            y, second = f"y{number}", f"x{number}" if len(measure) == 2 else f"y{number} * y{number}"
            outer += [
                f"count({y})::DOUBLE AS a{number}",
                f"(count({y}) FILTER (w > 0))::DOUBLE AS b{number}",
                f"coalesce(sum({weight}) FILTER ({y} IS NOT NULL), 0) AS v{number}",
                f"coalesce(sum({weight} * {y}), 0) AS s{number}",
                f"coalesce(sum({weight} * {second}), 0) AS t{number}",
            ]
        groups = [f"c{number}" for number in range(len(shape.categories))]
        by = f" GROUP BY {', '.join(groups)}" if groups else ""
        return (
            f"WITH r AS (SELECT {', '.join(inner)} FROM {self._source()}) "  # noqa: S608 -- names are quoted, values are ours
            f"SELECT {', '.join([*groups, *outer])} FROM r{by} ORDER BY min(place)"
        )


def _cube(read: int, table: Any, shape: Shape, shift: dict[tuple[str, ...], float]) -> Cube:
    def column(name: str) -> Floats:
        return np.asarray(table[name].to_numpy(), dtype=np.float64)

    codes: dict[str, Integers] = {}
    values: dict[str, list[str]] = {}
    for number, name in enumerate(shape.categories):
        texts = table[f"c{number}"].to_pylist()
        numbers: dict[str, int] = {}
        codes[name] = np.array([numbers.setdefault(text, len(numbers)) for text in texts], dtype=np.int64)
        values[name] = list(numbers)

    def measure(name: tuple[str, ...]) -> Measure:
        number = shape.measures.index(name)
        pair, last = len(name) == 2, column(f"t{number}")
        return Measure(
            answers=column(f"a{number}"),
            positive=column(f"b{number}"),
            weight=column(f"v{number}"),
            value=column(f"s{number}"),
            square=np.zeros(0) if pair else last,
            base=last if pair else None,
            shift=shift[name],
        )

    return Cube(
        read=read,
        codes=codes,
        values=values,
        rows=column("rows"),
        positive=column("positive"),
        weight=column("weight"),
        weight_square=column("square"),
        weight_low=column("low"),
        weight_high=column("high"),
        population=tuple(column(f"p{number}") for number in range(len(shape.population))),
        measure=measure,
    )
