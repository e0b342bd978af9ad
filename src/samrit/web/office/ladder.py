"""The ladder as its page shows it: the rungs of `scoring`, what the reader sees of each, and the reasons in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from samrit.core.contract import Message, parse_decimal
from samrit.core.rubric.reasons import Reason
from samrit.core.rubric.words import below_words, date_words, name_words, number_words, operator_words
from samrit.core.thai import to_thai
from samrit.scoring import ladder as standing
from samrit.scoring.result import Assumption, Result
from samrit.web.office.views_data import Because, Ladder, Rung

_STATES = {
    "scored": Message("scored", "ได้คะแนนแล้ว"),
    "below_first": Message("below the first level: no score", "ต่ำกว่าระดับแรก ไม่มีคะแนน"),
    "no_data": Message("the score cannot be given yet", "ข้อมูลไม่ครบ ยังให้คะแนนไม่ได้"),
    "not_applicable": Message("not applicable", "ไม่ใช้กับกรณีนี้"),
    "not_counted": Message("a pilot: shown, not counted", "ตัวชี้วัดนำร่อง แสดงคะแนนแต่ไม่นำไปรวม"),
}
_FLAGS = {
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
_RULES = {
    "below_first": Message("below the first level", "ต่ำกว่าระดับแรก"),
    "cumulative": Message("a level needs all lower levels", "ต้องผ่านทุกระดับที่ต่ำกว่าด้วย"),
    "between": Message("between the points", "คะแนนระหว่างจุด"),
    "cap": Message("capped at the last point", "ไม่เกินคะแนนของจุดสุดท้าย"),
    "ordered": Message("steps in order", "ต้องทำตามลำดับขั้นตอน"),
    "counting": Message("when a district counts", "ย่านหนึ่งจะนับเมื่อใด"),
    "round": Message("rounding", "การปัดเศษ"),
    "as_of": Message("day of the facts", "วันที่ของข้อมูล"),
}
_CHOICES = {
    "none": below_words("none"),
    "true": Message("yes", "ใช่"),
    "false": Message("no", "ไม่"),
    "step": Message("step by step, nothing in between", "ตามขั้น ไม่คิดระหว่างขั้น"),
    "linear": Message("in proportion", "ตามสัดส่วน"),
    "4 digits, half_up": Message("4 decimals, half up", "ทศนิยม ๔ ตำแหน่ง ปัดครึ่งขึ้น"),
    "every dated milestone counts": Message("every dated milestone counts", "นับทุกขั้นตอนที่มีวันที่"),
}


def ladder_of(result: Result, *, source: str = "") -> Ladder:
    """The ladder of a result that is there already."""
    found = standing.ladder_of(result)
    count = len(found.rungs)
    rungs = tuple(_rung(rung, count - at, found) for at, rung in enumerate(found.rungs))
    expected = found.forecast
    return Ladder(
        score=found.score,
        top=max((rung.score for rung in rungs), default=None),
        state=_STATES[found.state],
        as_of=found.as_of,
        rungs=rungs,
        short=found.next_missing,
        next_score=found.next_score,
        because=tuple(_because(reason) for reason in result.score.because),
        assumed=tuple(_assumed(row) for row in result.assumptions),
        flags=tuple(_FLAGS[flag] for flag in result.score.flags if flag in _FLAGS),
        missing=tuple(name_words(name) for name in result.missing),
        forecast=expected.words if expected else None,
        source=source,
    )


def _rung(rung: standing.Rung, place: int, ladder: standing.Ladder) -> Rung:
    following = ladder.next_score is not None and rung.score == ladder.next_score and rung.held is not True
    state = (
        "here"
        if rung.here
        else "held"
        if rung.held
        else "next"
        if following
        else "unknown"
        if rung.held is None
        else "open"
    )
    return Rung(
        place=place,
        score=rung.score,
        percent=rung.percent,
        text=rung.text,
        state=state,
        short=rung.missing if state == "next" else (),
        outlook=None if rung.held else _OUTLOOKS.get(rung.outlook),
    )


_OUTLOOKS = {
    "likely": Message("within reach at this pace", "น่าจะถึงตามจังหวะนี้"),
    "possible": Message("possible at a good pace", "อาจถึงหากเร่งงาน"),
    "unlikely": Message("out of reach at this pace", "ตามจังหวะนี้ยังไม่ถึง"),
}


# --- words ---


def _because(reason: Reason) -> Because:
    return Because(reason.held, reason.text, tuple(_inputs(reason.inputs)))


def _inputs(rows: Iterable[dict[str, Any]]) -> Iterable[Message]:
    for row in rows:
        if "milestone" in row:
            name = str(row.get("text", row["milestone"]))
            when = _day(row["date"]) if row["date"] else Message("not reached", "ยังไม่ผ่าน")
            yield Message(f"{name}: {when.en}", f"{name}: {when.th}")
        elif "name" in row and "weight" not in row:
            name, value = name_words(row["name"]), _value(row.get("value"))
            group = f" {row['group']}" if "group" in row else ""
            said = Message(f"{name.en}{group}: {value.en}", f"{name.th}{group}: {value.th}")
            yield _with_bound(said, row)


def _with_bound(said: Message, row: dict[str, Any]) -> Message:
    if row.get("than") is not None and "op" in row:
        operator, than = operator_words(row["op"]), _value(row["than"])
        return Message(f"{said.en} ({operator.en} {than.en})", f"{said.th} ({operator.th} {than.th})")
    if "low" in row:
        low, high = _value(row["low"]), _value(row["high"])
        return Message(f"{said.en} (from {low.en} to {high.en})", f"{said.th} (ตั้งแต่ {low.th} ถึง {high.th})")
    return said


def _value(value: Any) -> Message:
    if value is None:
        return Message("no data", "ไม่มีข้อมูล")
    if isinstance(value, list):
        parts = [_value(part) for part in value]
        return Message(", ".join(part.en for part in parts), ", ".join(part.th for part in parts))
    number = parse_decimal(str(value))
    return Message(str(value), to_thai(str(value))) if number is None else number_words(number)


def _day(text: str) -> Message:
    return date_words(dt.date.fromisoformat(text))


def _assumed(row: Assumption) -> tuple[Message, Message]:
    last = row.rule.rpartition(".")[2]
    chosen = _CHOICES.get(row.choice, Message.same(row.choice))
    rule = _RULES.get(last, Message.same(row.rule))
    return rule, Message(f"{chosen.en} ({row.why.en})", f"{chosen.th} ({row.why.th})")
