"""Two people at the same moment: one wins, the other gets a sentence, and nothing stands twice."""

from __future__ import annotations

import pytest
from tests.factories import people, results

from samrit.core.contract import Refused
from samrit.people.enums import Role
from samrit.results.actions import definitions
from samrit.results.models import KeyResult, Report, Revision

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def outcomes(came):
    return sorted(isinstance(one, Refused) for one in came)


def test_creating_the_same_key_result(at_once):
    """The second is told to add a revision."""
    at = results.team()
    came = at_once(*[lambda: results.read_revision(at)] * 2)
    assert outcomes(came) == [False, True]
    assert (KeyResult.objects.count(), Revision.objects.count()) == (1, 1)


def test_signing_the_same_revision(at_once):
    """It is signed once."""
    at = results.team()
    revision = results.confirmed_revision(at)
    other = people.user(role=Role.APPROVER, agency=at.host)

    def sign(person):
        def run():
            seen = Revision.objects.select_related("key_result__host").get(pk=revision.pk)
            return definitions.sign_revision(acting_user=person, revision=seen)

        return run

    came = at_once(sign(at.approver), sign(other))
    assert outcomes(came) == [False, True]
    assert [row.state for row in Revision.objects.all()] == ["signed"]


def test_opening_the_same_report(at_once):
    """There is one draft."""
    at = results.typed_key_result()
    came = at_once(*[lambda: results.draft(at)] * 2)
    assert outcomes(came) == [False, True]
    assert Report.objects.count() == 1
