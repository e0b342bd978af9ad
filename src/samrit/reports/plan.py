"""The publicity plan as it is laid before executives for approval (duty 1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from django.utils import timezone

from samrit.platform.papers import Block, Column, Heading, Paper, Paragraph, Signature, Table
from samrit.publicity.models import Plan, PlanLine
from samrit.publicity.queries.plans import plan_budget
from samrit.reports import sections
from samrit.results.documents import definition_of
from samrit.results.queries import signed_revision

_ACTS = {
    "publicity.plan.submit": "เสนอแผน",
    "publicity.plan.return": "ส่งกลับให้แก้ไข",
    "publicity.plan.approve": "ให้ความเห็นชอบ",
}


_ROOM = "\xa0" * 5
"""Room for a tick by hand."""


def plan_paper(plan: Plan) -> Paper:
    """One edition of the plan: goals, audiences, messages, the calendar with its budget, and who approved it."""
    subject = f"ขอความเห็นชอบแผนประชาสัมพันธ์ ฉบับที่ {plan.number} ตัวชี้วัด {plan.key_result.code}"
    return Paper(title=subject, blocks=tuple(_blocks(plan, f"{subject} {sections.year_of(plan.key_result)}")))


def _blocks(plan: Plan, subject: str) -> Iterator[Block]:
    key_result = plan.key_result
    on = plan.approved_on or timezone.localdate(plan.submitted_at)
    lines = list(plan.lines.select_related("district").order_by("planned_on", "id"))
    sheet = signed_revision(key_result, on)
    yield sections.memo(
        key_result, key_result.host, subject, on=on, definition=None if sheet is None else definition_of(sheet)
    )
    yield Heading("1. ต้นเรื่อง")
    yield Paragraph(
        f"แบบรายละเอียดตัวชี้วัด (KRs) รหัส {key_result.code} “{key_result.name}” กำหนดให้จัดทำแผนประชาสัมพันธ์"
        "เสนอผู้บริหารกรุงเทพมหานครให้ความเห็นชอบ"
    )
    for number, (title, text) in enumerate(
        (("วัตถุประสงค์", plan.goals), ("กลุ่มเป้าหมาย", plan.audiences), ("สารหลัก", plan.messages)), 2
    ):
        yield Heading(f"{number}. {title}")
        yield Paragraph(text or "ยังไม่ได้ระบุ")
    yield Heading("5. ปฏิทินและงบประมาณ")
    if lines:
        yield _calendar(lines)
        yield from _sums(lines)
    else:
        yield Paragraph("ยังไม่มีรายการในแผน")
    yield Heading("6. ข้อพิจารณา")
    yield Paragraph("จึงเรียนมาเพื่อโปรดพิจารณา หากเห็นชอบขอได้โปรดลงนามให้ความเห็นชอบแผนประชาสัมพันธ์ฉบับนี้", apart=True)
    yield Signature()
    yield Heading("ความเห็นผู้บริหารกรุงเทพมหานคร")
    yield Paragraph(f"({_ROOM}) เห็นชอบ{_ROOM}{_ROOM}({_ROOM}) ไม่เห็นชอบ โปรดดำเนินการดังนี้")
    yield Signature()
    yield from sections.acts(plan.subject, _ACTS)


def _calendar(lines: Iterable[PlanLine]) -> Table:
    columns = (
        Column("วันที่", 33),
        Column("ประเภท", 28),
        Column("งาน", 38),
        Column("ย่าน", 38),
        Column("ช่องทาง", 25),
        Column("บาท", 22, "right"),
    )
    rows = tuple(
        (
            "ยังไม่กำหนด" if row.planned_on is None else sections.short_day(row.planned_on),
            row.get_kind_display(),
            row.title,
            "ทุกย่าน" if row.district is None else row.district.name_th,
            row.get_channel_display() if row.channel else "–",
            _money(row.budget),
        )
        for row in lines
    )
    return Table("รายการตามแผน", columns, rows)


def _sums(lines: list[PlanLine]) -> Iterator[Block]:
    """The whole, and by district and channel; lines without a sum are said, not counted as 0."""
    whole = plan_budget(lines)
    open_lines = "" if not whole.unknown else f" (ยังไม่กำหนดงบประมาณ {whole.unknown} รายการ)"
    yield Paragraph(f"รวม {len(lines)} รายการ งบประมาณ {_money(whole.known)} บาท{open_lines}", indent=False)
    for what, groups in (("ย่าน", _grouped(lines, _district)), ("ช่องทาง", _grouped(lines, _channel))):
        columns = (Column(what, 6), Column("รายการ", 2, "right"), Column("บาท", 3, "right"))
        rows = tuple((name, str(len(part)), _money(plan_budget(part).known)) for name, part in groups.items())
        yield Table(f"งบประมาณราย{what}", columns, rows)


def _district(row: PlanLine) -> str:
    return "ทุกย่าน" if row.district is None else row.district.name_th


def _channel(row: PlanLine) -> str:
    return row.get_channel_display() if row.channel else "ไม่ระบุช่องทาง"


def _grouped(lines: Iterable[PlanLine], key: Callable[[PlanLine], str]) -> dict[str, list[PlanLine]]:
    found: dict[str, list[PlanLine]] = {}
    for row in lines:
        found.setdefault(key(row), []).append(row)
    return found


def _money(value: Decimal | None) -> str:
    return "–" if value is None else f"{value:,.2f}".removesuffix(".00")
