"""The first steps in an empty office: each person is told the next one, with a link to it."""

from __future__ import annotations

import datetime as dt
import gettext
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import get_default_password_validators
from django.urls import reverse
from django.utils.translation import override
from tests.factories import people as people_rows
from tests.web import year as made
from tests.web.office import post, said, signed_in, url

from samrit.districts.models import CreativeDistrict
from samrit.people import offices
from samrit.people.enums import Role
from samrit.people.models import User
from samrit.people.passkeys import AddPasskeyForm
from samrit.results.models import ChosenDistrict

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).resolve().parents[2] / "src/samrit/locale/th/LC_MESSAGES/django.po"


@pytest.fixture
def people():
    return made.staff()


def _links(answer):
    return {row.split('"')[0] for row in answer.content.decode().split('href="')[1:]}


@pytest.mark.parametrize("page", ["week", "key_results"])
def test_the_administrator_of_an_empty_office_is_told_to_add_people(people, page):
    """Never to ask the administrator."""
    answer = signed_in(people["admin"]).get(url(page))
    assert "เพิ่มผู้ใช้ และให้บทบาท" in said(answer)
    assert "โปรดแจ้ง" not in said(answer)
    assert {url("person_new"), url("people")} <= _links(answer)


def test_who_may_upload_is_led_to_the_upload_and_a_reader_is_not(people):
    assert url("upload") in _links(signed_in(people["owner"]).get(url("week")))
    assert url("upload") not in _links(signed_in(people["reader"]).get(url("week")))


def test_a_new_person_is_offered_a_role_and_every_role_says_what_it_may_do(people):
    answer = post(people["admin"], url("person_new"), username="somchai", name_th="สมชาย ใจดี")
    somchai = User.objects.get(username="somchai")
    assert answer["Location"] == url("person", somchai.pk)
    page = signed_in(people["admin"]).get(answer["Location"])
    assert "ยังไม่มีบทบาท" in said(page)
    assert url("role_new", somchai.pk) in _links(page)
    form = said(signed_in(people["admin"]).get(url("role_new", somchai.pk)))
    assert [role for role in Role if f"{role.label} — {role.does}" not in form] == []
    assert "ทุกตัวชี้วัด" in form
    given = post(people["admin"], url("role_new", somchai.pk), role="owner")
    page = signed_in(people["admin"]).get(given["Location"])
    assert "ไม่มีกำหนดสิ้นสุด" in said(page)
    assert url("person_new") in _links(page)
    assert (given.status_code, [row.role for row in somchai.roles.all()]) == (302, ["owner"])


def test_a_role_is_offered_in_the_persons_own_agency_and_every_rule_of_a_password_is_told(people):
    admin, owner = signed_in(people["admin"]), people["owner"]
    form = admin.get(url("role_new", owner.pk)).context["form"]
    assert (form["agency"].value(), [key for key, _said in form.fields["key_result"].choices]) == (
        owner.agency_id,
        [""],
    )
    page = said(admin.get(url("person_new")))
    assert [
        rule.get_help_text() for rule in get_default_password_validators() if rule.get_help_text() not in page
    ] == []
    typed = {"username": "somchai-jaidee", "name_th": "สมชาย", "password": "somchai-jaidee1"}
    like = post(people["admin"], url("person_new"), **typed)
    assert "รหัสผ่านต้องไม่คล้ายชื่อผู้ใช้" in said(like)


def test_after_signing_the_owner_is_led_to_the_districts_and_the_plan(people):
    """Both with the fiscal year, because the same code comes back every year."""
    key_result = made.signed(people)
    owner = people["owner"]
    plans, settings = url("plans", key_result.key), url("key_result_settings", key_result.key)
    about = f"๗๓๐๑ {key_result.name} · ปีงบประมาณ ๒๕๖๘"

    def steps():
        week = signed_in(owner).get(url("week")).context["week"]
        return {item.url: item.why for item in week.first}

    assert steps() == {plans: about}
    ChosenDistrict.objects.all().delete()
    assert steps() == {plans: about, settings: about}


def test_first_steps_of_a_past_year_stand_above_its_overdue_reports(people):
    """Periods that ended before the sheet was brought in are folded, with how many they are."""
    key_result = made.signed(people)
    page = signed_in(people["owner"]).get(url("week"))
    week = page.context["week"]
    assert [item.url for item in week.first] == [url("plans", key_result.key)]
    assert (len(week.before), week.late) == (4, ())
    html = page.content.decode()
    assert html.index('id="week-first"') < html.index("<details") < html.index('id="week-before"')
    assert "งวดที่สิ้นสุดก่อนนำตัวชี้วัดเข้าระบบ (๔)" in said(page)


def test_a_period_that_ended_since_is_overdue(people):
    """Only what ended before the sheet came is folded."""
    key_result = made.signed(people)
    key_result.revisions.update(created_at=dt.datetime(2025, 1, 15, 3, tzinfo=dt.UTC))
    week = signed_in(people["owner"]).get(url("week")).context["week"]
    assert (len(week.before), len(week.late)) == (1, 3)


def test_what_is_overdue_stands_above_the_first_steps_and_each_group_says_why(people):
    """The longest overdue first."""
    key_result = made.signed(people)
    key_result.revisions.update(created_at=dt.datetime(2025, 1, 15, 3, tzinfo=dt.UTC))
    page = signed_in(people["owner"]).get(url("week"))
    html, late = page.content.decode(), page.context["week"].late
    assert html.index('id="week-late"') < html.index('id="week-first"') < html.index('id="week-before"')
    assert [item.due_on for item in late] == sorted(item.due_on for item in late)
    assert {"เรียงจากเรื่องที่เกินกำหนดนานที่สุด", "งานส่วนอื่นของปีรอขั้นนี้อยู่"} <= set(_hints(html))


def _hints(html):
    return [part.split("<")[0] for part in html.split('class="hint">')[1:]]


def test_an_empty_chooser_of_districts_says_why_and_leads_to_the_form(people):
    key_result = made.signed(people)
    address = url("key_result_settings", key_result.key)
    filled = signed_in(people["owner"]).get(address)
    assert "ยังไม่มีย่านให้เลือก" not in said(filled)
    assert url("district_new") in _links(filled)
    ChosenDistrict.objects.all().delete()
    CreativeDistrict.objects.all().delete()
    empty = signed_in(people["owner"]).get(address)
    assert "พิมพ์ย่านทั้งหมดของปีนี้ได้ในครั้งเดียว" in said(empty)
    assert url("district_new") in _links(empty)
    strategy = signed_in(people["strategy"]).get(address)
    assert "เจ้าของตัวชี้วัดหรือผู้ร่วมดำเนินการเป็นผู้เพิ่ม" in said(strategy)
    assert url("district_new") not in _links(strategy)


def _typed(people, key_result, names, **more):
    key_result.refresh_from_db()
    data = {"form": "districts", "version": key_result.version, "districts-names": names, **more}
    return post(people["owner"], url("key_result_settings", key_result.key), **data)


def test_ten_districts_are_typed_at_once(people):
    """As a list is pasted: numbered, some with their khets, one known already; all are chosen, in that order."""
    offices.load_offices()
    key_result = made.signed(people)
    key_result.chosen_districts.all().delete()
    lines = ["๑. ทรงวาด, สัมพันธวงศ์", "2) ตลาดน้อย\tเขตสัมพันธวงศ์", "บางลำพู, ", "", "ริมคลอง, บางรัก, สาทร"]
    lines += [f"ย่านที่ {number}" for number in range(6)]
    assert _typed(people, key_result, "\r\n".join(lines)).status_code == 302
    chosen = [row.district for row in key_result.chosen_districts.select_related("district").order_by("place")]
    assert [row.name_th for row in chosen] == ["ทรงวาด", "ตลาดน้อย", "บางลำพู", "ริมคลอง", *lines[5:]]
    khets = [sorted(khet.name_th for khet in row.khets.all()) for row in chosen[:4]]
    assert khets == [["สำนักงานเขตสัมพันธวงศ์"], ["สำนักงานเขตสัมพันธวงศ์"], [], ["สำนักงานเขตบางรัก", "สำนักงานเขตสาทร"]]
    assert [row.verified for row in chosen] == [False] * 10


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ("ทรงวาด, บางกอก", "บรรทัดที่ ๑ ไม่มีเขตชื่อ “บางกอก”"),
        ("ทรงวาด\nทรงวาด", "บรรทัดที่ ๒ มีชื่อ “ทรงวาด” ซ้ำ"),
        (", บางรัก", "บรรทัดที่ ๑ ไม่มีชื่อย่าน"),
        ("\n".join(map(str, range(100, 161))), "พิมพ์มา ๖๑ บรรทัด"),
    ],
)
def test_a_line_that_cannot_be_is_told_and_nothing_is_lost(people, names, why):
    key_result = made.signed(people)
    before = list(CreativeDistrict.objects.all())
    answer = _typed(people, key_result, names)
    assert answer.status_code == 422
    assert why in said(answer)
    assert answer.context["forms"]["districts"]["names"].value() == names
    assert list(CreativeDistrict.objects.all()) == before


def test_every_link_of_the_deputy_form_opens_for_who_sees_it(people):
    """Somebody who is not the administrator is led back to their own account."""
    somebody = people_rows.user("somebody", role=Role.CONTRIBUTOR, agency=people["owner"].agency)
    page = signed_in(somebody).get(url("deputy_new", somebody.pk))
    assert page.context["crumbs"] == [("บัญชีของฉัน", url("account"))]
    assert url("people") not in _links(page)
    admin = signed_in(people["admin"]).get(url("deputy_new", somebody.pk))
    assert admin.context["crumbs"] == [("ผู้ใช้และหน่วยงาน", url("people"))]


def test_allauth_pages_speak_right_thai(people):
    """Its own Thai calls the confirmation of a person an e-mail address, and adding an app."""
    people["owner"].set_password("a long password of a test")
    people["owner"].save()
    browser = signed_in(people["owner"])
    again = said(browser.get("/accounts/reauthenticate/"))
    assert "ยืนยันตัวตนอีกครั้ง" in again
    assert "AddrAccess" not in again
    index = said(browser.get(reverse("mfa_index")))
    assert "ยังไม่มีกุญแจความปลอดภัย เพิ่ม" in index
    with override("th"):
        assert str(AddPasskeyForm(user=people["owner"])["name"].label) == "ชื่อ"


def test_our_thai_of_allauth_is_compiled():
    """`make messages` compiles it."""
    with (SOURCE.with_suffix(".mo")).open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Confirm Access") == "ยืนยันตัวตนอีกครั้ง"
