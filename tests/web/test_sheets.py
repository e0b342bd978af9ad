"""Sheets through their pages: uploaded in every form, confirmed, their rubric tried and changed, signed, revised."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories import results
from tests.factories.files import has_thai_ocr
from tests.web import year as made
from tests.web.office import said, signed_in

from samrit.core.contract import Node
from samrit.core.sheet import read_definition, write_sheet
from samrit.core.sheet.writers.pages import laid_out
from samrit.platform.jobs.worker import Worker
from samrit.results.actions import definitions as actions
from samrit.results.models import KeyResult, Revision
from samrit.results.reading import confirmable

pytestmark = pytest.mark.django_db
KEY = "7301-2568"


@pytest.fixture
def staff():
    return made.staff()


@pytest.fixture
def read(staff):
    """The real sheet, read: its marks of involvement are asked for."""
    return made.uploaded(staff).revisions.get()


def sheet_as(kind):
    """The example sheet as a file of another kind."""
    return write_sheet(read_definition(Node(results.document(), "")), kind)


def field(user, revision, path, **data):
    revision.refresh_from_db()
    url = f"{reverse('office:revision_field', args=[revision.key_result.key, revision.number])}?path={path}"
    return signed_in(user).post(url, {"version": revision.version, **data})


def rubric(user, revision, **data):
    url = reverse("office:rubric", args=[revision.key_result.key, revision.number])
    return signed_in(user).post(url, {"version": Revision.objects.get(pk=revision.pk).version, **data})


def decide(user, revision, act, **data):
    revision.refresh_from_db()
    url = reverse("office:revision_act", args=[revision.key_result.key, revision.number, act])
    return signed_in(user).post(url, {"version": revision.version, **data})


# --- uploading ---


@pytest.mark.parametrize("kind", ["docx", "pdf", "txt"])
def test_every_kind_of_file_is_read(staff, kind):
    """Word, PDF and text become a revision; a PDF's pages are shown as pictures beside its text."""
    client = signed_in(staff["owner"])
    file = SimpleUploadedFile(f"kr.{kind}", sheet_as(kind))
    answer = client.post(reverse("office:upload"), {"file": file})
    assert answer["Location"] == reverse("office:revision", args=[KEY, 1]), answer.content.decode()
    page = client.get(answer["Location"])
    assert len(page.context["original"]) > 10
    picture = client.get(reverse("office:revision_page", args=[KEY, 1, 1]))
    assert (picture.status_code, kind) in {(200, "pdf"), (404, "docx"), (404, "txt")}
    source = client.get(reverse("office:revision_source", args=[KEY, 1]))
    assert source["Content-Disposition"].startswith("attachment")
    assert b"".join(source.streaming_content) == sheet_as(kind) or kind == "docx"
    assert signed_in(staff["reader"]).get(answer["Location"]).context["open"] is False


FACE = '@font-face { font-family: S; src: url("font:Sarabun-Regular.ttf") } body { font: 16pt S }'
SCAN = (
    "<p>รหัส KRs 7399</p><p>ชื่อ KRs จำนวนลานสร้างสรรค์</p>"
    "<table border=1><tr><td>ค่าเป้าหมายรวม</td><td>ค่าเป้าหมาย : 10 หน่วยนับ : ลาน</td></tr>"
    "<tr><td>นิยาม</td><td>ลานที่เปิดให้ประชาชนใช้</td></tr></table>"
)


@pytest.mark.skipif(not has_thai_ocr(), reason="tesseract-ocr-tha is not installed")
def test_a_scan_is_read_by_a_job_and_shown_beside_its_questions(staff):
    """The page shows how far it is; a refusal keeps what was typed and reads the same file again; crops lie beside."""
    stream = io.BytesIO()
    pdf = laid_out("", FACE, SCAN).write_pdf()
    pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72).to_pil().convert("L").save(stream, "PNG")
    client = signed_in(staff["owner"])
    host = staff["owner"].agency
    typed = {"code": "7399", "agency": host.pk, "reason": "เหตุผลที่พิมพ์"}
    answer = client.post(reverse("office:upload"), {"file": SimpleUploadedFile("scan.png", stream.getvalue()), **typed})
    waiting = client.get(answer["Location"])
    assert (waiting["Refresh"], "รอคิวทำงาน" in waiting.content.decode()) == ("3", True)
    assert signed_in(staff["strategy"]).get(answer["Location"]).status_code == 403
    Worker().run(until_idle=True)
    refused = client.get(answer["Location"])
    html = refused.content.decode()
    assert "ปีงบประมาณ" in html
    assert "เหตุผลที่พิมพ์" in html
    again = client.post(answer["Location"], {**typed, "fiscal_year": "๒๕๖๙"})
    Worker().run(until_idle=True)
    done = client.get(again["Location"])
    revision = Revision.objects.get()
    assert done["Location"] == reverse("office:revision", args=[revision.key_result.key, 1])
    page = client.get(done["Location"])
    assert page.context["original"] == []
    assert list(page.context["pages"]) == [1]
    cropped = [row for row in page.context["questions"] if row.place is not None]
    assert cropped
    args = [revision.key_result.key, 1]
    crop = client.get(reverse("office:revision_crop", args=[*args, cropped[0].place]))
    whole = client.get(reverse("office:revision_page", args=[*args, 1]), {"question": cropped[0].place})
    assert (crop["Content-Type"], whole["Content-Type"]) == ("image/png", "image/png")
    assert reverse("office:revision_crop", args=[*args, cropped[0].place]) in page.content.decode()
    assert client.get(reverse("office:revision_crop", args=[*args, 999])).status_code == 404


def test_a_job_that_is_not_there(staff):
    """404, not a fault."""
    url = reverse("office:reading", args=["00000000-0000-0000-0000-000000000000"])
    assert signed_in(staff["owner"]).get(url).status_code == 404


def test_a_year_that_the_sheet_contradicts_is_told(staff):
    """The sheet's own year and code stand, and the page says that what was typed was not used."""
    client = signed_in(staff["owner"])
    file = SimpleUploadedFile("kr.txt", made.SHEET.read_bytes())
    typed = {"file": file, "fiscal_year": "๒๕๗๐", "code": "7399"}
    page = client.post(reverse("office:upload"), typed, follow=True).content.decode()
    assert "ท่านระบุปีงบประมาณ ๒๕๗๐ แต่แบบระบุปี ๒๕๖๘" in page
    assert "ท่านระบุรหัส ๗๓๙๙ แต่แบบระบุรหัส ๗๓๐๑" in page
    file.seek(0)
    same = client.post(reverse("office:upload"), {"file": file, "fiscal_year": "2568", "reason": "ปรับ"}, follow=True)
    assert "ท่านระบุ" not in same.content.decode()


# --- confirming field by field ---


def test_fields_are_confirmed_and_corrected(staff, read):
    """A value is replaced, one is kept, one that is no value of its field is told and stays."""
    owner = staff["owner"]
    page = signed_in(owner).get(reverse("office:revision", args=[KEY, 1]))
    assert [row.path for row in page.context["questions"]] == ["involvement"]
    wrong = field(owner, read, "target.value", value="มากมาย", reason="ที่พิมพ์")
    assert (wrong.status_code, "มากมาย" in wrong.content.decode(), "ที่พิมพ์" in wrong.content.decode()) == (
        422,
        True,
        True,
    )
    assert field(owner, read, "target.value", value="๑๒", reason="ตามมติ", save="1").status_code == 302
    read.refresh_from_db()
    assert read.definition["target"]["value"] == "12"
    shown = signed_in(owner).get(f"{reverse('office:revision_field', args=[KEY, 1])}?path=involvement").content.decode()
    assert ("single_agency&#x27;" in shown, "ดำเนินการหน่วยงานเดียว: ไม่พบเครื่องหมาย" in shown) == (False, True)
    for unanswered in ({}, {"supporting_agencies": "no"}):
        answer = field(owner, read, "involvement", **unanswered)
        assert (answer.status_code, "ยังไม่ได้เลือกว่าหน่วยงานใดรับผิดชอบ" in answer.content.decode()) == (422, True)
    both = {"single_agency": "yes", "supporting_agencies": "yes"}
    assert "ดำเนินการหน่วยงานเดียวแล้ว" in field(owner, read, "involvement", **both).content.decode()
    assert field(staff["officer"], read, "target.value", value="1").status_code == 403
    assert field(owner, read, "nothing.here", value="1").status_code == 404


def right(person, read, **posted):
    read.refresh_from_db()
    url = reverse("office:revision_right", args=[KEY, read.number])
    return signed_in(person).post(url, {"version": read.version, **posted}, follow=True)


def _each_section(owner, read):
    """Section after section, as the page leads on; it ends."""
    page = signed_in(owner).get(reverse("office:revision", args=[KEY, read.number]))
    pressed = []
    while first := page.context["first"]:
        page = right(owner, read, block=first)
        pressed.append(first)
    assert len(pressed) == len(set(pressed))
    assert page.context["waiting"] == 0


def test_each_field_is_confirmed_beside_the_original(staff, read):
    """One press for one field or a section; who and when stand beside each; nobody else may, and not too late."""
    owner = staff["owner"]
    page = signed_in(owner).get(reverse("office:revision", args=[KEY, 1]))
    before = page.context["waiting"]
    page = right(owner, read, path="name")
    assert page.context["waiting"] == before - 1
    html = page.content.decode()
    assert html.count(f"ยืนยันแล้ว · {owner}") == 1
    assert "autofocus" in html
    page = right(owner, read, block="target")
    assert (page.context["waiting"], page.content.decode().count(f"ยืนยันแล้ว · {owner}")) == (before - 4, 4)
    assert right(staff["officer"], read, path="code").status_code == 403
    late = right(owner, read, path="code", version=1)
    assert "มีผู้อื่นแก้ไขข้อมูลนี้" in late.content.decode()
    asked = right(owner, read, path="involvement.single_agency")
    assert "ช่องนี้มีคำถามที่ยังไม่ได้ตอบ" in asked.content.decode()
    assert asked.context["waiting"] == before - 4


def test_two_who_confirm_at_once(staff, read):
    """The second sees what is stored now and what they typed, and may send it again."""
    stale = read.version
    field(staff["owner"], read, "name", value="ชื่อของผู้อื่น")
    url = f"{reverse('office:revision_field', args=[KEY, 1])}?path=name"
    late = signed_in(staff["owner"]).post(url, {"version": stale, "value": "ชื่อของข้าพเจ้า"})
    html = late.content.decode()
    assert (late.status_code, "ชื่อของผู้อื่น" in html, "ชื่อของข้าพเจ้า" in html) == (422, True, True)
    again = {"version": late.context["version"], "value": "ชื่อของข้าพเจ้า"}
    assert signed_in(staff["owner"]).post(url, again).status_code == 302


# --- the rubric ---


def test_a_rubric_is_tried_before_it_is_saved(staff, read):
    """Trying shows scores and saves nothing; saving does; what no rule can be made of is told and stays."""
    owner = staff["owner"]
    words = "5: 20 ย่าน\n3: 10 ย่าน\n1: 2 ย่าน"
    tried = rubric(owner, read, words=words, **{"try": "1"})
    assert tried.status_code == 200
    assert any("๒๐" in line for line in tried.context["described"])
    scores = {row.score.score for row in tried.context["rows"]}
    assert {None if score is None else int(score) for score in scores} >= {5, 3, 1}
    read.refresh_from_db()
    assert "20 ย่าน" not in str(read.definition["rubric"])
    wrong = rubric(owner, read, words="ดีมากที่พิมพ์", save="1")
    assert (wrong.status_code, "ดีมากที่พิมพ์" in wrong.content.decode()) == (422, True)
    assert rubric(staff["officer"], read, words=words, save="1").status_code == 403
    assert rubric(owner, read, words=words, reason="ตามมติ", save="1").status_code == 302
    read.refresh_from_db()
    assert [row["score"] for row in read.definition["rubric"]["levels"]] == ["5", "3", "1"]


def test_two_who_change_a_rubric_at_once(staff, read):
    """What is stored stands above what was typed."""
    stale = read.version
    actions.change_rubric(acting_user=staff["owner"], revision=read, rubric="5: 8 ย่าน\n1: 1 ย่าน")
    late = rubric(staff["owner"], read, words="5: 9 ย่าน\n1: 1 ย่าน", save="1", version=stale)
    html = late.content.decode()
    assert (late.status_code, "8 ย่าน" in late.context["stored"], "9 ย่าน" in html) == (422, True, True)


def test_an_assumption_is_chosen_with_a_reason(staff, read):
    """What the sheet leaves open is listed; another choice needs a reason, and holds."""
    owner = staff["owner"]
    page = signed_in(owner).get(reverse("office:revision", args=[KEY, 1]))
    rules = {rule: may for rule, _name, _choice, may in page.context["assumptions"]}
    assert rules["below_first"] is True
    url = reverse("office:assumption", args=[KEY, 1, "below_first"])
    version = {"version": read.version}
    assert signed_in(owner).post(url, {"choice": "zero", "reason": "", **version}).status_code == 422
    assert signed_in(staff["reader"]).post(url, {"choice": "zero", "reason": "x", **version}).status_code == 403
    assert signed_in(owner).post(url, {"choice": "zero", "reason": "ตามคู่มือ", **version}).status_code == 302
    read.refresh_from_db()
    assert read.definition["rubric"]["below_first"] == "zero"
    assert signed_in(owner).get(reverse("office:assumption", args=[KEY, 1, "colour"])).status_code == 404


# --- deciding ---


def test_confirming_opening_signing_and_revising(staff, read):
    """The whole is confirmed, opened again, confirmed, signed by another; a second revision tells what differs."""
    owner, approver = staff["owner"], staff["approver"]
    early = decide(owner, read, "confirm")
    assert early.status_code == 422
    answers = dict.fromkeys(results.INVOLVED, "no") | {"single_agency": "yes"}
    assert field(owner, read, "involvement", **answers).status_code == 302
    assert "ยังมีช่องที่ไม่ได้ยืนยัน" in decide(owner, read, "confirm").content.decode()
    _each_section(owner, read)
    assert decide(owner, read, "confirm").status_code == 302
    assert decide(owner, read, "reopen", reason="").status_code == 422
    assert decide(owner, read, "reopen", reason="สะกดผิด").status_code == 302
    assert decide(owner, read, "confirm").status_code == 302
    assert decide(owner, read, "sign").status_code == 403
    wrong = decide(approver, read, "sign", effective_from="วันดี")
    assert (wrong.status_code, "วันดี" in wrong.content.decode()) == (422, True)
    assert decide(approver, read, "sign", effective_from="๑ ต.ค. ๖๗").status_code == 302
    client = signed_in(owner)
    file = SimpleUploadedFile("kr.txt", made.SHEET.read_bytes())
    refused = client.post(reverse("office:upload"), {"file": file})
    assert (refused.status_code, "reason" in refused.context["form"].errors) == (422, True)
    file.seek(0)
    second = client.post(reverse("office:upload"), {"file": file, "reason": "ปรับเป้าหมาย"})
    assert second["Location"] == reverse("office:revision", args=[KEY, 2])
    newer = KeyResult.objects.get().revisions.get(number=2)
    field(owner, newer, "target.value", value="12")
    compared = client.get(reverse("office:revision_compare", args=[KEY, 2, 1]))
    told = {label: str(text) for label, text in compared.context["rows"]}
    assert told["ค่าเป้าหมาย"] == "<del>10</del><ins>12</ins>"
    old = client.get(reverse("office:revision", args=[KEY, 1]))
    assert (old.status_code, old.context["open"]) == (200, False)
    listed = client.get(reverse("office:revisions", args=[KEY])).content.decode()
    assert "ปรับเป้าหมาย" in listed
    assert decide(owner, newer, "explode").status_code == 404
    assert client.get(reverse("office:revision", args=[KEY, 9])).status_code == 404


def test_the_faults_of_the_sheet_are_told_before_it_is_signed(client):
    """Minimums that the rubric does not ask for: the real sheet has four."""
    at = made.year()
    client.force_login(at.people["owner"])
    page = client.get("/key-results/7301-2568/revisions/1/").content.decode()
    assert page.count("เกณฑ์การให้คะแนนไม่ได้รวมค่าขั้นต่ำนี้") == 4


@pytest.mark.parametrize("act", ["confirm", "sign"])
def test_a_person_sees_what_they_confirm_and_sign(staff, read, act):
    """The page of the decision tells target, agencies, rubric, what is assumed, and the faults that were found."""
    alone = {"single_agency": True} | dict.fromkeys(
        ("supporting_agencies", "supporting_bureaus", "supporting_district_offices"), False
    )
    actions.confirm_field(acting_user=staff["owner"], revision=read, path="involvement", value=alone)
    if act == "sign":
        read.refresh_from_db()
        actions.confirm_fields(acting_user=staff["owner"], revision=read, paths=confirmable(read))
        actions.confirm_revision(acting_user=staff["owner"], revision=read)
    person = staff["approver" if act == "sign" else "owner"]
    answer = signed_in(person).get(reverse("office:revision_act", args=[KEY, 1, act]))
    parts = {part.title: part.lines for part in answer.context["decision"].parts}
    assert parts["ค่าเป้าหมาย"] == ("ปีงบประมาณ ๒๕๖๘: ไม่น้อยกว่า ๑๐ ย่าน",)
    assert parts["หน่วยงานและบทบาทภารกิจ"][:2] == (
        "สำนักงานประชาสัมพันธ์: ไม่น้อยกว่า ๑๐ ย่าน · บทบาทภารกิจ ๘ ข้อ",
        "บทบาทภารกิจข้อ ๒: ไม่น้อยกว่า ๒๐ ชิ้นงาน",
    )
    assert len(parts["เกณฑ์การให้คะแนน"]) >= 5
    assert len(parts["ข้อที่แบบเขียนไว้ไม่สอดคล้องกัน"]) == 4
    assert parts["สิ่งที่แบบไม่ได้ระบุ และระบบใช้แทน"]
    shown = said(answer)
    assert all(" ".join(line.split()) in shown for lines in parts.values() for line in lines)
