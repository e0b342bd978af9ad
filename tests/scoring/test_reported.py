"""Figures of accepted reports, as of any day: the arithmetic of the roll-up, and no second one."""

from __future__ import annotations

from decimal import Decimal

from samrit.results.enums import Across
from samrit.results.models import Measure, Period, Report, ReportedValue
from samrit.results.rollup import together
from samrit.scoring.reported import _rolled


def test_an_average_is_rounded_as_the_roll_up_rounds_it():
    """Halves go away from zero at the tenth place, here as there."""
    report = Report(period=Period(code="Q1"))
    values = [Decimal(0), Decimal("0.0000000001")]
    parts = [ReportedValue(report=report, name="result", value=value) for value in values]

    rolled = _rolled(Measure(name="result", across=Across.AVERAGE), parts)

    assert rolled.value == together(Across.AVERAGE, "", values) == Decimal("0.0000000001")
