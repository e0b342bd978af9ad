"""Makes a cube out of batches of rows, one after the other, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from samrit.core.awareness.cube import ANY, Cube, Shape, shape_of
from samrit.core.awareness.design import Design
from samrit.core.awareness.responses import (
    BadResponses,
    Booleans,
    Floats,
    Integers,
    Responses,
    not_a_number,
    numbers_of,
    refuse_row,
)
from samrit.core.awareness.shares import YesNo, all_of, any_of, yes_no_of
from samrit.core.awareness.stores import Part, Rows, Sums
from samrit.core.awareness.words import Entries, Words
from samrit.core.contract import Message


class Builder:
    """Makes a cube from batches; `add` as often as there are rows, `cube` whenever figures are wanted."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.read = 0
        self._words = {column: Words() for column in shape.categories}
        self._entries = Entries(len(shape.categories))
        self._shift: dict[tuple[str, ...], float] = {}
        self._store = Rows() if shape.by_row else Sums()

    def add(self, batch: Any) -> None:
        """Takes in an Arrow batch with the columns `shape.wanted`. Raises BadResponses, naming column and row."""
        rows = batch.num_rows
        if rows == 0:
            return
        shape, first = self.shape, self.read
        # A design that asks for no column still counts the rows, of a column that nobody wants.
        raw = dict(zip(shape.wanted, batch.columns[: len(shape.wanted)], strict=True))
        parsed: dict[str, tuple[Floats, Booleans | None]] = {}
        told = self._told(raw, first)

        def number(column: str) -> tuple[Floats, Booleans | None]:
            if column not in parsed:
                parsed[column] = told[column].numbers if column in told else numbers_of(raw[column], column, first)
            return parsed[column]

        codes = [
            self._words[column].encode(raw[column], column) if column in raw else self._made(column, *number(column))
            for column in shape.categories
        ]
        self._check_complete(codes, first)
        weight = self._weights(number, rows, first)
        population = [self._complete(number(column), column, first) for column in shape.population]
        extra = {column: self._complete(number(column), column, first) for column in shape.extra}
        given = [self._complete(number(column), column, first) for column in shape.replicates]
        for column, values in zip(shape.replicates, given, strict=True):
            _check_weight(values, column, first)
        for measure in shape.measures:
            if measure not in self._shift:
                shifted = len(measure) == 1 and not self._is_binary(measure[0])
                self._shift[measure] = _first_answer(*number(measure[0])) if shifted else 0.0
        # What is told row by row is kept as numbers; shares that are summed up want a bit of each row.
        shares: dict[tuple[str, ...], YesNo] = {}
        if not shape.by_row:
            shares = {one: told[one[0]] for one in shape.measures if len(one) == 1 and one[0] in told}
        measures = {measure: self._shifted(measure, number) for measure in shape.measures if measure not in shares}
        self.read += rows
        part = Part(codes, weight, population, extra, given, shares, measures)
        if isinstance(self._store, Rows):
            self._store.parts.append(part)
            return
        sizes = [len(self._words[column].values) for column in shape.categories]
        self._store.add(self._entries.find(codes, sizes, rows), len(self._entries.codes), part)

    def _check_complete(self, codes: list[Integers], first: int) -> None:
        for column, code in zip(self.shape.categories, codes, strict=True):
            values = self._words[column].values
            if column not in self.shape.complete or "" not in values:
                continue
            empty = code == values.index("")
            if empty.any():
                raise refuse_row(
                    column,
                    first + int(np.argmax(empty)) + 1,
                    Message("an empty cell", "มีช่องว่าง"),
                    Message("every row belongs to a stratum and a cluster: fill it in", "ทุกแถวต้องมีชั้นภูมิและกลุ่ม: โปรดเติม"),
                )

    def _told(self, raw: dict[str, Any], first: int) -> dict[str, YesNo]:
        """The columns of yes and no, and those that are made of all items."""
        shape = self.shape
        names = dict.fromkeys((*shape.items, *(name for measure in shape.measures for name in measure)))
        told = {name: yes_no_of(raw[name], name, first) for name in names if name in raw and name in shape.binary}
        items = [told[name] for name in shape.items]
        if items and shape.joint is not None:
            told[shape.joint] = all_of(items)
        if (ANY,) in shape.measures:
            told[ANY] = any_of(items)
        return told

    def _is_binary(self, column: str) -> bool:
        return column in self.shape.binary or column in {self.shape.joint, ANY}

    def _made(self, column: str, values: Floats, answered: Booleans | None) -> Integers:
        words = self._words[column]
        table = np.array([words.number(""), words.number("0"), words.number("1")])
        code = 1 + values.astype(np.int64)
        return np.asarray(table[code if answered is None else np.where(answered, code, 0)], dtype=np.int64)

    def _weights(self, number: Callable[[str], tuple[Floats, Booleans | None]], rows: int, first: int) -> Floats:
        if self.shape.weight is None:
            return np.ones(rows)
        weight = self._complete(number(self.shape.weight), self.shape.weight, first)
        _check_weight(weight, self.shape.weight, first)
        return weight

    def _complete(self, pair: tuple[Floats, Booleans | None], column: str, first: int) -> Floats:
        values, answered = pair
        if answered is not None:
            raise not_a_number(column, first + int(np.argmin(answered)) + 1, "")
        return values

    def _shifted(
        self, measure: tuple[str, ...], number: Callable[[str], tuple[Floats, Booleans | None]]
    ) -> tuple[Floats, Floats | None, Booleans | None]:
        values, answered = number(measure[0])
        if len(measure) == 2:
            base, also = number(measure[1])
            both = answered if also is None else also if answered is None else answered & also
            return values, base, both
        shift = self._shift[measure]
        return (values - shift if shift else values), None, answered

    def cube(self) -> Cube:
        """The cube of what was added so far. Raises BadResponses where nothing was."""
        if self.read == 0:
            raise BadResponses(
                "",
                Message("the file has no responses", "ไฟล์ไม่มีคำตอบ"),
                Message("give at least one row", "ต้องมีอย่างน้อยหนึ่งแถว"),
            )
        values = {column: list(words.values) for column, words in self._words.items()}
        columns = self._store.codes if isinstance(self._store, Rows) else self._entries.columns()
        codes = dict(zip(self.shape.categories, columns, strict=True))
        return self._store.cube(self.read, codes, values, self._shift)


def _first_answer(values: Floats, answered: Booleans | None) -> float:
    if answered is None:
        return float(values[0])
    return float(values[int(np.argmax(answered))]) if answered.any() else 0.0


def _check_weight(values: Floats, column: str, first: int) -> None:
    low = values < 0
    if low.any():
        bad = int(np.argmax(low))
        raise refuse_row(
            column,
            first + bad + 1,
            Message(f"the weight {values[bad]:g} is below 0", f"น้ำหนัก {values[bad]:g} ต่ำกว่า 0"),
            Message("weights are 0 or more", "น้ำหนักต้องไม่ต่ำกว่า 0"),
        )


def read_cube(responses: Responses, design: Design) -> Cube:
    """One pass over the file. Raises BadResponses, naming column and row."""
    shape = shape_of(design)
    builder = Builder(shape)
    for batch in responses.batches(shape.wanted, few={*shape.categories, *shape.binary}):
        builder.add(batch)
    return builder.cube()
