"""What a facts document must be."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from samrit.core.contract import load_json
from samrit.core.rubric import PERIODS, Facts, Judgement, facts_data, read_facts

EVERYTHING = {
    "schema": "samrit/facts/1",
    "key_result": "7301",
    "as_of": "2025-06-30",
    "period": "Q3",
    "unit_class": None,
    "variables": {"A": "7", "B": None, "minutes": ["62", "80", None]},
    "values": {"result": "7"},
    "milestones": {"plan_approved": "2024-11-20", "report": None},
    "coverage": {"events": {"กรุงเทพกลาง": "2", "กรุงเทพใต้": "0"}, "visits": None},
    "counts": {"missed_reports": "1"},
    "judgements": {"": "94.974", "a": {"value": "3", "by": "ผู้ตรวจราชการ", "reason": None}, "b": None},
    "parts": {"a": {"values": {"result": "3.50"}}},
}


def test_every_key_is_read(facts):
    """As the frozen value of the same names."""
    assert facts(**EVERYTHING) == Facts(
        key_result="7301",
        as_of=dt.date(2025, 6, 30),
        period="Q3",
        variables={"A": Decimal(7), "B": None, "minutes": (Decimal(62), Decimal(80), None)},
        values={"result": Decimal(7)},
        milestones={"plan_approved": dt.date(2024, 11, 20), "report": None},
        coverage={"events": {"กรุงเทพกลาง": Decimal(2), "กรุงเทพใต้": Decimal(0)}, "visits": None},
        counts={"missed_reports": Decimal(1)},
        judgements={
            "": Judgement(Decimal("94.974")),
            "a": Judgement(Decimal(3), "ผู้ตรวจราชการ"),
            "b": Judgement(None),
        },
        parts={"a": Facts(values={"result": Decimal("3.5")})},
    )


def test_what_is_written_reads_the_same(facts):
    """`facts_data` holds every key."""
    read = facts(**EVERYTHING)
    assert facts(**facts_data(read)) == read
    assert list(facts_data(Facts())) == list(EVERYTHING)


def test_everything_but_the_schema_may_be_left_out():
    """Nothing is known then."""
    assert read_facts(load_json(b'{"schema": "samrit/facts/1"}')) == Facts()


def test_null_is_the_same_as_left_out():
    """For every key."""
    keys = ", ".join(f'"{key}": null' for key in EVERYTHING if key != "schema")
    assert read_facts(load_json(f'{{"schema": "samrit/facts/1", {keys}}}'.encode())) == Facts()


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"schema": "samrit/facts/2"}, "schema"),
        ({"value": {}}, "value"),
        ({"key_result": 7301}, "key_result"),
        ({"as_of": "2025-06-31"}, "as_of"),
        ({"as_of": "30/06/2568"}, "as_of"),
        ({"period": "q3"}, "period"),
        ({"period": "Q2"}, "period"),
        ({"period": "H1"}, "period"),
        ({"period": "M05"}, "period"),
        ({"variables": {"ก": "1"}}, "variables.ก"),
        ({"variables": {"1A": "1"}}, "variables.1A"),
        ({"variables": {"min": "1"}}, "variables.min"),
        ({"variables": {"A": 7}}, "variables.A"),
        ({"variables": {"A": ["1", "x"]}}, "variables.A[1]"),
        ({"variables": {"A": [["1"]]}}, "variables.A[0]"),
        ({"values": {"result": 7}}, "values.result"),
        ({"values": {"result": "7,000"}}, "values.result"),
        ({"values": {"result": ["7"]}}, "values.result"),
        ({"milestones": {"m": True}}, "milestones.m"),
        ({"coverage": {"events": "2"}}, "coverage.events"),
        ({"coverage": {"events": {"กรุงเทพกลาง": 2}}}, "coverage.events.กรุงเทพกลาง"),
        ({"counts": {"missed": "-1"}}, "counts.missed"),
        ({"judgements": {"": {"by": "x"}}}, 'judgements[""].value'),
        ({"judgements": {"": 5}}, 'judgements[""]'),
        ({"parts": {"a": {"vals": {}}}}, "parts.a.vals"),
        ({"parts": {"a": {"schema": "x"}}}, "parts.a.schema"),
        ({"parts": {"a": {"as_of": "2025-06-30", "period": "Q1"}}}, "parts.a.period"),
        ({"parts": ["a"]}, "parts"),
    ],
)
def test_facts_are_refused_by_path(facts, refused, change, path):
    """One fault, one path, one sentence."""
    assert refused(facts, **(EVERYTHING | change))[0] == path


def test_the_same_name_twice_in_two_spellings_is_refused(facts, refused):
    """Names are compared in NFC."""
    assert refused(facts, values={"cafe\u0301": "1", "café": "2"})[0] == "values.café"


@pytest.mark.parametrize("period", PERIODS)
def test_the_period_must_contain_the_day(facts, refused, period):
    """30 June lies in the third quarter, the second half, June, and the year."""
    if period in {"Q3", "H2", "M06", "FY"}:
        assert facts(period=period).period == period
    else:
        assert refused(facts, period=period)[0] == "period"


def test_days_at_the_end_of_the_calendar_are_refused_kindly(facts, refused):
    """No year of theirs can be reckoned."""
    for day in ("0001-01-01", "9999-12-31"):
        assert refused(facts, as_of=day, period="FY")[0] == "period"
        assert facts(as_of=day).as_of == dt.date.fromisoformat(day)
