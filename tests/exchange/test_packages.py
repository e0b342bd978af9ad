"""The record of a period for Policy Tracking: one set of figures, handed in and never rewritten."""

from __future__ import annotations

import datetime as dt
import hashlib
import http.server
import io
import json
import threading
import time
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from tests.web.office import post, said, signed_in, url
from tests.web.year import year

from samrit.core.contract import Refused
from samrit.core.rubric import facts_data
from samrit.exchange.actions.handing_in import hand_in, last_hand_in, send_in
from samrit.exchange.actions.tracking import enter_tracking
from samrit.exchange.models import HandIn
from samrit.exchange.packages import differences, package, workbook
from samrit.exchange.transport import is_signed
from samrit.people.rights import Forbidden
from samrit.platform.locking import Stale
from samrit.platform.models import AuditEntry
from samrit.results.actions import reports
from samrit.scoring.result import score_key_result

pytestmark = pytest.mark.django_db
REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "en" / "reference"


@pytest.fixture
def made():
    return year()


@pytest.fixture
def period(made):
    return made.key_result.periods.order_by("ends_on")[1]


def test_the_record_holds_the_figures_that_the_office_shows(made, period):
    record = package(period).document
    office = facts_data(score_key_result(made.key_result, period.ends_on).facts)["values"]["result"]
    assert record["indicator"]["result"] == record["quarters"][1]["result"] == office
    assert (record["indicator"]["id"], record["indicator"]["target"], record["indicator"]["target_unit"]) == (
        "7301",
        "10",
        "ย่าน",
    )
    assert record["quarters"][2] == {"quarter": 3, "result": None, "report": None, "attested": False}
    assert record["project"]["budget"] == "25000"
    schema = json.loads((REFERENCE / "schema" / "policy-tracking.json").read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(record)] == []


def test_words_of_reports_stand_with_the_month_s_end(made):
    owner, first = made.people["owner"], made.report.period
    edited = reports.edit_report(
        acting_user=owner,
        report=made.report,
        narrative="จัดทำแผนแล้ว",
        problems="ฝนตก",
        suggestions="เลื่อนวัน",
        progress="25",
    )
    assert package(first).document["quarters"][0]["report"] is None  # a draft is nobody's word yet
    reports.submit_report(acting_user=owner, report=edited.report, explanation="ตามแผน")
    record = package(first).document
    assert record["quarters"][0]["report"] == "31/12/2567 : จัดทำแผนแล้ว"
    assert (record["problems"], record["suggestions"], record["project"]["progress"]) == ("ฝนตก", "เลื่อนวัน", "25")


def test_what_only_the_other_form_asks_is_entered_once_and_stands_in_every_package(made, period):
    """Ids, kind and level of the record, the project's name and reason: none of them is on the sheet."""
    owner, key = made.people["owner"], made.key_result.key
    typed = {
        "indicator_id": "0411-2029",
        "kind": "strategic",
        "level": "outcome",
        "nature": "ตัวชี้วัดเป้าประสงค์",
        "goal": "เป้าหมายที่ ๑",
        "project_id": "04110000-6712",
        "project_name": "โครงการย่านสร้างสรรค์",
        "policy_id": "22",
        "branch_id": "0000000",
        "rationale": "ย่านยังไม่เป็นที่รู้จัก",
    }
    before = package(period).document
    page = signed_in(owner).get(url("package_tracking", key))
    sent = post(owner, url("package_tracking", key), **typed, version=page.context["version"])
    assert (sent.status_code, url("package_tracking", key) in signed_in(owner).get(sent.url).content.decode()) == (
        302,
        True,
    )
    told = {
        field.code: field.value
        for field in package(period).fields
        if field.code.startswith(("indicator.", "project.")) and field.value in {*typed.values(), "ตัวชี้วัดเชิงยุทธศาสตร์"}
    }
    assert told == {
        "indicator.id": "0411-2029",
        "indicator.kind": "ตัวชี้วัดเชิงยุทธศาสตร์",
        "indicator.nature": "ตัวชี้วัดเป้าประสงค์",
        "indicator.goal": "เป้าหมายที่ ๑",
        "project.id": "04110000-6712",
        "project.name": "โครงการย่านสร้างสรรค์",
        "project.policy_id": "22",
        "project.branch_id": "0000000",
        "project.rationale": "ย่านยังไม่เป็นที่รู้จัก",
    }
    assert ("ตัวชี้วัดระดับผลผลิต / ผลลัพธ์", None, "ตัวชี้วัดระดับผลลัพธ์") in [
        (one.label, one.before, one.after) for one in differences(before, package(period).document)
    ]
    schema = json.loads((REFERENCE / "schema" / "policy-tracking.json").read_text(encoding="utf-8"))
    assert not list(Draft202012Validator(schema).iter_errors(package(period).document))


def test_the_form_s_fields_are_checked_and_not_overwritten_unseen(made):
    owner, key_result = made.people["owner"], made.key_result
    with pytest.raises(Refused, match="none of the form's choices"):
        enter_tracking(key_result, kind="ใหญ่", acting_user=owner)
    with pytest.raises(Refused, match="shorten it to 60"):
        enter_tracking(key_result, project_id="1" * 61, acting_user=owner)
    with pytest.raises(Forbidden):
        enter_tracking(key_result, acting_user=made.people["reader"])
    seen = key_result.version
    enter_tracking(key_result, policy_id="22", acting_user=owner)
    with pytest.raises(Stale):
        enter_tracking(key_result, policy_id="", read_version=seen, acting_user=owner)
    entered, version = AuditEntry.objects.count(), key_result.version
    enter_tracking(key_result, policy_id="22", acting_user=owner)
    assert (AuditEntry.objects.count(), key_result.version) == (entered, version)  # nothing was changed


def test_a_record_of_before_a_field_was_known_is_still_shown_whole(period):
    """What was handed in is never rewritten, so that a later field is blank in it."""
    old = json.loads(json.dumps(package(period).document))
    for part, names in (("indicator", ("nature", "goal")), ("project", ("id", "name", "policy_id", "rationale"))):
        for name in names:
            del old[part][name]
    assert differences(old, package(period).document) == []


def test_the_spreadsheet_and_the_json_say_the_same(period):
    record = package(period)
    page = load_workbook(io.BytesIO(workbook(record)))["record"]
    rows = {row[0]: row[2] or None for row in page.iter_rows(min_row=2, values_only=True)}
    assert rows == {field.code: field.value for field in record.fields}
    assert hashlib.sha256(record.data).hexdigest() == record.sha256


def test_what_was_handed_in_is_kept_whole_and_never_rewritten(made, period):
    record = package(period)
    row = hand_in(
        period, outlet="policy_tracking", sha256=record.sha256, receipt="รับ 12/2568", acting_user=made.people["owner"]
    )
    assert (row.package, row.sha256, row.receipt, last_hand_in(period)) == (
        record.document,
        record.sha256,
        "รับ 12/2568",
        row,
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        HandIn.objects.update(receipt="อื่น")


def test_changed_figures_are_told_and_must_be_copied_anew(made, period):
    owner = made.people["owner"]
    before = package(period)
    hand_in(period, outlet="policy_tracking", sha256=before.sha256, receipt="1", acting_user=owner)
    made.key_result.host.name_th = "สำนักงานใหม่"
    made.key_result.host.save()
    period.key_result.host.refresh_from_db()
    after = package(period)
    assert [(row.label, row.after) for row in differences(before.document, after.document)] == [
        ("หน่วยงาน", "สำนักงานใหม่")
    ]
    with pytest.raises(Refused, match="changed since"):
        hand_in(period, outlet="policy_tracking", sha256=before.sha256, receipt="2", acting_user=owner)


def test_a_report_that_was_attested_since_is_told_although_no_figure_changed(period):
    before = package(period).document
    after = json.loads(json.dumps(before))
    after["quarters"][0]["attested"] = not before["quarters"][0]["attested"]
    told = [(row.label, row.before, row.after) for row in differences(before, after)]
    words = {True: "มีคำรับรองแล้ว", False: "ยังไม่มีคำรับรอง"}
    assert told == [("คำรับรองรายงานไตรมาสที่ 1", *(words[one["quarters"][0]["attested"]] for one in (before, after)))]


def test_who_may_not_report_may_not_hand_in(made, period):
    with pytest.raises(Forbidden):
        hand_in(period, outlet="policy_tracking", sha256="", receipt="1", acting_user=made.people["reader"])


class Receiver(http.server.BaseHTTPRequestHandler):
    """A system that takes signed packages once, and gives a receipt."""

    taken: dict[str, str]

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        key = self.headers["Idempotency-Key"]
        good = is_signed("กุญแจ", body, self.headers["X-Samrit-Signature"], now=int(time.time()))
        right = good and hashlib.sha256(body).hexdigest() == key
        receipt = self.taken.setdefault(key, f"PT-{len(self.taken) + 1}") if right else ""
        answer = json.dumps({"receipt": receipt}).encode()
        self.send_response(201 if right else 403)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_said):
        pass


@pytest.fixture
def other_system(settings):
    Receiver.taken = {}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SAMRIT_POLICY_TRACKING = {"url": f"http://127.0.0.1:{server.server_port}/in", "key": "กุญแจ"}
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("other_system")
def test_the_network_gives_a_receipt_and_takes_the_same_record_once(made, period):
    owner, sha256 = made.people["owner"], package(period).sha256
    rows = [send_in(period, sha256=sha256, acting_user=owner) for _ in range(2)]
    assert [(row.transport, row.receipt) for row in rows] == [("https", "PT-1"), ("https", "PT-1")]


@pytest.mark.usefixtures("other_system")
def test_what_the_other_system_refuses_is_not_recorded(made, period, settings):
    settings.SAMRIT_POLICY_TRACKING = {**settings.SAMRIT_POLICY_TRACKING, "key": "ผิด"}
    with pytest.raises(Refused, match="answered 403"):
        send_in(period, sha256=package(period).sha256, acting_user=made.people["owner"])
    settings.SAMRIT_POLICY_TRACKING = {"url": "http://127.0.0.1:1/", "key": "x"}
    with pytest.raises(Refused, match="could not be reached"):
        send_in(period, sha256=package(period).sha256, acting_user=made.people["owner"])
    assert not HandIn.objects.exists()


def test_nothing_goes_out_where_others_read_along(made, period, settings):
    """The record has the officer's name and telephone number."""
    settings.SAMRIT_POLICY_TRACKING = {"url": "http://tracking.example/in", "key": "x"}
    with pytest.raises(Refused, match="not https"):
        send_in(period, sha256=package(period).sha256, acting_user=made.people["owner"])
    assert not HandIn.objects.exists()


def test_an_old_signature_is_worth_nothing():
    from samrit.exchange.transport import signature

    at = int(dt.datetime(2025, 1, 1, tzinfo=dt.UTC).timestamp())
    said_then = signature("k", b"{}", at)
    assert [is_signed("k", b"{}", said_then, now=at + late) for late in (0, 300, 301)] == [True, True, False]
    assert not is_signed("k", b"{ }", said_then, now=at)


def test_the_pages_lead_from_the_record_to_the_log(made, period):
    owner, key = made.people["owner"], made.key_result.key
    page = signed_in(owner).get(url("package", key, period.code))
    assert "คัดลอกตามลำดับของแบบ" in said(page)
    assert 'readonly value="7301"' in page.content.decode()
    form = signed_in(owner).get(url("package_hand_in", key, period.code))
    sent = post(
        owner,
        url("package_hand_in", key, period.code),
        outlet="executives",
        receipt="กท 0411/88",
        sha256=form.context["form"]["sha256"].value(),
    )
    assert (sent.status_code, "กท 0411/88" in said(signed_in(owner).get(url("packages", key)))) == (302, True)
    for kind in ("xlsx", "json"):
        assert signed_in(owner).get(url("package_file", key, period.code, kind)).status_code == 200
    assert signed_in(owner).get(url("package_file", key, period.code, "exe")).status_code == 404


def test_the_log_leads_to_what_was_handed_in_and_to_what_was_new_in_it(made):
    """The second of two hand-ins says what differs from the first; its file has the hash of the log."""
    owner, key, period = made.people["owner"], made.key_result.key, made.report.period
    first = hand_in(period, outlet="policy_tracking", sha256=package(period).sha256, receipt="รับ ๑", acting_user=owner)
    words = {"narrative": "จัดกิจกรรมแล้ว", "problems": "ฝนตกหนัก", "suggestions": "ไม่มี"}
    reports.edit_report(acting_user=owner, report=made.report, **words)
    reports.submit_report(acting_user=owner, report=made.report)
    second = hand_in(period, outlet="policy_tracking", sha256=package(period).sha256, receipt="รับ ๒", acting_user=owner)
    client = signed_in(owner)
    log = client.get(url("packages", key)).content.decode()
    assert all(url("package_handed", key, row.uid) in log for row in (first, second))
    shown = client.get(url("package_handed", key, second.uid))
    assert (shown.context["before"], "ฝนตกหนัก" in said(shown)) == (first, True)
    assert ("ปัญหาอุปสรรค", None, "ฝนตกหนัก") in [(one.label, one.before, one.after) for one in shown.context["changes"]]
    assert client.get(url("package_handed", key, first.uid)).context["before"] is None
    now = client.get(url("package", key, period.code))
    assert (now.context["was_of"], now.context["changes"]) == (second.package["as_of"], [])
    for row in (first, second):
        file = client.get(url("package_handed_file", key, row.uid))
        assert (hashlib.sha256(file.content).hexdigest(), file["Content-Type"]) == (row.sha256, "application/json")
