"""What was withdrawn comes down on its platform; where that has no such call, a person is told and given a task."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import publicity

from samrit.channels.actions import removing
from samrit.channels.models import Delivery
from samrit.core.contract import Refused
from samrit.people.rights import Forbidden
from samrit.publicity.actions import consents, works
from samrit.publicity.enums import ChannelCode
from samrit.publicity.models import Notification, Task


def live(city, channel, **content):
    made = city.scheduled(channel, **content)
    city.settle()
    made.refresh_from_db()
    assert made.state == "live"
    return made


def withdraw(city, made):
    made.work.refresh_from_db()
    works.withdraw_work(
        made.work, reason="ข้อมูลคลาดเคลื่อน", read_version=made.work.version, acting_user=city.office.approver
    )
    city.drain()
    made.refresh_from_db()


@pytest.mark.parametrize("channel", ["website", "facebook", "instagram", "youtube"])
def test_a_withdrawn_work_comes_down_by_itself(city, channel):
    made = live(city, channel)
    withdraw(city, made)
    public = city.at.public(channel, f"/s/{made.link.code}") if channel != "website" else []
    assert (made.state, made.why, public) == ("gone", "withdrawn", [])
    assert (made.publication.withdrawn_at is None, Task.objects.exclude(done_at=None).count()) == (False, 0)
    city.drain()
    assert made.attempts.filter(operation="take_down").count() == 1


@pytest.mark.parametrize("channel", ["tiktok", "line"])
def test_where_the_platform_has_no_such_call_a_person_is_told_and_says_when_it_is_done(city, channel):
    made = live(city, channel)
    withdraw(city, made)
    assert (made.state, made.why) == ("live", "left_up")
    notice = Notification.objects.get(code=ChannelCode.LEFT_UP)
    assert (notice.subject, notice.user, Task.objects.get().code) == (made.subject, city.office.maker, "take_down")
    removing.say_it_is_down(made, reason="ลบในแอปแล้ว", read_version=made.version, acting_user=city.office.maker)
    assert (made.state, made.detail) == ("gone", "ลบในแอปแล้ว")


def test_a_withdrawn_consent_takes_down_only_the_works_that_show_the_person(city):
    other = live(city, "facebook")
    made = live(city, "facebook")
    consent = publicity.consent(city.office)
    made.work.people_shown.create(consent=consent)
    consents.withdraw_consent(
        consent, key_result=city.office.key_result, reason="ไม่สะดวก", acting_user=city.office.owner
    )
    city.drain()
    made.refresh_from_db()
    other.refresh_from_db()
    assert (made.state, other.state) == ("gone", "live")
    made.publication.refresh_from_db()
    assert made.publication.withdrawal_reason == "มีผู้ถอนความยินยอม"
    assert Task.objects.get().done_at is not None  # nothing of it is public any more


def test_a_person_with_a_reason_takes_one_channel_down(city):
    made = live(city, "facebook")
    place = city.office
    with pytest.raises(Forbidden):
        removing.take_down_delivery(made, reason="ซ้ำ", read_version=made.version, acting_user=place.reader)
    with pytest.raises(Refused):
        removing.take_down_delivery(made, reason=" ", read_version=made.version, acting_user=place.maker)
    removing.take_down_delivery(made, reason="ภาพผิด", read_version=made.version, acting_user=place.maker)
    city.drain()
    made.refresh_from_db()
    made.publication.refresh_from_db()
    assert (made.state, made.publication.withdrawal_reason) == ("gone", "ภาพผิด")
    with pytest.raises(Refused):
        removing.say_it_is_down(made, reason="ภาพผิด", read_version=made.version, acting_user=place.maker)


def test_a_lost_answer_is_looked_into_and_asked_again(city):
    made = live(city, "facebook")
    city.at.arm("drop_after", host="graph.facebook.com", method="DELETE", nth=1)
    withdraw(city, made)
    assert (made.state, city.at.public("facebook", f"/s/{made.link.code}")) == ("gone", [])
    made = live(city, "facebook")
    city.at.arm("error_before", host="graph.facebook.com", method="DELETE", times=1)
    withdraw(city, made)
    assert made.state == "live"
    city.at.advance(400)
    city.drain()
    assert Delivery.objects.get(pk=made.pk).state == "gone"


def test_what_only_waits_for_its_hour_never_goes_out(city):
    made = city.scheduled("facebook", at=city.now + dt.timedelta(hours=1))
    withdraw(city, made)
    city.at.advance(7_300)
    city.settle()
    made.refresh_from_db()
    assert (made.state, made.why, city.at.posts("facebook")) == ("draft", "work_not_approved", [])
