"""Questionnaires as XLSForm workbooks and XForms, through pyxform: a stated subset, and errors that name the row.

Read and written: text, integer, select_one, select_multiple, note, required, `relevant` on one earlier answer,
`constraint` on a range, labels and hints in Thai and English. The districts are a group of `select_one recognition`
questions with the extra columns `decoy` and `district`, their pictures in `media::image` with words in two columns
beside. Anything else is refused by its row.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from samrit.core.contract import Message, Node, Refused
from samrit.platform.cells import set_text
from samrit.surveys.enums import Recognition
from samrit.surveys.flow import ADULTS_QUESTION, BESIDE, GUARDIAN, GUARDIAN_QUESTION
from samrit.surveys.questionnaire import Picture, Question, Questionnaire, questionnaire_data, read_questionnaire

LARGEST, UNPACKED, ROWS = 2_000_000, 5_000_000, 3_000
"""Bytes of a workbook, bytes once unpacked, rows that are looked at."""
THAI, ENGLISH = "label::ไทย (th)", "label::English (en)"
HINT_THAI, HINT_ENGLISH = "hint::ไทย (th)", "hint::English (en)"
_LIST = "recognition"
_COLUMNS = (
    "type", "name", THAI, ENGLISH, HINT_THAI, HINT_ENGLISH, "required", "relevant", "constraint", "decoy", "district",
    "appearance", "media::image", "image_alt::ไทย (th)", "image_alt::English (en)",
)  # fmt: skip
_IMAGE, _ALT_THAI, _ALT_ENGLISH = _COLUMNS[-3:]
_NOTES = ("title", "intro", "consent")
_RELEVANT = re.compile(r"(?:selected\(\s*)?\$\{(\w+)\}\s*(?:=|,)\s*'([^']+)'\s*\)?")
_LOW, _HIGH = re.compile(r"\.\s*>=\s*(-?\d+)"), re.compile(r"\.\s*<=\s*(-?\d+)")
Sheet = list[dict[str, str]]
Table = list[tuple[int, dict[str, str]]]


# --- writing ---


def sheets(questionnaire: Questionnaire, *, fieldwork: bool = False) -> dict[str, Sheet]:
    """The sheets of a workbook; `fieldwork` adds what enumerators ask beside: adults, and a guardian's consent."""
    survey: Sheet = [
        _line("note", name, getattr(questionnaire, name)) for name in _NOTES[1:] if getattr(questionnaire, name).th
    ]
    choices: Sheet = []
    if questionnaire.battery:
        for code in Recognition:
            choices.append({"list_name": _LIST, "name": str(code), THAI: str(code.label), ENGLISH: _CODES_EN[code]})
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
            about |= {_IMAGE: item.picture_name, _ALT_THAI: item.picture.alt.th, _ALT_ENGLISH: item.picture.alt.en}
        yield _line(f"select_one {_LIST}", item.id, item.label, item.hint, **about, **more)
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
            _ALT_THAI,
            _ALT_ENGLISH,
            *((HINT_THAI, HINT_ENGLISH) if row["type"] == "begin_group" else ()),
        ):
            row.pop(column, None)
    return convert(xlsform=made, validate=False, pretty_print=False).xform


# --- reading ---


def read_workbook(data: bytes, before: Questionnaire) -> Questionnaire:
    """A questionnaire from an XLSForm workbook. The rule on minors stays that of `before` while its question stays.

    Raises Refused, naming sheet and row, for whatever lies outside the subset.
    """
    survey, choices, settings = _tables(data)
    title = {"th": before.title.th, "en": before.title.en}
    if settings and settings[0][1].get("form_title"):
        title["th"] = settings[0][1]["form_title"]
    pictures = {
        one.picture_name: one.picture for one in (before.battery.items if before.battery else ()) if one.picture
    }
    document = {"schema": "samrit/questionnaire/1", "title": title, **_questions(survey, _lists(choices), pictures)}
    if _asks_for_age(document["questions"], before):
        document["screen"] = questionnaire_data(before)["screen"]
    try:
        return read_questionnaire(Node(document, ""))
    except Refused as refused:
        what = Message(f"{refused.path}: {refused.what.en}", f"{refused.path}: {refused.what.th}")
        raise Refused("file", what, refused.mend) from None


def _questions(survey: Table, lists: Mapping[str, Any], pictures: Mapping[str, Picture]) -> dict[str, Any]:
    """Introduction, consent and questions of the sheet `survey`."""
    found: dict[str, Any] = {"questions": []}
    battery: dict[str, Any] | None = None
    for number, row in survey:
        kind, _blank, argument = row.get("type", "").strip().replace("begin group", "begin_group").partition(" ")
        name = row.get("name", "").strip()
        if kind == "note" and name in _NOTES:
            found[name] = _said(row, number)
        elif kind == "begin_group":
            battery = {"id": name, "kind": "recognise", "label": _said(row, number), "required": False, "items": []}
            battery |= _hint(row)
            found["questions"].append(battery)
        elif kind in {"end_group", "end"}:
            battery = None
        elif battery is not None:
            _add_item(battery, row, number, kind, argument.strip())
            battery["items"][-1] |= _picture(row, number, pictures)
        elif name not in BESIDE:
            found["questions"].append(_read(row, number, kind, argument.strip(), lists))
    return found


def _asks_for_age(questions: list[dict[str, Any]], before: Questionnaire) -> bool:
    """Whether the question that tells minors is still there with its answers."""
    if before.screen is None:
        return False
    question = next((one for one in questions if one["id"] == before.screen.question), {})
    values = {option["value"] for option in question.get("options", ())}
    return {*before.screen.stop, *before.screen.guardian} <= values


def _read(row: Mapping[str, str], number: int, kind: str, argument: str, lists: Mapping[str, Any]) -> dict[str, Any]:
    if kind not in {"text", "integer", "select_one", "select_multiple", "note"}:
        raise _fault(
            "survey",
            number,
            f"the type “{kind}” is not read here",
            f"ไม่รองรับชนิด “{kind}”",
            "use text, integer, select_one, select_multiple or note",
            "ใช้ text, integer, select_one, select_multiple หรือ note",
        )
    made: dict[str, Any] = {
        "id": row.get("name", "").strip(),
        "kind": kind,
        "label": _said(row, number),
        "required": row.get("required", "").strip().lower() in {"yes", "true", "true()", "1"},
    }
    made |= _hint(row)
    if kind.startswith("select"):
        if argument not in lists:
            raise _fault(
                "survey",
                number,
                f"there is no list “{argument}” on the sheet choices",
                f"ไม่พบรายการ “{argument}” ในแผ่น choices",
                "add its answers there",
                "โปรดเพิ่มคำตอบในแผ่น choices",
            )
        made["options"] = lists[argument]
    if row.get("relevant"):
        found = _RELEVANT.fullmatch(row["relevant"].strip())
        if not found:
            raise _fault(
                "survey",
                number,
                f"relevant is not read: “{row['relevant'][:60]}”",
                f"อ่าน relevant ไม่ได้: “{row['relevant'][:60]}”",
                "write ${question} = 'answer'",
                "เขียนแบบ ${question} = 'answer'",
            )
        made["only_if"] = {"question": found[1], "value": found[2]}
    if row.get("constraint"):
        low, high = _LOW.search(row["constraint"]), _HIGH.search(row["constraint"])
        if kind != "integer" or not (low or high):
            raise _fault(
                "survey",
                number,
                "only a range of whole numbers is read as a constraint",
                "รองรับ constraint เฉพาะช่วงของจำนวนเต็ม",
                "write . >= 1 and . <= 30",
                "เขียนแบบ . >= 1 and . <= 30",
            )
        made |= {key: int(limit[1]) for key, limit in (("low", low), ("high", high)) if limit}
    return made


def _add_item(battery: dict[str, Any], row: Mapping[str, str], number: int, kind: str, argument: str) -> None:
    if (kind, argument) != ("select_one", _LIST):
        raise _fault(
            "survey",
            number,
            f"a group holds only questions of the type select_one {_LIST}",
            f"ในกลุ่มใช้ได้เฉพาะ select_one {_LIST}",
            "move the row out of the group",
            "โปรดย้ายแถวนี้ออกนอกกลุ่ม",
        )
    item: dict[str, Any] = {"id": row.get("name", "").strip(), "label": _said(row, number)}
    item |= _hint(row)
    if row.get("decoy", "").strip().lower() in {"yes", "true", "1"}:
        item["decoy"] = True
    if row.get("district"):
        item["district"] = row["district"].strip()
    battery["items"].append(item)
    battery["required"] = battery["required"] or row.get("required", "").strip().lower() in {"yes", "true", "1"}


def _picture(row: Mapping[str, str], number: int, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    """The picture that a row names: one of those that the questionnaire has, with the words of the row."""
    name = row.get(_IMAGE, "").strip()
    if not name:
        return {}
    known = pictures.get(name)
    if known is None:
        raise _fault(
            "survey",
            number,
            f"the questionnaire has no picture “{name[:60]}”",
            f"แบบสอบถามนี้ไม่มีภาพ “{name[:60]}”",
            "put the picture beside its name on the page of the questions, then take the workbook out again",
            "โปรดใส่ภาพที่หน้าแบบสอบถามก่อน แล้วดาวน์โหลดแบบใหม่",
        )
    thai = row.get(_ALT_THAI, "").strip() or known.alt.th
    return {
        "picture": {"file": known.file, "alt": {"th": thai, "en": row.get(_ALT_ENGLISH, "").strip() or known.alt.en}}
    }


def _lists(choices: list[tuple[int, dict[str, str]]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for number, row in choices:
        name = (row.get("list_name") or row.get("list name") or "").strip()
        value = row.get("name", "").strip()
        if not name or not value or " " in value:
            raise _fault(
                "choices",
                number,
                "a choice needs a list_name and a name without blanks",
                "ตัวเลือกต้องมี list_name และ name ที่ไม่มีช่องว่าง",
                "fill both in",
                "โปรดกรอกให้ครบ",
            )
        found.setdefault(name, []).append({"value": value, "label": _said(row, number, "choices")})
    return found


def _said(row: Mapping[str, str], number: int, sheet: str = "survey") -> dict[str, str]:
    thai = row.get(THAI) or row.get("label::Thai (th)") or row.get("label") or ""
    if not thai.strip():
        raise _fault(
            sheet,
            number,
            "the Thai label is empty",
            "ยังไม่มีข้อความภาษาไทย",
            f"fill in the column {THAI}",
            f"โปรดกรอกคอลัมน์ {THAI}",
        )
    return {"th": thai, "en": row.get(ENGLISH, "")}


def _hint(row: Mapping[str, str]) -> dict[str, Any]:
    return {"hint": {"th": row[HINT_THAI], "en": row.get(HINT_ENGLISH, "")}} if row.get(HINT_THAI) else {}


def _fault(sheet: str, number: int, en: str, th: str, mend_en: str, mend_th: str) -> Refused:
    return Refused(
        "file",
        Message(f"sheet {sheet}, row {number}: {en}", f"แผ่น {sheet} แถว {number}: {th}"),
        Message(mend_en, mend_th),
    )


def _tables(data: bytes) -> tuple[Table, Table, Table]:
    """The rows of the three sheets with their numbers; blank rows are passed over, and never many of them."""
    from openpyxl import load_workbook  # noqa: PLC0415 -- slow import

    broken = Refused(
        "file",
        Message("this is no XLSX workbook, or a larger one than is read", "ไฟล์ไม่ใช่ XLSX หรือใหญ่เกินกว่าที่รับ"),
        Message(
            "save it as .xlsx and delete the empty rows below the form",
            "โปรดบันทึกเป็น .xlsx และลบแถวว่างที่อยู่ใต้แบบสอบถามออก",
        ),
    )
    if len(data) > LARGEST:
        raise broken
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED:
                raise broken
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError, SyntaxError):
        raise broken from None
    try:
        missing = [name for name in ("survey", "choices") if name not in book.sheetnames]
        if missing:
            raise Refused(
                "file",
                Message(f"there is no sheet “{missing[0]}”", f"ไม่มีแผ่น “{missing[0]}”"),
                Message("use an XLSForm workbook", "โปรดใช้ไฟล์แบบ XLSForm"),
            )
        settings = _rows(book["settings"], "settings") if "settings" in book.sheetnames else []
        return _rows(book["survey"], "survey"), _rows(book["choices"], "choices"), settings
    finally:
        book.close()


def _rows(sheet: Any, name: str) -> Table:
    found: Table = []
    header: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(max_row=ROWS + 1, max_col=60, values_only=True), 1):
        texts = ["" if cell is None else str(cell).strip() for cell in cells]
        if not header:
            header = texts
        elif any(texts):
            if number > ROWS:
                raise _fault(
                    name, number, f"more than {ROWS} rows", f"มีมากกว่า {ROWS} แถว", "remove rows", "โปรดลดจำนวนแถว"
                )
            found.append((number, {key: text for key, text in zip(header, texts, strict=False) if key and text}))
    return found
