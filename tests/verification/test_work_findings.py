"""Findings: an inspector writes, the owner answers, an inspector closes."""

from __future__ import annotations

import pytest
from tests.factories import evidence as make
from tests.factories import people

from samrit.core.contract import Refused
from samrit.people.enums import Role
from samrit.people.four_eyes import OwnWork
from samrit.people.rights import Forbidden
from samrit.platform.models import AuditEntry
from samrit.verification.findings import close_finding, reply_finding, write_finding
from samrit.verification.queries import findings_of

pytestmark = pytest.mark.django_db


def _write(at, *, grade="fault", text="เสียงไม่ชัด", subject="", user=None):
    return write_finding(
        at.key_result, subject=subject or at.work.subject, grade=grade, text=text, acting_user=user or at.inspector
    )


def test_the_whole_way():
    """Written, answered, closed; each step in the chain."""
    at = make.scene()
    finding = _write(at)
    reply_finding(finding, text="แก้แล้ว", acting_user=at.owner)
    close_finding(finding, acting_user=at.inspector)
    finding.refresh_from_db()
    assert (finding.grade, finding.text, finding.by, finding.reply, finding.replied_by) == (
        "fault",
        "เสียงไม่ชัด",
        at.inspector,
        "แก้แล้ว",
        at.owner,
    )
    assert finding.closed_at is not None
    assert list(AuditEntry.objects.values_list("action", "subject")) == [
        (f"verification.finding.{verb}", at.work.subject) for verb in ("written", "answered", "closed")
    ]


def test_on_the_key_result_as_a_whole():
    """A finding may be on the key result itself."""
    at = make.scene()
    assert _write(at, subject=at.key_result.subject).subject == "key_result:7301-2568"


@pytest.mark.parametrize("role", Role)
def test_who_may_do_what(role):
    """Inspectors write and close; owners and contributors answer."""
    at = make.scene()
    user = people.user(role=role, agency=at.agency)
    for verb, allowed in (
        (lambda: _write(at, user=user), {Role.INSPECTOR}),
        (lambda: reply_finding(_write(at), text="x", acting_user=user), {Role.OWNER, Role.CONTRIBUTOR}),
        (lambda: close_finding(_write(at, grade="good"), acting_user=user), {Role.INSPECTOR}),
    ):
        if role in allowed:
            verb()
        else:
            with pytest.raises(Forbidden):
                verb()


@pytest.mark.parametrize(
    ("changed", "path"),
    [({"grade": "bad"}, "grade"), ({"text": " "}, "text"), ({"subject": "work:none"}, "subject")],
)
def test_refused(changed, path):
    """What is not a finding is refused beside its field."""
    at = make.scene()
    with pytest.raises(Refused) as refused:
        _write(at, **changed)
    assert refused.value.path == path


def test_not_on_another_key_result():
    """A work is judged under its own key result."""
    at, other = make.scene(), make.scene("7302")
    people.give(at.inspector, Role.INSPECTOR)
    with pytest.raises(Refused) as refused:
        _write(at, subject=other.work.subject)
    assert refused.value.path == "subject"


def test_not_on_ones_own_work():
    """An inspector who made the work writes no finding on it."""
    at = make.scene()
    own = make.work(at.key_result, at.agency, at.inspector)
    with pytest.raises(OwnWork):
        _write(at, subject=own.subject)


def test_whoever_answered_does_not_close():
    """Who answers for the owner cannot close the finding as inspector."""
    at = make.scene()
    finding = _write(at)
    people.give(at.inspector, Role.OWNER, agency=at.agency)
    reply_finding(finding, text="x", acting_user=at.inspector)
    with pytest.raises(OwnWork):
        close_finding(finding, acting_user=at.inspector)


def test_a_fault_is_closed_only_after_the_answer():
    """What is good needs no answer; a fault does."""
    at = make.scene()
    close_finding(_write(at, grade="good"), acting_user=at.inspector)
    with pytest.raises(Refused):
        close_finding(_write(at), acting_user=at.inspector)


def test_one_answer_and_one_close():
    """The second answer and the second close are refused, and the first stands."""
    at = make.scene()
    finding = _write(at)
    reply_finding(finding, text="แรก", acting_user=at.owner)
    with pytest.raises(Refused):
        reply_finding(finding, text="สอง", acting_user=at.owner)
    close_finding(finding, acting_user=at.inspector)
    with pytest.raises(Refused):
        close_finding(finding, acting_user=at.inspector)
    finding.refresh_from_db()
    assert finding.reply == "แรก"


def test_lists(django_assert_num_queries):
    """Newest first, all or the open ones; one query each."""
    at = make.scene()
    good, note, fault = (_write(at, grade=grade) for grade in ("good", "note", "fault"))
    closed = _write(at)
    reply_finding(closed, text="x", acting_user=at.owner)
    close_finding(closed, acting_user=at.inspector)
    with django_assert_num_queries(2):
        assert list(findings_of([at.key_result])) == [closed, fault, note, good]
        assert list(findings_of([at.key_result], only_open=True)) == [fault, note, good]
