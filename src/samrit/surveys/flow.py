"""The order in which one person is asked: age and consent of a guardian first, then the questions that apply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samrit.core.contract import Message
from samrit.surveys.questionnaire import Option, Question, Questionnaire

GUARDIAN = "guardian_agrees"
ADULTS = "adults_in_household"
BESIDE = frozenset({GUARDIAN, ADULTS})
"""Steps that are no question of the questionnaire."""

GUARDIAN_QUESTION = Question(
    GUARDIAN,
    "select_one",
    Message("Does a parent or guardian agree that you answer?", "บิดา มารดา หรือผู้ปกครองยินยอมให้ท่านตอบหรือไม่"),
    hint=Message(
        "Thai law asks for this until the age of 20.", "กฎหมายไทยถือว่าผู้มีอายุต่ำกว่า ๒๐ ปียังไม่บรรลุนิติภาวะ จึงต้องได้รับความยินยอม"
    ),
    required=True,
    options=(Option("yes", Message("Yes, agreed", "ยินยอมแล้ว")), Option("no", Message("No", "ไม่ยินยอม"))),
)
ADULTS_QUESTION = Question(
    ADULTS,
    "integer",
    Message(
        "How many people of 18 and over live in this household, with you?", "ในครัวเรือนนี้มีผู้มีอายุ ๑๘ ปีขึ้นไปกี่คน (รวมตัวท่าน)"
    ),
    hint=Message("Please let the adult whose birthday comes next answer.", "ขอให้ผู้ใหญ่ในบ้านที่วันเกิดจะถึงเร็วที่สุดเป็นผู้ตอบ"),
    required=True,
    low=1,
    high=30,
)


def steps(questionnaire: Questionnaire, answers: Mapping[str, Any], *, drawn: bool) -> list[Question]:
    """What is put to a person with these answers, in order. `drawn`: one who was drawn by chance."""
    asked = [one for one in questionnaire.questions if one.kind != "note" and questionnaire.asked(one, answers)]
    screen = questionnaire.screen
    if screen is not None:
        asked.sort(key=lambda one: one.id != screen.question)
        if answers.get(screen.question) in screen.guardian:
            asked.insert(1, GUARDIAN_QUESTION)
    if drawn:
        asked.insert(0, ADULTS_QUESTION)
    return asked


def stopped(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> bool:
    """Whether the person is too young, or no guardian agrees: nothing of it is kept."""
    screen = questionnaire.screen
    if screen is None:
        return False
    given = answers.get(screen.question)
    return given in screen.stop or (given in screen.guardian and answers.get(GUARDIAN) == "no")


def refused_for_age(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> bool:
    """Whether answers must not be kept: too young, or without the guardian's consent where it is needed."""
    screen = questionnaire.screen
    if screen is None:
        return False
    given = answers.get(screen.question)
    return given in screen.stop or (given in screen.guardian and answers.get(GUARDIAN) != "yes")
