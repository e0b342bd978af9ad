"""Scans: a picture of a page goes through OCR, cell by cell, and says where everything stood."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image
from tests.factories.files import has_thai_ocr

from samrit.core.contract import Refused
from samrit.core.sheet.definition import Crop
from samrit.core.sheet.readers import crop_picture, read_paper
from samrit.core.sheet.readers.grid import grid
from samrit.core.sheet.readers.scan_picture import open_picture, tables

ocr = pytest.mark.skipif(not has_thai_ocr(), reason="tesseract-ocr-tha is not installed")

HTML = (
    "<p>หน่วยงานผู้รับผิดชอบหลัก</p><table><tr><td>ประเด็น</td><td>รายละเอียด</td></tr>"
    "<tr><td>นิยาม</td><td>การประชาสัมพันธ์ย่านสร้างสรรค์</td></tr></table>"
)


def rendered(data, *, degrees=0.0, form="PNG"):
    """The first page of a PDF as the bytes of a picture."""
    image = pypdfium2.PdfDocument(data)[0].render(scale=200 / 72).to_pil().convert("L")
    stream = io.BytesIO()
    image.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255).save(stream, form)
    return stream.getvalue()


def squeezed(paper):
    return [[cell.text.replace(" ", "") for cell in row.cells] for row in paper.rows]


EXPECTED = [
    ["หน่วยงานผู้รับผิดชอบหลัก"],
    ["ประเด็น", "รายละเอียด"],
    ["นิยาม", "การประชาสัมพันธ์ย่านสร้างสรรค์"],
]


@ocr
@pytest.mark.parametrize(("degrees", "form", "name"), [(0, "PNG", "a.png"), (0.8, "JPEG", "a.jpg")])
def test_picture_of_a_page(degrees, form, name, pdf):
    """A picture, also a slightly turned one, gives the cells of the page; every paragraph has its place on it."""
    data = rendered(pdf(HTML), degrees=degrees, form=form)
    paper = read_paper(data, name)
    assert paper.scanned
    assert squeezed(paper) == EXPECTED
    crops = [part.crop for row in paper.rows for part in row.paragraphs]
    assert all(crop is not None and crop.page == 1 for crop in crops)
    picture = Image.open(io.BytesIO(crop_picture(data, name, crops[0])))
    box = crops[0].box
    assert (picture.format, picture.size) == ("PNG", (box[2] - box[0], box[3] - box[1]))
    assert picture.getextrema()[0] < 100


@ocr
def test_scanned_pdf(pdf):
    """A PDF page that is only a picture goes through OCR; a page with text beside it does not."""
    scan = pypdfium2.PdfDocument.new()
    image = Image.open(io.BytesIO(rendered(pdf(HTML)))).convert("RGB")
    stream = io.BytesIO()
    image.save(stream, "PDF", resolution=200)
    scan.import_pages(pypdfium2.PdfDocument(pdf("<p>หน้าแรกเป็นข้อความที่มีความยาวพอสมควร</p>")))
    scan.import_pages(pypdfium2.PdfDocument(stream.getvalue()))
    stream = io.BytesIO()
    scan.save(stream)
    paper = read_paper(stream.getvalue(), "a.pdf")
    assert paper.scanned
    assert squeezed(paper) == [["หน้าแรกเป็นข้อความที่มีความยาวพอสมควร"], *EXPECTED]
    crops = [part.crop for row in paper.rows for part in row.paragraphs]
    assert crops[0] is None
    assert {crop.page for crop in crops[1:]} == {2}
    assert crop_picture(stream.getvalue(), "a.pdf", crops[1]).startswith(b"\x89PNG")


def test_tables_of_a_picture(pdf):
    """The ruling lines of a picture give the same grid as those of the page, level or not."""
    for degrees in (0, -0.8):
        (frame,) = tables(open_picture(rendered(pdf(HTML), degrees=degrees)))
        cells = grid(frame)
        assert (len(cells.columns), len(cells.rows), len(set(cells.cells.values()))) == (3, 3, 4)


@ocr
def test_blank_picture_has_nothing_written(refusal):
    """A white page is refused as empty."""
    stream = io.BytesIO()
    Image.new("L", (600, 800), 255).save(stream, "PNG")
    assert refusal(stream.getvalue(), "a.png") == "nothing is written in the file"


def test_crops_that_are_not_there(pdf):
    """A page or a place that the file does not have is refused."""
    for crop in (Crop(2, (0, 0, 5, 5)), Crop(1, (0, 0, 99_999, 5)), Crop(1, (5, 5, 5, 9))):
        with pytest.raises(Refused):
            crop_picture(pdf("<p>ก</p>"), "a.pdf", crop)


def test_missing_ocr_names_its_package(monkeypatch, pdf):
    """Without Tesseract a scan is refused, saying what to install."""
    data = rendered(pdf(HTML))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Refused) as caught:
        read_paper(data, "a.png")
    assert "tesseract-ocr tesseract-ocr-tha" in caught.value.mend.en
