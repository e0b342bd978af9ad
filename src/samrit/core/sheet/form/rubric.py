"""How the form prints a rubric: its own table of levels; what the form has no words for, in those of the rubric.

A level that carries the sheet's text is printed with that text. Thresholds, steps, parts with weights and scores that a
person gives are said in Thai by `samrit.core.rubric`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from samrit.core.rubric import Anchors, Composite, Judged, Levels, Rubric, Steps, condition_words
from samrit.core.rubric.conditions import AllOf
from samrit.core.rubric.forms import Level, Part
from samrit.core.rubric.words import below_words, name_words, period_words, point_words
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
)

_HEADS = ("ระดับความสำเร็จ", "เกณฑ์ร้อยละความสำเร็จ", "การดำเนินงาน", "คะแนนที่ได้รับ")
_WIDTHS = (17, 19, 48, 16)


def rubric_blocks(rubric: Rubric) -> Iterator[FormBlock]:
    """The blocks that print `rubric`."""
    match rubric:
        case Levels():
            yield _table((level.score, level.percent, _level_lines(level)) for level in _best_first(rubric))
        case Anchors():
            yield from _anchors(rubric)
        case Composite():
            for part in rubric.parts:
                yield _words(f"ตัวชี้วัดย่อย {part.name} {_weight(part)}")
                yield from rubric_blocks(part.rubric)
        case Steps():
            yield from _steps(rubric)
        case Judged():
            span = f"ตั้งแต่ {printed_number(rubric.minimum)} ถึง {printed_number(rubric.maximum)} คะแนน"
            finest = "" if rubric.digits is None else f" ทศนิยมไม่เกิน {rubric.digits} ตำแหน่ง"
            yield _words(f"ผู้ประเมินให้คะแนน {span}{finest}")
    notes = tuple(_notes(rubric))
    if notes:
        yield _words(*notes)


def _words(*texts: str) -> FormBlock:
    return FormBlock.of_lines(BlockKind.LINES, *(Line(printed(text)) for text in texts))


def _table(rows: Iterable[tuple[Decimal, Decimal | None, tuple[Line, ...]]]) -> FormBlock:
    """Levels as (score, percent, what is done), from the highest; the last column is for the officer's pen."""
    head = FormRow(tuple(FormCell((Line(text),)) for text in _HEADS), head=True)
    body = (
        FormRow((_figure(score), _figure(percent), FormCell(lines, listed=True), FormCell()))
        for score, percent, lines in rows
    )
    return FormBlock(BlockKind.TABLE, (head, *body), _WIDTHS)


def _figure(number: Decimal | None) -> FormCell:
    return FormCell((Line(NOTHING if number is None else printed_number(number)),), style=CellStyle.FIGURE)


def _best_first(rubric: Levels) -> list[Level]:
    return sorted(rubric.levels, key=lambda level: level.score, reverse=True)


def _level_lines(level: Level) -> tuple[Line, ...]:
    if level.text is not None:
        return printed_lines(level.text)
    if isinstance(level.when, AllOf) and len(level.when.of) > 1:
        return tuple(Line(printed(f"- {condition_words(part).th}")) for part in level.when.of)
    return (Line(printed(condition_words(level.when).th)),)


def _anchors(rubric: Anchors) -> Iterator[FormBlock]:
    for period, points in rubric.by_period or (("", rubric.points),):
        if period:
            yield _words(period_words(period).th)
        yield _table((point[1], None, (Line(printed(point_words(rubric, point).th)),)) for point in reversed(points))


def _weight(part: Part) -> str:
    if isinstance(part.weight, Decimal):
        return f"น้ำหนัก {printed_number(part.weight)}"
    return "น้ำหนัก " + ", ".join(f"{printed_number(weight)} ({name})" for name, weight in part.weight)


def _steps(rubric: Steps) -> Iterator[FormBlock]:
    yield _words(*(f"ขั้นตอนที่ {number} {step.text or step.id}" for number, step in enumerate(rubric.steps, start=1)))
    in_order = "ตามลำดับ" if rubric.ordered else ""
    yield _table(
        (score, None, (Line(printed(f"ดำเนินการ{in_order}แล้วเสร็จ {count} ขั้นตอน")),))
        for count, score in sorted(rubric.scores, reverse=True)
    )


def _notes(rubric: Rubric) -> Iterator[str]:
    """What changes a score and stands in no row. What the sheet leaves open is not printed."""
    if isinstance(rubric, Anchors) and rubric.between == "linear":
        yield "คะแนนระหว่างระดับคำนวณตามสัดส่วน (เทียบบัญญัติไตรยางศ์)"
    if isinstance(rubric, Levels) and rubric.cumulative:
        yield "แต่ละระดับต้องผ่านเกณฑ์ของระดับที่ต่ำกว่าครบทุกระดับ"
    if not isinstance(rubric, Composite | Judged) and rubric.below_first not in {None, "none"}:
        yield f"ผลการดำเนินงานต่ำกว่าระดับแรก {below_words(rubric.below_first).th}"
    for row in rubric.adjust:
        yield row.text or f"หัก {printed_number(row.subtract)} คะแนน ต่อ ๑ หน่วยของ{name_words(row.per).th}"
    if not rubric.counts:
        yield "ตัวชี้วัดนำร่อง ไม่นำคะแนนไปรวม"
    if rubric.applies_to:
        yield f"ใช้กับหน่วยงานประเภท {', '.join(rubric.applies_to)}"
