"""Texts and their combinations, numbered in order of first appearance."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np

from samrit.core.awareness.cube import compose
from samrit.core.awareness.responses import Integers, text_of


class Words:
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

    def encode(self, array: Any, column: str = "") -> Integers:
        coded = text_of(array, column)
        table = np.fromiter((self.number(word) for word in coded.dictionary.to_pylist()), dtype=np.int64)
        return np.asarray(table[coded.indices.to_numpy(zero_copy_only=False)], dtype=np.int64)


class Entries:
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
