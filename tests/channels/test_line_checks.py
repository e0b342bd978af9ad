"""Before a broadcast that nobody can recall: LINE's own check, a test send to staff, and two who give leave."""

from __future__ import annotations

import pytest
from tests.factories import channels

from emulators.line import state as line
from samrit.channels.actions import checking, composing, scheduling
from samrit.channels.models import DeliveryCheck
from samrit.core.contract import Refused

STAFF = "U00000000000000000000000000007301"


def draft(city, channel="line", **content):
    master = city.work()
    return channels.delivery(city.office, city.accounts[channel], work=master, form="text", **content)


def by(city, made):
    return {"read_version": made.version, "acting_user": city.office.maker}


def test_after_both_checks_two_people_approve_and_it_goes_out(city):
    made = draft(city)
    second = channels.second_approver(city.office)
    with pytest.raises(Refused) as refusal:
        composing.approve_delivery(made, read_version=made.version, acting_user=second)
    assert refusal.value.path == "checks"
    assert checking.validate_delivery(made, **by(city, made)).passed
    first = checking.send_test(made, STAFF, **by(city, made))
    again = checking.send_test(made, STAFF, **by(city, made))
    assert (first.passed, again.passed, len(city.at.calls("api.line.me", "/message/push"))) == (True, True, 2)
    assert again.answer["accepted_before"] == first.answer["request_id"]  # staff got it once
    for person in (second, city.office.approver):
        composing.approve_delivery(made, read_version=made.version, acting_user=person)
    scheduling.schedule_delivery(made, None, **by(city, made))
    city.settle()
    made.refresh_from_db()
    assert (made.state, line.CHANNEL) == ("live", made.account.external_id)


def test_what_line_objects_to_is_kept_as_not_passed_with_its_words(city):
    made = draft(city)
    check = checking.send_test(made, "Unobody", **by(city, made))
    assert (check.passed, check.answer["why"], check.answer["detail"][:8]) == (False, "content", "HTTP 400")


def test_an_answer_that_never_came_counts_as_no_check(city):
    made = draft(city)
    city.at.arm("error_before", host="api.line.me", path="/validate/broadcast$", method="POST", times=1)
    with pytest.raises(Refused):
        checking.validate_delivery(made, **by(city, made))
    assert DeliveryCheck.objects.count() == 0


def test_on_other_channels_there_is_nothing_to_try(city):
    made = draft(city, "facebook")
    with pytest.raises(Refused):
        checking.validate_delivery(made, **by(city, made))
