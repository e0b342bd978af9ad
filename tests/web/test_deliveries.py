"""The office's pages of what goes out on the channels: written, approved, scheduled, decided; in words."""

from __future__ import annotations

import pytest
from tests.factories import channels, publicity
from tests.web.office import post, said, signed_in, url

from samrit.channels.enums import DeliveryState
from samrit.channels.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return publicity.office()


@pytest.fixture
def work(place):
    return publicity.work(place, state="approved")


def page(user, made):
    return signed_in(user).get(url("delivery", made.uid))


def test_a_variant_is_written_approved_and_given_an_hour(place, work):
    """The way of an official, from the work's page to the queue; a reader reads, and does none of it."""
    account = channels.account(place, "facebook")
    assert post(place.reader, url("delivery_new", work.uid), account=account.pk).status_code == 403
    begun = post(place.maker, url("delivery_new", work.uid), account=account.pk, version=0)
    made = Delivery.objects.get()
    assert begun["location"] == url("delivery_edit", made.uid)
    said_ = {"form": "text", "title": "ย่านเก่า", "text": "", "media": [], "version": made.version}
    assert post(place.maker, begun["location"], **said_)["location"] == url("delivery", made.uid)
    assert "ข้อความ: ยังไม่ได้กรอกข้อมูลช่องนี้" in said(page(place.maker, made))
    made.refresh_from_db()
    said_ |= {"text": "ก" * 64_000, "version": made.version}
    post(place.maker, begun["location"], **said_)
    made.refresh_from_db()
    assert (made.content["text"], "ต้องแก้ก่อนขออนุมัติ" in said(page(place.maker, made))) == ("ก" * 64_000, True)
    refused = post(place.approver, url("delivery_act", made.uid, "approve"), version=made.version)
    assert refused.status_code == 422
    said_ |= {"text": "เดินเล่นย่านเก่า", "version": made.version}
    post(place.maker, begun["location"], **said_)
    made.refresh_from_db()
    assert post(place.approver, url("delivery_act", made.uid, "approve"), version=made.version).status_code == 302
    made.refresh_from_db()
    hour = post(place.maker, url("delivery_act", made.uid, "schedule"), version=made.version, scheduled_at="1/1/2560")
    assert (hour.status_code, "1/1/2560" in hour.content.decode()) == (422, True)
    done = post(place.maker, url("delivery_act", made.uid, "schedule"), version=made.version, scheduled_at="")
    made.refresh_from_db()
    assert (done.status_code, made.state) == (302, DeliveryState.SCHEDULED)
    queue = said(signed_in(place.reader).get(url("deliveries", place.key_result.key) + "?group=ahead"))
    assert ("ตั้งเวลาแล้ว" in queue, work.title in queue) == (True, True)
    assert made.account.name in said(signed_in(place.reader).get(url("work", work.uid)))


def waiting(place, work, why):
    made = channels.delivery(place, channels.account(place, "facebook"), work=work, form="text", state="scheduled")
    Delivery.objects.filter(pk=made.pk).update(state=DeliveryState.NEEDS_PERSON, why=why, due_at=None)
    made.refresh_from_db()
    return made


def lost(made):
    """An attempt was made of which nobody knows what came."""
    made.attempts.create(
        operation="publish",
        operation_id=made.uid,
        number=1,
        safety="reconcile_only",
        payload_sha256="0" * 64,
        reconcile_after=made.created_at,
        at=made.created_at,
    )


def test_what_nobody_knows_says_why_and_offers_the_two_decisions(place, work):
    made = waiting(place, work, "not_found")
    lost(made)
    shown = page(place.maker, made)
    words = said(shown)
    assert shown.context["preview"].words.shown[0] == ("", "เดินเล่นย่านเก่า\n\n")
    assert shown.context["preview"].title == ""  # a text on Facebook has none
    offered = [act for act, _label, _icon in shown.context["acts"]]
    assert ("ค้นไม่พบโพสต์ในบัญชี" in words, "โปรดเปิดบัญชีบนแพลตฟอร์ม" in words) == (True, True)
    assert offered == ["is-out", "is-not-out", "look"]
    assert page(place.reader, made).context["acts"] == []
    address = url("delivery_act", made.uid, "is-out")
    link = "https://www.facebook.com/bkk/posts/9"
    typed = {"version": made.version, "address": link}
    silent = signed_in(place.maker).post(address, {**typed, "reason": ""})
    assert (silent.status_code, link in silent.content.decode()) == (422, True)
    assert signed_in(place.reader).post(address, {**typed, "reason": "พบ"}).status_code == 403
    assert signed_in(place.maker).post(address, {**typed, "reason": "พบในหน้าเพจ"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.permalink) == ("live", "https://facebook.com/bkk/posts/9")
    assert "พบในหน้าเพจ" in said(page(place.maker, made))


def test_whoever_found_nothing_has_it_sent_again(place, work):
    made = waiting(place, work, "cannot_look")
    lost(made)
    address = url("delivery_act", made.uid, "is-not-out")
    assert post(place.maker, address, version=made.version, reason="ค้นแล้วไม่พบ").status_code == 302
    made.refresh_from_db()
    assert (made.state, made.handles["look_first"]) == ("scheduled", True)


def test_what_missed_its_hour_is_given_another_or_taken_back(place, work):
    shown = page(place.maker, waiting(place, work, "missed_hour"))
    assert [act for act, _label, _icon in shown.context["acts"]] == ["schedule", "by-hand", "recall"]
    assert signed_in(place.maker).get(url("delivery_act", shown.context["delivery"].uid, "nonsense")).status_code == 404


def test_on_line_the_checks_are_offered_before_the_approval(place, work):
    made = channels.delivery(place, channels.account(place, "line"), work=work, form="text")
    offered = [act for act, _label, _icon in page(place.maker, made).context["acts"]]
    assert offered == ["validate", "send-test", "by-hand"]


def test_the_queue_asks_as_much_for_much_as_for_little(place, work, django_assert_num_queries):
    account = channels.account(place, "facebook")
    browser, address = signed_in(place.maker), url("deliveries", place.key_result.key)
    assert "ไม่มีรายการ" in said(browser.get(address))
    channels.delivery(place, account, work=work, form="text")
    with django_assert_num_queries(QUEUE):
        browser.get(address)
    for _ in range(5):
        channels.delivery(place, account, work=work, form="text")
    with django_assert_num_queries(QUEUE):
        browser.get(address)


def test_a_deliverys_page_asks_no_more_than_this(place, work, django_assert_max_num_queries):
    made = channels.delivery(place, channels.account(place, "facebook"), work=work, form="text", state="scheduled")
    browser = signed_in(place.maker)
    with django_assert_max_num_queries(PAGE):
        browser.get(url("delivery", made.uid))


QUEUE, PAGE = 8, 40


def test_what_is_typed_is_held_against_the_limits_and_nothing_is_kept(place, work):
    made = channels.delivery(place, channels.account(place, "instagram"), work=work, form="photo")
    typed = {"form": "photo", "text": "#ก #ข #ค #ง #จ #ฉ", "privacy": "public"}
    answer = post(place.maker, url("delivery_check", made.uid), **typed)
    assert ("มีแฮชแท็ก ๖ คำ" in said(answer), f"/s/{made.link.code}" in said(answer)) == (True, True)
    assert Delivery.objects.get(pk=made.pk).content == made.content
    assert post(place.reader, url("delivery_check", made.uid), **typed).status_code == 403
    edit = signed_in(place.maker).get(url("delivery_edit", made.uid)).content.decode()
    assert (f'data-check="{url("delivery_check", made.uid)}"' in edit, "js/compose" in edit) == (True, True)


def test_on_tiktok_who_sees_it_has_no_default_and_the_choices_are_shown(place, work):
    made = channels.delivery(place, channels.account(place, "tiktok"), work=work, form="photo")
    page_ = signed_in(place.maker).get(url("delivery_edit", made.uid))
    form = page_.context["form"]
    assert [form[name].value() for name in ("privacy", "comments", "duet", "stitch")] == ["", "", "", ""]
    said_ = {"form": "photo", "title": "ย่านเก่า", "text": "เดินเล่น", "version": made.version}
    assert post(place.maker, url("delivery_edit", made.uid), **said_).status_code == 422
    chosen = {**said_, "privacy": "public", "comments": "on", "advertising": "on"}
    assert post(place.maker, url("delivery_edit", made.uid), **chosen).status_code == 302
    made.refresh_from_db()
    kept = {name: made.content[name] for name in ("privacy", "comments", "duet", "stitch", "advertising")}
    assert kept == {"privacy": "public", "comments": True, "duet": False, "stitch": False, "advertising": True}
