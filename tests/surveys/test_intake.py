"""Taking in responses: once, durable, unchangeable, and careful about persons."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from tests.factories import people
from tests.factories import surveys as made

from samrit.core.contract import Refused
from samrit.people.rights import Forbidden
from samrit.surveys import slowing
from samrit.surveys.actions import design, fieldwork, intake
from samrit.surveys.actions.shared import latest
from samrit.surveys.models import Bucket, DaySalt, HouseholdCode, Response

pytestmark = pytest.mark.django_db


@pytest.fixture
def field():
    return made.in_field()


def door(field):
    link = field.wave.links.first() or fieldwork.add_link(field.wave, label="โปสเตอร์", acting_user=field.owner)
    return intake.door_of_link(link)


def test_a_response_is_kept_once_whatever_is_sent_again(field):
    """A replay gives the same receipt and adds nothing."""
    sent = made.submission(field)
    first = intake.receive(door(field), sent)
    again = intake.receive(door(field), sent)
    assert (first.uid, first.replay, again.uid, again.replay) == (sent.uid, False, sent.uid, True)
    row = Response.objects.get()
    assert (row.source, row.mode, row.answers["know"]["a01"], row.order) == ("web", "link", "know", sent.order)


def test_other_answers_under_the_same_number_are_refused(field):
    """Neither is lost unseen: the sender is told, and the first stays."""
    sent = made.submission(field)
    intake.receive(door(field), sent)
    with pytest.raises(intake.Conflict):
        intake.receive(door(field), made.submission(field, uid=sent.uid, know="no"))
    assert Response.objects.get().answers["know"]["a01"] == "know"


def test_a_replay_is_answered_after_the_wave_has_closed(field):
    """A phone that never heard the answer may ask again at any time."""
    sent = made.submission(field)
    intake.receive(door(field), sent)
    fieldwork.close_wave(field.wave, read_version=field.wave.version, acting_user=field.owner)
    assert intake.receive(door(field), sent).replay


def test_responses_are_never_changed_nor_deleted(field):
    """Not by SQL either."""
    intake.receive(door(field), made.submission(field))
    for act in (lambda: Response.objects.update(language="en"), lambda: Response.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_no_address_of_the_network_is_kept(field):
    """The device is a hash under a salt that goes with the day."""
    intake.receive(door(field), made.submission(field, address="203.0.113.7"))
    row = Response.objects.get()
    kept = " ".join(str(value) for value in Response.objects.values().get().values())
    assert "203.0.113" not in kept
    assert len(row.device) == 32
    slowing.salt_of(timezone.localdate() + dt.timedelta(days=1))
    assert DaySalt.objects.count() == 1


def test_a_network_that_sends_too_much_waits(field, monkeypatch):
    """The bucket is empty after its capacity; the refused response can be sent later."""
    monkeypatch.setattr(slowing, "CAPACITY", 2)
    for _ in range(2):
        intake.receive(door(field), made.submission(field, address="203.0.113.7"))
    late = made.submission(field, address="203.0.113.7")
    with pytest.raises(intake.TooMany):
        intake.receive(door(field), late)
    intake.receive(door(field), made.submission(field, address="203.0.113.8"))
    Bucket.objects.update(at=timezone.now() - dt.timedelta(minutes=10))
    assert not intake.receive(door(field), late).replay


def test_a_code_is_good_for_one_response_of_a_drawn_household(field):
    """It makes a probability response of its PSU; a second person with the same code is told so."""
    psu = field.survey.strata.first().psus.first()
    [(_, _, code)] = fieldwork.issue_codes(field.wave, [psu], each=1, acting_user=field.owner)
    row = HouseholdCode.objects.get()
    assert code not in row.hash
    assert fieldwork.code_hash(f" {code[:5].lower()}-{code[5:]} ") == row.hash
    intake.receive(intake.door_of_code(row), made.submission(field, adults=3))
    kept = Response.objects.get()
    assert (kept.source, kept.mode, kept.psu, kept.adults) == ("probability", "code", psu, 3)
    with pytest.raises(intake.Conflict) as refused:
        intake.receive(intake.door_of_code(HouseholdCode.objects.get()), made.submission(field))
    assert refused.value.path == "code"


def test_minors_are_not_kept(field):
    """Under 18 never; 18 and 19 only where a guardian agrees."""
    for more in ({"age": "u18"}, {"age": "18_19"}, {"age": "18_19", "guardian_agrees": "no"}):
        with pytest.raises(Refused):
            intake.receive(door(field), made.submission(field, **more))
    assert not Response.objects.exists()
    intake.receive(door(field), made.submission(field, age="18_19", guardian_agrees="yes"))
    assert Response.objects.count() == 1


def test_who_answers_faster_than_one_can_read_is_flagged_and_kept(field):
    """Flagged, never deleted."""
    intake.receive(door(field), made.submission(field, seconds=3))
    assert Response.objects.get().flags == ["fast"]


def test_enumerators_collect_in_their_own_allocation_only(field):
    """An allocation that has ended, or a person without a role, opens no door."""
    psu = field.survey.strata.first().psus.first()
    enumerator = people.user(role="reader", agency=field.key_result.host)
    row = fieldwork.allocate(field.wave, psu, enumerator=enumerator, target=8, acting_user=field.owner)
    intake.receive(intake.door_of_allocation(row), made.submission(field))
    kept = Response.objects.get()
    assert (kept.allocation, kept.psu, kept.source) == (row, psu, "probability")
    enumerator.roles.all().delete()
    with pytest.raises(Forbidden):
        intake.door_of_allocation(row)
    fieldwork.end_allocation(row, acting_user=field.owner)
    with pytest.raises(intake.Closed):
        intake.door_of_allocation(row)
    with pytest.raises(Refused):
        fieldwork.allocate(field.wave, psu, enumerator=people.user(), target=8, acting_user=field.owner)


def test_what_an_enumerator_sends_after_the_end_is_kept_as_late(field):
    """Nothing gathered offline is lost; the wave's digest stays that of its day."""
    psu = field.survey.strata.first().psus.first()
    enumerator = people.user(role="reader", agency=field.key_result.host)
    row = fieldwork.allocate(field.wave, psu, enumerator=enumerator, target=8, acting_user=field.owner)
    intake.receive(intake.door_of_allocation(row), made.submission(field))
    number, digest = fieldwork.digest_of(field.wave)
    fieldwork.close_wave(field.wave, read_version=field.wave.version, acting_user=field.owner)
    intake.receive(intake.door_of_allocation(row), made.submission(field))
    assert [kept.flags for kept in Response.objects.all()] == [[], ["late"]]
    field.wave.refresh_from_db()
    assert (number, field.wave.digest) == (1, digest)
    with pytest.raises(intake.Closed):
        intake.receive(door_after(field), made.submission(field))


def door_after(field):
    from samrit.surveys.enums import Mode, Source

    return intake.Door(field.wave, Source.WEB, Mode.LINK)


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"know": "maybe"}, "answers.know"),
        ({"age": "200"}, "answers.age"),
        ({"heard": "facebook"}, "answers.heard"),
        ({"spontaneous": "ก" * 3000}, "answers.spontaneous"),
        ({"nonsense": "x"}, "answers.nonsense"),
    ],
)
def test_answers_that_cannot_be_are_refused_at_their_question(field, more, path):
    """The path names the question."""
    with pytest.raises(Refused) as refused:
        intake.receive(door(field), made.submission(field, **more))
    assert refused.value.path == path
    assert not Response.objects.exists()


def test_the_work_of_a_browser_is_checked():
    """A nonce that gives the zero bits is accepted, another is not."""
    challenge = str(uuid.UUID(int=7))
    nonce = next(str(number) for number in range(10**6) if slowing.worked(challenge, str(number)))
    assert not slowing.worked(challenge, "")
    assert not slowing.worked(str(uuid.UUID(int=8)), nonce) or slowing.worked(challenge, nonce)


def test_the_questionnaire_of_another_survey_is_refused(field):
    """A response belongs to the survey whose questions were asked."""
    other = design.start_survey(field.key_result, title="อีกชุด", acting_user=field.owner)
    with pytest.raises(Refused) as refused:
        intake.receive(door(field), made.submission(field, questionnaire=latest(other)))
    assert refused.value.path == "questionnaire"
