"""What people typed never runs in the program that opens a download."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook

from samrit.platform.cells import csv_row, set_text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_csv_cell_that_begins_like_a_formula_is_marked(text):
    """Numbers and other texts stay as they are."""
    assert csv_row([text, "ก=1", -5, None, ""]) == [f"'{text}", "ก=1", -5, None, ""]


def test_a_workbook_keeps_formulas_as_text_and_drops_what_it_cannot_hold():
    """The text comes back whole, and no program computes it."""
    book, out = Workbook(), io.BytesIO()
    for place, text in enumerate(["=HYPERLINK(1)", "ก\x0bข", "ค"], start=1):
        set_text(book.active.cell(1, place), text)
    book.save(out)
    cells = load_workbook(io.BytesIO(out.getvalue())).active[1]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [
        ("=HYPERLINK(1)", "s", True),
        ("กข", "s", False),
        ("ค", "s", False),
    ]
