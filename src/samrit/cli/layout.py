"""Plain text for the screen: headings, labelled rows, numbered lists. The same for every terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from samrit.core.rubric import width


def heading(text: str) -> list[str]:
    """A heading with its rule, and a blank line before it."""
    return ["", text, "─" * width(text)]


def labelled(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Rows of label and text, the texts in one column; further lines of a text stand under its first."""
    column = max((width(label) for label, _ in rows), default=0) + 2
    lines: list[str] = []
    for label, text in rows:
        first, *rest = text.split("\n")
        lines.append(f"{label}{' ' * (column - width(label))}{first}".rstrip())
        lines += [f"{' ' * column}{line}" for line in rest]
    return lines


def numbered(texts: Iterable[str]) -> list[str]:
    """Texts numbered from 1; further lines of a text stand under its first."""
    lines: list[str] = []
    for number, text in enumerate(texts, start=1):
        mark = f"{number:>3}. "
        first, *rest = text.split("\n")
        lines.append(mark + first)
        lines += [" " * len(mark) + line for line in rest]
    return lines


def indented(lines: Iterable[str], by: int = 2) -> list[str]:
    """The lines moved to the right."""
    return [f"{' ' * by}{line}" if line else "" for line in lines]


def page(lines: Iterable[str]) -> str:
    """Lines as one text, ending in one line break."""
    return "\n".join(lines).strip("\n") + "\n"
