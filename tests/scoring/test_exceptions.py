"""What executives see first, and what is never shown to them."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import people
from tests.factories import scoring as make

from samrit.people.enums import Role
from samrit.results.models import AgencyTarget, Report, ReportedValue, ReportStep, Revision
from samrit.scoring.exceptions import ExceptionKind, exceptions, key_results_of

pytestmark = pytest.mark.django_db

JUNE = dt.date(2025, 6, 30)
ASSUMED = "assumed: between the points, below the first level, a level needs all lower levels"


def _said(rows):
    return [(row.kind.value, row.key_result.key, row.agency, row.text.en, row.since) for row in rows]


def test_june(in_june):
    """Off target by the plan, two reports not begun, assumptions that nobody confirmed."""
    at = in_june
    AgencyTarget.objects.create(key_result=at.key_result, agency=at.agency, role="host")
    assert _said(exceptions(at.approver, JUNE)) == [
        ("off_target", "7301-2568", "", "7 of the 9 ย่าน that the plan wants by now", None),
        ("silent_owner", "7301-2568", str(at.agency), "nothing begun for Q1, Q2", dt.date(2025, 1, 10)),
        (
            "assumption_open",
            "7301-2568",
            "",
            ASSUMED,
            None,
        ),
    ]


def test_begun_is_overdue_and_sent_is_not(in_june):
    """A draft is overdue, not silent; what was sent is neither."""
    at = in_june
    AgencyTarget.objects.create(key_result=at.key_result, agency=at.agency, role="host")
    for number, state in ((0, "submitted"), (1, "draft")):
        Report.objects.create(
            key_result=at.key_result, agency=at.agency, period=at.periods[number], state=state, entered_by=at.owner
        )
    rows = [row for row in exceptions(at.approver, JUNE) if row.agency]
    assert _said(rows) == [("overdue", "7301-2568", str(at.agency), "not sent: Q2", dt.date(2025, 4, 10))]


def test_exceptions_say_rules_and_periods_in_words(in_june):
    """No name of a rule and no code of a period, in Thai or in English."""
    at = in_june
    AgencyTarget.objects.create(key_result=at.key_result, agency=at.agency, role="host")
    at.periods[1].code = "M03"
    at.periods[1].save()
    assert [(row.text.en, row.text.th) for row in exceptions(at.approver, JUNE)[1:]] == [
        ("nothing begun for Q1, March", "ยังไม่เริ่มรายงานผลของไตรมาสที่ ๑, เดือนมีนาคม"),
        (
            ASSUMED,
            "ใช้ค่าที่เอกสารไม่ได้ระบุ: คะแนนระหว่างจุด, ต่ำกว่าระดับแรก, ต้องผ่านทุกระดับที่ต่ำกว่า",
        ),
    ]


def test_confirmed_assumptions(in_june):
    """What a person has confirmed is open no more."""
    at = in_june
    rules = ("between", "below_first", "cumulative")
    Revision.objects.update(confirmed={f"rubric.{rule}": {"by": at.owner.pk} for rule in rules})
    assert [row.kind for row in exceptions(at.approver, JUNE)] == [ExceptionKind.OFF_TARGET]


def test_lost_ticks_and_no_signature(in_june):
    """Ticks that were lost and a definition that nobody signed are assumptions, too."""
    at = in_june
    lost = [{"label": "ผู้ตรวจราชการกำกับเชิงคุณภาพ", "ticked": None, "detail": None}]
    Revision.objects.update(definition={**make.sheet(), "evaluation_methods": lost})
    (row,) = [row for row in exceptions(at.approver, JUNE) if row.kind is ExceptionKind.ASSUMPTION_OPEN]
    assert row.text.en.endswith("not known: an inspector supervises the quality")
    Revision.objects.all().delete()
    assert _said(exceptions(at.approver, JUNE)) == [
        ("assumption_open", "7301-2568", "", "the definition has not been signed", None)
    ]


def test_a_share_below_its_target(clock):
    """A result that is no count is held against its target; 0 is a figure, nothing is none."""
    definition = {**make.sheet(), "method": {"text": "ร้อยละ", "kind": "ratio"}}
    at = make.office(code="9999", definition=definition)
    assert [row.kind for row in exceptions(at.approver, JUNE)] == [ExceptionKind.ASSUMPTION_OPEN]
    clock(make.moment(2025, 1, 10))
    report = Report.objects.create(
        key_result=at.key_result, agency=at.agency, period=at.periods[0], entered_by=at.owner
    )
    ReportedValue.objects.create(report=report, name="result", value=0)
    ReportStep.objects.create(
        report=report, act="verify", from_state="checked", to_state="verified", by=at.inspector, role="inspector"
    )
    assert _said(exceptions(at.approver, JUNE))[0] == (
        "off_target",
        "9999-2568",
        "",
        "0 ย่าน, the target is 10",
        None,
    )


def test_who_sees_which(in_june):
    """A person sees the key results of the own agency, as host or with a part in it; a stranger none."""
    at = in_june
    other = make.office(code="9998")
    stranger = people.user(role=Role.APPROVER, agency=people.agency())
    supporter = people.user(role=Role.APPROVER, agency=people.agency())
    everywhere = people.user(role=Role.STRATEGY_OFFICE, everywhere=True)
    AgencyTarget.objects.create(key_result=at.key_result, agency_id=supporter.roles.get().agency_id, role="supporting")
    seen = {
        name: [row.code for row in key_results_of(user, JUNE)]
        for name, user in (("host", at.approver), ("none", stranger), ("part", supporter), ("all", everywhere))
    }
    assert seen == {"host": ["7301"], "none": [], "part": ["7301"], "all": ["7301", "9998"]}
    assert other.key_result.code == "9998"
    assert exceptions(stranger, JUNE) == ()


def test_of_the_day_s_fiscal_year(in_june):
    """A day of another year shows that year's key results."""
    assert key_results_of(in_june.approver, dt.date(2025, 10, 1)) == []


@pytest.mark.usefixtures("in_june")
def test_the_number_of_queries(django_assert_max_num_queries):
    """More key results whose result is reported cost no more queries."""
    for number in range(5):
        make.office(code=f"999{number}")
    everywhere = people.user(role=Role.STRATEGY_OFFICE, everywhere=True)
    with django_assert_max_num_queries(25):
        rows = exceptions(everywhere, JUNE)
    assert {row.key_result.code for row in rows} == {"7301", *(f"999{number}" for number in range(5))}
