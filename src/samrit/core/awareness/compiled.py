"""The one pass in machine code, where Numba is installed.

A row adds its weight to some of a unit's sums: which ones, its answers say bit by bit. So a row is one wide addition
under a mask; written as vectors of LLVM it becomes one or two masked instructions where the processor has them, and is
right everywhere. The sums of two thousand units stay in the nearer caches, so the pass runs about as fast as the
columns can be read.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samrit.core.awareness.responses import Floats, Integers

WIDTHS = (4, 8, 16)
"""How many sums a unit may have."""
_LINE = 64
"""Bytes that are fetched together: no unit's sums may lie across more lines than they must."""
_MOST = 16
"""Threads; a handful already takes all that memory gives."""

Kernel = Callable[[NDArray[Any], NDArray[Any], Floats, int, int, Integers | None], Floats]


@cache
def masked_sums() -> Kernel | None:
    """The pass over unit, answers and weight: sums (units x (items + 2)), of all, of each item, of those who say yes
    to all; rows are counted by unit where a table for it is given. None without Numba.

    The pass raises ValueError for a unit or answers outside their range.
    """
    if importlib.util.find_spec("numba") is None:
        return None
    loops = {width: _loop(width) for width in WIDTHS}

    def kernel(
        unit: NDArray[Any], answers: NDArray[Any], weight: Floats, units: int, items: int, rows: Integers | None
    ) -> Floats:
        width = next(width for width in WIDTHS if width >= items + 2)
        # A table for each thread only where the rows are worth it: else the tables cost more than the rows.
        threads = max(1, min(os.cpu_count() or 1, _MOST, len(weight) // max(1, units)))
        sums = _aligned(threads * units * width).reshape(threads, units * width)
        counts = np.zeros((threads, units if rows is not None else 0), dtype=np.int64)

        def part(thread: int) -> int:
            share = slice(len(weight) * thread // threads, len(weight) * (thread + 1) // threads)
            return loops[width](
                unit[share], answers[share], weight[share], sums[thread], counts[thread], (units, items)
            )

        # Python's own threads sleep when they are done: Numba's would wait in a loop, in the way of what follows.
        with ThreadPoolExecutor(threads) as pool:
            odd = sum(pool.map(part, range(threads)))
        if odd:
            raise ValueError(f"{odd} rows name a unit or answers outside the table")
        found = sums[0]
        for other in sums[1:]:  # in place: a fresh table of many units costs more than the addition
            found += other
        if rows is not None:
            rows += counts.sum(axis=0)
        return np.asarray(found.reshape(units, width)[:, : items + 2])

    return kernel


def _aligned(size: int) -> Floats:
    """Zeros that begin with a line of the cache."""
    wide = np.zeros(size + _LINE // 8)
    first = -wide.ctypes.data % _LINE // 8
    return wide[first : first + size]


def _loop(width: int) -> Callable[..., int]:
    """The compiled loop for tables of so many sums a unit."""
    import numba

    add = _masked_addition(width)

    @numba.njit(nogil=True)  # type: ignore[untyped-decorator, unused-ignore]  # untyped
    def loop(unit: Any, answers: Any, weight: Any, sums: Any, counts: Any, size: Any) -> Any:
        units, items = size
        every, counted, odd = (1 << items) - 1, len(counts) > 0, 0
        for row in range(len(weight)):
            place, pattern = np.intp(unit[row]), np.intp(answers[row])
            if np.uintp(place) >= np.uintp(units) or np.uintp(pattern) > np.uintp(every):
                odd += 1
                continue
            chosen = 1 | (pattern << 1) | (np.intp(pattern == every) << (items + 1))
            add(sums, place * width, chosen, weight[row])
            if counted:
                counts[place] += 1
        return odd

    return loop  # type: ignore[no-any-return, unused-ignore]  # as above


def _masked_addition(width: int) -> Any:
    """`add(sums, place, chosen, value)`: value is added to those of the next `width` sums whose bit is set."""
    from llvmlite import ir
    from numba.core import types
    from numba.extending import intrinsic

    vector, word = ir.VectorType(ir.DoubleType(), width), ir.IntType(32)

    def signature_and_code(_context: Any, sums: Any, _place: Any, _chosen: Any, _value: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            table = context.make_array(signature.args[0])(context, builder, arguments[0])
            place = builder.bitcast(builder.gep(table.data, [arguments[1]]), vector.as_pointer())
            bits = builder.bitcast(builder.trunc(arguments[2], ir.IntType(width)), ir.VectorType(ir.IntType(1), width))
            nothing = ir.Constant(vector, ir.Undefined)
            first = builder.insert_element(nothing, arguments[3], ir.Constant(word, 0))
            spread = builder.shuffle_vector(first, nothing, ir.Constant(ir.VectorType(word, width), [0] * width))
            before = builder.load(place, align=min(_LINE, 8 * width))
            after = builder.select(bits, builder.fadd(before, spread), before)
            builder.store(after, place, align=min(_LINE, 8 * width))
            return context.get_dummy_value()

        return types.void(sums, types.intp, types.intp, types.float64), code

    return intrinsic(signature_and_code)
