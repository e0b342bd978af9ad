"""Where a builder gathers batches: sums by entry, or the rows themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samrit.core.awareness.cube import Cube, Measure, add_up
from samrit.core.awareness.kernels import MAX_ITEMS, Tally, sum_answers
from samrit.core.awareness.responses import Booleans, Floats, Integers
from samrit.core.awareness.shares import YesNo, bits_of

Names = tuple[tuple[str, ...], ...]
"""The measures that are shares, each by its columns."""
Shifted = tuple[Floats, Floats | None, Booleans | None]
"""A measure by row: its value less the shift, the second part of a ratio, which rows answered (None: all)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One batch, by row."""

    codes: list[Integers]
    weight: Floats
    population: list[Floats]
    extra: dict[str, Floats]
    given: list[Floats]
    shares: dict[tuple[str, ...], YesNo]
    measures: dict[tuple[str, ...], Shifted]


class Sums:
    """Entries that gather many rows."""

    def __init__(self) -> None:
        self._size = 0
        self._basic = np.zeros((6, 0))
        self._population: list[Floats] = []
        self._measures: dict[tuple[str, ...], Floats] = {}
        # The weights of those who say yes, by the names of shares: settled only when entries or a cube are wanted.
        self._tallies: dict[Names, Tally] = {}

    def add(self, entry: Integers, size: int, part: Part) -> None:
        if size > self._size:  # most batches bring no new entry
            self._grow(size, part)
        weight, basic = part.weight, self._basic
        # What a measure sums where nobody is silent: rows, rows of weight > 0, weights.
        whole = _counts(entry, weight, size)
        basic[:3] += whole
        basic[3] += add_up(entry, weight * weight, size)
        # Soon hardly any weight can be the smallest or the largest of its entry.
        lighter, heavier = np.flatnonzero(weight < basic[4].max()), np.flatnonzero(weight > basic[5].min())
        np.minimum.at(basic[4], entry[lighter], weight[lighter])
        np.maximum.at(basic[5], entry[heavier], weight[heavier])
        for stored, given in zip(self._population, part.population, strict=True):
            _same(stored, entry, given)
        for name, shifted in part.measures.items():
            _add_measure(self._measures[name], entry, weight, shifted, whole)
        for names, tally in self._tallies.items():
            shares = [part.shares[name] for name in names]
            tally.add(entry, bits_of([one.yes for one in shares], len(entry)), weight)
            _add_answered([self._measures[name] for name in names], entry, weight, shares, whole)

    def _grow(self, size: int, part: Part) -> None:
        self._settle()
        more = size - self._size
        fresh = np.zeros((6, more))
        fresh[4], fresh[5] = np.inf, -np.inf
        self._basic = np.concatenate([self._basic, fresh], axis=1)
        if not self._population:
            self._population = [np.zeros(0) for _ in part.population]
        self._population = [np.concatenate([stored, np.full(more, np.nan)]) for stored in self._population]
        for name in (*part.shares, *part.measures):
            stored = self._measures.get(name, np.zeros((5, 0)))
            self._measures[name] = np.concatenate([stored, np.zeros((5, more))], axis=1)
        self._size = size
        names = tuple(part.shares)
        groups = [names[first : first + MAX_ITEMS] for first in range(0, len(names), MAX_ITEMS)]
        self._tallies = {group: Tally(size, len(group)) for group in groups}

    def _settle(self) -> None:
        for names, tally in self._tallies.items():
            for name, yes in zip(names, tally.sums()[:, 1:-1].T, strict=True):
                self._measures[name][3:] += yes
            self._tallies[names] = Tally(self._size, len(names))

    def cube(
        self, read: int, codes: dict[str, Integers], values: dict[str, list[str]], shift: dict[tuple[str, ...], float]
    ) -> Cube:
        self._settle()

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


def _add_measure(sums: Floats, entry: Integers, weight: Floats, shifted: Shifted, whole: Floats) -> None:
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


def _add_answered(tables: list[Floats], entry: Integers, weight: Floats, shares: list[YesNo], whole: Floats) -> None:
    """Who answered, of several shares in one pass: who did are the bits of a pattern."""
    if all(one.answered is None for one in shares):
        for table in tables:
            table[:3] += whole
        return
    size, number = whole.shape[1], len(shares)

    def summed(value: Floats) -> Floats:
        return sum_answers(who, said, value, size, number, compiled=False)[:, 1:-1].T

    answered = bits_of([one.answered for one in shares], len(entry))
    silent = answered != (1 << number) - 1
    counts = _counts(entry[~silent], weight[~silent], size)
    who, said, value = entry[silent], answered[silent], weight[silent]
    rows = summed(np.ones(len(who)))
    positive = rows if value.min(initial=1.0) > 0 else summed((value > 0).astype(np.float64))
    for table, *some in zip(tables, rows, positive, summed(value), strict=True):
        table[:3] += counts + np.stack(some)


def _same(stored: Floats, entry: Integers, given: Floats) -> None:
    """Remembers each entry's population; infinity marks an entry whose rows disagree."""
    fresh = np.isnan(stored[entry])
    stored[entry[fresh]] = given[fresh]
    differs = stored[entry] != given
    stored[entry[differs]] = np.inf


class Rows:
    """Entries that are rows."""

    def __init__(self) -> None:
        self.parts: list[Part] = []

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


def _known(shifted: Shifted) -> Booleans:
    return np.ones(len(shifted[0]), dtype=np.bool_) if shifted[2] is None else shifted[2]
