"""Verifying and returning works: rights, four eyes, states, evidence, and what the sheet asks for."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.factories import evidence as make
from tests.factories import people

from samrit.core.contract import Refused
from samrit.core.sheet import Definition, definition_data
from samrit.core.sheet.definition import Tick
from samrit.evidence.models import EvidenceMark
from samrit.people.enums import Role
from samrit.people.four_eyes import OwnWork
from samrit.people.rights import Forbidden
from samrit.platform.locking import Stale
from samrit.platform.models import AuditEntry
from samrit.publicity.enums import WorkState
from samrit.publicity.models import Notification, Step
from samrit.results.models import Revision
from samrit.verification.models import Finding, WorkCheck
from samrit.verification.work_actions import return_work, return_works, verify_work, verify_works

pytestmark = pytest.mark.django_db


def _verify(at, user, **changed):
    return verify_work(at.work, read_version=changed.get("read_version", at.work.version), acting_user=user)


def _do(act, at, user):
    if act == "verify":
        return _verify(at, user)
    return return_work(at.work, read_version=at.work.version, reason="x", acting_user=user)


def _ready(**fields):
    at = make.scene(**fields)
    make.item(at.work.subject, at.contributor)
    return at


def _sign(at, *labels: str) -> None:
    definition = Definition(code="7301", evaluation_methods=tuple(Tick(label, ticked=True) for label in labels))
    Revision.objects.create(
        key_result=at.key_result,
        number=1,
        state="signed",
        definition=definition_data(definition),
        created_by=at.owner,
        signed_by=at.approver,
        signed_at=timezone.now(),
    )


def test_verify():
    """A verified work has its check, its state, its audit entries, and its evidence is verified with it."""
    at = _ready()
    shown = make.publication(at.work)
    item = make.item(shown.subject, at.owner)
    check = _verify(at, at.inspector)
    at.work.refresh_from_db()
    assert (check.outcome, check.by, check.role, check.on_behalf_of) == ("verified", at.inspector, "inspector", None)
    assert (at.work.state, at.work.version) == (WorkState.VERIFIED, 2)
    assert [(mark.outcome, mark.by) for mark in EvidenceMark.objects.all()] == [("verified", at.inspector)] * 2
    assert item.marks.count() == 1
    assert list(AuditEntry.objects.values_list("action", flat=True)) == [
        "publicity.work.verify",
        "verification.work.verified",
        "evidence.item.verified",
        "evidence.item.verified",
    ]
    assert [row.code for row in Notification.objects.filter(user=at.contributor)] == ["work.verified"]


def test_return():
    """A returned work goes back with its reason; its evidence is left alone."""
    at = _ready()
    check = return_work(at.work, read_version=1, reason="ลิงก์เปิดไม่ได้", acting_user=at.reviewer)
    at.work.refresh_from_db()
    assert (check.outcome, check.reason, at.work.state) == ("returned", "ลิงก์เปิดไม่ได้", WorkState.RETURNED)
    assert EvidenceMark.objects.count() == 0
    assert [(row.code, row.note) for row in Notification.objects.filter(user=at.contributor)] == [
        ("work.returned", "ลิงก์เปิดไม่ได้")
    ]


def test_a_return_wants_a_reason():
    """Without a reason nobody could mend it."""
    at = _ready()
    with pytest.raises(Refused) as refused:
        return_work(at.work, read_version=1, reason="  ", acting_user=at.reviewer)
    assert refused.value.path == "reason"


def test_a_verified_work_may_be_returned():
    """What another verifier finds later takes the verification back; both checks stay."""
    at = _ready()
    _verify(at, at.inspector)
    return_work(at.work, read_version=at.work.version, reason="ซ้ำ", acting_user=at.reviewer)
    assert list(WorkCheck.objects.values_list("outcome", flat=True)) == ["verified", "returned"]


@pytest.mark.parametrize("role", Role)
def test_who_may_verify(role):
    """Host reviewers and inspectors verify; nobody else."""
    at = _ready()
    user = people.user(role=role, agency=at.agency)
    if role in {Role.HOST_REVIEWER, Role.INSPECTOR}:
        assert _verify(at, user).by == user
    else:
        with pytest.raises(Forbidden):
            _verify(at, user)


def test_not_outside_ones_agency():
    """A reviewer of another agency has no say here."""
    at = _ready()
    with pytest.raises(Forbidden):
        _verify(at, people.user(role=Role.HOST_REVIEWER, agency=people.agency()))


def _producer(at):
    at.work.producer = at.inspector
    return at.inspector


def _enterer(at):
    at.work.entered_by = at.inspector
    return at.inspector


def _for_whom_it_was_entered(at):
    at.work.on_behalf_of = at.inspector
    return at.inspector


def _approver(at):
    at.work.approved_by = at.reviewer
    return at.reviewer


def _for_whom_it_was_approved(at):
    at.work.approved_on_behalf_of = at.reviewer
    return at.reviewer


def _who_published_it(at):
    Step.objects.create(subject=at.work.subject, act="publish", by=at.inspector, role="contributor")
    return at.inspector


def _deputy_of_the_producer(at):
    stand_in = people.user(role=Role.INSPECTOR, agency=at.agency)
    people.deputy(at.contributor, stand_in)
    return stand_in


def _deputy_acting_for_the_enterer(at):
    at.work.entered_by = at.inspector
    stand_in = people.user()
    people.deputy(at.inspector, stand_in)
    return stand_in


def _deputy_of_the_approver(at):
    stand_in = people.user(role=Role.INSPECTOR, agency=at.agency)
    people.deputy(at.approver, stand_in)
    return stand_in


@pytest.mark.parametrize("act", ["verify", "return"])
@pytest.mark.parametrize(
    "scene",
    [
        _producer,
        _enterer,
        _for_whom_it_was_entered,
        _approver,
        _for_whom_it_was_approved,
        _who_published_it,
        _deputy_of_the_producer,
        _deputy_acting_for_the_enterer,
        _deputy_of_the_approver,
    ],
)
def test_four_eyes(scene, act):
    """Who made, entered, published or approved it, in person or through a deputy, neither verifies nor returns it."""
    at = _ready()
    user = scene(at)
    at.work.save()
    with pytest.raises(OwnWork):
        _do(act, at, user)
    assert WorkCheck.objects.count() == 0


def test_a_deputy_of_the_verifier():
    """A deputy may verify on behalf of the inspector; both are recorded."""
    at = _ready()
    stand_in = people.user()
    people.deputy(at.inspector, stand_in)
    check = _verify(at, stand_in)
    assert (check.by, check.on_behalf_of, check.role) == (stand_in, at.inspector, "inspector")


def test_evidence_of_whom_the_verifier_stands_in_for_stays_unjudged():
    """Verifying a work judges its evidence, but never what the verifier, or an absent colleague, has added."""
    at = _ready()
    absent, stand_in = people.user(), people.user(role=Role.INSPECTOR, agency=at.agency)
    people.deputy(absent, stand_in)
    item = make.item(at.work.subject, absent)
    _verify(at, stand_in)
    assert not item.marks.exists()
    assert EvidenceMark.objects.filter(by=stand_in).exists()


@pytest.mark.parametrize("state", [state for state in WorkState if state not in {WorkState.DONE, WorkState.VERIFIED}])
@pytest.mark.parametrize("act", ["verify", "return"])
def test_states_that_forbid_it(state, act):
    """Only what is done can be verified or returned here; the sentence says what is possible."""
    at = _ready(state=state)
    with pytest.raises(Refused) as refused:
        _do(act, at, at.inspector)
    assert refused.value.path == "state"


def test_a_stale_version():
    """Somebody else was quicker: nothing happens, and the current row is shown."""
    at = _ready()
    with pytest.raises(Stale) as stale:
        _verify(at, at.inspector, read_version=7)
    assert (stale.value.current.pk, WorkCheck.objects.count()) == (at.work.pk, 0)


def test_no_evidence():
    """A work without evidence, or with only returned evidence, is not verified."""
    at = make.scene()
    with pytest.raises(Refused) as refused:
        _verify(at, at.inspector)
    assert refused.value.path == "evidence"
    make.mark(make.item(at.work.subject, at.contributor), at.reviewer, "returned")
    with pytest.raises(Refused) as refused:
        _verify(at, at.inspector)
    assert refused.value.path == "evidence"


def test_evidence_of_ones_own_stays_unjudged():
    """The verifier's own addition waits for another pair of eyes; what another has judged is not judged again."""
    at = _ready()
    own = make.item(at.work.subject, at.inspector)
    judged = make.item(at.work.subject, at.contributor)
    make.mark(judged, at.reviewer)
    _verify(at, at.inspector)
    assert (own.marks.count(), judged.marks.count()) == (0, 1)


def test_an_open_fault_stands_in_the_way():
    """An inspector's fault must be closed first; a note need not."""
    at = _ready()
    fields = {"key_result": at.key_result, "subject": at.work.subject, "text": "x", "by": at.inspector}
    Finding.objects.create(grade="note", **fields)
    fault = Finding.objects.create(grade="fault", **fields)
    with pytest.raises(Refused):
        _verify(at, at.inspector)
    Finding.objects.filter(pk=fault.pk).update(closed_at=at.work.created_at)
    assert _verify(at, at.inspector).outcome == "verified"


def test_where_the_sheet_asks_for_an_inspector():
    """Then a host reviewer's look is not enough."""
    at = _ready()
    _sign(at, "ผู้ตรวจราชการกรุงเทพมหานครกำกับเชิงคุณภาพ")
    with pytest.raises(Refused) as refused:
        _verify(at, at.reviewer)
    assert "inspector" in refused.value.what.en
    at.work.refresh_from_db()
    assert _verify(at, at.inspector).role == "inspector"


def test_where_the_sheet_asks_for_a_data_system():
    """Then a file alone is not enough; an answer of a platform is."""
    at = make.scene()
    _sign(at, "ใช้ระบบข้อมูลยืนยันผลการดำเนินงาน เช่น Traffy Fondue โปรดระบุ")
    make.item(at.work.subject, at.contributor, kind="file")
    with pytest.raises(Refused) as refused:
        _verify(at, at.inspector)
    assert refused.value.path == "evidence"
    make.item(at.work.subject, at.contributor)
    at.work.refresh_from_db()
    assert _verify(at, at.inspector).outcome == "verified"


def test_many_at_once():
    """Each is verified or refused by itself, and each check names its verifier."""
    at = _ready()
    bare = make.work(at.key_result, at.agency, at.contributor)
    own = make.work(at.key_result, at.agency, at.inspector)
    stale = make.work(at.key_result, at.agency, at.contributor)
    for work in (own, stale):
        make.item(work.subject, at.owner)
    type(stale).objects.filter(pk=stale.pk).update(version=5)
    came = verify_works([(work, 1) for work in (at.work, bare, own, stale)], acting_user=at.inspector)
    assert came.done == (at.work,)
    assert [(work, refusal.path) for work, refusal in came.refused] == [
        (bare, "evidence"),
        (own, ""),
        (stale, "version"),
    ]
    assert list(WorkCheck.objects.values_list("work", "by")) == [(at.work.pk, at.inspector.pk)]
    came = return_works([(at.work, at.work.version)], reason="ซ้ำ", acting_user=at.reviewer)
    assert (came.done, came.refused) == ((at.work,), ())


@pytest.mark.parametrize(
    "statement", ["UPDATE verification_workcheck SET id = id", "DELETE FROM verification_workcheck"]
)
def test_checks_only_grow(statement):
    """Nobody changes or removes a check."""
    at = _ready()
    check = _verify(at, at.inspector)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        check.save()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_verifiers_at_once(at_once):
    """One wins; the other gets a sentence, and there is one check."""
    at = _ready()

    def verifying(user):
        work = type(at.work).objects.get(pk=at.work.pk)
        return lambda: verify_work(work, read_version=1, acting_user=user)

    came = at_once(verifying(at.inspector), verifying(at.reviewer))
    assert sorted(type(one).__name__ for one in came) == ["Stale", "WorkCheck"]
    assert WorkCheck.objects.count() == 1
