"""Defects seen in other systems that must never appear here: each is a test."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.factories import people, results

from samrit.people.models import Agency
from samrit.results.achievement import Achievement, achieved
from samrit.results.actions.periods import make_periods
from samrit.results.enums import Across, OverTime
from samrit.results.models import AgencyTarget, KeyResult, Measure, Report, ReportedValue, ReportStep
from samrit.results.rollup import Rolled, missing_parts, rollup, rollup_years

pytestmark = pytest.mark.django_db


def measured(number: int, **settings):
    """A key result with so many supporting offices whose parts alone make the whole."""
    at, khets = results.supported(number)
    Measure.objects.filter(key_result=at.key_result).update(**{"host_is_part": False, **settings})
    return at, khets


def first(at) -> Rolled:
    return rollup([at.key_result])[0]


def lacking(at, period: str = "Q1", **at_when) -> list[Agency]:
    """Whose part of a period's result is missing."""
    rows = missing_parts([at.key_result.pk], **at_when)
    return [row.agency for row in rows if (row.measure, row.period) == ("result", period)]


def told(row: Rolled):
    return (row.value, row.reported, row.expected)


def test_an_approved_zero_is_not_no_data():
    """0 is data; a period that nobody reported says so."""
    at, khets = measured(2)
    results.accepted(at, khets[0], value=0)
    assert [told(row) for row in rollup([at.key_result])] == [
        (Decimal(0), 1, 2),
        (None, 0, 2),
        (None, 0, 2),
        (None, 0, 2),
    ]
    assert first(at).missing == 1


@pytest.mark.parametrize(
    ("across", "figures", "whole"),
    [
        (Across.SUM, (80, 60), Decimal(140)),
        (Across.AVERAGE, (80, 60), Decimal(70)),
        (Across.MAXIMUM, (8, 6), Decimal(8)),
        (Across.MINIMUM, (8, 6), Decimal(6)),
        (Across.NONE, (8, 6), None),
        (Across.NONE, (8,), Decimal(8)),
        (Across.AVERAGE, (1, 0, 0), Decimal("0.3333333333")),
        (Across.AVERAGE, (1, 1, 0), Decimal("0.6666666667")),
        (Across.SUM, ("0.1", "0.2"), Decimal("0.3")),
    ],
)
def test_parts_become_a_whole_as_the_measure_declares(across, figures, whole):
    """The parent average of 80 and 60 is 70, not 140; the maximum of 8 and 6 is 8, not 14."""
    at, khets = measured(len(figures), across=across)
    for khet, figure in zip(khets, figures, strict=True):
        results.accepted(at, khet, value=Decimal(figure))
    assert told(first(at)) == (whole, len(figures), len(figures))


def test_a_ratio_keeps_numerator_and_denominator():
    """The parent of 8/10 and 8/10 is 16/20; that of 1/2 and 99/100 is 100/102, not the mean of two percentages."""
    at, khets = measured(2, across=Across.RATIO, kind="ratio", unit="ร้อยละ")
    for khet in khets:
        results.accepted(at, khet, numerator=8, denominator=10)
    row = first(at)
    assert (row.numerator, row.denominator, row.value) == (Decimal(16), Decimal(20), Decimal(80))
    second = at.key_result.periods.get(code="Q2")
    results.accepted(at, khets[0], second, numerator=1, denominator=2)
    results.accepted(at, khets[1], second, numerator=99, denominator=100)
    row = rollup([at.key_result])[1]
    assert (row.numerator, row.denominator, row.value) == (Decimal(100), Decimal(102), Decimal("98.0392156863"))


def test_a_part_without_a_figure_does_not_double_or_hide_anything():
    """A report without the figure counts as missing; steps, values and targets do not multiply each other."""
    at, khets = measured(3)
    results.accepted(at, khets[0], value=5)
    results.accepted(at, khets[1])
    report = results.accepted(at, khets[2], value=7, name="other")
    assert report.values.count() == 1
    assert told(first(at)) == (Decimal(5), 1, 3)
    assert lacking(at) == [khets[1], khets[2]]
    assert lacking(at, "Q2") == khets


def test_the_hosts_own_total_is_not_added_to_its_parts():
    """Where the parts make the whole, what the host states stands beside it with its difference."""
    at, khets = measured(2)
    results.accepted(at, khets[0], value=4)
    results.accepted(at, khets[1], value=5)
    results.accepted(at, at.host, value=10)
    row = first(at)
    assert (row.value, row.stated, row.difference, row.reported, row.expected) == (
        Decimal(9),
        Decimal(10),
        Decimal(-1),
        2,
        2,
    )


def test_a_host_that_is_a_part_is_added():
    """Where host and supporters add up to the target together."""
    at, khets = measured(1, host_is_part=True)
    results.accepted(at, khets[0], value=4)
    results.accepted(at, at.host, value=6)
    assert told(first(at)) == (Decimal(10), 2, 2)


@pytest.mark.parametrize("state", ["draft", "submitted", "checked", "returned", "withdrawn"])
def test_only_accepted_reports_count(state):
    """What nobody has verified is not in any figure."""
    at, khets = measured(1)
    results.accepted(at, khets[0], value=5, state=state)
    assert told(first(at)) == (None, 0, 1)


def test_the_newest_accepted_edition_counts_and_only_it():
    """A correction takes the place of the old figure when it is accepted, not before, and is not added to it."""
    at, khets = measured(1)
    results.accepted(at, khets[0], value=5)
    waiting = results.accepted(at, khets[0], value=3, edition=2, state="submitted")
    assert told(first(at)) == (Decimal(5), 1, 1)
    type(waiting).objects.filter(pk=waiting.pk).update(state="acknowledged")
    assert told(first(at)) == (Decimal(3), 1, 1)


def test_the_year_of_cumulative_and_of_single_periods():
    """Cumulative: the last that is known. Of single periods: all together, ratios by their sums."""
    at, khets = measured(1)
    for code, figure in (("Q1", 2), ("Q2", 5)):
        results.accepted(at, khets[0], at.key_result.periods.get(code=code), value=figure)
    key = at.key_result.pk
    assert [(row.period, row.value) for row in rollup_years([key])[key].values()] == [("FY", Decimal(5))]
    Measure.objects.filter(key_result=at.key_result).update(over_time=OverTime.PER_PERIOD)
    year = rollup_years([key])[key]["result"]
    assert (year.value, year.reported, year.expected) == (Decimal(7), 2, 4)


def test_key_results_do_not_touch_each_other():
    """Each with its own measures, periods and expected parts; one without the measure is left out."""
    one, khets = measured(2)
    other, others = measured(1, across=Across.MAXIMUM)
    results.accepted(one, khets[0], value=1)
    results.accepted(other, others[0], value=9)
    rows = rollup([one.key_result, other.key_result])
    assert [(row.key_result_id, told(row)) for row in rows if row.period == "Q1"] == [
        (one.key_result.pk, (Decimal(1), 1, 2)),
        (other.key_result.pk, (Decimal(9), 1, 1)),
    ]
    assert rollup([one.key_result], "nothing") == ()
    assert rollup([]) == ()


def test_what_was_accepted_by_a_moment():
    """Not yet, accepted, returned, accepted again in the same edition: each moment knows its own."""
    at, khets = measured(1)
    report = results.accepted(at, khets[0], value=5)
    states = ("submitted", "verified", "returned", "acknowledged")
    steps = [ReportStep.objects.create(report=report, to_state=state, by=at.maker, role="x") for state in states]
    found = [rollup([at.key_result], known_at=step.at)[0].value for step in steps]
    assert found == [None, Decimal(5), None, Decimal(5)]


@pytest.mark.parametrize("offices", [1, 30])
def test_one_query_whatever_the_size(offices, django_assert_num_queries):
    """Ten key results, four periods, fifty offices: one grouped query."""
    at, khets = measured(offices)
    for khet in khets:
        results.accepted(at, khet, value=1)
    with django_assert_num_queries(1):
        rows = rollup([at.key_result])
    assert told(rows[0]) == (Decimal(offices), offices, offices)


@pytest.mark.parametrize(
    ("value", "target", "operator", "expected"),
    [
        (80, 90, "<=", Achievement(met=True, share=Fraction(1))),
        (90, 90, "<", Achievement(met=False, share=Fraction(1))),
        (180, 90, "<=", Achievement(met=False, share=Fraction(1, 2))),
        (0, 5, "<=", Achievement(met=True, share=Fraction(1))),
        (5, 5, "==", Achievement(met=True, share=Fraction(1))),
        (4, 5, "==", Achievement(met=False, share=Fraction(4, 5))),
        (6, 5, "==", Achievement(met=False, share=Fraction(4, 5))),
        (0, 5, ">=", Achievement(met=False, share=Fraction(0))),
        (6, 5, ">=", Achievement(met=True, share=Fraction(6, 5))),
        (0, 0, ">=", Achievement(met=True, share=Fraction(1))),
        (0, 0, "==", Achievement(met=True, share=Fraction(1))),
    ],
)
def test_direction_counts(value, target, operator, expected):
    """A decreasing measure that beat its target is met in full; one kept at its target is not stuck at half."""
    assert achieved(Decimal(value), Decimal(target), operator) == expected


def test_no_figure_is_no_achievement():
    """Not 0."""
    assert achieved(None, Decimal(5)) is None
    assert achieved(Decimal(5), None) is None


def test_who_is_missing_is_named():
    """A rolled-up figure says whose part it lacks."""
    at, khets = measured(2)
    results.accepted(at, khets[0], value=1)
    results.accepted(at, khets[1], value=1, state="submitted")
    assert lacking(at) == [khets[1]]
    Measure.objects.filter(key_result=at.key_result).update(host_is_part=True)
    assert set(lacking(at)) == {at.host, khets[1]}
    assert missing_parts([]) == ()


def test_a_period_that_is_not_over_lacks_nothing():
    """Asked by a day, only what has ended by it is missing."""
    at, khets = measured(1)
    ends = at.first_period.ends_on
    assert lacking(at, ended_by=ends) == khets
    assert lacking(at, ended_by=ends - dt.timedelta(days=1)) == []
    assert lacking(at, "Q2", ended_by=ends) == []


def test_what_was_missing_at_a_moment():
    """A part that was accepted later was missing before; a correction without the figure takes it away again."""
    at, khets = measured(1)
    report = results.accepted(at, khets[0], value=5)
    step = ReportStep.objects.create(report=report, to_state="verified", by=at.maker, role="x")
    before = step.at - dt.timedelta(seconds=1)
    assert (lacking(at, known_at=before), lacking(at, known_at=step.at)) == (khets, [])
    results.accepted(at, khets[0], edition=2)
    assert (told(first(at)), lacking(at)) == ((None, 0, 1), khets)


def test_a_host_without_a_target_is_not_waited_for():
    """It is no part that is expected, but what it reported is one where it counts as a part."""
    at, khets = measured(2)
    AgencyTarget.objects.filter(key_result=at.key_result, agency=at.host).delete()
    results.accepted(at, khets[0], value=4)
    assert (told(first(at)), lacking(at)) == ((Decimal(4), 1, 2), [khets[1]])
    Measure.objects.filter(key_result=at.key_result).update(host_is_part=True)
    results.accepted(at, at.host, value=6)
    assert (told(first(at)), lacking(at)) == ((Decimal(10), 2, 3), [khets[1]])


_KINDS = (Across.SUM, Across.AVERAGE, Across.MAXIMUM, Across.MINIMUM, Across.RATIO)
_FIFTY, _UNIT = 50, "ร้อยละ"


def _office_year():
    """Ten key results of a host and fifty offices: figures of four periods with holes, zeros and corrections.

    Gives the key results, the offices and what was reported last and accepted, as plain values:
    `{(key result, period, agency): value, or (numerator, denominator)}`.
    """
    chance = random.Random(7301)  # noqa: S311 -- the same figures every time
    host, writer = people.agency(), people.user()
    khets = [people.khet(code=f"R{number:02}") for number in range(_FIFTY)]
    rows = [KeyResult.objects.create(code=f"R{number}", fiscal_year=2568, name="x", host=host) for number in range(10)]
    reports, values, known = [], [], {}
    for place, row in enumerate(rows):
        across, is_part = _KINDS[place % 5], place < 5
        make_periods(row)
        unit = _UNIT if across == Across.RATIO else "แห่ง"
        Measure.objects.create(key_result=row, name="result", label="x", across=across, unit=unit, host_is_part=is_part)
        AgencyTarget.objects.bulk_create(
            AgencyTarget(key_result=row, agency=agency, role="supporting") for agency in (host, *khets)
        )
        for period, agency in itertools.product(row.periods.all(), (host, *khets)):
            for edition in (1, 2) if chance.random() < 0.1 else (1,):
                state = chance.choice(("verified", "acknowledged", "verified", "submitted"))
                about = {"key_result": row, "agency": agency, "period": period, "entered_by": writer}
                report = Report(**about, edition=edition)
                reports.append((state, report))
                said = None
                if chance.random() > 0.1:
                    said = Decimal(chance.randrange(0, 400)) / 4
                    figures = {"value": said}
                    if across == Across.RATIO:
                        said = (Decimal(chance.randrange(0, 50)), Decimal(chance.randrange(1, 90)))
                        figures = dict(zip(("numerator", "denominator"), said, strict=True))
                    values.append(ReportedValue(report=report, name="result", **figures))
                if state != "submitted":
                    known[row.pk, period.code, agency] = said
    Report.objects.bulk_create(report for _, report in reports)
    ReportedValue.objects.bulk_create(values)
    for state in {state for state, _ in reports}:
        Report.objects.filter(pk__in=[report.pk for this, report in reports if this == state]).update(state=state)
    return rows, khets, {key: said for key, said in known.items() if said is not None}


def _by_hand(across, figures):
    """The whole of some parts, added up in plain Python: value, numerator, denominator."""
    if not figures:
        return None, None, None
    if across == Across.RATIO:
        up, down = sum(part[0] for part in figures), sum(part[1] for part in figures)
        return Fraction(up) * 100 / Fraction(down), up, down
    exact = [Fraction(part) for part in figures]
    ways = {Across.SUM: sum, Across.MAXIMUM: max, Across.MINIMUM: min}
    return (ways[across](exact) if across in ways else sum(exact) / len(exact)), None, None


def test_ten_key_results_four_periods_fifty_offices_come_out_as_by_hand(django_assert_num_queries):
    """Sums, averages, maxima, minima and ratios, how many parts there are, and exactly whose parts are missing."""
    rows, khets, known = _office_year()
    with django_assert_num_queries(1):
        found = {(row.key_result_id, row.period): row for row in rollup(rows)}
    with django_assert_num_queries(1):
        missing = {(row.key_result_id, row.period, row.agency) for row in missing_parts([row.pk for row in rows])}
    assert len(found) == 40
    lacking = set()
    for place, row in enumerate(rows):
        across = _KINDS[place % 5]
        expected = [row.host, *khets] if place < 5 else khets
        for code in ("Q1", "Q2", "Q3", "Q4"):
            there = [agency for agency in expected if (row.pk, code, agency) in known]
            lacking |= {(row.pk, code, agency) for agency in expected if agency not in there}
            value, *parts = _by_hand(across, [known[row.pk, code, agency] for agency in there])
            one = found[row.pk, code]
            assert abs(Fraction(one.value) - value) <= Fraction(1, 2 * 10**10)
            assert [one.numerator, one.denominator] == parts
            assert (one.reported, one.missing) == (len(there), len(expected) - len(there))
            hosts = [known[key] for key in ((row.pk, code, row.host),) if key in known and place >= 5]
            stated = _by_hand(across, hosts)[0]
            assert (one.stated is None) == (stated is None)
            assert stated is None or abs(Fraction(one.stated) - stated) <= Fraction(1, 2 * 10**10)
    assert missing == lacking
    assert len(missing) > 100
