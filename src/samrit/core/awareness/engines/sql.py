"""The cube as SQL that DuckDB, PostgreSQL (and Citus) and Spark all understand: one check, one GROUP BY.

The SQL only counts, sums and takes extremes, so that a distributed database works it out on its shards. Every rule
stays in the engine: a cell that the SQL finds odd is read again by the local reader, which says it in our words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from samrit.core.awareness.cube import ANY, Cube, Measure, Shape
from samrit.core.awareness.responses import LARGEST, Floats, Integers
from samrit.core.awareness.words import Words

NUMBER = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs: the quotes of names, the type of floating numbers, and how a whole text is matched."""

    quote: str
    double: str
    matches: Callable[[str, str], str]

    def name(self, column: str) -> str:
        return self.quote + column.replace(self.quote, self.quote * 2) + self.quote


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in a database: `relation` stands after FROM, `kinds` are text, number, boolean or day by column (others are
    left out: to ask for them is a KeyError), `written` their names there; `place` rises with the rows, None where they
    have no order.
    """

    relation: str
    kinds: dict[str, str]
    written: dict[str, str]
    place: str | None


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


class Query:
    """The SQL of one table and shape."""

    def __init__(self, dialect: Dialect, table: Table, shape: Shape) -> None:
        self._dialect = dialect
        self._table = table
        self._shape = shape

    def _cell(self, column: str) -> str:
        return self._dialect.name(self._table.written[column])

    def _value(self, column: str) -> str:
        """A column as a number; NULL where it is empty or odd."""
        if column in {self._shape.joint, ANY}:
            return self._made(column)
        cell, double = self._cell(column), self._dialect.double
        kind = self._table.kinds[column]
        if kind == "boolean":
            return f"CASE WHEN {cell} THEN 1e0 WHEN NOT {cell} THEN 0e0 END"
        if kind == "number":
            return f"CAST({cell} AS {double})"
        if kind != "text":
            raise KeyError(column)
        return f"CASE WHEN {self._dialect.matches(cell, NUMBER)} THEN CAST({cell} AS {double}) END"

    def _made(self, column: str) -> str:
        """The joint answer, or "at least one": the other way round."""
        one, other = (1, 0) if column == self._shape.joint else (0, 1)
        values = [self._value(item) for item in self._shape.items]
        opposite = " OR ".join(f"coalesce(({value}) = {other}, FALSE)" for value in values)
        all_of = " AND ".join(f"coalesce(({value}) = {one}, FALSE)" for value in values)
        return f"CASE WHEN {opposite} THEN {other}e0 WHEN {all_of} THEN {one}e0 END"

    def _odd(self, column: str) -> list[str]:
        """Whether a cell is neither empty nor a number to reckon with (of a proportion: 0 or 1)."""
        cell, value = self._cell(column), f"({self._value(column)})"
        found = [f"coalesce(NOT ({value} BETWEEN -{LARGEST!r} AND {LARGEST!r}), FALSE)"]
        if self._table.kinds[column] == "text":
            found.append(f"coalesce({cell} <> '' AND NOT {self._dialect.matches(cell, NUMBER)}, FALSE)")
        if column in self._shape.binary:
            found.append(f"coalesce({value} NOT IN (0, 1), FALSE)")
        return found

    def _empty(self, column: str) -> str:
        """Whether a category is an empty cell."""
        if column == self._shape.joint:
            return f"({self._made(column)}) IS NULL"
        cell = self._cell(column)
        return f"{cell} IS NULL OR {cell} = ''" if self._table.kinds.get(column) == "text" else f"{cell} IS NULL"

    def odd(self) -> str:
        """The condition of rows that hold something odd."""
        shape = self._shape
        must = [*shape.population, *([] if shape.weight is None else [shape.weight])]
        numbers = [*must, *shape.items, *(column for measure in shape.measures for column in measure)]
        named = [column for column in dict.fromkeys(numbers) if column not in {shape.joint, ANY}]
        found = [condition for column in named for condition in self._odd(column)]
        found += [f"({self._value(column)}) IS NULL" for column in must]
        found += [self._empty(column) for column in shape.categories if column in shape.complete]
        if shape.weight is not None:
            found.append(f"coalesce(({self._value(shape.weight)}) < 0, FALSE)")
        return " OR ".join(found) or "FALSE"

    def check(self) -> str:
        """Rows, odd rows, and of each measure a number near its values, to be subtracted before squares are summed.

        Of a share nothing is subtracted: what its blanks could turn is told from its sums as they stand.
        """
        shares = {*self._shape.binary, self._shape.joint, ANY}
        near = [
            f"min({self._value(measure[0])})" if len(measure) == 1 and measure[0] not in shares else "0"
            for measure in self._shape.measures
        ]
        columns = ["count(*)", f"sum(CASE WHEN {self.odd()} THEN 1 ELSE 0 END)", *near]
        return f"SELECT {', '.join(columns)} FROM {self._table.relation}"  # noqa: S608 -- names are quoted, values are ours

    def rows(self, columns: Sequence[str], condition: str = "", limit: int | None = None) -> str:
        """The columns themselves, in the order of the rows."""
        cells = ", ".join([self._cell(column) for column in columns] or ["1"])
        where = f" WHERE {condition}" if condition else ""
        order = f" ORDER BY {self._table.place}" if self._table.place else ""
        end = "" if limit is None else f" LIMIT {limit}"
        return f"SELECT {cells} FROM {self._table.relation}{where}{order}{end}"  # noqa: S608 -- as above

    def cube(self, near: Sequence[float]) -> str:
        """One row for each entry."""
        shape = self._shape
        inner = [f"{self._table.place or '0'} AS place", f"{self._weight()} AS w"]
        inner += [f"{self._category(column)} AS c{number}" for number, column in enumerate(shape.categories)]
        inner += [f"{self._value(column)} AS p{number}" for number, column in enumerate(shape.population)]
        outer = ["min(place)", "count(*)", "sum(CASE WHEN w > 0 THEN 1 ELSE 0 END)"]
        outer += ["sum(w)", "sum(w * w)", "min(w)", "max(w)"]
        outer += [f"{extreme}(p{number})" for number in range(len(shape.population)) for extreme in ("min", "max")]
        for number, measure in enumerate(shape.measures):
            value, base = f"({self._value(measure[0])})", "NULL"
            if len(measure) == 2:
                other = f"({self._value(measure[1])})"
                value, base = (f"CASE WHEN {other} IS NOT NULL THEN {value} END",
                               f"CASE WHEN {value} IS NOT NULL THEN {other} END")  # fmt: skip
                inner.append(f"{base} AS x{number}")
            inner.append(f"{value} - ({near[number]!r}) AS y{number}")
            y, second = f"y{number}", f"x{number}" if len(measure) == 2 else f"y{number}"
            outer += [
                f"count({y})",
                f"sum(CASE WHEN {y} IS NOT NULL AND w > 0 THEN 1 ELSE 0 END)",
                f"sum(CASE WHEN {y} IS NOT NULL THEN w ELSE 0 END)",
                f"coalesce(sum(w * {y}), 0)",
                f"coalesce(sum(w * {second}), 0)" if len(measure) == 2 else f"coalesce(sum(w * {y} * {y}), 0)",
            ]
        groups = ", ".join(f"c{number}" for number in range(len(shape.categories)))
        chosen, by = (f"{groups}, ", f" GROUP BY {groups}") if groups else ("", "")
        return f"SELECT {chosen}{', '.join(outer)} FROM (SELECT {', '.join(inner)} FROM {self._table.relation}) r{by}"  # noqa: S608 -- as above

    def _weight(self) -> str:
        return f"CAST(1 AS {self._dialect.double})" if self._shape.weight is None else self._value(self._shape.weight)

    def _category(self, column: str) -> str:
        if column == self._shape.joint:
            return f"CAST({self._made(column)} AS INTEGER)"
        if column not in self._table.kinds:
            raise KeyError(column)
        return self._cell(column)


def cube_of(read: int, columns: Sequence[Any], shape: Shape, near: Sequence[float]) -> Cube:
    """The cube out of the columns (Arrow arrays) of `Query.cube`'s answer."""
    texts, sums = columns[: len(shape.categories)], columns[len(shape.categories) :]
    place = np.asarray(sums[0].to_numpy(zero_copy_only=False))
    codes, values = _in_order(texts, shape.categories, place)
    order = _sorted_entries(codes, values, shape.categories, place)

    def number(index: int) -> Floats:
        return np.asarray(sums[index].to_numpy(zero_copy_only=False), dtype=np.float64)[order]

    first = 7 + 2 * len(shape.population)

    def measure(name: tuple[str, ...]) -> Measure:
        index = shape.measures.index(name)
        answers, positive, weight, value, last = (number(first + 5 * index + part) for part in range(5))
        if len(name) == 2:
            return Measure(answers, positive, weight, value, np.zeros(0), last, 0.0)
        return Measure(answers, positive, weight, value, last, None, near[index])

    low, high = ([number(7 + 2 * stage + side) for stage in range(len(shape.population))] for side in (0, 1))
    return Cube(
        read=read,
        codes={name: code[order] for name, code in codes.items()},
        values=values,
        rows=number(1),
        positive=number(2),
        weight=number(3),
        weight_square=number(4),
        weight_low=number(5),
        weight_high=number(6),
        # An entry whose rows disagree is marked by infinity, as the local reader marks it.
        population=tuple(np.where(least == most, least, np.inf) for least, most in zip(low, high, strict=True)),
        measure=measure,
    )


def _in_order(
    texts: Sequence[Any], names: Sequence[str], place: Floats
) -> tuple[dict[str, Integers], dict[str, list[str]]]:
    """The codes of each category, numbered in the order of the rows."""
    order = np.argsort(place, kind="stable")
    codes, values = {}, {}
    for name, column in zip(names, texts, strict=True):
        words, code = Words(), np.empty(len(order), dtype=np.int64)
        code[order] = words.encode(column.take(order), name)
        codes[name], values[name] = code, words.values
    return codes, values


def _sorted_entries(
    codes: dict[str, Integers], values: dict[str, list[str]], names: Sequence[str], place: Floats
) -> Integers:
    """Entries by their place; where rows have none, by their texts, so that an answer is the same each time."""
    if len(place) < 2 or place.max() > place.min() or not names:
        return np.argsort(place, kind="stable")
    keys = zip(*([values[name][code] for code in codes[name]] for name in names), strict=True)
    return np.array([entry for entry, _ in sorted(enumerate(keys), key=lambda pair: pair[1])], dtype=np.int64)


__all__ = ["NUMBER", "Dialect", "Query", "Table", "cube_of", "literal"]
