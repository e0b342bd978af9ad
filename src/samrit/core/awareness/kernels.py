"""The one pass over very many rows of yes/no answers, as fast as memory allows.

Rows are three columns: unit (number of the PSU, or of PSU x cell), answers (bit j is item j, 1 for yes) and weight. All
that estimates need is the weights' sum per unit and item. NumPy is enough; Numba, where it is installed, comes near the
memory limit (`compiled`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samrit.core.awareness.compiled import masked_sums
from samrit.core.awareness.cube import Cube, Measure, add_up
from samrit.core.awareness.responses import Floats, Integers

_CHUNK = 1 << 16
"""Rows that NumPy takes at a time: its temporaries then stay in the cache."""
_TABLE = 1 << 17
"""Entries of a table of patterns that stay in the cache."""
MAX_ITEMS = 14
"""Items that are summed in one pass: with the two sums of all, they fit the widest table of `compiled`."""


def sum_answers(
    unit: NDArray[Any],
    answers: NDArray[Any],
    weight: Floats,
    units: int,
    items: int,
    *,
    rows: Integers | None = None,
    compiled: bool | None = None,
) -> Floats:
    """Sums of weights (units x (items + 2)): of all rows, of those who say yes to each item, of those to all.

    `rows`, where given, is added the number of rows of each unit. `compiled` None takes Numba where it is there. Raises
    ValueError for more than 14 items, or a unit or answers outside their range.
    """
    if not 1 <= items <= MAX_ITEMS:
        raise ValueError(f"1 to {MAX_ITEMS} items fit into the table of patterns")
    kernel = masked_sums() if compiled is None or compiled else None
    if kernel is not None:
        return kernel(unit, answers, weight, units, items, rows)
    if _outside(unit, units) or _outside(answers, 1 << items):
        raise ValueError("rows name a unit or answers outside the table")
    tally = Tally(units, items)
    tally.add(unit, answers, weight)
    if rows is not None:
        rows += np.bincount(unit, minlength=units)
    return tally.sums()


class Tally:
    """The sums by NumPy: of each pattern of a few items at once, in tables that stay in the cache; rows may come in
    parts.

    A table has a line of units for each pattern, the last one a line more, for those who say yes to all items.
    """

    def __init__(self, units: int, items: int) -> None:
        self._units, self._items, self._parts = units, items, _parts(units, items)
        self._tables = [np.zeros(((1 << high - low) + (high == items), units)) for low, high in self._parts]

    def add(self, unit: NDArray[Any], answers: NDArray[Any], weight: Floats) -> None:
        """More rows, all of them inside the tables."""
        every = (1 << self._items) - 1
        for first in range(0, len(weight), _CHUNK):
            chunk = slice(first, first + _CHUNK)
            who, said, value = unit[chunk], answers[chunk], weight[chunk]
            for (low, high), table in zip(self._parts, self._tables, strict=True):
                part = (said >> low) & ((1 << high - low) - 1)
                if high == self._items:
                    part += said == every
                key = np.multiply(part, self._units, dtype=np.intp)
                key += who
                np.add.at(table.reshape(-1), key, value)

    def sums(self) -> Floats:
        """What `sum_answers` finds."""
        sums = np.zeros((self._units, self._items + 2))
        sums[:, -1] = self._tables[-1][-1]
        for (low, high), table in zip(self._parts, self._tables, strict=True):
            folded = table[: 1 << high - low].copy()
            folded[-1] += table[1 << high - low :].sum(axis=0)
            for item in reversed(range(low, high)):
                noes, yeses = np.split(folded, 2)
                sums[:, 1 + item] = yeses.sum(axis=0)
                folded = noes + yeses
            sums[:, 0] = folded[0]
        return sums


def _outside(codes: NDArray[Any], size: int) -> bool:
    return bool(len(codes) and (codes.max() >= size or codes.min() < 0))


def _parts(units: int, items: int) -> list[tuple[int, int]]:
    """Which items share a table: as many as keep it in the cache, but three at least."""
    most = max(3, (_TABLE // max(1, units)).bit_length() - 1)
    number = -(-items // most)
    edges = [items * place // number for place in range(number + 1)]
    return list(pairwise(edges))


def sum_weights(unit: NDArray[Any], weight: Floats, units: int) -> Floats:
    """Sums of weights by unit, a part at a time so that nothing as long as the columns is made."""
    sums = np.zeros(units)
    for first in range(0, len(weight), _CHUNK):
        sums += add_up(unit[first : first + _CHUNK], weight[first : first + _CHUNK], units)
    return sums


def cube_of_answers(sums: Floats, rows: Integers, codes: dict[str, Integers], names: tuple[str, ...]) -> Cube:
    """The cube of complete yes/no answers from `sum_answers`.

    `rows` counts the rows of each unit; `codes` number its PSU, stratum and cells by column; `names` are those of the
    items, and then of "all of them" where it is wanted.
    """
    count, weight = rows.astype(np.float64), np.ascontiguousarray(sums[:, 0])
    columns = {name: np.ascontiguousarray(sums[:, 1 + place]) for place, name in enumerate(names)}

    def measure(name: tuple[str, ...]) -> Measure:
        return Measure(count, count, weight, columns[name[0]], columns[name[0]])

    none = np.full(len(count), np.nan)
    return Cube(
        read=int(rows.sum()),
        codes=codes,
        values={name: [str(value) for value in range(int(code.max()) + 1)] for name, code in codes.items()},
        rows=count,
        positive=count,
        weight=weight,
        weight_square=none,
        weight_low=none,
        weight_high=none,
        population=(),
        measure=measure,
    )
