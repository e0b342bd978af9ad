"""What `samrit sheet read` and `samrit sheet check` show to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from samrit.cli.layout import heading, indented, labelled, numbered, page
from samrit.cli.words import (
    CHOICES,
    COORDINATOR,
    DUTY_KINDS,
    FIELDS,
    INVOLVEMENT,
    METHOD_KINDS,
    NOT_SAID,
    OPERATORS,
    ROLES,
)
from samrit.core.contract import Message, canonical, speak
from samrit.core.rubric import describe_rubric
from samrit.core.sheet.quantities import PERCENT
from samrit.core.sheet.whys import why_in_thai
from samrit.core.thai import to_thai

if TYPE_CHECKING:
    from decimal import Decimal

    from samrit.core.sheet import Definition, Fault
    from samrit.core.sheet.definition import AgencyLine, Assumption, Duty, Minimum, Target, Tick

TICKS = {True: "☑", False: "☐", None: "?"}


# --- reading ---


def reading(definition: Definition, lang: str) -> str:
    """Every field of the sheet, and how much of it a person must still confirm."""
    lines = [
        *labelled(list(_header(definition, lang))),
        *_block(FIELDS["involvement"], _involvement(definition, lang), lang),
        *_block(FIELDS["definition"], _paragraphs(definition.definition, lang), lang),
        *_block(FIELDS["method"], _method(definition, lang), lang),
        *_block(FIELDS["agencies"], _agencies(definition.agencies, lang), lang),
        *_block(FIELDS["references"], _ticks(definition.references), lang),
        *_block(FIELDS["reporting_channels"], _ticks(definition.reporting_channels), lang),
        *_block(FIELDS["evaluation_methods"], _ticks(definition.evaluation_methods), lang),
        *_block(FIELDS["coordinator"], _coordinator(definition, lang), lang),
        *_block(FIELDS["rubric"], _rubric(definition, lang), lang),
        "",
        _summary(definition, lang),
    ]
    return page(lines)


def _header(definition: Definition, lang: str) -> Iterator[tuple[str, str]]:
    for name in ("code", "name", "fiscal_year", "plan", "dimension", "development_issue", "host"):
        value = getattr(definition, name)
        yield speak(FIELDS[name], lang), speak(NOT_SAID, lang) if value is None else in_digits(str(value), lang)
    yield speak(FIELDS["target"], lang), target_text(definition.target, lang)


def target_text(target: Target, lang: str) -> str:
    """A target as `≥ 10 ย่าน`, a percentage as `≥ ร้อยละ 80`."""
    return _bound(target.operator, target.value, target.unit, lang) or speak(NOT_SAID, lang)


def _bound(operator: str | None, value: Decimal | None, unit: str | None, lang: str) -> str:
    number = "" if value is None else in_digits(canonical(value), lang)
    quantity = (unit, number) if unit == PERCENT else (number, unit or "")
    return " ".join(filter(None, (OPERATORS.get(operator or "", ""), *quantity)))


def in_digits(text: str, lang: str) -> str:
    """The text with the digits that readers of the language expect."""
    return text if lang == "en" else to_thai(text)


def _block(title: Message, lines: list[str], lang: str) -> list[str]:
    return [*heading(speak(title, lang)), *(lines or [speak(NOT_SAID, lang)])]


def _paragraphs(text: str | None, lang: str) -> list[str]:
    return [speak(NOT_SAID, lang)] if text is None else text.split("\n")


def _involvement(definition: Definition, lang: str) -> list[str]:
    options = definition.involvement
    return [f"{TICKS[getattr(options, name)]} {speak(said, lang)}" for name, said in INVOLVEMENT.items()]


def _method(definition: Definition, lang: str) -> list[str]:
    kind = definition.method.kind
    said = [] if kind is None else [f"({speak(METHOD_KINDS[kind], lang)})"]
    return [*_paragraphs(definition.method.text, lang), *said]


def _agencies(agencies: Sequence[AgencyLine], lang: str) -> list[str]:
    return [line for agency in agencies for line in _agency(agency, lang)]


_OFFICES = Message("offices", "หน่วยงาน")


def _agency(agency: AgencyLine, lang: str) -> list[str]:
    offices = f"{agency.count} {speak(_OFFICES, lang)}" if agency.count else ""
    parts = (speak(ROLES[agency.role], lang), in_digits(offices, lang), target_text(agency.target, lang))
    marks = " · ".join(filter(None, parts))
    duties = [line for duty in agency.duties for line in _duty(duty, lang)]
    return [f"{agency.name} — {marks}", *indented(duties)]


def _duty(duty: Duty, lang: str) -> list[str]:
    mark = "-" if duty.number is None else in_digits(f"{duty.number}.", lang)
    first, *rest = duty.text.split("\n")
    minimums = [_minimum(minimum, lang) for minimum in duty.minimums]
    tail = " · ".join((speak(DUTY_KINDS[duty.kind], lang), *minimums))
    return [f"{mark} {first}", *indented(rest, 3), f"   [{tail}]"]


def _minimum(minimum: Minimum, lang: str) -> str:
    per = speak(Message(" per {}", " ต่อ{}"), lang).format(minimum.per) if minimum.per else ""
    return _bound(minimum.operator, minimum.value, minimum.unit, lang) + per


def _ticks(ticks: Sequence[Tick]) -> list[str]:
    return [f"{TICKS[tick.ticked]} {tick.label}" + (f": {tick.detail}" if tick.detail else "") for tick in ticks]


def _coordinator(definition: Definition, lang: str) -> list[str]:
    person = definition.coordinator
    values = [(name, getattr(person, name)) for name in (field.name for field in fields(person))]
    if all(value is None for _, value in values):
        return []
    return labelled(
        [
            (speak(COORDINATOR[name], lang), speak(NOT_SAID, lang) if value is None else in_digits(value, lang))
            for name, value in values
        ]
    )


def _rubric(definition: Definition, lang: str) -> list[str]:
    return [] if definition.rubric is None else describe_rubric(definition.rubric, lang)


def _summary(definition: Definition, lang: str) -> str:
    said = Message(
        "to confirm: {questions} questions, {unread} unread, {assumed} assumed (samrit sheet check shows them)",
        "ต้องยืนยัน: คำถาม {questions} ข้อ ไม่เข้าช่องใด {unread} แห่ง สันนิษฐาน {assumed} ข้อ (ดูด้วย samrit sheet check)",
    )
    counts = {
        "questions": len(definition.questions),
        "unread": len(definition.unread),
        "assumed": len(definition.assumed),
    }
    return in_digits(speak(said, lang).format_map(counts), lang)


# --- checking ---

CHECK_SCHEMA = "samrit/sheet-check/1"


def check_data(definition: Definition, faults: Sequence[Fault], crops: dict[int, str]) -> dict[str, Any]:
    """What a person must confirm, as the document `samrit/sheet-check/1`."""
    from samrit.core.sheet import definition_data

    data = definition_data(definition)
    for index, path in crops.items():
        data["questions"][index]["picture"] = path
    return {
        "schema": CHECK_SCHEMA,
        "code": definition.code,
        "questions": data["questions"],
        "unread": data["unread"],
        "assumed": data["assumed"],
        "faults": [{"field": fault.path, "why": fault.message.en} for fault in faults],
        "source": data["source"],
    }


def checking(definition: Definition, faults: Sequence[Fault], crops: dict[int, str], lang: str) -> str:
    """The questions, the unread lines, what was assumed, and the faults, each numbered."""
    lines: list[str] = [f"{in_digits(definition.code or '?', lang)} {definition.name or ''}".rstrip()]
    questions = [
        _question(row.field, _why(row.why, lang), crops.get(index), lang)
        for index, row in enumerate(definition.questions)
    ]
    sections = (
        (Message("Please confirm", "โปรดยืนยัน"), questions),
        (
            Message("Lines that belong to no field", "ข้อความที่ไม่เข้าช่องใด"),
            [f"{_line(row.line, lang)}: {row.text}" for row in definition.unread],
        ),
        (
            Message("What was assumed", "ข้อสันนิษฐาน"),
            [f"{_place(row.field, lang)}: {_assumption(row, lang)}" for row in definition.assumed],
        ),
        (
            Message("Faults of the sheet", "ข้อบกพร่องของแบบ"),
            [f"{_place(fault.path, lang)}: {speak(fault.message, lang)}" for fault in faults],
        ),
    )
    for title, texts in sections:
        if texts:
            lines += [*heading(in_digits(f"{speak(title, lang)} ({len(texts)})", lang)), *numbered(texts)]
    if len(lines) == 1:
        lines += ["", speak(Message("Nothing needs a person.", "ไม่มีสิ่งที่ต้องให้เจ้าหน้าที่ยืนยัน"), lang)]
    return page(lines)


def _question(field: str, why: str, picture: str | None, lang: str) -> str:
    seen = "" if picture is None else "\n" + speak(Message("picture: {}", "ภาพ: {}"), lang).format(picture)
    return f"{_place(field, lang)}: {why}{seen}"


def _assumption(row: Assumption, lang: str) -> str:
    known = CHOICES.get(row.choice)
    choice = row.choice if known is None else speak(known, lang)
    said = Message("{why}, so it is read as “{choice}”", "{why} จึงใช้ “{choice}”")
    return speak(said, lang).format(why=_why(row.why, lang), choice=choice)


def _line(number: int, lang: str) -> str:
    return in_digits(speak(Message("line {}", "บรรทัด {}"), lang).format(number), lang)


def _place(field: str, lang: str) -> str:
    """The form's own words for a field, with its path."""
    head = re.split(r"[.\[]", field, maxsplit=1)[0]
    said = FIELDS.get(head)
    return field if said is None else f"{speak(said, lang)} ({field})"


def _why(why: str, lang: str) -> str:
    return why if lang == "en" else why_in_thai(why) or why
