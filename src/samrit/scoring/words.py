"""What is short, in sentences: the gaps that the rubric engine names, with the unit of the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samrit.core.contract import Message, parse_decimal
from samrit.core.rubric.words import name_words, number_words
from samrit.scoring.facts import RESULT_REPORTED

_RESULT = "result"


def gap_words(gap: Mapping[str, Any], unit: str | None) -> Message:
    """One gap: a milestone that is not reached, or a value with what there is, what is needed and what is short."""
    if "milestone" in gap:
        said = Message.same(str(gap["text"])) if gap["text"] else name_words(str(gap["milestone"]))
        return _with_last_report(said) if gap["milestone"] == RESULT_REPORTED else said
    counted_in = f" {unit}" if unit and gap["name"] == _RESULT else ""
    name, need = name_words(gap["name"]), _number(gap["need"])
    if gap["have"] is None:
        return Message(
            f"{name.en}: not known, {need.en}{counted_in} needed", f"{name.th}: ยังไม่มีข้อมูล ต้องการ {need.th}{counted_in}"
        )
    have, short = _number(gap["have"]), _number(gap["short"])
    return Message(
        f"{name.en}: {have.en} of {need.en}{counted_in}, {short.en} short",
        f"{name.th}: มี {have.th} จาก {need.th}{counted_in} ยังขาด {short.th}",
    )


def _with_last_report(said: Message) -> Message:
    """A report on an earlier period does not bring it: which one does is said."""
    return Message(
        f"{said.en} (the host's report on the year's last period, with problems and suggestions, acknowledged)",
        f"{said.th} (รายงานของหน่วยงานหลักในงวดสุดท้ายของปี ที่มีปัญหาและข้อเสนอแนะ และผู้บริหารรับทราบแล้ว)",
    )


def _number(text: str) -> Message:
    number = parse_decimal(text)
    return Message.same(text) if number is None else number_words(number)
