"""The cube: everything an estimate, its variance, replicates and weighting need, as sums over few entries.

An entry is one combination of all categorical columns that the design names (strata, clusters, cells of margins,
domains). For each entry the cube keeps counts and weighted sums of each measure, so one pass over the responses is
enough and ten million rows become a few thousand numbers; a new response changes one entry. Where rows of one cell
differ (no clusters, numeric margins, trimming, given replicate weights), each row is its own entry: same shape, same
arithmetic.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
    text_of,
)
from samrit.core.contract import Message

ANY = "\0any"
"""The made column "at least one item"; no file can hold this name."""
DENSE = 1 << 22
"""Up to this many possible keys, entries are looked up in a table instead of being sorted."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Which columns a cube is made of, and how.

    `categories` are read as text; `measures` are single columns or (numerator, denominator) pairs; `binary` columns
    must be 0 or 1; `extra` are numeric margins, `replicates` given weights (both need `by_row`).
    """

    weight: str | None
    categories: tuple[str, ...]
    population: tuple[str, ...]
    measures: tuple[tuple[str, ...], ...]
    binary: frozenset[str]
    items: tuple[str, ...]
    joint: str | None
    extra: tuple[str, ...]
    replicates: tuple[str, ...]
    by_row: bool

    @property
    def wanted(self) -> list[str]:
        """The columns to be read, each once."""
        named = [*self.categories, *self.population, *self.items, *self.extra, *self.replicates]
        named += [column for measure in self.measures for column in measure]
        if self.weight is not None:
            named.append(self.weight)
        return [column for column in dict.fromkeys(named) if column not in {self.joint, ANY}]


def shape_of(design: Design) -> Shape:
    """The cube that answers `design`."""
    margins = [margin for entry in design.calibrate for margin in entry.margins]
    given = design.replicates.weights if design.replicates is not None else ()
    categories: list[str] = [*design.strata, *design.clusters]
    categories += [column for margin in margins for column in margin.by]
    measures: list[tuple[str, ...]] = []
    binary: set[str] = set()
    for estimate in design.estimates:
        categories += [*estimate.by, *(column for column, _ in estimate.where)]
        measures.append((estimate.of,) if estimate.per is None else (estimate.of, estimate.per))
        if estimate.statistic == "proportion":
            binary.add(estimate.of)
    items = design.items.columns if design.items is not None else ()
    joint = design.items.joint if design.items is not None else None
    if design.verdict is not None and items:
        measures += [(column,) for column in items]
        measures += [(joint or "\0all",), (ANY,)]
    extra = [key for margin in margins if not margin.by for key, _ in margin.totals]
    by_row = not design.clusters or bool(extra) or bool(given) or design.trim is not None
    return Shape(
        weight=design.weight,
        categories=tuple(dict.fromkeys(categories)),
        population=design.population,
        measures=tuple(dict.fromkeys(measures)),
        binary=frozenset(binary) | frozenset(items),
        items=items,
        joint=joint or ("\0all" if items else None),
        extra=tuple(dict.fromkeys(extra)),
        replicates=given,
        by_row=by_row,
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """Sums of a measure over each entry (arrays of one length).

    `answers` rows that answered, `positive` those of weight > 0, `weight` their weights' sum; `value` sums w(y - shift)
    and `square` sums w(y - shift)^2; for a ratio `value` and `base` sum its two parts and shift is 0.
    """

    answers: Floats
    positive: Floats
    weight: Floats
    value: Floats
    square: Floats
    base: Floats | None = None
    shift: float = 0.0


@dataclass(frozen=True, slots=True)
class Cube:
    """Sums per entry; see the module. `codes[column]` indexes `values[column]`, the texts in order of appearance."""

    read: int
    codes: dict[str, Integers]
    values: dict[str, list[str]]
    rows: Floats
    positive: Floats
    weight: Floats
    weight_square: Floats
    weight_low: Floats
    weight_high: Floats
    population: tuple[Floats, ...]
    measure: Callable[[tuple[str, ...]], Measure] = field(repr=False)
    plain: Callable[[tuple[str, ...]], Measure] | None = field(default=None, repr=False)
    extra: dict[str, Floats] = field(default_factory=dict)
    replicates: Floats | None = None
    by_row: bool = False

    @property
    def size(self) -> int:
        return len(self.weight)


class _Words:
    """Texts of one column, numbered in order of first appearance."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        plain = text if text.isascii() else unicodedata.normalize("NFC", text)
        found = self._numbers.setdefault(plain, len(self.values))
        if found == len(self.values):
            self.values.append(plain)
        return found

    def encode(self, array: Any) -> Integers:
        coded = text_of(array)
        table = np.fromiter((self.number(word) for word in coded.dictionary.to_pylist()), dtype=np.int64)
        return np.asarray(table[coded.indices.to_numpy(zero_copy_only=False)], dtype=np.int64)


class _Entries:
    """Combinations of codes, numbered in order of first appearance."""

    def __init__(self, columns: int) -> None:
        self.codes: list[tuple[int, ...]] = []
        self._numbers: dict[tuple[int, ...], int] = {}
        self._columns = columns

    def find(self, codes: Sequence[Integers], sizes: Sequence[int], rows: int) -> Integers:
        if not codes:
            self._number(())
            return np.zeros(rows, dtype=np.int64)
        keys, keys_of = compose(codes, sizes)
        first, inverse = keys_of(keys)
        table = np.fromiter(
            (self._number(tuple(int(column[row]) for column in codes)) for row in first),
            dtype=np.int64,
            count=len(first),
        )
        return np.asarray(table[inverse], dtype=np.int64)

    def _number(self, key: tuple[int, ...]) -> int:
        found = self._numbers.setdefault(key, len(self.codes))
        if found == len(self.codes):
            self.codes.append(key)
        return found

    def columns(self) -> list[Integers]:
        table = np.array(self.codes, dtype=np.int64).reshape(len(self.codes), self._columns)
        return [np.ascontiguousarray(table[:, index]) for index in range(self._columns)]


def compose(
    codes: Sequence[Integers], sizes: Sequence[int]
) -> tuple[Integers, Callable[[Integers], tuple[Integers, Integers]]]:
    """One key for each row out of several codes below `sizes`, and the fitting way to number the keys."""
    key = codes[0]
    span = max(1, sizes[0])
    for column, size in zip(codes[1:], sizes[1:], strict=True):
        if span * max(1, size) >= 2**62:
            key = distinct(key)[1]
            span = int(key.max(initial=0)) + 1
        key = key * size + column
        span *= max(1, size)
    return key, (lambda keys: distinct_small(keys, span)) if span <= DENSE else distinct


def distinct(keys: Integers) -> tuple[Integers, Integers]:
    """The rows where each key stands first, in that order, and for every row the number of its key."""
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return first[order], rank[inverse]


def distinct_small(keys: Integers, span: int) -> tuple[Integers, Integers]:
    """As `distinct`, for keys below `span`: a table instead of a sort."""
    table = np.full(span, -1, dtype=np.int64)
    table[keys[::-1]] = np.arange(len(keys) - 1, -1, -1)
    first = np.sort(table[table >= 0])
    table[keys[first]] = np.arange(len(first))
    return first, table[keys]


class Builder:
    """Makes a cube from batches; `add` as often as there are rows, `cube` whenever figures are wanted."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.read = 0
        self._words = {column: _Words() for column in shape.categories}
        self._entries = _Entries(len(shape.categories))
        self._shift: dict[tuple[str, ...], float] = {}
        self._store = _Rows() if shape.by_row else _Sums()

    def add(self, batch: Any) -> None:
        """Takes in an Arrow batch with the columns `shape.wanted`. Raises BadResponses, naming column and row."""
        rows = batch.num_rows
        if rows == 0:
            return
        shape, first = self.shape, self.read
        raw = dict(zip(shape.wanted, batch.columns, strict=True))
        parsed: dict[str, tuple[Floats, Booleans | None]] = {}

        def number(column: str) -> tuple[Floats, Booleans | None]:
            if column not in parsed:
                parsed[column] = numbers_of(raw[column], column, first)
                if column in shape.binary:
                    _check_binary(*parsed[column], column, first)
            return parsed[column]

        if shape.items:
            together = [number(column) for column in shape.items]
            parsed[shape.joint or ""] = _all_of(together, rows)
            parsed[ANY] = _any_of(together, rows)
        codes = [
            self._words[column].encode(raw[column]) if column in raw else self._made(column, *number(column))
            for column in shape.categories
        ]
        weight = self._weights(number, rows, first)
        population = [self._complete(number(column), column, first) for column in shape.population]
        extra = {column: self._complete(number(column), column, first) for column in shape.extra}
        given = [self._complete(number(column), column, first) for column in shape.replicates]
        for column, values in zip(shape.replicates, given, strict=True):
            _check_weight(values, column, first)
        for measure in shape.measures:
            if measure not in self._shift:
                self._shift[measure] = _first_answer(*number(measure[0])) if len(measure) == 1 else 0.0
        measures = {measure: self._shifted(measure, number) for measure in shape.measures}
        self.read += rows
        if isinstance(self._store, _Rows):
            self._store.add(codes, weight, population, extra, given, measures)
            return
        sizes = [len(self._words[column].values) for column in shape.categories]
        self._store.add(self._entries.find(codes, sizes, rows), len(self._entries.codes), weight, population, measures)

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
        return values - self._shift[measure], None, answered

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


class _Sums:
    """Entries that gather many rows."""

    def __init__(self) -> None:
        self._size = 0
        self._basic = np.zeros((6, 0))
        self._population: list[Floats] = []
        self._measures: dict[tuple[str, ...], Floats] = {}

    def add(
        self,
        entry: Integers,
        size: int,
        weight: Floats,
        population: list[Floats],
        measures: dict[tuple[str, ...], _Shifted],
    ) -> None:
        self._grow(size, len(population), list(measures))
        positive = weight > 0
        basic = self._basic
        basic[0] += np.bincount(entry, minlength=size)
        basic[1] += np.bincount(entry, weights=positive, minlength=size)
        basic[2] += np.bincount(entry, weights=weight, minlength=size)
        basic[3] += np.bincount(entry, weights=weight * weight, minlength=size)
        np.minimum.at(basic[4], entry, weight)
        np.maximum.at(basic[5], entry, weight)
        for stored, given in zip(self._population, population, strict=True):
            _same(stored, entry, given)
        for name, (value, base, answered) in measures.items():
            self._add_measure(self._measures[name], entry, size, weight, positive, value, base, answered)

    def _add_measure(
        self,
        sums: Floats,
        entry: Integers,
        size: int,
        weight: Floats,
        positive: Booleans,
        value: Floats,
        base: Floats | None,
        answered: Booleans | None,
    ) -> None:
        if answered is not None:
            entry, weight, value, positive = entry[answered], weight[answered], value[answered], positive[answered]
            base = None if base is None else base[answered]
        weighted = weight * value
        sums[0] += np.bincount(entry, minlength=size)
        sums[1] += np.bincount(entry, weights=positive, minlength=size)
        sums[2] += np.bincount(entry, weights=weight, minlength=size)
        sums[3] += np.bincount(entry, weights=weighted, minlength=size)
        if base is None:
            sums[4] += np.bincount(entry, weights=weighted * value, minlength=size)
        else:
            sums[4] += np.bincount(entry, weights=weight * base, minlength=size)

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


def _same(stored: Floats, entry: Integers, given: Floats) -> None:
    """Remembers each entry's population; infinity marks an entry whose rows disagree."""
    fresh = np.isnan(stored[entry])
    stored[entry[fresh]] = given[fresh]
    differs = stored[entry] != given
    stored[entry[differs]] = np.inf


class _Rows:
    """Entries that are rows."""

    def __init__(self) -> None:
        self._codes: list[list[Integers]] = []
        self._weight: list[Floats] = []
        self._population: list[list[Floats]] = []
        self._extra: list[dict[str, Floats]] = []
        self._given: list[list[Floats]] = []
        self._measures: list[dict[tuple[str, ...], _Shifted]] = []

    def add(
        self,
        codes: list[Integers],
        weight: Floats,
        population: list[Floats],
        extra: dict[str, Floats],
        given: list[Floats],
        measures: dict[tuple[str, ...], _Shifted],
    ) -> None:
        self._codes.append(codes)
        self._weight.append(weight)
        self._population.append(population)
        self._extra.append(extra)
        self._given.append(given)
        self._measures.append(measures)

    @property
    def codes(self) -> list[Integers]:
        return [np.concatenate(parts) for parts in zip(*self._codes, strict=True)]

    def cube(
        self, read: int, codes: dict[str, Integers], values: dict[str, list[str]], shift: dict[tuple[str, ...], float]
    ) -> Cube:
        weight = np.concatenate(self._weight)
        positive = (weight > 0).astype(np.float64)

        def measure(name: tuple[str, ...]) -> Measure:
            return sums_with(name, weight)

        def plain(name: tuple[str, ...]) -> Measure:
            return sums_with(name, np.ones(read))

        def sums_with(name: tuple[str, ...], weight: Floats) -> Measure:
            value = np.concatenate([part[name][0] for part in self._measures])
            answered = np.concatenate([_known(part[name]) for part in self._measures])
            weighted = np.where(answered, weight, 0.0)
            value = np.where(answered, value, 0.0)
            sums = (answered.astype(np.float64), positive * answered, weighted, weighted * value)
            if len(name) == 2:
                base = np.concatenate([np.asarray(part[name][1]) for part in self._measures])
                return Measure(*sums, np.zeros(0), weighted * np.where(answered, base, 0.0))
            return Measure(*sums, weighted * value * value, None, shift[name])

        return Cube(
            read, codes, values, np.ones(read), positive, weight, weight * weight, weight, weight,
            tuple(np.concatenate(parts) for parts in zip(*self._population, strict=True)), measure, plain,
            {name: np.concatenate([part[name] for part in self._extra]) for name in self._extra[0]},
            np.column_stack([np.concatenate(parts) for parts in zip(*self._given, strict=True)]) if self._given[0] else None,
            by_row=True,
        )  # fmt: skip


def _known(shifted: _Shifted) -> Booleans:
    return np.ones(len(shifted[0]), dtype=np.bool_) if shifted[2] is None else shifted[2]


def read_cube(responses: Responses, design: Design) -> Cube:
    """One pass over the file. Raises BadResponses, naming column and row."""
    shape = shape_of(design)
    builder = Builder(shape)
    for batch in responses.batches(shape.wanted):
        builder.add(batch)
    return builder.cube()


__all__ = ["ANY", "Builder", "Cube", "Measure", "NDArray", "Shape", "compose", "distinct", "read_cube", "shape_of"]
