"""Consents: who must give them, who may record them, and what a withdrawal does."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone
from tests.factories import evidence as make
from tests.factories import people

from samrit.core.contract import Refused
from samrit.evidence import consents
from samrit.evidence.consents import Given
from samrit.evidence.models import Consent, EvidenceItem
from samrit.evidence.queries import evidence_of, is_hidden, is_usable
from samrit.people.enums import Role
from samrit.people.rights import Forbidden
from samrit.platform import audit
from samrit.platform.models import AuditEntry, PersonalValue

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 12, 1)


def _given(**changed) -> Given:
    fields = {
        "person": " นางสมศรี ใจดี ",
        "age": 45,
        "purpose": "publicity",
        "channels": ["website", "facebook", "website"],
        "valid_from": DAY,
        "valid_to": dt.date(2025, 9, 30),
        "contact": "081 000 0000",
    }
    return Given(**{**fields, **changed})


CHILD = {"guardian": "นายสมชาย ใจดี", "guardian_is": "parent"}


def test_a_grown_up():
    """Who consents to what, where and until when is kept; the name stands in the chain as a commitment only."""
    at = make.scene()
    made = consents.record_consent(_given(), key_result=at.key_result, acting_user=at.owner)
    made.refresh_from_db()
    assert (made.person, made.channels, made.minor, made.guardian, made.form, made.valid_to) == (
        "นางสมศรี ใจดี",
        ["facebook", "website"],
        False,
        "",
        None,
        dt.date(2025, 9, 30),
    )
    entry = AuditEntry.objects.get()
    assert entry.action == "evidence.consent.recorded"
    assert "สมศรี" not in entry.body
    assert {row.name for row in PersonalValue.objects.all()} == {"person", "contact"}


def test_a_child():
    """Under 10 a parent consents, with the signed form."""
    at = make.scene()
    made = consents.record_consent(
        _given(age=9, **CHILD), key_result=at.key_result, form=[make.PNG], acting_user=at.owner
    )
    assert (made.minor, made.guardian, made.form.media_type) == (True, "นายสมชาย ใจดี", "image/png")


@pytest.mark.parametrize(
    ("changed", "form", "path"),
    [
        ({"person": " "}, None, "person"),
        ({"purpose": "fun"}, None, "purpose"),
        ({"channels": []}, None, "channels"),
        ({"valid_to": DAY - dt.timedelta(days=1)}, None, "valid_to"),
        ({"age": -1}, None, "age"),
        ({"age": 19}, make.PNG, "guardian"),
        ({"age": 19, "guardian": "ยาย", "guardian_is": "guardian"}, None, "form"),
        ({"age": 9, "guardian": "ยาย", "guardian_is": "guardian"}, make.PNG, "guardian_is"),
        ({"age": 9, **CHILD}, b"just text", "form"),
    ],
)
def test_refused(changed, form, path):
    """A consent that does not hold is refused beside its field."""
    at = make.scene()
    chunks = None if form is None else [form]
    with pytest.raises(Refused) as refused:
        consents.record_consent(_given(**changed), key_result=at.key_result, form=chunks, acting_user=at.owner)
    assert (refused.value.path, Consent.objects.count()) == (path, 0)


def test_twenty_is_of_age():
    """On the 20th birthday no guardian is wanted any more."""
    at = make.scene()
    assert not consents.record_consent(_given(age=20), key_result=at.key_result, acting_user=at.owner).minor


@pytest.mark.parametrize("role", Role)
def test_who_may_record(role):
    """Owners and contributors record consents."""
    at = make.scene()
    user = people.user(role=role, agency=at.agency)
    if role in {Role.OWNER, Role.CONTRIBUTOR}:
        assert consents.record_consent(_given(), key_result=at.key_result, acting_user=user).entered_by == user
    else:
        with pytest.raises(Forbidden):
            consents.record_consent(_given(), key_result=at.key_result, acting_user=user)


def test_withdrawal():
    """The evidence is marked hidden and stays; the chain stays whole; it goes on counting; the name is not shown."""
    at = make.scene()
    consent = make.consent(at.owner)
    item, other = (make.item(at.work.subject, at.contributor), make.item("work:other", at.contributor))
    marks = consents.withdraw(
        consent,
        key_result=at.key_result,
        reason="ไม่สะดวก",
        subjects=[at.work.subject],
        acting_user=at.owner,
    )
    found = evidence_of([at.work.subject, "work:other"])
    assert [mark.item for mark in marks] == [item]
    assert [mark.reason for mark in marks] == [consents.WITHDRAWN]  # never the person's own words
    assert not AuditEntry.objects.filter(body__contains="ไม่สะดวก").exists()
    assert consent.withdrawal_reason == "ไม่สะดวก"
    assert [(is_hidden(row), is_usable(row)) for rows in found.values() for row in rows] == [
        (True, True),
        (False, True),
    ]
    assert EvidenceItem.objects.count() == 2
    assert other.marks.count() == 0
    assert consents.shown_name(consent) == ""
    assert consent.withdrawn_at is not None
    with transaction.atomic():
        assert audit.check_chain() is None


def test_withdrawn_once():
    """A second withdrawal is refused kindly."""
    at = make.scene()
    consent = make.consent(at.owner, withdrawn_at=timezone.now())
    with pytest.raises(Refused):
        consents.withdraw(consent, key_result=at.key_result, reason="", subjects=[], acting_user=at.owner)


@pytest.mark.parametrize(
    ("on", "channel", "holds"),
    [
        (DAY, "", True),
        (DAY - dt.timedelta(days=1), "", False),
        (dt.date(2025, 9, 30), "facebook", True),
        (dt.date(2025, 10, 1), "facebook", False),
        (DAY, "tiktok", False),
    ],
)
def test_in_force(on, channel, holds):
    """A consent holds on its days, for its channels."""
    consent = Consent(purpose="publicity", channels=["facebook"], valid_from=DAY, valid_to=dt.date(2025, 9, 30))
    assert consents.is_in_force(consent, on, channel=channel) is holds


def test_not_in_force_once_withdrawn():
    """From the day of its withdrawal it holds no longer."""
    at = dt.datetime(2025, 1, 5, 3, tzinfo=dt.UTC)
    consent = Consent(purpose="publicity", channels=["facebook"], valid_from=DAY, withdrawn_at=at)
    assert [consents.is_in_force(consent, dt.date(2025, 1, day)) for day in (4, 5, 6)] == [True, False, False]
