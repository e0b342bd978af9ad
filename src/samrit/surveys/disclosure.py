"""Disclosure control: small cells are hidden, and enough others that nobody can work them out again.

A cell is a number of persons who answered alike. What a page, a file or a report tells of a wave passes through here;
how many interviews somebody held, or an address brought in, is work and no answer.
"""

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


def few(number: int) -> bool:
    """Whether a cell is of some persons, but of too few to be told."""
    return 0 < number < THRESHOLD


def few_on_a_side(part: float, whole: float) -> bool:
    """Whether a bare share would tell of too few persons: on one side of it, on the other, or in all."""
    return whole < THRESHOLD or few(round(part)) or few(round(whole - part))


def capped(values: Sequence[int]) -> list[int]:
    """The values with the largest ones brought down to the largest that as many as the threshold reach."""
    if len(values) < THRESHOLD:
        return [min(values)] * len(values) if values else []
    top = sorted(values, reverse=True)[THRESHOLD - 1]
    return [min(value, top) for value in values]


def blanked(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, within: str) -> list[dict[str, Any]]:
    """The rows with as many of `columns` emptied (the first of them first) as it takes that no combination of what is
    left, with the column `within`, which stays as it is, belongs to fewer persons than the threshold. Where it would be
    few that are emptied, others are too, so that their number does not tell what was hidden.
    """
    made = [dict(row) for row in rows]
    for column in columns:
        rare = _rare(made, (within, *columns))
        for row in made:
            if tuple(row[name] for name in (within, *columns)) in rare:
                row[column] = ""
    return made


def _rare(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> set[tuple[Any, ...]]:
    found = Counter(tuple(row[name] for name in columns) for row in rows)
    rare = {key for key, number in found.items() if number < THRESHOLD and any(key[1:])}
    rest = sorted((number, key) for key, number in found.items() if key not in rare and any(key[1:]))
    while rare and rest and sum(found[key] for key in rare) < THRESHOLD:
        rare.add(rest.pop(0)[1])
    return rare
