"""The settings of a year and its findings, each through the form that people use."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from tests.factories import districts, people, results
from tests.web import year as made
from tests.web.office import signed_in

from samrit.results.actions import targets
from samrit.results.models import AgencyTarget, Duty, KeyResult, Measure
from samrit.verification.models import Finding

pytestmark = pytest.mark.django_db


def save(user, key_result, name, **data):
    """Sends one of the page's forms, just read."""
    key_result = KeyResult.objects.get(pk=key_result.pk)
    stand = targets.stand_of_targets(key_result.agency_targets.all()) if name == "target" else key_result.version
    sent = {f"{name}-{field}": value for field, value in data.items()}
    url = reverse("office:key_result_settings", args=[key_result.key])
    return signed_in(user).post(url, {"form": name, "version": stand, **sent})


def decide(user, name, *args, **data):
    """The act of a page, with the version that the page shows now unless the test brings another."""
    client, address = signed_in(user), reverse(f"office:{name}", args=args)
    read = (client.get(address).context or {}).get("version", "")
    return client.post(address, {"version": read} | data)


# --- districts ---


def test_districts_are_chosen_and_taken_away_with_a_reason():
    """Taking one away without a reason is told at the reason; what was ticked stays ticked."""
    year = made.year()
    owner, key_result = year.people["owner"], year.key_result
    first, second = key_result.districts.order_by("pk")
    third = districts.district("ตลาดน้อย")
    refused = save(owner, key_result, "districts", districts=[first.pk, third.pk])
    assert (refused.status_code, "reason" in refused.context["forms"]["districts"].errors) == (422, True)
    assert refused.context["forms"]["districts"]["districts"].value() == [str(first.pk), str(third.pk)]
    assert save(owner, key_result, "districts", districts=[first.pk, third.pk], reason="ย้ายย่าน").status_code == 302
    assert set(key_result.districts.all()) == {first, third}
    assert second not in key_result.districts.all()


def test_two_who_choose_districts_at_once():
    """The second sees what is chosen now beside their own choice, and may still send it."""
    year = made.year()
    key_result, owner = year.key_result, year.people["owner"]
    third, fourth = districts.district("ตลาดน้อย"), districts.district("ทรงวาด")
    stale = KeyResult.objects.get(pk=key_result.pk).version
    now = [*key_result.districts.all(), third]
    targets.choose_districts(acting_user=owner, key_result=KeyResult.objects.get(pk=key_result.pk), districts=now)
    url = reverse("office:key_result_settings", args=[key_result.key])
    typed = {"form": "districts", "districts-districts": [fourth.pk], "districts-reason": "ย้าย"}
    answer = signed_in(owner).post(url, {**typed, "version": stale})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "ตลาดน้อย" in html
    assert "ทรงวาด" in html
    again = signed_in(owner).post(url, {**typed, "version": answer.context["version"]})
    assert (again.status_code, list(key_result.districts.all())) == (302, [fourth])


# --- reporting and periods ---


def test_months_instead_of_quarters():
    """Twelve periods, each due so many days after its end."""
    at = results.typed_key_result()
    assert save(at.owner, at.key_result, "reporting", reporting="month", due_days="๗").status_code == 302
    periods = list(at.key_result.periods.order_by("ends_on"))
    assert (len(periods), periods[0].due_on - periods[0].ends_on) == (12, dt.timedelta(days=7))


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"reporting": "month", "due_days": "มาก"}, "due_days"),
        ({"reporting": "month", "due_days": "5000"}, "due_days"),
        ({"reporting": "decade", "due_days": "5"}, "reporting"),
    ],
)
def test_reporting_that_cannot_be_is_told(data, field):
    """At its field, with what was typed."""
    at = results.typed_key_result()
    answer = save(at.owner, at.key_result, "reporting", **data)
    assert (answer.status_code, field in answer.context["forms"]["reporting"].errors) == (422, True)
    assert data["due_days"] in answer.content.decode()


def test_periods_do_not_change_once_there_are_reports():
    """The refusal stands at the field it speaks of."""
    at = results.typed_key_result()
    results.draft(at)
    answer = save(at.owner, at.key_result, "reporting", reporting="month", due_days="10")
    assert "มีรายงานแล้ว" in str(answer.context["forms"]["reporting"].errors["reporting"])


def test_a_period_is_closed_and_opened_again():
    """With a reason each time; the reader may do neither."""
    at = results.typed_key_result()
    key, code = at.key_result.key, at.first_period.code
    assert decide(at.owner, "period_act", key, code, reason="").status_code == 422
    assert decide(at.owner, "period_act", key, code, reason="ครบแล้ว").status_code == 302
    assert at.first_period.closed
    listed = signed_in(at.owner).get(reverse("office:reports", args=[key])).content.decode()
    assert "ปิดงวดแล้ว" in listed
    assert decide(at.maker, "period_act", key, code, reason="ขอแก้").status_code == 403
    assert decide(at.owner, "period_act", key, code, reason="ขอแก้").status_code == 302
    assert not at.first_period.closed
    assert decide(at.owner, "period_act", key, "Q9", reason="x").status_code == 404


def test_one_period_gets_another_due_day():
    """From the table of periods; what was typed stays where it does not fit, and a reader may not."""
    at = results.typed_key_result()
    key, code = at.key_result.key, at.first_period.code
    assert reverse("office:period_due", args=[key, code]) in (
        signed_in(at.owner).get(reverse("office:key_result_settings", args=[key])).content.decode()
    )
    answer = decide(at.owner, "period_due", key, code, due_on="๑/๑/๒๕๗๐", reason="เลื่อน")
    assert (answer.status_code, "๑/๑/๒๕๗๐" in answer.content.decode()) == (422, True)
    assert "โปรดเลือกวันตั้งแต่" in answer.content.decode()
    assert decide(at.maker, "period_due", key, code, due_on="20/1/2568", reason="เลื่อน").status_code == 403
    day = {"due_on": "๒๐ ม.ค. ๒๕๖๘", "reason": "เลื่อน"}
    assert decide(at.owner, "period_due", key, code, **day, version="x").status_code == 422
    assert decide(at.owner, "period_due", key, code, **day).status_code == 302
    assert at.first_period.due_on == dt.date(2025, 1, 20)


# --- targets ---


def test_a_target_is_set_changed_and_accepted():
    """A change needs a reason; who set it does not accept it; the office's own owner does, and sees the link."""
    at, (khet, *_rest) = results.supported(2)
    head = people.user(role="owner", agency=khet)
    key = at.key_result.key
    code = str(khet.pk)
    refused = save(at.owner, at.key_result, "target", agency=code, value="๗", unit="แห่ง")
    assert (refused.status_code, "reason" in refused.context["forms"]["target"].errors) == (422, True)
    assert (
        save(at.owner, at.key_result, "target", agency=code, value="๗", unit="แห่ง", reason="ตามมติ").status_code == 302
    )
    link = reverse("office:accept_target", args=[key, khet.code])
    shown = {
        user: link in signed_in(user).get(reverse("office:key_result", args=[key])).content.decode()
        for user in (at.maker, head)
    }
    assert shown == {at.maker: False, head: True}
    assert decide(at.maker, "accept_target", key, khet.code).status_code == 403
    assert decide(head, "accept_target", key, khet.code).status_code == 302
    row = AgencyTarget.objects.get(key_result=at.key_result, agency=khet)
    assert (row.value, row.accepted_by) == (7, head)
    again = decide(head, "accept_target", key, khet.code)
    assert (again.status_code, "รับแล้วหรือมีการเปลี่ยนแปลง" in again.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("data", "field"),
    [({"value": "5"}, "agency"), ({"agency": "999999", "value": "5"}, "agency"), ({"value": "ห้าหก"}, "value")],
)
def test_a_target_that_cannot_be_is_told(data, field):
    """No agency, one that is not there, a value that is no number."""
    at = results.typed_key_result()
    answer = save(at.owner, at.key_result, "target", unit="แห่งที่พิมพ์", **data)
    assert (answer.status_code, field in answer.context["forms"]["target"].errors) == (422, True)
    assert "แห่งที่พิมพ์" in answer.content.decode()


# --- duties and figures ---


def test_a_duty_gets_its_day():
    """Typed as people write days; nonsense is kept and told; others are refused."""
    year = made.year()
    duty = Duty.objects.filter(key_result=year.key_result).first()
    args = ("duty_due", year.key_result.key, duty.pk)
    refused = decide(year.people["owner"], *args, due_on="สิ้นปี")
    assert (refused.status_code, 'value="สิ้นปี"' in refused.content.decode()) == (422, True)
    assert decide(year.people["reader"], *args, due_on="1/5/2568").status_code == 403
    assert decide(year.people["owner"], *args, due_on="๑ พ.ค. ๖๘").status_code == 302
    duty.refresh_from_db()
    assert duty.due_on == dt.date(2025, 5, 1)
    assert decide(year.people["owner"], *args, due_on="").status_code == 302
    assert decide(year.people["owner"], "duty_due", year.key_result.key, 999_999).status_code == 404


def test_a_duty_or_target_that_another_set_meanwhile_is_not_overwritten():
    """The form was filled in from what stood before: both are shown, nothing typed is lost."""
    year = made.year()
    key, owner = year.key_result, year.people["owner"]
    duty = Duty.objects.filter(key_result=key).first()
    read = signed_in(owner).get(reverse("office:duty_due", args=[key.key, duty.pk])).context["version"]
    Duty.objects.filter(pk=duty.pk).update(due_on=dt.date(2025, 5, 1))
    stale = decide(owner, "duty_due", key.key, duty.pk, due_on="2/5/2568", version=read)
    assert (stale.status_code, 'value="2/5/2568"' in stale.content.decode()) == (422, True)
    assert "มีผู้อื่นแก้ไขข้อมูลนี้" in stale.content.decode()
    office = people.agency("0412", name_th="สำนักงานอื่น")
    assert save(owner, key, "target", agency=office.pk, value="5", unit="ย่าน").status_code == 302
    stand = signed_in(owner).get(reverse("office:key_result_settings", args=[key.key])).context["targets_stand"]
    AgencyTarget.objects.filter(agency=office).update(value=6)
    typed = {"target-agency": office.pk, "target-value": "7", "target-unit": "ย่าน", "target-reason": "ตามมติ"}
    address = reverse("office:key_result_settings", args=[key.key])
    answer = signed_in(owner).post(address, {"form": "target", "version": stand, **typed})
    assert answer.status_code == 409
    assert AgencyTarget.objects.get(agency=office).value == 6


def figure(measure, **changes):
    fields = ("kind", "across", "over_time", "direction")
    said = {"reason": "ตามคู่มือ"}
    flags = {name: "on" for name in ("whole", "host_is_part") if getattr(measure, name)}
    return {name: getattr(measure, name) for name in fields} | flags | said | changes


def test_the_range_of_a_figure_is_set():
    """A range set here refuses a figure beyond it in the report."""
    at = results.typed_key_result()
    measure = Measure.objects.get(key_result=at.key_result, name="result")
    args = ("measure", at.key_result.key, "result")
    assert decide(at.owner, *args, **figure(measure, low="0", high="๒๐")).status_code == 302
    measure.refresh_from_db()
    assert (measure.low, measure.high) == (0, 20)
    report = results.draft(at)
    url = reverse("office:report_edit", args=[report.uid])
    answer = signed_in(at.maker).post(url, {**results.WRITTEN, "version": report.version, "result__value": "21"})
    assert "สูงกว่าค่าสูงสุดที่เป็นไปได้" in str(answer.context["form"].errors["result__value"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"low": "9", "high": "3"}, "high"),
        ({"across": "ratio"}, "across"),
        ({"reason": ""}, "reason"),
        ({"low": "ต่ำ"}, "low"),
    ],
)
def test_figures_that_cannot_be_set_are_told(changes, field):
    """An empty range, a sum that is no ratio, no reason, no number."""
    at = results.typed_key_result()
    measure = Measure.objects.get(key_result=at.key_result, name="result")
    answer = decide(at.owner, "measure", at.key_result.key, "result", **figure(measure, **changes))
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    assert decide(at.maker, "measure", at.key_result.key, "result", **figure(measure)).status_code == 403


@pytest.mark.parametrize("who", ["officer", "reader", "reviewer"])
def test_others_set_nothing(who):
    """The page says who may."""
    year = made.year()
    answer = signed_in(year.people[who]).get(reverse("office:key_result_settings", args=[year.key_result.key]))
    assert (answer.status_code, "ผู้มีสิทธิ ได้แก่" in answer.content.decode()) == (403, True)


# --- findings ---


def test_a_finding_is_written_answered_and_closed():
    """On the key result, a work or a report; by the inspector, the owner, the inspector."""
    year = made.year()
    inspector, officer, key = year.people["inspector"], year.people["officer"], year.key_result.key
    page = signed_in(inspector).get(reverse("office:finding_new", args=[key]))
    subjects = [name for name, _label in page.context["form"].fields["subject"].choices]
    assert {year.key_result.subject, year.works[2].subject, year.report.subject} <= set(subjects)
    refused = decide(inspector, "finding_new", key, subject=year.report.subject, grade="fault", text="")
    assert (refused.status_code, "text" in refused.context["form"].errors) == (422, True)
    assert decide(inspector, "finding_new", key, subject="work:other", grade="fault", text="ก").status_code == 422
    done = decide(inspector, "finding_new", key, subject=year.report.subject, grade="fault", text="ตัวเลขไม่ตรง")
    assert done.status_code == 302
    found = Finding.objects.get(text="ตัวเลขไม่ตรง")
    early = decide(inspector, "finding_act", key, found.uid, "close")
    assert (early.status_code, "ยังไม่ได้ตอบ" in early.content.decode()) == (422, True)
    assert decide(year.people["reader"], "finding_act", key, found.uid, "reply", text="x").status_code == 403
    assert decide(officer, "finding_act", key, found.uid, "reply", text="แก้แล้ว").status_code == 302
    late = decide(officer, "finding_act", key, found.uid, "reply", text="ตอบซ้ำที่พิมพ์")
    assert (late.status_code, "ตอบซ้ำที่พิมพ์" in late.content.decode()) == (422, True)
    assert decide(inspector, "finding_act", key, found.uid, "close").status_code == 302
    listed = signed_in(officer).get(reverse("office:findings", args=[key])).content.decode()
    assert "แก้แล้ว" in listed
    assert decide(inspector, "finding_act", key, found.uid, "explode").status_code == 404
    assert decide(officer, "finding_new", key, subject=year.report.subject, grade="note", text="ก").status_code == 403
