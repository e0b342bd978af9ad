"""The one pass over very many rows of yes/no answers, as fast as memory allows.

Rows are three columns: unit (number of the PSU, or of PSU x cell), answers (bit j is item j, 1 for yes) and weight. All
that estimates need is the weights' sum per unit and pattern of answers; patterns become items by one small product.
NumPy is enough; Numba, where it is installed, comes near the memory limit.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samrit.core.awareness.cube import Cube, Measure, add_up
from samrit.core.awareness.responses import Floats, Integers

_CHUNK = 1 << 17
_BLOCK = 2_000_000
"""Rows of a file that are held at a time: enough to keep threads busy, few enough for half a gigabyte in all."""
_MAX_ITEMS = 12
_WIDTH = 16


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
    ValueError for more than 12 items.
    """
    if not 1 <= items <= _MAX_ITEMS:
        raise ValueError(f"1 to {_MAX_ITEMS} items fit into the table of patterns")
    kernel = _compiled() if compiled is None or compiled else None
    if kernel is not None:
        wide = np.zeros((1 << items, _WIDTH))
        wide[:, : items + 2] = _patterns(items)
        found = kernel(unit, answers, weight, wide, units)
        if rows is not None:
            rows += found[:, _WIDTH - 1].astype(np.int64)
        return np.ascontiguousarray(found[:, : items + 2])
    if rows is not None:
        rows += np.bincount(unit, minlength=units)
    table: Floats | None = None
    for first in range(0, len(weight), _chunk(units << items)):
        part = slice(first, first + _chunk(units << items))
        key = unit[part].astype(np.intp)
        key <<= items
        key |= answers[part]
        sums = add_up(key, weight[part], units << items)
        table = sums if table is None else np.add(table, sums, out=table)
    if table is None:
        return np.zeros((units, items + 2))
    return np.asarray(table.reshape(units, 1 << items) @ _patterns(items))


def sum_file(path: Path, units: int, items: int, *, compiled: bool | None = None) -> tuple[Floats, Integers]:
    """`sum_answers` and the rows of each unit, of a Parquet file whose first three columns are unit, answers, weight.

    A few million rows are held at a time, whatever the file's size.
    """
    from pyarrow import parquet

    rows = np.zeros(units, dtype=np.int64)
    sums = np.zeros((units, items + 2))
    with parquet.ParquetFile(path) as file:
        names = file.schema_arrow.names[:3]
        for groups in _blocks([file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]):
            table = file.read_row_groups(groups, columns=names).combine_chunks()
            unit, answers, weight = (table.column(name).to_numpy() for name in names)
            sums += sum_answers(unit, answers, weight, units, items, rows=rows, compiled=compiled)
    return sums, rows


def _blocks(sizes: list[int]) -> list[list[int]]:
    """Row groups together until they hold enough rows to keep every thread busy."""
    blocks: list[list[int]] = []
    held = _BLOCK
    for group, size in enumerate(sizes):
        if held >= _BLOCK:
            blocks.append([])
            held = 0
        blocks[-1].append(group)
        held += size
    return blocks


def _chunk(bins: int) -> int:
    """Rows at a time: few enough to keep temporaries small, many enough that the table is seldom added up."""
    return max(_CHUNK, bins // 2)


def _patterns(items: int) -> Floats:
    """What one row of each pattern adds to each sum."""
    patterns = np.arange(1 << items)
    columns = [np.ones(1 << items)] + [((patterns >> item) & 1).astype(np.float64) for item in range(items)]
    columns.append((patterns == (1 << items) - 1).astype(np.float64))
    return np.column_stack(columns)


@cache
def _compiled() -> Callable[[NDArray[Any], NDArray[Any], Floats, Floats, int], Floats] | None:
    """The compiled kernel; None without Numba."""
    try:
        import numba
    except ImportError:
        return None

    @numba.njit(parallel=True, nogil=True, fastmath=True)  # type: ignore[untyped-decorator, unused-ignore]  # untyped
    def kernel(unit: Any, answers: Any, weight: Any, patterns: Any, units: int) -> Any:
        # Sixteen sums a unit are two cache lines and two wide additions a row: faster than a table of all patterns.
        threads, rows = numba.get_num_threads(), len(weight)
        sums = np.zeros((threads, units, _WIDTH))
        for thread in numba.prange(threads):
            for row in range(rows * thread // threads, rows * (thread + 1) // threads):
                own, pattern, value = sums[thread, unit[row]], patterns[answers[row]], weight[row]
                for column in range(_WIDTH):
                    own[column] += value * pattern[column]
                own[_WIDTH - 1] += 1.0
        return sums.sum(axis=0)

    return kernel  # type: ignore[no-any-return, unused-ignore]  # as above


def cube_of_answers(
    sums: Floats,
    rows: Integers,
    codes: dict[str, Integers],
    items: tuple[str, ...],
    joint: str,
) -> Cube:
    """The cube of complete yes/no answers from `sum_answers`.

    `rows` counts the rows of each unit; `codes` number its PSU, stratum and cells by column; the measures are `items`
    and `joint`.
    """
    count, weight = rows.astype(np.float64), np.ascontiguousarray(sums[:, 0])
    columns = {name: np.ascontiguousarray(sums[:, 1 + place]) for place, name in enumerate((*items, joint))}

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
