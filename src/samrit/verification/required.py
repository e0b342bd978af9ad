"""Which checks a key result asks for: the evaluation methods that its sheet ticks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from samrit.core.contract import Message
from samrit.core.sheet import Definition
from samrit.core.sheet.definition import Tick


class CheckKind(StrEnum):
    """The four options of the form's block on follow-up, in its order."""

    SUPPORTING_REPORTS = "supporting_reports"
    HOST = "host"
    INSPECTOR = "inspector"
    DATA_SYSTEM = "data_system"


@dataclass(frozen=True, slots=True)
class RequiredCheck:
    """One option: `required` is True or False as ticked, None where the mark was lost (a person must say)."""

    kind: CheckKind
    required: bool | None
    text: Message
    detail: str | None = None


_TEXTS = {
    CheckKind.SUPPORTING_REPORTS: Message(
        "supporting agencies or district offices report their results", "หน่วยงาน R หรือสำนักงานเขตรายงานผล"
    ),
    CheckKind.HOST: Message("the host agency follows up and checks", "หน่วยงานรับผิดชอบหลัก (H) กำกับติดตามและตรวจสอบ"),
    CheckKind.INSPECTOR: Message("an inspector supervises the quality", "ผู้ตรวจราชการกรุงเทพมหานครกำกับเชิงคุณภาพ"),
    CheckKind.DATA_SYSTEM: Message("a data system confirms the result", "ใช้ระบบข้อมูลยืนยันผลการดำเนินงาน"),
}
_SAYS = (
    (CheckKind.INSPECTOR, "ผู้ตรวจราชการ"),
    (CheckKind.DATA_SYSTEM, "ระบบข้อมูล"),
    (CheckKind.SUPPORTING_REPORTS, "รายงานผลโดย"),
    (CheckKind.HOST, "กำกับติดตาม"),
)
"""What only that option's label says; "กำกับ" alone stands in two of them, so the inspector is looked for first."""


def required_checks(definition: Definition | None) -> tuple[RequiredCheck, ...]:
    """The four checks with whether they are required: as ticked, None where the mark or the whole block was lost."""
    options = () if definition is None else definition.evaluation_methods
    ticks = {kind: tick for tick in options if (kind := _kind_of(tick)) is not None}
    return tuple(_check(kind, ticks.get(kind), block_read=bool(options)) for kind in CheckKind)


def is_required(checks: tuple[RequiredCheck, ...], kind: CheckKind) -> bool:
    """Whether the sheet asks for that check. A lost mark asks for nothing until a person has said so."""
    return any(check.kind is kind and check.required is True for check in checks)


def _kind_of(tick: Tick) -> CheckKind | None:
    label = "".join(tick.label.split())
    return next((kind for kind, says in _SAYS if says in label), None)


def _check(kind: CheckKind, tick: Tick | None, *, block_read: bool) -> RequiredCheck:
    if tick is None:
        return RequiredCheck(kind, False if block_read else None, _TEXTS[kind])
    return RequiredCheck(kind, tick.ticked, _TEXTS[kind], tick.detail)
