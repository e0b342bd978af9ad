"""The PDF: text that copies right, one font, tags, page numbers, nothing fetched."""

from __future__ import annotations

import builtins
import ctypes
import re
from dataclasses import replace

import pypdfium2
import pypdfium2.raw
import pytest

from samrit.core.contract import Refused
from samrit.core.sheet.embedded import definition_bytes
from samrit.core.sheet.form import form_rows
from samrit.core.sheet.writers import write_sheet
from samrit.core.sheet.writers.font import BOLD, REGULAR, font_bytes
from samrit.core.thai import fold

SPELLING = (
    "สิทธิ์ ศักดิ์ สิ่งหนึ่งซึ่งริเริ่ม รั้ว "
    "น้ำใจ คำ ทำ กำลัง กำนัน ย่านสร้างสรรค์ ปั้น ฟื้นฟู ฝั่ง ญี่ปุ่น กตัญญูกตเวที ฐานันดรศักดิ์ "
    "ป่า ฟ้า ป้า ฝ้าย ไฟฟ้า ฎีกา ปฏิบัติ ฏุ ฐุ ญุ 0123456789 ABC abc"
)


def _pages(data):
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _language(document):
    room = (ctypes.c_ushort * 32)()
    length = pypdfium2.raw.FPDFCatalog_GetLanguage(document.raw, room, 64)
    return bytes(room)[: length - 2].decode("utf-16-le")


@pytest.fixture(scope="module")
def written(definition):
    """A written file, with Thai that is easily broken in regular and in bold."""
    return write_sheet(replace(definition, definition=SPELLING, name=SPELLING), "pdf")


def test_all_that_is_printed_copies_right(definition, written):
    """Every printed line comes back out of the PDF as it was written, sara am and tone marks too."""
    text = fold("".join(_pages(written)))
    lines = [
        line.text
        for block in form_rows(replace(definition, definition=SPELLING, name=SPELLING))
        for row in block.rows
        for cell in row.cells
        for line in cell.lines
    ]

    assert [line for line in lines if fold(line) not in text] == []
    assert not re.search("ย่ำน|สร้ำง", text)


def test_boxes_are_in_the_text(written):
    """A box is a sign of the text, so that readers see what is ticked."""
    text = "".join(_pages(written))

    assert (text.count("☑"), text.count("☐")) == (3, 6)


def test_pages_are_numbered_in_thai(written):
    """Each page says which it is of how many."""
    pages = _pages(written)
    digits = "๐๑๒๓๔๕๖๗๘๙"

    assert [page.split("\n")[-1].strip() for page in pages] == [
        f"หน้า {digits[number]} / {digits[len(pages)]}" for number in range(1, len(pages) + 1)
    ]


def test_column_heads_are_repeated(definition):
    """A table that goes on over a page says its columns again."""
    pages = _pages(write_sheet(replace(definition, definition="ย่านสร้างสรรค์\n" * 90), "pdf"))

    assert [page.startswith("ประเด็น รายละเอียด") for page in pages[1:3]] == [True, True]


def test_one_embedded_font(written):
    """Sarabun, regular and bold, is all that a page needs; other machines need not have it."""
    with pypdfium2.PdfDocument(written) as document:
        fonts = {
            text.get_font().get_base_name()
            for page in document
            for text in page.get_objects()
            if isinstance(text, pypdfium2.PdfTextObj)
        }

    assert {name.partition("+")[2] for name in fonts} == {"Sarabun-form", "Sarabun-form-Bold"}


def test_tagged_titled_and_in_thai(definition):
    """The PDF says its title and language and is tagged, so that it can be read aloud."""
    with pypdfium2.PdfDocument(write_sheet(definition, "pdf")) as document:
        said = (document.is_tagged(), _language(document), document.get_metadata_value("Title"))

    assert said == (True, "th", "รายละเอียด KRs ๗๓๐๑ จำนวนย่านสร้างสรรค์ที่ได้รับการประชาสัมพันธ์")


def test_the_data_is_an_attachment(definition):
    """The definition is attached under its name, byte for byte."""
    with pypdfium2.PdfDocument(write_sheet(definition, "pdf")) as document:
        attached = [(document.get_attachment(at).get_name(), bytes(document.get_attachment(at).get_data()))
                    for at in range(document.count_attachments())]  # fmt: skip

    assert attached == [("samrit-definition.json", definition_bytes(definition))]


def test_markup_and_addresses_in_a_text_are_text(definition):
    """A sheet fetches nothing and runs nothing, whatever its text says."""
    odd = '<img src="file:///etc/passwd"> <link rel=attachment href="http://localhost/"> </td></table> &lt;'
    pages = _pages(write_sheet(replace(definition, definition=odd), "pdf"))

    assert fold(odd) in fold("".join(pages))


def test_a_form_too_long_to_be_read_back_is_refused(definition):
    """A reader takes 60 pages; a longer form is refused before it is written."""
    with pytest.raises(Refused) as refusal:
        write_sheet(replace(definition, definition="ก\n" * 3000), "pdf")

    assert refusal.value.what.en.endswith("no PDF over 60 pages is read back")


def test_without_pango_the_packages_are_named(definition, monkeypatch):
    """Where the library that lays out text is missing, one sentence says what to install."""
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(Refused) as refusal:
        write_sheet(definition, "pdf")

    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in refusal.value.mend.th


@pytest.mark.parametrize("name", [REGULAR, BOLD])
def test_the_font_has_its_boxes(name):
    """Both faces hold ☑ and ☐ beside the letters of Sarabun, and are made the same each time."""
    import io

    from fontTools.ttLib import TTFont

    letters = TTFont(io.BytesIO(font_bytes(name))).getBestCmap()

    assert {ord(sign) for sign in "☑☐ก๙A"} <= set(letters)
    assert font_bytes(name) == font_bytes.__wrapped__(name)
