"""Faults that real pages of the city's systems show: each is found, and named after the page it stands on."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samrit.results.plausible import Figure, Rule, findings

PERCENT = Rule(unit="ร้อยละ", kind="ratio", target=Decimal(100), low=Decimal(0), high=Decimal(100))


def year(*values: str | None) -> list[Figure]:
    """One figure a quarter, from the first; None where nothing was reported."""
    return [
        Figure(f"Q{number}", None if value is None else Decimal(value)) for number, value in enumerate(values, start=1)
    ]


def codes(rule: Rule, figures: list[Figure], **more) -> list[tuple[str, bool]]:
    return [(row.code, row.refuses) for row in findings(rule, figures, last_period=len(figures) == 4, **more)]


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        (("18.22",), []),
        (("18.22", "170.83"), [("percent_above_100", True)]),
        (("18.22", None, "1.00"), [("fell", False)]),
        (("18.22", None, "1.00", "1407.52"), [("percent_above_100", True)]),
    ],
)
def test_monitor_5035_893(figures, found):
    """A percentage, target 100: 18.22 / 170.83 / 1.00 / 1,407.52."""
    assert codes(PERCENT, year(*figures)) == found


def test_monitor_5012_0889():
    """A mean score with target 5, result 10: above its scale. Where the scale is declared, it cannot be."""
    rule = Rule(unit="คะแนน", kind="mean", target=Decimal(5))
    assert codes(rule, year("10")) == [("mean_above_scale", False)]
    declared = Rule(unit="คะแนน", kind="mean", target=Decimal(5), high=Decimal(5))
    assert codes(declared, year("10")) == [("above_range", True)]


def test_monitor_5012_0884():
    """A mean score with target 3.51, result 10."""
    assert codes(Rule(unit="ค่าเฉลี่ย", kind="mean", target=Decimal("3.51")), year("10")) == [("mean_above_scale", False)]
    assert codes(Rule(unit="ค่าเฉลี่ย", kind="mean", target=Decimal("3.51")), year("4.2")) == []


def test_monitor_5012_0892():
    """ "ร้อยละ", target 8, result 30, and the narrative holds counts."""
    rule = Rule(unit="ร้อยละ", kind="rate", target=Decimal(8), low=Decimal(0), high=Decimal(100))
    found = codes(rule, year("30"), narrative="ตรวจร้านค้าแล้ว จำนวน ๓๐ ร้าน")
    assert found == [("count_in_percent", False), ("far_beyond_target", False)]
    assert codes(rule, year("9"), narrative="ตรวจร้านค้าแล้ว จำนวน ๓๐ ร้าน") == []


def test_monitor_2100_1037():
    """6 books, result 70: the percent of work done in a count field."""
    rule = Rule(unit="เล่ม", kind="count", target=Decimal(6), whole=True, low=Decimal(0))
    assert codes(rule, year("70")) == [("progress_in_figure", False)]
    assert codes(rule, year("6"), progress=Decimal(70)) == []
    assert codes(rule, year("12"), progress=Decimal(12)) == [("progress_in_figure", False)]


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        (("5",), [("far_beyond_target", False)]),
        (("5", "15", "50"), [("progress_in_figure", False)]),
        (("5", "15", "50", "90"), [("progress_in_figure", False)]),
        (("88", "86", "87", "84"), []),
        (("0",), [("far_beyond_target", False)]),
    ],
)
def test_policy_5047_0895(figures, found):
    """Drainage time, at most 90 minutes: 5 / 15 / 50 / 90, progress in a minutes field, and still checked 100."""
    rule = Rule(unit="นาที", kind="time", direction="lower", target=Decimal(90), low=Decimal(0))
    assert codes(rule, year(*figures)) == found


def test_dp1_5017_832():
    """Reduce by 5 %: 0 / 0 / 0 / 34."""
    rule = Rule(unit="ร้อยละ", kind="reduction", target=Decimal(5))
    assert codes(rule, year("0", "0", "0", "34")) == [("far_beyond_target", False), ("all_in_last_period", False)]
    assert codes(rule, year("-3")) == []  # it became more: bad, and possible


def test_dp_2300_853():
    """Level 5: 0 / 0 / 0 / 5, all in the last quarter."""
    rule = Rule(unit="ระดับ", kind="milestone", target=Decimal(5), low=Decimal(0), high=Decimal(5))
    assert codes(rule, year("0", "0", "0", "5")) == [("all_in_last_period", False)]
    assert codes(rule, year("1", "2", "4", "5")) == []


def test_monitor_5022_0855():
    """1,190/1,215, then 358/360, then 711/723: per-quarter and cumulative figures are mixed."""
    rule = Rule(unit="ร้อยละ", kind="ratio", target=Decimal(95), low=Decimal(0), high=Decimal(100), ratio=True)
    ratios = [
        Figure("Q1", numerator=Decimal(1190), denominator=Decimal(1215)),
        Figure("Q2", numerator=Decimal(358), denominator=Decimal(360)),
        Figure("Q3", numerator=Decimal(711), denominator=Decimal(723)),
    ]
    assert [round(figure.of(rule), 2) for figure in ratios] == [Decimal("97.94"), Decimal("99.44"), Decimal("98.34")]
    assert codes(rule, ratios[:1]) == []
    assert codes(rule, ratios[:2]) == [("base_shrinks", False)]
    assert codes(rule, ratios) == [("base_shrinks", False)]


def test_monitor_5022_0855_declared_per_period():
    """Where figures are declared to be of one period only, a smaller base is nothing strange."""
    rule = Rule(unit="ร้อยละ", kind="ratio", ratio=True, cumulative=False, high=Decimal(100))
    ratios = [
        Figure("Q1", numerator=Decimal(1190), denominator=Decimal(1215)),
        Figure("Q2", numerator=Decimal(358), denominator=Decimal(360)),
    ]
    assert codes(rule, ratios) == []


def test_monitor_mykpi2563_133():
    """The unit field itself holds "ร้อยละ 2", in either kind of digits."""
    assert codes(Rule(unit="ร้อยละ 2"), year("1")) == [("unit_holds_number", True)]
    assert codes(Rule(unit="ร้อยละ ๒"), year("1")) == [("unit_holds_number", True)]
    figure = Figure("Q1", Decimal(1), unit="ราย")
    assert codes(Rule(unit="แห่ง"), [figure]) == [("unit_differs", True)]


def test_monitor_0411_0755():
    """60 in the third quarter and 0 in the fourth of a cumulative count: it cannot become smaller."""
    rule = Rule(unit="ครั้ง", kind="count", target=Decimal(70), whole=True)
    assert codes(rule, year("10", "30", "60", "0")) == [("fell", False)]


@pytest.mark.parametrize(
    ("rule", "figure", "found"),
    [
        (Rule(unit="แห่ง", kind="count", whole=True), Figure("Q1", Decimal("2.5")), "not_whole"),
        (Rule(unit="แห่ง", kind="count", low=Decimal(0)), Figure("Q1", Decimal(-1)), "below_range"),
        (Rule(ratio=True), Figure("Q1", Decimal(80)), "ratio_needs_parts"),
        (Rule(ratio=True), Figure("Q1", numerator=Decimal(8)), "ratio_needs_parts"),
        (Rule(ratio=True), Figure("Q1", numerator=Decimal(8), denominator=Decimal(0)), "ratio_base"),
        (
            Rule(ratio=True, unit="ร้อยละ", high=Decimal(100)),
            Figure("Q1", numerator=Decimal(11), denominator=Decimal(10)),
            "numerator_above_denominator",
        ),
    ],
)
def test_what_cannot_be_is_refused(rule, figure, found):
    """The first finding says what is wrong."""
    first = findings(rule, [figure])[0]
    assert (first.code, first.refuses, first.path) == (found, True, "values.result")


def test_zero_is_a_figure_and_nothing_is_none():
    """An honest 0 raises no finding; a period that nobody reported is not a fall."""
    rule = Rule(unit="แห่ง", kind="count", target=Decimal(10), low=Decimal(0), whole=True)
    assert codes(rule, year("0")) == []
    assert codes(rule, year("3", None)) == []
    assert codes(rule, year(None, "3")) == []
    assert findings(rule, []) == ()


def test_no_complaints_at_all_is_a_result():
    """Fewer is better, and none is best."""
    rule = Rule(unit="เรื่อง", kind="count", direction="lower", target=Decimal(5), low=Decimal(0))
    assert codes(rule, year("0")) == []
    assert codes(rule, year("40")) == [("far_beyond_target", False)]


def test_more_districts_than_were_chosen():
    """Eight districts of seven is doubtful; seven of seven is not."""
    rule = Rule(unit="ย่าน", kind="count", target=Decimal(10), low=Decimal(0), whole=True, districts=7)
    assert codes(rule, year("8")) == [("more_than_chosen", False)]
    assert codes(rule, year("7")) == []


# On a busy machine the first examples, which load what they are made with, take longer than Hypothesis allows.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.none() | st.decimals(-1000, 1000, places=2), max_size=4),
    st.sampled_from(["count", "mean", "time", "reduction", "ratio", None]),
    st.sampled_from(["higher", "lower", "target"]),
    st.none() | st.decimals(-10, 200, places=1),
)
def test_any_figures_are_looked_at_without_an_error(values, kind, direction, target):
    """Whatever is typed, there is an answer; each finding speaks both languages."""
    rule = Rule(unit="ร้อยละ", kind=kind, direction=direction, target=target, high=Decimal(100))
    figures = [Figure(f"Q{number}", value) for number, value in enumerate(values, start=1)]
    for row in findings(rule, figures, narrative="จำนวน 5 แห่ง", progress=Decimal(5), last_period=True):
        assert row.message.en
        assert row.message.th
        assert row.mend.th
