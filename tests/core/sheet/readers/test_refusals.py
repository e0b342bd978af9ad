"""Files that cannot be used are refused in one sentence: wrong kinds, damage, passwords, bombs."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.core.contract import Refused
from samrit.core.sheet.readers import read_file, read_paper

DAMAGED = "the Word file is damaged"
DECLARES = "the file declares a document type (DTD), which Word never writes"
UNPACKS = "the file unpacks to far more than a definition sheet holds"


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
            "a.doc",
            "the file is an old Word document (.doc), or a Word document with a password",
        ),
        (b"{\\rtf1\\ansi}", "a.rtf", "the file is rich text (.rtf)"),
        (b"GIF89a" + b"\0" * 9, "a.gif", "the file is a picture of a kind that is not read"),
        (b"II*\0" + b"\0" * 9, "a.tif", "the file is a picture of a kind that is not read"),
        ("รหัส".encode(), "a.docx", "the content is not that of a .docx file"),
        ("รหัส".encode(), "a.PDF", "the content is not that of a .pdf file"),
        (b"PK\x03\x04 broken", "a.docx", DAMAGED),
        (b"PK\x03\x04 broken", "a.txt", DAMAGED),
        (b"%PDF-1.7 broken", "a.pdf", "the PDF is damaged"),
        (b"\x89PNG\r\n\x1a\nbroken", "a.png", "the picture is damaged"),
        (b"\xff\xd8\xff\xe0broken", "a.jpg", "the picture is damaged"),
    ],
    ids=range(11),
)
def test_wrong_kinds_and_damage(data, name, what, refusal):
    """What a file is, is seen in its content; each kind that is not read is named."""
    assert refusal(data, name) == what


def test_word_package_without_a_document(refusal):
    """A spreadsheet, or any other package, is no Word document."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
    assert refusal(stream.getvalue(), "a.docx") == "the file is not a Word document"


def package(document, *, method=zipfile.ZIP_DEFLATED, **more):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        made.writestr("word/document.xml", document)
        for name, content in more.items():
            made.writestr(name, content)
    return stream.getvalue()


NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    ("document", "what"),
    [
        ("<w:document", DAMAGED),
        ("", DAMAGED),
        (f"<w:document {NS}/>", "the file is not a Word document"),
        (f"<w:document {NS}><w:body/></w:document>", "nothing is written in the file"),
        (
            '<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>',
            "the file is a Strict Open XML document",
        ),
        ('<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><a>&b;</a>', DECLARES),
        ('<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]><a>&a;</a>'.encode("utf-16"), DECLARES),
        ("<!DOCTYPE html><html/>", DECLARES),
        (" " * 19_000_000, UNPACKS),
        (b"<a/>" * 4_000_000, UNPACKS),
        (os.urandom(20_000) * 1_050, UNPACKS),
    ],
    ids=range(11),
)
def test_word_documents_that_cannot_be_read(document, what, refusal):
    """Broken, strict and empty documents; entities and floods of signs, before they fill the memory."""
    assert refusal(package(document)[:20_000_000], "a.docx") == what


def test_word_bombs(word, refusal):
    """Too much in sum, too many members, a size that lies, a password: none is unpacked."""
    assert refusal(package("<a/>", **{f"{at}": bytes(18_000_000) for at in range(3)}), "a.docx") == UNPACKS
    assert refusal(package("<a/>", **{f"m{at}": "" for at in range(4_001)}), "a.docx") == UNPACKS
    good = word("<w:p><w:r><w:t>ก</w:t></w:r></w:p>")
    lying = package("x" * 900_000).replace(struct.pack("<I", 900_000), struct.pack("<I", 10))
    assert refusal(lying, "a.docx") == DAMAGED
    at = good.find(b"PK\x01\x02")
    locked = good[: at + 8] + b"\x01" + good[at + 9 :]
    assert refusal(locked, "a.docx") == "the Word file is encrypted"


def test_deeply_nested_tables(word):
    """Tables inside tables without end are read or refused, never a traceback."""
    body = "<w:tbl><w:tr><w:tc>" * 400 + "<w:p><w:r><w:t>ก</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 400
    with pytest.raises(Refused):
        read_paper(word(body), "a.docx")
    body = "<w:tbl><w:tr><w:tc>" * 80 + "<w:p><w:r><w:t>ก</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 80
    assert read_paper(word(body), "a.docx").rows[0].cells[0].text == "ก"


def test_wide_cells_are_bounded(word):
    """A cell that says it spans a million columns spans as many as Word allows."""
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p><w:r><w:t>ก</w:t></w:r></w:p></w:tc>'
    assert len(read_paper(word(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"), "a.docx").rows[0].cells) == 63


# --- PDF ---


def bare_pdf(content=b"", *, pages=1, size="595 842", head=b"", trailer=b""):
    """A PDF written by hand; PDFium mends the missing table of places."""
    kids = " ".join("3 0 R" for _ in range(pages))
    parts = [
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        f"2 0 obj<</Type/Pages/Count {pages}/Kids[{kids}]>>endobj\n".encode(),
        f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size}]/Contents 4 0 R>>endobj\n".encode(),
        b"4 0 obj<</Length %d%s>>stream\n%s\nendstream endobj\n" % (len(content), head, content),
        b"trailer<</Root 1 0 R" + trailer + b">>\n%%EOF",
    ]
    return b"".join(parts)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (bare_pdf(), "nothing is written in the file"),
        (bare_pdf(pages=61), "the PDF has 61 pages, more than 60"),
        (bare_pdf(size="14000 14000"), "page 1 of the PDF is larger than A0"),
        (bare_pdf(trailer=b"/Encrypt 9 0 R"), "the PDF is protected"),
        (
            bare_pdf(zlib.compress(bytes(19_000_000)), head=b"/Filter/FlateDecode"),
            "the PDF unpacks to far more than a definition sheet holds",
        ),
        (
            bare_pdf(zlib.compress(zlib.compress(bytes(9_000_000))), head=b"/Filter[/FlateDecode/FlateDecode]"),
            "the PDF unpacks to far more than a definition sheet holds",
        ),
        (bare_pdf(b"0 0 m 9 9 l S " * 500_000), "the PDF unpacks to far more than a definition sheet holds"),
        (b"%PDF-1.7\n" + b"stream\n" * 30_000, "the PDF unpacks to far more than a definition sheet holds"),
    ],
    ids=range(8),
)
def test_pdfs_that_cannot_be_read(data, what, refusal):
    """Empty, too long, too large, protected and packed PDFs are refused before they are opened."""
    assert refusal(data, "a.pdf") == what


def test_picture_bombs(refusal):
    """A picture of more than 40 million pixels is refused by its header."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )
    assert refusal(data, "a.png") == "the picture has more than 40 million pixels"


# --- files on disk ---


def refused(path):
    with pytest.raises(Refused) as caught:
        read_file(path)
    return caught.value.what.en


def test_paths_that_are_no_files(tmp_path):
    """A missing file, a folder, a pipe that nobody writes into, a device: each is refused at once."""
    assert refused(tmp_path / "none.txt") == "there is no such file"
    assert refused(tmp_path) == "this is a folder"
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == "it is not a file that can be read"
    assert refused("/dev/zero") == "it is not a file that can be read"
    assert refused("a\0b") == "it is not a file that can be read"
    assert refused("x" * 300) == "the system says: File name too long"


def test_a_large_file_is_not_read(tmp_path):
    """200 MB that take no room on the disk are refused by their size."""
    large = tmp_path / "a.txt"
    with large.open("wb") as stream:
        stream.truncate(200_000_000)
    assert refused(large) == "the file is larger than 20 MB"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read(tmp_path):
    """A file without the right to read it is refused."""
    locked = tmp_path / "a.txt"
    locked.write_text("ก", encoding="utf-8")
    locked.chmod(0)
    assert refused(locked) == "the system does not permit this"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files_are_read_or_refused(data):
    """A good Word file or PDF with some bytes changed or cut off is rows or a refusal."""
    good = data.draw(
        st.sampled_from(
            [package(f"<w:document {NS}><w:body><w:p><w:r><w:t>ก</w:t></w:r></w:p></w:body></w:document>"), bare_pdf()]
        )
    )
    broken = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    broken = broken[: data.draw(st.integers(1, len(broken)))]
    try:
        read_paper(bytes(broken), "a")
    except Refused:
        return
