"""The officer who answers for the sheet: name, position, phone, unit and agency, in one printed line or several."""

from __future__ import annotations

import re

from samrit.core.sheet.definition import Coordinator
from samrit.core.sheet.matching import closest_prefix, key
from samrit.core.sheet.paper import Paragraph
from samrit.core.sheet.understand.findings import Findings
from samrit.core.sheet.understand.prose import or_none
from samrit.core.thai import to_arabic

_LABELS = {
    "ชื่อ": "name",
    "ชื่อ-สกุล": "name",
    "ชื่อ-นามสกุล": "name",
    "ชื่อสกุล": "name",
    "ตำแหน่ง": "position",
    "หมายเลขโทรศัพท์": "phone",
    "เบอร์โทรศัพท์": "phone",
    "โทรศัพท์": "phone",
    "โทร": "phone",
    "โทร.": "phone",
    "ส่วนราชการ": "unit",
    "หน่วยงาน": "agency",
}
_LABEL = re.compile(
    r"(?:^|(?<=\s))(?P<label>ชื่อ\s*-?\s*(?:นาม)?สกุล|ชื่อ|ตำแหน่ง|หมายเลขโทรศัพท์|เบอร์โทรศัพท์|โทรศัพท์|โทร\.?|ส่วนราชการ|หน่วยงาน)"
    r"(?=[\s:：]|$|นาย|นาง|[0-9๐-๙])\s*[:：]?"
)
_MISSPELT = ("ตำแหน่ง", "หมายเลขโทรศัพท์", "ส่วนราชการ", "หน่วยงาน")


def read_coordinator(paragraphs: list[Paragraph], findings: Findings) -> Coordinator:
    """The officer. Words before the first label stay unread."""
    text = " ".join(_mended(word) for paragraph in paragraphs for word in paragraph.text.split())
    found = list(_LABEL.finditer(text))
    values: dict[str, str] = {}
    last = ""
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        name = _LABELS["".join(match.group("label").split())]
        if name in values and last:
            values[last] += " " + text[match.start() : end].strip()
            continue
        values[name], last = text[match.end() : end].strip(), name
    if not found or (text[: found[0].start()].strip() and or_none(text[: found[0].start()])):
        if or_none(text) is None:
            findings.use(*paragraphs)
    else:
        findings.use(*paragraphs)
    for name in values:
        findings.came_from(f"coordinator.{name}", paragraphs)
    read = {name: or_none(value) for name, value in values.items()}
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
    digits = re.sub(r"[^0-9 .,\-/()+]", "", phone).strip()
    return digits or None
