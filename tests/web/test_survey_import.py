"""Answers from a file: tried first, faults by cell, kept once."""

from __future__ import annotations

import html
import io

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from tests.factories import surveys as made

from samrit.surveys.models import Response

pytestmark = pytest.mark.django_db
HEADER = ["id", "psu", "adults_in_household", "age", "a01", "a02", "a03", "x01", "x02", "heard"]


@pytest.fixture
def field():
    return made.in_field()


def row(field, number, **more):
    """One good row of the file."""
    psu = field.survey.strata.first().psus.first().code
    values = {"id": str(number), "psu": psu, "adults_in_household": "2", "age": "30_39", "heard": "line tiktok"}
    values |= dict.fromkeys(("a01", "a02", "a03"), "know") | {"x01": "no", "x02": "no"} | more
    return [values[name] for name in HEADER]


def send(field, data, name="answers.csv", **more):
    """The page's answer to a file."""
    client = Client()
    client.force_login(field.owner)
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("office:wave_import", args=[field.wave.uid]), {"file": file, **more})


def csv_of(*rows):
    return "\n".join(",".join(cells) for cells in (HEADER, *rows)).encode("utf-8-sig")


def test_a_file_is_tried_and_then_kept_once(field):
    """The trial keeps nothing; the import keeps each row; the same file again adds none."""
    data = csv_of(row(field, 1), row(field, 2, psu=""))
    assert send(field, data, only_try="on").status_code == 200
    assert not Response.objects.exists()
    for said in ("บันทึกใหม่ ๒ รายการ มีอยู่แล้ว ๐ รายการ", "บันทึกใหม่ ๐ รายการ มีอยู่แล้ว ๒ รายการ"):
        answer = send(field, data)
        assert (answer.status_code, [str(one) for one in get_messages(answer.wsgi_request)]) == (302, [said])
    kept = [(one.source, one.mode, one.adults) for one in Response.objects.order_by("id")]
    assert kept == [("probability", "import", 2), ("web", "import", 2)]


def test_the_answer_sheet_is_filled_in_and_read(field):
    """It names every column, what each means, the codes of its values and of the units."""
    client = Client()
    client.force_login(field.owner)
    client.cookies["django_language"] = "en"  # the sheet is of the questionnaire's language, whoever asks for it
    assert reverse("office:wave_import_sheet", args=[field.wave.uid]) in send(field, b"x").content.decode()
    answer = client.get(reverse("office:wave_import_sheet", args=[field.wave.uid]))
    book = load_workbook(io.BytesIO(b"".join(answer)))
    answers, columns, units = book.worksheets
    header = [cell.value for cell in answers[1]]
    told = {row[0]: row[3] for row in columns.iter_rows(min_row=2, values_only=True)}
    assert (set(HEADER) - set(header), list(told)) == (set(), header)
    assert "know = รู้จัก;" in told["a01"]
    assert (told["a01"].split(" ")[0], "คั่นด้วยเว้นวรรค" in told["heard"]) == ("know", True)
    assert {rule.formula1 for rule in answers.data_validations.dataValidation} >= {'"know,name_only,no,not_sure"'}
    good = dict(zip(HEADER, row(field, 1), strict=True)) | {"psu": units["A2"].value}
    answers.append([good.get(name) for name in header])
    out = io.BytesIO()
    book.save(out)
    assert send(field, out.getvalue(), "answers.xlsx").status_code == 302
    assert Response.objects.get().psu.code == units["A2"].value


def test_a_drawn_answer_without_its_weight_is_a_fault(field):
    """It would have counted as a household of one; a volunteer needs none."""
    answer = send(field, csv_of(row(field, 1, adults_in_household=""), row(field, 2, psu="", adults_in_household="")))
    assert [(one.row, one.column) for one in answer.context["tried"].faults] == [(2, "adults_in_household")]


def test_faults_are_named_by_row_and_column_and_nothing_is_kept(field):
    """Each wrong cell with what stands in it and what may, and not even the good rows."""
    rows = [row(field, 1), row(field, 2, age="200", a02="maybe"), row(field, 3, psu="none", x01="")]
    answer = send(field, csv_of(*rows))
    found = {(one.row, one.column): one.what.th for one in answer.context["tried"].faults}
    assert answer.status_code == 422
    assert found == {
        (3, "age"): "“200” ไม่ใช่รหัสคำตอบ ใช้ได้: u18, 18_19, 20_29, 30_39, 40_49, 50_59, 60_up",
        (3, "a02"): "“maybe” ไม่ใช่รหัสคำตอบ ใช้ได้: know, name_only, no, not_sure",
        (4, "x01"): "ไม่มีคำตอบ",
        (4, "psu"): "ไม่มีหน่วยตัวอย่าง “none”",
    }
    assert not Response.objects.exists()


def test_a_workbook_is_read_too(field):
    """XLSX, with numbers as numbers."""
    book = Workbook()
    for cells in (HEADER, row(field, 1)):
        book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    assert send(field, out.getvalue(), "answers.xlsx").status_code == 302
    assert Response.objects.get().answers["heard"] == ["line", "tiktok"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"\xff\xfe\x00", "บรรทัดที่ ๑: ข้อความไม่ใช่ UTF-8"),
        ("a.csv", "id,psu\nก,ข".encode("utf-16"), "บรรทัดที่ ๑: ข้อความไม่ใช่ UTF-8"),
        ("a.csv", b"id,psu\n1,2\n" + "ก".encode("cp874"), "บรรทัดที่ ๓: ข้อความไม่ใช่ UTF-8"),
        ("a.csv", "ชื่อ,อื่น\n1,2".encode(), "ไม่มีคอลัมน์ “ชื่อ”"),
        ("a.csv", b"=cmd|'/c calc'!A1,psu\n1,2", "ไม่มีคอลัมน์ “=cmd"),
        ("a.csv", b'id,psu\n"1', "บรรทัดที่ ๒: เครื่องหมายคำพูดในไฟล์ไม่ครบคู่"),
        ("a.csv", b"id,psu\n1,2\n1," + b"x" * 200_000, "บรรทัดที่ ๓: มีช่องที่ยาวเกิน"),
        ("a.csv", b",,\n1,2", "แถวแรกไม่มีชื่อคอลัมน์"),
        ("a.csv", b"id,psu,psu\n1,2,3", "คอลัมน์ “psu” ปรากฏซ้ำ"),
        ("a.csv", b"id,psu\n1,2,3", "บรรทัดที่ ๒: “3” อยู่ในคอลัมน์ที่ไม่มีชื่อ"),
        ("a.csv", b"x" * 100_000 + b",psu\n1,2", f"ไม่มีคอลัมน์ “{'x' * 60}”"),
        ("a.xlsx", b"PK\x03\x04broken", "ไฟล์ไม่ใช่ XLSX"),
        ("a.csv", b"0" * 6_000_000, "ใหญ่เกิน"),
    ],
)
def test_files_that_cannot_be_read_are_refused_with_a_sentence(field, name, data, said):
    """A 422 that says where and why, never a 500."""
    answer = send(field, data, name)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert said in page
    assert "โปรดบันทึกเป็น CSV" in page
