"""What a reader of a PDF copies: ำ is one letter, however it is drawn."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from samrit.core.sheet.writers.copying import copies_right
from samrit.core.sheet.writers.pages import as_html, laid_out

STYLE = (
    '@font-face { font-family: S; src: url("font:Sarabun-Regular.ttf") }'
    '@font-face { font-family: S; font-weight: bold; src: url("font:Sarabun-Bold.ttf") } body { font-family: S }'
)
WORDS = "สำนักงาน น้ำ ตลาดน้ำตลิ่งชัน ทำ ป้ำเป๋อ ต่ำกว่า ต๊ำ นานา าำ ำ"


def laid(text: str) -> bytes:
    """A page with the text in plain and in bold type, and in a narrow column that breaks it."""
    body = "".join(f"<p style='{style}'>{as_html(text)}</p>" for style in ("", "font-weight: bold", "width: 2em"))
    made: bytes = laid_out("", STYLE, body).write_pdf(finisher=copies_right)
    return made


def test_what_is_copied_is_what_was_written() -> None:
    page = pypdfium2.PdfDocument(laid(WORDS))[0]
    copied = page.get_textpage().get_text_range()
    assert "".join(copied.split()) == "".join(WORDS.split()) * 3
    assert copied.splitlines()[0] == WORDS


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's tools are not installed")
def test_another_reader_copies_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(laid(WORDS))
    done = subprocess.run(["pdftotext", "-raw", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True)
    assert "".join(done.stdout.decode().split()) == "".join(WORDS.split()) * 3


def test_a_ring_that_belongs_to_no_letter_stays_a_ring() -> None:
    """As Pali is written: พุทฺธํ สรณํ คจฺฉามิ."""
    text = "พุท\u0e3aธ\u0e4d สรณ\u0e4d คจ\u0e3aฉามิ"
    assert pypdfium2.PdfDocument(laid(text))[0].get_textpage().get_text_range().splitlines()[0] == text
