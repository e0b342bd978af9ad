"""Questionnaires in from XLSForm workbooks: a stated subset, and nothing of a workbook is lost in silence.

Read are text, integer, select_one, select_multiple and note, `required`, `relevant` on one earlier answer, `constraint`
on a range of whole numbers, labels and hints in Thai and English, and one group of `select_one recognition` with the
names. The rows start, end and today are passed over, for the system notes the times itself, and so are all settings but
the title. Every other filled cell is refused by its row and column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from samrit.core.contract import Message, Node, Refused
from samrit.surveys.enums import Recognition
from samrit.surveys.flow import BESIDE
from samrit.surveys.questionnaire import Picture, Questionnaire, questionnaire_data, read_questionnaire
from samrit.surveys.workbooks import Row, Table, fault, tables
from samrit.surveys.xlsform import (
    ALT_ENGLISH,
    ALT_THAI,
    ENGLISH,
    HINT_ENGLISH,
    HINT_THAI,
    IMAGE,
    NOTES,
    RECOGNITION,
    THAI,
    said_to,
)
from samrit.surveys.xlsform_rows import (
    condition_of,
    flag_of,
    hint_of,
    limits_of,
    refuse_others,
    required_of,
    said_of,
    unread,
)

_TEXTS = {"name", "type", "label", THAI, ENGLISH}
_HINTS = {"hint", HINT_THAI, HINT_ENGLISH}
_QUESTION = _TEXTS | _HINTS | {"required", "relevant", "constraint"}
_GROUP = _TEXTS | _HINTS | {"appearance"}
_ITEM = _TEXTS | _HINTS | {"required", "decoy", "district", "appearance", IMAGE, ALT_THAI, ALT_ENGLISH}
_CHOICE = {"list_name", "name", "label", THAI, ENGLISH}
_TIMES = frozenset({"start", "end", "today"})
_KINDS = ("text", "integer", "select_one", "select_multiple", "note")
_ALIASES = (
    (re.compile(r"^(begin|end)[ _](group|repeat)\b"), r"\1_\2"),
    (re.compile(r"^select[ _]one\b( from)?"), "select_one"),
    (re.compile(r"^select[ _](multiple|all that apply)\b( from)?"), "select_multiple"),
    (re.compile(r"^int$"), "integer"),
)
_PLACE = re.compile(r"questions\[(\d+)\](?:\.items\[(\d+)\])?\.?")


def read_workbook(data: bytes, before: Questionnaire) -> Questionnaire:
    """A questionnaire from an XLSForm workbook. The rule on minors stays that of `before`, and so must its question.

    Raises Refused, naming sheet, row and column, for whatever lies outside the subset.
    """
    survey, choices, settings = tables(data)
    title = {"th": before.title.th, "en": before.title.en}
    if settings and settings[0][1].get("form_title"):
        title["th"] = settings[0][1]["form_title"]
    pictures = {
        one.picture_name: one.picture for one in (before.battery.items if before.battery else ()) if one.picture
    }
    reading = _Reading(_lists(choices), pictures)
    for number, row in survey:
        reading.take(number, row)
    reading.finish()
    document = {"schema": "samrit/questionnaire/1", "title": title, **reading.found}
    lacking = _lacking_for_age(document["questions"], before)
    if before.screen is not None and not lacking:
        document["screen"] = questionnaire_data(before)["screen"]
    try:
        made = read_questionnaire(Node(document, ""))
    except Refused as refused:
        raise reading.placed(refused) from None
    if before.screen is not None and lacking:
        raise _without_age(before.screen.question, ", ".join(lacking))
    return made


def _lacking_for_age(questions: list[dict[str, Any]], before: Questionnaire) -> list[str]:
    """The answers by which minors are told and that are gone: nobody would ask for a guardian's consent any more."""
    if before.screen is None:
        return []
    question = next((one for one in questions if one["id"] == before.screen.question), {})
    there = {option["value"] for option in question.get("options", ())}
    return [value for value in (*before.screen.stop, *before.screen.guardian) if value not in there]


def _without_age(name: str, answers: str) -> Refused:
    return Refused(
        "file",
        Message(
            f"sheet survey: the question “{name}” with the answers {answers}, which tells minors, is not there",
            f"แผ่น survey: ไม่มีคำถาม “{name}” ที่มีคำตอบ {answers} ซึ่งใช้แยกผู้เยาว์",
        ),
        Message("keep this question and these answers", "โปรดคงคำถามและคำตอบเหล่านี้ไว้"),
    )


class _Reading:
    """Introduction, consent and questions of the sheet `survey`, row after row, with the rows they stand in."""

    def __init__(self, lists: Mapping[str, Any], pictures: Mapping[str, Picture]) -> None:
        self.found: dict[str, Any] = {"questions": []}
        self._lists, self._pictures = lists, pictures
        self._group: dict[str, Any] | None = None
        self._rows: list[int] = []
        self._items: dict[tuple[int, int], int] = {}

    def take(self, number: int, row: Row) -> None:
        """One row of the sheet."""
        kind, argument = _kind(row)
        name = row.get("name", "")
        if kind in _TIMES:
            return
        if kind == "note" and name in {"title", *NOTES}:
            refuse_others(number, row, kind, _TEXTS)
            self.found[name] = said_of(row, number)
        elif kind == "begin_group":
            self._begin(number, row)
        elif kind == "end_group":
            if self._group is None:
                raise fault(
                    "survey",
                    number,
                    ("a group ends that did not begin", "จบกลุ่มที่ไม่ได้เริ่ม"),
                    ("delete the row", "โปรดลบแถวนี้"),
                )
            self._group = None
        elif self._group is not None:
            self._items[len(self._rows) - 1, len(self._group["items"])] = number
            self._add_item(self._group, number, row, (kind, argument))
        elif name not in BESIDE:
            self._rows.append(number)
            self.found["questions"].append(_question(number, row, kind, argument, self._lists))

    def finish(self) -> None:
        """After the last row. Raises Refused for a group that is still open."""
        if self._group is not None:
            raise fault(
                "survey",
                self._rows[-1],
                ("this group does not end", "กลุ่มนี้ไม่มีแถวปิด"),
                ("add a row end_group below its last question", "โปรดเพิ่มแถว end_group ใต้คำถามสุดท้ายของกลุ่ม"),
            )

    def placed(self, refused: Refused) -> Refused:
        """A refusal of the questionnaire with the row that it is about."""
        where = _PLACE.match(refused.path)
        if where is None:
            place_en = place_th = refused.path
        else:
            question = int(where[1])
            row = self._rows[question] if where[2] is None else self._items[question, int(where[2])]
            rest = refused.path[where.end() :]
            place_en = f"sheet survey, row {row}" + f" ({rest})" * bool(rest)
            place_th = f"แผ่น survey แถว {row}" + f" ({rest})" * bool(rest)
        what = Message(f"{place_en}: {refused.what.en}", f"{place_th}: {refused.what.th}")
        return Refused("file", what, refused.mend)

    def _begin(self, number: int, row: Row) -> None:
        if self._group is not None:
            raise fault(
                "survey",
                number,
                ("a group inside a group is not read", "ไม่รองรับกลุ่มซ้อนกลุ่ม"),
                ("end the first group above this row", "โปรดปิดกลุ่มแรกก่อนแถวนี้"),
            )
        refuse_others(number, row, "begin_group", _GROUP)
        if row.get("appearance", "field-list") != "field-list":
            raise unread(number, "appearance", row["appearance"])
        self._group = {"id": row.get("name", ""), "kind": "recognise", "label": said_of(row, number), "required": False}
        self._group |= {"items": [], **hint_of(row, number)}
        self._rows.append(number)
        self.found["questions"].append(self._group)

    def _add_item(self, group: dict[str, Any], number: int, row: Row, kind: tuple[str, str]) -> None:
        if kind != ("select_one", RECOGNITION):
            raise fault(
                "survey",
                number,
                (
                    f"a group holds only questions of the type select_one {RECOGNITION}, the names of the districts",
                    f"ในกลุ่มใช้ได้เฉพาะ select_one {RECOGNITION} คือชื่อย่าน",
                ),
                ("move the row out of the group, or delete the group's rows", "โปรดย้ายแถวนี้ออกนอกกลุ่ม หรือลบแถวของกลุ่ม"),
            )
        refuse_others(number, row, "select_one", _ITEM)
        required = required_of(number, row)
        if group["items"] and required != group["required"]:
            raise fault(
                "survey",
                number,
                ("one name must be answered and another need not", "บังคับตอบบางย่านแต่ไม่ทุกย่าน"),
                ("write the same in required for all names", "โปรดใส่ required ให้เหมือนกันทุกย่าน"),
            )
        group["required"] = required
        item: dict[str, Any] = {"id": row.get("name", ""), "label": said_of(row, number), **hint_of(row, number)}
        if flag_of(number, row, "decoy"):
            item["decoy"] = True
        if row.get("district"):
            item["district"] = row["district"]
        group["items"].append(item | _picture(row, number, self._pictures))


def _kind(row: Row) -> tuple[str, str]:
    """The type of a row and what follows it, in the words of the standard."""
    text = " ".join(row.get("type", "").split())
    for pattern, word in _ALIASES:
        text = pattern.sub(word, text)
    kind, _blank, argument = text.partition(" ")
    return kind, argument


def _question(number: int, row: Row, kind: str, argument: str, lists: Mapping[str, Any]) -> dict[str, Any]:
    _refuse_kind(number, kind, argument)
    refuse_others(number, row, kind, _QUESTION)
    made: dict[str, Any] = {"id": row.get("name", ""), "kind": kind, "label": said_of(row, number)}
    made |= {"required": required_of(number, row), **hint_of(row, number)}
    if kind.startswith("select"):
        if argument not in lists:
            raise fault(
                "survey",
                number,
                (f"there is no list “{argument}” on the sheet choices", f"ไม่พบรายการ “{argument}” ในแผ่น choices"),
                ("add its answers there", "โปรดเพิ่มคำตอบในแผ่น choices"),
            )
        made["options"] = lists[argument]
    return made | condition_of(number, row) | limits_of(number, row, kind)


def _refuse_kind(number: int, kind: str, argument: str) -> None:
    if not kind:
        raise fault(
            "survey",
            number,
            ("the type is empty", "ยังไม่ได้ระบุชนิดในคอลัมน์ type"),
            ("fill it in, or delete the row", "โปรดกรอก หรือลบแถวนี้"),
        )
    if kind not in _KINDS:
        raise fault(
            "survey",
            number,
            (f"the type “{kind}” is not read here", f"ไม่รองรับชนิด “{kind}”"),
            (f"use {', '.join(_KINDS[:-1])} or {_KINDS[-1]}", f"ใช้ {', '.join(_KINDS[:-1])} หรือ {_KINDS[-1]}"),
        )
    if kind.startswith("select") and " " in argument:
        more = argument.partition(" ")[2]
        raise fault(
            "survey",
            number,
            (f"“{more}” behind the list is not read", f"ไม่รองรับ “{more}” ที่อยู่หลังชื่อรายการ"),
            (
                "make “other” an answer of the list, and below it a text question with relevant on that answer",
                "โปรดเพิ่ม “อื่น ๆ” เป็นคำตอบในรายการ และเพิ่มคำถาม text ที่มี relevant ตามคำตอบนั้น",
            ),
        )


def _picture(row: Row, number: int, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    """The picture that a row names: one of those that the questionnaire has, with the words of the row."""
    name = row.get(IMAGE, "")
    if not name:
        return {}
    known = pictures.get(name)
    if known is None:
        raise fault(
            "survey",
            number,
            (f"the questionnaire has no picture “{name[:60]}”", f"แบบสอบถามนี้ไม่มีภาพ “{name[:60]}”"),
            (
                "put the picture beside its name on the page of the questions, then take the workbook out again",
                "โปรดใส่ภาพที่หน้าแบบสอบถามก่อน แล้วดาวน์โหลดแบบใหม่",
            ),
        )
    thai = row.get(ALT_THAI) or known.alt.th
    return {"picture": {"file": known.file, "alt": {"th": thai, "en": row.get(ALT_ENGLISH) or known.alt.en}}}


def _lists(choices: Table) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for number, row in choices:
        name, value = row.get("list_name", ""), row.get("name", "")
        if not name or not value or " " in value:
            raise fault(
                "choices",
                number,
                ("a choice needs a list_name and a name without blanks", "ตัวเลือกต้องมี list_name และ name ที่ไม่มีช่องว่าง"),
                ("fill both in", "โปรดกรอกให้ครบ"),
            )
        refuse_others(number, row, name, _CHOICE, sheet="choices")
        label = said_of(row, number, "choices")
        if name == RECOGNITION and (value not in Recognition or label["th"] != said_to(Recognition(value)).th):
            raise fault(
                "choices",
                number,
                (
                    "the answers to a name are fixed, for the results are reckoned from them",
                    "คำตอบของคำถามรู้จักย่านกำหนดไว้แล้ว เพราะใช้คำนวณผล",
                ),
                (
                    "leave the rows of this list as they were, or delete them",
                    "โปรดคงแถวของรายการนี้ไว้ตามเดิม หรือลบออก",
                ),
            )
        found.setdefault(name, []).append({"value": value, "label": label})
    return found
