"""Questionnaires out as XLSForm workbooks and XForms, through pyxform; `xlsform_reading` reads workbooks.

The districts are a group of `select_one recognition` questions with the extra columns `decoy` and `district`, their
pictures in `media::image` with words in two columns beside.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.utils import translation

from samrit.core.contract import Message
from samrit.platform.cells import set_text
from samrit.surveys.enums import Recognition
from samrit.surveys.flow import ADULTS_QUESTION, GUARDIAN, GUARDIAN_QUESTION
from samrit.surveys.questionnaire import Question, Questionnaire

THAI, ENGLISH = "label::ไทย (th)", "label::English (en)"
HINT_THAI, HINT_ENGLISH = "hint::ไทย (th)", "hint::English (en)"
RECOGNITION = "recognition"
"""The list of answers to a name."""
_COLUMNS = (
    "type", "name", THAI, ENGLISH, HINT_THAI, HINT_ENGLISH, "required", "relevant", "constraint", "decoy", "district",
    "appearance", "media::image", "image_alt::ไทย (th)", "image_alt::English (en)",
)  # fmt: skip
IMAGE, ALT_THAI, ALT_ENGLISH = _COLUMNS[-3:]
NOTES = ("intro", "consent")
Sheet = list[dict[str, str]]


# --- writing ---


def sheets(questionnaire: Questionnaire, *, fieldwork: bool = False) -> dict[str, Sheet]:
    """The sheets of a workbook; `fieldwork` adds what enumerators ask beside: adults, and a guardian's consent."""
    survey: Sheet = [
        _line("note", name, getattr(questionnaire, name)) for name in NOTES if getattr(questionnaire, name).th
    ]
    choices: Sheet = []
    if questionnaire.battery:
        for code in Recognition:
            said = said_to(code)
            choices.append({"list_name": RECOGNITION, "name": str(code), THAI: said.th, ENGLISH: said.en})
    asked = list(questionnaire.questions)
    if fieldwork:
        asked.insert(0, ADULTS_QUESTION)
        if questionnaire.screen and questionnaire.screen.guardian:
            place = next(n for n, one in enumerate(asked) if one.id == questionnaire.screen.question)
            asked.insert(place + 1, GUARDIAN_QUESTION)
    for one in asked:
        survey += list(_written(one, questionnaire))
        for option in one.options:
            choices.append({"list_name": one.id, "name": option.value, THAI: option.label.th, ENGLISH: option.label.en})
    settings = [{"form_title": questionnaire.title.th, "form_id": "samrit_awareness", "default_language": "ไทย (th)"}]
    return {"survey": survey, "choices": choices, "settings": settings}


def said_to(code: Recognition) -> Message:
    """An answer to a name as the form says it, whatever the language of who asks for the form."""
    with translation.override("th"):
        return Message(_CODES_EN[code], str(code.label))


_CODES_EN = {
    Recognition.KNOW: "I know it",
    Recognition.NAME_ONLY: "I have heard the name only",
    Recognition.NO: "I do not know it",
    Recognition.NOT_SURE: "Not sure",
}


def _line(kind: str, name: str, label: Message, hint: Message | None = None, **more: str) -> dict[str, str]:
    row = {"type": kind, "name": name, THAI: label.th, ENGLISH: label.en or label.th, **more}
    return row | ({HINT_THAI: hint.th, HINT_ENGLISH: hint.en or hint.th} if hint else {})


def _written(one: Question, questionnaire: Questionnaire) -> Iterator[dict[str, str]]:
    more = {"required": "yes"} if one.required else {}
    if one.only_if:
        question = questionnaire.question(one.only_if[0])
        selected = question is not None and question.kind == "select_multiple"
        name, value = one.only_if
        more["relevant"] = f"selected(${{{name}}}, '{value}')" if selected else f"${{{name}}} = '{value}'"
    if one.id == GUARDIAN and questionnaire.screen:
        name = questionnaire.screen.question
        more["relevant"] = " or ".join(f"${{{name}}} = '{value}'" for value in questionnaire.screen.guardian)
    limits = [f". >= {one.low}"] * (one.low is not None) + [f". <= {one.high}"] * (one.high is not None)
    if limits:
        more["constraint"] = " and ".join(limits)
    if one.kind != "recognise":
        kind = f"{one.kind} {one.id}" if one.options else one.kind
        yield _line(kind, one.id, one.label, one.hint, **more)
        return
    yield _line("begin_group", one.id, one.label, one.hint, appearance="field-list")
    for item in one.items:
        about = {"decoy": "yes"} if item.decoy else {"district": item.district}
        if item.picture:
            about |= {IMAGE: item.picture_name, ALT_THAI: item.picture.alt.th, ALT_ENGLISH: item.picture.alt.en}
        yield _line(f"select_one {RECOGNITION}", item.id, item.label, item.hint, **about, **more)
    yield {"type": "end_group", "name": one.id}


def workbook(questionnaire: Questionnaire) -> bytes:
    """The questionnaire as an XLSForm workbook."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets(questionnaire).items():
        sheet = book.create_sheet(name)
        columns = _COLUMNS if name == "survey" else tuple(dict.fromkeys(key for row in rows for key in row))
        sheet.append(columns)
        for number, row in enumerate(rows, start=2):
            for place, column in enumerate(columns, start=1):
                if row.get(column) is not None:
                    set_text(sheet.cell(number, place), str(row[column]))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ORDERS = 8
"""Orders of the names that one form holds: Collect shuffles answers, but not questions, so it draws one of these."""
DRAWN = "names-order"
"""What the draw is called; no question can have this name."""


def orders(questionnaire: Questionnaire) -> list[list[str]]:
    """The orders of the names in a form, decoys among them; the same whenever they are asked for again.

    One order of chance, begun at different names and read forwards and backwards: each name comes early and late.
    """
    mixed, found = questionnaire.order_for("form"), []
    for number in range(ORDERS):
        start = len(mixed) * number // ORDERS
        turned = mixed[start:] + mixed[:start]
        found.append(turned[::-1] if number % 2 else turned)
    return found


def _in_drawn_order(survey: Sheet, questionnaire: Questionnaire) -> Sheet:
    """The group of the names once in each order, of which a draw when the interview begins makes one relevant."""
    if questionnaire.battery is None:
        return survey
    names = {item.id: place for place, item in enumerate(questionnaire.battery.items)}
    first = next(place for place, row in enumerate(survey) if row["type"] == "begin_group")
    last = first + len(names) + 1
    begin, items, end = survey[first], survey[first + 1 : last], survey[last]
    draw = {"type": "calculate", "name": DRAWN, "calculation": f"once(int(random() * {ORDERS}))"}
    groups: Sheet = []
    for number, order in enumerate(orders(questionnaire)):
        name = f"{begin['name']}-{number}"
        groups.append(begin | {"name": name, "relevant": f"${{{DRAWN}}} = {number}"})
        groups += [items[names[item]] for item in order]
        groups.append(end | {"name": name})
    return [*survey[:first], draw, *groups, *survey[last + 1 :]]


def xform(questionnaire: Questionnaire, *, form_id: str, version: str, title: str) -> str:
    """The questionnaire as the XForm that ODK Collect reads, with the names in an order that chance draws."""
    from pyxform.xls2xform import convert  # noqa: PLC0415 -- slow import

    made = sheets(questionnaire, fieldwork=True)
    made["survey"] = _in_drawn_order(made["survey"], questionnaire)
    made["settings"] = [{"form_title": title, "form_id": form_id, "version": version, "default_language": "ไทย (th)"}]
    for row in made["survey"]:
        for column in (
            "decoy",
            "district",
            ALT_THAI,
            ALT_ENGLISH,
            *((HINT_THAI, HINT_ENGLISH) if row["type"] == "begin_group" else ()),
        ):
            row.pop(column, None)
    return convert(xlsform=made, validate=False, pretty_print=False).xform
