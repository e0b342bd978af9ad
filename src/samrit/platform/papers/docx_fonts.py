"""Sarabun inside a Word file, so that it looks the same where nobody installed the font (ECMA-376, part 4, 2.8.1)."""

from __future__ import annotations

import uuid
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from samrit.core.sheet.writers.font import font_bytes

_KINDS = {"embedRegular": "Sarabun-Regular.ttf", "embedBold": "Sarabun-Bold.ttf"}
_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_RELATION = f"{RELATIONSHIP_TYPE.FONT_TABLE.rpartition('/')[0]}/font"
_BEFORE = ("writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime")
"""What stands before `embedTrueTypeFonts` in the settings of a Word file."""


def embed_fonts(document: Any) -> None:
    """Puts the regular and the bold face into a python-docx document."""
    table = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    rows = "".join(_embedded(table, kind, name) for kind, name in _KINDS.items())
    table._blob = _TABLE.format(rows=rows).encode()  # noqa: SLF001 -- the library has no name for it
    settings = document.settings.element
    known = [part for part in settings if part.tag in {qn(f"w:{name}") for name in _BEFORE}]
    settings.insert(len(known), OxmlElement("w:embedTrueTypeFonts"))


_TABLE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:font w:name="Sarabun">'
    '<w:charset w:val="DE"/><w:family w:val="auto"/><w:pitch w:val="variable"/>{rows}</w:font></w:fonts>'
)


def _embedded(table: Any, kind: str, name: str) -> str:
    """Adds the part of one face, its first 32 bytes turned by a key as the format asks; gives its row in the table."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, name)
    data, mask = bytearray(font_bytes(name)), key.bytes[::-1]
    for place in range(32):
        data[place] ^= mask[place % 16]
    part = Part(PackURI(f"/word/fonts/{name.removesuffix('.ttf')}.odttf"), _TYPE, bytes(data), table.package)
    return f'<w:{kind} r:id="{table.relate_to(part, _RELATION)}" w:fontKey="{{{str(key).upper()}}}"/>'
