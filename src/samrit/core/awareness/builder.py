"""Makes a cube out of batches of rows, one after the other, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from samrit.core.awareness.cube import ANY, Cube, Measure, Shape, add_up, shape_of
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
        self._store = _Rows() if shape.by_row else _Sums()

    def add(self, batch: Any) -> None:
        """Takes in an Arrow batch with the columns `shape.wanted`. Raises BadResponses, naming column and row."""
        rows = batch.num_rows
        if rows == 0:
            return
        shape, first = self.shape, self.read
        # A design that asks for no column still counts the rows, of a column that nobody wants.
        raw = dict(zip(shape.wanted, batch.columns[: len(shape.wanted)], strict=True))
        parsed: dict[str, tuple[Floats, Booleans | None]] = {}

        def number(column: str) -> tuple[Floats, Booleans | None]:
            if column not in parsed:
                parsed[column] = numbers_of(raw[column], column, first)
                if column in shape.binary:
                    _check_binary(*parsed[column], column, first)
            return parsed[column]

        if shape.items:
            together = [number(column) for column in shape.items]
            parsed |= self._together(together, rows)
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
        measures = {measure: self._shifted(measure, number) for measure in shape.measures}
        self.read += rows
        part = _Part(codes, weight, population, extra, given, measures)
        if isinstance(self._store, _Rows):
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

    def _together(
        self, items: list[tuple[Floats, Booleans | None]], rows: int
    ) -> dict[str, tuple[Floats, Booleans | None]]:
        """The columns that are made of all items."""
        found = {self.shape.joint or "": _all_of(items, rows)}
        return found | {ANY: _any_of(items, rows)} if (ANY,) in self.shape.measures else found

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
        columns = self._store.codes if isinstance(self._store, _Rows) else self._entries.columns()
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


def _check_binary(values: Floats, answered: Booleans | None, column: str, first: int) -> None:
    wrong = (values != 0) & (values != 1)
    if answered is not None:
        wrong &= answered
    if wrong.any():
        bad = int(np.argmax(wrong))
        raise refuse_row(
            column,
            first + bad + 1,
            Message(f"{values[bad]:g} is neither 0 nor 1", f"{values[bad]:g} ไม่ใช่ 0 หรือ 1"),
            Message(
                "a proportion wants 1 for yes, 0 for no, an empty cell for no answer",
                "สัดส่วนใช้ 1 คือใช่ 0 คือไม่ใช่ และช่องว่างคือไม่ตอบ",
            ),
        )


def _all_of(items: list[tuple[Floats, Booleans | None]], rows: int) -> tuple[Floats, Booleans | None]:
    """1 if every answer is 1; 0 if any is 0, even with others missing; missing otherwise."""
    ones, zeros = np.ones(rows, dtype=np.bool_), np.zeros(rows, dtype=np.bool_)
    if all(answered is None for _, answered in items):
        for values, _ in items:
            ones &= values == 1
        return ones.astype(np.float64), None
    for values, answered in items:
        one = values == 1 if answered is None else (values == 1) & answered
        zeros |= values == 0 if answered is None else (values == 0) & answered
        ones &= one
    return ones.astype(np.float64), ones | zeros


def _any_of(items: list[tuple[Floats, Booleans | None]], rows: int) -> tuple[Floats, Booleans | None]:
    """1 if any answer is 1, 0 if every answer is 0, missing otherwise."""
    opposite, known = _all_of([(1 - values, answered) for values, answered in items], rows)
    return 1 - opposite, known


_Shifted = tuple[Floats, Floats | None, Booleans | None]
"""A measure by row: its value less the shift, the second part of a ratio, which rows answered (None: all)."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One batch, by row."""

    codes: list[Integers]
    weight: Floats
    population: list[Floats]
    extra: dict[str, Floats]
    given: list[Floats]
    measures: dict[tuple[str, ...], _Shifted]


class _Sums:
    """Entries that gather many rows."""

    def __init__(self) -> None:
        self._size = 0
        self._basic = np.zeros((6, 0))
        self._population: list[Floats] = []
        self._measures: dict[tuple[str, ...], Floats] = {}

    def add(self, entry: Integers, size: int, part: _Part) -> None:
        self._grow(size, len(part.population), list(part.measures))
        weight, basic = part.weight, self._basic
        # What a measure sums where nobody is silent: rows, rows of weight > 0, weights.
        whole = _counts(entry, weight, size)
        basic[:3] += whole
        basic[3] += add_up(entry, weight * weight, size)
        np.minimum.at(basic[4], entry, weight)
        np.maximum.at(basic[5], entry, weight)
        for stored, given in zip(self._population, part.population, strict=True):
            _same(stored, entry, given)
        for name, shifted in part.measures.items():
            _add_measure(self._measures[name], entry, weight, shifted, whole)

    def _grow(self, size: int, stages: int, measures: list[tuple[str, ...]]) -> None:
        more = size - self._size
        fresh = np.zeros((6, more))
        fresh[4], fresh[5] = np.inf, -np.inf
        self._basic = np.concatenate([self._basic, fresh], axis=1)
        if not self._population:
            self._population = [np.zeros(0) for _ in range(stages)]
        self._population = [np.concatenate([stored, np.full(more, np.nan)]) for stored in self._population]
        for name in measures:
            stored = self._measures.get(name, np.zeros((5, 0)))
            self._measures[name] = np.concatenate([stored, np.zeros((5, size - stored.shape[1]))], axis=1)
        self._size = size

    def cube(
        self, read: int, codes: dict[str, Integers], values: dict[str, list[str]], shift: dict[tuple[str, ...], float]
    ) -> Cube:
        def measure(name: tuple[str, ...]) -> Measure:
            sums = self._measures[name]
            pair = len(name) == 2
            return Measure(
                sums[0],
                sums[1],
                sums[2],
                sums[3],
                np.zeros(0) if pair else sums[4],
                sums[4] if pair else None,
                shift[name],
            )

        basic = self._basic
        return Cube(
            read,
            codes,
            values,
            basic[0],
            basic[1],
            basic[2],
            basic[3],
            basic[4],
            basic[5],
            tuple(self._population),
            measure,
        )


def _counts(entry: Integers, weight: Floats, size: int) -> Floats:
    rows = np.bincount(entry, minlength=size).astype(np.float64)
    positive = rows if weight.min(initial=1.0) > 0 else add_up(entry, weight > 0, size)
    return np.stack([rows, positive, add_up(entry, weight, size)])


def _add_measure(sums: Floats, entry: Integers, weight: Floats, shifted: _Shifted, whole: Floats) -> None:
    value, base, answered = shifted
    size = sums.shape[1]
    if answered is not None:
        entry, weight, value = entry[answered], weight[answered], value[answered]
        base = None if base is None else base[answered]
    sums[:3] += whole if answered is None else _counts(entry, weight, size)
    weighted = weight * value
    total = add_up(entry, weighted, size)
    sums[3] += total
    if base is not None:
        sums[4] += add_up(entry, weight * base, size)
    else:
        square = weighted * value
        sums[4] += total if np.array_equal(square, weighted) else add_up(entry, square, size)


def _same(stored: Floats, entry: Integers, given: Floats) -> None:
    """Remembers each entry's population; infinity marks an entry whose rows disagree."""
    fresh = np.isnan(stored[entry])
    stored[entry[fresh]] = given[fresh]
    differs = stored[entry] != given
    stored[entry[differs]] = np.inf


class _Rows:
    """Entries that are rows."""

    def __init__(self) -> None:
        self.parts: list[_Part] = []

    @property
    def codes(self) -> list[Integers]:
        return [np.concatenate(columns) for columns in zip(*(part.codes for part in self.parts), strict=True)]

    def cube(
        self,
        read: int,
        codes: dict[str, Integers],
        values: dict[str, list[str]],
        shift: dict[tuple[str, ...], float],
    ) -> Cube:
        weight = np.concatenate([part.weight for part in self.parts])
        given = [np.concatenate(columns) for columns in zip(*(part.given for part in self.parts), strict=True)]
        return Cube(
            read=read,
            codes=codes,
            values=values,
            rows=np.ones(read),
            positive=(weight > 0).astype(np.float64),
            weight=weight,
            weight_square=weight * weight,
            weight_low=weight,
            weight_high=weight,
            population=tuple(
                np.concatenate(columns) for columns in zip(*(part.population for part in self.parts), strict=True)
            ),
            measure=lambda name: self._measure(name, weight, shift[name]),
            plain=lambda name: self._measure(name, np.ones(read), shift[name]),
            extra={name: np.concatenate([part.extra[name] for part in self.parts]) for name in self.parts[0].extra},
            replicates=np.column_stack(given) if given else None,
            by_row=True,
        )

    def _measure(self, name: tuple[str, ...], weight: Floats, shift: float) -> Measure:
        parts = [part.measures[name] for part in self.parts]
        answered = np.concatenate([_known(part) for part in parts])
        value = np.where(answered, np.concatenate([part[0] for part in parts]), 0.0)
        weighted = np.where(answered, weight, 0.0)
        base = None
        if len(name) == 2:
            base = weighted * np.where(answered, np.concatenate([np.asarray(part[1]) for part in parts]), 0.0)
        return Measure(
            answers=answered.astype(np.float64),
            positive=(weighted > 0).astype(np.float64),
            weight=weighted,
            value=weighted * value,
            square=weighted * value * value,
            base=base,
            shift=shift,
        )


def _known(shifted: _Shifted) -> Booleans:
    return np.ones(len(shifted[0]), dtype=np.bool_) if shifted[2] is None else shifted[2]


def read_cube(responses: Responses, design: Design) -> Cube:
    """One pass over the file. Raises BadResponses, naming column and row."""
    shape = shape_of(design)
    builder = Builder(shape)
    for batch in responses.batches(shape.wanted):
        builder.add(batch)
    return builder.cube()
