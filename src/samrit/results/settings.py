"""What a sheet leaves open about its rubric, and the choices that a person may make instead of the defaults."""

from __future__ import annotations

import re
from typing import Any

from samrit.core.contract import Message, Refused
from samrit.core.rubric import Assumed, Facts
from samrit.core.rubric.assumptions import SHEET_SILENT, assumptions_of
from samrit.core.sheet import Definition, context_of
from samrit.results.documents import Document, checked_document

_ROUND = re.compile(r"(?P<digits>\d{1,2})(?:\s*digits?)?\s*,?\s*(?P<mode>half_up|half_even)?")
CHOICES_OF: dict[str, tuple[str, ...]] = {
    "between": ("step", "linear"),
    "below_first": ("none", "zero", "first", "proportional"),
    "cumulative": ("true", "false"),
    "ordered": ("true", "false"),
    "cap": ("true", "false"),
}
"""The choices of each rule that a person may decide; `round` is written out instead."""


def open_settings(definition: Definition) -> tuple[Assumed, ...]:
    """What the score assumes where the sheet is silent, as it is printed under every score."""
    if definition.rubric is None:
        return ()
    return assumptions_of(definition.rubric, Facts(), context_of(definition))


def with_setting(document: Document, path: str, choice: Any) -> Document:
    """Another choice for `rubric.between`, `rubric.below_first`, `rubric.cumulative`, `rubric.round` …

    Raises Refused for a choice that does not exist or that this form of rubric does not take.
    """
    rule = path.removeprefix("rubric.")
    if document.get("rubric") is None:
        raise Refused(
            path,
            Message("there is no rubric", "ยังไม่มีเกณฑ์การให้คะแนน"),
            Message("give the rubric first", "โปรดกำหนดเกณฑ์ก่อน"),
        )
    rubric = dict(document["rubric"])
    value = _value(path, rule, str(choice).strip().lower() if not isinstance(choice, dict) else choice)
    if rule == "between" and rubric["form"] != "anchors":
        _levels_never_interpolate(path, value)
    else:
        rubric[rule] = value
    others = [row for row in document["assumed"] if row["field"] != path]
    why = next((row["why"] for row in document["assumed"] if row["field"] == path), SHEET_SILENT)
    said = f"{value['digits']} digits, {value['mode']}" if rule == "round" else str(choice)
    return checked_document(
        {**document, "rubric": rubric, "assumed": [*others, {"field": path, "choice": said, "why": why}]}
    )


def _value(path: str, rule: str, choice: Any) -> Any:
    if rule == "round":
        if isinstance(choice, dict):
            return {"digits": choice.get("digits"), "mode": choice.get("mode", "half_up")}
        found = _ROUND.fullmatch(choice)
        if found is not None:
            return {"digits": int(found["digits"]), "mode": found["mode"] or "half_up"}
        raise _no_choice(path, ("2 digits, half_up", "0 digits, half_even"))
    if rule not in CHOICES_OF:
        raise Refused(
            path,
            Message("this is not left open by a rubric", "เกณฑ์ไม่ได้เว้นข้อนี้ไว้"),
            Message(f"choose from {', '.join((*CHOICES_OF, 'round'))}", f"เลือกจาก {', '.join((*CHOICES_OF, 'round'))}"),
        )
    if choice not in CHOICES_OF[rule]:
        raise _no_choice(path, CHOICES_OF[rule])
    return choice == "true" if choice in {"true", "false"} else choice


def _levels_never_interpolate(path: str, value: str) -> None:
    if value != "step":
        raise Refused(
            path,
            Message("levels with conditions cannot be interpolated", "ระดับที่มีเงื่อนไขเทียบสัดส่วนระหว่างระดับไม่ได้"),
            Message("write the rubric as thresholds of one value", "โปรดเขียนเกณฑ์เป็นค่าตัวเลขเดียวต่อระดับ"),
        )


def _no_choice(path: str, choices: tuple[str, ...]) -> Refused:
    return Refused(
        path,
        Message("this choice does not exist", "ไม่มีตัวเลือกนี้"),
        Message(f"choose from {', '.join(choices)}", f"เลือกจาก {', '.join(choices)}"),
    )
