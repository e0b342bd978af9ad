"""Small sheets, made of the blocks that a test is about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from samrit.core.rubric import rubric_data
from samrit.core.sheet import Definition, read_sheet

HEAD = "รหัส ๑๐๐๑ ชื่อ KRs ชื่อทดสอบ\nหน่วยงานผู้รับผิดชอบหลัก (Host : H) สำนักสิ่งแวดล้อม\n"
COUNT = "ค่าเป้าหมายรวม ปีงบประมาณ พ.ศ. ๒๕๖๘\tค่าเป้าหมาย : ๑๐ หน่วยนับ : แห่ง\nวิธีคำนวณ\tนับจำนวนแห่ง\n"
PERCENT = "ค่าเป้าหมายรวม ปีงบประมาณ พ.ศ. ๒๕๖๘\tค่าเป้าหมาย : ร้อยละ ๙๐ หน่วยนับ : ร้อยละ\nวิธีคำนวณ\t(A / B) x ๑๐๐\n"
MINUTES = "ค่าเป้าหมายรวม ปีงบประมาณ พ.ศ. ๒๕๖๘\tค่าเป้าหมาย : ๙๐ หน่วยนับ : นาที\nวิธีคำนวณ\tระยะเวลาที่นานที่สุด\n"

Read = Callable[[str], Definition]


@pytest.fixture
def read() -> Read:
    """Reads the head of a sheet followed by the given lines."""
    return lambda lines: read_sheet((HEAD + lines).encode(), "sheet.txt")


@pytest.fixture
def levels(read: Read) -> Callable[[str, str], list[tuple[str, object]]]:
    """Score and condition of each level of the rubric whose rows are given below the blocks given."""

    def find(blocks: str, rows: str) -> list[tuple[str, object]]:
        rubric = read(f"{blocks}เกณฑ์การให้คะแนน\n{rows}").rubric
        assert rubric is not None
        return [(level["score"], level["when"]) for level in rubric_data(rubric)["levels"]]

    return find
