"""Texts and their combinations, numbered in order of first appearance."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samrit.core.awareness.cube import DENSE, compose, distinct, distinct_small
from samrit.core.awareness.responses import Integers, text_of


class Words:
    """Texts of one column, numbered in order of first appearance."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._numbers: dict[str, int] = {}
        self._least = 0
        self._of_integer = np.empty(0, dtype=np.int64)

    def number(self, text: str) -> int:
        plain = text if text.isascii() else unicodedata.normalize("NFC", text)
        found = self._numbers.setdefault(plain, len(self.values))
        if found == len(self.values):
            self.values.append(plain)
        return found

    def encode(self, array: Any, column: str = "") -> Integers:
        import pyarrow as pa

        if pa.types.is_integer(array.type) and not array.null_count and len(array):
            values = np.asarray(array)
            if values.min() > -DENSE and values.max() < DENSE:
                return self._integers(values)
        coded = text_of(array, column)
        table = np.fromiter((self.number(word) for word in coded.dictionary.to_pylist()), dtype=np.int64)
        return np.asarray(table[coded.indices.to_numpy(zero_copy_only=False)], dtype=np.int64)

    def _integers(self, values: NDArray[np.integer[Any]]) -> Integers:
        """Small integers by a table that is kept from batch to batch, instead of by their texts."""
        least, most = int(values.min()), int(values.max())
        if least < self._least or most >= self._least + len(self._of_integer):
            self._least = min(least, self._least)
            self._of_integer = np.full(max(most, self._least + len(self._of_integer)) - self._least + 1, -1)
        # A narrow column is looked up as it is: what is not made wider first need not be read again.
        place = values.astype(np.int64) - self._least if self._least else values
        found = self._of_integer.take(place)
        if found.min() < 0:
            fresh = place[found < 0].astype(np.int64)
            for one in fresh[distinct_small(fresh, len(self._of_integer))[0]].tolist():
                self._of_integer[one] = self.number(str(one + self._least))
            found = self._of_integer.take(place)
        return found


class Entries:
    """Combinations of codes, numbered in order of first appearance."""

    def __init__(self, columns: int) -> None:
        self.codes: list[tuple[int, ...]] = []
        self._numbers: dict[tuple[int, ...], int] = {}
        self._columns = columns
        # What was looked up before, by key; it holds as long as keys are made in the same way.
        self._known = np.empty(0, dtype=np.int64)
        self._made: tuple[int, ...] = ()
        self._left: Entries | None = None

    def find(self, codes: Sequence[Integers], sizes: Sequence[int], rows: int) -> Integers:
        if not codes:
            self._number(())
            return np.zeros(rows, dtype=np.int64)
        keys, span, made = self._keys(codes, sizes, rows)
        if span > DENSE:
            first, inverse = distinct(keys)
            return np.asarray(self._of_rows(codes, first)[inverse], dtype=np.int64)
        if made != self._made:
            self._known, self._made = np.empty(0, dtype=np.int64), made
        if span > len(self._known):
            self._known = np.concatenate([self._known, np.full(2 * span - len(self._known), -1)])
        found = self._known.take(keys)
        if found.min(initial=0) < 0:
            fresh = np.flatnonzero(found < 0)
            first = fresh[distinct_small(keys[fresh], span)[0]]
            self._known[keys[first]] = self._of_rows(codes, first)
            found = self._known.take(keys)
        return found

    def _keys(
        self, codes: Sequence[Integers], sizes: Sequence[int], rows: int
    ) -> tuple[Integers, int, tuple[int, ...]]:
        """A key for each row, what they are all below, and how they are made."""
        span = math.prod(max(1, size) for size in sizes)
        if span <= DENSE or len(codes) == 1:
            return compose(codes, sizes)[0], span, tuple(sizes[1:])
        # Few of so many combinations exist: those of all columns but the last are numbered first.
        self._left = self._left or Entries(self._columns - 1)
        left = self._left.find(codes[:-1], sizes[:-1], rows)
        return left * sizes[-1] + codes[-1], len(self._left.codes) * sizes[-1], (-1, sizes[-1])

    def _of_rows(self, codes: Sequence[Integers], rows: Integers) -> Integers:
        return np.fromiter(
            (self._number(key) for key in zip(*(column[rows].tolist() for column in codes), strict=True)),
            dtype=np.int64,
            count=len(rows),
        )

    def _number(self, key: tuple[int, ...]) -> int:
        found = self._numbers.setdefault(key, len(self.codes))
        if found == len(self.codes):
            self.codes.append(key)
        return found

    def columns(self) -> list[Integers]:
        table = np.array(self.codes, dtype=np.int64).reshape(len(self.codes), self._columns)
        return [np.ascontiguousarray(table[:, index]) for index in range(self._columns)]
