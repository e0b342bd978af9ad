"""Papers: the same blocks as PDF and Word file, with Thai digits and text that copies right."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation
from pptx.oxml.ns import qn as qn_of_slides
from weasyprint.html import UA_STYLESHEET

from samrit.core.sheet.writers import pages
from samrit.core.sheet.writers.breaking import use_dictionary
from samrit.platform.papers import (
    KINDS,
    Bar,
    Bars,
    Column,
    Deck,
    Heading,
    Items,
    Memo,
    NewPage,
    Paper,
    Paragraph,
    Signature,
    Slide,
    Table,
    draw,
    draw_deck,
)
from samrit.platform.papers.drawing import said

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
PAPER = Paper(
    "รายงาน 2568",
    (
        Memo("สำนักงานประชาสัมพันธ์", "รายงานผล ปี 2568", "ผู้บริหาร", date="30 กันยายน 2568", telephone="0 2221 2141"),
        Heading("1. ผลการดำเนินงาน"),
        Paragraph("ดำเนินการแล้ว 10 ย่าน\nความสำเร็จเป็นไปตามเกณฑ์ ทำให้ประชาชนรับรู้ <ข้อความ> & อื่น ๆ"),
        Items(("ข้อแรก", "ข้อสอง"), numbered=True),
        Items(("ไม่มีลำดับ",)),
        Table(
            "ผลรายย่าน",
            (Column("ย่าน", 2), Column("จำนวน", 1, "right"), Column("แฮช", 2, plain=True)),
            (("บางลำพู", "12", "ab12"), ("นางเลิ้ง\nสองบรรทัด", "0", "cd34")),
        ),
        Bars(
            "ร้อยละของผู้รับรู้",
            (Bar("บางลำพู", Decimal(82), "82 (78-86)"), Bar("นางเลิ้ง", None, "ไม่มีข้อมูล")),
            most=Decimal(100),
            label_title="ย่าน",
            value_title="ร้อยละ",
            mark=Decimal(80),
            mark_words="เกณฑ์ร้อยละ 80",
        ),
        Signature("นางสาวตัวอย่าง", "ผู้อำนวยการ"),
        NewPage(),
        Heading("ภาคผนวก"),
        Paragraph("จบ"),
    ),
)


def pages_of(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


def words_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def test_the_pdf_says_everything_with_thai_digits_and_copies_right() -> None:
    first, second = pages_of(draw(PAPER, "pdf"))
    said = re.sub(r"\s+", " ", first)
    for text in (
        "บันทึกข้อความ",
        "ส่วนราชการ",
        "สำนักงานประชาสัมพันธ์ โทร. ๐ ๒๒๒๑ ๒๑๔๑",
        "รายงานผล ปี ๒๕๖๘",
        "๓๐ กันยายน ๒๕๖๘",
        "๑. ผลการดำเนินงาน",
        "ดำเนินการแล้ว ๑๐ ย่าน",
        "ความสำเร็จเป็นไปตามเกณฑ์ ทำให้ประชาชนรับรู้ <ข้อความ> & อื่น ๆ",
        "๑๒",
        "ab12",
        "๘๒ (๗๘-๘๖)",
        "เกณฑ์ร้อยละ ๘๐",
        "(นางสาวตัวอย่าง)",
    ):
        assert text in said
    assert "ภาคผนวก" not in said
    assert "- ๒ -" in second
    assert "- ๑ -" not in said


def test_the_pdf_is_tagged_and_the_same_every_time() -> None:
    one = draw(PAPER, "pdf")
    assert pypdfium2.raw.FPDFCatalog_IsTagged(pypdfium2.PdfDocument(one))
    assert draw(PAPER, "pdf") == one


def test_less_style_draws_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long papers leave out styles of the library that nothing on them uses."""
    assert sum(rule.startswith("::") for rule in pages._base_text().splitlines()) == 0
    made = draw(PAPER, "pdf")
    monkeypatch.setattr(pages, "_base_style", lambda: UA_STYLESHEET)
    assert draw(PAPER, "pdf") == made


def test_no_page_of_a_word_file_begins_with_the_last_row_of_a_table() -> None:
    """Its head stays with its first row, and the last row but one with the last; the others may part."""
    rows = tuple((str(number), "ก") for number in range(5))
    data = draw(Paper("x", (Table("", (Column("ที่"), Column("ชื่อ")), rows),)), "docx")
    [table] = Document(io.BytesIO(data)).tables
    kept = [
        {line.paragraph_format.keep_with_next for cell in row.cells for line in cell.paragraphs} for row in table.rows
    ]
    assert kept == [{True}, {None}, {None}, {None}, {True}, {None}]


def test_the_word_file_says_the_same_in_styles_that_people_edit() -> None:
    data = draw(PAPER, "docx")
    said = words_of(data)
    for text in (
        "บันทึกข้อความ",
        "รายงานผล ปี ๒๕๖๘",
        "๑๐ ย่าน",
        "๑.\tข้อแรก",
        "๘๒ (๗๘-๘๖)",
        "ab12",
        "(นางสาวตัวอย่าง)",
        "นางเลิ้ง\nสองบรรทัด",
    ):
        assert text in said
    document = Document(io.BytesIO(data))
    headings = [line.text for line in document.paragraphs if line.style.name == "Heading 2"]
    assert headings == ["๑. ผลการดำเนินงาน", "ภาคผนวก"]
    assert {fonts.get(qn("w:cs")) for fonts in document.element.iter(qn("w:rFonts"))} == {"Sarabun"}


def test_the_word_file_brings_its_font_and_the_chart_as_vectors_with_pixels() -> None:
    with zipfile.ZipFile(io.BytesIO(draw(PAPER, "docx"))) as file:
        names = file.namelist()
        fonts = [name for name in names if name.endswith(".odttf")]
        assert len(fonts) == 3
        assert file.read("word/fontTable.xml").count(b"w:embed") == 3
        assert b"embedTrueTypeFonts" in file.read("word/settings.xml")
        [chart] = [name for name in names if name.endswith(".svg")]
        assert "บางลำพู" in file.read(chart).decode().replace("\u0e4d\u0e32", "\u0e33")
        assert any(name.endswith(".png") for name in names)
        assert b"asvg:svgBlip" in file.read("word/document.xml")
    document = Document(io.BytesIO(draw(PAPER, "docx")))
    styles = [document.styles[name].element.rPr.rFonts.attrib for name in ("Title", "Heading 2", "Normal")]
    assert not [name for attributes in styles for name in attributes if name.lower().endswith("theme")]


def test_the_parts_of_the_word_file_stand_in_the_order_of_its_schema() -> None:
    section = Document(io.BytesIO(draw(PAPER, "docx"))).sections[0]._sectPr
    names = [part.tag.rpartition("}")[2] for part in section]
    order = ["headerReference", "footerReference", "type", "pgSz", "pgMar", "pgNumType", "cols", "titlePg", "docGrid"]
    assert names == sorted(names, key=order.index)


def test_the_emblem_of_the_office_stands_at_its_place() -> None:
    head = Memo("", "เรื่อง", "ผู้บริหาร", garuda=PIXEL)
    assert b"/Image" in draw(Paper("x", (head,)), "pdf")
    assert len(Document(io.BytesIO(draw(Paper("x", (head,)), "docx"))).inline_shapes) == 1
    assert b"/Image" not in draw(PAPER, "pdf")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["", " \n ", "ก" * 5_000, "<script>alert(1)</script>", "\u202eabc", "🙂 ๆ"])
def test_whatever_people_type_can_be_drawn(kind: str, text: str) -> None:
    blocks = (
        Memo(text, text, text),
        Heading(text),
        Paragraph(text),
        Items((text,)),
        Table(text, (Column(text),), ((text,),)),
    )
    assert draw(Paper(text, blocks), kind)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("ปี 2568 จำนวน 1,200 คน", "ปี ๒๕๖๘ จำนวน ๑,๒๐๐ คน"),
        ("SHA-256 และ P1, v1", "SHA-256 และ P1, v1"),
        ("เกณฑ์ kr-7301-2568 v1 (รหัส 7301)", "เกณฑ์ kr-7301-2568 v1 (รหัส ๗๓๐๑)"),
        ("ดู https://example.go.th/news/12?id=3 ข้อ 2", "ดู https://example.go.th/news/12?id=3 ข้อ ๒"),
        ("๓ ใน 10", "๓ ใน ๑๐"),
        ("12.30 น. (78-86)", "๑๒.๓๐ น. (๗๘-๘๖)"),
    ],
)
def test_digits_are_turned_once_and_those_of_latin_words_stay(typed: str, shown: str) -> None:
    assert said(typed) == shown
    assert said(shown) == shown


def test_the_labels_of_a_hand_outs_chart_are_thai_type_of_powerpoint() -> None:
    bars = Bars("ผล", (Bar("ย่านนางเลิ้ง", Decimal(5), "5"),), Decimal(10), "ย่าน", "ผล")
    file = Presentation(io.BytesIO(draw_deck(Deck("ก", "ข", (Slide("ผล", (bars,)),)), "pptx")))
    [chart] = [shape.chart for slide in file.slides for shape in slide.shapes if shape.has_chart]
    assert [twin.get("typeface") for twin in chart._chartSpace.iter(qn_of_slides("a:cs"))] == ["Sarabun"]


@pytest.mark.parametrize("kind", KINDS)
def test_control_signs_are_left_out(kind: str) -> None:
    assert draw(Paper("x", (Paragraph("ก\x0b\x00\x1fข"),)), kind)


@pytest.mark.parametrize("lines", [28, 29, 30])
def test_nobody_signs_on_a_page_without_a_word_of_what_is_signed(lines: int) -> None:
    use_dictionary()
    before = [Paragraph(f"บรรทัดที่ {number}") for number in range(lines)]
    paper = Paper("x", (*before, Paragraph("จึงเรียนมาเพื่อโปรดทราบ"), Signature()))
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(draw(paper, "pdf"))]
    [signed] = [text for text in texts if "(ลงชื่อ)" in text]
    assert "จึงเรียนมาเพื่อโปรดทราบ" in signed
    rows = Document(io.BytesIO(draw(paper, "docx"))).paragraphs
    [last] = [row for row in rows if row.text == "จึงเรียนมาเพื่อโปรดทราบ"]
    assert last.paragraph_format.keep_with_next is True
