"""Answers that are lost, half, wrong or late: never twice, never lost, and always a reason with a way out."""

from __future__ import annotations

import pytest

from samrit.channels.actions import deciding, scheduling
from samrit.channels.enums import DeliveryState
from samrit.channels.models import Account, Delivery
from samrit.publicity.models import Publication

IRREVERSIBLE = {
    ("facebook", "text"): ("graph.facebook.com", "/feed$", "POST"),
    ("facebook", "reel"): ("graph.facebook.com", "/video_reels$", "POST"),
    ("instagram", "photo"): ("graph.facebook.com", "/media_publish$", "POST"),
    ("tiktok", "video"): ("open-upload.tiktokapis.com", "", "PUT"),
    ("youtube", "video"): ("www.googleapis.com", "/upload/youtube/v3/videos", "PUT"),
    ("line", "text"): ("api.line.me", "/broadcast$", "POST"),
}
LOST = (
    "drop_before",
    "drop_after",
    "half_body",
    "truncated_json",
    "html_after",
    "html_200",
    "error_before",
    "error_after",
)


def settled(made):
    """The delivery once it is at rest."""
    return Delivery.objects.select_related("account", "publication").get(pk=made.pk)


@pytest.mark.parametrize(("channel", "form"), IRREVERSIBLE)
def test_a_lost_answer_never_makes_two_posts(city, channel, form):
    """Each fault at the irreversible call: one post or none; where none, a person is asked or it went out later."""
    host, path, method = IRREVERSIBLE[channel, form]
    came = {}
    for fault in LOST:
        made = city.scheduled(channel, form)
        city.at.arm(fault, host=host, path=path, method=method, nth=2 if form == "reel" else 1, times=1)
        city.settle()
        city.at.disarm()
        row = settled(made)
        posts = city.published(made)
        if row.state == DeliveryState.NEEDS_PERSON:
            assert (posts, row.why) == (0, "not_found"), fault
            deciding.say_it_is_not_out(
                row, reason="ตรวจหน้าเพจแล้ว", read_version=row.version, acting_user=city.office.maker
            )
            city.settle()
            row, posts = settled(made), city.published(made)
        came[fault] = (str(row.state), posts)
    assert came == dict.fromkeys(LOST, ("live", 1))
    assert Publication.objects.count() == len(LOST)


def test_whoever_says_wrongly_that_it_is_not_out_sends_it_no_second_time(city):
    """The platform is asked once more before it is sent again."""
    made = city.scheduled("facebook")
    city.at.arm("drop_after", host="graph.facebook.com", path="/feed$", method="POST")
    city.at.arm("outage_100_33", host="graph.facebook.com", path="/published_posts$", times=200)
    city.settle()
    row = settled(made)
    assert (row.state, row.why) == ("needs_person", "cannot_look")
    city.at.disarm()
    deciding.say_it_is_not_out(row, reason="ไม่พบ", read_version=row.version, acting_user=city.office.maker)
    city.settle()
    assert (settled(made).state, city.published(made)) == ("live", 1)


def test_a_token_that_is_revoked_stops_the_account_and_says_so(city):
    made = city.scheduled("facebook")
    city.at.arm("token_revoked", host="graph.facebook.com", path="/feed$", method="POST")
    city.run(minutes=3)
    row, account = settled(made), Account.objects.get(pk=made.account_id)
    assert (row.state, row.why, account.state, account.problem) == ("sending", "token", "reconnect", "token")
    assert city.published(made) == 0


def test_a_platform_that_asks_to_wait_is_left_alone(city):
    made = city.scheduled("facebook")
    other = city.scheduled("facebook")
    city.at.arm("throttled", host="graph.facebook.com", path="/feed$", method="POST", times=1)
    city.run(minutes=2)
    calls = len(city.at.calls("graph.facebook.com", "/feed"))
    assert {settled(made).why, settled(other).why} <= {"throttled", ""}
    assert calls == 1
    city.settle()
    assert [settled(row).state for row in (made, other)] == ["live", "live"]
    assert [city.published(row) for row in (made, other)] == [1, 1]


def test_whoever_schedules_again_what_was_tried_too_often_gets_as_many_tries_anew(city):
    """Eight definite refusals ask a person; once the platform works again, that person's word is enough."""
    made = city.scheduled("facebook")
    city.at.arm("throttled", host="graph.facebook.com", path="/feed$", method="POST", times=None)
    city.settle()
    row = settled(made)
    assert (row.state, row.why, row.attempts.count(), city.published(made)) == ("needs_person", "too_many_tries", 8, 0)
    scheduling.schedule_delivery(row, None, read_version=row.version, acting_user=city.office.maker)
    city.settle()
    row = settled(made)
    assert (row.state, row.why, row.attempts.count(), city.published(made)) == ("needs_person", "too_many_tries", 16, 0)
    city.at.disarm()
    scheduling.schedule_delivery(row, None, read_version=row.version, acting_user=city.office.maker)
    city.settle()
    assert (settled(made).state, city.published(made)) == ("live", 1)
