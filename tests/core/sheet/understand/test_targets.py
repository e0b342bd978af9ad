"""Targets and minimums in the words of Thai sheets."""

from __future__ import annotations

from decimal import Decimal

import pytest

from samrit.core.sheet.definition import Minimum, Target
from samrit.core.sheet.understand.duties import minimums

from .conftest import COUNT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ไม่น้อยกว่าร้อยละ ๘๐", [("80", "ร้อยละ", ">=", None)]),
        ("≥ 80%", [("80", "ร้อยละ", ">=", None)]),
        ("ร้อยละไม่น้อยกว่า ๘๐", [("80", "ร้อยละ", ">=", None)]),
        ("ไม่เกิน ๙๐ นาที", [("90", "นาที", "<=", None)]),
        ("จำนวนไม่น้อยกว่า ๒๐ ชิ้นงาน", [("20", "ชิ้นงาน", ">=", None)]),
        ("อย่างน้อยกลุ่มเขตละ ๑ ครั้ง", [("1", "ครั้ง", ">=", "กลุ่มเขต")]),
        ("ไตรมาสละไม่น้อยกว่า ๑ ครั้ง", [("1", "ครั้ง", ">=", "ไตรมาส")]),
        ("ไม่น้อยกว่า ๒ ครั้ง/เดือน", [("2", "ครั้ง", ">=", "เดือน")]),
        ("อย่างน้อย ๑ ครั้งต่อไตรมาส", [("1", "ครั้ง", ">=", "ไตรมาส")]),
        ("ไม่น้อยกว่าแห่งละ ๒ ครั้ง", [("2", "ครั้ง", ">=", "แห่ง")]),
        ("ไม่น้อยกว่า ๑๐ (สิบ) ครั้ง", [("10", "ครั้ง", ">=", None)]),
        ("ไม่น้อยกว่าสิบครั้ง", [("10", "ครั้ง", ">=", None)]),
        ("จำนวน ๒๐ คนขึ้นไป", [("20", "คน", ">=", None)]),
        ("ไม่เกิน 27.00 ต่อแสนประชากร", [("27", "ต่อแสนประชากร", "<=", None)]),
        ("จัดประชุมทุกเขต อย่างน้อยเขตละ ๒ ครั้ง", [("50", "เขต", ">=", None), ("2", "ครั้ง", ">=", "เขต")]),
        ("จำนวน ๒๐ ชิ้นงาน", []),
        ("ภายในวันที่ ๓๐ กันยายน ๒๕๖๘", []),
        ("ครั้งที่ ๒ ปี ๒๕๖๘", []),
    ],
)
def test_minimums(text, expected):
    """Worded and signed bounds are minimums; bare numbers, dates and ordinals are not."""
    assert list(minimums(text)) == [
        Minimum(Decimal(value), unit, operator, per) for value, unit, operator, per in expected
    ]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("ค่าเป้าหมาย : ๑๐ หน่วยนับ : ย่าน", Target(Decimal(10), "ย่าน", ">=")),
        ("หน่วยนับ : ย่าน ค่าเป้าหมาย : ๑๐", Target(Decimal(10), "ย่าน", ">=")),
        ("ค่าเป้าหมาย : 1,250.5 หน่วยนับ : ล้านบาท", Target(Decimal("1250.5"), "ล้านบาท", ">=")),
        ("ค่าเป้าหมาย : ไม่เกิน ๙๐ หน่วยนับ : นาที", Target(Decimal(90), "นาที", "<=")),
        ("ค่าเป้าหมาย : ๘๐% หน่วยนับ : เปอร์เซ็นต์", Target(Decimal(80), "ร้อยละ", ">=")),
        ("ค่าเป้าหมาย : ลดลงร้อยละ ๕ จากปีก่อน หน่วยนับ : ร้อยละ", Target(Decimal(5), "ร้อยละ", ">=")),
        ("ร้อยละ ๘๐", Target(Decimal(80), "ร้อยละ", ">=")),
        ("ค่าเป้าหมาย : ทุกเขต หน่วยนับ : เขต", Target(Decimal(50), "เขต", ">=")),
        ("ค่าเป้าหมาย : - หน่วยนับ : แห่ง", Target(None, "แห่ง", None)),
        ("ค่าเป้าหมาย : สิบ หน่วยนับ : ย่าน", Target(Decimal(10), "ย่าน", ">=")),
        ("ร้อยละแปดสิบ", Target(Decimal(80), "ร้อยละ", ">=")),
        ("ค่าเป้าหมาย : จำนวนหนึ่งร้อยยี่สิบห้าแห่ง", Target(Decimal(125), "แห่ง", ">=")),
        ("ค่าเป้าหมาย : สี่แยก หน่วยนับ : แห่ง", Target(None, "แห่ง", None)),
        ("ค่าเป้าหมาย : ระดับ ๕", Target(Decimal(5), "ระดับ", ">=")),
    ],
)
def test_target_of_the_sheet(read, printed, expected):
    """Value, unit and operator of the target row."""
    assert read(f"ค่าเป้าหมายรวม ปีงบประมาณ พ.ศ. ๒๕๖๘\t{printed}\n").target == expected


def test_reduction_is_a_method_kind(read):
    """ "ลดลงร้อยละ ๕" is unit ร้อยละ with the kind reduction."""
    sheet = read("ค่าเป้าหมายรวม\tค่าเป้าหมาย : ลดลงร้อยละ ๕ หน่วยนับ : ร้อยละ\nวิธีคำนวณ\tเทียบกับปีที่ผ่านมา\n")
    assert (sheet.target.unit, sheet.method.kind) == ("ร้อยละ", "reduction")


def test_target_in_words_is_asked_and_unread(read):
    """A target without a number is null and asked for, its words kept in unread."""
    sheet = read("ค่าเป้าหมายรวม\tค่าเป้าหมาย : ตามที่ได้รับมอบหมาย หน่วยนับ : แห่ง\n")
    assert sheet.target.value is None
    assert "target.value" in {question.field for question in sheet.questions}
    assert any("ตามที่ได้รับมอบหมาย" in row.text for row in sheet.unread)


def test_words_beside_a_target_are_not_dropped(read):
    """ "about ten" is not ten: the word stands among what no field took."""
    sheet = read("ค่าเป้าหมายรวม\tค่าเป้าหมาย : ประมาณ ๑๐ หน่วยนับ : ย่าน\n")
    assert [row.text for row in sheet.unread] == ["ค่าเป้าหมาย : ประมาณ ๑๐ หน่วยนับ : ย่าน"]


def test_a_target_without_a_unit_is_asked(read):
    """A number alone does not say what is counted."""
    sheet = read("ค่าเป้าหมายรวม\tค่าเป้าหมาย : ๑๐ หน่วยนับ : -\n")
    assert sheet.target == Target(Decimal(10), None, ">=")
    assert "target.unit" in {question.field for question in sheet.questions}


@pytest.mark.parametrize("year", ["", " พ.ศ. ๖๘", " พ.ศ. 2025", " ค.ศ. ๒๐๒๕"])
def test_a_heading_without_a_whole_buddhist_year_does_not_hide_the_target(read, year):
    """Its year is no number of the target, and is asked about; the target beside it is read."""
    sheet = read(f"ค่าเป้าหมายรวม ปีงบประมาณ{year}\tค่าเป้าหมาย : ๑๐ หน่วยนับ : ย่าน\n")
    assert (sheet.target, sheet.fiscal_year, sheet.unread) == (Target(Decimal(10), "ย่าน", ">="), None, ())
    assert ("fiscal_year" in {question.field for question in sheet.questions}) == bool(year)


def test_unit_that_holds_a_number_is_asked(read):
    """A unit such as "ร้อยละ 2" is a typing fault of real records."""
    sheet = read("ค่าเป้าหมายรวม\tค่าเป้าหมาย : ๒ หน่วยนับ : ร้อยละ 2\n")
    assert "target.unit" in {question.field for question in sheet.questions}


def test_agencies_with_roles_counts_and_shared_duties(read):
    """Sub-headings set roles, a row may stand for 50 offices, and a shared duty is repeated."""
    sheet = read(
        COUNT + "ค่าเป้าหมายของหน่วยงาน\tหน่วยนับ : แห่ง\n"
        "\tชื่อหน่วยงาน/ ส่วนราชการ\tค่าเป้าหมาย\tบทบาทภารกิจ\n"
        "\tหน่วยงานผู้รับผิดชอบหลัก (H)\t\t\n"
        "\tสำนัก สิ่งแวดล้อม\t๑๐\t<p>๑. จัดทำแผน</p><p>๒. รายงานผล</p>\n"
        "\tหน่วยงานสนับสนุน (R)\t\t\n"
        "\t<p>สำนักการ ศึกษา</p><p>สำนักอนามัย</p>\t-\t๑. ร่วมจัดกิจกรรมไม่น้อยกว่า ๒ ครั้ง\n"
        "\tสำนักงานเขต ๕๐ เขต\t๕ แห่ง\t<p>ประสานงานชุมชน</p><p>ส่งรายงานทุกเดือน</p>\n"
    )
    assert [(line.name, line.role, line.count, line.target.value) for line in sheet.agencies] == [
        ("สำนักสิ่งแวดล้อม", "host", None, Decimal(10)),
        ("สำนักการศึกษา", "supporting", None, None),
        ("สำนักอนามัย", "supporting", None, None),
        ("สำนักงานเขต ๕๐ เขต", "supporting", 50, Decimal(5)),
    ]
    assert sheet.agencies[1].duties == sheet.agencies[2].duties
    assert [(duty.number, duty.kind) for duty in sheet.agencies[3].duties] == [(None, "other"), (None, "report")]
    assert {"agencies[1].target.value", "agencies[2].target.value"} <= {q.field for q in sheet.questions}


def test_duty_numbers(read):
    """Sub-numbers are strings, and numbers that run on in one paragraph part it."""
    sheet = read(
        COUNT + "ค่าเป้าหมายของหน่วยงาน\n\tชื่อหน่วยงาน/ ส่วนราชการ\tค่าเป้าหมาย\tบทบาทภารกิจ\n"
        "\tสำนักสิ่งแวดล้อม\t๑๐\t<p>๑. จัดทำแผน ๒. ผลิตสื่อ</p><p>๒.๑ ผลิตคลิป</p><p>3) สรุปผล</p>\n"
    )
    (agency,) = sheet.agencies
    assert [(duty.number, duty.text) for duty in agency.duties] == [
        (1, "จัดทำแผน"),
        (2, "ผลิตสื่อ"),
        ("2.1", "ผลิตคลิป"),
        (3, "สรุปผล"),
    ]


def test_a_role_before_a_colon_is_no_part_of_the_name(read):
    """ "หน่วยงาน R : สำนักผังเมือง" is that office, supporting."""
    sheet = read(
        COUNT + "ค่าเป้าหมายของหน่วยงาน\n\tชื่อหน่วยงาน/ ส่วนราชการ\tค่าเป้าหมาย\tบทบาทภารกิจ\n"
        "\tหน่วยงาน H : สำนักสิ่งแวดล้อม\t๑๐\t๑. จัดทำแผน\n\tหน่วยงาน R : สำนักผังเมือง\t๒\t๑. ร่วมงาน\n"
    )
    assert [(row.name, row.role) for row in sheet.agencies] == [("สำนักสิ่งแวดล้อม", "host"), ("สำนักผังเมือง", "supporting")]
