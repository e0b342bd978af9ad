"""Official papers: what they hold is what the office knows, and the same as on its pages."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from decimal import Decimal

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from tests.factories import scoring as make
from tests.web.year import year

from samrit.core.sheet.writers.breaking import use_dictionary
from samrit.core.sheet.writers.font import font_bytes
from samrit.people.models import Agency
from samrit.platform.papers import Block, Heading, Items, Memo, Paper, Paragraph, Table, draw
from samrit.publicity.models import AwarenessResult, Plan
from samrit.reports import sections
from samrit.reports.plan import _calendar, plan_paper
from samrit.reports.result import day_of, report_paper
from samrit.results.models import Report, ReportStep
from samrit.scoring.compliance import ComplianceRow
from samrit.scoring.result import score_key_result

pytestmark = pytest.mark.django_db(transaction=True)


def headings(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Heading)]


def text_of(paper: Paper) -> str:
    return "\n".join(map(_text, paper.blocks))


def _text(block: Block) -> str:
    if isinstance(block, (Paragraph, Heading)):
        return block.text
    if isinstance(block, Items):
        return "\n".join(block.texts)
    if isinstance(block, Table):
        return "\n".join(cell for row in block.rows for cell in row)
    return ""


def table(paper: Paper, caption: str) -> Table:
    return next(block for block in paper.blocks if isinstance(block, Table) and block.caption.startswith(caption))


def test_the_plan_is_laid_before_the_executives_with_its_calendar_and_money() -> None:
    year()
    plan = Plan.objects.select_related("key_result__host").get()
    paper = plan_paper(plan)
    assert paper.title == "ขอความเห็นชอบแผนประชาสัมพันธ์ ฉบับที่ 1 ตัวชี้วัด 7301"
    assert paper.blocks[0] == Memo(
        agency="สำนักงานประชาสัมพันธ์",
        subject=f"{paper.title} ปีงบประมาณ พ.ศ. 2568",
        to="ผู้บริหารกรุงเทพมหานคร",
        date="20 พฤศจิกายน 2567",
        telephone="0 2000 0000",
    )
    assert table(paper, "รายการตามแผน").rows == (
        ("15\xa0ม.ค.\xa02568", "ชิ้นงานสื่อ", "วิดีโอย่าน", "นางเลิ้ง", "Facebook", "25,000"),
    )
    assert table(paper, "งบประมาณรายย่าน").rows == (("นางเลิ้ง", "1", "25,000"),)
    assert "ให้รู้จักย่าน" in text_of(paper)


def test_the_plan_tells_who_approved_it_and_the_entry_that_shows_it() -> None:
    made = year()
    [submitted, approved] = table_after(plan_paper(Plan.objects.get()), "การลงนามทางอิเล็กทรอนิกส์").rows
    assert [submitted[:2], approved[:2]] == [
        ("เสนอแผน", made.people["owner"].name_th),
        ("ให้ความเห็นชอบ", made.people["approver"].name_th),
    ]


def table_after(paper: Paper, heading: str, far: int = 1) -> Table:
    place = paper.blocks.index(Heading(heading))
    found = paper.blocks[place + far]
    assert isinstance(found, Table)
    return found


@pytest.fixture
def september(clock) -> Report:
    """The year's result report, acknowledged, with all ten districts done and the survey entered."""
    at = make.office()
    make.plan(at, dt.date(2024, 11, 20))
    clock(make.moment(2025, 8, 15))
    for place in at.districts:
        make.piece(at, place, make.moment(2025, 8, 1))
    AwarenessResult.objects.create(
        key_result=at.key_result,
        reading="each",
        share=Decimal("0.8123"),
        low=Decimal("0.7901"),
        high=Decimal("0.8345"),
        respondents=1200,
        method="สุ่มครัวเรือนแบบแบ่งชั้น",
        measured_on=dt.date(2025, 8, 10),
        entered_by=at.owner,
    )
    clock(make.moment(2025, 9, 25))
    make.final_report(at)
    return Report.objects.get()


def test_the_result_report_has_the_parts_that_the_sheet_asks_for(september: Report) -> None:
    paper = report_paper(september)
    assert headings(paper) == [
        "1. ความเป็นมา",
        "2. เป้าหมายและเกณฑ์การให้คะแนน",
        "3. ผลการดำเนินงาน",
        "4. คะแนนและเหตุผล",
        "5. ผลสำรวจการรับรู้",
        "6. ปัญหาอุปสรรค",
        "7. ข้อเสนอแนะ",
        "ภาคผนวก หลักฐาน",
    ]
    assert "ได้คะแนน 5 คิดเป็นร้อยละ 100" in text_of(paper)
    assert "ผู้ตอบ 1,200 คน วิธีสำรวจ: สุ่มครัวเรือนแบบแบ่งชั้น" in text_of(paper)
    assert "จึงเรียนมาเพื่อโปรดทราบ" in text_of(paper)


def test_every_district_and_every_item_of_evidence_stands_in_it(september: Report) -> None:
    paper = report_paper(september)
    shown = table(paper, "ผลรายย่านสร้างสรรค์")
    assert [row[1] for row in shown.rows] == ["☑"] * 10
    assert "ได้รับการประชาสัมพันธ์แล้ว 10 จาก 10 ย่าน" in shown.caption
    assert len(table_after(paper, "ภาคผนวก หลักฐาน", 2).rows) >= 10


def test_every_sign_of_the_report_is_in_the_papers_own_type(september: Report) -> None:
    """A sign that Sarabun lacks would be drawn by whatever type the machine has, or as an empty box."""
    known = TTFont(io.BytesIO(font_bytes("Sarabun-Regular.ttf"))).getBestCmap()
    words = repr(report_paper(september))
    assert {sign for sign in words if ord(sign) not in known} == set()


def test_minimums_that_are_not_met_are_said_beside_a_full_score(september: Report) -> None:
    assert "บทบาทภารกิจที่ยังไม่ครบเกณฑ์ขั้นต่ำ ได้แก่ ข้อ 2, ข้อ 3, ข้อ 4" in text_of(report_paper(september))


def test_a_report_before_the_last_period_opens_with_what_is_wrong(in_june) -> None:
    report = make.report(in_june, in_june.periods[2]) if hasattr(make, "report") else None
    if report is None:
        report = Report.objects.create(
            key_result=in_june.key_result,
            agency=in_june.agency,
            period=in_june.periods[2],
            problems="",
            suggestions="",
            entered_by=in_june.owner,
        )
    paper = report_paper(report)
    assert paper.title == "รายงานความก้าวหน้าตัวชี้วัด 7301 ปีงบประมาณ พ.ศ. 2568 ไตรมาสที่ ๓"
    assert headings(paper)[0] == "1. เรื่องที่ต้องทราบก่อน"
    first = next(block for block in paper.blocks if isinstance(block, Items))
    assert first.numbered
    assert "ผลช้ากว่าแผน 2 ย่าน" in first.texts


def test_what_the_plans_calendar_holds_fits_its_columns():
    """The longest date, kind, district, channel and sum of the year stand on one line each."""
    use_dictionary()
    columns = _calendar([]).columns
    row = ("30 เม.ย. 2568".replace(" ", "\xa0"), "เรื่องเล่าชุมชน", "งาน", "คลองผดุงกรุงเกษม", "Instagram", "130,000")
    said = pdf_text(Paper("x", (Table("", columns, (row,)),)))
    for text in ("๓๐ เม.ย. ๒๕๖๘", *row[1:5], "๑๓๐,๐๐๐", *(column.title for column in columns)):
        assert text in said.replace("\xa0", " ")


def pdf_text(paper: Paper) -> str:
    document = pypdfium2.PdfDocument(draw(paper, "pdf"))
    return "\n".join(document[place].get_textpage().get_text_range() for place in range(len(document)))


def test_every_duty_of_every_district_names_its_works_and_their_evidence(september: Report) -> None:
    rows = table(report_paper(september), "งานที่นับในแต่ละย่าน").rows
    known = {row[0] for row in table_after(report_paper(september), "ภาคผนวก หลักฐาน", 2).rows}
    assert len({row[0] for row in rows}) == 10
    named = {one for row in rows for one in re.findall(r"E\d+", row[2])}
    assert named
    assert named <= known


def test_the_host_gives_the_telephone_of_its_sheet(september: Report) -> None:
    [memo] = [block for block in report_paper(september).blocks if isinstance(block, Memo)]
    sheet = score_key_result(september.key_result).definition
    assert sheet is not None
    assert memo.telephone == (sheet.coordinator.phone or "")
    other = Agency(name_th="สำนักงานเขต")
    on = dt.date(2025, 9, 25)
    assert sections.memo(september.key_result, other, "x", on=on, definition=sheet).telephone == ""


def test_a_periods_paper_speaks_of_its_last_day_as_its_page_and_package_do(in_june) -> None:
    """Also after it was accepted, weeks later: both outlets show the same figures."""
    report = Report.objects.create(
        key_result=in_june.key_result,
        agency=in_june.agency,
        period=in_june.periods[1],
        problems="",
        suggestions="",
        entered_by=in_june.owner,
    )
    ReportStep.objects.create(
        report=report, act="verify", from_state="checked", to_state="verified", by=in_june.owner, role="executive"
    )
    assert day_of(report) == in_june.periods[1].ends_on


def test_a_share_that_is_lacking_is_said_as_thai_says_it() -> None:
    assert (sections.amount(Decimal("17.29"), "ร้อยละ"), sections.amount(Decimal(9), "ชิ้นงาน")) == (
        "ร้อยละ 17.29",
        " 9 ชิ้นงาน",
    )
    row = ComplianceRow("duty", "7", "", Decimal(80), ">=", "%", Decimal(62))
    assert sections._required(row) == "ไม่น้อยกว่าร้อยละ 80"
    assert sections._required(replace(row, required=Decimal(20), unit="ครั้ง")) == "ไม่น้อยกว่า 20 ครั้ง"
