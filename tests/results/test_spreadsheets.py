"""The same columns out and in: nothing lost, nothing computed, errors by cell, nothing changed by a dry run."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from tests.factories import people, results
from tests.factories.files import edited

from samrit.core.contract import Refused
from samrit.people.enums import Role
from samrit.people.rights import Forbidden
from samrit.platform.cells import begins_like_formula
from samrit.results.documents import same_content
from samrit.results.models import KeyResult, Revision
from samrit.results.spreadsheets import COLUMNS, KINDS, export_key_results, import_key_results

pytestmark = pytest.mark.django_db


def exported(*teams, kind="xlsx"):
    return export_key_results([at.key_result for at in teams], kind)


@pytest.mark.parametrize("kind", KINDS)
def test_what_goes_out_comes_in_unchanged(kind):
    """The real sheet and one of many agencies: no difference, so no revision."""
    at = results.key_result()
    other, _khets = results.supported(3)
    done = import_key_results(acting_user=at.strategy, data=exported(at, other, kind=kind), dry_run=False)
    assert (done.created, done.revised, done.errors, done.done) == ((), (), (), True)
    assert sorted(done.unchanged) == sorted([at.key_result.key, other.key_result.key])
    assert Revision.objects.count() == 2


@pytest.mark.parametrize("kind", KINDS)
def test_into_an_empty_installation(kind):
    """The document that comes out of the file is the one that went in."""
    at = results.key_result()
    data = exported(at, kind=kind)
    original = at.revision.definition
    Revision.objects.all().delete()
    at.key_result.delete()
    done = import_key_results(acting_user=at.owner, data=data, dry_run=False)
    assert (done.created, done.errors) == (("7301-2568",), ())
    assert same_content(Revision.objects.get().definition, original)


def test_a_dry_run_says_what_would_happen_and_changes_nothing():
    """And the same file then does it, with a reason."""
    at = results.key_result()
    data = edited(exported(at), key_results_L2="12", agencies_G2="๑๒")
    dry = import_key_results(acting_user=at.owner, data=data, reason="ปรับเป้า")
    assert (dry.revised, dry.errors, dry.done, Revision.objects.count()) == (("7301-2568",), (), False, 1)
    done = import_key_results(acting_user=at.owner, data=data, reason="ปรับเป้า", dry_run=False)
    revision = Revision.objects.get(number=2)
    assert (done.revised, done.done, revision.state, revision.reason) == (("7301-2568",), True, "read", "ปรับเป้า")
    assert revision.definition["target"]["value"] == "12"
    assert revision.definition["agencies"][0]["target"]["value"] == "12"


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        ({"key_results_L2": "สิบกว่า"}, "key_results!L2"),
        ({"key_results_B2": "ปีนี้"}, "key_results!B2"),
        ({"key_results_H2": "maybe"}, "key_results!H2"),
        ({"key_results_W2": "{"}, "key_results!W2"),
        ({"key_results_L2": "=5+5"}, "key_results!L2"),
        ({"agencies_E2": "boss"}, "agencies!E2"),
        ({"agencies_A2": "9999"}, "agencies!A2"),
        ({"duties_C2": "7"}, "duties!C2"),
        ({"minimums_F2": "มาก"}, "minimums!F2"),
        ({"ticks_C2": "colours"}, "ticks!C2"),
    ],
)
def test_errors_are_told_by_cell_and_nothing_is_changed(change, cell):
    """All of a file or none of it."""
    at = results.key_result()
    done = import_key_results(acting_user=at.owner, data=edited(exported(at), **change), reason="x", dry_run=False)
    assert cell in [error.cell for error in done.errors]
    assert (done.done, Revision.objects.count()) == (False, 1)


def _like_formulas():
    """A key result with texts that spreadsheet programs take for formulas."""
    at = results.team()
    document = results.typed_document("9200")
    document["definition"] = '=HYPERLINK("http://example.com","x")'
    document["name"] = "@SUM(1)"
    document["agencies"] = [
        {**results.line(at.host, "host"), "duties": [{"number": "2.1", "text": "-1+1", "kind": "plan"}]}
    ]
    return results.typed_key_result(document, at), document


def test_nothing_in_the_file_is_a_formula():
    """Texts that begin like one are text, and come back as they were."""
    at, document = _like_formulas()
    data = exported(at)
    cells = [cell for sheet in load_workbook(io.BytesIO(data)) for row in sheet.iter_rows(min_row=2) for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert [cell.value for cell in cells if cell.quotePrefix] == [document["name"], document["definition"], "-1+1"]
    done = import_key_results(acting_user=at.owner, data=data)
    assert done.unchanged == (at.key_result.key,)


def test_nothing_in_a_csv_file_is_a_formula():
    """There an apostrophe marks a text, and goes again; however a program parts and pads the lines."""
    at, document = _like_formulas()
    data = exported(at, kind="csv")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    texts = [cell for row in rows for cell in row]
    assert f"'{document['name']}" in texts
    assert not [cell for cell in texts if begins_like_formula(cell)]
    longest = max(map(len, rows))
    saved = io.StringIO()
    csv.writer(saved, delimiter=";").writerows([*row, *[""] * (longest - len(row))] for row in rows)
    for one in (data, saved.getvalue().encode("utf-8-sig"), saved.getvalue().encode("utf-16")):
        assert import_key_results(acting_user=at.owner, data=one).unchanged == (at.key_result.key,)


@pytest.mark.parametrize(
    ("kind", "old", "new", "place"),
    [
        ("csv", "agencies,7301,2568,1,", "agencies,7301,2568,x,", "duties!D6"),
        ("csv", "agencies,7301,", "agencies,9999,", "agencies!B4"),
        ("json", '"fiscal_year": 2568', '"fiscal_year": "2568"', "key_results[0].fiscal_year"),
        ("json", '"role": "host"', '"role": "boss"', "key_results[0].agencies[0].role"),
    ],
)
def test_faults_of_csv_and_json_are_told_where_they_stand(kind, old, new, place):
    at = results.key_result()
    text = exported(at, kind=kind).decode("utf-8-sig")
    assert old in text
    done = import_key_results(acting_user=at.owner, data=text.replace(old, new, 1).encode(), reason="x", dry_run=False)
    assert place in [error.cell for error in done.errors]
    assert (done.done, Revision.objects.count()) == (False, 1)


def test_one_document_comes_in_by_itself_and_not_twice():
    """What `samrit sheet read --json` gives is taken; of two of the same key result the second is told."""
    at = results.key_result()
    document = json.dumps(at.revision.definition, ensure_ascii=False)
    assert import_key_results(acting_user=at.owner, data=document.encode()).unchanged == (at.key_result.key,)
    twice = f'{{"schema": "samrit/key-results/1", "key_results": [{document}, {document}]}}'
    done = import_key_results(acting_user=at.owner, data=twice.encode(), dry_run=False)
    assert ([error.cell for error in done.errors], done.done) == (["key_results[1]"], False)


def test_rights_hold_key_result_by_key_result():
    """An owner of one agency changes nothing of another's; who owns nothing is refused at once."""
    at = results.key_result()
    data = edited(exported(at), key_results_C2="ชื่ออื่น")
    stranger = people.user(role=Role.OWNER, agency=people.agency())
    done = import_key_results(acting_user=stranger, data=data, reason="x", dry_run=False)
    assert ([error.cell for error in done.errors], done.done) == (["key_results!A2"], False)
    with pytest.raises(Forbidden):
        import_key_results(acting_user=at.reviewer, data=data)
    assert Revision.objects.count() == 1


def _workbook(**heads) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, columns in heads.items():
        book.create_sheet(name).append(columns)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b" " * 70_000_000)
    return stream.getvalue()


def _doctype() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("xl/workbook.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>')
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a workbook",
        b"PK\x03\x04" + b"\0" * 50,
        b"x" * 5_000_001,
        _bomb(),
        _doctype(),
        _workbook(key_results=COLUMNS["key_results"]),
        _workbook(**{**COLUMNS, "agencies": ("code",)}),
        b"sheet,code\r\nkey_results,7301\r\n",
        b"sheet,code\r\nworks,7301\r\n",
        "sheet,code\r\nkey_results,ก".encode("cp874"),
        b'{"schema": "samrit/works/1"}',
        b'{"schema": "samrit/key-results/1", "key_results": 1}',
        b'{"schema": ' + b"[" * 5_000,
        b'{"a": 1, "a": 1}',
    ],
    ids=[
        *("empty", "text", "damaged", "large", "bomb", "entities", "sheets missing", "columns missing"),
        *("csv without columns", "csv of another", "csv in the old Thai set"),
        *("json of another", "json of no list", "json too deep", "json with a key twice"),
    ],
)
def test_hostile_and_broken_files_get_a_sentence(data):
    """Never a traceback."""
    owner = people.user(role=Role.OWNER, agency=people.agency())
    with pytest.raises(Refused) as refused:
        import_key_results(acting_user=owner, data=data)
    assert refused.value.path == "file"
    assert KeyResult.objects.count() == 0


def test_a_row_that_stands_twice_is_told():
    """Both name the same key result."""
    at = results.key_result()
    book = load_workbook(io.BytesIO(exported(at)))
    sheet = book["key_results"]
    sheet.append([cell.value for cell in sheet[2]])
    stream = io.BytesIO()
    book.save(stream)
    done = import_key_results(acting_user=at.owner, data=stream.getvalue(), reason="x")
    assert [error.cell for error in done.errors] == ["key_results!A3"]


@pytest.mark.parametrize("number", ["1e999999999", "9e99", "1_0", "1,5", "NaN", "1" * 31])
def test_what_python_takes_for_a_number_and_no_person_does_is_told_by_cell(number):
    """An exponent would be written out digit by digit, and a comma that groups nothing is no thousand."""
    at = results.key_result()
    done = import_key_results(acting_user=at.owner, data=edited(exported(at), key_results_L2=number), reason="x")
    assert [error.cell for error in done.errors] == ["key_results!L2"]


def test_commas_that_group_thousands_are_read():
    at = results.key_result()
    data = edited(exported(at), key_results_L2="๑,๒๐๐.๕", agencies_G2="1,200.50")
    assert import_key_results(acting_user=at.owner, data=data, reason="x", dry_run=False).done
    definition = Revision.objects.get(number=2).definition
    assert (definition["target"]["value"], definition["agencies"][0]["target"]["value"]) == ("1200.5", "1200.5")


@pytest.mark.parametrize(
    ("rubric", "place"),
    [
        ('{"form": "judged", "minimum": "0", "maximum": "5", "maximum": "9"}', "maximum"),
        ('{"form": "judged", "minimum": "0", "maximum": ["', "line 1 column"),
    ],
)
def test_a_rubric_of_a_cell_is_read_as_strictly_as_a_document(rubric, place):
    """Nothing of two keys is dropped silently, and the place is named."""
    at = results.key_result()
    done = import_key_results(acting_user=at.owner, data=edited(exported(at), key_results_W2=rubric), reason="x")
    [error] = done.errors
    assert (error.cell, place in error.message.en) == ("key_results!W2", True)
