"""Finding the blocks: order, misspelt labels, notes, what is not a sheet."""

from __future__ import annotations

import pytest

from samrit.core.contract import Refused
from samrit.core.sheet import read_sheet
from samrit.core.sheet.definition import Unread

from .conftest import COUNT, HEAD, PERCENT


def test_blocks_in_another_order(read):
    """Blocks are found by their labels, wherever they stand."""
    sheet = read(
        "เกณฑ์การให้คะแนน\nระดับความสำเร็จ\tการดำเนินงาน\n๕\t๑๐ แห่ง\n"
        "วิธีคำนวณ\tนับจำนวนแห่ง\nนิยาม\tคำอธิบาย\n"
        "ค่าเป้าหมายรวม ปีงบประมาณ พ.ศ. ๒๕๖๘\tค่าเป้าหมาย : ๑๐ หน่วยนับ : แห่ง\n"
    )
    assert (sheet.definition, sheet.method.kind, str(sheet.target.value)) == ("คำอธิบาย", "count", "10")
    assert sheet.rubric is not None
    assert sheet.unread == ()


def test_misspelt_and_broken_labels(read):
    """A few wrong letters and blanks inside a label do not hide it."""
    sheet = read(
        "วิธีคำ นวณ/ วัดผลการดำเนนงาน/ สูตรคำนวน\tนับจำนวน\nค่าเป้าหมาย รวม ปีงบประมาณ พ.ศ. 2568\t๑๐ แห่ง\n"
        "ช่องทางการรายงานผลการดำเนินงน\t[x] ผ่านระบบ BMA Policy Trackng\n"
    )
    assert sheet.method.text == "นับจำนวน"
    assert (str(sheet.target.value), sheet.target.unit) == ("10", "แห่ง")
    assert [(tick.label, tick.ticked) for tick in sheet.reporting_channels] == [("ผ่านระบบ BMA Policy Tracking", True)]
    assert sheet.unread == ()


def test_strange_lines_are_unread(read):
    """A line that belongs to no field is handed back with its number."""
    sheet = read(COUNT + "หมายเหตุ : ตรวจทานแล้ว\n" + "เกณฑ์การให้คะแนน\nเส้นที่ไม่เกี่ยวข้อง\n")
    assert sheet.unread == (Unread(5, "หมายเหตุ : ตรวจทานแล้ว"), Unread(7, "เส้นที่ไม่เกี่ยวข้อง"))


def test_footnote_in_the_wrong_row_is_the_forms_own(read):
    """The form's printed notes are neither fields nor unread, wherever they stand."""
    sheet = read("เอกสารอ้างอิงเพิ่มเติม\t*กรณีเป็นสำนักงานเขตให้ระบุรายสำนักงานเขต\t☑ ตัวอย่างการปฏิบัติงานที่ดี\n")
    assert [tick.label for tick in sheet.references] == ["ตัวอย่างการปฏิบัติงานที่ดี"]
    assert sheet.unread == ()


def test_nearly_empty_sheet_asks_and_guesses_nothing(read):
    """What the sheet does not say is null, with a question for each field that matters."""
    sheet = read("นิยาม\t(อยู่ระหว่างหารือ)\nค่าเป้าหมายรวม\t-\n")
    assert sheet.definition == "(อยู่ระหว่างหารือ)"
    assert sheet.target.value is None
    assert sheet.rubric is None
    assert {question.field for question in sheet.questions} == {
        "involvement",
        "target.value",
        "method",
        "agencies",
        "rubric",
    }


def test_header_year_against_row_year():
    """Two different years are asked about; the head of the sheet is taken."""
    text = "รายละเอียด KRs และแผนปฏิบัติราชการกรุงเทพมหานคร ประจำปี พ.ศ. ๒๕๖๙\n" + HEAD + COUNT
    sheet = read_sheet(text.encode(), "a.txt")
    assert sheet.fiscal_year == 2569
    assert "fiscal_year" in {question.field for question in sheet.questions}


@pytest.mark.parametrize(
    "text",
    [
        "บันทึกข้อความ\nเรื่อง ขออนุมัติเดินทางไปราชการ\nนิยาม\tคำ\n",
        "รหัส ๑๒๓๔\nข้อความทั่วไป\n",
        "Dear colleague, the meeting is on Monday.\n",
    ],
)
def test_other_papers_are_refused(text):
    """A paper without รหัส or ชื่อ KRs and a block of the form is not a definition sheet."""
    with pytest.raises(Refused) as refused:
        read_sheet(text.encode(), "a.txt")
    assert "not a KR definition sheet" in refused.value.what.en


def test_second_header_is_refused():
    """One definition per file."""
    with pytest.raises(Refused) as refused:
        read_sheet((HEAD + PERCENT + HEAD + COUNT).encode(), "a.txt")
    assert "second sheet header" in refused.value.what.en
    assert refused.value.path == "line 5"


@pytest.mark.parametrize(("printed", "asked"), [("-", True), ("อยู่ระหว่างกำหนด", True), ("๗๓๐๑", False)])
def test_code_that_is_none(printed, asked):
    """A blank or worded code is null and asked for."""
    text = f"รหัส {printed} ชื่อ KRs ก\nหน่วยงานผู้รับผิดชอบหลัก (Host : H) สำนักการคลัง\n" + COUNT
    sheet = read_sheet(text.encode(), "a.txt")
    assert (sheet.code is None) is asked
    assert ("code" in {question.field for question in sheet.questions}) is asked


@pytest.mark.parametrize(
    "label",
    [
        "หน่วยงานผู้รับผิดชอบหลัก (H) ",
        "หน่วยงานรับผิดชอบหลัก (H) : ",
        "หน่วยงานผู้รับผิดชอบหลัก ",
        "หน่วยงานรับผิดชอบหลัก สังกัด".removesuffix("สังกัด"),
    ],
)
def test_shorter_wordings_of_a_label_do_not_eat_the_value(label):
    """The host's name stays whole, whichever way its label is worded."""
    text = f"รหัส ๑ ชื่อ KRs ก\n{label}สำนักงานประชาสัมพันธ์\n{COUNT}"
    assert read_sheet(text.encode(), "a.txt").host == "สำนักงานประชาสัมพันธ์"


def test_an_option_is_not_a_label(read):
    """ "☐ หน่วยงานรับผิดชอบหลัก (H) กำกับติดตาม" on a line of its own is an option of its block, not the host."""
    sheet = read("การติดตามประเมินผลความสำเร็จ\n☐ หน่วยงานรับผิดชอบหลัก (H) กำกับติดตาม\n☑ รายงานผลโดยหน่วยงาน R หรือสำนักงานเขต\n")
    assert sheet.host == "สำนักสิ่งแวดล้อม"
    assert [tick.ticked for tick in sheet.evaluation_methods] == [False, True]


def test_agencies_whose_tabs_were_lost(read):
    """Columns that became blanks are found again."""
    sheet = read(
        COUNT + "ค่าเป้าหมายของหน่วยงาน\nชื่อหน่วยงาน/ ส่วนราชการ ค่าเป้าหมาย บทบาทภารกิจ\n"
        "หน่วยงาน สำนักสิ่งแวดล้อม ๑๐ แห่ง <p>๑. จัดทำแผน</p> <p>๒. รายงานผล</p>\n"
    )
    (agency,) = sheet.agencies
    assert (agency.name, agency.role, str(agency.target.value)) == ("สำนักสิ่งแวดล้อม", "host", "10")
    assert [duty.number for duty in agency.duties] == [1, 2]


def test_several_offices_in_one_line(read):
    """Offices parted by commas and "และ" are rows of their own; an office whose name holds "และ" is one."""
    sheet = read(
        COUNT + "ค่าเป้าหมายของหน่วยงาน\n\tชื่อหน่วยงาน/ ส่วนราชการ\tค่าเป้าหมาย\tบทบาทภารกิจ\n"
        "\tสำนักการโยธา (R), สำนักเทศกิจ (R) และสำนักยุทธศาสตร์และประเมินผล (R)\t-\t๑. ร่วมดำเนินการ\n"
    )
    assert [(agency.name, agency.role) for agency in sheet.agencies] == [
        ("สำนักการโยธา", "supporting"),
        ("สำนักเทศกิจ", "supporting"),
        ("สำนักยุทธศาสตร์และประเมินผล", "supporting"),
    ]


@pytest.mark.parametrize("number", ["หน้า ๒ จาก ๓", "- ๒ -", "Page 2 of 3", "หน้าที่ ๒"])
def test_page_numbers_between_the_rows_belong_to_no_field(read, number):
    """Text that was copied out of a paged file has them anywhere; a bare number may as well be a figure and stays."""
    plain = read(f"{COUNT}นิยาม\tพื้นที่สีเขียว\n")
    paged = read(f"{COUNT}\n{number}\n\nประเด็น\tรายละเอียด\nนิยาม\tพื้นที่สีเขียว\n")
    assert (paged.target, paged.method, paged.definition, paged.unread) == (
        plain.target,
        plain.method,
        plain.definition,
        (),
    )


def test_a_name_or_host_that_is_not_decided_is_asked():
    """The words are kept as text; who of the agencies is the host can then not be told."""
    rows = "ค่าเป้าหมายของหน่วยงาน\n\tสำนักอนามัย\t๑๐\t๑. ตรวจ\n"
    text = f"รหัส ๑๐๐๑ ชื่อ KRs ยังไม่กำหนด\nหน่วยงานผู้รับผิดชอบหลัก (Host : H) (อยู่ระหว่างหารือ)\n{COUNT}{rows}"
    sheet = read_sheet(text.encode(), "a.txt")
    assert (sheet.name, sheet.host) == ("ยังไม่กำหนด", "(อยู่ระหว่างหารือ)")
    whys = {question.field: question.why for question in sheet.questions}
    assert whys["name"] == "“ยังไม่กำหนด” says that this is not decided yet"
    assert whys["host"] == "“(อยู่ระหว่างหารือ)” says that this is not decided yet"
    assert "agencies[0].role" in whys


def test_a_dash_is_no_duty(read):
    """A blank is nothing, in the column of duties too; what is numbered was meant as one."""
    sheet = read("ค่าเป้าหมายของหน่วยงาน\n\tสำนักงานเขตดุสิต\t๓ แห่ง\t-\n")
    assert [(agency.name, agency.duties) for agency in sheet.agencies] == [("สำนักงานเขตดุสิต", ())]
    assert sheet.unread == ()


def test_a_label_misspelt_in_every_word_leaves_nothing_in_its_field(read):
    """ "วิธีคำนวน/ … สูตรคำนวน": the rest of the label is not the method's text."""
    sheet = read("วิธีคำนวน/ วัดผลการดำเนินงาน/ สูตรคำนวน\tนับจำนวนแห่ง\nนิยาม\tก\n")
    assert sheet.method.text == "นับจำนวนแห่ง"
    assert read("วิธีคำนวน นับจำนวนแห่ง\nนิยาม\tก\n").method.text == "นับจำนวนแห่ง"


def test_a_code_in_wide_letters_is_one_code():
    """Blanks between single digits part nothing; those between words of a code stay."""
    for printed, code in (("๗ ๓ ๐ ๑", "7301"), ("๗๓ ๐๑", "73 01")):
        text = f"รหัส {printed} ชื่อ KRs ก\nหน่วยงานผู้รับผิดชอบหลัก (Host : H) สำนักการคลัง\n{COUNT}"
        assert read_sheet(text.encode(), "a.txt").code == code


def test_the_letters_of_a_code_are_not_its_label():
    """ "รหัส KR-๗๓๐๑" is the code KR-7301, not the label and a sign."""
    assert read_sheet(HEAD.replace("รหัส ๑๐๐๑", "รหัส KR-๗๓๐๑/๑").encode() + COUNT.encode(), "a.txt").code == "KR-7301/1"


@pytest.mark.parametrize("printed", ["พ.ศ. 2025", "ค.ศ. ๒๐๒๕", "พ.ศ. ๖๘", "พ.ศ. ๒๕๖๘-๒๕๖๙"])
def test_a_year_that_is_not_one_whole_buddhist_year_is_asked(printed):
    """It is not guessed either."""
    title = f"รายละเอียด KRs ตามเป้าหมายการพัฒนาของสำนักงานเขต\nและแผนปฏิบัติการราชการกรุงเทพมหานคร ประจำปี {printed}\n"
    sheet = read_sheet((title + HEAD + COUNT.replace(" พ.ศ. ๒๕๖๘", "")).encode(), "a.txt")
    assert sheet.fiscal_year is None
    assert "fiscal_year" in {question.field for question in sheet.questions}
