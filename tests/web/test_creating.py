"""Key results without a sheet: typed by hand, and brought in by a spreadsheet that is tried first."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from tests.factories import people, results
from tests.factories.files import edited
from tests.web import year as made
from tests.web.office import signed_in

from samrit.core.sheet.labels import EVALUATION_OPTIONS
from samrit.results.models import KeyResult, Revision

pytestmark = pytest.mark.django_db


def post(client, data):
    return client.post(reverse("office:by_hand"), data)


def head(host, **changes):
    """A filled-in form without lines."""
    return {
        "code": "๗๔๐๒",
        "fiscal_year": "๒๕๖๙",
        "name": "จำนวนลานสร้างสรรค์",
        "host": host.code,
        "target_operator": ">=",
        "target_value": "๑๐",
        "target_unit": "ลาน",
        "method_text": "นับจำนวนลานที่เปิดใช้",
        "method_kind": "count",
        "support_count": "0",
        "duty_count": "0",
        **changes,
    }


def lines():
    """Two supporting agencies and duties of each."""
    khet, bureau = people.khet(name_th="สำนักงานเขตพระนคร"), people.agency(name_th="สำนักวัฒนธรรม")
    return {
        "support_count": "3",
        "support0-agency": khet.code,
        "support0-value": "๔",
        "support0-unit": "ลาน",
        "support1-agency": bureau.code,
        "duty_count": "3",
        "duty0-text": "จัดทำแผน",
        "duty0-kind": "plan",
        "duty1-text": "เปิดลาน",
        "duty1-agency": khet.code,
        "duty1-kind": "activity",
        "duty1-operator": ">=",
        "duty1-value": "๒",
        "duty1-unit": "ครั้ง",
    }


def test_a_key_result_by_hand():
    """Head, target, agencies, duties, rubric in words and ticks become one revision that waits for confirmation."""
    staff = made.staff()
    owner, host = staff["owner"], staff["owner"].agency
    typed = head(host, rubric="5 | 100 | 10 ลาน\n3: 6 ลาน\n1: 2 ลาน", evaluation=[EVALUATION_OPTIONS[2]], **lines())
    answer = post(signed_in(owner), typed | {"support_count": "3", "duty_count": "3"})
    assert answer["Location"] == reverse("office:revision", args=["7402-2569", 1]), answer.content.decode()
    document = Revision.objects.get().definition
    told = [(row["name"], row["role"], row["target"]["value"]) for row in document["agencies"]]
    assert told == [
        (host.name_th, "host", "10"),
        ("สำนักงานเขตพระนคร", "supporting", "4"),
        ("สำนักวัฒนธรรม", "supporting", None),
    ]
    assert document["involvement"] == {
        "single_agency": False,
        "supporting_agencies": True,
        "supporting_bureaus": True,
        "supporting_district_offices": True,
    }
    assert document["agencies"][1]["duties"] == [
        {
            "number": 1,
            "text": "เปิดลาน",
            "kind": "activity",
            "minimums": [{"value": "2", "unit": "ครั้ง", "operator": ">=", "per": None}],
        }
    ]
    assert [row["ticked"] for row in document["evaluation_methods"]] == [False, False, True, False]
    assert [level["score"] for level in document["rubric"]["levels"]] == ["5", "3", "1"]
    assert "agencies[2].target.value" in [row["field"] for row in document["questions"]]


def test_more_lines_keep_what_was_typed():
    """Adding lines saves nothing and loses nothing."""
    staff = made.staff()
    typed = head(staff["owner"].agency, name="ชื่อที่พิมพ์ค้าง", **lines()) | {"more": "duty"}
    answer = post(signed_in(staff["owner"]), typed)
    page = answer.content.decode()
    assert (answer.status_code, len(answer.context["duties"]), len(answer.context["supporting"])) == (200, 8, 3)
    assert "ชื่อที่พิมพ์ค้าง" in page
    assert "เปิดลาน" in page
    assert KeyResult.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"code": ""}, "code", "โปรดกรอก “รหัส”"),
        ({"fiscal_year": "ปีนี้"}, "fiscal_year", "อ่านตัวเลข “ปีนี้” ไม่ได้"),
        ({"target_value": "มาก"}, "target_value", "อ่านตัวเลข “มาก” ไม่ได้"),
        ({"rubric": "ดีมาก"}, "rubric", "แปลงข้อความนี้เป็นเกณฑ์ไม่ได้"),
        ({"code": "รหัส"}, "code", "ASCII"),
        ({"host": "nobody"}, "host", ""),
    ],
)
def test_mistakes_are_told_at_their_field(change, field, sentence):
    """A 422 with the sentence at its field; all that was typed is still there."""
    staff = made.staff()
    answer = post(signed_in(staff["owner"]), head(staff["owner"].agency, definition="นิยามยาว") | change)
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field])
    assert "นิยามยาว" in answer.content.decode()
    assert KeyResult.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"support0-agency": "", "support0-value": "4"}, "โปรดเลือกหน่วยงานของค่าเป้าหมายนี้"),
        ({"duty1-text": ""}, "โปรดเขียนบทบาทภารกิจของจำนวนขั้นต่ำนี้"),
        ({"support0-agency": ""}, "โปรดเลือกหน่วยงาน"),
        ({"support0-agency": "", "support0-value": "", "support0-unit": ""}, "ไม่อยู่ในรายชื่อหน่วยงาน"),
    ],
)
def test_lines_that_do_not_hold_together_are_told(change, sentence):
    """A target without its agency, a minimum without its duty, a duty of nobody who takes part."""
    staff = made.staff()
    answer = post(signed_in(staff["owner"]), head(staff["owner"].agency, **lines()) | change)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_an_agency_stands_once():
    """The host is not its own supporting agency, and none supports twice."""
    staff = made.staff()
    host = staff["owner"].agency
    answer = post(signed_in(staff["owner"]), head(host, support_count="1", **{"support0-agency": host.code}))
    assert (answer.status_code, "ปรากฏซ้ำ" in answer.content.decode()) == (422, True)


def test_a_key_result_that_is_there_asks_for_a_reason():
    """By hand as by sheet: the second revision needs a reason, then waits beside the first."""
    staff = made.staff()
    client, typed = signed_in(staff["owner"]), head(staff["owner"].agency)
    post(client, typed)
    again = post(client, typed)
    assert (again.status_code, "reason" in again.context["form"].errors) == (422, True)
    assert post(client, typed | {"reason": "ปรับเป้า"})["Location"].endswith("revisions/2/")


@pytest.mark.parametrize("name", ["by_hand", "spreadsheet", "upload"])
@pytest.mark.parametrize("who", ["officer", "reviewer", "reader", "approver"])
def test_others_create_no_key_result(name, who):
    """The page says who may."""
    answer = signed_in(made.staff()[who]).get(reverse(f"office:{name}"))
    assert (answer.status_code, "ผู้มีสิทธิ ได้แก่" in answer.content.decode()) == (403, True)


# --- the spreadsheet ---


def workbook(client, what="present"):
    answer = client.get(reverse("office:spreadsheet_file", args=[what, "xlsx"]))
    assert answer["Content-Disposition"].startswith("attachment")
    return answer.content


def changed(data, **cells):
    return SimpleUploadedFile("kr.xlsx", edited(data, **cells))


def test_a_spreadsheet_is_tried_and_then_taken():
    """The first answer changes nothing and keeps the file; the second takes it without choosing it again."""
    at = results.key_result()
    client, url = signed_in(at.owner), reverse("office:spreadsheet")
    file = changed(workbook(client), key_results_L2="12", key_results_W2="5: 12 ย่าน\n1: 3 ย่าน")
    tried = client.post(url, {"file": file, "reason": "ปรับเป้า"})
    assert (tried.status_code, tried.context["tried"].revised, Revision.objects.count()) == (200, ("7301-2568",), 1)
    taken = client.post(url, {"kept": tried.context["kept"], "reason": "ปรับเป้า", "take": "1"})
    assert taken["Location"] == reverse("office:key_results")
    revision = Revision.objects.get(number=2)
    assert (revision.definition["target"]["value"], revision.reason) == ("12", "ปรับเป้า")
    assert [level["score"] for level in revision.definition["rubric"]["levels"]] == ["5", "1"]


def test_faults_are_told_by_cell_and_nothing_changes():
    """Every fault at once, with how to mend it; taking such a file is refused too."""
    at = results.key_result()
    client, url = signed_in(at.owner), reverse("office:spreadsheet")
    data = workbook(client)
    for more in ({}, {"take": "1"}):
        file = changed(data, key_results_L2="สิบกว่า", minimums_F2="มาก")
        answer = client.post(url, {"file": file, "reason": "เหตุผลที่พิมพ์", **more})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "key_results!L2" in page
        assert "minimums!F2" in page
        assert "เหตุผลที่พิมพ์" in page
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "โปรดเลือกไฟล์"),
        ({"kept": "0" * 64}, "หมดอายุแล้ว"),
        ({"file": ("x.xlsx", b"PK\x03\x04broken")}, "เปิดแฟ้มตารางคำนวณนี้ไม่ได้"),
        ({"file": ("x.xlsx", b"")}, "ไฟล์ว่างเปล่า"),
        ({"file": ("x.xlsx", b"0" * 5_000_001)}, "แฟ้มใหญ่เกิน"),
    ],
)
def test_what_is_no_workbook_is_told(data, sentence):
    """No file, an old one, a broken one, an empty one, one too large."""
    sent = {name: SimpleUploadedFile(*value) if name == "file" else value for name, value in data.items()}
    answer = signed_in(made.staff()["owner"]).post(reverse("office:spreadsheet"), sent)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_the_blank_form_explains_its_columns():
    """The empty workbook has every column and a sheet of explanations; taken as it is, it changes nothing."""
    client = signed_in(made.staff()["owner"])
    data = workbook(client, "blank")
    book = load_workbook(io.BytesIO(data))
    explained = {(row[0], row[1]) for row in book["คำอธิบาย"].iter_rows(min_row=2, values_only=True)}
    assert {(name, cell.value) for name in book.sheetnames[:-1] for cell in book[name][1]} == explained
    answer = client.post(reverse("office:spreadsheet"), {"file": SimpleUploadedFile("blank.xlsx", data)})
    assert "ไม่มีสิ่งที่ต้องนำเข้า" in answer.content.decode()
    assert client.get(reverse("office:spreadsheet_file", args=["other", "xlsx"])).status_code == 404
