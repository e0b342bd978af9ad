# ruff: noqa: E501 -- a table of cases reads by row
"""Questionnaires as workbooks: out and in again, errors by row, and files that mean harm."""

from __future__ import annotations

import dataclasses
import io
import re
import time
import zipfile

import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook
from tests.factories import surveys as made

from samrit.core.contract import Refused
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.xlsform import sheets, workbook, xform
from samrit.surveys.xlsform_reading import read_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def questionnaire():
    return asked(latest(made.draft().survey))


def changed(questionnaire, change):
    """The workbook with a change of its cells."""
    book = load_workbook(io.BytesIO(workbook(questionnaire)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_questionnaire_comes_back_as_it_went_out(questionnaire):
    """Questions, answers, decoys, districts, conditions and the rule on minors."""
    again = read_workbook(workbook(questionnaire), questionnaire)
    for one, other in zip(again.questions, questionnaire.questions, strict=True):
        assert one == other
    assert again == questionnaire


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: book["survey"].cell(4, 1, "geopoint"), "sheet survey, row 4"),
        (lambda book: book["survey"].cell(4, 3, ""), "sheet survey, row 4"),
        (lambda book: book["survey"].cell(4, 1, "select_one nowhere"), "sheet survey, row 4"),
        (lambda book: book["survey"].cell(4, 8, "count(${a}) > 2"), "sheet survey, row 4"),
        (lambda book: book["choices"].cell(3, 2, "two words"), "sheet choices, row 3"),
        (lambda book: book["survey"].merge_cells("A4:C4"), "sheet survey, row 4"),
        (lambda book: book["choices"].merge_cells("A3:B3"), "sheet choices, row 3"),
        (lambda book: book["survey"].cell(4, 2, "1x"), "sheet survey, row 4 (id)"),
        (lambda book: book.remove(book["choices"]), "there is no sheet “choices”"),
    ],
)
def test_a_fault_is_named_by_sheet_and_row(questionnaire, change, said):
    """So that it can be found and mended."""
    with pytest.raises(Refused) as refused:
        read_workbook(changed(questionnaire, change), questionnaire)
    assert said in refused.value.what.en


def as_people_write(questionnaire, survey, choices=(), more=()):
    """A workbook as users of Kobo and ODK write it: our question on age, then `survey` rows (dicts), in other words for
    columns and types; `more` are columns beside.
    """
    age = questionnaire.question("age")
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    columns = [
        "type",
        "name",
        "label::Thai (th)",
        "label::English (en)",
        "hint::Thai (th)",
        "required",
        "relevant",
        *more,
    ]
    sheet.append(columns)
    rows = [
        {"type": "start", "name": "start"},
        {"type": "end", "name": "end"},
        {"type": "select_one ages", "name": "age", "label::Thai (th)": age.label.th, "required": "TRUE"},
        *survey,
    ]
    for row in rows:
        sheet.append([row.get(column) for column in columns])
    lists = book.create_sheet("choices")
    wanted = ["list name", "name", "label::Thai (th)", "label::English (en)", "khet"]
    lists.append(wanted)
    for option in age.options:
        lists.append(["ages", option.value, option.label.th, option.label.en])
    for row in choices:
        lists.append([row.get(column) for column in wanted])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WAYS = [
    {"list name": "ways", "name": 1, "label::Thai (th)": "เฟซบุ๊ก", "label::English (en)": "Facebook"},
    {"list name": "ways", "name": "other", "label::Thai (th)": "อื่น ๆ"},
]


def test_a_form_as_people_write_it_is_read(questionnaire):
    """Other names of columns and types, double quotes, limits without equality, a label without a language."""
    rows = [
        {
            "type": "select_multiple ways",
            "name": "ways",
            "label::Thai (th)": "พบเห็นทางใด",
            "label::English (en)": "Where?",
        },
        {"type": "text", "name": "ways_other", "label::Thai (th)": "ระบุ", "relevant": 'selected(${ways}, "other")'},
        {
            "type": "int",
            "name": "visits",
            "label::Thai (th)": "กี่ครั้ง",
            "hint::Thai (th)": "ปีนี้",
            "constraint": ". > 0 and .<=99",
        },
    ]
    made = read_workbook(as_people_write(questionnaire, rows, WAYS, ["constraint"]), questionnaire)
    assert [one.id for one in made.questions] == ["age", "ways", "ways_other", "visits"]
    _, ways, other, visits = made.questions
    assert [(one.value, one.label.th, one.label.en) for one in ways.options] == [
        ("1", "เฟซบุ๊ก", "Facebook"),
        ("other", "อื่น ๆ", ""),
    ]
    assert (other.only_if, visits.low, visits.high, visits.hint.th) == (("ways", "other"), 1, 99, "ปีนี้")
    assert made.screen == questionnaire.screen


ASKED = {"type": "text", "name": "q", "label::Thai (th)": "ถาม"}
ONE = {"type": "select_one ways", "name": "q", "label::Thai (th)": "ถาม"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"type": "select_multiple ways or_other", "name": "q", "label::Thai (th)": "ถาม"}], "row 5: “or_other” behind the list is not read"),
        ([ONE | {"choice_filter": "khet=${k}"}], "row 5: the column choice_filter of a row select_one is not read: “khet=${k}”"),
        ([{"type": "calculate", "name": "c", "calculation": "1+1"}], "row 5: the type “calculate” is not read here"),
        ([{"type": "begin repeat", "name": "r", "label::Thai (th)": "คน"}, ASKED, {"type": "end repeat"}], "row 5: the type “begin_repeat” is not read here"),
        ([{"type": "begin group", "name": "g", "label::Thai (th)": "หมวด"}, ASKED, {"type": "end group"}], "row 6: a group holds only questions of the type select_one recognition"),
        ([{"type": "begin_group", "name": "g", "label::Thai (th)": "หมวด", "relevant": "${age} = '15_19'"}], "row 5: the column relevant of a row begin_group is not read"),
        ([{"type": "begin_group", "name": "g", "label::Thai (th)": "หมวด"}], "row 5: this group does not end"),
        ([{"type": "end_group"}], "row 5: a group ends that did not begin"),
        ([ASKED | {"media::image": "map.jpg"}], "row 5: the column media::image of a row text is not read: “map.jpg”"),
        ([ASKED | {"media::audio": "a.mp3"}], "row 5: the column media::audio of a row text is not read"),
        ([ASKED | {"label::Français (fr)": "Question"}], "row 5: the column label::français (fr) of a row text is not read"),
        ([ASKED | {"relevant": "${age} = '30_39' or ${age} = '40_49'"}], "row 5: relevant is not read"),
        ([ASKED | {"relevant": "not(selected(${ways}, 'other'))"}], "row 5: relevant is not read"),
        ([ASKED | {"required": "${age} = '30_39'"}], "row 5: required is neither yes nor no"),
        ([ASKED | {"type": "integer", "constraint": ". >= 18 and . <= 60 or . = 99"}], "row 5: only a range of whole numbers is read"),
        ([ASKED | {"type": "integer", "constraint": ". >= 1.5"}], "row 5: only a range of whole numbers is read"),
        ([ASKED | {"constraint": "regex(., '^0[0-9]{9}$')"}], "row 5: only a range of whole numbers is read"),
        ([ASKED | {"default": "ไม่มี"}], "row 5: the column default of a row text is not read"),
        ([ASKED | {"label::Thai (th)": "สวัสดี ${name}"}], "row 5: a label that shows another answer is not read"),
        ([ASKED | {"label::Thai (th)": "ก" * 4_001}], "row 5 (label.th): the text has 4,001 letters, and 4,000 are the most"),
        ([{"name": "q", "label::Thai (th)": "ถาม"}], "row 5: the type is empty"),
        ([ASKED, ASKED], "row 6 (id): “q” stands twice"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_said_with_its_row_and_never_passed_over(questionnaire, rows, said):
    """Groups, repeats, calculations, filters, media and other languages: refused where they stand, in both languages."""
    more = [
        column
        for row in rows
        for column in row
        if column not in {"type", "name", "label::Thai (th)", "required", "relevant"}
    ]
    with pytest.raises(Refused) as refused:
        read_workbook(as_people_write(questionnaire, rows, WAYS, dict.fromkeys(more)), questionnaire)
    assert f"sheet survey, {said}" in refused.value.what.en
    assert re.search("[ก-๙]", refused.value.what.th)


def test_the_question_that_tells_minors_and_the_answers_to_names_stay(questionnaire):
    """Without them nobody would ask for a guardian, and the results could not be reckoned."""
    with pytest.raises(Refused, match="which tells minors, is not there"):
        read_workbook(changed(questionnaire, lambda book: take_out(book["survey"], "age")), questionnaire)
    with pytest.raises(Refused, match="the answers to a name are fixed"):
        read_workbook(changed(questionnaire, lambda book: book["choices"].cell(2, 3, "รู้จักดี")), questionnaire)
    with pytest.raises(Refused, match="two columns say the same"):
        read_workbook(changed(questionnaire, lambda book: book["survey"].cell(1, 5, "label::th")), questionnaire)
    with pytest.raises(Refused, match="stands in a column without a name"):
        read_workbook(changed(questionnaire, lambda book: book["survey"].cell(3, 40, "x")), questionnaire)


def take_out(sheet, name):
    """Deletes the row of a question."""
    sheet.delete_rows(next(row[1].row for row in sheet.iter_rows() if row[1].value == name))


def test_the_form_is_the_same_whoever_takes_it_out(questionnaire):
    """Thai stands in the Thai column where the reader's pages are English."""
    with translation.override("en"):
        english = sheets(questionnaire)["choices"]
    with translation.override("th"):
        assert english == sheets(questionnaire)["choices"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"<html>", b"0" * 3_000_000])
def test_what_is_no_workbook_is_refused(questionnaire, data):
    """With a sentence, whatever it is."""
    with pytest.raises(Refused):
        read_workbook(data, questionnaire)


def with_blank_rows(questionnaire, count):
    """The workbook with so many empty rows below the form, as spreadsheets leave them behind."""
    book = Workbook(write_only=True)
    source = load_workbook(io.BytesIO(workbook(questionnaire)))
    for name in source.sheetnames:
        sheet = book.create_sheet(name)
        for row in source[name].iter_rows(values_only=True):
            sheet.append(row)
        for _ in range(count if name == "survey" else 0):
            sheet.append([None])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_blank_rows_are_passed_over_and_very_many_are_refused_at_once(questionnaire):
    """Thousands do no harm; hundreds of thousands are not even unpacked."""
    assert read_workbook(with_blank_rows(questionnaire, 5_000), questionnaire) == questionnaire
    heavy = with_blank_rows(questionnaire, 250_000)
    began = time.perf_counter()
    with pytest.raises(Refused) as refused:
        read_workbook(heavy, questionnaire)
    assert time.perf_counter() - began < 1
    assert "empty rows" in refused.value.mend.en


def test_odk_gets_a_form_with_the_guardian_and_the_adults(questionnaire):
    """pyxform takes our sheets; what enumerators ask beside is in the form."""
    form = xform(questionnaire, form_id="samrit_x", version="1", title="แบบ")
    assert 'version="1"' in form
    assert "adults_in_household" in form
    assert "guardian_agrees" in form


def test_a_label_that_begins_like_a_formula_goes_out_as_text(questionnaire):
    """No program computes it, and it comes back as it was."""
    first = questionnaire.questions[0]
    label = first.label._replace(th='=HYPERLINK("https://evil.example")')
    hostile = dataclasses.replace(
        questionnaire, questions=(dataclasses.replace(first, label=label), *questionnaire.questions[1:])
    )
    book = load_workbook(io.BytesIO(workbook(hostile)))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert [cell.value for cell in cells if cell.quotePrefix] == [label.th]
    assert read_workbook(workbook(hostile), questionnaire).questions[0].label.th == label.th


def moved_down(book):
    """The last answers of a list stand below five thousand blank rows."""
    sheet = book["choices"]
    sheet.move_range(f"A{sheet.max_row - 1}:E{sheet.max_row}", rows=5_000)


def test_a_row_below_thousands_of_blank_ones_is_read(questionnaire):
    """What stands there belongs to the form, and is not passed over."""
    assert read_workbook(changed(questionnaire, moved_down), questionnaire) == questionnaire


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: book["survey"].cell(4, 3, "=A1"), "sheet survey, cell C4: this formula has no stored value"),
        (
            lambda book: book["survey"].cell(4, 70, "x"),
            "sheet survey, row 4: there is a cell to the right of column 60",
        ),
        (
            lambda book: book["survey"].cell(4, 16_384, "x"),
            "sheet survey, row 4: there is a cell to the right of column 60",
        ),
        (
            lambda book: [
                book["survey"].cell(row, 16_384).__setattr__("number_format", "@") for row in range(4, 2_000)
            ],
            "there is a cell to the right of column 60",
        ),
        (
            lambda book: [book["choices"].append(["provinces", f"a{n}", "ก"]) for n in range(3_001)],
            "more than 3000 rows",
        ),
    ],
)
def test_a_cell_that_is_not_read_is_refused_by_its_place(questionnaire, change, said):
    """A formula that nobody has computed, a column too far to the right, and more rows than a form has."""
    with pytest.raises(Refused) as refused:
        read_workbook(changed(questionnaire, change), questionnaire)
    assert said in refused.value.what.en


def test_a_formula_with_its_stored_value_is_read(questionnaire):
    """As Excel and LibreOffice store it, also where its text is empty; what is broken inside is no workbook."""

    def stored(cell):
        data = changed(questionnaire, lambda book: book["survey"].cell(4, 30, "=1"))
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for part in old.namelist():
                text = re.sub(rb'<c r="AD4"[^>]*><f>1</f><v ?/?>(</v>)?</c>', cell, old.read(part))
                new.writestr(part, text)
        return read_workbook(out.getvalue(), questionnaire)

    assert stored(b'<c r="AD4" t="str"><f>1</f><v></v></c>') == questionnaire
    with pytest.raises(Refused, match="stands in a column without a name"):
        stored(b'<c r="AD4"><f>1</f><v>7</v></c>')
    with pytest.raises(Refused, match="no XLSX workbook"):
        stored(b'<c r="AD4"><')
