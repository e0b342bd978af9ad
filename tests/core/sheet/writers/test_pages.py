"""Comparing pages with a form: cells that go on over a page, page numbers, repeated heads."""

from __future__ import annotations

import pytest

from samrit.core.sheet.form.blocks import BlockKind, FormBlock, FormCell, FormRow, Line
from samrit.core.sheet.form.pages import page_key, pages_print


def _table(*rows, head=False):
    return FormBlock(
        BlockKind.TABLE,
        tuple(
            FormRow(tuple(FormCell((Line(text),)) for text in row), head=head and at == 0)
            for at, row in enumerate(rows)
        ),
    )


FORM = (
    FormBlock.of_lines(BlockKind.TITLE, Line("แบบ")),
    _table(("หัว", "ข้อ"), ("ชื่อ ยาว", "งานที่หนึ่งและสอง"), ("ค", "๑๐ ย่าน"), head=True),
    FormBlock.of_lines(BlockKind.LINES, Line("ท้าย", box=True)),
)


@pytest.mark.parametrize(
    "pages",
    [
        ["แบบ หัว ข้อ ชื่อ ยาว งานที่หนึ่งและสอง ค ๑๐ ย่าน ☑ ท้าย"],
        ["แบบ\r\nหัว ข้อ\nชื่อ\nยาว งานที่หนึ่ง\nและสอง ค 10 ย่าน ☑ท้าย หน้า ๑ / ๑"],
        ["แบบ หัวข้อ ชื่อ งานที่ หน้า ๑ / ๒", "หัว ข้อ ยาว หนึ่งและสอง ค ๑๐ ย่าน ☑ ท้าย หน้า ๒ / ๒"],
        ["แบบ หัวข้อ งานที่ หน้า ๑ / ๒", "หัว ข้อ ชื่อยาว หนึ่งและสอง ค ๑๐ ย่าน ☑ ท้าย หน้า ๒ / ๒"],
        ["แบบ", "หัวข้อ ชื่อยาวงานที่", "หัวข้อ หนึ่งและ", "หัวข้อ สอง ค ๑๐ ย่าน", "☑ ท้าย"],
    ],
)
def test_a_form_broken_over_pages_is_the_same_form(pages):
    """Wherever pages break, the same cells in the same order are the same form."""
    assert pages_print(pages, FORM)


@pytest.mark.parametrize(
    "pages",
    [
        [],
        [""],
        ["แบบ หัว ข้อ ชื่อ ยาว งานที่หนึ่งและสอง ค ๑๐ ย่าน ☐ ท้าย"],
        ["แบบ หัว ข้อ ชื่อ ยาว งานที่หนึ่งและสอง ค ๐๑ ย่าน ☑ ท้าย"],
        ["แบบ หัว ข้อ ชื่อ ยาว งานที่หนึ่งและสอง ค ๑๐ ย่าน ☑ ท้าย เพิ่ม"],
        ["แบบ หัว ข้อ ชื่อ ยาว งานที่หนึ่งและสอง ค ๑๐ ย่าน"],
        ["แบบ หัว ข้อ งานที่หนึ่งและสอง ชื่อ ยาว ค ๑๐ ย่าน ☑ ท้าย"],
        ["แบบ หัวข้อ ชื่อยาวงานที่", "หัวข้อ หนึ่งสอง ค ๑๐ ย่าน ☑ ท้าย"],
    ],
)
def test_another_form_is_noticed(pages):
    """A digit, a tick, an order, something more or less: another form."""
    assert not pages_print(pages, FORM)


def test_a_file_made_to_confuse_ends():
    """Cells that are all alike, broken in a way that fits nowhere, are given up soon."""
    form = (_table(*[("กกกกกกกก" * 20,) * 4] * 20),)

    assert not pages_print(["ก" * 700] * 18 + ["ข"], form)


def test_keys_fold_what_a_pdf_changes():
    """Sara am in two parts, marks in any order, line-end hyphens and stand-in fonts make no difference."""
    assert page_key("นํ้าใจ ๑๐\ufffe๒๐ 漢") == page_key("น้ำใจ 10-20")
    assert page_key("๑๐") != page_key("๐๑")
