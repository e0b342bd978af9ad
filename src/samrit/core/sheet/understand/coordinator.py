"""The officer who answers for the sheet: name, position, phone, unit and agency, in one printed line or several."""

from __future__ import annotations

import re

from samrit.core.sheet.definition import Coordinator
from samrit.core.sheet.matching import closest_prefix, key
from samrit.core.sheet.paper import Paragraph
from samrit.core.sheet.understand.findings import Findings
from samrit.core.sheet.understand.prose import or_none
from samrit.core.thai import mend_spaces, to_arabic

_LABELS = {
    "name": ("ชื่อ-นามสกุล", "ชื่อ-สกุล", "ชื่อนามสกุล", "ชื่อสกุล", "ชื่อ"),
    "position": ("ตำแหน่ง",),
    "phone": (
        "หมายเลขโทรศัพท์ภายใน",
        "หมายเลขโทรศัพท์",
        "เบอร์โทรศัพท์",
        "เบอร์โทร",
        "โทรศัพท์มือถือ",
        "โทรศัพท์",
        "มือถือ",
        "โทร.",
        "โทร",
    ),
    "unit": ("ส่วนราชการ",),
    "agency": ("หน่วยงาน",),
    "": ("โทรสาร", "แฟกซ์", "ไปรษณีย์อิเล็กทรอนิกส์", "อีเมล", "e-mail", "email", "line id"),
}
"""The labels of each field; those under "" have no field, so what they say is handed back."""
_FIELDS = {key(label): field for field, labels in _LABELS.items() for label in labels}


def _loosely(label: str) -> str:
    """A label whose letters blanks may part ("ตำ แหน่ง"), with or without its hyphen."""
    return r"\s?".join(re.escape(letter) + ("?" if letter == "-" else "") for letter in label)


_LABEL = re.compile(
    rf"(?:^|(?<=\s))(?P<label>{'|'.join(_loosely(label) for labels in _LABELS.values() for label in labels)})"
    r"(?=[\s:：]|$|นาย|นาง|[0-9๐-๙])\s*[:：]?",
    re.IGNORECASE,
)
_MISSPELT = ("ตำแหน่ง", "หมายเลขโทรศัพท์", "ส่วนราชการ", "หน่วยงาน")


def read_coordinator(paragraphs: list[Paragraph], findings: Findings) -> Coordinator:
    """The officer. What stands before the first label, under a label without a field, or for a second officer is left
    unread; a number that cannot be a phone's is asked.
    """
    text = " ".join(_mended(word) for paragraph in paragraphs for word in paragraph.text.split())
    found = list(_LABEL.finditer(text))
    values: dict[str, str] = {}
    complete = True
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        field, value = _FIELDS[key(match.group("label"))], text[match.end() : end].strip()
        if field and field not in values:
            values[field] = value
        elif field == "agency":
            values["agency"] += f" {match.group('label')} {value}"
        else:
            complete = complete and or_none(value) is None
            if field == "name":
                break
    before = text[: found[0].start()] if found else text
    if complete and or_none(before) is None:
        findings.use(*paragraphs)
    for field in values:
        findings.came_from(f"coordinator.{field}", paragraphs)
    read = {field: or_none(value if field == "name" else mend_spaces(value)) for field, value in values.items()}
    phone = read.get("phone")
    return Coordinator(
        name=read.get("name"),
        position=read.get("position"),
        phone=None if phone is None else _ascii_phone(phone, findings),
        unit=read.get("unit"),
        agency=read.get("agency"),
    )


def _mended(word: str) -> str:
    """A label with one wrong letter, as the form has it."""
    bare = word.rstrip(":：")
    for label in _MISSPELT:
        left, right = key(bare), key(label)
        if left != right and abs(len(left) - len(right)) <= 1 and closest_prefix(left, right, 1, whole=True)[0] <= 1:
            return label
    return word


def _ascii_phone(text: str, findings: Findings) -> str | None:
    """A phone number in ASCII: "๐ ๒๒๒๑ ๒๑๔๑ ต่อ ๑๓๗๖" → "0 2221 2141 ext. 1376"."""
    phone = to_arabic(text)
    phone = re.sub(r"\s*(?:ต่อ|ภายใน)\s*", " ext. ", phone)
    phone = re.sub(r"\s*(?:,|และ|หรือ)\s*", ", ", phone)
    phone = phone.replace("–", "-").replace("—", "-").strip()
    if phone.isascii():
        return phone
    findings.ask("coordinator.phone", f"“{text}” is not a phone number")
    return None
