"""The owner's side of a report: every right, every transition, every figure that cannot be."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from tests.factories import people, results

from samrit.core.contract import Refused
from samrit.people.enums import Role
from samrit.people.rights import Forbidden
from samrit.platform.locking import Stale
from samrit.platform.models import AuditEntry
from samrit.results.actions import periods, reports
from samrit.results.enums import REPORT_TRANSITIONS, ReportState
from samrit.results.models import Period, Report, ReportedValue, ReportStep

pytestmark = pytest.mark.django_db


def figures(report):
    return {row.name: (row.value, row.numerator, row.denominator) for row in report.values.all()}


def in_state(report, state):
    """The same report, put into a state without asking anybody: for tests of what a state forbids."""
    Report.objects.filter(pk=report.pk).update(state=state)
    report.refresh_from_db()
    return report


# --- opening ---


def test_a_report_is_opened_as_a_draft_with_its_first_step():
    """Who, in which role."""
    at = results.typed_key_result()
    report = results.draft(at)
    step = report.steps.get()
    assert (report.state, report.edition, report.entered_by) == ("draft", 1, at.maker)
    assert (step.act, step.from_state, step.to_state, step.by, step.role) == (
        "open",
        "",
        "draft",
        at.maker,
        Role.CONTRIBUTOR,
    )


@pytest.mark.parametrize("role", list(Role))
def test_who_may_open_a_report(role):
    """Owners and contributors of the agency."""
    at = results.typed_key_result()
    person = people.user(role=role, agency=at.host)
    if role in {Role.OWNER, Role.CONTRIBUTOR}:
        assert results.draft(at, by=person).entered_by == person
        return
    with pytest.raises(Forbidden):
        results.draft(at, by=person)


def test_nobody_reports_for_another_agency():
    """Acting outside one's agency is refused, and so is an agency without a part in the key result."""
    at = results.typed_key_result()
    other = people.agency()
    with pytest.raises(Forbidden):
        results.draft(at, by=people.user(role=Role.OWNER, agency=other))
    with pytest.raises(Refused) as refused:
        results.draft(at, agency=other, by=people.user(role=Role.OWNER, agency=other))
    assert refused.value.path == "agency"


def test_a_period_has_one_report():
    """The second is told to open the first."""
    at = results.typed_key_result()
    results.draft(at)
    with pytest.raises(Refused, match="already"):
        results.draft(at)
    assert Report.objects.count() == 1


def test_closed_future_and_foreign_periods_are_refused():
    """Each with its own sentence."""
    at, other = results.typed_key_result(), results.typed_key_result()
    with pytest.raises(Refused, match="not one of the key result"):
        results.draft(at, period=other.first_period)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    later = tomorrow + dt.timedelta(days=90)
    ahead = {"starts_on": tomorrow, "ends_on": later, "due_on": later}
    Period.objects.filter(key_result=at.key_result, code="Q4").update(**ahead)
    with pytest.raises(Refused, match="has not begun"):
        results.draft(at, period=at.key_result.periods.get(code="Q4"))
    periods.close_period(acting_user=at.owner, period=at.first_period)
    with pytest.raises(Refused, match="closed"):
        results.draft(at)


def test_nothing_is_reported_before_the_definition_is_signed():
    """There are no periods, and even with one the report is refused."""
    at = results.team()
    revision = results.read_revision(at)
    period = Period.objects.create(
        key_result=revision.key_result,
        code="Q1",
        starts_on=dt.date(2024, 10, 1),
        ends_on=dt.date(2024, 12, 31),
        due_on=dt.date(2025, 1, 10),
    )
    with pytest.raises(Refused, match="not been signed"):
        reports.open_report(acting_user=at.owner, key_result=revision.key_result, agency=at.host, period=period)


# --- writing ---


def test_texts_figures_and_progress_are_written():
    """Thai digits are digits; progress has its own field."""
    at = results.typed_key_result()
    report = results.draft(at)
    edited = reports.edit_report(
        acting_user=at.maker, report=report, narrative=" ทำแล้ว ", progress="๔๐", values={"result": "๓"}
    )
    report.refresh_from_db()
    assert (report.narrative, report.progress, report.version) == ("ทำแล้ว", Decimal(40), 2)
    assert figures(report) == {"result": (Decimal(3), None, None)}
    assert edited.warnings == ()


def test_zero_is_kept_and_nothing_is_no_row():
    """0 is data; missing is not 0."""
    at = results.typed_key_result()
    report = results.draft(at)
    reports.edit_report(acting_user=at.maker, report=report, values={"result": "0"})
    assert figures(report) == {"result": (Decimal(0), None, None)}
    reports.edit_report(acting_user=at.maker, report=report, values={"result": ""})
    assert figures(report) == {}


def test_a_ratio_is_typed_as_its_parts():
    """Never as a bare percentage."""
    at = results.typed_key_result(results.typed_document(kind="ratio", unit="ร้อยละ", value="80"))
    report = results.draft(at)
    with pytest.raises(Refused, match="numerator and denominator"):
        reports.edit_report(acting_user=at.maker, report=report, values={"result": "80"})
    parts = {"numerator": "8", "denominator": "๑๐"}
    reports.edit_report(acting_user=at.maker, report=report, values={"result": parts})
    assert figures(report) == {"result": (None, Decimal(8), Decimal(10))}


@pytest.mark.parametrize(
    ("name", "typed", "path"),
    [
        ("result", "สามสิบกว่า", "values.result"),
        ("result", "-1", "values.result"),
        ("result", "2.5", "values.result"),
        ("result", "1" * 31, "values.result"),
        ("result", "0.00000000001", "values.result"),
        ("result", Decimal("NaN"), "values.result"),
        ("result", True, "values.result"),
        ("result", {"numerator": "1", "denominator": "2"}, "values.result"),
        ("result", {"value": "3", "unit": "ร้อยละ ๒"}, "values.result"),
        ("other", "3", "values.other"),
    ],
)
def test_figures_that_cannot_be_are_refused_and_nothing_is_saved(name, typed, path):
    """The path is the form's field; the report stays as it was, in the database and in hand."""
    at = results.typed_key_result()
    report = results.draft(at)
    with pytest.raises(Refused) as refused:
        reports.edit_report(acting_user=at.maker, report=report, narrative="ใหม่", values={name: typed})
    assert refused.value.path == path
    assert (report.version, report.narrative) == (1, "")
    report.refresh_from_db()
    assert (report.version, report.narrative, figures(report)) == (1, "", {})


@pytest.mark.parametrize("progress", ["101", "-1", "มาก"])
def test_progress_lies_between_0_and_100(progress):
    """It is a percentage of the work."""
    at = results.typed_key_result()
    report = results.draft(at)
    with pytest.raises(Refused) as refused:
        reports.edit_report(acting_user=at.maker, report=report, progress=progress)
    assert refused.value.path == "progress"


def test_what_is_counted_from_the_work_is_never_typed():
    """KR 7301 counts districts."""
    at = results.key_result()
    report = results.draft(at)
    with pytest.raises(Refused, match="counted from the work"):
        reports.edit_report(acting_user=at.maker, report=report, values={"result": "10"})


def test_doubtful_figures_come_back_as_warnings_and_must_be_explained():
    """The real fault of page 2100-1037, in the form itself."""
    at = results.typed_key_result(results.typed_document(unit="เล่ม", value="6"))
    report = results.draft(at)
    edited = reports.edit_report(acting_user=at.maker, report=report, values={"result": "70"}, **results.WRITTEN)
    assert [row.code for row in edited.warnings] == ["progress_in_figure"]
    with pytest.raises(Refused) as refused:
        reports.submit_report(acting_user=at.maker, report=report)
    assert refused.value.path == "explanation"
    reports.submit_report(acting_user=at.maker, report=report, explanation="จัดพิมพ์เพิ่ม ๖๔ เล่มจากงบกลาง")
    assert report.steps.last().reason == "จัดพิมพ์เพิ่ม ๖๔ เล่มจากงบกลาง"
    assert '"warnings":["progress_in_figure"]' in AuditEntry.objects.last().body


def test_figures_of_earlier_periods_are_looked_at():
    """All of it in the last quarter is flagged: 0 / 0 / 0 / 5 of page 2300-853."""
    at = results.typed_key_result(results.typed_document(kind="deliverable", unit="ระดับ", value="5"))
    *first, last = at.key_result.periods.order_by("ends_on")
    for period in first:
        results.submitted(at, period=period, values={"result": "0"})
    report = results.draft(at, period=last)
    edited = reports.edit_report(acting_user=at.maker, report=report, values={"result": "5"})
    assert [row.code for row in edited.warnings] == ["all_in_last_period"]


def test_two_people_editing_at_once_lose_nothing():
    """The second is shown what stands now."""
    at = results.typed_key_result()
    report = results.draft(at)
    other = Report.objects.get(pk=report.pk)
    reports.edit_report(acting_user=at.maker, report=report, narrative="ของคนแรก")
    with pytest.raises(Stale) as stale:
        reports.edit_report(acting_user=at.owner, report=other, narrative="ของคนที่สอง", values={"result": "9"})
    assert stale.value.current.narrative == "ของคนแรก"
    assert figures(report) == {}


def test_everybody_who_edits_is_written_down_once():
    """These people do not check or verify it later."""
    at = results.typed_key_result()
    report = results.draft(at)
    for text in ("ก", "ข"):
        reports.edit_report(acting_user=at.owner, report=report, narrative=text)
    reports.edit_report(acting_user=at.maker, report=report, narrative="ค")
    assert [(step.act, step.by) for step in report.steps.all()] == [("open", at.maker), ("edit", at.owner)]


def test_a_deputy_enters_on_behalf_and_both_are_recorded():
    """Entering for another is recorded as both."""
    at = results.typed_key_result()
    deputy = people.user(agency=people.agency())
    people.deputy(at.owner, deputy)
    report = results.draft(at, by=deputy)
    step = report.steps.get()
    assert (report.entered_by, report.on_behalf_of, step.by, step.on_behalf_of) == (deputy, at.owner, deputy, at.owner)


# --- sending ---


@pytest.mark.parametrize("field", ["narrative", "problems", "suggestions"])
def test_an_incomplete_report_is_not_sent(field):
    """Problems and suggestions are fields that the sheet asks for."""
    at = results.typed_key_result()
    report = results.draft(at)
    reports.edit_report(acting_user=at.maker, report=report, **{**results.WRITTEN, field: " "})
    with pytest.raises(Refused) as refused:
        reports.submit_report(acting_user=at.maker, report=report)
    assert refused.value.path == field


ACTIONS = {
    "edit": lambda at, report: reports.edit_report(acting_user=at.maker, report=report, narrative="ใหม่"),
    "submit": lambda at, report: reports.submit_report(acting_user=at.maker, report=report),
    "withdraw": lambda at, report: reports.withdraw_report(acting_user=at.maker, report=report, reason="ผิด"),
    "correct": lambda at, report: reports.correct_report(acting_user=at.maker, report=report, reason="ผิด"),
}


@pytest.mark.parametrize("act", ACTIONS)
@pytest.mark.parametrize("state", ReportState.values)
def test_every_act_in_every_state(act, state):
    """As the one table says, and nothing else."""
    at = results.typed_key_result()
    report = in_state(results.written(at), state)
    following = REPORT_TRANSITIONS.get((state, act))
    if following is None:
        with pytest.raises(Refused, match="not possible"):
            ACTIONS[act](at, report)
        report.refresh_from_db()
        assert report.state == state
        return
    ACTIONS[act](at, report)
    newest = Report.objects.order_by("-edition").first()
    assert (newest.state, newest.edition) == (following, 2 if act == "correct" else 1)


@pytest.mark.parametrize("act", ACTIONS)
def test_nothing_moves_in_a_closed_period(act):
    """Whatever the state."""
    at = results.typed_key_result()
    report = in_state(results.written(at), ReportState.VERIFIED if act == "correct" else ReportState.DRAFT)
    periods.close_period(acting_user=at.owner, period=report.period)
    with pytest.raises(Refused, match="closed"):
        ACTIONS[act](at, report)


@pytest.mark.parametrize("act", ACTIONS)
def test_only_the_owner_side_acts(act):
    """Reviewers, approvers and inspectors do not write what they judge."""
    at = results.typed_key_result()
    report = in_state(results.written(at), ReportState.VERIFIED if act == "correct" else ReportState.DRAFT)
    for person in (at.reviewer, at.approver, at.inspector, at.strategy):
        stranger = results.Team(**{**vars(at), "maker": person})
        with pytest.raises(Forbidden):
            ACTIONS[act](stranger, report)


def test_a_withdrawn_report_becomes_a_draft_by_editing_it():
    """And can be sent again."""
    at = results.typed_key_result()
    report = results.submitted(at)
    reports.withdraw_report(acting_user=at.maker, report=report, reason="ตัวเลขผิด")
    reports.edit_report(acting_user=at.maker, report=report, narrative="แก้แล้ว")
    reports.submit_report(acting_user=at.maker, report=report)
    assert [step.act for step in report.steps.all()] == ["open", "submit", "withdraw", "submit"]
    assert report.state == ReportState.SUBMITTED


# --- corrections and freezing ---


def test_a_correction_is_a_new_edition_beside_the_old():
    """The accepted one stays as it is."""
    at = results.typed_key_result()
    report = in_state(results.written(at, values={"result": "3"}), ReportState.VERIFIED)
    edition = reports.correct_report(acting_user=at.maker, report=report, reason="นับซ้ำหนึ่งแห่ง")
    reports.edit_report(acting_user=at.maker, report=edition, values={"result": "2"})
    assert (edition.edition, edition.corrects, edition.state, edition.narrative) == (
        2,
        report,
        ReportState.DRAFT,
        report.narrative,
    )
    assert (figures(report), figures(edition)) == (
        {"result": (Decimal(3), None, None)},
        {"result": (Decimal(2), None, None)},
    )
    with pytest.raises(Refused, match="edition 2"):
        reports.correct_report(acting_user=at.maker, report=report, reason="อีกครั้ง")


CHANGES = {
    "bulk update": lambda report: Report.objects.filter(pk=report.pk).update(narrative="เปลี่ยน"),
    "bulk state": lambda report: Report.objects.filter(pk=report.pk).update(state="draft"),
    "save": lambda report: report.save(),
    "delete": lambda report: Report.objects.filter(pk=report.pk)._raw_delete("default"),
    "new value": lambda report: ReportedValue.objects.create(report=report, name="other", value=1),
    "bulk value": lambda report: ReportedValue.objects.bulk_create([ReportedValue(report=report, name="x", value=1)]),
    "changed value": lambda report: ReportedValue.objects.filter(report=report).update(value=99),
    "no value": lambda report: ReportedValue.objects.filter(report=report).delete(),
}


@pytest.mark.parametrize("state", ["verified", "acknowledged"])
@pytest.mark.parametrize("change", CHANGES)
def test_no_path_changes_an_accepted_report(change, state):
    """Forms, bulk updates, admin and shell all end at the same triggers."""
    at = results.typed_key_result()
    report = in_state(results.written(at, values={"result": "3"}), state)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        CHANGES[change](report)
    report.refresh_from_db()
    assert (report.narrative, report.state, figures(report)) == (
        results.WRITTEN["narrative"],
        state,
        {"result": (Decimal(3), None, None)},
    )


def test_a_verified_report_may_be_acknowledged_and_nothing_more():
    """Only its state moves; on SQLite and PostgreSQL alike."""
    at = results.typed_key_result()
    report = in_state(results.written(at), "verified")
    assert Report.objects.filter(pk=report.pk).update(state="acknowledged", version=9) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(state="verified")


def test_steps_are_only_added():
    """The way of a report is evidence; the column that 0003 adds left its triggers standing."""
    at = results.typed_key_result()
    step = results.draft(at).steps.get()
    for change in (lambda: ReportStep.objects.update(reason="x"), step.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert connection.vendor in {"sqlite", "postgresql"}
