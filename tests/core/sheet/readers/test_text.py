"""Text files: lines are rows, tabs part cells, markup is gone, nothing written is lost."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.core.contract import Refused
from samrit.core.sheet.definition import Source
from samrit.core.sheet.paper import Cell, Paper, Paragraph, Row
from samrit.core.sheet.readers import read_file, read_paper

EXAMPLE = Path(__file__).parents[4] / "examples" / "kr-7301.txt"


def cell(*texts, line=1):
    return Cell(tuple(Paragraph(text, line) for text in texts))


def test_rows_cells_and_lines():
    """A line is a row, a tab parts cells, an empty first cell keeps its place, a blank line is no row."""
    data = "หัวข้อ\n\n\tชื่อ\tค่า\r\nจบ\r".encode()
    assert read_paper(data, "folder/a.txt") == Paper(
        rows=(
            Row((cell("หัวข้อ"),)),
            Row((Cell(), cell("ชื่อ", line=3), cell("ค่า", line=3))),
            Row((cell("จบ", line=4),)),
        ),
        source=Source("a.txt", hashlib.sha256(data).hexdigest(), "text/plain"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp874"])
def test_encodings(encoding, rows_of):
    """UTF-8 with or without BOM, UTF-16 with BOM and windows-874 give the same rows."""
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert rows_of(mark + "รหัส ๗๓๐๑\tก".encode(encoding), "a.txt") == [(None, [["รหัส ๗๓๐๑"], ["ก"]])]


def test_stdin_has_the_name_that_it_was_given():
    """Text that was piped in is called "-"."""
    assert read_paper("รหัส".encode(), "-").source.file == "-"


@pytest.mark.parametrize(
    ("written", "paragraphs"),
    [
        ("<p>ก</p> <p>ข</p>", ["ก", "ข"]),
        ("<p>ก<p>ข", ["ก", "ข"]),
        ("ก<br>ข<BR/>ค<br />ง", ["ก", "ข", "ค", "ง"]),
        ('<p class="x" style="a:b">ก</p>', ["ก"]),
        ("<b>ก</b>ข<span lang=th>ค</span>", ["กขค"]),
        ("ก&nbsp;&amp; ข &lt;p&gt; &#3585;", ["ก & ข <p> ก"]),
        ("R&D A&copy=1", ["R&D A&copy=1"]),
        ("ค่า < ๕ และ > ๓", ["ค่า < ๕ และ > ๓"]),
        ("<ก> <x> a<b c> d", ["<ก> <x> a<b c> d"]),
        ("<!-- ลับ -->ก", ["ก"]),
        ("ก  \u00a0 ข", ["ก ข"]),
    ],
)
def test_markup(written, paragraphs, rows_of):
    """Tags and entities go, what parts paragraphs parts them, and what only looks like a tag stays."""
    assert rows_of(written.encode(), "a.txt") == [(None, [paragraphs])]


@pytest.mark.parametrize(
    ("box", "sign"),
    [
        ('<input checked="" type="checkbox">', "☑"),
        ('<input type="checkbox" checked>', "☑"),
        ("<INPUT TYPE='CheckBox' CHECKED='checked' />", "☑"),
        ("<input type=checkbox checked=checked/>", "☑"),
        ('<input\n type="checkbox"\n checked="">', "☑"),
        ('<input type="checkbox"checked>', "☑"),
        ('<input type="checkbox">', "☐"),
        ("<input type=checkbox />", "☐"),
        ('<input type="checkbox" value="checked" data-checked="1" class="checked">', "☐"),
    ],
)
def test_html_boxes(box, sign, rows_of):
    """An HTML box is ticked by its attribute `checked`, wherever that stands and however it is quoted."""
    assert rows_of(f"{box}มี".encode(), "a.txt") == [(None, [[f"{sign} มี"]])]


def test_a_tag_over_lines_keeps_later_line_numbers():
    """Lines after a broken tag are still counted as in the file."""
    rows = read_paper("<p\nclass='a'>ก</p>\nข".encode(), "a.txt").rows
    assert [part.place for row in rows for part in row.paragraphs] == [2, 3]


def test_data_block():
    """The block that `sheet write` leaves is data and no row; what somebody wrote below it is a row."""
    block = "-----BEGIN SAMRIT DATA-----\n{}\n-----END SAMRIT DATA-----\n"
    paper = read_paper(f"ก\n{block}".encode(), "a.txt")
    assert (paper.data, [row.cells for row in paper.rows]) == (b"{}", [(cell("ก"),)])
    paper = read_paper(f"ก\n{block}เติม\n".encode(), "a.txt")
    assert [part.text for row in paper.rows for part in row.paragraphs] == ["ก", "เติม"]
    assert paper.rows[1].cells == (cell("เติม", line=5),)


def test_the_example_sheet():
    """The real sheet: its lines, the empty cells before a continued duty, and its boxes."""
    paper = read_file(EXAMPLE)
    assert len(paper.rows) == 35
    heads = [row.cells[1].text for row in paper.rows if len(row.cells) > 2 and not row.cells[0].paragraphs]
    assert heads[0] == "ชื่อหน่วยงาน/ ส่วนราชการ"
    boxes = [part.text[0] for row in paper.rows for part in row.paragraphs if part.text[0] in "☑☐"]
    assert "".join(boxes) == "☑☐☐☑☑☐☐☐☐"
    numbers = [
        part.text[:2]
        for row in paper.rows
        for part in row.paragraphs
        if part.text[0].isdigit() and part.text[1:2] == "."
    ]
    assert numbers == [f"{digit}." for digit in "๑๒๓๔๕๖๗๘"]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "nothing is written in the file"),
        (b" \r\n\t\n", "nothing is written in the file"),
        ("\u200b\ufeff\u00a0\n".encode(), "nothing is written in the file"),
        (b"<p>&nbsp;</p>", "nothing is written in the file"),
        (b"abc\0def", "the file is not readable text"),
        (bytes(range(1, 32)) * 9, "the file is not readable text"),
        (b"caf\xe9 latin\xff\xfe", "the file is not readable text"),
        (b"\xff\xfe\x00\xd8", "the file is not readable text"),
        ("ก".encode() * 2_000_000, "the file is larger than 3 MB"),
        (b"a\n" * 200_000, "the file is far longer than a definition sheet"),
        (b"a" * 20_000_001, "the file is larger than 20 MB"),
    ],
    ids=range(11),
)
def test_refused(data, what, refusal):
    """Nothing written, noise and too much are each refused in one sentence."""
    assert refusal(data, "a.txt") == what


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "-", "a.docx", "a.pdf", "a.png", "a.jpg", "", "."]))
def test_any_bytes_are_read_or_refused(data, name):
    """Whatever the bytes are, the answer is rows or a refusal."""
    try:
        paper = read_paper(data, name)
    except Refused:
        return
    assert paper.rows


letters = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=60)


@given(st.lists(letters, min_size=1, max_size=8))
def test_any_text_is_read_or_refused(lines):
    """Whatever the text is, the answer is rows or a refusal, and places are lines of the file."""
    try:
        paper = read_paper("\n".join(lines).encode(), "a.txt")
    except Refused:
        return
    assert all(1 <= part.place <= len(lines) for row in paper.rows for part in row.paragraphs)


plain = st.text(st.sampled_from("กขคงา่้ินุู๐๑๒ABCabc019 \t.,/-"), min_size=1, max_size=40)


@given(st.lists(plain, min_size=1, max_size=8))
def test_every_written_line_is_in_a_row(lines):
    """No line that has something written on it is lost."""
    try:
        paper = read_paper("\n".join(lines).encode(), "a.txt")
    except Refused:
        assert not any(line.strip() for line in lines)
        return
    found = {part.place for row in paper.rows for part in row.paragraphs}
    assert found == {number for number, line in enumerate(lines, 1) if line.strip()}
