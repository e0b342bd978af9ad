"""A consent that two people use, or one uses and the other takes back, at the same moment."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.utils import timezone
from tests.factories import publicity
from tests.web.races import at_the_chain, outcome

from samrit.evidence.enums import ConsentPurpose
from samrit.evidence.models import Consent
from samrit.publicity.actions import consents, parts, storytellers
from samrit.publicity.models import Storyteller

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place():
    return publicity.office()


def read(consent):
    """As another request has read it."""
    return Consent.objects.get(pk=consent.pk)


def joining(place, consent):
    review = timezone.localdate() + dt.timedelta(days=180)
    who = {"districts": place.districts[:1], "review_on": review, "acting_user": place.maker}
    return partial(storytellers.add_storyteller, place.key_result, read(consent), **who)


def taking_back(place, consent):
    said = {"key_result": place.key_result, "reason": "ขอถอน", "acting_user": place.owner}
    return partial(consents.withdraw_consent, read(consent), **said)


def test_a_person_joins_the_network_once(place):
    """However often the button is pressed."""
    consent = publicity.consent(place, ConsentPurpose.STORYTELLER)
    assert outcome(at_the_chain(joining(place, consent), joining(place, consent))) == ["done", "told"]
    assert Storyteller.objects.count() == 1


def test_nobody_is_a_member_under_a_consent_that_is_taken_back(place):
    """Whichever comes first: the membership ends, or never begins."""
    consent = publicity.consent(place, ConsentPurpose.STORYTELLER)
    at_the_chain(joining(place, consent), taking_back(place, consent))
    assert read(consent).withdrawn_at is not None
    assert not Storyteller.objects.filter(left_on=None).exists()


def test_a_work_that_shows_the_person_comes_down(place):
    """Whichever comes first: the work is among those to take down, or does not show the person."""
    consent, work = publicity.consent(place), publicity.work(place)
    show = partial(parts.show_people, work, [read(consent)], read_version=work.version, acting_user=place.maker)
    _shown, withdrawal = at_the_chain(show, taking_back(place, consent))
    assert len(withdrawal.tasks) == work.people_shown.count()
