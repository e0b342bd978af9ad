"""Judging evidence: four eyes on every path, and marks that only add."""

from __future__ import annotations

import pytest
from tests.factories import evidence as make
from tests.factories import people

from samrit.core.contract import Refused
from samrit.evidence import actions
from samrit.evidence.models import EvidenceMark
from samrit.people.enums import Role
from samrit.people.four_eyes import OwnWork
from samrit.people.rights import Forbidden
from samrit.platform.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("outcome", ["verified", "returned", "wrong"])
def test_another_marks(outcome):
    """Somebody who had no part in it marks it, with role and reason."""
    at = make.scene()
    item = make.item(at.work.subject, at.contributor)
    made = actions.mark(item, outcome, reason="ภาพไม่ชัด", acting_user=at.inspector)
    assert (made.outcome, made.by, made.role, made.reason) == (outcome, at.inspector, "inspector", "ภาพไม่ชัด")
    assert AuditEntry.objects.get().action == f"evidence.item.{outcome}"


def test_reason_wanted():
    """Nothing is returned or called wrong without a reason."""
    at = make.scene()
    item = make.item(at.work.subject, at.contributor)
    for outcome in ("returned", "wrong"):
        with pytest.raises(Refused) as refused:
            actions.mark(item, outcome, reason=" ", acting_user=at.inspector)
        assert refused.value.path == "reason"


def test_hidden_is_no_verdict():
    """Hiding comes with a withdrawn consent, not from a marker."""
    at = make.scene()
    with pytest.raises(Refused) as refused:
        actions.mark(make.item(at.work.subject, at.contributor), "hidden", acting_user=at.inspector)
    assert refused.value.path == "outcome"


@pytest.mark.parametrize("role", Role)
def test_who_may_mark(role):
    """Host reviewers and inspectors judge evidence; nobody else."""
    at = make.scene()
    user = people.user(role=role, agency=at.agency)
    item = make.item(at.work.subject, at.contributor)
    if role in {Role.HOST_REVIEWER, Role.INSPECTOR}:
        assert actions.mark(item, "verified", acting_user=user).by == user
    else:
        with pytest.raises(Forbidden):
            actions.mark(item, "verified", acting_user=user)


def _who_entered(at):
    return at.inspector, make.item(at.work.subject, at.inspector)


def _for_whom_it_was_entered(at):
    return at.inspector, make.item(at.work.subject, at.contributor, on_behalf_of=at.inspector)


def _who_produced_the_work(at):
    made = make.work(at.key_result, at.agency, at.inspector, entered_by=at.contributor)
    return at.inspector, make.item(made.subject, at.contributor)


def _who_entered_the_publication(at):
    shown = make.publication(at.work, entered_by=at.inspector)
    return at.inspector, make.item(shown.subject, at.contributor)


def _deputy_of_the_producer_in_a_role_of_ones_own(at):
    stand_in = people.user(role=Role.INSPECTOR, agency=at.agency)
    people.deputy(at.contributor, stand_in)
    return stand_in, make.item(at.work.subject, at.owner)


def _on_behalf_of_who_entered(at):
    stand_in = people.user()
    people.deputy(at.inspector, stand_in)
    return stand_in, make.item(at.work.subject, at.inspector)


@pytest.mark.parametrize(
    "scene",
    [
        _who_entered,
        _for_whom_it_was_entered,
        _who_produced_the_work,
        _who_entered_the_publication,
        _deputy_of_the_producer_in_a_role_of_ones_own,
        _on_behalf_of_who_entered,
    ],
)
def test_four_eyes(scene):
    """None of those whose own it is, nor anybody standing in for them, judges it."""
    user, item = scene(make.scene())
    with pytest.raises(OwnWork):
        actions.mark(item, "verified", acting_user=user)
    assert EvidenceMark.objects.count() == 0


def test_admitting_ones_own_mistake():
    """Whoever entered it may call it wrong, which can only lower a count; a reason is wanted."""
    at = make.scene()
    item = make.item(at.work.subject, at.contributor)
    with pytest.raises(Refused) as refused:
        actions.admit_wrong(item, reason="", acting_user=at.contributor)
    assert refused.value.path == "reason"
    assert actions.admit_wrong(item, reason="แนบผิดไฟล์", acting_user=at.contributor).outcome == "wrong"
    with pytest.raises(OwnWork):
        _verify_ones_own(at, item)


def _verify_ones_own(at, item):
    people.give(at.contributor, Role.INSPECTOR, agency=at.agency)
    actions.mark(item, "verified", acting_user=at.contributor)
