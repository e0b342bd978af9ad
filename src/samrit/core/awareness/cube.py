"""The cube: everything an estimate, its variance, replicates and weighting need, as sums over few entries.

An entry is one combination of all categorical columns that the design names (strata, clusters, cells of margins,
domains). For each entry the cube keeps counts and weighted sums of each measure, so one pass over the responses is
enough and ten million rows become a few thousand numbers; a new response changes one entry. Where rows of one cell
differ (no clusters, numeric margins, trimming, given replicate weights), each row is its own entry: same shape, same
arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from samrit.core.awareness.design import Design
from samrit.core.awareness.responses import Booleans, Floats, Integers

ANY = "\0any"
"""The made column "at least one item"; no file can hold this name."""
DENSE = 1 << 22
"""Up to this many possible keys, entries are looked up in a table instead of being sorted."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Which columns a cube is made of, and how.

    `categories` are read as text; `measures` are single columns or (numerator, denominator) pairs; `binary` columns
    must be 0 or 1, `complete` ones have no empty cell; `extra` are numeric margins, `replicates` given weights (both
    need `by_row`).
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
    complete: frozenset[str] = frozenset()

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
    decoys = design.items.decoys if design.items is not None else ()
    if design.verdict is not None and items:
        measures += [(column,) for column in items]
        measures += [(joint or "\0all",), (ANY,)]
        measures += [(column,) for column in decoys]
        categories += [column for column, _ in design.verdict.exclude]
    extra = [key for margin in margins if not margin.by for key, _ in margin.totals]
    by_row = not design.clusters or bool(extra) or bool(given) or design.trim is not None
    return Shape(
        weight=design.weight,
        categories=tuple(dict.fromkeys(categories)),
        population=design.population,
        measures=tuple(dict.fromkeys(measures)),
        binary=frozenset(binary) | frozenset(items) | frozenset(decoys),
        items=items,
        joint=joint or ("\0all" if items else None),
        extra=tuple(dict.fromkeys(extra)),
        replicates=given,
        by_row=by_row,
        complete=frozenset((*design.strata, *design.clusters)),
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


def add_up(index: Integers, values: Floats | Booleans, size: int) -> Floats:
    """Sums of `values` by index, as many as `size`."""
    sums: NDArray[np.float64] = np.bincount(index, weights=values, minlength=size).astype(np.float64, copy=False)
    return sums


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


def held(keys: Integers, span: int) -> Integers:
    """The different keys, all below `span`, in rising order."""
    if span > DENSE:
        return np.unique(keys)
    table = np.zeros(span, dtype=np.bool_)
    table[keys] = True
    return np.flatnonzero(table)


def numbered(keys: Integers, span: int) -> tuple[Integers, Integers]:
    """As `held`, and for every row the number of its key."""
    if span > DENSE:
        found, where = np.unique(keys, return_inverse=True)
        return found, where
    found = held(keys, span)
    table = np.zeros(span, dtype=np.int64)
    table[found] = np.arange(len(found))
    return found, table[keys]


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
