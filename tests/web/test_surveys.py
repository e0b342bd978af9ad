"""The survey's pages in the office: from an empty page to a locked survey."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories import people
from tests.factories import surveys as made
from tests.web import year as year_made
from tests.web.office import said, signed_in

from samrit.core.thai import fiscal_year_bounds, format_date, to_thai
from samrit.site.actions.results import open_result
from samrit.surveys.actions import fieldwork
from samrit.surveys.decisions import planned_looks
from samrit.surveys.models import Survey
from samrit.surveys.queries import days_to_propose, link_on_the_site

pytestmark = pytest.mark.django_db


def posted(client, name, data, *args):
    """The form of a page, sent with its version."""
    url = reverse(f"office:{name}", args=args)
    version = client.get(url).context["version"]
    return client.post(url, {"version": version, **data})


def test_a_survey_is_set_up_from_the_awareness_page_to_the_lock():
    """Start, read the questions, choose the reading, compute the plan, lock: each by its page."""
    people = year_made.staff()
    key_result = year_made.signed(people)
    owner = signed_in(people["owner"])
    page = owner.get(reverse("office:awareness", args=[key_result.key])).content.decode()
    assert reverse("office:survey_new", args=[key_result.key]) in page
    data = {"title": "การรับรู้ ๒๕๖๘", "decoys": "ย่านลวงหนึ่ง | Decoy one\nย่านลวงสอง"}
    answer = owner.post(reverse("office:survey_new", args=[key_result.key]), data)
    survey = Survey.objects.get()
    home = reverse("office:survey", args=[survey.uid])
    assert (answer.status_code, answer["Location"]) == (302, home)
    preview = owner.get(reverse("office:questionnaire", args=[survey.uid])).content.decode()
    assert "ย่านลวงหนึ่ง" in preview
    assert "บางลำพู" in preview
    answer = posted(owner, "survey_reading", {"reading": "each", "threshold": "๘๐"}, survey.uid)
    assert answer["Location"] == home
    plan = {
        "alternative": "86",
        "power": "80",
        "deff": "1.7",
        "response": "60",
        "looks": "2",
        "strata": "พระนคร, 45000\nดุสิต, 70000",
    }
    assert posted(owner, "survey_plan_edit", plan, survey.uid)["Location"] == home
    shown = owner.get(reverse("office:survey_plan", args=[survey.uid])).content.decode()
    assert "ดุสิต" in shown
    approver = signed_in(people["approver"])
    lock = approver.get(reverse("office:survey_lock", args=[survey.uid]))
    approver.post(reverse("office:survey_lock", args=[survey.uid]), {"version": lock.context["version"]})
    survey.refresh_from_db()
    assert survey.state == "locked"
    assert survey.locked_sha256[:16] in owner.get(home).content.decode()


def test_the_pages_of_districts_lead_to_the_link_that_was_made_for_them():
    """Whatever its label says: a link that hangs elsewhere stays where it hangs."""
    field = made.in_field()
    open_result(field.key_result, read_version=field.key_result.version, acting_user=field.owner)
    place = field.key_result.districts.first()
    client = signed_in(field.owner)
    answer = posted(client, "link_new", {"label": "เว็บไซต์ของชุมชน"}, field.wave.uid)
    assert (answer.status_code, link_on_the_site(place)) == (302, "")
    posted(client, "link_new", {"label": "หน้าย่าน", "on_site": "on"}, field.wave.uid)
    ours = field.wave.links.get(label="หน้าย่าน")
    assert link_on_the_site(place) == ours.token
    shown = client.get(reverse("office:wave", args=[field.wave.uid])).content.decode()
    assert shown.count("แสดงในหน้าย่านบนเว็บไซต์") == 1
    fieldwork.end_link(ours, acting_user=field.owner)
    assert link_on_the_site(place) == ""


def test_the_page_of_a_wave_says_who_is_behind_before_it_lists_all():
    """The strata that lack most, and what each enumerator has brought; the lists are folded where they are long."""
    field = made.in_field()
    first, last = field.survey.strata.first(), field.survey.strata.last()
    field.survey.strata.update(target=0)
    field.survey.strata.filter(pk=last.pk).update(target=7)
    phone = people.user("phone", role="reader", agency=field.key_result.host)
    for psu in first.psus.all()[:2]:
        fieldwork.allocate(field.wave, psu, enumerator=phone, target=8, acting_user=field.owner)
    page = signed_in(field.owner).get(reverse("office:wave", args=[field.wave.uid]))
    shown = said(page)
    assert f"ได้แล้ว ๐ / ๗ · ขาดมากที่สุด {last.name} ๗" in shown
    assert f"{phone} ได้แล้ว ๐ / ๑๖ · หน่วยตัวอย่าง ๒" in shown


def test_a_wrong_line_of_the_plan_is_named_and_nothing_typed_is_lost():
    """The refusal stands at its field; the other fields keep their text."""
    field = made.draft()
    client = signed_in(field.owner)
    data = {"alternative": "86", "power": "80", "deff": "1.7", "response": "60", "looks": "2", "strata": "พระนคร, มาก"}
    answer = posted(client, "survey_plan_edit", data, field.survey.uid)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "บรรทัดที่ ๑" in page
    assert "พระนคร, มาก" in page


def test_a_stranger_sees_no_survey():
    """A person of another agency gets a 403 that says who may."""
    from tests.factories import people

    field = made.draft()
    stranger = people.user(role="owner", agency=people.agency())
    assert signed_in(stranger).get(reverse("office:survey", args=[field.survey.uid])).status_code == 403


def test_the_results_page_says_verdict_readings_sources_and_method():
    """With its table for every drawing; the result is handed on from it; the files come down."""
    field = made.in_field()
    made.interviews(field, 60, knows=lambda n: {"a01": "no"} if n % 10 == 0 else {})
    made.volunteers(field, 12)
    client = signed_in(field.owner)
    url = reverse("office:wave_results", args=[field.wave.uid])
    page = client.get(url).content.decode()
    assert "ยังสรุปไม่ได้" in page
    assert "ยังเก็บข้อมูลอยู่" in page
    assert page.count('class="interval"') == 3
    assert "๙๐.๐" in page
    made.close(field)
    hand = reverse("office:wave_hand_on", args=[field.wave.uid])
    answer = client.post(hand, {"version": "0"})
    assert answer["Location"] == reverse("office:awareness", args=[field.key_result.key])
    assert field.key_result.awareness_results.get().respondents == 60
    for name in ("data", "codebook"):
        file = client.get(reverse("office:wave_download", args=[field.wave.uid, name]))
        assert (file.status_code, file["Content-Type"]) == (200, "text/csv; charset=utf-8")


def test_an_empty_wave_has_a_results_page():
    """It says that nothing has come and where to go."""
    field = made.in_field()
    page = signed_in(field.owner).get(reverse("office:wave_results", args=[field.wave.uid])).content.decode()
    assert "ยังไม่มีคำตอบ" in page


def test_a_planned_look_is_taken_by_its_page_which_says_what_it_would_stand_on():
    """How many have answered, how much of the planned information that is, and the limit; no look is spent unseen."""
    field = made.in_field(made=made.draft(looks=4))
    owner = signed_in(field.owner)
    place = reverse("office:wave_look", args=[field.wave.uid])
    refused = posted(owner, "wave_look", {}, field.wave.uid)
    assert "คำตอบยังน้อยเกินไป" in refused.content.decode()
    for turn, count in enumerate((60, 120, 240)):
        made.interviews(field, count, knows=lambda n: {"a01": "no"} if n % 8 == 0 else {})
        page = owner.get(place).content.decode()
        assert f"{'๐๑๒'[turn]} จาก ๔ ครั้ง" in page
        assert all(words in page for words in ("ผู้ตอบในตัวอย่างสุ่มขณะนี้", "ข้อมูลที่ได้ต่อแผน", "เกณฑ์ z ของครั้งนี้"))
        assert posted(owner, "wave_look", {}, field.wave.uid).status_code == 302
    shown = owner.get(reverse("office:wave_results", args=[field.wave.uid])).content.decode()
    assert "ดูผลตามแผนครั้งต่อไป" not in shown
    assert list(field.wave.looks.values_list("respondents", flat=True)) == [60, 180, 420]
    told = owner.get(place, follow=True)
    assert told.redirect_chain == [(reverse("office:wave_results", args=[field.wave.uid]), 302)]
    assert "แผนไม่มีการดูผลก่อนปิดรอบเหลืออยู่" in told.content.decode()


def test_the_page_of_the_plan_shows_the_looks_with_their_sizes_and_limits():
    """Those of O'Brien and Fleming by Lan and DeMets, as tables print them; of a plan without looks there are none."""
    field = made.draft(looks=4)
    owner = signed_in(field.owner)
    page = owner.get(reverse("office:survey_plan", args=[field.survey.uid]))
    completes = field.survey.plan["completes"]
    looks = [look for look, _information in page.context["looks"]]
    assert [round(look.critical, 2) for look in looks] == [4.33, 2.96, 2.36, 2.01]
    assert [look.completes for look in looks] == [-(-completes * part // 4) for part in (1, 2, 3, 4)]
    assert all(words in page.content.decode() for words in ("๔.๓๓", "๒.๐๑", "การดูผลเพื่อตัดสินตามแผน", "เมื่อปิดรอบ"))
    assert planned_looks(field.survey.plan | {"looks": 1}) == []


def test_the_plan_says_what_it_promises_for_all_districts_and_the_lock_what_is_locked():
    """Of one share the power that was asked, of three that must pass together the least; the plan in figures."""
    field = made.draft()
    owner, approver = signed_in(field.owner), signed_in(field.approver)
    page = owner.get(reverse("office:survey_plan", args=[field.survey.uid]))
    [(chance, least)] = [row[1:] for row in page.context["curve"] if row[0] == 86]
    assert (chance >= 80, least) == (True, round(100 * (float(field.survey.plan["curve"][6]["probability"])) ** 3))
    assert "ทั้ง ๓ ย่านพร้อมกัน อย่างน้อยร้อยละ" in page.content.decode()
    facts = dict(approver.get(reverse("office:survey_lock", args=[field.survey.uid])).context["decision"].facts)
    completes = to_thai(str(field.survey.plan["completes"]))
    assert (facts["เกณฑ์ (ร้อยละ)"], facts["แบบสอบถามฉบับที่"], facts["คำตอบที่ต้องการ"]) == ("๘๐", "๑", completes)


def test_readings_that_are_hidden_are_said_to_be():
    """Instead of a table without rows."""
    field = made.in_field()
    made.interviews(field, 9)
    owner = signed_in(field.owner)
    place = reverse("office:wave_results", args=[field.wave.uid])
    page = owner.get(place).content.decode()
    assert ("ปิดไว้ เพราะบางย่าน" in page, "ผลเดียวกัน อ่านสี่วิธี" in page) == (True, False)
    made.interviews(field, 9)
    page = owner.get(place).content.decode()
    assert ("ปิดไว้ เพราะบางย่าน" in page, "ผลเดียวกัน อ่านสี่วิธี" in page) == (False, True)
    assert "รอบนี้ยังไม่มีผู้ตอบเองทางเว็บ" in page


def test_a_new_wave_is_proposed_four_weeks_after_the_last_within_the_year():
    """From today where there is none, cut at the year's end; the form of a new wave holds these days."""
    survey = made.locked().survey
    first, end = fiscal_year_bounds(survey.key_result.fiscal_year)
    day, weeks = dt.timedelta(days=1), dt.timedelta(days=27)
    assert days_to_propose(survey, first) == (first, first + weeks)
    assert days_to_propose(survey, end - day) == (end - day, end)
    assert days_to_propose(survey, end + day) == (end + day, end + day + weeks)
    owner = signed_in(survey.created_by)
    posted(owner, "wave_new", {"opens_on": f"{first:%Y-%m-%d}", "closes_on": f"{first + weeks:%Y-%m-%d}"}, survey.uid)
    after = first + weeks + day
    assert days_to_propose(survey, first) == (after, after + weeks)
    form = owner.get(reverse("office:wave_new", args=[survey.uid])).context["form"]
    assert (form["opens_on"].value(), form["closes_on"].value()) == tuple(
        format_date(proposed, style="numeric", thai_digits=False)
        for proposed in days_to_propose(survey, timezone.localdate())
    )
