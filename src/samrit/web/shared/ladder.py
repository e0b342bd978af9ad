"""The ladder as its page shows it: the rungs of `scoring`, what the reader sees of each, and the reasons in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from samrit.core.contract import Message, parse_decimal
from samrit.core.rubric import Levels, Rubric
from samrit.core.rubric.conditions import AllOf, AnyOf, Condition, Milestone, Not
from samrit.core.rubric.reasons import Reason
from samrit.core.rubric.words import (
    FLAGS,
    STATES,
    date_words,
    name_words,
    number_words,
    operator_words,
)
from samrit.core.thai import to_thai
from samrit.scoring import ladder as standing
from samrit.scoring.result import Result, assumption_words
from samrit.web.shared.ladder_data import Because, Ladder, Rung


def ladder_of(result: Result, *, source: str = "") -> Ladder:
    """The ladder of a result that is there already."""
    found = standing.ladder_of(result)
    count = len(found.rungs)
    rungs = tuple(_rung(rung, count - at, found) for at, rung in enumerate(found.rungs))
    expected = found.forecast
    return Ladder(
        score=found.score,
        top=max((rung.score for rung in rungs), default=None),
        state=STATES[found.state],
        as_of=found.as_of,
        rungs=rungs,
        short=found.next_missing,
        next_score=found.next_score,
        because=tuple(_because(reason) for reason in result.score.because),
        assumed=tuple(assumption_words(row) for row in result.assumptions),
        flags=tuple(FLAGS[flag] for flag in result.score.flags if flag in FLAGS),
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


def milestone_texts(rubric: Rubric | None) -> dict[str, str]:
    """What the levels of a rubric call their milestones, by the names under which facts hold them."""
    if not isinstance(rubric, Levels):
        return {}
    return {part.id: part.text or part.id for level in rubric.levels for part in _milestones(level.when)}


def milestone_rows(rubric: Rubric | None, days: Mapping[str, str | None]) -> list[tuple[Message, Message]]:
    """Each milestone of kept facts in words, with the day on which it was reached or that it was not."""
    texts = milestone_texts(rubric)
    return [
        (Message.same(texts[name]) if name in texts else name_words(name), _day(day) if day else _NOT_YET)
        for name, day in days.items()
    ]


_NOT_YET = Message("not reached yet", "ยังไม่ถึง")


def _milestones(condition: Condition) -> Iterator[Milestone]:
    match condition:
        case Milestone():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _milestones(part)
        case Not(part):
            yield from _milestones(part)
