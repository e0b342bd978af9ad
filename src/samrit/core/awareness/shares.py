"""Answers of yes and no, row by row: one byte each, and the bits of a pattern together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samrit.core.awareness.responses import Booleans, Floats, numbers_of, refuse_row
from samrit.core.contract import Message

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class YesNo:
    """A column of 1 and 0: `yes` is 1 for yes, and 0 for no and for silence; `answered` tells these apart (None: all
    answered).
    """

    yes: Bytes
    answered: Booleans | None

    @property
    def numbers(self) -> tuple[Floats, Booleans | None]:
        """As any column of numbers."""
        return self.yes.astype(np.float64), self.answered


def yes_no_of(array: Any, column: str, first: int) -> YesNo:
    """A column as yes and no; `first` is the number of rows before it.

    Raises BadResponses for a cell that is neither 0, 1 nor empty.
    """
    found = _quickly(array)
    if found is None:
        values, answered = numbers_of(array, column, first)
        _check(values, answered, column, first)
        found = YesNo(values.astype(np.uint8), answered)
    return found


def _quickly(array: Any) -> YesNo | None:
    """Without a float for every cell, where the kind of the column allows; None for others, and for odd cells."""
    import pyarrow as pa
    from pyarrow import compute

    kind = array.type
    if pa.types.is_string(kind):
        array = array.dictionary_encode()
        kind = array.type
    if pa.types.is_dictionary(kind) and pa.types.is_string(kind.value_type):
        return _by_words(array)
    answered = None
    if array.null_count:
        answered = np.asarray(compute.is_valid(array).to_numpy(zero_copy_only=False), dtype=np.bool_)
    if pa.types.is_boolean(kind):
        array = array.cast(pa.uint8())
    elif not pa.types.is_integer(kind):
        return None
    values = np.asarray((array if answered is None else array.fill_null(0)).to_numpy(zero_copy_only=False))
    # Seen without a sign, a number below 0 is a large one.
    if len(values) and values.view(f"u{values.itemsize}").max() > 1:
        return None
    return YesNo(values.astype(np.uint8, copy=False), answered)


def _by_words(array: Any) -> YesNo | None:
    words = {"1": 1, "0": 0, "": _SILENT, None: _SILENT}
    table = np.array([words.get(word, _ODD) for word in array.dictionary.to_pylist()] + [_SILENT], dtype=np.uint8)
    places = array.indices
    if places.null_count:
        places = places.fill_null(len(table) - 1)
    found = table[places.to_numpy(zero_copy_only=False)]
    most = found.max(initial=0)
    if most == _ODD:
        return None
    if most < _SILENT:
        return YesNo(found, None)
    answered = found != _SILENT
    return YesNo(found * answered, answered)


_SILENT, _ODD = 2, 3


def _check(values: Floats, answered: Booleans | None, column: str, first: int) -> None:
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


def all_of(items: Sequence[YesNo]) -> YesNo:
    """1 if every answer is 1; 0 if any is 0, even with others missing; missing otherwise."""
    ones: Bytes = reduce(np.bitwise_and, [one.yes for one in items])
    if all(one.answered is None for one in items):
        return YesNo(ones, None)
    noes = [one.yes == 0 if one.answered is None else (one.yes == 0) & one.answered for one in items]
    return YesNo(ones, ones.astype(np.bool_) | reduce(np.logical_or, noes))


def any_of(items: Sequence[YesNo]) -> YesNo:
    """1 if any answer is 1, 0 if every answer is 0, missing otherwise."""
    ones: Bytes = reduce(np.bitwise_or, [one.yes for one in items])
    asked = [one.answered for one in items if one.answered is not None]
    return YesNo(ones, (ones.astype(np.bool_) | reduce(np.logical_and, asked)) if asked else None)


def bits_of(columns: Sequence[NDArray[Any] | None], rows: int) -> NDArray[np.uint16]:
    """Columns of 0 and 1 as the bits of one number a row; None stands for 1 everywhere."""
    # Byte by byte: a vector of the processor then holds as many rows as can be.
    low, high = (_byte(columns[first : first + 8], rows) for first in (0, 8))
    return low if len(columns) <= 8 else low | high << np.uint16(8)


def _byte(columns: Sequence[NDArray[Any] | None], rows: int) -> NDArray[np.uint16]:
    found, moved = np.zeros(rows, dtype=np.uint8), np.empty(rows, dtype=np.uint8)
    for place, column in enumerate(columns):
        if column is None:
            found |= np.uint8(1 << place)
        else:
            found |= np.multiply(column.view(np.uint8), np.uint8(1 << place), out=moved)
    return found.astype(np.uint16)
