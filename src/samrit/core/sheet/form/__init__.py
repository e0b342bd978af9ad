"""What the official form prints for a definition, once, for every kind of file.

The words, their order and the tick boxes are those of the form "รายละเอียด KRs" of the Bangkok Metropolitan
Administration, fiscal year 2568 (`samrit.core.sheet.labels`). Printed numbers have Thai digits; what the sheet does not
say is printed "-"; an option whose mark was lost has no box, as on a sheet whose marks were lost.
"""

from __future__ import annotations

from samrit.core.sheet import labels
from samrit.core.sheet.definition import AgencyLine, Definition, Duty, Target, Tick
from samrit.core.sheet.form.blocks import (
    NOTHING,
    BlockKind,
    CellStyle,
    FormBlock,
    FormCell,
    FormRow,
    Line,
    printed,
    printed_lines,
    printed_number,
    printed_value,
)
from samrit.core.sheet.form.rubric import rubric_blocks

_MAIN_WIDTHS = (22, 19, 16, 43)

_TITLE = labels.LABELS[labels.Block.TITLE][0]
_HOST = "หน่วยงาน"
_OTHER_HOST = "หน่วยงานรับผิดชอบหลัก (H)"
_SUPPORTING = "หน่วยงานสนับสนุน (R)"
_OFFICES_NOTE = "*กรณีเป็นสำนักงานเขตให้ระบุรายสำนักงานเขต"
_ALL_THREE_NOTE = "(กรณีเป้าหมายการพัฒนาของสำนักงานเขต พ.ศ. ๒๕๖๘ จำเป็นต้องมีครบทั้ง ๓ รายการ)"
_SPECIFY = "โปรดระบุ"
_OPERATORS = {">": "มากกว่า", "<=": "ไม่เกิน", "<": "น้อยกว่า", "==": "เท่ากับ"}
_SHARES = {"ร้อยละ", "ลดลงร้อยละ"}


def form_rows(definition: Definition) -> tuple[FormBlock, ...]:
    """The blocks that the form prints for `definition`, in their order."""
    return (
        _title(definition),
        _header(definition),
        _details(definition),
        _signature(),
        *_rubric(definition),
    )


def _title(d: Definition) -> FormBlock:
    year = NOTHING if d.fiscal_year is None else printed_number(d.fiscal_year)
    return FormBlock.of_lines(BlockKind.TITLE, Line(_TITLE), Line(f"และ{printed_value(d.plan)} ประจำปี พ.ศ. {year}"))


def _header(d: Definition) -> FormBlock:
    involvement = (
        d.involvement.single_agency,
        d.involvement.supporting_agencies,
        d.involvement.supporting_bureaus,
        d.involvement.supporting_district_offices,
    )
    return FormBlock.of_lines(
        BlockKind.LINES,
        Line(f"รหัส {printed_value(d.code)} ชื่อ KRs {printed_value(d.name)}"),
        Line(f"{labels.LABELS[labels.Block.HOST][0]} {printed_value(d.host)}"),
        Line(f"ด้าน {printed_value(d.dimension)} ประเด็นการพัฒนา {printed_value(d.development_issue)}"),
        Line(labels.LABELS[labels.Block.INVOLVEMENT][0]),
        *(Line(option, box) for option, box in zip(labels.INVOLVEMENT_OPTIONS, involvement, strict=True)),
    )


def _row(label: str, *lines: Line, note: str | None = None, listed: bool = False) -> FormRow:
    return FormRow((_label(label), FormCell(lines, 3, note, listed)))


def _label(text: str) -> FormCell:
    return FormCell((Line(text),), style=CellStyle.LABEL)


def _details(d: Definition) -> FormBlock:
    year = NOTHING if d.fiscal_year is None else printed_number(d.fiscal_year)
    amount = f"ค่าเป้าหมาย : {_bound(d, 'target.operator', d.target)} หน่วยนับ : {printed_value(d.target.unit)}"
    rows = (
        FormRow((FormCell((Line("ประเด็น"),)), FormCell((Line("รายละเอียด"),), 3)), head=True),
        _row(f"ค่าเป้าหมายรวม ปีงบประมาณ พ.ศ. {year}", Line(amount)),
        _row(labels.LABELS[labels.Block.DEFINITION][-1], *printed_lines(d.definition), listed=True),
        _row(labels.LABELS[labels.Block.METHOD][0], *printed_lines(d.method.text), listed=True),
        *_agencies(d),
        _row(
            labels.LABELS[labels.Block.REFERENCES][0],
            *_options(d.references, labels.REFERENCE_OPTIONS),
            Line(_ALL_THREE_NOTE),
            note=_OFFICES_NOTE,
            listed=True,
        ),
        _row(
            labels.LABELS[labels.Block.CHANNELS][0],
            *_options(d.reporting_channels, labels.CHANNEL_OPTIONS),
            listed=True,
        ),
        _row(
            labels.LABELS[labels.Block.EVALUATION][0],
            *_options(d.evaluation_methods, labels.EVALUATION_OPTIONS),
            listed=True,
        ),
        _row(labels.LABELS[labels.Block.COORDINATOR][0], *_coordinator(d)),
    )
    return FormBlock(BlockKind.TABLE, rows, _MAIN_WIDTHS)


def _bound(d: Definition, field: str, target: Target) -> str:
    """The number of a target. A bound that the sheet did not print, or the usual "at least", stays unsaid."""
    if target.value is None:
        return NOTHING
    number = printed_number(target.value)
    if target.operator in _OPERATORS and not any(row.field == field for row in d.assumed):
        return f"{_OPERATORS[target.operator]} {number}"
    return number


def _agencies(d: Definition) -> tuple[FormRow, ...]:
    label = _label(labels.LABELS[labels.Block.AGENCIES][0])
    heads = ("ชื่อหน่วยงาน/ ส่วนราชการ", "ค่าเป้าหมาย", "บทบาทภารกิจ")
    return (
        FormRow((label, FormCell((Line(f"หน่วยนับ : {printed_value(d.target.unit)}"),), 3))),
        FormRow((FormCell(), *(FormCell((Line(head),)) for head in heads)), head=True, continues=True),
        *(_agency(d, index, agency) for index, agency in enumerate(d.agencies)),
    )


def _agency(d: Definition, index: int, agency: AgencyLine) -> FormRow:
    prefix = _SUPPORTING if agency.role == "supporting" else _HOST if agency.name == d.host else _OTHER_HOST
    amount = _bound(d, f"agencies[{index}].target.operator", agency.target)
    unit = agency.target.unit
    if agency.target.value is not None and unit is not None:
        amount = f"{printed(unit)} {amount}" if unit in _SHARES else f"{amount} {printed(unit)}"
    duties = tuple(line for duty in agency.duties for line in _duty(duty)) or (Line(NOTHING),)
    return FormRow(
        (
            FormCell(),
            FormCell((Line(f"{prefix} {printed(agency.name)}"),)),
            FormCell((Line(amount),), style=CellStyle.FIGURE),
            FormCell(duties, listed=True),
        ),
        continues=True,
    )


def _duty(duty: Duty) -> tuple[Line, ...]:
    first, *rest = printed_lines(duty.text) or (Line(NOTHING),)
    if duty.number is None:
        return (first, *rest)
    number = f"{printed_number(duty.number)}." if isinstance(duty.number, int) else printed(duty.number)
    return (Line(f"{number} {first.text}"), *rest)


def _options(ticks: tuple[Tick, ...], standard: tuple[str, ...]) -> tuple[Line, ...]:
    """The options of a block; the form's own, unticked, where the definition has none."""
    if not ticks:
        return tuple(Line(option, box=False) for option in standard)
    return tuple(Line(_option(tick, standard), tick.ticked) for tick in ticks)


def _option(tick: Tick, standard: tuple[str, ...]) -> str:
    label = printed(tick.label)
    asks = f"{label} {_SPECIFY}"
    if not label.endswith(_SPECIFY) and (tick.detail is not None or asks in standard):
        label = asks
    return label if tick.detail is None else f"{label} {printed(tick.detail)}"


def _coordinator(d: Definition) -> tuple[Line, ...]:
    c = d.coordinator
    return (
        Line(f"ชื่อ {printed_value(c.name)}"),
        Line(f"ตำแหน่ง {printed_value(c.position)}"),
        Line(f"หมายเลขโทรศัพท์ {printed_value(c.phone)}"),
        Line(f"ส่วนราชการ {printed_value(c.unit)}"),
        Line(f"หน่วยงาน {printed_value(c.agency)}"),
    )


def _signature() -> FormBlock:
    return FormBlock.of_lines(BlockKind.SIGNATURE, Line("ลงชื่อ"), Line("(.....)"), Line("ผู้แจ้งข้อมูล"))


def _rubric(d: Definition) -> tuple[FormBlock, ...]:
    if d.rubric is None:
        return ()
    heading = FormBlock.of_lines(
        BlockKind.HEADING, Line(f"{labels.LABELS[labels.Block.RUBRIC][0]} “{printed_value(d.name)}”")
    )
    return (heading, *rubric_blocks(d.rubric))


def form_title(definition: Definition) -> str:
    """The title of the file: what a list of files or a reader's window shows."""
    return f"รายละเอียด KRs {printed_value(definition.code)} {printed_value(definition.name)}"
