"""Tables out and in: nothing lost, tried first, all or none, errors by cell, rights as on the pages."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook
from tests.factories import people
from tests.web.office import post, said, signed_in, upload, url
from tests.web.year import year

from samrit.core.contract import Refused
from samrit.exchange.tables import TABLES, as_csv, as_workbook, import_table
from samrit.people.models import Agency
from samrit.people.rights import Forbidden, Rights
from samrit.platform.models import AuditEntry
from samrit.publicity.models import Work
from samrit.results.models import AgencyTarget, Measure, ReportedValue

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    found = year()
    Work.objects.filter(pk=found.works[0].pk).update(title="=HYPERLINK(1)", text="'-สวัสดี\n\n+ครับ ")
    Measure.objects.create(key_result=found.key_result, name="people", label="ผู้ร่วมงาน", unit="คน", place=9)
    return found


def _rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def _csv(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("write", [as_csv, as_workbook])
def test_what_goes_out_comes_in_unchanged(made, name, write):
    owner = made.people["owner"]
    data = write(TABLES[name], owner)
    entries = AuditEntry.objects.count()
    came = import_table(name, data, dry_run=False, acting_user=owner)
    lines = len(list(TABLES[name].rows(Rights(owner), [made.key_result])))
    assert (came.created, came.changed, came.errors, came.done) == (0, 0, (), True)
    assert came.unchanged == lines > 0
    assert AuditEntry.objects.count() == entries


def test_no_program_computes_what_people_typed(made):
    owner = made.people["owner"]
    assert _rows(as_csv(TABLES["works"], owner))[0]["title"] == "'=HYPERLINK(1)"
    sheet = load_workbook(io.BytesIO(as_workbook(TABLES["works"], owner)))["works"]
    found = [cell for cell in sheet[2] if cell.value == "=HYPERLINK(1)"]
    assert [(cell.data_type, cell.quotePrefix) for cell in found] == [("s", True)]


def test_a_dry_run_changes_nothing_and_says_what_it_would_do(made):
    officer = made.people["officer"]
    rows = _rows(as_csv(TABLES["works"], officer))
    rows[0]["title"] = "ชื่อใหม่"
    new = {**rows[1], "uid": "", "version": "", "state": "", "title": "งานใหม่", "producer": ""}
    data = _csv([*rows, new])
    entries = AuditEntry.objects.count()
    tried = import_table("works", data, acting_user=officer)
    assert (tried.created, tried.changed, tried.unchanged, tried.done) == (1, 1, 2, False)
    assert (Work.objects.count(), AuditEntry.objects.count()) == (3, entries)
    done = import_table("works", data, dry_run=False, acting_user=officer)
    assert (done.created, done.changed, done.done) == (1, 1, True)
    assert {"ชื่อใหม่", "งานใหม่"} <= set(Work.objects.values_list("title", flat=True))


def test_one_wrong_cell_keeps_all_rows_out_and_is_named(made):
    officer = made.people["officer"]
    rows = _rows(as_csv(TABLES["works"], officer))
    rows[0]["title"] = "ชื่อใหม่"
    rows[1]["planned_on"] = "31/2/2568"
    came = import_table("works", _csv(rows), dry_run=False, acting_user=officer)
    assert [(one.cell, one.message.en) for one in came.errors] == [("works!L3", "“31/2/2568” is not a day")]
    assert not Work.objects.filter(title="ชื่อใหม่").exists()


def test_a_work_that_somebody_else_has_changed_is_not_overwritten(made):
    officer = made.people["officer"]
    rows = _rows(as_csv(TABLES["works"], officer))
    rows[0]["title"] = "ชื่อใหม่"
    Work.objects.filter(uid=rows[0]["uid"]).update(version=9)
    came = import_table("works", _csv(rows), dry_run=False, acting_user=officer)
    assert [one.message.en for one in came.errors] == ["somebody else has changed this in the meantime"]


def test_figures_of_reports_are_entered_by_a_table(made):
    owner = made.people["owner"]
    rows = _rows(as_csv(TABLES["facts"], owner))
    [row] = [one for one in rows if one["measure"] == "people"]
    assert (row["key_result"], row["period"], row["value"]) == ("7301-2568", "Q1", "")
    came = import_table("facts", _csv([{**row, "value": "1,250"}]), dry_run=False, acting_user=owner)
    assert (came.changed, came.errors) == (1, ())
    assert str(ReportedValue.objects.get(name="people").value.normalize()) == "1.25E+3"
    zero = import_table("facts", _csv([{**row, "value": "0"}]), dry_run=False, acting_user=owner)
    assert (zero.changed, ReportedValue.objects.get(name="people").value) == (1, 0)


def test_rights_are_those_of_the_verbs(made):
    reader, owner = made.people["reader"], made.people["owner"]
    rows = _rows(as_csv(TABLES["works"], reader))
    rows[0]["title"] = "แอบแก้"
    came = import_table("works", _csv(rows), dry_run=False, acting_user=reader)
    assert [one.message.en.partition(":")[0] for one in came.errors] == ["you have no right to do this here"]
    new = {"code": "9999", "kind": "office", "name_th": "ใหม่", **dict.fromkeys(TABLES["agencies"].columns[3:], "")}
    assert import_table("agencies", _csv([new]), dry_run=False, acting_user=owner).errors
    assert not Agency.objects.filter(code="9999").exists()
    admin = import_table("agencies", _csv([new]), dry_run=False, acting_user=made.people["admin"])
    assert (admin.created, admin.errors) == (1, ())


def test_a_target_changes_with_a_reason(made):
    owner = made.people["owner"]
    Agency.objects.create(code="5001", kind="district_office", name_th="สำนักงานเขตหนึ่ง")
    said_of = {"key_result": "7301-2568", "agency": "5001", "role": "supporting"}
    row = {**said_of, "value": "2", "unit": "ย่าน", "operator": ">=", "reason": ""}
    assert import_table("targets", _csv([row]), dry_run=False, acting_user=owner).created == 1
    without = import_table("targets", _csv([{**row, "value": "3"}]), dry_run=False, acting_user=owner)
    assert [one.cell for one in without.errors] == ["targets!G2"]
    why = {**row, "value": "3", "reason": "ตามมติ"}
    assert import_table("targets", _csv([why]), dry_run=False, acting_user=owner).changed == 1
    assert AgencyTarget.objects.get(agency__code="5001").value == 3


# --- what spreadsheet programs make of an export ---


def _as_excel(rows, *, parted_by=",", encoding="utf-8-sig", head=""):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=parted_by, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return (head + text.getvalue().replace("\r\n", "\n").replace("\n", "\r\n")).encode(encoding, "replace")


_SAVED = {
    "semicolons": {"parted_by": ";"},
    "told what parts": {"parted_by": ";", "head": "sep=;\r\n"},
    "Unicode text": {"parted_by": "\t", "encoding": "utf-16"},
    "old Thai set": {"encoding": "cp874"},
    "old Thai set, semicolons": {"parted_by": ";", "encoding": "cp874"},
}


def test_csv_as_excel_saves_it_comes_in_unchanged(made):
    """Also with signs that the old Thai set lacks, which Excel turns into question marks."""
    Work.objects.filter(pk=made.works[1].pk).update(text="งานวัด ★ 🎉\nบรรทัดสอง; มีเครื่องหมาย")
    owner = made.people["owner"]
    came = {}
    for name in TABLES:
        rows = _rows(as_csv(TABLES[name], owner))
        for how, saved in _SAVED.items():
            found = import_table(name, _as_excel(rows, **saved), dry_run=False, acting_user=owner)
            came[name, how] = (found.created, found.changed, found.unchanged - len(rows), found.errors)
    assert set(came.values()) == {(0, 0, 0, ())}
    assert len(came) == len(TABLES) * len(_SAVED)


def test_days_moments_and_codes_as_excel_rewrites_them_are_the_same(made):
    owner, officer = made.people["owner"], made.people["officer"]
    rows = _rows(as_csv(TABLES["works"], officer))
    activity = {
        "uid": "",
        "version": "",
        "state": "",
        "kind": "activity",
        "title": "งานเดินย่าน",
        "form": "",
        "duties": "",
    }
    times = {"starts_at": "2025-01-15T09:00", "ends_at": "15/1/2568 16.30 น.", "planned_on": "๑๕/๑/๒๕๖๘", "held": "จริง"}
    came = import_table("works", _csv([{**rows[1], **activity, **times}]), dry_run=False, acting_user=officer)
    assert (came.created, came.errors) == (1, ())
    rows = _rows(as_csv(TABLES["works"], owner))
    row = rows[-1]
    assert [row[name] for name in times] == [
        "2025-01-15T09:00:00+07:00",
        "2025-01-15T16:30:00+07:00",
        "2025-01-15",
        "true",
    ]
    row |= {
        "agency": row["agency"].lstrip("0"),
        "held": "TRUE",
        "planned_on": "15/1/2568",
        "starts_at": "15/1/2568 9:00",
    }
    assert row["agency"] == "411"
    came = import_table("works", _csv(rows), dry_run=False, acting_user=owner)
    assert (came.changed, came.unchanged, came.errors) == (0, 4, ())


def test_every_wrong_cell_of_a_row_is_named(made):
    owner = made.people["owner"]
    rows = _rows(as_csv(TABLES["works"], owner))
    rows[0] |= {"planned_on": "1/10/2025", "edited_as_work": "อาจจะ", "agency": "411x"}
    rows[1]["starts_at"] = "เช้า"
    came = import_table("works", _csv(rows), dry_run=False, acting_user=owner)
    assert [(one.cell, one.message.th) for one in came.errors] == [
        ("works!L2", "“1/10/2025” ไม่ใช่วันที่"),
        ("works!P2", "“อาจจะ” ไม่ใช่ true หรือ false"),
        ("works!U3", "“เช้า” ไม่ใช่วันเวลา"),
    ]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04rubbish", b"\xff\xfe", b"uid\n1\n", b'"'])
def test_what_is_no_table_is_refused(made, data):
    with pytest.raises(Refused):
        import_table("works", data, acting_user=made.people["owner"])


def test_who_has_no_role_takes_nothing_in():
    with pytest.raises(Forbidden):
        import_table("works", b"", acting_user=people.user())


def test_the_page_tries_first_and_then_takes_it_in(made):
    officer = made.people["officer"]
    page = signed_in(officer).get(url("tables"))
    assert "ดาวน์โหลด" in said(page)
    rows = _rows(signed_in(officer).get(url("table_file", "works", "csv")).content)
    rows[0]["title"] = "ชื่อใหม่"
    tried = post(officer, url("tables"), table="works", file=upload("works.csv", _csv(rows)))
    kept = tried.context["kept"]
    assert (tried.context["tried"].changed, Work.objects.filter(title="ชื่อใหม่").exists()) == (1, False)
    taken = signed_in(officer).post(url("tables"), {"table": "works", "kept": kept, "take": "1"}, follow=True)
    assert taken.redirect_chain == [(url("tables"), 302)]
    assert ("สร้างใหม่ ๐ แก้ไข ๑" in said(taken), Work.objects.filter(title="ชื่อใหม่").exists()) == (True, True)
