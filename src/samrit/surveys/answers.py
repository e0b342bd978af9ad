"""What a person answered, held against the questionnaire: cleaned, or refused with the question that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samrit.core.contract import Message, Refused
from samrit.core.thai import clean, to_arabic
from samrit.surveys.questionnaire import CODES, LONGEST, Question, Questionnaire

_CHOOSE = Message("choose one of the answers", "โปรดเลือกคำตอบ")


def check_answers(questionnaire: Questionnaire, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are kept: questions that were not asked or not answered are left out.

    Raises Refused at the first question whose answer cannot be, or that must be answered and is not.
    """
    kept: dict[str, Any] = {}
    for question in questionnaire.questions:
        if question.kind == "note" or not questionnaire.asked(question, kept):
            continue
        answer = check_answer(question, given.get(question.id))
        if answer is not None:
            kept[question.id] = answer
    unknown = sorted(set(given) - {question.id for question in questionnaire.questions})
    if unknown:
        raise Refused(
            f"answers.{unknown[0]}",
            Message(f"there is no question “{unknown[0]}”", f"ไม่มีคำถาม “{unknown[0]}”"),
            Message("send answers to this version's questions", "โปรดส่งคำตอบของแบบสอบถามฉบับนี้"),
        )
    return kept


def check_answer(question: Question, value: Any) -> Any:
    """One answer, cleaned; None for none. Raises Refused at `answers.<id>`."""
    answer = _ANSWERS[question.kind](question, value)
    if question.required and answer in (None, "", [], {}):
        raise _refuse(question, Message("this question needs an answer", "โปรดตอบคำถามข้อนี้"), _CHOOSE)
    if question.kind == "recognise" and question.required and len(answer or {}) < len(question.items):
        raise _refuse(
            question,
            Message("some names have no answer yet", "ยังตอบไม่ครบทุกย่าน"),
            Message("choose an answer for every name", "โปรดเลือกคำตอบให้ครบทุกย่าน"),
        )
    return None if answer in (None, "", [], {}) else answer


def _refuse(question: Question, what: Message, mend: Message) -> Refused:
    return Refused(f"answers.{question.id}", what, mend)


def _text(question: Question, value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise _refuse(question, Message("this is no text", "คำตอบไม่ใช่ข้อความ"), Message("send text", "โปรดส่งเป็นข้อความ"))
    text = clean(value).strip()
    if len(text) > LONGEST:
        raise _refuse(
            question,
            Message(f"the text is longer than {LONGEST} letters", f"ข้อความยาวเกิน {LONGEST} ตัวอักษร"),
            Message("shorten it", "โปรดย่อให้สั้นลง"),
        )
    return text


def _integer(question: Question, value: Any) -> int | None:
    if value is None or value == "":
        return None
    text = to_arabic(str(value)).strip()
    if isinstance(value, bool) or len(text) > 12 or not text.removeprefix("-").isdigit():
        raise _refuse(
            question,
            Message("this is no whole number", "คำตอบไม่ใช่จำนวนเต็ม"),
            Message("write digits only", "โปรดพิมพ์เฉพาะตัวเลข"),
        )
    number = int(text)
    if (question.low is not None and number < question.low) or (question.high is not None and number > question.high):
        low, high = ("…" if limit is None else limit for limit in (question.low, question.high))
        raise _refuse(
            question,
            Message(f"{number} is not within {low} to {high}", f"{number} ไม่อยู่ในช่วง {low} ถึง {high}"),
            Message("correct the number", "โปรดแก้ไขตัวเลข"),
        )
    return number


def _one(question: Question, value: Any) -> str | None:
    if value is None or value == "":
        return None
    if value not in question.values:
        raise _refuse(question, Message("this answer is not one of the choices", "คำตอบไม่อยู่ในตัวเลือก"), _CHOOSE)
    return str(value)


def _several(question: Question, value: Any) -> list[str] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise _refuse(
            question,
            Message("this is no list of answers", "คำตอบไม่ใช่รายการ"),
            Message("send a list", "โปรดส่งเป็นรายการ"),
        )
    return [str(_one(question, part)) for part in dict.fromkeys(str(part) for part in value)]


def _recognised(question: Question, value: Any) -> dict[str, str] | None:
    if value is None:
        return None
    items = {item.id for item in question.items}
    if not isinstance(value, dict) or not set(value) <= items:
        raise _refuse(
            question,
            Message("this answers other names than were asked", "คำตอบไม่ตรงกับย่านที่ถาม"),
            Message("send one code for each name", "โปรดส่งหนึ่งคำตอบต่อหนึ่งย่าน"),
        )
    kept = {name: code for name, code in value.items() if code not in (None, "")}
    if any(code not in CODES for code in kept.values()):
        raise _refuse(question, Message("this answer is not one of the choices", "คำตอบไม่อยู่ในตัวเลือก"), _CHOOSE)
    return kept


_ANSWERS = {
    "text": _text,
    "integer": _integer,
    "select_one": _one,
    "select_multiple": _several,
    "recognise": _recognised,
    "note": lambda _question, _value: None,
}
