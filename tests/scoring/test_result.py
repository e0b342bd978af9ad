"""The one function that scores: from rows to a score, its reasons and what stands beside it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from tests.factories import scoring as make

from samrit.core.contract import canonical
from samrit.scoring.result import score_key_result, score_key_results

pytestmark = pytest.mark.django_db

NOVEMBER = dt.date(2024, 11, 30)


def _said(result):
    value = result.facts.values.get("result")
    return result.score.state, result.score.level, None if value is None else canonical(value)


def test_the_year(clock):
    """Plan approved → 1; 3 districts and the plan → 1; 7 → 3; 10 and the report → 5; each as of its day."""
    at = make.office()
    make.plan(at, dt.date(2024, 11, 20))
    for month, places in ((1, at.districts[:3]), (5, at.districts[3:7]), (8, at.districts[7:])):
        day = make.moment(2025, month, 15)
        clock(day)
        for place in places:
            make.piece(at, place, day - dt.timedelta(days=10))
    clock(make.moment(2025, 9, 25))
    make.final_report(at)
    said = {
        day: _said(score_key_result(at.key_result, day))
        for day in (
            dt.date(2024, 11, 19),
            NOVEMBER,
            dt.date(2025, 2, 28),
            dt.date(2025, 6, 30),
            dt.date(2025, 9, 24),
            dt.date(2025, 9, 30),
            dt.date(2025, 12, 31),
        )
    }
    assert list(said.values()) == [
        ("below_first", None, "0"),
        ("scored", 1, "0"),
        ("scored", 1, "3"),
        ("scored", 3, "7"),
        ("scored", 4, "10"),
        ("scored", 5, "10"),
        ("scored", 5, "10"),
    ]


def test_a_report_acknowledged_after_the_year(clock):
    """The report of the year may be acknowledged in October; it counts from then on."""
    at = make.office(10)
    clock(make.moment(2025, 8, 1))
    for place in at.districts:
        make.piece(at, place, make.moment(2025, 7, 1))
    clock(make.moment(2025, 10, 9))
    make.final_report(at)
    assert [_said(score_key_result(at.key_result, day)) for day in (dt.date(2025, 10, 8), dt.date(2025, 10, 9))] == [
        ("scored", 4, "10"),
        ("scored", 5, "10"),
    ]


@pytest.mark.parametrize("fields", [{"problems": " "}, {"suggestions": ""}, {"period": 2}])
def test_a_report_that_lacks_something(fields, clock):
    """A report without problems or suggestions, or of an earlier quarter, is not the final report."""
    at = make.office(10)
    clock(make.moment(2025, 8, 1))
    for place in at.districts:
        make.piece(at, place, make.moment(2025, 7, 1))
    make.final_report(at, **fields)
    assert _said(score_key_result(at.key_result, dt.date(2025, 9, 30))) == ("scored", 4, "10")


def test_the_report_of_a_supporting_agency_is_not_the_final_one(clock):
    """The host reports the result; another agency's report does not."""
    from tests.factories import people

    at = make.office(10)
    clock(make.moment(2025, 8, 1))
    for place in at.districts:
        make.piece(at, place, make.moment(2025, 7, 1))
    at.agency = people.agency()
    make.final_report(at)
    assert _said(score_key_result(at.key_result, dt.date(2025, 9, 30))) == ("scored", 4, "10")


def test_three_districts_without_a_plan(clock):
    """Below the first level is no score, and no 0."""
    at = make.office()
    clock(make.moment(2025, 2, 1))
    for place in at.districts[:3]:
        make.piece(at, place, make.moment(2025, 1, 5))
    result = score_key_result(at.key_result, dt.date(2025, 2, 28))
    assert (_said(result), result.score.score) == (("below_first", None, "3"), None)


def test_before_the_year(clock):
    """Before October nothing is counted: the result is missing, which is not 0; an approved plan is already there."""
    at = make.office()
    clock(make.moment(2024, 9, 20))
    make.plan(at, dt.date(2024, 9, 15))
    result = score_key_result(at.key_result, dt.date(2024, 9, 20))
    assert (result.counts, _said(result), result.missing) == (None, ("no_data", None, None), ("result",))
    assert "the fiscal year has not begun" in [note.en for note in result.notes]


def test_without_a_signed_definition():
    """No sheet, no score, and a note that says so."""
    at = make.office()
    at.key_result.revisions.all().delete()
    result = score_key_result(at.key_result, NOVEMBER)
    assert (_said(result), result.compliance, [note.en for note in result.notes]) == (
        ("no_data", None, "0"),
        (),
        ["no definition has been signed yet"],
    )


def test_without_a_counting_rule(clock):
    """Where no rule comes with a key result the reported and accepted figure counts; 0 is data, none is missing."""
    from samrit.results.models import Report, ReportedValue, ReportStep

    at = make.office(code="9999")
    day = dt.date(2025, 2, 28)
    assert _said(score_key_result(at.key_result, day)) == ("no_data", None, None)
    clock(make.moment(2025, 1, 10))
    make.plan(at, dt.date(2024, 11, 20))
    report = Report.objects.create(
        key_result=at.key_result, agency=at.agency, period=at.periods[0], entered_by=at.owner
    )
    ReportedValue.objects.create(report=report, name="result", value=0)
    assert _said(score_key_result(at.key_result, day)) == ("no_data", None, None)
    ReportStep.objects.create(
        report=report, act="verify", from_state="checked", to_state="verified", by=at.inspector, role="inspector"
    )
    assert _said(score_key_result(at.key_result, day)) == ("scored", 1, "0")
    assert _said(score_key_result(at.key_result, dt.date(2025, 1, 9))) == ("no_data", None, None)


def test_a_returned_work_counts_no_longer(clock):
    """The last check stands, as it was known on the day."""
    at = make.office()
    clock(make.moment(2025, 2, 1))
    work = make.piece(at, at.districts[0], make.moment(2025, 1, 5))
    clock(make.moment(2025, 3, 1))
    make.check(at, work, (), "returned")
    days = (dt.date(2025, 2, 15), dt.date(2025, 3, 15))
    assert [_said(score_key_result(at.key_result, day))[2] for day in days] == ["1", "0"]


def test_a_reopened_work_waits_for_its_next_check(clock):
    """Opening a verified work ends its check; a later one counts again."""
    from samrit.publicity.models import Step

    at = make.office()
    clock(make.moment(2025, 2, 1))
    work = make.piece(at, at.districts[0], make.moment(2025, 1, 5))
    clock(make.moment(2025, 3, 1))
    Step.objects.create(key_result=at.key_result, subject=work.subject, act="reopen", by=at.maker, role="contributor")
    clock(make.moment(2025, 4, 1))
    make.check(at, work, ())
    days = (dt.date(2025, 2, 15), dt.date(2025, 3, 15), dt.date(2025, 4, 15))
    assert [_said(score_key_result(at.key_result, day))[2] for day in days] == ["1", "0", "1"]


def test_verified_by_its_own_maker_counts_nothing(clock):
    """Whatever way such a check came in, the count refuses it."""
    from samrit.verification.models import WorkCheck

    at = make.office()
    clock(make.moment(2025, 2, 1))
    work = make.piece(at, at.districts[0], make.moment(2025, 1, 5), verified=False)
    WorkCheck.objects.create(work=work, outcome="verified", by=at.maker, role="contributor")
    assert _said(score_key_result(at.key_result, dt.date(2025, 2, 28)))[2] == "0"


def test_a_story_is_public_through_the_pieces_that_carry_it(clock):
    """A story without a publication of its own counts where its piece was published."""
    at = make.office()
    clock(make.moment(2025, 2, 1))
    carrying = make.piece(at, at.districts[0], make.moment(2025, 1, 5))
    told = make.piece(at, at.districts[0], make.moment(2025, 1, 4), kind="story")
    told.publications.all().delete()
    assert _strict(at, "story") == 0
    told.story.pieces.add(carrying)
    assert _strict(at, "story") == 1


def _strict(at, kind):
    result = score_key_result(at.key_result, dt.date(2025, 2, 28))
    return next(row.strict for row in result.compliance if row.kind == kind)


def test_beside_the_score(clock):
    """The duties stand beside the score: three ways of counting, what is short, and 5 does not hide it."""
    at = make.office()
    make.plan(at, dt.date(2024, 11, 20))
    clock(make.moment(2025, 8, 1))
    for place in at.districts:
        make.piece(at, place, make.moment(2025, 7, 1))
    make.activity(at, at.districts[0], make.moment(2025, 7, 2))
    clock(make.moment(2025, 9, 25))
    make.final_report(at)
    make.awareness(at, "0.84", "0.81", "0.87")
    result = score_key_result(at.key_result, dt.date(2025, 9, 30))
    assert _said(result) == ("scored", 5, "10")
    rows = [
        (row.kind, row.required, row.strict, row.middle, row.loose, row.met, row.short) for row in result.compliance
    ]
    assert rows == [
        ("plan", None, 1, None, None, True, None),
        ("media", 20, 10, 10, 10, False, 10),
        ("story", 10, 0, 0, 0, False, 10),
        ("activity", 6, 1, 1, 1, False, 5),
        ("website", None, 0, None, None, None, None),
        ("network", None, 0, None, None, None, None),
        ("awareness", 80, 84, None, None, True, 0),
        ("report", None, 1, None, None, True, None),
    ]
    assert [row.kind for row in result.unmet] == ["media", "story", "activity"]
    assert "minimum_unmet" in result.score.flags
    assert len(next(row.evidence for row in result.compliance if row.kind == "media")) == 10


@pytest.mark.parametrize(
    ("share", "low", "high", "met"),
    [
        ("0.84", "0.81", "0.87", True),
        ("0.76", "0.73", "0.79", False),
        ("0.82", "0.79", "0.85", None),
        ("0.84", None, None, None),
    ],
)
def test_awareness(share, low, high, met):
    """Met only where the whole interval is above the minimum; without an interval it is not known."""
    at = make.office()
    make.awareness(at, share, low, high)
    result = score_key_result(at.key_result, dt.date.today())  # noqa: DTZ011 -- any day after entering will do
    row = next(row for row in result.compliance if row.kind == "awareness")
    assert (row.strict, row.met) == (Decimal(share) * 100, met)


def test_awareness_in_another_reading_is_not_held_against_the_minimum():
    """Which reading was measured is said; nothing is guessed from it."""
    at = make.office()
    make.awareness(at, "0.95", "0.93", "0.97", reading="any")
    result = score_key_result(at.key_result, dt.date.today())  # noqa: DTZ011 -- as above
    row = next(row for row in result.compliance if row.kind == "awareness")
    assert (row.strict, row.met, row.note.en) == (
        None,
        None,
        "measured is people who know at least one district (95 %), wanted is every district's own share",
    )


def test_what_was_assumed():
    """The rule of counting stands among the assumptions, beside what the sheet leaves open."""
    at = make.office()
    result = score_key_result(at.key_result, NOVEMBER)
    assert [(row.rule, row.choice) for row in result.assumptions] == [
        ("between", "step"),
        ("below_first", "none"),
        ("cumulative", "false"),
        ("counting", "kr-7301-2568 v1"),
    ]
    assert all(row.why.th and row.why.en for row in result.assumptions)


def test_the_revision_in_force(clock):
    """A score names the revision that was in effect on its day."""
    from samrit.results.models import Revision

    at = make.office()
    clock(make.moment(2025, 4, 1))
    Revision.objects.filter(key_result=at.key_result).update(state="replaced")
    Revision.objects.create(
        key_result=at.key_result,
        number=2,
        state="signed",
        definition=make.sheet(),
        created_by=at.owner,
        signed_by=at.approver,
        signed_at=make.moment(2025, 4, 1),
        effective_from=dt.date(2025, 4, 1),
    )
    days = (dt.date(2024, 9, 1), NOVEMBER, dt.date(2025, 3, 31), dt.date(2025, 4, 1))
    assert [score_key_result(at.key_result, day).revision.number for day in days] == [1, 1, 1, 2]


@pytest.mark.parametrize("size", [1, 20])
def test_the_number_of_queries(size, clock, django_assert_max_num_queries):
    """At most 25, with 10 districts and 20 works or 200."""
    at = make.office()
    make.plan(at, dt.date(2024, 11, 20))
    clock(make.moment(2025, 2, 1))
    for _ in range(size):
        for place in at.districts[:-1]:
            make.piece(at, place, make.moment(2025, 1, 5))
        make.activity(at, at.districts[-1], make.moment(2025, 1, 6))
    with django_assert_max_num_queries(25):
        result = score_key_result(at.key_result, dt.date(2025, 2, 28))
    assert (_said(result), result.compliance[1].strict) == (("scored", 4, "9"), 9 * size)


def test_many_at_once_cost_no_more(clock, django_assert_max_num_queries):
    """The list of all key results takes as many queries as one, and says the same of each."""
    first, second, third = make.office(), make.office(code="9998"), make.office(fiscal_year=2569)
    clock(make.moment(2025, 2, 1))
    for at in (first, second, third):
        make.plan(at, dt.date(2024, 11, 20))
        make.piece(at, at.districts[0], make.moment(2025, 1, 5))
    rows = [at.key_result for at in (first, second, third)]
    day = dt.date(2025, 2, 28)
    alone = [_said(score_key_result(row, day)) for row in rows]
    with django_assert_max_num_queries(25):
        together = score_key_results(rows, day)
    assert [_said(together[row.pk]) for row in rows] == alone
    assert alone[0] == ("scored", 1, "1")
