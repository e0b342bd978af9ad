"""Cells of downloads: what people typed never runs in the program that opens the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheet programs take for the beginning of a formula."""


def begins_like_formula(text: str) -> bool:
    """Whether a spreadsheet program might compute this text."""
    return text.startswith(_STARTS)


def csv_row(values: Iterable[Any]) -> list[Any]:
    """A row for a CSV file, which cannot mark a cell as text: an apostrophe stands before what begins like a formula.

    Numbers stay numbers, negative ones too.
    """
    return [f"'{value}" if isinstance(value, str) and begins_like_formula(value) else value for value in values]


def set_text(cell: Any, text: str) -> None:
    """Writes a text into a cell of a workbook, as text whatever it begins with; signs that no workbook holds go."""
    cell.value = "".join(sign for sign in text if sign >= " " or sign in "\n\t")
    cell.data_type = "s"
    cell.number_format = "@"
    if begins_like_formula(text):
        cell.quotePrefix = True
