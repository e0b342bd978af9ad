"""`read(write(d)) == d`, and what must happen when the print and the data no longer say the same."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.strategies.definitions import definitions

from samrit.core.rubric.forms import Anchors, Composite, Part
from samrit.core.sheet.definition import Definition, Question
from samrit.core.sheet.embedded import definition_bytes
from samrit.core.sheet.form import form_rows
from samrit.core.sheet.readers import read_paper
from samrit.core.sheet.reading import DISAGREES, read_sheet
from samrit.core.sheet.trust import trusted
from samrit.core.sheet.writers import KINDS, write_sheet
from samrit.core.sheet.writers.pdf import write_pdf

# Drawing a definition with all its parts takes its time, and PDF pages are slow to lay out.
QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}


def _paper(data, kind):
    return read_paper(data, f"sheet.{kind}")


def _read(data, kind):
    read = trusted(_paper(data, kind))
    return None if read is None else replace(read, source=None)


@settings(max_examples=100, **QUIET)
@given(definitions())
def test_text_gives_the_definition_back(definition):
    """Whatever stands in a definition, its text file reads as the same definition."""
    assert _read(write_sheet(definition, "txt"), "txt") == definition


@settings(max_examples=100, **QUIET)
@given(definitions())
def test_docx_gives_the_definition_back(definition):
    """Whatever stands in a definition, its Word file reads as the same definition."""
    assert _read(write_sheet(definition, "docx"), "docx") == definition


@settings(max_examples=10, **QUIET)
@given(definitions())
def test_pdf_gives_the_definition_back(definition):
    """Whatever stands in a definition, its PDF reads as the same definition."""
    assert _read(write_sheet(definition, "pdf"), "pdf") == definition


@pytest.mark.parametrize("kind", KINDS)
def test_same_definition_same_bytes(definition, kind):
    """The same input gives the same bytes."""
    assert write_sheet(definition, kind) == write_sheet(definition, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_reading_names_its_own_source(definition, kind):
    """The source of a reading is the file that was read; questions and unread lines do not travel."""
    paper = _paper(write_sheet(replace(definition, source=None), kind), kind)

    assert trusted(paper) == replace(definition, source=paper.source, questions=(), unread=())


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_reads_is_told_when_print_and_data_disagree(definition, kind):
    """`read` takes the definition from the data while it agrees; else what is printed, with a question."""
    data = write_sheet(definition, kind)
    read = read_sheet(data, f"sheet.{kind}")
    other = replace(definition, code="7302")
    if kind == "pdf":
        changed = write_pdf(form_rows(other), "x", definition_bytes(definition))
    else:
        changed = {"txt": _edit_text, "docx": _edit_document}[kind](data, "๗๓๐๑", "๗๓๐๒")
    told = read_sheet(changed, f"sheet.{kind}")

    assert replace(read, source=None, questions=()) == definition
    assert (told.code, told.questions[-1]) == ("7302", Question("source", DISAGREES))


def _edit_text(data, printed, changed):
    return data.decode().replace(printed, changed, 1).encode()


def _edit_document(data, printed, changed):
    return _edit_docx(data, "word/document.xml", lambda content: content.replace(printed, changed, 1))


def _without_data(text):
    body, mark, data = text.partition("-----BEGIN")
    return body, mark + data


@settings(max_examples=40, **QUIET)
@given(st.data())
def test_a_changed_digit_in_a_text_is_noticed(definition, data):
    """One printed digit other than the data's: the data is not believed."""
    body, block = _without_data(write_sheet(definition, "txt").decode())
    place = data.draw(st.sampled_from([at for at, sign in enumerate(body) if sign in "๐๑๒๓๔๕๖๗๘๙"]))
    other = data.draw(st.sampled_from([digit for digit in "๐๑๒๓๔๕๖๗๘๙" if digit != body[place]]))

    assert _read((body[:place] + other + body[place + 1 :] + block).encode(), "txt") is None


@pytest.mark.parametrize(
    ("printed", "changed"),
    [
        ("นับจำนวนย่าน", "นับจำนวนแห่ง"),
        ('<input checked="" type="checkbox"/> มาตรฐาน', '<input type="checkbox"/> มาตรฐาน'),
        ("๘๐\tจำนวน ๘ ย่าน", "๘\t๐จำนวน ๘ ย่าน"),
        ("ผู้แจ้งข้อมูล", "ผู้แจ้งข้อมูล\n\nเพิ่มเติม"),
        ("ลงชื่อ\n\n", ""),
    ],
)
def test_a_changed_print_in_a_text_is_noticed(definition, printed, changed):
    """Another word, tick or cell, something more or something less: the data is not believed."""
    text = write_sheet(definition, "txt").decode()
    assert printed in text

    assert _read(text.replace(printed, changed, 1).encode(), "txt") is None


def test_blanks_line_ends_and_digits_are_no_change(definition):
    """What an editor does to blanks and line ends, and Arabic for Thai digits, changes nothing that is said."""
    body, block = _without_data(write_sheet(definition, "txt").decode())
    edited = body.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")).replace(" : ", "  :  ")

    assert _read((edited + block).replace("\n", "\r\n").encode("utf-8-sig"), "txt") == definition


def _edit_docx(data, name, edit):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(target, "w") as edited:
        for member in package.namelist():
            content = package.read(member).decode()
            edited.writestr(member, edit(content) if member == name else content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("printed", "changed"),
    [("จำนวน ๘ ย่าน", "จำนวน ๗ ย่าน"), ("จัดทำแผน", "ทำลายแผน"), ("☑", "☐"), ("๒๕๖๘", "๒๕๖๙")],
)
def test_a_changed_print_in_a_docx_is_noticed(definition, printed, changed):
    """One printed digit, word or tick other than the data's: the data is not believed."""

    def edit(content):
        assert printed in content
        content = content.replace(printed, changed, 1)
        return (
            content.replace('<w14:checked w14:val="1"/>', '<w14:checked w14:val="0"/>') if printed == "☑" else content
        )

    assert _read(_edit_docx(write_sheet(definition, "docx"), "word/document.xml", edit), "docx") is None


def test_a_docx_part_under_another_number_and_prefix_is_found(definition):
    """Word may give the custom part another number and another prefix when it saves."""

    def renumber(data):
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(target, "w") as edited:
            for member in package.namelist():
                content = package.read(member).decode()
                content = content.replace("<definition xmlns=", "<k:definition xmlns:k=").replace(
                    "</definition>", "</k:definition>"
                )
                edited.writestr(member.replace("item1.xml", "item3.xml"), content.replace("item1.xml", "item3.xml"))
        return target.getvalue()

    assert _read(renumber(write_sheet(definition, "docx")), "docx") == definition


@pytest.mark.parametrize(
    "edit",
    [
        {"code": "7302"},
        {"fiscal_year": 2569},
        {"method": None},
        {"agencies": ()},
        {"definition": "พื้นที่ที่ส่งเสริมความคิดสร้างสรรค์ จำนวน ๐๑ ย่าน\nน้ำใจ กำ ทำ ปั้น ฟื้นฟู ญี่ปุ่น"},
    ],
)
def test_data_that_a_pdf_does_not_print_is_noticed(definition, edit):
    """Another number, text or row in the data than on the pages: the data is not believed."""
    if edit.get("method", "") is None:
        edit = {"method": replace(definition.method, text="นับจำนวนแห่ง")}
    pdf = write_pdf(form_rows(definition), "x", definition_bytes(replace(definition, **edit)))

    assert _read(pdf, "pdf") is None


def test_what_is_not_printed_is_taken_from_the_data(definition):
    """Kinds, counts, minimums and assumptions come back although no reader could see them."""
    host, offices = definition.agencies
    odd = replace(definition, agencies=(host, replace(offices, count=49)), assumed=())

    assert _read(write_sheet(odd, "docx"), "docx") == odd


@pytest.mark.parametrize(
    "block",
    [
        "-----BEGIN SAMRIT DATA-----\n",
        "-----BEGIN SAMRIT DATA-----\nnot json\n-----END SAMRIT DATA-----\n",
        '-----BEGIN SAMRIT DATA-----\n{"schema":"samrit/key-result/2"}\n-----END SAMRIT DATA-----\n',
        '-----BEGIN SAMRIT DATA-----\n{"schema":"samrit/key-result/1","code":"7301"}\n-----END SAMRIT DATA-----\n',
    ],
)
def test_broken_data_is_not_believed(definition, block):
    """Data that was cut off, is not JSON, or says something else agrees with nothing."""
    body, _ = _without_data(write_sheet(definition, "txt").decode())
    paper = _paper((body + block).encode(), "txt")

    assert (paper.data is None, trusted(paper)) == (False, None)


def test_a_scan_is_never_believed(definition):
    """The picture of a sheet does not prove what stands in the data."""
    paper = replace(_paper(write_sheet(definition, "txt"), "txt"), scanned=True)

    assert trusted(paper) is None


def test_the_block_is_no_part_of_the_print(definition):
    """The rows of a text end with the form; the data is no line of the sheet."""
    paper = _paper(write_sheet(definition, "txt"), "txt")

    assert [row.cells[0].text for row in paper.rows[-2:]] == ["๕", "๔"]
    assert not re.search("SAMRIT", "".join(cell.text for row in paper.rows for cell in row.cells))


@pytest.mark.parametrize("name", ["الكل", "ชื่อ الكل ๑๐ (ก)", "שלום 12"])
def test_pdf_with_writing_from_right_to_left(name):
    """The pieces of such a line come back in an order of their own; the definition is the same."""
    definition = Definition(code="1", name=name, definition=f"นิยาม {name} “ก” ๑๒๓")
    assert _read(write_sheet(definition, "pdf"), "pdf") == definition


def test_two_lines_that_say_the_same_stay_two_in_a_pdf(definition):
    """PDFium takes a text that overlaps an equal one for that one printed bold; our lines stand clear."""
    weights = (("line", Decimal(1)), ("line_staff", Decimal(1)))
    inner = Composite(parts=(Part("ก", weights, Anchors(of="result", points=((Decimal(0), Decimal(0)),))),))
    rubric = Composite(parts=(Part("ก", weights, inner),))
    twice = replace(definition, rubric=rubric, source=None, questions=(), unread=())

    assert _read(write_sheet(twice, "pdf"), "pdf") == twice
