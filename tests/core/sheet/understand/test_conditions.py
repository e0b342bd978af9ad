"""What the text of a level asks, clause by clause."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from samrit.core.sheet.understand.conditions import Band, Clause, clauses

from .conftest import COUNT

UNITS = ("แห่ง", "ย่าน")


def at_least(number: int, unit: str | None, *, bare: bool = False) -> Band:
    return Band(Decimal(number), ">=", None, "<=", unit, bare=bare)


def event(text: str, **more) -> Clause:
    return Clause(text, **{"event": text, **more})


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", []),
        ("๑๐ ย่าน", [Clause("๑๐ ย่าน", at_least(10, "ย่าน", bare=True))]),
        ("ประชาสัมพันธ์ย่าน จำนวน ๑๐ ย่าน", [Clause("ประชาสัมพันธ์ย่าน จำนวน ๑๐ ย่าน", at_least(10, "ย่าน", bare=True))]),
        ("ไม่น้อยกว่า ๖ แห่ง", [Clause("ไม่น้อยกว่า ๖ แห่ง", at_least(6, "แห่ง"))]),
        ("๘ แห่ง (ร้อยละ ๘๐)", [Clause("๘ แห่ง", at_least(8, "แห่ง", bare=True))]),
        ("ทุกเขต", [Clause("ทุกเขต", at_least(50, "เขต"))]),
        ("กลุ่มเขตละ ๑ แห่ง", [Clause("กลุ่มเขตละ ๑ แห่ง", each=Decimal(1))]),
    ],
)
def test_numbers(text, asked):
    """A bare number, a worded one, a share that says the same again, all districts, a quota of each group."""
    assert clauses(text, UNITS) == asked


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("ร้อยละ ๘๐ - ๘๙", Band(Decimal(80), ">=", Decimal(89), "<=", "ร้อยละ")),
        ("๘๐ ≤ X < ๙๐", Band(Decimal(80), ">=", Decimal(90), "<", None)),
        ("ไม่เกิน ๙๐ นาที", Band(None, ">=", Decimal(90), "<=", "นาที")),
        ("น้อยกว่า ๙๐ นาที", Band(None, ">=", Decimal(90), "<", "นาที")),
    ],
)
def test_bands(text, band):
    """Both ends, or the upper one alone."""
    assert clauses(text, UNITS) == [Clause(text, band)]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "๑๐ ย่าน และรายงานผลเสนอผู้บริหาร",
            [Clause("๑๐ ย่าน", at_least(10, "ย่าน", bare=True)), event("รายงานผลเสนอผู้บริหาร")],
        ),
        (
            "จัดทำแผนแล้วเสร็จ และดำเนินการ ๖ แห่ง",
            [event("จัดทำแผนแล้วเสร็จ"), Clause("ดำเนินการ ๖ แห่ง", at_least(6, "แห่ง", bare=True))],
        ),
        (
            "ไม่น้อยกว่า ๖ แห่ง หรือร้อยละ ๘๐",
            [
                Clause("ไม่น้อยกว่า ๖ แห่ง", at_least(6, "แห่ง")),
                Clause("ร้อยละ ๘๐", at_least(80, "ร้อยละ", bare=True), joint="or"),
            ],
        ),
        ("ระดับ ๔ และรายงานผล", [Clause("ระดับ ๔", refers=Decimal(4)), event("รายงานผล")]),
        ("- จัดทำแผน\n- รายงานผล", [event("จัดทำแผน"), event("รายงานผล")]),
        ("1. จัดทำแผน 2. รายงานผล", [event("จัดทำแผน"), event("รายงานผล")]),
        ("จัดทำแผน\nและรายงานผล", [event("จัดทำแผน"), event("รายงานผล")]),
    ],
)
def test_several_things_are_asked_one_by_one(text, asked):
    """Joined by and, by or, by lines or by list numbers; an earlier level stands for all that it asks."""
    assert clauses(text, UNITS) == asked


@pytest.mark.parametrize(
    ("text", "happening", "by"),
    [
        ("จัดทำแผนเสนอผู้บริหารเห็นชอบ", "จัดทำแผนเสนอผู้บริหารเห็นชอบ", None),
        ("รายงานผลภายใน ๓๐ ก.ย. ๖๘", "รายงานผล", dt.date(2025, 9, 30)),
        ("รายงานผลภายในไตรมาสที่ ๓", "รายงานผล", dt.date(2025, 6, 30)),
        ("รายงานผลภายในเดือนธันวาคม", "รายงานผล", dt.date(2024, 12, 31)),
    ],
)
def test_events_and_their_deadlines(text, happening, by):
    """The event is the same whatever day it is wanted by; months and quarters are those of the fiscal year."""
    assert clauses(text, UNITS, 2568) == [event(text, event=happening, by=by)]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("เรียบร้อยดี", "เรียบร้อยดี"),
        ("๑๐ แห่ง โดยประชาชนพึงพอใจมาก", "โดยประชาชนพึงพอใจมาก"),
        ("รายงานผลภายในไตรมาสที่ ๓", "รายงานผลภายในไตรมาสที่ ๓"),  # of no known year
    ],
)
def test_words_that_are_in_no_rule_are_quoted(text, doubt):
    """Whatever the rule does not say is kept for a person to see."""
    assert [clause.doubt for clause in clauses(text, UNITS)] == [doubt]


def test_a_threshold_in_words_is_a_threshold(levels):
    """ "จำนวนแปดย่าน" asks for eight, and is no milestone of its own."""
    assert levels(COUNT, "๕\t๑๐ แห่ง\n๔\tจำนวนแปดแห่ง\n๓\tหกแห่ง\n") == [
        ("5", {"value": "result", "op": ">=", "than": "10"}),
        ("4", {"value": "result", "op": ">=", "than": "8"}),
        ("3", {"value": "result", "op": ">=", "than": "6"}),
    ]


def test_thresholds_below_zero(levels, read):
    """A minus sign behind the words of a bound belongs to the number; a bare one may be a bullet, and is asked."""
    assert levels(COUNT, "๕\t≥ ๐\n๔\t≥ -๕\n๓\t≥ -๑๐\n") == [
        ("5", {"value": "result", "op": ">=", "than": "0"}),
        ("4", {"value": "result", "op": ">=", "than": "-5"}),
        ("3", {"value": "result", "op": ">=", "than": "-10"}),
    ]
    asked = read(f"{COUNT}เกณฑ์การให้คะแนน\n๕\t-๕ แห่ง\n๔\t-๑๐ แห่ง\n").questions
    assert {"rubric.levels[0].when", "rubric.levels[1].when"} <= {question.field for question in asked}
