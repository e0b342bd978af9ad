"""How pages look: held against pictures that somebody looked at. `SAMRIT_GOLDEN=1` makes them anew, to be looked at."""

from __future__ import annotations

import io
import os
import re
import zlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat
from pyhanko.pdf_utils.reader import PdfFileReader
from tests.platform.papers.test_papers import PAPER, PIXEL

from samrit.platform.papers import Bar, Bars, Column, Heading, Memo, Paper, Paragraph, Table, draw

GOLDEN = Path(__file__).parent / "golden"
SCALE = 0.9
LONG = Paper(
    "ตารางยาว",
    (
        Memo("สำนักงานประชาสัมพันธ์", "ตารางที่ยาวเกินหนึ่งหน้า", "ผู้บริหารกรุงเทพมหานคร", date="1 ตุลาคม 2568"),
        Heading("1. ตาราง"),
        Paragraph("หัวตารางซ้ำทุกหน้า และไม่มีแถวใดอยู่ลำพัง"),
        Table(
            "รายการ",
            (Column("ที่", 1, "center"), Column("ย่านสร้างสรรค์", 5), Column("จำนวน", 2, "right")),
            tuple((str(number), "ตลาดน้ำตลิ่งชัน–สองคลอง", f"{number * 1_000:,}") for number in range(1, 43)),
        ),
    ),
)


def pictures(paper: Paper) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(draw(paper, "pdf"))
    return [document[place].render(scale=SCALE).to_pil().convert("L") for place in range(len(document))]


@pytest.mark.parametrize(("name", "paper"), [("memo", PAPER), ("long", LONG)])
def test_pages_look_as_they_did(name: str, paper: Paper) -> None:
    """Blurred, so that hairs of letters may fall otherwise with another version of the library; moved lines show."""
    drawn = pictures(paper)
    for number, page in enumerate(drawn, 1):
        path = GOLDEN / f"{name}-{number}.png"
        if os.environ.get("SAMRIT_GOLDEN") == "1":
            page.quantize(16).save(path, optimize=True)
        kept = Image.open(path).convert("L")
        assert page.size == kept.size
        soft = [picture.filter(ImageFilter.GaussianBlur(2.5)) for picture in (page, kept)]
        difference = ImageChops.difference(*soft)
        assert ImageStat.Stat(difference).mean[0] < 1.0
        assert difference.getextrema()[1] < 70
    assert len(drawn) == len(list(GOLDEN.glob(f"{name}-*.png")))


def test_a_moved_line_would_show() -> None:
    [page, *_] = pictures(PAPER)
    moved = ImageChops.offset(page, 0, 6).filter(ImageFilter.GaussianBlur(2.5))
    assert ImageStat.Stat(ImageChops.difference(page.filter(ImageFilter.GaussianBlur(2.5)), moved)).mean[0] > 1.0


def test_margins_are_those_of_the_regulation() -> None:
    """3 cm on the left, 2 cm on the right; 1.5 cm above the first page."""
    [page, *_] = pictures(PAPER)
    centimetre = 72 / 2.54 * SCALE
    left, top, right, _ = ImageChops.invert(page).point(lambda tone: 255 if tone > 60 else 0).getbbox()
    assert 2.95 <= left / centimetre <= 3.15
    assert 18.6 <= right / centimetre <= 19.1
    assert 1.5 <= top / centimetre <= 2.3


def test_the_garuda_stands_at_the_left_margin_one_and_a_half_centimetres_high() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (30, 30), "black").save(picture, "PNG")
    [page] = pictures(Paper("x", (Memo("", "", "", garuda=picture.getvalue()),)))
    centimetre = 72 / 2.54 * SCALE
    black = (
        page.crop((0, 0, page.width // 3, int(3.05 * centimetre))).point(lambda tone: 0 if tone > 30 else 255).getbbox()
    )
    assert [round(edge / centimetre, 1) for edge in black] == [3.0, 1.5, 4.5, 3.0]


def streams(data: bytes) -> bytes:
    """Everything that a PDF says, its packed parts too."""
    parts = [data]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            parts.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_a_paper_is_a_file_to_keep_that_can_be_read_aloud() -> None:
    """PDF/A-2a by its marks: no validator is part of the tests (structure: below)."""
    said = streams(draw(Paper("x", (*PAPER.blocks, Memo("", "", "", garuda=PIXEL))), "pdf"))
    assert b'pdfaid:part="2" pdfaid:conformance="A"' in said
    for mark in (
        b"/GTS_PDFA1",
        b"/MarkInfo",
        b"/Marked true",
        b"/StructTreeRoot",
        b"/Lang (th)",
        b"/DisplayDocTitle true",
    ):
        assert mark in said, mark
    for tag in (b"/S /Table", b"/S /TH", b"/S /TD", b"/S /L", b"/S /LI", b"/S /P", b"/S /Figure", b"/S /H1"):
        assert tag in said, tag
    fonts = len(re.findall(rb"/FontDescriptor \d+ 0 R", said))
    assert fonts > 0
    assert said.count(b"/FontFile") >= len(set(re.findall(rb"/FontDescriptor (\d+) 0 R", said)))
    for forbidden in (b"/JavaScript", b"/Encrypt", b"/Launch", b"/EmbeddedFile"):
        assert forbidden not in said


def test_colours_metadata_and_fonts_are_those_of_a_file_to_keep() -> None:
    """PDF/A-2 (ISO 19005-2) by its structure, as far as it can be read: 6.2.2-6.2.4, 6.2.11, 6.6, 6.7."""
    data = draw(PAPER, "pdf")
    file = PdfFileReader(io.BytesIO(data))
    root, trailer = file.root, file.trailer
    assert data[9:10] == b"%"
    assert min(data[10:14]) > 127  # a comment of four high bytes says that the file is binary
    assert "/ID" in trailer
    assert "/Encrypt" not in trailer
    [intent] = root["/OutputIntents"]
    profile = intent["/DestOutputProfile"]
    assert (intent["/S"], profile["/N"], profile.data[36:40], profile.data[16:20]) == (
        "/GTS_PDFA1",
        3,
        b"acsp",
        b"RGB ",
    )
    meta = ET.fromstring(root["/Metadata"].data)  # noqa: S314 -- what we have just written
    names = {"dc": "http://purl.org/dc/elements/1.1/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
    assert meta.findtext(".//dc:title//rdf:li", namespaces=names) == trailer["/Info"]["/Title"] == PAPER.title
    fonts = list(_fonts(file))
    assert len(fonts) > 0
    for font in fonts:
        [inner] = font["/DescendantFonts"]
        described = inner.get_object()["/FontDescriptor"]
        assert "/ToUnicode" in font  # what is copied is what is read
        assert {"/FontFile2", "/FontFile3"} & set(described)
        assert re.match(r"/[A-Z]{6}\+", font["/BaseFont"])  # a part of the font, and named as such
    assert {"/K", "/ParentTree"} <= set(root["/StructTreeRoot"])
    for page in _pages_of(file):
        assert all(note.get_object()["/F"] & 4 for note in page.get("/Annots", ()))  # notes are printed
        assert "/AA" not in page


def test_every_picture_says_what_it_shows_and_every_part_of_the_text_has_a_place() -> None:
    """The chart is a figure with its figures in words; tables have heads of columns; nothing is set without a tag."""
    paper = Paper("x", (*PAPER.blocks, Memo("", "", "", garuda=PIXEL)))
    file = PdfFileReader(io.BytesIO(draw(paper, "pdf")))
    tree = list(_elements(file.root["/StructTreeRoot"]))
    said = [str(one["/Alt"]) for one in tree if one.get("/S") == "/Figure"]
    assert said == ["แผนภูมิแท่ง ร้อยละของผู้รับรู้: บางลำพู ๘๒ (๗๘-๘๖), นางเลิ้ง ไม่มีข้อมูล", "ตราครุฑ"]
    roles = {str(one["/S"]) for one in tree if "/S" in one}
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD"} <= roles
    parts = ("Document Div Span NonStruct H1 H2 P L LI LBody Lbl", "Table Caption THead TBody TR TH TD Figure")
    standard = {name for line in parts for name in line.split()}
    mapped = {str(name)[1:] for name in file.root["/StructTreeRoot"].get("/RoleMap", {})}
    assert {role[1:] for role in roles} <= standard | mapped
    for page in _pages_of(file):
        content = page["/Contents"]
        streams_of = content if isinstance(content, list) else [content]
        said_there = b"\n".join(_direct(part).data for part in streams_of)
        assert len(re.findall(rb"\bB[DM]C\b", said_there)) == said_there.count(b"EMC") > 0
        assert page["/StructParents"] is not None
        group = page.get("/Group")
        means = page["/Resources"] if "/Resources" in page else file.root["/Pages"]["/Resources"]
        states = _direct(means).get("/ExtGState", {})
        through = [one for one in _direct(states).values() if float(_direct(one).get("/ca", 1)) < 1]
        assert group is not None or not through  # what shines through needs a colour space of its own


def test_the_labels_of_a_chart_are_set_as_thai_is_set_and_copy_as_they_were_written() -> None:
    """Letters of a drawing are set one by one, each mark over the vowel that it belongs above: labels are none."""
    label = "ที่นี่ย่านตลาดน้ำผู้ใหญ่ป้ำปี่"
    chart = Bars("ผล", (Bar(label, Decimal(4), "๔ ย่าน"),), Decimal(8), "ย่าน", "จำนวน")
    line = Paper("x", (Table("ผล", (Column("ย่าน", 3), Column("จำนวน", 2)), ((label, "๔ ย่าน"),)),))
    drawn, written = (pypdfium2.PdfDocument(draw(paper, "pdf"))[0] for paper in (Paper("x", (chart,)), line))
    said = re.sub(r"\s", "", drawn.get_textpage().get_text_bounded())
    assert said.count(label) == 2 * re.sub(r"\s", "", written.get_textpage().get_text_bounded()).count(label) == 2


def _direct(found: Any) -> Any:
    """What a reference leads to."""
    return found.get_object() if hasattr(found, "get_object") else found


def _elements(element: Any) -> Iterator[Any]:
    """The elements of the tree of structure, in reading order."""
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, list) else [kids]:
        found = _direct(kid)
        if isinstance(found, dict) and ("/S" in found or "/K" in found):
            yield found
            yield from _elements(found)


def _pages_of(file: PdfFileReader) -> Iterator[Any]:
    for page in file.root["/Pages"]["/Kids"]:
        yield page.get_object()


def _fonts(file: PdfFileReader) -> Iterator[Any]:
    for page in _pages_of(file):
        resources = page["/Resources"] if "/Resources" in page else file.root["/Pages"]["/Resources"]
        for font in resources["/Font"].values():
            yield font.get_object()
