"""Key results out: one row each, their agencies, duties, minimums and ticks on sheets of their own."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from samrit.core.contract import Message, Refused
from samrit.platform.cells import set_text
from samrit.results.documents import Document
from samrit.results.enums import RevisionState
from samrit.results.models import KeyResult, Revision
from samrit.results.spreadsheets.columns import COLUMNS, COORDINATOR, INVOLVED, TICK_BLOCKS
from samrit.results.spreadsheets.commas import csv_of_key_results
from samrit.results.spreadsheets.explaining import explain
from samrit.results.spreadsheets.kinds import as_json

MAX_CELL = 32_000


def export_key_results(key_results: Iterable[KeyResult], kind: str = "xlsx") -> bytes:
    """The newest revision of each key result that is signed, or else waits, as a file of a kind (KINDS). One query."""
    documents = _documents(key_results)
    if kind == "json":
        return as_json(documents)
    if kind == "csv":
        return csv_of_key_results(row for document in documents for row in _rows_of(document))
    return _workbook(documents)


def _workbook(documents: Iterable[Document]) -> bytes:
    """A sheet for each table; of no key results it is the empty form. A last sheet says what each column is for."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import

    book = Workbook()
    book.remove(book.active)
    sheets = {name: book.create_sheet(name) for name in COLUMNS}
    for name, columns in COLUMNS.items():
        sheets[name].append(columns)
        sheets[name].freeze_panes = "A2"
    for document in documents:
        for name, row in _rows_of(document):
            append(sheets[name], row)
    explain(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _documents(key_results: Iterable[KeyResult]) -> list[Document]:
    numbers = [row.pk for row in key_results]
    return [row.definition for row in present_revisions(numbers).values()]


def present_revisions(numbers: Sequence[int]) -> dict[int, Revision]:
    """The revision of each key result that its spreadsheet shows: the signed one, else the newest that waits."""
    rows = Revision.objects.filter(key_result__in=numbers).exclude(state=RevisionState.REPLACED)
    chosen: dict[int, Revision] = {}
    for row in rows.order_by("key_result__fiscal_year", "key_result__code", "number"):
        standing = chosen.get(row.key_result_id)
        if standing is None or standing.state != RevisionState.SIGNED:
            chosen[row.key_result_id] = row
    return chosen


def append(sheet: Any, row: Sequence[str]) -> None:
    """Every cell is text. One that begins like a formula is marked as text, so that no program computes it."""
    sheet.append([""] * len(row))
    number = sheet.max_row
    for place, text in enumerate(map(_fitting, row), start=1):
        set_text(sheet.cell(number, place), text)


def _fitting(text: str) -> str:
    """Raises Refused for a text that no cell can hold."""
    if len(text) > MAX_CELL:
        raise Refused(
            "file",
            Message(
                f"a text of {len(text):,} characters fits in no cell", f"ข้อความ {len(text):,} อักขระยาวเกินช่องของตาราง"
            ),
            Message("export this key result as a sheet instead", "โปรดส่งออกตัวชี้วัดนี้เป็นแบบรายละเอียดแทน"),
        )
    return text


def _rows_of(document: Document) -> Iterable[tuple[str, list[str]]]:
    key = [document["code"], str(document["fiscal_year"])]
    who = document["coordinator"]
    yield (
        "key_results",
        [
            *key,
            *(_cell(document[name]) for name in ("name", "plan", "dimension", "development_issue", "host")),
            *(_cell(document["involvement"][name]) for name in INVOLVED),
            *_target_cells(document["target"]),
            _cell(document["definition"]),
            _cell(document["method"]["text"]),
            _cell(document["method"]["kind"]),
            *(_cell(who[name]) for name in COORDINATOR),
            "" if document["rubric"] is None else json.dumps(document["rubric"], ensure_ascii=False),
        ],
    )
    for place, agency in enumerate(document["agencies"], start=1):
        at = [*key, str(place)]
        told = [agency["name"], agency["role"], _cell(agency["count"]), *_target_cells(agency["target"])]
        yield "agencies", [*at, *told]
        for number, duty in enumerate(agency["duties"], start=1):
            yield "duties", [*at, str(number), _cell(duty["number"]), duty["text"], duty["kind"]]
            for minimum in duty["minimums"]:
                bound = [minimum["operator"], minimum["value"], _cell(minimum["unit"]), _cell(minimum["per"])]
                yield "minimums", [*at, str(number), *bound]
    for block in TICK_BLOCKS:
        for tick in document[block]:
            yield "ticks", [*key, block, tick["label"], _cell(tick["ticked"]), _cell(tick["detail"])]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _target_cells(target: Mapping[str, Any]) -> list[str]:
    return [_cell(target["value"]), _cell(target["unit"]), _cell(target["operator"])]
