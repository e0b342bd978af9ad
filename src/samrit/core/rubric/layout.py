"""Text for a terminal: columns that stay straight although Thai vowels and tone marks take no room of their own."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

WIDTH = 96


def width(text: str) -> int:
    """How many columns `text` takes: none for combining marks, two for wide signs."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """`text` filled up with blanks; `right` sets it flush right, as numbers stand."""
    blanks = " " * max(0, columns - width(text))
    return f"{blanks}{text}" if right else f"{text}{blanks}"


def wrapped(text: str, first: str, rest: str) -> list[str]:
    """`text` in lines of at most WIDTH columns, broken at blanks; `first` leads the first line, `rest` the others.

    A run of Thai without blanks is never cut: only a dictionary could tell where.
    """
    lines, line, empty = [], first, True
    for word in text.split():
        if not empty and width(line) + 1 + width(word) > WIDTH:
            lines.append(line)
            line, empty = rest, True
        line = f"{line}{word}" if empty else f"{line} {word}"
        empty = False
    return [*lines, line.rstrip()]


def table(rows: Sequence[Sequence[str]], numbers: frozenset[int] = frozenset(), indent: str = "  ") -> list[str]:
    """Rows in straight columns; columns in `numbers` are flush right, and the last one wraps under itself."""
    if not rows:
        return []
    last = len(rows[0]) - 1
    widths = [max(width(row[column]) for row in rows) for column in range(last)]
    lines = []
    for row in rows:
        cells = [padded(row[column], widths[column], right=column in numbers) for column in range(last)]
        lead = indent + "".join(f"{cell}  " for cell in cells)
        lines += wrapped(row[last], lead, " " * width(lead))
    return [line.rstrip() for line in lines]
