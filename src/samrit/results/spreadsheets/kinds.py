"""The kinds of file in which key results go out and come in: workbook, CSV, and the documents themselves as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samrit.core.contract import MAX_BYTES, Message, Refused, dump_json, load_json
from samrit.platform.sniffing import XLSX
from samrit.results.documents import Document, checked_document, content
from samrit.results.spreadsheets.commas import read_key_results
from samrit.results.spreadsheets.documents import Reader
from samrit.results.spreadsheets.workbook import read_tables

KINDS: Mapping[str, str] = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8", "json": "application/json"}
"""The kinds of file, with their media types."""
SCHEMA = "samrit/key-results/1"


def as_json(documents: list[Document]) -> bytes:
    """The documents as one: nothing is rewritten, so nothing can be lost."""
    return dump_json({"schema": SCHEMA, "key_results": documents}).encode()


def documents_in(data: bytes, reader: Reader) -> list[tuple[Document, str]]:
    """The documents of a file of any kind, each with the place that a fault of it is told at.

    What a file is its content says. Raises Refused for one that cannot be read at all.
    """
    if data[:2] == b"PK":
        return reader.documents(read_tables(data, reader.errors))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _of_json(data, reader)
    return reader.documents(read_key_results(data))


def _of_json(data: bytes, reader: Reader) -> list[tuple[Document, str]]:
    found: dict[tuple[Any, Any], tuple[Document, str]] = {}
    for place, one in _listed(data):
        try:
            document = checked_document(_sent(one))
        except Refused as refused:
            reader.error(f"{place}.{refused.path}" if refused.path else place, refused.what, refused.mend)
            continue
        known = found.setdefault((document["code"], document["fiscal_year"]), (document, place))
        if known[1] != place:
            reader.error(
                place,
                Message(f"the key result stands in {known[1]}, too", f"ตัวชี้วัดนี้ปรากฏที่ {known[1]} ด้วย"),
                Message("keep one of the two", "โปรดเก็บไว้รายการเดียว"),
            )
    return list(found.values())


def _listed(data: bytes) -> list[tuple[str, Any]]:
    """The documents of the file with their places; one key result may come by itself."""
    try:
        sent = load_json(data, limit=MAX_BYTES).value
    except Refused as refused:
        raise Refused("file", refused.what, refused.mend) from None
    if not isinstance(sent, dict) or sent.get("schema") not in {SCHEMA, "samrit/key-result/1"}:
        raise _none_of_ours()
    if sent["schema"] != SCHEMA:
        return [("key_result", sent)]
    if not isinstance(sent.get("key_results"), list) or len(sent) != 2:
        raise _none_of_ours()
    return [(f"key_results[{place}]", one) for place, one in enumerate(sent["key_results"])]


def _sent(one: Any) -> Any:
    """What is said of the key result itself; what another reader noted of its paper is not taken over."""
    return {"schema": one.get("schema"), **content(one)} if isinstance(one, dict) else one


def _none_of_ours() -> Refused:
    return Refused(
        "file",
        Message(f"this is no document {SCHEMA}", f"ไม่ใช่เอกสาร {SCHEMA}"),
        Message("start from an export", "โปรดเริ่มจากไฟล์ที่ส่งออก"),
    )
