"""The printed form as values: blocks of rows of cells of lines, and how text and numbers are printed on it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from samrit.core.contract import canonical
from samrit.core.thai import to_thai

NOTHING = "-"
"""What is printed where the sheet does not say."""


class BlockKind(Enum):
    """How a block of the form looks."""

    TITLE = "title"
    LINES = "lines"
    TABLE = "table"
    SIGNATURE = "signature"
    HEADING = "heading"


class CellStyle(Enum):
    """How the text of a cell looks: running text, the label of a row, or a figure."""

    TEXT = "text"
    LABEL = "label"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed paragraph. `box`: a ticked (True) or empty (False) box stands before it, or none (None)."""

    text: str
    box: bool | None = None


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell over `span` columns. `note` is a small remark that the form prints before the lines.

    `listed`: its lines are paragraphs of their own; otherwise they are parts of one sentence.
    """

    lines: tuple[Line, ...] = ()
    span: int = 1
    note: str | None = None
    listed: bool = False
    style: CellStyle = CellStyle.TEXT


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a table. `head`: it names the columns. `continues`: its first cell belongs to the row above."""

    cells: tuple[FormCell, ...]
    head: bool = False
    continues: bool = False


@dataclass(frozen=True, slots=True)
class FormBlock:
    """A piece of the form: rows of one cell, or a table with the widths of its columns in percent of the page."""

    kind: BlockKind
    rows: tuple[FormRow, ...]
    widths: tuple[int, ...] = (100,)

    @classmethod
    def of_lines(cls, kind: BlockKind, *lines: Line) -> FormBlock:
        """A block without columns, one row a line."""
        return cls(kind, tuple(FormRow((FormCell((line,)),)) for line in lines))


_WORD_ENDS = "\u200b\u200c\u200d"
"""Invisible signs that say where words end or letters join."""

_PART_ENDS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def printed(text: str) -> str:
    """`text` as one printed line: Thai digits, runs of blanks as one, nothing that cannot be printed."""
    kept = "".join(sign for sign in text if sign.isspace() or _prints(sign))
    return to_thai(" ".join(kept.split()))


def _prints(sign: str) -> bool:
    """Control signs and non-characters may not stand in XML; marks of writing direction would turn numbers round."""
    if unicodedata.category(sign) == "Cf":
        return sign in _WORD_ENDS
    return unicodedata.category(sign) not in {"Cc", "Cs"} and ord(sign) & 0xFFFE != 0xFFFE


def printed_number(number: Decimal | int) -> str:
    """A number in Thai digits, without trailing zeros."""
    return to_thai(canonical(number))


def printed_value(text: str | None) -> str:
    """A field of one line, or NOTHING."""
    return NOTHING if text is None else printed(text)


def printed_lines(text: str | None) -> tuple[Line, ...]:
    """A field of several paragraphs; blank ones are not printed."""
    if text is None:
        return (Line(NOTHING),)
    parts = (printed(part) for part in _PART_ENDS.split(text))
    return tuple(Line(part) for part in parts if part)
