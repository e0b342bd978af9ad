"""A rubric from words, one level a line, read by the same rules as the sheet's own table."""

from __future__ import annotations

import re
from dataclasses import dataclass

from samrit.core.contract import Message, Refused, canonical
from samrit.core.rubric import Rubric
from samrit.core.rubric.forms import Levels
from samrit.core.rubric.words import condition_words
from samrit.core.sheet import Definition, read_sheet
from samrit.core.sheet.definition import Assumption, Question
from samrit.core.thai import to_arabic

_LINE = re.compile(
    r"\s*(?:ระดับ\s*)?(?P<score>\d+(?:\.\d+)?)\s*(?:คะแนน)?\s*[:=|\t]\s*"
    r"(?:(?:ร้อยละ\s*)?(?P<percent>\d+(?:\.\d+)?)\s*%?\s*[|\t]\s*)?(?P<text>\S.*)"
)
_MAX_LINES = 60


@dataclass(frozen=True, slots=True)
class ReadRubric:
    """A rubric read from words, with what was assumed and what a person must still say."""

    rubric: Rubric
    assumed: tuple[Assumption, ...]
    questions: tuple[Question, ...]


def rubric_from_words(words: str, definition: Definition) -> ReadRubric:
    """The rubric that lines such as `5 | 100 | ๑๐ ย่าน และรายงานผลต่อผู้บริหาร` or `3: 6 ย่าน` write.

    Lines without a score at their head are notes (interpolation, deductions). Raises Refused, naming the line, where no
    rule can be made of the words.
    """
    lines = [line for line in words.replace("\r", "").split("\n") if line.strip()]
    if not lines or len(lines) > _MAX_LINES or len(words) > 20_000:
        raise Refused(
            "rubric",
            Message("the rubric has no level", "ยังไม่มีระดับคะแนน")
            if not lines
            else Message("the rubric is too long", "เกณฑ์ยาวเกินไป"),
            Message("write one level a line, such as “5: 10 ย่าน”", "เขียนบรรทัดละหนึ่งระดับ เช่น “5: 10 ย่าน”"),
        )
    read = read_sheet(_as_sheet(lines, definition).encode(), "rubric.txt")
    if read.rubric is None:
        why = next((row.why for row in read.questions if row.field.startswith("rubric")), "")
        raise Refused(
            "rubric",
            Message(f"no rule can be made of these words ({why})", f"แปลงข้อความนี้เป็นเกณฑ์ไม่ได้ ({why})"),
            Message("write one level a line, such as “5: 10 ย่าน”", "เขียนบรรทัดละหนึ่งระดับ เช่น “5: 10 ย่าน”"),
        )
    return ReadRubric(
        read.rubric,
        tuple(row for row in read.assumed if row.field.startswith("rubric")),
        tuple(row for row in read.questions if row.field.startswith("rubric")),
    )


def _as_sheet(lines: list[str], definition: Definition) -> str:
    """The smallest sheet that holds these levels."""
    target = definition.target
    value = "" if target.value is None else canonical(target.value)
    head = [
        "รายละเอียด KRs",
        f"รหัส {definition.code or '1'} ชื่อ KRs {definition.name or '-'}",
        f"ค่าเป้าหมายรวม\tค่าเป้าหมาย : {value} หน่วยนับ : {target.unit or ''}",
        f"วิธีคำนวณ/ วัดผลการดำเนินงาน/ สูตรคำนวณ\t{(definition.method.text or '-').splitlines()[0]}",
        "เกณฑ์การให้คะแนน",
        "ระดับความสำเร็จ\tเกณฑ์ร้อยละความสำเร็จ\tการดำเนินงาน\tคะแนนที่ได้รับ",
    ]
    return "\n".join((*head, *map(_row, lines), ""))


def _row(line: str) -> str:
    found = _LINE.fullmatch(to_arabic(line))
    if found is None:
        return line.replace("\t", " ")
    text = line[found.start("text") :].replace("\t", " ")  # Thai digits are one sign each: places are the same
    return f"{found['score']}\t{found['percent'] or ''}\t{text}\t"


def words_of(rubric: Rubric | None) -> str:
    """The levels of a rubric as lines that `rubric_from_words` reads again; "" for the other forms."""
    if not isinstance(rubric, Levels):
        return ""
    lines = []
    for rung in rubric.ranks:
        level = rubric.levels[rung]
        text = level.text or condition_words(level.when).th
        percent = "" if level.percent is None else f" | {canonical(level.percent)}"
        lines.append(f"{canonical(level.score)}{percent} | {' '.join(text.split())}")
    return "\n".join(lines)
