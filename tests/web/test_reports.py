"""Reports through their pages: begun, doubted, sent, returned in part, corrected beside the old, each by who may."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.factories import people, results
from tests.web.office import signed_in

from samrit.results.actions import reports as actions
from samrit.results.models import Report
from samrit.verification import report_actions

pytestmark = pytest.mark.django_db


def page(user, report):
    return signed_in(user).get(reverse("office:report", args=[report.uid]))


def offered(user, report):
    return [name for name, _label, _icon in page(user, report).context["acts"]]


def act(user, report, name, **data):
    report.refresh_from_db()
    url = reverse("office:report_act", args=[report.uid, name])
    return signed_in(user).post(url, {"version": report.version, **data})


def write(user, report, **data):
    report.refresh_from_db()
    url = reverse("office:report_edit", args=[report.uid])
    return signed_in(user).post(url, {**results.WRITTEN, "version": report.version, **data})


def begin(user, at, agency=None):
    url = reverse("office:reports", args=[at.key_result.key])
    return signed_in(user).post(url, {"period": at.first_period.code, "agency": (agency or at.host).code})


@pytest.fixture
def at():
    """A key result whose result is typed, of a host alone."""
    return results.typed_key_result()


def test_the_whole_way_by_the_pages(at):
    """From begun to acknowledged; every page offers just the next acts to just these people."""
    answer = begin(at.maker, at)
    report = Report.objects.get()
    assert answer["Location"] == reverse("office:report_edit", args=[report.uid])
    assert write(at.maker, report, result__value="๘").status_code == 302
    assert offered(at.maker, report) == ["submit"]
    assert act(at.maker, report, "submit").status_code == 302
    assert (offered(at.maker, report), offered(at.reviewer, report)) == (["withdraw"], ["check", "return"])
    assert act(at.reviewer, report, "check", remark="ครบ").status_code == 302
    assert offered(at.inspector, report) == ["verify", "return"]
    assert act(at.inspector, report, "verify").status_code == 302
    assert offered(at.approver, report) == ["acknowledge", "return"]
    assert act(at.approver, report, "acknowledge").status_code == 302
    report.refresh_from_db()
    assert (report.state, report.values.get().value) == ("acknowledged", 8)


def test_the_host_judges_what_its_supporting_offices_send():
    """A supporting office's report shows the host's reviewer and approver their buttons: they were hidden."""
    at, (khet, *_others) = results.supported(2)
    clerk = people.user(role="contributor", agency=khet)
    begin(clerk, at, khet)
    report = Report.objects.get()
    write(clerk, report, result__value="3")
    act(clerk, report, "submit")
    assert offered(at.reviewer, report) == ["check", "return"]
    assert offered(clerk, report) == ["withdraw"]
    stranger = people.user(role="host_reviewer", agency=khet)
    assert offered(stranger, report) == []
    assert act(stranger, report, "check").status_code == 403


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"result__value": "สิบกว่า"}, "result__value", "อ่านตัวเลข “สิบกว่า” ไม่ได้"),
        ({"result__value": "-1"}, "result__value", "ต่ำกว่าค่าต่ำสุด"),
        ({"result__value": "2.5"}, "result__value", "ไม่ใช่จำนวนเต็ม"),
        ({"progress": "120"}, "progress", "ระหว่าง ๐ ถึง ๑๐๐"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(at, typed, field, sentence):
    """422 at the field; the text stays."""
    begin(at.maker, at)
    answer = write(at.maker, Report.objects.get(), narrative="เล่ายาว", **typed)
    assert (answer.status_code, sentence in str(answer.context["form"].errors[field])) == (422, True)
    assert "เล่ายาว" in answer.content.decode()


def test_a_ratio_needs_both_parts_and_no_more_than_all():
    """Percentages are typed as counts: half a ratio and more than all of them are told at the field."""
    kind = {"kind": "ratio", "unit": "ร้อยละ", "value": "80"}
    at = results.typed_key_result(results.typed_document(**kind))
    begin(at.maker, at)
    report = Report.objects.get()
    half = write(at.maker, report, result__numerator="3")
    assert "ตัวตั้งและตัวหาร" in str(half.context["form"].errors)
    more = write(at.maker, report, result__numerator="12", result__denominator="10")
    assert "เกินทั้งหมดที่มี" in str(more.context["form"].errors)
    assert write(at.maker, report, result__numerator="0", result__denominator="10").status_code == 302
    assert report.values.get().numerator == 0


def test_doubts_are_shown_and_must_be_explained(at):
    """70 of a target of 10 looks like progress: said on saving and beside the sending, and sent only explained."""
    begin(at.maker, at)
    report = Report.objects.get()
    saved = signed_in(at.maker).post(
        reverse("office:report_edit", args=[report.uid]),
        {**results.WRITTEN, "version": report.version, "result__value": "70"},
        follow=True,
    )
    assert "ดูเหมือนร้อยละความคืบหน้า" in saved.content.decode()
    assert len(saved.context["doubts"]) == 1
    asked = signed_in(at.maker).get(reverse("office:report_act", args=[report.uid, "submit"]))
    assert "ดูเหมือนร้อยละความคืบหน้า" in asked.content.decode()
    refused = act(at.maker, report, "submit")
    assert (refused.status_code, "explanation" in refused.context["form"].errors) == (422, True)
    assert act(at.maker, report, "submit", explanation="นับรวมงานเดิม").status_code == 302


def test_a_return_opens_only_what_it_names(at):
    """The form says who returned it and why; other fields are shown and stay, figures can be named too."""
    report = results.submitted(at, values={"result": "5"})
    returning = reverse("office:report_act", args=[report.uid, "return"])
    choices = dict(signed_in(at.reviewer).get(returning).context["form"].fields["opens"].choices)
    assert "values.result" in choices
    answer = act(at.reviewer, report, "return", reason="ตรวจจำนวนอีกครั้ง", opens=["values.result"])
    assert answer.status_code == 302
    form = signed_in(at.maker).get(reverse("office:report_edit", args=[report.uid]))
    assert "ตรวจจำนวนอีกครั้ง" in form.content.decode()
    disabled = [name for name, field in form.context["form"].fields.items() if field.disabled]
    assert disabled == ["narrative", "problems", "suggestions", "progress"]
    assert write(at.maker, report, narrative="แอบแก้", result__value="6").status_code == 302
    report.refresh_from_db()
    assert (report.narrative, report.values.get().value) == (results.WRITTEN["narrative"], 6)


@pytest.mark.parametrize(("name", "who"), [("correct", "maker"), ("return", "approver")])
def test_a_correction_leads_to_its_new_edition(at, name, who):
    """What was accepted stays; the page leads on to the edition that was opened beside it."""
    report = results.submitted(at, values={"result": "5"})
    report_actions.check_report(acting_user=at.reviewer, report=report)
    report_actions.verify_report(acting_user=at.inspector, report=report)
    answer = act(getattr(at, who), report, name, reason="นับซ้ำหนึ่งแห่ง")
    edition = Report.objects.get(edition=2)
    assert answer["Location"] == reverse("office:report", args=[edition.uid])
    assert {row.uid for row in page(at.maker, edition).context["editions"]} == {report.uid}
    report.refresh_from_db()
    assert report.state == "verified"


def test_withdrawn_is_written_again_before_it_is_sent(at):
    """A withdrawn report offers editing, not sending."""
    report = results.submitted(at, values={"result": "5"})
    assert act(at.maker, report, "withdraw", reason="ลืมแนบ").status_code == 302
    shown = page(at.maker, report)
    assert (offered(at.maker, report), shown.context["may_edit"]) == ([], True)


def test_a_sent_report_is_not_opened_for_writing(at):
    """The address leads back with a sentence; others are refused."""
    report = results.submitted(at, values={"result": "5"})
    url = reverse("office:report_edit", args=[report.uid])
    answer = signed_in(at.maker).get(url, follow=True)
    assert "รายงานนี้ส่งแล้ว" in answer.content.decode()
    assert signed_in(at.reviewer).get(url).status_code == 403
    assert write(at.maker, report, narrative="แก้").status_code == 422


def test_two_who_write_at_once(at):
    """The second sees both versions and may still send theirs."""
    begin(at.maker, at)
    report = Report.objects.get()
    first = report.version
    actions.edit_report(acting_user=at.owner, report=report, narrative="ของเจ้าของ")
    url = reverse("office:report_edit", args=[report.uid])
    typed = {**results.WRITTEN, "narrative": "ของผู้จัดทำ", "result__value": "4"}
    answer = signed_in(at.maker).post(url, {**typed, "version": first})
    html = answer.content.decode()
    assert (answer.status_code, "ของเจ้าของ" in html, "ของผู้จัดทำ" in html) == (409, True, True)
    again = signed_in(at.maker).post(url, {**typed, "version": answer.context["version"]})
    assert again.status_code == 302


def test_a_period_that_has_not_begun_is_not_begun():
    """The list says so instead of offering a button; a second report of a period is refused with a sentence."""
    at = results.typed_key_result(results.typed_document(fiscal_year=2640))
    listed = signed_in(at.maker).get(reverse("office:reports", args=[at.key_result.key])).content.decode()
    assert ("ยังไม่ถึงงวดนี้" in listed, "เริ่มรายงาน</" in listed) == (True, False)
    assert begin(at.maker, at).status_code == 422
    at = results.typed_key_result()
    begin(at.maker, at)
    assert "มีรายงานของงวดนี้แล้ว" in begin(at.maker, at).content.decode()


def test_what_is_no_act_is_not_there(at):
    """404 for acts and reports that do not exist."""
    report = results.draft(at)
    assert act(at.maker, report, "explode").status_code == 404
    url = reverse("office:report", args=["00000000-0000-0000-0000-000000000000"])
    assert signed_in(at.maker).get(url).status_code == 404


def test_an_inspector_verifies_several_reports_at_once():
    """Those that are ticked and checked; of one that was not checked the page says why; others see no ticks."""
    at, khets = results.supported(2)
    checked = [results.submitted(at, values={"result": 3}, agency=khet, by=_maker_of(khet)) for khet in khets]
    for report in checked:
        report_actions.check_report(acting_user=at.reviewer, report=report)
    waiting = results.submitted(at, values={"result": 3})
    listed, verify = (reverse(f"office:{name}", args=[at.key_result.key]) for name in ("reports", "reports_verify"))
    shown = signed_in(at.inspector).get(listed).content.decode()
    assert [f'"{row.uid}:' in shown for row in (*checked, waiting)] == [True, True, False]
    assert verify not in signed_in(at.maker).get(listed).content.decode()
    old = {"report": [f"{row.uid}:{Report.objects.get(pk=row.pk).version - 1}" for row in checked]}
    stale = signed_in(at.inspector).post(verify, old)  # of a list that showed what was given back and changed since
    assert (stale.context["done"], [row for row, _name, _why in stale.context["refused"]]) == ([], checked)
    named = [f"{row.uid}:{Report.objects.get(pk=row.pk).version}" for row in (*checked, waiting)]
    chosen = {"report": [*named, "nonsense"]}
    answer = signed_in(at.inspector).post(verify, chosen)
    assert [row for row, _name in answer.context["done"]] == checked
    assert [row for row, _name, _why in answer.context["refused"]] == [waiting]
    assert {row.state for row in Report.objects.filter(pk__in=[row.pk for row in checked])} == {"verified"}
    assert "ยังไม่ได้เลือกรายการใด" in signed_in(at.inspector).post(verify).content.decode()
    refused = signed_in(at.maker).post(verify, {"report": [named[-1]]})
    assert [row for row, _name, _why in refused.context["refused"]] == [waiting]


def _maker_of(khet):
    return people.user(role="contributor", agency=khet)
