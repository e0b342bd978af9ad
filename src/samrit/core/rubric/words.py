"""A rubric in words: its conditions as phrases, its rules as lines that an official can check against the sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from samrit.core.contract import Message, canonical, speak
from samrit.core.rubric.arithmetic import Number, Round, rounded
from samrit.core.rubric.conditions import (
    AllOf,
    AnyOf,
    Between,
    Compare,
    Condition,
    Coverage,
    Milestone,
    Not,
    Threshold,
)
from samrit.core.rubric.forms import Anchors, Composite, Judged, Levels, Part, Point, Rubric, Steps
from samrit.core.thai import MONTHS, format_date, to_thai

_NAMES = {
    "result": Message("result", "ผลการดำเนินงาน"),
    "judgement": Message("judgement", "คะแนนที่ประเมิน"),
    "steps": Message("steps done", "จำนวนขั้นตอนที่แล้วเสร็จ"),
    "missed_reports": Message("missed reports", "จำนวนครั้งที่ไม่รายงานผล"),
    "plan_approved": Message("plan approved", "แผนได้รับความเห็นชอบ"),
    "result_reported": Message("result reported to executives", "รายงานผลต่อผู้บริหาร"),
}
_OPERATORS = {
    ">=": Message("at least", "ไม่น้อยกว่า"),
    ">": Message("more than", "มากกว่า"),
    "<=": Message("at most", "ไม่เกิน"),
    "<": Message("less than", "น้อยกว่า"),
    "==": Message("exactly", "เท่ากับ"),
}
_REGISTERS = {"district_groups": Message("district group", "กลุ่มเขต")}
_BELOW = {
    "none": Message("no score", "ไม่ให้คะแนน"),
    "zero": Message("0 points", "ได้ ๐ คะแนน"),
    "first": Message("the score of the first level", "ได้คะแนนของระดับแรก"),
    "proportional": Message("in proportion, from 0", "ได้คะแนนตามสัดส่วนจาก ๐"),
}
_PERIODS = {"H1": "ครึ่งปีแรก", "H2": "ครึ่งปีหลัง", "FY": "ทั้งปีงบประมาณ"}
MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
STATES = {
    "scored": Message("scored", "ได้คะแนนแล้ว"),
    "below_first": Message("below the first level: no score", "ต่ำกว่าระดับแรก ไม่มีคะแนน"),
    "no_data": Message("no data: the score cannot be given yet", "ข้อมูลไม่ครบ ยังให้คะแนนไม่ได้"),
    "not_applicable": Message("not applicable", "ไม่ใช้กับกรณีนี้"),
    "not_counted": Message("a pilot: shown, not counted", "ตัวชี้วัดนำร่อง แสดงคะแนนแต่ไม่นำไปรวม"),
}
"""What each state of a score is called."""
FLAGS = {
    "step_skipped": Message("a later step is done before an earlier one", "ทำขั้นตอนหลังก่อนขั้นตอนก่อนหน้า"),
    "below_first": Message(
        "this score is what the rule below the first level gives", "คะแนนนี้มาจากเกณฑ์สำหรับผลที่ต่ำกว่าระดับแรก"
    ),
    "over_target": Message("the result is beyond the target", "ผลการดำเนินงานเกินค่าเป้าหมาย"),
    "all_in_last_period": Message("everything came in the last period", "ผลงานทั้งหมดเกิดขึ้นในงวดสุดท้าย"),
    "outside_unit_range": Message("the result lies outside the range of its unit", "ผลการดำเนินงานอยู่นอกช่วงที่หน่วยนับเป็นได้"),
    "minimum_unmet": Message("a minimum of the duties is not met", "บทบาทภารกิจบางข้อยังไม่ถึงจำนวนขั้นต่ำ"),
    "rescaled": Message("a part was left out and the weights rescaled", "มีส่วนที่ไม่นำมารวม จึงปรับน้ำหนักของส่วนที่เหลือ"),
}
"""What each flag of a score says."""
RULES = {
    "below_first": Message("below the first level", "ต่ำกว่าระดับแรก"),
    "cumulative": Message("a level needs all lower levels", "ต้องผ่านทุกระดับที่ต่ำกว่า"),
    "between": Message("between the points", "คะแนนระหว่างจุด"),
    "cap": Message("capped at the last point", "ไม่เกินคะแนนของจุดสุดท้าย"),
    "ordered": Message("steps in order", "ต้องทำตามลำดับขั้นตอน"),
    "counting": Message("when a district counts", "ย่านหนึ่งจะนับเมื่อใด"),
    "round": Message("rounding", "การปัดเศษ"),
    "as_of": Message("day of the facts", "วันที่ของข้อมูล"),
}
"""What is assumed where the sheet is silent, by the last part of its path."""
CHOICES = {
    "none": _BELOW["none"],
    "true": Message("yes", "ใช่"),
    "false": Message("no", "ไม่"),
    "step": Message("step", "ตามขั้น ไม่คิดระหว่างขั้น"),
    "linear": Message("linear", "ตามสัดส่วน"),
    "4 digits, half_up": Message("4 decimals, half up", "ทศนิยม ๔ ตำแหน่ง ปัดครึ่งขึ้น"),
    "every dated milestone counts": Message("every dated milestone counts", "นับทุกขั้นตอนที่มีวันที่"),
}
"""What may be chosen there."""
_SHOWN = Round(4)


def number_words(number: Number) -> Message:
    """A number as people read it; one that does not end in four decimals is marked as rounded."""
    shown = rounded(number, _SHOWN)
    text = f"{'' if shown == number else '≈'}{canonical(shown)}"
    return Message(text, to_thai(text))


def date_words(date: dt.date) -> Message:
    """A date as people write it: 30 June 2025, ๓๐ มิถุนายน ๒๕๖๘."""
    return Message(f"{date.day} {MONTHS_EN[date.month - 1]} {date.year}", format_date(date))


def moment_words(local: dt.datetime) -> Message:
    """A moment of the reader's own zone as people write it: 30 June 2025, 14:00; ๓๐ มิถุนายน ๒๕๖๘ เวลา ๑๔.๐๐ น."""
    day = date_words(local.date())
    return Message(f"{day.en}, {local:%H:%M}", f"{day.th} เวลา {to_thai(f'{local:%H.%M}')} น.")


def period_words(period: str) -> Message:
    """A period of the fiscal year."""
    if period.startswith("Q"):
        return Message(period, f"ไตรมาสที่ {to_thai(period[1:])}")
    return Message(period, f"เดือน{MONTHS[int(period[1:]) - 1]}" if period.startswith("M") else _PERIODS[period])


def name_words(name: str) -> Message:
    """The name of a value as people say it."""
    return _NAMES.get(name, Message.same(name))


def operator_words(operator: str) -> Message:
    """A comparison in words."""
    return _OPERATORS[operator]


def below_words(rule: str | None) -> Message:
    """What is given below the first level."""
    return _BELOW[rule or "none"]


def condition_words(condition: Condition) -> Message:
    """A condition as one phrase."""
    match condition:
        case AllOf(parts):
            return _joined(parts, Message(" and ", " และ"))
        case AnyOf(parts):
            return _joined(parts, Message(" or ", " หรือ"))
        case Not(part):
            inner = condition_words(part)
            return Message(f"not ({inner.en})", f"ไม่ใช่กรณี ({inner.th})")
        case Compare(name, operator, than):
            return _spaced(name_words(name), _OPERATORS[operator], _threshold(than))
        case Between(name, low, high, _):
            low_part = _spaced(_OPERATORS[condition.low_op], _threshold(low))
            high_part = _spaced(_OPERATORS[condition.high_op], _threshold(high))
            both = Message(f"{low_part.en} and {high_part.en}", f"{low_part.th} และ{high_part.th}")
            return _spaced(name_words(name), both)
        case Milestone():
            return _milestone(condition)
        case Coverage(name, groups, each):
            group = _REGISTERS[groups]
            number = _threshold(each)
            return Message(
                f"{name}: at least {number.en} in every {group.en}", f"{name} ไม่น้อยกว่า {number.th} ในทุก{group.th}"
            )


def _spaced(*parts: Message) -> Message:
    return Message(" ".join(part.en for part in parts), " ".join(part.th for part in parts))


def _joined(parts: tuple[Condition, ...], word: Message) -> Message:
    said = [_bracketed(part) for part in parts]
    return Message(word.en.join(part.en for part in said), word.th.join(part.th for part in said))


def _bracketed(condition: Condition) -> Message:
    said = condition_words(condition)
    if isinstance(condition, (AllOf, AnyOf)) and len(condition.of) > 1:
        return Message(f"({said.en})", f" ({said.th})")
    return said


def _milestone(milestone: Milestone) -> Message:
    text = milestone.text
    said = Message(f"{milestone.id} reached", f"ผ่าน {milestone.id}") if text is None else Message.same(text)
    if milestone.by is None:
        return said
    date = date_words(milestone.by)
    return Message(f"{said.en} by {date.en}", f"{said.th} ภายในวันที่ {date.th}")


def _threshold(threshold: Threshold) -> Message:
    if isinstance(threshold, Decimal):
        return number_words(threshold)
    rows = [_spaced(number_words(number), _in_brackets(period)) for period, number in threshold.thresholds]
    return Message(", ".join(row.en for row in rows), ", ".join(row.th for row in rows))


def _in_brackets(period: str) -> Message:
    said = period_words(period)
    return Message(f"({said.en})", f"({said.th})")


# --- a whole rubric ---


def describe_rubric(rubric: Rubric, lang: str) -> list[str]:
    """The rubric in lines, the best first; parts of a composite are indented by two."""
    return [speak(line, lang) for line in _rubric(rubric)]


def _rubric(rubric: Rubric) -> Iterator[Message]:
    match rubric:
        case Levels():
            yield from _levels(rubric)
        case Anchors():
            yield from _anchors(rubric)
        case Composite():
            for part in rubric.parts:
                yield _part(part)
                for line in _rubric(part.rubric):
                    yield Message(f"  {line.en}", f"  {line.th}")
        case Steps():
            yield from _steps(rubric)
        case Judged():
            low, high = number_words(rubric.minimum), number_words(rubric.maximum)
            yield Message(
                f"judged by a person, from {low.en} to {high.en}", f"ผู้ประเมินให้คะแนน ตั้งแต่ {low.th} ถึง {high.th}"
            )
    yield from _settings(rubric)


def _score(score: Decimal) -> Message:
    number = number_words(score)
    return Message(f"{number.en}:", f"{number.th} คะแนน:")


def _levels(rubric: Levels) -> Iterator[Message]:
    for rung in rubric.ranks:
        level = rubric.levels[rung]
        yield _spaced(_score(level.score), condition_words(level.when))
    if rubric.cumulative:
        yield Message("a level counts only if every lower level also holds", "แต่ละระดับต้องผ่านทุกระดับที่ต่ำกว่าด้วย")


def _anchors(rubric: Anchors) -> Iterator[Message]:
    for period, points in rubric.by_period or (("", rubric.points),):
        if period:
            yield Message(f"{period_words(period).en}:", f"{period_words(period).th}:")
        for point in reversed(points):
            yield _spaced(_score(point[1]), point_words(rubric, point))
    if rubric.between == "linear":
        yield Message("linear between the points", "ระหว่างจุดคิดตามสัดส่วน (เทียบบัญญัติไตรยางศ์)")
    if rubric.cap is False:
        yield Message("the line goes on beyond the last point", "เกินจุดสุดท้ายคิดตามสัดส่วนต่อไป")


def point_words(rubric: Anchors, point: Point) -> Message:
    """What a point asks."""
    name, number = name_words(rubric.of), number_words(point[0])
    if rubric.at is not None:
        at = number_words(rubric.at)
        return Message(f"{name.en} within {number.en} of {at.en}", f"{name.th} ห่างจาก {at.th} ไม่เกิน {number.th}")
    return _spaced(name, _OPERATORS[">=" if rubric.direction == "higher" else "<="], number)


def _steps(rubric: Steps) -> Iterator[Message]:
    for place, step in enumerate(rubric.steps, start=1):
        text = step.text or step.id
        yield Message(f"step {place}: {text}", f"ขั้นตอนที่ {to_thai(str(place))} {text}")
    order = Message(" in order", "ตามลำดับ") if rubric.ordered else Message("", "")
    for count, score in reversed(rubric.scores):
        steps = to_thai(str(count))
        yield _spaced(_score(score), Message(f"{count} steps done{order.en}", f"แล้วเสร็จ{order.th} {steps} ขั้นตอน"))


def _part(part: Part) -> Message:
    if isinstance(part.weight, Decimal):
        weight = number_words(part.weight)
    else:
        rows = [_spaced(number_words(number), Message.same(f"({name})")) for name, number in part.weight]
        weight = Message(", ".join(row.en for row in rows), ", ".join(row.th for row in rows))
    return Message(f"{part.name}, weight {weight.en}", f"{part.name} น้ำหนัก {weight.th}")


def _settings(rubric: Rubric) -> Iterator[Message]:
    if isinstance(rubric, (Levels, Anchors, Steps)):
        below = below_words(rubric.below_first)
        yield Message(f"below the first level: {below.en}", f"ต่ำกว่าระดับแรก: {below.th}")
    for row in rubric.adjust:
        number, name = number_words(row.subtract), name_words(row.per)
        yield Message(f"minus {number.en} for each of {name.en}", f"หัก {number.th} คะแนน ต่อ ๑ หน่วยของ{name.th}")
    if not rubric.counts:
        yield Message("a pilot: not counted in any whole", "ตัวชี้วัดนำร่อง ไม่นำไปรวมคะแนน")
    if rubric.applies_to:
        classes = ", ".join(rubric.applies_to)
        yield Message(f"for units of class {classes}", f"ใช้กับหน่วยงานประเภท {classes}")
