"""The estimate of the year's end: a range in the result's own unit, and never a score."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from decimal import Decimal

import pytest
from tests.factories import scoring as make

from samrit.results.models import Report, ReportedValue, ReportStep
from samrit.scoring.forecast import Forecast, Pace, forecast, pace_of
from samrit.scoring.result import score_key_result

pytestmark = pytest.mark.django_db

JUNE = dt.date(2025, 6, 30)


def _range(found: Forecast | None):
    return None if found is None else (found.low, found.expected, found.high)


def test_both_paces(in_june):
    """Seven of the nine that the plan wanted: 7.8 of 10 at the plan's pace, 9.4 at the calendar's."""
    found = forecast(in_june.key_result, JUNE)
    assert _range(found) == (7, Decimal("7.8"), 10)
    assert [line.en for line in found.basis] == [
        "the plan wanted 9 of 10 by now, 7 are done",
        "74.8 % of the year is over",
    ]
    assert found.words.en == "At this pace 7–10 ย่าน by 30 September 2025 (target 10). An estimate, not a score."
    assert "ไม่ใช่คะแนน" in found.words.th


@pytest.mark.parametrize(("chosen", "most"), [(4, 4), (0, 10)])
def test_no_more_districts_than_there_can_be(chosen, most, clock):
    """Where the result is reported, not counted: at most the chosen districts; before they are, the target."""
    at = make.office(chosen, fiscal_year=2570)
    clock(make.moment(2026, 12, 1))
    told = {"key_result": at.key_result, "agency": at.agency, "period": at.periods[0], "entered_by": at.owner}
    report = Report.objects.create(**told)
    ReportedValue.objects.create(report=report, name="result", value=Decimal(3))
    step = {"act": "verify", "from_state": "checked", "to_state": "verified", "role": "inspector"}
    ReportStep.objects.create(report=report, by=at.inspector, **step)
    make.dated(report, state="verified")
    found = forecast(at.key_result, dt.date(2026, 12, 31))
    assert (found.low, found.high) == (most, most)


def test_it_is_no_score():
    """An estimate has no field that could be taken for one."""
    assert not {"score", "level", "percent"} & {row.name for row in fields(Forecast)}


def test_the_pace(in_june):
    """What is due is the plan's; two are missing."""
    pace = pace_of(score_key_result(in_june.key_result, JUNE))
    assert (pace.have, pace.due, pace.behind, pace.planned_in_all) == (7, 9, 2, 10)


def test_without_a_plan(clock):
    """Then the elapsed part of the target is due."""
    pace = Pace(Decimal(3), Decimal(10), Decimal("0.5"), None, None)
    assert (pace.due, pace.behind) == (5, 2)
    at = make.office()
    clock(make.moment(2025, 4, 1))
    for place in at.districts[:3]:
        make.piece(at, place, make.moment(2025, 3, 1))
    assert _range(forecast(at.key_result, dt.date(2025, 4, 1))) == (5, Decimal("6.0"), 6)


def test_november():
    """The plan wants nothing yet: anything up to the plan is open, and the plan is what to expect."""
    at = make.office()
    make.plan(at, dt.date(2024, 11, 20), [("piece", place, dt.date(2025, 1, 15)) for place in at.districts])
    assert _range(forecast(at.key_result, dt.date(2024, 11, 30))) == (0, Decimal("10.0"), 10)


def test_too_early():
    """In the first month, without a plan, nothing is said; 0 done is no forecast of 0."""
    at = make.office()
    assert forecast(at.key_result, dt.date(2024, 10, 15)) is None


@pytest.mark.parametrize("day", [dt.date(2024, 9, 30), dt.date(2025, 10, 1)])
def test_outside_the_year(day, in_june):
    """Before and after the year there is nothing to estimate."""
    assert forecast(in_june.key_result, day) is None


def test_never_less_than_there_is(in_june, clock):
    """A plan that wants less than is done does not draw the estimate down; nor is it above the number of districts."""
    clock(make.moment(2025, 7, 20))
    for place in in_june.districts[7:]:
        make.piece(in_june, place, make.moment(2025, 7, 1))
    assert _range(forecast(in_june.key_result, dt.date(2025, 7, 31))) == (10, Decimal("10.0"), 10)


def test_only_counts_are_drawn_on():
    """A share is not extrapolated."""
    at = make.office(code="9999", definition={**make.sheet(), "method": {"text": "ร้อยละ", "kind": "ratio"}})
    assert forecast(at.key_result, JUNE) is None
