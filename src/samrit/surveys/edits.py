"""Changing the words and pictures around a questionnaire without touching its questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from samrit.core.contract import Message
from samrit.surveys.questionnaire import Picture, Questionnaire
from samrit.surveys.templates import decoy_items


@dataclass(frozen=True, slots=True)
class Texts:
    """What a person edits on one page."""

    title: Message
    intro: Message
    consent: Message
    decoys: Sequence[Message]


def with_texts(questionnaire: Questionnaire, texts: Texts) -> Questionnaire:
    """The questionnaire with other words and other decoys; districts and questions stay."""
    kept = {item.label.th: item.picture for item in questionnaire.decoys}
    decoys = [
        replace(item, picture=kept.get(item.label.th)) for item in decoy_items(texts.decoys, questionnaire.districts)
    ]
    questions = tuple(
        replace(one, items=(*(item for item in one.items if not item.decoy), *decoys))
        if one.kind == "recognise"
        else one
        for one in questionnaire.questions
    )
    return replace(questionnaire, title=texts.title, intro=texts.intro, consent=texts.consent, questions=questions)


def with_picture(questionnaire: Questionnaire, name: str, picture: Picture | None) -> Questionnaire:
    """The questionnaire with this picture beside a name, or none."""
    questions = tuple(
        replace(one, items=tuple(replace(item, picture=picture) if item.id == name else item for item in one.items))
        for one in questionnaire.questions
    )
    return replace(questionnaire, questions=questions)
