"""The real sheet, KR 7301 of fiscal year 2568 (its officer masked)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from samrit.core.contract import load_json
from samrit.core.rubric import read_facts, score
from samrit.core.sheet import check_sheet, context_of, read_sheet
from samrit.core.sheet.definition import (
    AgencyLine,
    Assumption,
    Definition,
    Involvement,
    Method,
    Minimum,
    Question,
    Target,
    Tick,
)

EXAMPLE = Path(__file__).parents[4] / "examples" / "kr-7301.txt"
DISTRICTS = Target(Decimal(10), "ย่าน", ">=")


@pytest.fixture(scope="module")
def sheet() -> Definition:
    return read_sheet(EXAMPLE.read_bytes(), EXAMPLE.name)


def test_head_of_the_sheet(sheet):
    """Code, name, year, plan, dimension, issue and host are those printed."""
    assert (sheet.code, sheet.fiscal_year, sheet.host) == ("7301", 2568, "สำนักงานประชาสัมพันธ์")
    assert sheet.name == "จำนวนย่านสร้างสรรค์ที่ได้รับการประชาสัมพันธ์สร้างการรับรู้"
    assert sheet.plan == "แผนปฏิบัติการราชการกรุงเทพมหานคร"
    assert sheet.dimension == "บริหารจัดการดี"
    assert sheet.development_issue == "ส่งเสริมการมีส่วนร่วมของประชาชนในการร่วมบริหารจัดการเมือง"


def test_target_method_and_agency(sheet):
    """Ten districts, counted, all of them the host's."""
    assert sheet.target == DISTRICTS
    assert sheet.method == Method("นับจำนวนย่านสร้างสรรค์ที่ได้รับการประชาสัมพันธ์สร้างการรับรู้", "count")
    assert [(line.name, line.role, line.count, line.target) for line in sheet.agencies] == [
        ("สำนักงานประชาสัมพันธ์", "host", None, DISTRICTS)
    ]


def test_definition_keeps_its_two_paragraphs(sheet):
    """The definition is two paragraphs, without markup."""
    assert sheet.definition is not None
    first, second = sheet.definition.split("\n")
    assert first.startswith("ย่านสร้างสรรค์ หมายถึง พื้นที่ที่ถูกกำหนดขึ้น")
    assert first.endswith("จำนวน ๑๐ ย่าน (เลือกจากย่านสร้างสรรค์ในปี ๒๕๖๗)")
    assert second.startswith("การประชาสัมพันธ์สร้างการรับรู้เกี่ยวกับย่านสร้างสรรค์ หมายถึง")


def test_eight_duties_with_their_kinds_and_minimums(sheet):
    """The duties are numbered 1-8, one goes on over the page break, and four of them set a minimum."""
    (agency,) = sheet.agencies
    assert [(duty.number, duty.kind, duty.minimums) for duty in agency.duties] == [
        (1, "plan", ()),
        (2, "media", (Minimum(Decimal(20), "ชิ้นงาน", ">="),)),
        (3, "story", (Minimum(Decimal(10), "ครั้ง", ">="),)),
        (4, "activity", (Minimum(Decimal(6), "ครั้ง", ">="),)),
        (5, "website", ()),
        (6, "network", ()),
        (7, "awareness", (Minimum(Decimal(80), "ร้อยละ", ">="),)),
        (8, "report", ()),
    ]
    assert agency.duties[2].text == (
        "สร้าง story telling ของชุมชน ผ่าน influencer/สื่ออื่น ๆ โดยให้ชุมชนมีส่วนร่วม จำนวนไม่น้อยกว่า ๑๐ ครั้ง"
    )


def test_ticks_are_those_of_the_form(sheet):
    """Ticked and unticked options keep the form's wording, its typing error mended, and what follows โปรดระบุ."""
    assert [tick.ticked for tick in sheet.references] == [True, False, False]
    assert sheet.reporting_channels == (
        Tick("ผ่านระบบ BMA Policy Tracking", True),
        Tick("ผ่านระบบอื่นๆ โปรดระบุ", True, "รายงานความก้าวหน้าต่อผู้บริหารหน่วยงาน"),
    )
    assert [tick.ticked for tick in sheet.evaluation_methods] == [False] * 4


def test_only_the_lost_ticks_are_asked_and_nothing_is_unread(sheet):
    """The marks of the involvement block are lost in the file: unknown, and the only question."""
    assert sheet.involvement == Involvement()
    assert sheet.questions == (Question("involvement", "the marks of this block were lost"),)
    assert sheet.unread == ()


def test_assumptions_are_said(sheet):
    """Bare numbers were read as "at least", bare thresholds as steps."""
    assert sheet.assumed == (
        Assumption("rubric.between", "step", "the sheet prints bare thresholds and no word on interpolation"),
        Assumption("target.operator", ">=", "the sheet prints a bare number"),
        Assumption("agencies[0].target.operator", ">=", "the sheet prints a bare number"),
    )


@pytest.mark.parametrize(
    ("result", "milestones", "expected"),
    [
        ("0", {"plan_approved": "2024-11-20"}, "1"),
        ("3", {"plan_approved": "2024-11-20"}, "1"),
        ("3", {}, None),
        ("4", {}, "2"),
        ("7", {"plan_approved": "2024-11-20"}, "3"),
        ("9", {"plan_approved": "2024-11-20"}, "4"),
        ("10", {"plan_approved": "2024-11-20"}, "4"),
        ("10", {"plan_approved": "2024-11-20", "result_reported": "2025-09-20"}, "5"),
    ],
)
def test_rubric_gives_the_scores_of_the_sheet(sheet, result, milestones, expected):
    """Score by the sheet's own rubric, read literally."""
    facts = {"schema": "samrit/facts/1", "as_of": "2025-09-30", "values": {"result": result}, "milestones": milestones}
    got = score(sheet.rubric, read_facts(load_json(_json(facts))), context_of(sheet))
    assert (None if got.score is None else str(got.score)) == expected
    assert got.state == ("scored" if expected else "below_first")


def test_check_names_the_minimums_that_the_rubric_ignores(sheet):
    """20 pieces, 10 stories, 6 activities and 80 % stand beside the score: a full score is possible without them."""
    assert [fault.path for fault in check_sheet(sheet)] == [
        f"agencies[0].duties[{number}].minimums[0]" for number in (1, 2, 3, 6)
    ]


def _json(data: object) -> bytes:
    import json

    return json.dumps(data).encode()


def test_agency_line_is_a_value(sheet):
    """Definitions compare by value."""
    assert sheet.agencies[0] == AgencyLine("สำนักงานประชาสัมพันธ์", "host", None, DISTRICTS, sheet.agencies[0].duties)
