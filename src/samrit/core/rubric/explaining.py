"""A score as a careful official reads it: the ladder, why, what is short, what was assumed, what to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from samrit.core.contract import Message, parse_decimal, speak
from samrit.core.rubric.conditions import Case, Doubt, Truth
from samrit.core.rubric.context import Assumed
from samrit.core.rubric.evaluating import PartOutcome, Standing, applies, case_of, part_outcomes, standing_of
from samrit.core.rubric.forms import Anchors, Composite, Levels, Rubric, Steps
from samrit.core.rubric.layout import table, wrapped
from samrit.core.rubric.reasons import Reason
from samrit.core.rubric.scoring import Score
from samrit.core.rubric.words import (
    CHOICES,
    FLAGS,
    RULES,
    STATES,
    condition_words,
    date_words,
    name_words,
    number_words,
    operator_words,
    period_words,
    point_words,
)
from samrit.core.thai import to_thai

_HERE = Message("▶ we are here", "▶ อยู่ขั้นนี้")
_MARKS = {
    True: Message("✓ met", "✓ ผ่าน"),
    False: Message("○ not met", "○ ยังไม่ผ่าน"),
    None: Message("? not known", "? ยังไม่ทราบ"),
}
_SIGNS = {True: "✓", False: "○", None: "?"}
_WHYS = {
    "the sheet does not say": "เอกสารไม่ได้ระบุ",
    "the facts do not say": "ข้อเท็จจริงไม่ได้ระบุ",
}
_NO_DATA = Message("no data", "ไม่มีข้อมูล")


def explain(score: Score, lang: str) -> str:
    """The score in the language `lang` ("th" or "en"), at most 96 columns where the words allow, with a final newline.

    Numbers are in Thai digits in Thai; the sheet's own words stay as they are.
    """
    blocks = [_head(score, lang)]
    if score.rubric is not None and applies(score.rubric, score.facts):
        blocks.append(_ladder(score, score.rubric, lang))
    blocks += [_because(score, lang), _ahead(score, lang), _assumed(score, lang), _flags(score, lang)]
    return "\n".join("\n".join(block) + "\n" for block in blocks if block)


def _titled(title: Message, lines: list[str], lang: str) -> list[str]:
    return [speak(title, lang), *lines] if lines else []


# --- the head ---


def _head(score: Score, lang: str) -> list[str]:
    facts = score.facts
    about = []
    code = score.context.key_result or facts.key_result
    if code is not None:
        about.append(Message(f"Key result {code}", f"ตัวชี้วัด {to_thai(code)}"))
    if facts.as_of is not None:
        date = date_words(facts.as_of)
        about.append(Message(f"as of {date.en}", f"ข้อมูล ณ วันที่ {date.th}"))
    if facts.period is not None:
        about.append(period_words(facts.period))
    lines = [" · ".join(speak(part, lang) for part in about)] if about else []
    lines.append(" · ".join(speak(part, lang) for part in _verdict(score)))
    missing = ", ".join(speak(name_words(name), lang) for name in score.missing)
    return [*lines, f"{speak(Message('Missing', 'ยังขาด'), lang)}: {missing}"] if missing else lines


def _verdict(score: Score) -> Iterator[Message]:
    if score.score is not None:
        number = number_words(score.score)
        yield Message(f"Score {number.en}", f"คะแนน {number.th}")
    else:
        yield Message("No score", "ไม่มีคะแนน")
    if score.level is not None:
        yield Message(f"level {score.level}", f"ระดับ {to_thai(str(score.level))}")
    if score.percent is not None:
        percent = number_words(score.percent)
        yield Message(f"{percent.en} %", f"ร้อยละ {percent.th}")
    yield STATES[score.state]


# --- the ladder ---


def _ladder(score: Score, rubric: Rubric, lang: str) -> list[str]:
    case = case_of(rubric, score.facts)
    standing = standing_of(rubric, case, score.context)
    if isinstance(rubric, Composite):
        return _parts(part_outcomes(rubric, score.facts, score.context) or [], lang)
    rungs = list(_rungs(rubric, case, standing))
    rows = [tuple(speak(cell, lang) for cell in rung) for rung in rungs]
    return _titled(Message("The ladder", "ขั้นคะแนน"), table(rows, frozenset({0, 1})), lang)


def _rungs(rubric: Rubric, case: Case, standing: Standing) -> Iterator[tuple[Message, Message, Message, Message]]:
    """Score, percent, mark and condition of each rung, the highest first."""
    if isinstance(rubric, Levels):
        for rung in rubric.ranks:
            level = rubric.levels[rung]
            percent = Message("", "") if level.percent is None else _percent(level.percent)
            truth = level.when.truth(case)
            mark = _mark(truth, here=rung == standing.rung)
            yield number_words(level.score), percent, mark, condition_words(level.when)
    elif isinstance(rubric, Anchors):
        points = rubric.points_at(case.facts.period)
        for place in range(len(points) - 1, -1, -1):
            met = None if standing.doubt else standing.rung is not None and place <= standing.rung
            mark = _MARKS[met] if place != standing.rung else _HERE
            yield number_words(points[place][1]), Message("", ""), mark, point_words(rubric, points[place])
    elif isinstance(rubric, Steps):
        for place in range(len(rubric.scores) - 1, -1, -1):
            count, gives = rubric.scores[place]
            mark = _HERE if place == standing.rung else _MARKS[standing.rung is not None and place < standing.rung]
            text = Message(f"{count} steps done", f"แล้วเสร็จ {to_thai(str(count))} ขั้นตอน")
            yield number_words(gives), Message("", ""), mark, text


def _percent(percent: Decimal) -> Message:
    number = number_words(percent)
    return Message(f"{number.en} %", f"ร้อยละ {number.th}")


def _mark(truth: Truth, *, here: bool) -> Message:
    return _HERE if here else _MARKS[None if isinstance(truth, Doubt) else truth]


def _parts(outcomes: list[PartOutcome], lang: str) -> list[str]:
    rows = []
    for row in outcomes:
        given = row.outcome.score
        weight = Message("–", "–") if row.weight is None else number_words(row.weight)
        said = Message("–", "–") if given is None else number_words(given)
        cells = (Message.same(row.part.name), said, Message(f"× {weight.en}", f"× {weight.th}"), _part_state(row))
        rows.append([speak(cell, lang) for cell in cells])
    return _titled(Message("The parts: score × weight", "ส่วนย่อย: คะแนน × น้ำหนัก"), table(rows, frozenset({1})), lang)


def _part_state(row: PartOutcome) -> Message:
    state = STATES[row.outcome.state]
    if row.weight is None and row.outcome.state == "scored":
        return Message(f"{state.en}, left out", f"{state.th} ไม่นำมารวม")
    return state


# --- why, what is short, what was assumed ---


def _because(score: Score, lang: str) -> list[str]:
    lines: list[str] = []
    for reason in score.because:
        indent = "  " * (1 + reason.rule.count(".rubric."))
        lead = f"{indent}{_SIGNS[reason.held]} "
        lines += wrapped(f"{speak(reason.text, lang)} [{reason.rule}]", lead, f"{indent}  ")
        for row in reason.inputs:
            said = _input(row, reason)
            if said is not None:
                lines += wrapped(speak(said, lang), f"{indent}    ", f"{indent}      ")
    return _titled(Message("Why", "เหตุผล"), lines, lang)


def _input(row: dict[str, Any], reason: Reason) -> Message | None:
    """One input in words; None where the reason's own text has said it all."""
    if "milestone" in row:
        return _milestone_input(row, named=reason.rule.rpartition(".")[2].startswith("steps["))
    if "weight" in row:
        return None
    name = name_words(row["name"])
    if "group" in row:
        name = Message(f"{name.en}, {row['group']}", f"{name.th} {row['group']}")
    value = _value(row["value"])
    said = Message(f"{name.en}: {value.en}", f"{name.th}: {value.th}")
    asked = _asked(row)
    return said if asked is None else Message(f"{said.en} ({asked.en})", f"{said.th} ({asked.th})")


def _value(value: str | list[str | None] | None) -> Message:
    if isinstance(value, list):
        parts = [_value(part) for part in value]
        return Message(", ".join(part.en for part in parts), ", ".join(part.th for part in parts))
    if value is None:
        return _NO_DATA
    number = parse_decimal(value)
    return Message(value, to_thai(value)) if number is None else number_words(number)


def _asked(row: dict[str, Any]) -> Message | None:
    if "op" in row and row["than"] is None:
        return Message("no threshold for the period", "ไม่มีเกณฑ์สำหรับงวดนี้")
    if "distance" in row:
        away, than = _value(row["distance"]), _value(row["than"])
        return Message(f"{away.en} away, at most {than.en}", f"ห่าง {away.th} ต้องไม่เกิน {than.th}")
    if "op" in row:
        operator, than = operator_words(row["op"]), _value(row["than"])
        return Message(f"{operator.en} {than.en}", f"{operator.th} {than.th}")
    if "low" in row:
        low, high = _value(row["low"]), _value(row["high"])
        return Message(f"from {low.en} to {high.en}", f"ตั้งแต่ {low.th} ถึง {high.th}")
    if "subtract" in row:
        off = _value(row["subtract"])
        return Message(f"× {off.en}", f"× {off.th}")
    said = ", ".join(row[key] for key in ("by", "reason") if key in row)
    return Message.same(said) if said else None


def _milestone_input(row: dict[str, Any], *, named: bool) -> Message:
    name = Message.same("" if named else f"{row.get('text', row['milestone'])}: ")
    if row["date"] is None:
        return Message(f"{name.en}not reached", f"{name.th}ยังไม่ผ่าน")
    date = _iso_date(row["date"])
    said = Message(f"{name.en}{date.en}", f"{name.th}{date.th}")
    if "by" not in row:
        return said
    by = _iso_date(row["by"])
    return Message(f"{said.en} (by {by.en})", f"{said.th} (ภายในวันที่ {by.th})")


def _iso_date(text: str) -> Message:
    return date_words(dt.date.fromisoformat(text))


def _ahead(score: Score, lang: str) -> list[str]:
    ahead = score.next
    if ahead is None:
        return []
    number = number_words(ahead.score)
    lines: list[str] = []
    for gap in ahead.missing:
        lines += wrapped(speak(_gap(gap), lang), "  → ", "    ")
    return _titled(Message(f"Missing for {number.en}", f"สิ่งที่ยังขาดเพื่อให้ได้คะแนน {number.th}"), lines, lang)


def _gap(gap: dict[str, Any]) -> Message:
    if "milestone" in gap:
        return Message.same(gap["text"] or gap["milestone"])
    name = name_words(gap["name"])
    have, need = _value(gap["have"]), _value(gap["need"])
    said = Message(f"{name.en}: have {have.en}, need {need.en}", f"{name.th}: มี {have.th} ต้องการ {need.th}")
    if gap["short"] is None:
        return said
    short = _value(gap["short"])
    return Message(f"{said.en}, short {short.en}", f"{said.th} ยังขาด {short.th}")


def _assumed(score: Score, lang: str) -> list[str]:
    rows = [[speak(cell, lang) for cell in _assumption(row)] for row in score.assumed]
    return _titled(Message("Assumed", "ข้อกำหนดที่ระบบใช้แทน"), table(rows), lang)


def _assumption(row: Assumed) -> tuple[Message, Message]:
    where, _, last = row.rule.rpartition(".")
    rule = RULES.get(last, Message.same(row.rule))
    if where and last in RULES:
        rule = Message(f"{rule.en} [{row.rule}]", f"{rule.th} [{row.rule}]")
    choice = CHOICES.get(row.choice, Message.same(row.choice))
    return rule, Message(f"{choice.en} ({row.why})", f"{choice.th} ({_WHYS.get(row.why, row.why)})")


def _flags(score: Score, lang: str) -> list[str]:
    lines = [f"  ⚑ {speak(FLAGS[flag], lang)}" for flag in score.flags]
    return _titled(Message("Look at", "ข้อสังเกต"), lines, lang)
