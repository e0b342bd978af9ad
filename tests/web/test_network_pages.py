"""The website, consents, the storyteller network and awareness: who may, what is kept, what a withdrawal sets going."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.factories import publicity
from tests.factories.files import image
from tests.web.office import errors, post, said, signed_in, upload, url

from samrit.evidence.models import Consent
from samrit.publicity.models import AwarenessResult, Storyteller, Task, WebsiteEntry

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def place():
    return publicity.office()


@pytest.fixture
def key(place):
    return place.key_result.key


def thai(day):
    return f"{day.day}/{day.month}/{day.year + 543}"


# --- the website ---


ON_SITE = {"permalink": "https://www.bangkok.go.th/a", "published_at": "15/2/2568 09.00"}


def test_a_district_is_put_on_the_site_and_taken_off(place, key):
    """Each once: the entry, its reason, and both refused to a reader with a sentence."""
    slug = place.districts[0].slug
    address, down = url("website_publish", key, slug), url("website_withdraw", key, slug)
    assert post(place.reader, address, **ON_SITE).status_code == 403
    assert post(place.maker, address, **ON_SITE).status_code == 302
    entry = WebsiteEntry.objects.get()
    silent = post(place.maker, down, version=entry.version, reason="")
    assert (silent.status_code, list(errors(silent))) == (422, ["reason"])
    assert post(place.maker, down, version=entry.version, reason="ปรับปรุงหน้า").status_code == 302
    entry.refresh_from_db()
    assert (entry.withdrawal_reason, entry.withdrawn_at is None) == ("ปรับปรุงหน้า", False)
    assert "นำลงแล้ว" in said(signed_in(place.reader).get(url("website", key)))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("permalink", {"permalink": "https://www.facebook.com/a"}),
        ("permalink", {"permalink": ""}),
        ("published_at", {"published_at": "เมื่อวาน"}),
        ("published_at", {"published_at": "1/1/2700"}),
    ],
)
def test_a_wrong_entry_is_refused_at_its_field_and_kept(place, key, field, wrong):
    """Nothing is recorded."""
    typed = {**ON_SITE, **wrong}
    answer = post(place.maker, url("website_publish", key, place.districts[0].slug), **typed)
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, [field])
    assert {name: form[name].value() for name in typed} == typed
    assert WebsiteEntry.objects.count() == 0


def test_two_who_record_one_district_see_both_versions(place, key):
    """Also where the first made the entry while the second had an empty form before it."""
    address = url("website_publish", key, place.districts[0].slug)
    post(place.owner, address, **ON_SITE)
    mine = {**ON_SITE, "permalink": "https://www.bangkok.go.th/b"}
    answer = post(place.maker, address, **mine)
    assert answer.status_code == 409
    assert answer.context["rows"][0] == {
        "label": "ลิงก์หน้าเว็บของย่าน",
        "current": "https://bangkok.go.th/a",
        "typed": "https://www.bangkok.go.th/b",
        "differs": True,
    }
    again = {**dict(answer.context["again"]), "version": answer.context["version"]}
    assert post(place.maker, address, **again).status_code == 302
    assert WebsiteEntry.objects.get().permalink == "https://bangkok.go.th/b"


def test_without_districts_the_page_leads_to_choosing_them(place, key):
    """The empty state has a button for those who may."""
    place.key_result.chosen_districts.all().delete()
    assert url("key_result_settings", key) in signed_in(place.maker).get(url("website", key)).content.decode()


# --- consents ---


GIVEN = {
    "person": "นางสาวตัวอย่าง ใจดี",
    "age": "๓๐",
    "purpose": "publicity",
    "channels": ["website", "facebook"],
    "valid_from": "1/10/2567",
}


def test_a_consent_is_recorded_with_purpose_channels_and_term(place, key):
    """The page shows all of it with the signed form; a reader sees neither page nor name."""
    form = upload("form.png", image("PNG"))
    assert post(place.maker, url("consent_new", key), **GIVEN, valid_to="30/9/2568", form=form).status_code == 302
    consent = Consent.objects.get()
    assert (consent.purpose, consent.channels, consent.valid_to) == (
        "publicity",
        ["facebook", "website"],
        dt.date(2025, 9, 30),
    )
    page = said(signed_in(place.maker).get(url("consent", key, consent.uid)))
    assert "นางสาวตัวอย่าง ใจดี" in page
    assert "Facebook, เว็บไซต์" in page
    signed = signed_in(place.maker).get(url("consent_form", key, consent.uid))
    assert b"".join(signed.streaming_content) == image("PNG")
    addresses = [url("consent", key, consent.uid), url("consent_form", key, consent.uid)]
    assert [signed_in(place.reader).get(address).status_code for address in addresses] == [403, 403]
    assert "นางสาวตัวอย่าง" not in signed_in(place.reader).get(url("storytellers", key)).content.decode()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("guardian", {"age": "๑๕"}),
        ("age", {"age": "-1"}),
        ("channels", {"channels": None}),
        ("valid_to", {"valid_to": "1/10/2560"}),
        ("form", {"form": b"<html>"}),
    ],
)
def test_an_incomplete_consent_is_refused_at_its_field_and_kept(place, key, field, wrong):
    """A minor without a guardian, no channel, an end before the beginning, a form that is no picture."""
    typed = {**GIVEN, **wrong}
    if typed.get("form"):
        typed["form"] = upload("form.png", typed["form"])
    answer = post(place.maker, url("consent_new", key), **typed)
    assert (answer.status_code, list(errors(answer))[:1]) == (422, [field])
    assert answer.context["form"]["person"].value() == GIVEN["person"]
    assert Consent.objects.count() == 0


def test_another_key_results_consents_are_not_reached(place, key):
    """Neither seen, joined nor withdrawn from here."""
    other = publicity.consent(publicity.office(), "storyteller")
    names = ("consent", "consent_form", "consent_withdraw", "storyteller_new")
    assert {signed_in(place.maker).get(url(name, key, other.uid)).status_code for name in names} == {404}
    assert other.person not in signed_in(place.maker).get(url("storytellers", key)).content.decode()


def test_a_withdrawn_consent_closes_the_name_and_asks_to_take_down(place, key):
    """A take-down task that is done only when nothing is public any more."""
    from samrit.publicity.actions import parts

    consent = publicity.consent(place, person="นางลับ ใจดี")
    work = publicity.work(place)
    parts.show_people(work, [consent], read_version=work.version, acting_user=place.maker)
    post(place.maker, url("work_act", work.uid, "submit"), version=work.version)
    work.refresh_from_db()
    post(place.approver, url("work_act", work.uid, "approve"), version=work.version)
    work.refresh_from_db()
    publication = publicity.published(place, work)
    assert post(place.reader, url("consent_withdraw", key, consent.uid), reason="ก").status_code == 403
    assert post(place.maker, url("consent_withdraw", key, consent.uid), reason="เปลี่ยนใจ").status_code == 302
    pages = [url("storytellers", key), url("consent", key, consent.uid), url("work", work.uid)]
    assert not any("นางลับ" in signed_in(place.maker).get(page).content.decode() for page in pages)
    task = Task.objects.get()
    week = signed_in(place.maker).get(url("week"))
    assert url("task", task.pk) in week.content.decode()
    early = post(place.maker, url("task", task.pk))
    assert (early.status_code, "โปรดบันทึกการนำลงให้ครบทุกช่องทางก่อน" in said(early)) == (422, True)
    work.refresh_from_db()
    down = url("publication_act", work.uid, publication.uid, "withdraw")
    assert post(place.maker, down, version=work.version, reason="ถอนความยินยอม").status_code == 302
    task.refresh_from_db()
    assert task.done_by == place.maker


# --- storytellers ---


def test_a_member_joins_is_reviewed_contributes_and_leaves(place, key):
    """Each by its form; the work list names what was contributed."""
    consent = publicity.consent(place, "storyteller")
    fields = {"districts": [place.districts[0].pk], "review_on": thai(TODAY + dt.timedelta(days=90))}
    join = url("storyteller_new", key, consent.uid)
    late = post(place.maker, join, **{**fields, "review_on": thai(TODAY + dt.timedelta(days=900))}, skills="ทำขนม")
    assert (late.status_code, list(errors(late)), late.context["form"]["skills"].value()) == (
        422,
        ["review_on"],
        "ทำขนม",
    )
    assert post(place.reader, join, **fields).status_code == 403
    assert post(place.maker, join, **fields).status_code == 302
    row, work = Storyteller.objects.get(), publicity.work(place)
    edit = url("storyteller_edit", key, row.uid)
    trained = {**fields, "trained_on": thai(TODAY), "skills": "ทำขนม", "version": row.version}
    assert post(place.maker, edit, **trained).status_code == 302
    stale = post(place.owner, edit, **{**trained, "skills": "เล่านิทาน"})
    assert (stale.status_code, "ทำขนม" in said(stale), "เล่านิทาน" in said(stale)) == (409, True, True)
    row.refresh_from_db()
    contributed = url("storyteller_works", key, row.uid)
    assert post(place.maker, contributed, version=row.version, works=[work.pk]).status_code == 302
    row.refresh_from_db()
    leave = url("storyteller_leave", key, row.uid)
    assert post(place.maker, leave, version=row.version, reason="ย้ายบ้าน").status_code == 302
    row.refresh_from_db()
    assert (row.skills, list(row.contributions.all()), row.left_on) == ("ทำขนม", [work], TODAY)
    pages = [said(signed_in(who).get(url("storytellers", key))) for who in (place.maker, place.reader)]
    assert ["ออกจากเครือข่าย" in page for page in pages] == [True, False]
    assert "เปิดให้เฉพาะผู้ดูแลเครือข่าย" in pages[1]


# --- awareness ---


SURVEY = {
    "reading": "each",
    "share": "๘๑.๕",
    "low": "79",
    "high": "84",
    "respondents": "1,200",
    "method": "สุ่มครัวเรือน",
    "measured_on": "1/8/2568",
}


def test_a_result_is_entered_with_n_method_and_interval(place, key):
    """In percent, as it is spoken of; the page shows the reading in words, and who entered it."""
    assert post(place.reader, url("awareness_new", key), **SURVEY).status_code == 403
    assert post(place.maker, url("awareness_new", key), **SURVEY).status_code == 302
    row = AwarenessResult.objects.get()
    assert (row.share, row.low, row.high, row.respondents) == (Decimal("0.815"), Decimal("0.79"), Decimal("0.84"), 1200)
    page = said(signed_in(place.reader).get(url("awareness", key)))
    assert "แต่ละย่าน (B)" in page
    assert "๘๑.๕" in page
    assert str(place.maker) in page


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("share", {"share": "120"}),
        ("share", {"share": "80.123"}),
        ("share", {"share": "50"}),
        ("high", {"high": ""}),
        ("respondents", {"respondents": "0"}),
        ("measured_on", {"measured_on": "1/8/2700"}),
        ("method", {"method": " "}),
    ],
)
def test_a_wrong_result_is_refused_at_its_field_in_percent(place, key, field, wrong):
    """Nobody is told to write 0.80 into a field of percent."""
    typed = {**SURVEY, **wrong}
    answer = post(place.maker, url("awareness_new", key), **typed)
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, [field])
    assert {name: form[name].value() for name in typed} == typed
    assert "0.80" not in said(answer)


@pytest.mark.parametrize("name", ["website", "storytellers", "awareness", "plans", "notifications"])
def test_network_lists_ask_as_much_for_much_as_for_little(place, key, name, django_assert_num_queries):
    """One row or six."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from samrit.publicity.actions import storytellers

    def fill():
        consent = publicity.consent(place, "storyteller")
        storytellers.add_storyteller(
            place.key_result,
            consent,
            districts=place.districts,
            review_on=TODAY + dt.timedelta(days=30),
            acting_user=place.maker,
        )
        post(place.maker, url("awareness_new", key), **SURVEY)
        publicity.work(place, state="returned")

    for district in place.districts:
        post(place.maker, url("website_publish", key, district.slug), **ON_SITE)
    fill()
    address = url(name) if name == "notifications" else url(name, key)
    client = signed_in(place.maker)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
        few = len(asked)
    for _number in range(5):
        fill()
    with django_assert_num_queries(few):
        client.get(address)
