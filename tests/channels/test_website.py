"""The city's own website: a delivery from draft to public, in one transaction, with its proof."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.factories import channels, publicity, site

from samrit.channels.actions import composing, deciding, scheduling
from samrit.channels.delivering import due
from samrit.channels.enums import DeliveryState
from samrit.channels.models import Delivery, Errand
from samrit.channels.platforms.parcel import Content
from samrit.core.contract import Refused
from samrit.evidence.models import EvidenceItem
from samrit.people.four_eyes import OwnWork
from samrit.platform.clock import at
from samrit.publicity.actions import works
from samrit.publicity.models import Publication

pytestmark = pytest.mark.django_db


def drain():
    """Everything that is due now."""
    return sum(due.run_lane(lane) for lane in due.lanes())


def test_a_piece_goes_out_at_its_hour_with_publication_and_proof():
    place = publicity.office()
    hour = timezone.now() + dt.timedelta(hours=1)
    made = channels.delivery(place, channels.account(place), state="scheduled", at=hour)
    assert drain() == 0
    with at(lambda: hour + dt.timedelta(seconds=5)):
        assert drain() == 1
    made.refresh_from_db()
    publication = Publication.objects.get()
    proof = EvidenceItem.objects.get()
    assert (made.state, made.publication, made.due_at) == (DeliveryState.LIVE, publication, None)
    assert (publication.work, publication.channel, publication.visibility) == (made.work, "website", "public")
    assert publication.first_public_at < hour  # the page that it proves was public before
    assert (proof.subject, proof.grade, proof.url) == (publication.subject, "platform_answer", made.permalink)
    assert [step.act for step in made.steps.all()] == ["approve", "schedule", "prepare", "send", "appear"]
    assert made.attempts.get().verdicts.get().verdict == "accepted"
    told = set(Errand.objects.values_list("name", flat=True))
    assert told == {"liveness:first", "liveness:weekly", "answer:1d", "answer:7d", "answer:30d"}


def test_without_a_page_that_the_public_sees_nothing_is_approved():
    place = publicity.office()
    master = publicity.work(place, state="approved")
    site.story_page(place, master, public=False)
    made = channels.delivery(place, channels.account(place), work=master)
    with pytest.raises(Refused) as refusal:
        composing.approve_delivery(made, read_version=made.version, acting_user=place.approver)
    assert refusal.value.path == "page"


def test_nothing_goes_out_twice_however_often_it_is_asked():
    place = publicity.office()
    channels.delivery(place, channels.account(place), state="scheduled")
    drain()
    Delivery.objects.update(due_at=timezone.now())
    drain()
    assert Publication.objects.count() == 1


def test_a_withdrawn_work_does_not_go_out():
    place = publicity.office()
    made = channels.delivery(place, channels.account(place), state="scheduled")
    works.withdraw_work(made.work, reason="ยกเลิก", read_version=made.work.version, acting_user=place.owner)
    drain()
    made.refresh_from_db()
    assert (made.state, made.why, made.publication) == ("draft", "work_not_approved", None)


def test_what_was_changed_after_its_approval_does_not_go_out():
    """Not even when the change came past the verbs."""
    place = publicity.office()
    made = channels.delivery(place, channels.account(place), state="scheduled")
    Delivery.objects.filter(pk=made.pk).update(content={**made.content, "text": "อื่น"})
    drain()
    made.refresh_from_db()
    assert (made.state, made.why, made.publication) == ("draft", "not_approved", None)


def test_twelve_hours_late_a_person_is_asked():
    place = publicity.office()
    hour = timezone.now() + dt.timedelta(hours=1)
    made = channels.delivery(place, channels.account(place), state="scheduled", at=hour)
    with at(lambda: hour + dt.timedelta(hours=13)):
        drain()
        made.refresh_from_db()
        assert (made.state, made.why) == ("needs_person", "missed_hour")
        scheduling.schedule_delivery(made, None, read_version=made.version, acting_user=place.maker)
        drain()
    made.refresh_from_db()
    assert made.state == "live"


def test_whoever_wrote_it_does_not_approve_it():
    place = publicity.office()
    made = channels.delivery(place, channels.account(place))
    Delivery.objects.filter(pk=made.pk).update(entered_by=place.approver)
    made.refresh_from_db()
    with pytest.raises(OwnWork):
        composing.approve_delivery(made, read_version=made.version, acting_user=place.approver)


def test_an_approved_variant_is_taken_back_to_be_changed_and_approved_anew():
    place = publicity.office()
    made = channels.delivery(place, channels.account(place), state="approved")
    with pytest.raises(Refused) as refusal:
        composing.save_delivery(
            made, Content(title="ใหม่"), form="article", read_version=made.version, acting_user=place.maker
        )
    assert refusal.value.path == "state"
    composing.recall_delivery(made, read_version=made.version, acting_user=place.maker)
    composing.save_delivery(
        made, Content(title="ใหม่"), form="article", read_version=made.version, acting_user=place.maker
    )
    with pytest.raises(Refused):
        scheduling.schedule_delivery(made, None, read_version=made.version, acting_user=place.maker)
    channels.approve(place, made)
    assert (made.state, made.approvals.count()) == ("approved", 2)


def test_what_a_person_published_by_hand_is_recorded_as_a_link():
    place = publicity.office()
    made = channels.delivery(place, channels.account(place, "facebook"), form="text", state="approved")
    deciding.publish_by_hand(
        made,
        "https://www.facebook.com/bkk/posts/9?fbclid=1",
        first_public_at=timezone.now(),
        read_version=made.version,
        acting_user=place.maker,
    )
    assert (made.state, made.permalink) == ("live", "https://facebook.com/bkk/posts/9")
    assert EvidenceItem.objects.get().grade == "link"
    assert Publication.objects.get().permalink == "https://facebook.com/bkk/posts/9"
