"""Opening a Word file: a zip of XML parts, taken apart without trusting a single size that it states."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from samrit.core.contract import Message, Refused
from samrit.core.sheet.embedded import data_from_docx
from samrit.core.sheet.readers.limits import MAX_PACKAGE, MAX_PART, MEGABYTE, SAVE_AS_DOCX, SEND_AGAIN, refuse

Element = Any
"""An lxml element; the library carries no types."""

_MAX_MEMBERS = 4000
_MAX_RATIO = 200  # XML of a long table packs about 40 to 1; a bomb about 1000 to 1
_MAX_SIGNS = 1_000_000  # "<" and "=" of a part: what its tree costs in memory
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = "http://purl.oclc.org/ooxml/"
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, KeyError)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: its id, the last word of its type (`"footnotes"`) and the part it names."""

    id: str
    kind: str
    part: str


def damaged() -> Refused:
    """The refusal of a Word file that does not hold together."""
    return refuse("the Word file is damaged", "ไฟล์ Word ชำรุด", SEND_AGAIN)


def bomb() -> Refused:
    """The refusal of a file that unpacks to more than a definition sheet ever holds."""
    return refuse(
        "the file unpacks to far more than a definition sheet holds",
        "ไฟล์ขยายออกแล้วใหญ่ผิดปกติ",
        Message(
            "send the definition sheet alone, saved again as .docx", "ส่งเฉพาะแบบรายละเอียดตัวชี้วัด โดยบันทึกใหม่เป็น .docx"
        ),
    )


def with_dtd() -> Refused:
    """The refusal of a part that declares a document type: Word writes none, and its entities may unpack endlessly."""
    return refuse(
        "the file declares a document type (DTD), which Word never writes",
        "ไฟล์มีการประกาศชนิดเอกสาร (DTD) ซึ่งโปรแกรม Word ไม่ได้สร้าง",
        SAVE_AS_DOCX,
    )


class Package:
    """The parts of a Word file, read within the limits. Every method raises Refused for what cannot be used."""

    def __init__(self, data: bytes) -> None:
        # Counted before opening: the list of members is the one thing that zipfile reads without a bound.
        if data.count(b"PK\x01\x02") > _MAX_MEMBERS:
            raise bomb()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED as error:
            raise damaged() from error
        members = self._zip.infolist()
        if any(member.flag_bits & 1 for member in members):
            raise refuse(
                "the Word file is encrypted",
                "ไฟล์ Word มีรหัสผ่าน",
                Message("save it without a password", "บันทึกใหม่โดยไม่ใส่รหัสผ่าน"),
            )
        if any(member.file_size > MAX_PART or _packed_too_well(member) for member in members):
            raise bomb()
        if sum(member.file_size for member in members) > MAX_PACKAGE:
            raise bomb()
        if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
            raise damaged()
        self._names = {member.filename for member in members}

    def __contains__(self, part: str) -> bool:
        return part in self._names

    def read(self, part: str, limit: int = MAX_PART) -> bytes:
        """The bytes of a part."""
        try:
            with self._zip.open(part) as stream:
                data = stream.read(limit + 1)
        except _DAMAGED as error:
            raise damaged() from error
        if len(data) > limit:
            raise bomb()
        return data

    def data(self) -> bytes | None:
        """What `sheet write` left in the file, or None."""
        try:
            return data_from_docx(self._zip)
        except _DAMAGED as error:
            raise damaged() from error

    def tree(self, part: str) -> Element:
        """The root element of an XML part; entities are never replaced and nothing outside is opened."""
        from lxml import etree  # type: ignore[import-untyped]  # no types

        data = self.read(part)
        if data.count(b"<") + data.count(b"=") > _MAX_SIGNS:
            raise bomb()
        if _has_doctype(data):
            raise with_dtd()
        parser = etree.XMLParser(
            resolve_entities=False,
            huge_tree=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged() from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise with_dtd()
        if isinstance(root.tag, str) and root.tag.startswith("{" + _STRICT):
            raise refuse("the file is a Strict Open XML document", "ไฟล์เป็นเอกสารแบบ Strict Open XML", SAVE_AS_DOCX)
        return root

    def relations(self, part: str = "") -> tuple[Relation, ...]:
        """What a part (`""`: the package) refers to inside the file."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return ()
        return tuple(
            Relation(
                item.get("Id", ""),
                item.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/"),
            )
            for item in self.tree(rels).iter(_RELATION)
            if item.get("TargetMode") != "External"
        )


def _packed_too_well(member: zipfile.ZipInfo) -> bool:
    return member.file_size > MEGABYTE and member.file_size > _MAX_RATIO * max(member.compress_size, 1)


def _has_doctype(data: bytes) -> bool:
    sign = "<!DOCTYPE"
    return any(sign.encode(encoding) in data for encoding in ("ascii", "utf-16-le", "utf-16-be"))
