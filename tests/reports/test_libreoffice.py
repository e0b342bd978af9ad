"""Word and PowerPoint files opened by LibreOffice, as people do: all pages, all words, charts and marks."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from tests.platform.papers.test_papers import PAPER

from samrit.platform.papers import (
    Bars,
    Centred,
    Deck,
    Items,
    Paper,
    Paragraph,
    Signature,
    Slide,
    Table,
    draw,
    draw_deck,
)
from samrit.platform.papers.docx_fonts import NUMBERS

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
CERTIFICATE = Paper(
    "เกียรติบัตร", (Centred("เกียรติบัตร", 40, bold=True), Centred("นางสาวตัวอย่าง", 30), Signature()), landscape=True
)
CHART = next(block for block in PAPER.blocks if isinstance(block, Bars))
TABLE = next(block for block in PAPER.blocks if isinstance(block, Table))
DECK = Deck(
    "รายงานความก้าวหน้า 2568",
    "จำนวนย่านสร้างสรรค์\nสำนักงานประชาสัมพันธ์",
    (
        Slide("คะแนน", (Centred("ได้คะแนน 4 จาก 5", 40, bold=True), Paragraph("ยังขาด 2 ย่าน"), TABLE)),
        Slide("ผลสำรวจการรับรู้", (CHART,)),
        Slide("ข้อเสนอแนะ", (Items(("ข้อแรก", "ข้อสอง")),)),
    ),
)


def opened(folder: Path, files: dict[str, bytes]) -> dict[str, list[str]]:
    """The texts of the pages of each file, as LibreOffice lays them out. It is started once for all of them."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    kinds = ["--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    done = subprocess.run(
        [OFFICE, *kinds, *map(str, map(folder.joinpath, files))], capture_output=True, timeout=240, check=True
    )
    if b"could not be loaded" in done.stdout + done.stderr:
        pytest.skip("LibreOffice is there without the program for these files")
    return {name: _pages(folder / f"{name.partition('.')[0]}.pdf") for name in files}


def _pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    texts = [document[place].get_textpage().get_text_range() for place in range(len(document))]
    return [" ".join(text.replace("\u0e4d\u0e32", "\u0e33").split()) for text in texts]


def _fonts(path: Path) -> list[str]:
    """The fonts of the second page."""
    page = PdfFileReader(io.BytesIO(path.read_bytes())).root["/Pages"]["/Kids"][1].get_object()
    means = page["/Resources"] if "/Resources" in page else page["/Parent"]["/Resources"]
    return [str(font.get_object()["/BaseFont"]) for font in means["/Font"].values()]


def test_documents_of_word_open_whole(tmp_path: Path) -> None:
    files = {"report.docx": draw(PAPER, "docx"), "certificate.docx": draw(CERTIFICATE, "docx")}
    found = opened(tmp_path, files)
    first, second = found["report.docx"]
    for text in (
        "บันทึกข้อความ",
        "สำนักงานประชาสัมพันธ์ โทร. ๐ ๒๒๒๑ ๒๑๔๑",
        "๓๐ กันยายน ๒๕๖๘",
        "๑. ผลการดำเนินงาน",
        "๘๒ (๗๘-๘๖)",
    ):
        assert text in first
    assert first.index("ที่") < first.index("วันที่") < first.index("เรื่อง") < first.index("เรียน")
    assert second.startswith("- 2 -")
    assert f"+{NUMBERS.replace(' ', '')}" in str(_fonts(tmp_path / "report.pdf"))  # in which a 2 is drawn as ๒
    assert "ภาคผนวก" in second
    assert "ภาคผนวก" not in first
    [page] = found["certificate.docx"]
    assert "นางสาวตัวอย่าง" in page


def test_hand_outs_of_powerpoint_open_whole(tmp_path: Path) -> None:
    pages = opened(tmp_path, {"slides.pptx": draw_deck(DECK, "pptx")})["slides.pptx"]
    assert len(pages) == 4
    title, score, chart, points = pages
    assert "สำนักงานประชาสัมพันธ์" in title
    assert "ได้คะแนน ๔ จาก ๕" in score
    assert "เกณฑ์ร้อยละ ๘๐" in chart
    assert "เส้นประ" not in chart
    assert "• ข้อสอง" in points
