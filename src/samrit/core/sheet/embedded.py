"""The data that travels in a written sheet: what the form does not print (rounding, formulas, ids, kinds).

It is the definition's JSON without `source`, `unread` and `questions`, in ASCII on one line. A text file carries it in
its last block, a DOCX as a custom XML part (which Word keeps when it saves), a PDF as an attachment. It is believed
only while the print says the same (`trust.trusted`): the print is what people signed.
"""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from html import escape
from typing import Any

from samrit.core.contract import MAX_BYTES, Message, Refused, load_json
from samrit.core.sheet.definition import Definition
from samrit.core.sheet.definition_document import definition_data, read_definition
from samrit.core.sheet.form import form_rows
from samrit.core.sheet.form.pages import pages_print

DATA_BEGIN = "-----BEGIN SAMRIT DATA-----"
DATA_END = "-----END SAMRIT DATA-----"
XML_NAMESPACE = "urn:samrit:key-result:1"
PDF_NAME = "samrit-definition.json"

_LONGEST = 1_500_000
"""Bytes: with its print, a text file stays below what its reader takes. Real sheets need some 20,000."""

_UNPRINTED = ("source", "unread", "questions")
_ITEM_ID = "{5A4D5249-5400-4B52-8001-6B65792D7265}"
_TEXT_MARK = re.compile(f"^{DATA_BEGIN}[ \t]*$", re.MULTILINE)
_TEXT_END = re.compile(rf"\n{DATA_END}\s*\Z")
_CUSTOM_PART = re.compile(r"customXml/[^/]+\.xml", re.IGNORECASE)


def definition_bytes(definition: Definition) -> bytes:
    """What travels in the file. Raises Refused for a definition that no reader would take back."""
    document = definition_data(definition)
    for key in _UNPRINTED:
        del document[key]
    data = json.dumps(document, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode()
    if len(data) > _LONGEST:
        raise Refused(
            "",
            Message("the definition is too long for a sheet", "ข้อมูลตัวชี้วัดยาวเกินกว่าจะพิมพ์เป็นแบบรายละเอียดได้"),
            Message("shorten its texts", "ย่อข้อความให้สั้นลง"),
        )
    load_json(data)
    return data


# --- text ---


def data_block(data: bytes) -> str:
    """The last block of a text file; a text inside the data never looks like the block's own first or last line."""
    inside = data.decode("ascii").replace("-----", "\\u002d----")
    return f"{DATA_BEGIN}\n{inside}\n{DATA_END}\n"


def data_from_text(text: str) -> tuple[str, bytes | None]:
    """A text (line ends "\\n") without its last data block, and what the block holds; None where it has none.

    A block that was cut off is data too: it agrees with nothing, and whoever reads the sheet is told.
    """
    starts = [found.start() for found in _TEXT_MARK.finditer(text)]
    if not starts:
        return text, None
    block = text[starts[-1] :].partition("\n")[2]
    return text[: starts[-1]], _TEXT_END.sub("", block).encode("utf-8", "replace")


# --- DOCX ---


def docx_parts(data: bytes) -> dict[str, str]:
    """The custom XML part and its properties, as members of the package with their text."""
    custom = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    properties = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        "customXml/item1.xml": (
            f'<definition xmlns="{XML_NAMESPACE}">{escape(data.decode("ascii"), quote=False)}</definition>'
        ),
        "customXml/itemProps1.xml": (
            f'<ds:datastoreItem ds:itemID="{_ITEM_ID}" xmlns:ds="{custom}"><ds:schemaRefs>'
            f'<ds:schemaRef ds:uri="{XML_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
        ),
        "customXml/_rels/item1.xml.rels": (
            f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{properties}"'
            ' Target="itemProps1.xml"/></Relationships>'
        ),
    }


def data_from_docx(package: zipfile.ZipFile) -> bytes | None:
    """What the custom XML part holds, under whatever number a word processor saved it; None where there is none."""
    for member in package.infolist():
        if _CUSTOM_PART.fullmatch(member.filename) and member.file_size <= 2 * MAX_BYTES:
            data = _xml_data(package.read(member))
            if data is not None:
                return data
    return None


def _xml_data(part: bytes) -> bytes | None:
    from lxml import etree  # type: ignore[import-untyped]  # no types

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        return None
    if root.tag != f"{{{XML_NAMESPACE}}}definition":
        return None
    return "".join(root.itertext()).encode()


# --- PDF ---


def data_from_pdf(document: Any) -> bytes | None:
    """What the attachment `samrit-definition.json` of a pypdfium2.PdfDocument holds; None where there is none.

    b"" where the pages print something else: the order in which the text of a page was written is known only here.
    """
    for index in range(document.count_attachments()):
        attachment = document.get_attachment(index)
        if attachment.get_name() == PDF_NAME:
            data = bytes(attachment.get_data())
            return data if _pages_agree(document, data) else b""
    return None


def _pages_agree(document: Any, data: bytes) -> bool:
    definition = definition_in(data)
    if definition is None:
        return False
    pages = [page.get_textpage().get_text_range() for page in document]
    return pages_print(pages, form_rows(definition))


def definition_in(data: bytes) -> Definition | None:
    """The definition that the data of a file holds, as it was printed; None where no reader takes it."""
    try:
        definition = read_definition(load_json(data))
    except Refused:
        return None
    return replace(definition, questions=(), unread=(), source=None)
