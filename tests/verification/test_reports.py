"""Second and third eyes on a report: checked, verified, acknowledged, returned; four eyes on every path."""

from __future__ import annotations

import threading
import time
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import people, results

from samrit.core.contract import Refused
from samrit.evidence import actions as evidence
from samrit.people.enums import Role
from samrit.people.four_eyes import OwnWork
from samrit.people.recording import record
from samrit.people.rights import Forbidden
from samrit.platform.locking import Stale
from samrit.results.actions import periods, reports
from samrit.results.enums import REPORT_TRANSITIONS, ReportState
from samrit.results.models import Report, ReportStep, Revision
from samrit.verification import report_actions

pytestmark = pytest.mark.django_db


def check(at, report, by=None):
    return report_actions.check_report(acting_user=by or at.reviewer, report=report)


def verify(at, report, by=None):
    return report_actions.verify_report(acting_user=by or at.inspector, report=report)


def acknowledge(at, report, by=None):
    return report_actions.acknowledge_report(acting_user=by or at.approver, report=report)


def give_back(at, report, by=None):
    return report_actions.return_report(acting_user=by or at.strategy, report=report, reason="ตัวเลขไม่ตรงหลักฐาน")


def verify_several(at, report):
    """What came of the one; raised, where it was refused."""
    [outcome] = report_actions.verify_reports(acting_user=at.inspector, reports=[(report, report.version)])
    if outcome.refused is not None:
        raise outcome.refused
    return outcome.report


ACTIONS = {"check": check, "verify": verify, "acknowledge": acknowledge, "return": give_back}
ALLOWED = {
    "check": {Role.HOST_REVIEWER},
    "verify": {Role.INSPECTOR, Role.STRATEGY_OFFICE},
    "acknowledge": {Role.APPROVER},
}
BEFORE = {"check": "submitted", "verify": "checked", "acknowledge": "verified"}


def in_state(report, state):
    Report.objects.filter(pk=report.pk).update(state=state)
    report.refresh_from_db()
    return report


def checked(at, **what):
    return check(at, results.submitted(at, **what))


# --- the way ---


def test_a_report_goes_all_the_way():
    """Each step with who, in which role, from which state to which."""
    at = results.typed_key_result()
    report = acknowledge(at, verify(at, checked(at)))
    told = [(step.act, step.from_state, step.to_state, step.by, step.role) for step in report.steps.all()]
    assert told == [
        ("open", "", "draft", at.maker, Role.CONTRIBUTOR),
        ("submit", "draft", "submitted", at.maker, Role.CONTRIBUTOR),
        ("check", "submitted", "checked", at.reviewer, Role.HOST_REVIEWER),
        ("verify", "checked", "verified", at.inspector, Role.INSPECTOR),
        ("acknowledge", "verified", "acknowledged", at.approver, Role.APPROVER),
    ]
    assert report.state == ReportState.ACKNOWLEDGED


@pytest.mark.parametrize("act", ACTIONS)
@pytest.mark.parametrize("state", ReportState.values)
def test_every_act_in_every_state(act, state):
    """No state is skipped: as the one table says, and nothing else."""
    at = results.typed_key_result()
    report = in_state(results.submitted(at), state)
    following = REPORT_TRANSITIONS.get((state, act))
    if following is None:
        with pytest.raises(Refused, match="not possible"):
            ACTIONS[act](at, report)
        report.refresh_from_db()
        assert (report.state, Report.objects.count()) == (state, 1)
        return
    assert ACTIONS[act](at, report).state == following


@pytest.mark.parametrize("act", ALLOWED)
@pytest.mark.parametrize("role", list(Role))
def test_who_may_and_who_may_not(act, role):
    """One right for each act."""
    at = results.typed_key_result()
    report = in_state(results.submitted(at), BEFORE[act])
    person = people.user(role=role, agency=at.host)
    if role in ALLOWED[act]:
        assert ACTIONS[act](at, report, person).steps.last().by == person
        return
    with pytest.raises(Forbidden):
        ACTIONS[act](at, report, person)
    assert report.steps.filter(by=person).count() == 0


@pytest.mark.parametrize("act", ["check", "acknowledge"])
def test_another_agency_does_not_judge(act):
    """Reviewers and executives are those of the host."""
    at = results.typed_key_result()
    report = in_state(results.submitted(at), BEFORE[act])
    role = next(iter(ALLOWED[act]))
    with pytest.raises(Forbidden):
        ACTIONS[act](at, report, people.user(role=role, agency=people.agency()))


@pytest.mark.parametrize("act", ACTIONS)
def test_nothing_moves_in_a_closed_period(act):
    """Until somebody opens it again, with a reason."""
    at = results.typed_key_result()
    report = in_state(results.submitted(at), BEFORE.get(act, "submitted"))
    periods.close_period(acting_user=at.owner, period=report.period)
    with pytest.raises(Refused, match="closed"):
        ACTIONS[act](at, report)


# --- four eyes ---


@pytest.mark.parametrize("act", ALLOWED)
def test_nobody_judges_what_he_or_she_wrote(act):
    """Self-approval, by whoever opened, edited or sent it, whatever the roles held."""
    at = results.typed_key_result()
    report = results.written(at)
    reports.edit_report(acting_user=at.owner, report=report, narrative="เพิ่มเติม")
    reports.submit_report(acting_user=at.maker, report=report)
    in_state(report, BEFORE[act])
    for person in (at.maker, at.owner):
        for role in ALLOWED[act]:
            people.give(person, role, agency=at.host)
        with pytest.raises(OwnWork):
            ACTIONS[act](at, report, person)


def test_who_checked_does_not_verify():
    """The third pair of eyes is another one."""
    at = results.typed_key_result()
    report = checked(at)
    people.give(at.reviewer, Role.INSPECTOR)
    with pytest.raises(OwnWork):
        verify(at, report, at.reviewer)


@pytest.mark.parametrize("act", ALLOWED)
def test_deputies_are_the_same_eyes(act):
    """Neither a deputy of the writer, nor the one on whose behalf it was written."""
    at = results.typed_key_result()
    deputy = people.user(agency=at.host)
    people.deputy(at.owner, deputy)
    report = in_state(results.submitted(at, by=deputy), BEFORE[act])
    people.give(at.owner, next(iter(ALLOWED[act])), agency=at.host)
    with pytest.raises(OwnWork):
        ACTIONS[act](at, report, at.owner)
    judge = {"check": at.reviewer, "verify": at.inspector, "acknowledge": at.approver}[act]
    people.deputy(deputy, judge)
    with pytest.raises(OwnWork):
        ACTIONS[act](at, report, judge)


def test_a_deputy_verifies_on_behalf_and_both_are_recorded():
    """Unless he or she wrote or checked it."""
    at = results.typed_key_result()
    report = checked(at)
    deputy = people.user(agency=people.agency())
    people.deputy(at.inspector, deputy)
    step = verify(at, report, deputy).steps.last()
    assert (step.by, step.on_behalf_of, step.role) == (deputy, at.inspector, Role.INSPECTOR)


def test_a_deputy_of_the_inspector_who_checked_does_not_verify():
    """The reviewer standing in for the inspector is still the reviewer."""
    at = results.typed_key_result()
    report = checked(at)
    people.deputy(at.inspector, at.reviewer)
    with pytest.raises(OwnWork):
        verify(at, report, at.reviewer)


def test_the_writer_of_an_earlier_edition_wrote_the_next_one_too():
    """Its text came over with the new edition."""
    at = results.typed_key_result()
    report = in_state(results.submitted(at), "verified")
    edition = reports.correct_report(acting_user=at.owner, report=report, reason="แก้ตัวเลข")
    reports.submit_report(acting_user=at.owner, report=edition)
    people.give(at.maker, Role.HOST_REVIEWER, agency=at.host)
    with pytest.raises(OwnWork):
        check(at, edition, at.maker)


def test_whoever_wrote_at_a_report_does_not_judge_its_evidence():
    """Not only who opened it: who edited or sent it, too."""
    at = results.typed_key_result()
    report = results.submitted(at, by=at.maker)
    item = evidence.add_file(
        report.subject, [b"%PDF-1.4 proof"], file_name="proof.pdf", title="หลักฐาน", acting_user=at.inspector
    )
    reports.withdraw_report(acting_user=at.owner, report=report, reason="แก้ตัวเลข")
    for person in (at.maker, at.owner):
        people.give(person, Role.HOST_REVIEWER, agency=at.host)
        with pytest.raises(OwnWork):
            evidence.mark(item, "verified", acting_user=person)
    assert evidence.mark(item, "verified", acting_user=at.reviewer).by == at.reviewer


# --- the inspector's tick ---


def test_where_the_sheet_ticks_the_inspector_only_an_inspector_verifies():
    """The evaluation methods of the sheet decide which checks are required."""
    document = results.typed_document()
    document["evaluation_methods"][2]["ticked"] = True
    at = results.typed_key_result(document)
    report = checked(at)
    with pytest.raises(Forbidden, match="asks for an inspector"):
        verify(at, report, at.strategy)
    assert verify(at, report, at.inspector).state == ReportState.VERIFIED


def test_without_the_tick_the_strategy_office_may_verify():
    """As on the sheet of KR 7301."""
    at = results.key_result()
    assert verify(at, checked(at), at.strategy).state == ReportState.VERIFIED


# --- returning ---


def test_a_return_needs_a_reason_and_opens_only_what_was_returned():
    """For as long as this edition lives, also after it was sent and withdrawn again."""
    at = results.typed_key_result()
    report = results.submitted(at, values={"result": "3"})
    with pytest.raises(Refused, match="reason"):
        report_actions.return_report(acting_user=at.reviewer, report=report, reason="  ")
    with pytest.raises(Refused, match="no field"):
        report_actions.return_report(acting_user=at.reviewer, report=report, reason="x", opens=["state"])
    report_actions.return_report(
        acting_user=at.reviewer, report=report, reason="นับซ้ำ", opens=["values.result", "problems"]
    )
    with pytest.raises(Refused) as refused:
        reports.edit_report(acting_user=at.maker, report=report, narrative="เปลี่ยน")
    assert refused.value.path == "narrative"
    reports.edit_report(
        acting_user=at.maker, report=report, problems="ฝนตก", values={"result": "2"}, narrative=report.narrative
    )
    reports.submit_report(acting_user=at.maker, report=report)
    reports.withdraw_report(acting_user=at.maker, report=report, reason="ลองเปิดทั้งหมด")
    with pytest.raises(Refused, match="not returned"):
        reports.edit_report(acting_user=at.maker, report=report, suggestions="เปลี่ยน")
    assert report.values.get().value == Decimal(2)


def test_a_return_without_names_opens_everything():
    """The reviewer may say nothing more than why."""
    at = results.typed_key_result()
    report = give_back(at, results.submitted(at))
    reports.edit_report(acting_user=at.maker, report=report, narrative="เปลี่ยน", problems="ก", suggestions="ข")
    assert report.state == ReportState.RETURNED


@pytest.mark.parametrize("state", ["verified", "acknowledged"])
def test_returning_an_accepted_report_opens_its_next_edition(state):
    """What was accepted stays, and counts until the next edition is accepted."""
    at = results.typed_key_result()
    report = in_state(results.submitted(at, values={"result": "3"}), state)
    edition = report_actions.return_report(
        acting_user=at.approver, report=report, reason="ขอให้ตรวจอีกครั้ง", opens=["values.result"]
    )
    report.refresh_from_db()
    assert (report.state, edition.edition, edition.state, edition.corrects) == (state, 2, "returned", report)
    reports.edit_report(acting_user=at.maker, report=edition, values={"result": "4"})
    assert (report.values.get().value, edition.values.get().value) == (Decimal(3), Decimal(4))
    with pytest.raises(Refused, match="edition 2"):
        report_actions.return_report(acting_user=at.approver, report=report, reason="อีกครั้ง")


@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("submitted", {"reviewer", "inspector", "strategy"}),
        ("checked", {"reviewer", "inspector", "strategy"}),
        ("verified", {"approver", "inspector", "strategy"}),
        ("acknowledged", {"approver", "inspector", "strategy"}),
    ],
)
def test_who_may_return(state, who):
    """Whoever judges a report at its state."""
    for name in ("owner", "maker", "reviewer", "approver", "inspector", "strategy"):
        at = results.typed_key_result()
        report = in_state(results.submitted(at), state)
        if name in who:
            assert give_back(at, report, getattr(at, name)).state == ReportState.RETURNED
        else:
            with pytest.raises(Forbidden):
                give_back(at, report, getattr(at, name))


# --- all at once ---


def test_approving_several_is_approving_each():
    """A recorded approver for each, no state accepted that one alone would refuse, and the approver is the approver."""
    at = results.typed_key_result()
    quarters = list(at.key_result.periods.order_by("ends_on"))
    good = checked(at, period=quarters[0])
    not_checked = results.submitted(at, period=quarters[1])
    people.give(at.maker, Role.INSPECTOR)
    own = checked(at, period=quarters[2])
    outcomes = report_actions.verify_reports(acting_user=at.maker, reports=[(own, own.version)])
    assert [type(row.refused) for row in outcomes] == [OwnWork]
    outcomes = report_actions.verify_reports(
        acting_user=at.inspector, reports=[(row, row.version) for row in (good, not_checked, own)]
    )
    assert [row.refused is None for row in outcomes] == [True, False, True]
    states = [Report.objects.get(pk=row.pk).state for row in (good, not_checked, own)]
    assert states == ["verified", "submitted", "verified"]
    approvers = ReportStep.objects.filter(act="verify").values_list("by", flat=True)
    assert set(approvers) == {at.inspector.pk}
    with pytest.raises(Forbidden):
        report_actions.verify_report(acting_user=at.approver, report=not_checked)


# --- at the same time ---


def test_two_people_accepting_one_after_the_other():
    """The second, who looked at the report before, gets a sentence; the first stays the one who accepted."""
    at = results.typed_key_result()
    report = checked(at)
    seen = Report.objects.get(pk=report.pk)
    verify(at, report, at.inspector)
    with pytest.raises(Refused, match="not possible while it is “verified”"):
        verify(at, seen, at.strategy)
    assert [step.by for step in report.steps.filter(act="verify")] == [at.inspector]


def test_a_report_that_changed_since_it_was_read_is_not_accepted():
    """Returned, mended, sent and checked again in the meantime: it is another text now."""
    at = results.typed_key_result()
    report = checked(at)
    seen = Report.objects.get(pk=report.pk)
    give_back(at, report)
    reports.edit_report(acting_user=at.maker, report=report, narrative="ข้อความใหม่")
    reports.submit_report(acting_user=at.maker, report=report)
    check(at, report)
    with pytest.raises(Stale) as stale:
        verify(at, seen)
    assert stale.value.current.narrative == "ข้อความใหม่"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_people_accepting_at_the_same_moment(at_once):
    """One wins, the other gets a sentence."""
    at = results.typed_key_result()
    report = checked(at)
    came = at_once(
        *(
            lambda person=person: verify(at, Report.objects.select_related("key_result").get(pk=report.pk), person)
            for person in (at.inspector, at.strategy)
        )
    )
    assert sorted(isinstance(one, Refused) for one in came) == [False, True]
    assert report.steps.filter(act="verify").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["submit", "withdraw", "check", "verify", "verify several", "return"])
def test_nothing_moves_after_its_period_was_closed(at_once, monkeypatch, act):
    """Who acts while the closing stands in the audit chain and is not committed: waits, and is refused."""
    at = results.typed_key_result()
    of = {"submit": results.written, "withdraw": results.submitted, "check": results.submitted}.get(act, checked)(at)
    report = Report.objects.select_related("key_result", "period").get(pk=of.pk)
    acts = {
        "submit": lambda: reports.submit_report(acting_user=at.maker, report=report, explanation="ตรวจสอบแล้ว"),
        "withdraw": lambda: reports.withdraw_report(acting_user=at.maker, report=report, reason="ตัวเลขผิด"),
        "check": lambda: check(at, report),
        "verify": lambda: verify(at, report),
        "verify several": lambda: verify_several(at, report),
        "return": lambda: give_back(at, report),
    }
    told = threading.Event()

    def record_and_linger(*names, **named):
        entry = record(*names, **named)
        told.set()
        time.sleep(0.5)
        return entry

    def act_then():
        told.wait(10)
        return acts[act]()

    monkeypatch.setattr(periods, "record", record_and_linger)
    closed, came = at_once(lambda: periods.close_period(acting_user=at.owner, period=report.period), act_then)
    assert closed.closed
    assert isinstance(came, Refused)
    assert "this period is closed" in str(came)


# --- what it costs ---


@pytest.mark.parametrize("offices", [1, 40])
@pytest.mark.parametrize("everywhere", [True, False])
def test_accepting_a_report_takes_at_most_ten_queries(offices, everywhere):
    """Whatever the number of agencies and reports; statements of the transaction itself are not counted."""
    at = results.team()
    khets = [people.khet() for _ in range(offices)]
    lines = [results.line(at.host, "host", "10"), *(results.line(khet) for khet in khets)]
    results.typed_key_result(results.typed_document(agencies=lines), at)
    for khet in khets[: offices // 2]:
        results.submitted(at, agency=khet, by=people.user(role=Role.OWNER, agency=khet))
    report = checked(at, values={"result": "3"})
    inspector = people.user(role=Role.INSPECTOR, agency=at.host, everywhere=everywhere)
    report = Report.objects.select_related("key_result").get(pk=report.pk)
    with CaptureQueriesContext(connection) as queries:
        verify(at, report, inspector)
    asked = [row["sql"] for row in queries if not row["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(asked) <= 10, asked
    assert Revision.objects.count() == 1
