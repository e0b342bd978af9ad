"""A cube that is kept from one reading to the next: added up with another, written down, and read again.

Only for cubes of shares (0 or 1) whose entries gather many rows: their sums are whole numbers times weights, so that
what was added can be taken away again without a trace.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

import numpy as np

from samrit.core.awareness.cube import Cube, Measure, Shape, add_up, compose
from samrit.core.awareness.responses import Floats, Integers

_BASIC, _OF_MEASURE = 4, 5
"""Lines of the table: rows, positive, weight and weight square; then five of each measure."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The sums of a cube as one table (`sums`: lines x entries), with the smallest and largest weight of each entry.

    `codes` (categories x entries) index `values` of the shape's categories.
    """

    shape: Shape
    read: int
    values: tuple[tuple[str, ...], ...]
    codes: Integers
    sums: Floats
    ends: Floats

    def plus(self, other: Kept, sign: int = 1) -> Kept:
        """Both together; with sign -1 what is left without the other, which must have been added before."""
        values = tuple(
            tuple(dict.fromkeys((*mine, *theirs))) for mine, theirs in zip(self.values, other.values, strict=True)
        )
        codes = np.concatenate([self._coded(values), other._coded(values)], axis=1)
        sums = np.concatenate([self.sums, sign * other.sums], axis=1)
        ends = np.concatenate([self.ends, other.ends], axis=1)
        if len(codes):
            keys, numbering = compose(list(codes), [len(words) for words in values])
            first, entry = numbering(keys)
        else:
            first, entry = np.zeros(1, dtype=np.int64), np.zeros(codes.shape[1], dtype=np.int64)
        total = np.stack([add_up(entry, line, len(first)) for line in sums])
        low, high = np.full(len(first), np.inf), np.full(len(first), -np.inf)
        np.minimum.at(low, entry, ends[0])
        np.maximum.at(high, entry, ends[1])
        left = total[0] > 0
        limits = np.stack([low[left], high[left]])
        return Kept(self.shape, self.read + sign * other.read, values, codes[:, first][:, left], total[:, left], limits)

    def _coded(self, values: tuple[tuple[str, ...], ...]) -> Integers:
        """The codes by a longer list of values."""
        lines = []
        for mine, whole, codes in zip(self.values, values, self.codes, strict=True):
            place = {word: number for number, word in enumerate(whole)}
            lines.append(np.array([place[word] for word in mine], dtype=np.int64)[codes])
        return np.array(lines, dtype=np.int64).reshape(len(values), self.codes.shape[1])

    def cube(self) -> Cube:
        """The cube itself."""
        places = {name: _BASIC + _OF_MEASURE * place for place, name in enumerate(self.shape.measures)}

        def measure(name: tuple[str, ...]) -> Measure:
            return Measure(*self.sums[places[name] : places[name] + _OF_MEASURE])

        rows, positive, weight, square = self.sums[:_BASIC]
        return Cube(
            read=self.read,
            codes=dict(zip(self.shape.categories, self.codes, strict=True)),
            values={name: list(words) for name, words in zip(self.shape.categories, self.values, strict=True)},
            rows=rows,
            positive=positive,
            weight=weight,
            weight_square=square,
            weight_low=self.ends[0],
            weight_high=self.ends[1],
            population=(),
            measure=measure,
        )

    def written(self) -> bytes:
        """As it is kept; `read_kept` gives the same again."""
        head = {
            "categories": list(self.shape.categories),
            "measures": [list(name) for name in self.shape.measures],
            "read": self.read,
            "values": [list(words) for words in self.values],
            "entries": self.sums.shape[1],
        }
        body = self.codes.astype("<i8").tobytes() + np.concatenate([self.sums, self.ends]).astype("<f8").tobytes()
        return json.dumps(head, ensure_ascii=False).encode() + b"\n" + zlib.compress(body, 1)


def keep(cube: Cube, shape: Shape) -> Kept:
    """A cube of this shape, to be kept. Raises ValueError for a shape that cannot be."""
    if shape.by_row or shape.population or any(len(name) > 1 for name in shape.measures):
        raise ValueError("only shares whose entries gather rows are kept")
    lines = [cube.rows, cube.positive, cube.weight, cube.weight_square]
    for name in shape.measures:
        found = cube.measure(name)
        if found.shift:
            raise ValueError(f"{name[0]} is no share")
        lines += [found.answers, found.positive, found.weight, found.value, found.square]
    return Kept(
        shape=shape,
        read=cube.read,
        values=tuple(tuple(cube.values[name]) for name in shape.categories),
        codes=np.array([cube.codes[name] for name in shape.categories], dtype=np.int64).reshape(
            len(shape.categories), cube.size
        ),
        sums=np.stack(lines),
        ends=np.stack([cube.weight_low, cube.weight_high]),
    )


def read_kept(data: bytes, shape: Shape) -> Kept:
    """What `written` wrote. Raises ValueError where it was written for another shape."""
    first, _, packed = data.partition(b"\n")
    head = json.loads(first)
    if head["categories"] != list(shape.categories) or head["measures"] != [list(name) for name in shape.measures]:
        raise ValueError("kept for another shape")
    body, entries = zlib.decompress(packed), head["entries"]
    size = 8 * len(shape.categories) * entries
    codes = np.frombuffer(body[:size], dtype="<i8").astype(np.int64).reshape(len(shape.categories), entries)
    table = np.frombuffer(body[size:], dtype="<f8").astype(np.float64).reshape(-1, entries)
    values = tuple(tuple(words) for words in head["values"])
    return Kept(shape, head["read"], values, codes, table[:-2], table[-2:])
