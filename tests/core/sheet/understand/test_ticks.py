"""Tick boxes and the officer."""

from __future__ import annotations

import pytest

from samrit.core.sheet.definition import Coordinator, Involvement, Tick


@pytest.mark.parametrize("mark", ["☑", "☒", "✓", "✔", "[x]", "[X]", "(/)", '<input type="checkbox" checked>'])
def test_every_make_of_tick(read, mark):
    """Ticked: ☑ ☒ ✓ ✔ [x] [X] (/) and a checked input."""
    sheet = read(f"เอกสารอ้างอิงเพิ่มเติม\t{mark} มาตรฐานการดำเนินงาน\n")
    assert sheet.references == (Tick("มาตรฐานการดำเนินงาน", True),)


@pytest.mark.parametrize("mark", ["☐", "□", "[ ]", "( )", "<input type='checkbox'/>"])
def test_every_make_of_empty_box(read, mark):
    """Unticked boxes are data: false."""
    sheet = read(f"เอกสารอ้างอิงเพิ่มเติม\t{mark} มาตรฐานการดำเนินงาน\n")
    assert sheet.references == (Tick("มาตรฐานการดำเนินงาน", False),)


def test_contradictory_marks_are_asked(read):
    """Two marks on one option: null and a question."""
    sheet = read("เอกสารอ้างอิงเพิ่มเติม\t☑☐ มาตรฐานการดำเนินงาน\n")
    assert sheet.references == (Tick("มาตรฐานการดำเนินงาน", None),)
    assert "references[0].ticked" in {question.field for question in sheet.questions}


def test_lost_mark_is_asked(read):
    """An option without any mark: null and a question."""
    sheet = read("เอกสารอ้างอิงเพิ่มเติม\tมาตรฐานการดำเนินงาน\n")
    assert sheet.references == (Tick("มาตรฐานการดำเนินงาน", None),)
    assert "references[0].ticked" in {question.field for question in sheet.questions}


def test_detail_is_what_follows_please_specify(read):
    """The detail of an option, its typing error mended; dots are no detail."""
    sheet = read(
        "การติดตามประเมินผลความสำเร็จ\t<p>☑ ใช้ระบบข้อมูลยืนยันผลการดำเนินงาน เช่น Traffy Fondue โปรตระบุ ระบบ MIS</p>"
        "<p>☐ ผ่านระบบอื่นๆ โปรดระบุ ........</p>\n"
    )
    assert sheet.evaluation_methods == (
        Tick("ใช้ระบบข้อมูลยืนยันผลการดำเนินงาน เช่น Traffy Fondue โปรดระบุ", True, "ระบบ MIS"),
        Tick("ผ่านระบบอื่นๆ โปรดระบุ", False, None),
    )


def test_involvement_with_marks(read):
    """The four options of the block, in whatever layout their marks stand."""
    sheet = read(
        "ลักษณะหน่วยงานที่รับผิดชอบ\n☐ ดำเนินการหน่วยงานเดียว ☑ มีหน่วยงานสนับสนุน (R) ร่วมดำเนินการ\n"
        "(/) หน่วยงาน (R) ระดับสำนัก/สำนักงาน\n( ) หน่วยงาน (R) ระดับสำนักงานเขต\nนิยาม\tก\n"
    )
    assert sheet.involvement == Involvement(False, True, True, False)
    assert "involvement" not in {question.field for question in sheet.questions}


def test_contradictory_involvement_is_kept_and_asked(read):
    """A single agency with supporting agencies contradicts itself: kept as printed, and asked."""
    sheet = read("ลักษณะหน่วยงานที่รับผิดชอบ\n☑ ดำเนินการหน่วยงานเดียว\n☑ มีหน่วยงานสนับสนุน (R) ร่วมดำเนินการ\nนิยาม\tก\n")
    assert (sheet.involvement.single_agency, sheet.involvement.supporting_agencies) == (True, True)
    assert "involvement" in {question.field for question in sheet.questions}


def test_coordinator(read):
    """Name, position, phone, unit and agency; a phone is ASCII."""
    sheet = read(
        "ผู้ประสานงานหลัก/ ส่วนราชการประมวลผล และจัดทำข้อมูล (ระดับส่วนกลาง)\tชื่อ นายสมชาย ใจดี ตำแหนง นักวิชาการคลัง "
        "หมายเลขโทรศัพท์ ๐ ๒๒๒๑ ๒๑๔๑ ต่อ ๑๔๐๐ ส่วนราชการ กองการเงิน หน่วยงาน สำนักการคลัง\n"
    )
    assert sheet.coordinator == Coordinator(
        "นายสมชาย ใจดี", "นักวิชาการคลัง", "0 2221 2141 ext. 1400", "กองการเงิน", "สำนักการคลัง"
    )


def test_blank_coordinator(read):
    """A dash is nobody."""
    sheet = read("ผู้ประสานงานหลัก\tชื่อ - ตำแหน่ง - หมายเลขโทรศัพท์ - ส่วนราชการ - หน่วยงาน -\n")
    assert sheet.coordinator == Coordinator()


def test_mark_in_a_cell_of_its_own(read):
    """A column of boxes before the column of options."""
    sheet = read("เอกสารอ้างอิงเพิ่มเติม\t☑\tมาตรฐานการดำเนินงาน\n\t☐\tตัวอย่างการปฏิบัติงานที่ดี\n")
    assert [tick.ticked for tick in sheet.references] == [True, False]
    assert sheet.unread == ()


def test_second_officer_and_other_labels_are_handed_back(read):
    """What has no field is unread; the first officer's values stay clean."""
    sheet = read(
        "ผู้ประสานงานหลัก\tชื่อ นายก ตำแหน่ง นักวิชาการ เบอร์โทร ๑๑๑๑ โทรสาร ๒๒๒๒ หน่วยงาน กองบัญชี\n\tชื่อ นายข ตำแหน่ง นิติกร\n"
    )
    assert sheet.coordinator == Coordinator("นายก", "นักวิชาการ", "1111", None, "กองบัญชี")
    assert len(sheet.unread) == 2


def test_options_in_one_line_without_marks_are_parted(read):
    """Each keeps its own wording and is asked, though a mark is there for the first only."""
    sheet = read(
        "ช่องทางการรายงานผลการดำเนินงาน\t☑ ผ่านระบบ BMA Policy Tracking ผ่านระบบอื่นๆ โปรดระบุ รายงานต่อผู้บริหาร\n"
        "เอกสารอ้างอิงเพิ่มเติม\tตัวอย่างการปฏิบัติงานที่ดี มาตรฐานการดำเนินงาน\n"
    )
    assert sheet.reporting_channels == (
        Tick("ผ่านระบบ BMA Policy Tracking", True),
        Tick("ผ่านระบบอื่นๆ โปรดระบุ", None, "รายงานต่อผู้บริหาร"),
    )
    assert sheet.references == (Tick("ตัวอย่างการปฏิบัติงานที่ดี", None), Tick("มาตรฐานการดำเนินงาน", None))
    asked = {question.field for question in sheet.questions}
    assert {"reporting_channels[1].ticked", "references[0].ticked", "references[1].ticked"} <= asked
    assert sheet.unread == ()


def test_a_slash_behind_an_empty_box_is_asked(read):
    """Somebody ticked beside the box that the form prints: neither said to be ticked nor to be empty."""
    sheet = read("เอกสารอ้างอิงเพิ่มเติม\t☐/ มาตรฐานการดำเนินงาน\n")
    assert sheet.references == (Tick("มาตรฐานการดำเนินงาน", None),)
    assert "references[0].ticked" in {question.field for question in sheet.questions}
