"""The result report of duty 8, and the progress report of a period: to executives, for their information."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from samrit.core.rubric.words import period_words
from samrit.core.thai import fiscal_year_bounds
from samrit.platform.papers import Block, Heading, Items, Memo, NewPage, Paper, Paragraph, Signature
from samrit.reports import sections
from samrit.results.enums import ACCEPTED
from samrit.results.models import Report, ReportStep
from samrit.results.queries import overdue
from samrit.scoring.forecast import forecast_of, pace_of
from samrit.scoring.result import Result, score_key_result

_ACTS = {
    "results.report.submitted": "ส่งรายงาน",
    "results.report.returned": "ส่งกลับให้แก้ไข",
    "results.report.checked": "ตรวจสอบ",
    "results.report.verified": "รับรอง",
    "results.report.acknowledged": "รับทราบ",
}


def report_paper(report: Report) -> Paper:
    """The paper of a report: of the year where it is the host's on the last period, else of the period's progress.

    The score of a period is that of its last day, or today's until then, as its page and its package have it; that of
    the year is of the day of its last acceptance, for the sheet asks that executives know of it.
    """
    result = score_key_result(report.key_result, day_of(report))
    key_result = report.key_result
    whole = f"ตัวชี้วัด {key_result.code} {sections.year_of(key_result)}"
    if is_of_the_year(report):
        title = f"รายงานผลการดำเนินงาน{whole}"
        return Paper(title, tuple(_result_report(report, result, title)))
    title = f"รายงานความก้าวหน้า{whole} {period_words(report.period.code).th}"
    return Paper(title, tuple(_progress_report(report, result, title)))


def is_of_the_year(report: Report) -> bool:
    """Whether it is the result report that the sheet's last duty asks for."""
    _, last = fiscal_year_bounds(report.key_result.fiscal_year)
    return report.agency_id == report.key_result.host_id and report.period.ends_on >= last


def day_of(report: Report) -> dt.date:
    """The day of which its score speaks."""
    last = ReportStep.objects.filter(report=report, to_state__in=ACCEPTED).order_by("id").last()
    if last is not None and is_of_the_year(report):
        return timezone.localdate(last.at)
    return min(timezone.localdate(), report.period.ends_on)


def _result_report(report: Report, result: Result, title: str) -> Iterator[Block]:
    yield _memo(report, result, f"{title} พร้อมปัญหาอุปสรรคและข้อเสนอแนะ")
    yield Heading("1. ความเป็นมา")
    yield from sections.background(result)
    yield Heading("2. เป้าหมายและเกณฑ์การให้คะแนน")
    yield from sections.rubric(result)
    yield Heading("3. ผลการดำเนินงาน")
    yield from sections.written([report], "narrative", "ยังไม่ได้บันทึกผลการดำเนินงาน")
    yield from sections.districts(result)
    yield from sections.duties(result)
    yield Heading("4. คะแนนและเหตุผล")
    yield from sections.score(result)
    yield Heading("5. ผลสำรวจการรับรู้")
    yield from sections.awareness(result)
    yield from _closing(report, 6)
    yield NewPage()
    yield Heading("ภาคผนวก หลักฐาน")
    yield from sections.proofs(result)
    yield from sections.evidence(result)
    yield from sections.acts(report.subject, _ACTS)


def _progress_report(report: Report, result: Result, title: str) -> Iterator[Block]:
    yield _memo(report, result, title)
    yield Heading("1. เรื่องที่ต้องทราบก่อน")
    first = tuple(exceptions(result))
    if first:
        yield Items(first, numbered=True)
    else:
        yield Paragraph("เป็นไปตามแผน ไม่มีเรื่องที่ต้องเร่งรัด")
    yield Heading("2. คะแนนและแนวโน้ม")
    yield from sections.score(result)
    forecast = forecast_of(result)
    if forecast is not None:
        yield Paragraph(forecast.words.th)
    yield Heading("3. ผลการดำเนินงานในงวด")
    yield from sections.written([report], "narrative", "ยังไม่ได้บันทึกผลการดำเนินงาน")
    yield from sections.districts(result)
    yield from sections.duties(result)
    yield from _closing(report, 4)
    yield from sections.acts(report.subject, _ACTS)


def _memo(report: Report, result: Result, subject: str) -> Memo:
    """Its date is the day on which it was sent in; today's until then."""
    sent = ReportStep.objects.filter(report=report, act="submit").order_by("id").last()
    on = timezone.localdate(sent.at) if sent else timezone.localdate()
    return sections.memo(report.key_result, report.agency, subject, on=on, definition=result.definition)


def exceptions(result: Result) -> Iterator[str]:
    """What is behind, late or short, in sentences."""
    pace = pace_of(result)
    unit = (result.definition.target.unit if result.definition else None) or ""
    if pace is not None and pace.behind > 0:
        yield f"ผลช้ากว่าแผน {pace.behind} {unit}".rstrip()
    for row in overdue([result.key_result], on=result.as_of):
        yield f"{row.agency} ยังไม่ส่งรายงาน{period_words(row.period).th} (ครบกำหนด {sections.day(row.due_on)})"
    for unmet in result.unmet:
        short = "" if unmet.short is None else f" ยังขาด{sections.amount(unmet.short, unmet.unit)}"
        yield f"บทบาทภารกิจข้อ {unmet.number} ยังไม่ครบเกณฑ์ขั้นต่ำ{short}"


def _closing(report: Report, number: int) -> Iterator[Block]:
    yield Heading(f"{number}. ปัญหาอุปสรรค")
    yield from sections.written([report], "problems", "ไม่ได้ระบุ")
    yield Heading(f"{number + 1}. ข้อเสนอแนะ")
    yield from sections.written([report], "suggestions", "ไม่ได้ระบุ")
    yield Paragraph("จึงเรียนมาเพื่อโปรดทราบ", apart=True)
    yield Signature()
