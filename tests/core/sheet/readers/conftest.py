"""Builders of files, so that no test needs a file that nobody can read: Word parts by hand, PDFs by WeasyPrint."""

from __future__ import annotations

import io
import re
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

from samrit.core.contract import Refused
from samrit.core.sheet.readers import read_paper

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def _word(body, **parts):
    """A Word file with this `w:body`; further parts by their kind: numbering, styles, footnotes, header, footer."""
    stream = io.BytesIO()
    links = "".join(f'<Relationship Id="{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>' for kind in parts)
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        made.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="a" Type="{R}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        )
        made.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        made.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{package}">{links}</Relationships>')
        for kind, content in parts.items():
            made.writestr(f"word/{kind}.xml", content.replace("NS", NAMESPACES, 1))
    return stream.getvalue()


def _pdf(html, css=""):
    import weasyprint

    from samrit.core.sheet.writers.breaking import use_dictionary

    use_dictionary()  # the first text that a process lays out decides how all its lines are broken

    font = files("fontpkg_sarabun") / "files" / "Sarabun-Regular.ttf"
    style = (
        f'@font-face {{ font-family: Sarabun; src: url("{Path(str(font)).as_uri()}") }}'
        "@page { size: A4; margin: 2cm } body { font: 12pt Sarabun } p { margin: 0 }"
        "table { border-collapse: collapse; width: 100% }"
        "td { border: 1px solid black; padding: 4px; vertical-align: top }"
    )
    # A PDF has one meaning for each glyph, and า is drawn like the second half of ำ.
    text = re.sub("([\u0e48-\u0e4b]?)\u0e33", "\u0e4d\\1\u0e32", html)
    return weasyprint.HTML(string=f"<style>{style}{css}</style>{text}").write_pdf()


def _texts(paper):
    return [(row.table, [[part.text for part in cell.paragraphs] for cell in row.cells]) for row in paper.rows]


@pytest.fixture
def word():
    """A function: `w:body` and further parts → bytes of a Word file."""
    return _word


@pytest.fixture
def pdf():
    """A function: HTML and CSS → bytes of a PDF."""
    return _pdf


@pytest.fixture
def rows_of():
    """A function: bytes and a name → (table, cells as lists of paragraphs' texts) of every row."""
    return lambda data, name: _texts(read_paper(data, name))


@pytest.fixture
def refusal():
    """A function: bytes and a name → what the reader says is wrong with them, in English."""

    def refused(data, name):
        with pytest.raises(Refused) as caught:
            read_paper(data, name)
        assert caught.value.what.th
        assert caught.value.mend.th
        return caught.value.what.en

    return refused
