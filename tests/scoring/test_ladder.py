"""The ladder: five rungs, where we stand, what is short, what the forecast says."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import scoring as make

from samrit.core.contract import Message
from samrit.scoring.ladder import ladder

pytestmark = pytest.mark.django_db

JUNE = dt.date(2025, 6, 30)


def test_june(in_june):
    """Seven districts stand on the third rung; one is short for the fourth, three and the report for the fifth."""
    found = ladder(in_june.key_result, JUNE)
    rungs = [(row.score, row.percent, row.held, row.here, row.outlook) for row in found.rungs]
    assert rungs == [
        (5, 100, False, False, "possible"),
        (4, 80, False, False, "possible"),
        (3, 60, True, True, "reached"),
        (2, 40, True, False, "reached"),
        (1, 20, True, False, "reached"),
    ]
    assert [row.en for row in found.rungs[0].missing] == [
        "result: 7 of 10 ย่าน, 3 short",
        (
            "รายงานผลการดำเนินงานพร้อมปัญหาอุปสรรค และข้อเสนอแนะ เสนอผู้บริหารกรุงเทพมหานครทราบ"
            " (the host's report on the year's last period, with problems and suggestions, acknowledged)"
        ),
    ]
    assert (found.state, found.score, found.next_score, found.forecast.high) == ("scored", 3, 4, 10)
    assert found.next_missing == (Message("result: 7 of 8 ย่าน, 1 short", "ผลการดำเนินงาน: มี ๗ จาก ๘ ย่าน ยังขาด ๑"),)


def test_an_unlikely_rung(in_june, clock):
    """A rung that even the upper end does not reach is unlikely."""
    clock(make.moment(2025, 9, 20))
    found = ladder(in_june.key_result, dt.date(2025, 9, 20))
    assert [row.outlook for row in found.rungs] == ["unlikely", "possible", "reached", "reached", "reached"]


def test_a_report_on_an_earlier_period_is_acknowledged(clock):
    """What is short for the fifth rung says that it is the report on the year's last period."""
    at = make.office(10)
    clock(make.moment(2025, 8, 1))
    for place in at.districts:
        make.piece(at, place, make.moment(2025, 7, 1))
    make.final_report(at, period=2)
    found = ladder(at.key_result, dt.date(2025, 8, 31))
    assert (found.score, found.next_score, len(found.next_missing)) == (4, 5, 1)
    assert "งวดสุดท้ายของปี" in found.next_missing[0].th


def test_nothing_yet():
    """Below the first rung nothing is here, and the plan is what is short."""
    at = make.office()
    found = ladder(at.key_result, dt.date(2024, 10, 31))
    assert ([row.here for row in found.rungs], found.score, found.next_score) == ([False] * 5, None, 1)
    assert [row.th for row in found.next_missing] == ["จัดทำแผนประชาสัมพันธ์ย่านสร้างสรรค์เสนอผู้บริหารกรุงเทพมหานครให้ความเห็นชอบ"]


def test_missing_is_not_zero():
    """Before the year the result is not known: rungs that ask for it cannot be told."""
    at = make.office()
    found = ladder(at.key_result, dt.date(2024, 9, 1))
    assert [row.held for row in found.rungs] == [False, None, None, None, False]
    assert found.rungs[1].missing == (
        Message("result: not known, 8 ย่าน needed", "ผลการดำเนินงาน: ยังไม่มีข้อมูล ต้องการ ๘ ย่าน"),
    )


def _with_rubric(rubric):
    return make.office(code="9999", definition={**make.sheet(), "rubric": {"schema": "samrit/rubric/1", **rubric}})


def test_other_forms():
    """Points and step tables have rungs too; a judgement has none."""
    points = _with_rubric(
        {"form": "anchors", "of": "result", "points": [["50", "1"], ["100", "5"]], "direction": "higher"}
    )
    assert [row.score for row in ladder(points.key_result, JUNE).rungs] == [5, 1]


@pytest.mark.parametrize(
    ("rubric", "scores"),
    [
        ({"form": "steps", "steps": [{"id": "a"}, {"id": "b"}], "scores": {"1": "2", "2": "5"}}, [5, 2]),
        ({"form": "judged", "minimum": "1", "maximum": "5"}, []),
    ],
)
def test_forms_without_points(rubric, scores):
    """A step table gives its entries, the highest first; a judgement has no rungs."""
    assert [row.score for row in ladder(_with_rubric(rubric).key_result, JUNE).rungs] == scores
