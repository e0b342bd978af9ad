"""The sheet into which answers on paper are typed, and its columns: what an import of responses reads."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from samrit.core.contract import Message
from samrit.platform.cells import set_text
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.enums import Recognition
from samrit.surveys.flow import ADULTS_QUESTION, GUARDIAN_QUESTION
from samrit.surveys.models import Psu, Wave
from samrit.surveys.questionnaire import CODES, Question, Questionnaire
from samrit.surveys.xlsform import said_to

_LONGEST_LIST = 255
"""Letters of a list that a spreadsheet program offers in a cell."""
_LAST_ROW = 20_001


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: its name, what it means, and the values that a cell may hold (empty: anything)."""

    name: str
    meaning: Message
    values: tuple[tuple[str, Message], ...] = ()
    several: bool = False


def columns_of(questionnaire: Questionnaire) -> list[Column]:
    """The columns of a file of responses, in the order of the sheet; notes have none."""
    return [
        Column("id", Message("number on the paper: the same one is kept once", "เลขที่ของแบบกระดาษ เลขเดิมบันทึกครั้งเดียว")),
        Column(
            "psu",
            Message(
                "code of the sampling unit; empty for a volunteer, whose answer decides nothing",
                "รหัสหน่วยตัวอย่าง เว้นว่างคือผู้สมัครใจ ซึ่งใช้ตัดสินไม่ได้",
            ),
        ),
        Column(
            ADULTS_QUESTION.id,
            Message(
                "adults in the household; needed where there is a psu",
                "จำนวนผู้มีอายุ ๑๘ ปีขึ้นไปในครัวเรือน ต้องใส่เมื่อมี psu",
            ),
        ),
        *_asked(questionnaire.questions),
        _of(GUARDIAN_QUESTION),
    ]


def _asked(questions: Iterable[Question]) -> Iterator[Column]:
    heard = tuple((code, said_to(Recognition(code))) for code in CODES)
    for one in questions:
        if one.kind == "recognise":
            yield from (Column(item.id, item.label, heard) for item in one.items)
        elif one.kind != "note":
            yield _of(one)


def _of(one: Question) -> Column:
    values = tuple((option.value, option.label) for option in one.options)
    return Column(one.id, one.label, values, several=one.kind == "select_multiple")


def answer_sheet(wave: Wave) -> bytes:
    """A workbook with the columns of a wave's questions, what they mean, and the codes of its sampling units."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import

    columns = columns_of(asked(latest(wave.survey)))
    book = Workbook()
    answers = book.active
    answers.title = "คำตอบ"
    _write(answers, [[column.name for column in columns]])
    for place, column in enumerate(columns, start=1):
        _offer(answers, place, column)
    _write(book.create_sheet("คำอธิบาย"), [["คอลัมน์", "ความหมาย", "meaning", "ค่าที่ใช้ได้"], *map(_told, columns)])
    units = Psu.objects.filter(stratum__survey=wave.survey).select_related("stratum")
    _write(book.create_sheet("หน่วยตัวอย่าง"), [["psu", "เขต"], *([psu.code, psu.stratum.name] for psu in units)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _told(column: Column) -> list[str]:
    values = "; ".join(value if value == label.th else f"{value} = {label.th}" for value, label in column.values)
    several = " (หลายค่าคั่นด้วยเว้นวรรค)" if column.several else ""
    return [column.name, column.meaning.th, column.meaning.en, values + several]


def _write(sheet: Any, rows: Iterable[list[str]]) -> None:
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            set_text(sheet.cell(number, place), text)
    sheet.freeze_panes = "A2"


def _offer(sheet: Any, place: int, column: Column) -> None:
    """Lets the program that opens the sheet offer the values of a column and refuse others."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- slow import
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 -- slow import

    letter = get_column_letter(place)
    sheet.column_dimensions[letter].width = max(12, len(column.name) + 2)
    listed = f'"{",".join(value for value, _ in column.values)}"'
    if column.values and not column.several and len(listed) <= _LONGEST_LIST:
        rule = DataValidation(type="list", formula1=listed, allow_blank=True)
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{_LAST_ROW}")
