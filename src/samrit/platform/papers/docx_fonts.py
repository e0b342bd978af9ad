"""Sarabun inside a Word file, so that it looks the same where nobody installed the font (ECMA-376, part 4, 2.8.1)."""

from __future__ import annotations

import io
import uuid
from functools import cache
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from samrit.core.sheet.writers.font import font_bytes

NUMBERS = "Sarabun Page Numbers"
"""A part of Sarabun in which 2 looks like ๒: LibreOffice knows no Thai digits for the number of a page, Word does."""
_KINDS = {"embedRegular": "Sarabun-Regular.ttf", "embedBold": "Sarabun-Bold.ttf"}
_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_RELATION = f"{RELATIONSHIP_TYPE.FONT_TABLE.rpartition('/')[0]}/font"
_BEFORE = ("writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime")
"""What stands before `embedTrueTypeFonts` in the settings of a Word file."""


def embed_fonts(document: Any) -> None:
    """Puts the regular and the bold face into a python-docx document, and the digits of its page numbers."""
    table = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    rows = "".join(_embedded(table, kind, name, font_bytes(name)) for kind, name in _KINDS.items())
    numbers = _embedded(table, "embedRegular", "Sarabun-Numbers.ttf", _numbers())
    fonts = _FONT.format(name="Sarabun", rows=rows) + _FONT.format(name=NUMBERS, rows=numbers)
    table._blob = _TABLE.format(fonts=fonts).encode()  # noqa: SLF001 -- the library has no name for it
    settings = document.settings.element
    known = [part for part in settings if part.tag in {qn(f"w:{name}") for name in _BEFORE}]
    settings.insert(len(known), OxmlElement("w:embedTrueTypeFonts"))


_TABLE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{fonts}</w:fonts>'
)
_FONT = (
    '<w:font w:name="{name}"><w:charset w:val="DE"/><w:family w:val="auto"/><w:pitch w:val="variable"/>{rows}</w:font>'
)


@cache
def _numbers() -> bytes:
    """The font of NUMBERS: the Thai digits of Sarabun, under the Arabic ones as well."""
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # noqa: PLC0415 -- no types; slow import
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415 -- as above

    font = TTFont(io.BytesIO(font_bytes("Sarabun-Regular.ttf")), recalcTimestamp=False)
    for table in font["cmap"].tables:
        table.cmap |= {ord("0") + digit: table.cmap[ord("๐") + digit] for digit in range(10)}
    for record in font["name"].names:
        if record.nameID in {1, 4, 6, 16}:
            record.string = NUMBERS.replace(" ", "") if record.nameID == 6 else NUMBERS
    subsetter = Subsetter(Options(name_IDs=["*"], notdef_outline=True, hinting=False))
    subsetter.populate(text="0123456789๐๑๒๓๔๕๖๗๘๙ -")
    subsetter.subset(font)
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def _embedded(table: Any, kind: str, name: str, face: bytes) -> str:
    """Adds the part of one face, its first 32 bytes turned by a key as the format asks; gives its row in the table."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, name)
    data, mask = bytearray(face), key.bytes[::-1]
    for place in range(32):
        data[place] ^= mask[place % 16]
    part = Part(PackURI(f"/word/fonts/{name.removesuffix('.ttf')}.odttf"), _TYPE, bytes(data), table.package)
    return f'<w:{kind} r:id="{table.relate_to(part, _RELATION)}" w:fontKey="{{{str(key).upper()}}}"/>'
