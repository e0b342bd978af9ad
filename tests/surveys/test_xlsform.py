"""Questionnaires as workbooks: out and in again, errors by row, and files that mean harm."""

from __future__ import annotations

import dataclasses
import io
import time

import pytest
from openpyxl import Workbook, load_workbook
from tests.factories import surveys as made

from samrit.core.contract import Refused
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.xlsform import read_workbook, workbook, xform

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
        (lambda book: book["survey"].cell(4, 2, "1x"), "questions[0].id"),
        (lambda book: book.remove(book["choices"]), "there is no sheet “choices”"),
    ],
)
def test_a_fault_is_named_by_sheet_and_row(questionnaire, change, said):
    """So that it can be found and mended."""
    with pytest.raises(Refused) as refused:
        read_workbook(changed(questionnaire, change), questionnaire)
    assert said in refused.value.what.en


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
