"""What one row of an XLSForm workbook says, cell by cell; what lies outside the subset is refused by its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from samrit.core.contract import Refused
from samrit.surveys.workbooks import Row, fault
from samrit.surveys.xlsform import ENGLISH, HINT_ENGLISH, HINT_THAI, THAI

_RELEVANT = re.compile(
    r"""\(?\s*(?:\$\{(?P<name>\w+)\}\s*=\s*(?P<quote>['"])(?P<value>[^'"]+)(?P=quote)"""
    r"""|selected\(\s*\$\{(?P<name2>\w+)\}\s*,\s*(?P<quote2>['"])(?P<value2>[^'"]+)(?P=quote2)\s*\))\s*\)?"""
)
_LIMIT = re.compile(r"\(?\s*\.\s*(>=|<=|>|<)\s*(-?\d+)\s*\)?")
_YES = frozenset({"yes", "true", "true()", "1"})
_NO = frozenset({"", "no", "false", "false()", "0"})


def said_of(row: Row, number: int, sheet: str = "survey") -> dict[str, str]:
    """The label of a row in both languages; Thai there must be."""
    said = _both(row, number, sheet, ("label", THAI, ENGLISH))
    if not said["th"]:
        raise fault(
            sheet,
            number,
            ("the Thai label is empty", "ยังไม่มีข้อความภาษาไทย"),
            (f"fill in the column {THAI}", f"โปรดกรอกคอลัมน์ {THAI}"),
        )
    if any("${" in text for text in said.values()):
        raise fault(
            sheet,
            number,
            ("a label that shows another answer is not read", "ไม่รองรับข้อความที่แทรกคำตอบอื่น"),
            ("write it without ${…}", "โปรดเขียนโดยไม่ใช้ ${…}"),
        )
    return said


def _both(row: Row, number: int, sheet: str, columns: tuple[str, str, str]) -> dict[str, str]:
    """A text in both languages; the column without a language stands for the one that has no column of its own."""
    bare, thai, english = (row.get(column, "") for column in columns)
    if bare and thai and english:
        raise unread(number, columns[0], bare, sheet)
    return {"th": thai or bare, "en": english or (bare if thai else "")}


def hint_of(row: Row, number: int) -> dict[str, Any]:
    """The hint of a row, where it has one."""
    said = _both(row, number, "survey", ("hint", HINT_THAI, HINT_ENGLISH))
    if said["en"] and not said["th"]:
        raise fault(
            "survey",
            number,
            ("the Thai hint is empty", "ยังไม่มีคำอธิบายภาษาไทย"),
            (f"fill in the column {HINT_THAI}", f"โปรดกรอกคอลัมน์ {HINT_THAI}"),
        )
    return {"hint": said} if said["th"] else {}


def refuse_others(number: int, row: Row, kind: str, known: Iterable[str], *, sheet: str = "survey") -> None:
    """Nothing that somebody wrote in a row is passed over in silence."""
    for column, text in row.items():
        if column not in known:
            raise unread(number, column, text, sheet, kind)


def unread(number: int, column: str, text: str, sheet: str = "survey", kind: str = "") -> Refused:
    """The refusal of a cell whose column is not read in such a row."""
    of = (f" of a row {kind}", f"ของแถว {kind}") if kind else ("", "")
    return fault(
        sheet,
        number,
        (f"the column {column}{of[0]} is not read: “{text[:60]}”", f"ไม่รองรับคอลัมน์ {column} {of[1]}: “{text[:60]}”"),
        ("empty the cell if the question is right without it", "หากคำถามใช้ได้โดยไม่มีค่านี้ โปรดลบข้อความในช่อง"),
    )


def condition_of(number: int, row: Row) -> dict[str, Any]:
    """The one earlier answer under which a question is asked."""
    text = row.get("relevant", "")
    if not text:
        return {}
    found = _RELEVANT.fullmatch(text)
    if not found or text.count("(") != text.count(")"):
        raise fault(
            "survey",
            number,
            (f"relevant is not read: “{text[:60]}”", f"อ่าน relevant ไม่ได้: “{text[:60]}”"),
            ("write ${question} = 'answer'", "เขียนแบบ ${question} = 'answer'"),
        )
    return {
        "only_if": {"question": found["name"] or found["name2"], "value": found["value"] or found["value2"]},
    }


def limits_of(number: int, row: Row, kind: str) -> dict[str, int]:
    """The range of a whole number."""
    text = row.get("constraint", "")
    if not text:
        return {}
    found: dict[str, int] = {}
    for part in re.split(r"\s+and\s+", text):
        limit = _LIMIT.fullmatch(part)
        if limit is not None:
            end = "low" if limit[1][0] == ">" else "high"
            step = {">": 1, "<": -1}.get(limit[1], 0)
        if kind != "integer" or limit is None or end in found:
            raise fault(
                "survey",
                number,
                (
                    f"only a range of whole numbers is read as a constraint, not “{text[:60]}”",
                    f"รองรับ constraint เฉพาะช่วงของจำนวนเต็ม ไม่รองรับ “{text[:60]}”",
                ),
                ("write . >= 1 and . <= 30", "เขียนแบบ . >= 1 and . <= 30"),
            )
        found[end] = int(limit[2]) + step
    return found


def required_of(number: int, row: Row) -> bool:
    """Whether a question has to be answered."""
    return flag_of(number, row, "required")


def flag_of(number: int, row: Row, column: str) -> bool:
    """Yes or no, as a cell says it."""
    said = row.get(column, "").lower()
    if said not in _YES | _NO:
        raise fault(
            "survey",
            number,
            (f"{column} is neither yes nor no: “{said[:60]}”", f"{column} ไม่ใช่ yes หรือ no: “{said[:60]}”"),
            ("write yes, or leave the cell empty", "โปรดใส่ yes หรือเว้นว่าง"),
        )
    return said in _YES
