"""Disclosure control: small cells are hidden, and enough others that nobody can work them out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, TypeVar

THRESHOLD = 10
"""Cells of fewer persons are hidden."""
Key = TypeVar("Key", bound=Hashable)


def hidden(counts: Mapping[Key, int]) -> set[Key]:
    """The cells of one table with a printed total that must be hidden: the small ones, and one more where the total
    would give a single hidden cell (or the hidden ones together are fewer than the threshold) away.
    """
    small = {key for key, number in counts.items() if 0 < number < THRESHOLD}
    if not small:
        return set()
    rest = sorted((number, str(key), key) for key, number in counts.items() if key not in small and number)
    while rest and (len(small) < 2 or sum(counts[key] for key in small) < THRESHOLD):
        small.add(rest.pop(0)[2])
    return small


def blanked(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> list[dict[str, Any]]:
    """The rows with as many of `columns` emptied (the first of them first) as it takes that no combination of what is
    left belongs to fewer persons than the threshold.
    """
    made = [dict(row) for row in rows]
    for column in columns:
        rare = _rare(made, columns)
        for row in made:
            if tuple(row[name] for name in columns) in rare:
                row[column] = ""
    return made


def _rare(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> set[tuple[Any, ...]]:
    found = Counter(tuple(row[name] for name in columns) for row in rows)
    return {key for key, number in found.items() if number < THRESHOLD and any(key)}
