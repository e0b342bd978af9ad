"""Rows become definition documents; everything that is wrong is told by cell, all of it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from samrit.core.contract import Message, Refused, canonical, load_json, parse_decimal
from samrit.core.thai import to_arabic, ungrouped
from samrit.results.actions.definitions import with_rubric
from samrit.results.documents import Document, checked_document
from samrit.results.spreadsheets.columns import COLUMNS, COORDINATOR, INVOLVED, TICK_BLOCKS
from samrit.results.spreadsheets.workbook import CellError, Row

_TRUE = {"true": True, "false": False, "ใช่": True, "ไม่": False, "ไม่ใช่": False, "☑": True, "☐": False}


class Reader:
    """Collects what is wrong cell by cell, so that a person hears of all of it at once. Lives for one import."""

    def __init__(self) -> None:
        self.errors: list[CellError] = []

    def error(self, cell: str, what: Message, mend: Message) -> None:
        self.errors.append(CellError(cell, what, mend))

    def documents(self, tables: Mapping[str, list[Row]]) -> list[tuple[Document, str]]:
        """A document for each row of `key_results`, and the address of that row."""
        found: list[tuple[Document, str]] = []
        seen: dict[tuple[str, str], str] = {}
        parts = {name: _by_key(tables[name]) for name in COLUMNS if name != "key_results"}
        for at, row, cells in tables["key_results"]:
            key = (row["code"], row["fiscal_year"])
            if key in seen:
                self.error(
                    cells["code"],
                    Message(f"the key result stands in {seen[key]}, too", f"ตัวชี้วัดนี้ปรากฏที่ {seen[key]} ด้วย"),
                    Message("keep one of the two rows", "โปรดเก็บไว้แถวเดียว"),
                )
                continue
            seen[key] = at
            document = self._document(row, cells, {name: rows.pop(key, []) for name, rows in parts.items()})
            if document is not None:
                found.append((document, cells["code"]))
        for rows in parts.values():
            for left in rows.values():
                self.error(
                    left[0][2]["code"],
                    Message("there is no such key result in the first sheet", "ไม่มีตัวชี้วัดนี้ในแผ่นงานแรก"),
                    Message("correct code and fiscal year", "โปรดแก้ไขรหัสและปีงบประมาณ"),
                )
        return found

    def _document(self, row: dict[str, str], cells: dict[str, str], parts: Mapping[str, list[Row]]) -> Document | None:
        before = len(self.errors)
        data: dict[str, Any] = {
            "schema": "samrit/key-result/1",
            "code": row["code"] or None,
            "fiscal_year": self._whole(row, cells, "fiscal_year"),
            **{name: row[name] or None for name in ("name", "plan", "dimension", "development_issue", "host")},
            "involvement": {name: self._tick(row, cells, name) for name in INVOLVED},
            "target": self._target(row, cells),
            "definition": row["definition"] or None,
            "method": {"text": row["method_text"] or None, "kind": row["method_kind"] or None},
            "coordinator": {name: row[f"coordinator_{name}"] or None for name in COORDINATOR},
            "rubric": self._rubric(row, cells),
            "agencies": self._agencies(parts),
            **{block: self._ticks(block, parts["ticks"]) for block in TICK_BLOCKS},
        }
        if len(self.errors) > before:
            return None
        try:
            document = checked_document(data)
            words = row["rubric"]
            return with_rubric(document, words) if words and not _is_document(words) else document
        except Refused as refused:
            self.error(_cell_of(refused.path, cells, parts), refused.what, refused.mend)
            return None

    def _agencies(self, parts: Mapping[str, list[Row]]) -> list[dict[str, Any]]:
        duties = _by_place(parts["duties"], "agency_place")
        minimums = _by_place(parts["minimums"], "agency_place")
        agencies = []
        for _, row, cells in parts["agencies"]:
            place = row["agency_place"]
            agencies.append(
                {
                    "name": row["name"],
                    "role": row["role"],
                    "count": self._whole(row, cells, "count"),
                    "target": self._target(row, cells),
                    "duties": self._duties(duties.pop(place, []), minimums.pop(place, [])),
                }
            )
        self._left_over(duties, minimums)
        return agencies

    def _duties(self, rows: list[Row], minimums: list[Row]) -> list[dict[str, Any]]:
        bounds = _by_place(minimums, "duty_place")
        duties = []
        for _, row, _cells in rows:
            own = bounds.pop(row["duty_place"], [])
            duties.append(
                {
                    "number": whole_or_text(row["number"]),
                    "text": row["text"],
                    "kind": row["kind"] or "other",
                    "minimums": [self._minimum(bound, cells) for _, bound, cells in own],
                }
            )
        self._left_over(bounds)
        return duties

    def _minimum(self, row: dict[str, str], cells: dict[str, str]) -> dict[str, Any]:
        return {
            "value": self._number(row, cells, "value"),
            "unit": row["unit"] or None,
            "operator": row["operator"] or ">=",
            "per": row["per"] or None,
        }

    def _left_over(self, *groups: Mapping[str, list[Row]]) -> None:
        for group in groups:
            for rows in group.values():
                self.error(
                    rows[0][2]["agency_place"],
                    Message("nothing stands at this place", "ไม่มีรายการในลำดับนี้"),
                    Message("correct the place", "โปรดแก้ไขลำดับ"),
                )

    def _ticks(self, block: str, rows: list[Row]) -> list[dict[str, Any]]:
        for _, row, cells in rows:
            if row["block"] not in TICK_BLOCKS and block == TICK_BLOCKS[0]:
                self.error(
                    cells["block"],
                    Message("there is no such block", "ไม่มีส่วนนี้ในแบบ"),
                    Message(f"choose from {', '.join(TICK_BLOCKS)}", f"เลือกจาก {', '.join(TICK_BLOCKS)}"),
                )
        return [
            {"label": row["label"], "ticked": self._tick(row, cells, "ticked"), "detail": row["detail"] or None}
            for _, row, cells in rows
            if row["block"] == block
        ]

    def _target(self, row: dict[str, str], cells: dict[str, str]) -> dict[str, Any]:
        return {
            "value": self._number(row, cells, "target_value"),
            "unit": row["target_unit"] or None,
            "operator": row["target_operator"] or None,
        }

    def _rubric(self, row: dict[str, str], cells: dict[str, str]) -> Any:
        """A rubric document as an export writes it; words (one level a line) are read with the whole document."""
        if not _is_document(row["rubric"]):
            return None
        try:
            return load_json(row["rubric"].encode()).value
        except Refused as refused:
            what = f"{refused.path}: {refused.what.en}", f"{refused.path}: {refused.what.th}"
            self.error(
                cells["rubric"],
                Message(f"this is not a rubric document ({what[0]})", f"ไม่ใช่เอกสารเกณฑ์การให้คะแนน ({what[1]})"),
                Message(
                    "write one level a line, or copy the cell of an export",
                    "โปรดเขียนบรรทัดละหนึ่งระดับ หรือคัดลอกจากไฟล์ที่ส่งออก",
                ),
            )
            return None

    def _number(self, row: dict[str, str], cells: dict[str, str], column: str) -> str | None:
        text = ungrouped(to_arabic(row[column]).strip())
        if not text:
            return None
        number = parse_decimal(text)
        if number is None:
            self._not_a_number(cells[column], row[column])
            return None
        return canonical(number)

    def _whole(self, row: dict[str, str], cells: dict[str, str], column: str) -> int | None:
        text = to_arabic(row[column]).strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            self._not_a_number(cells[column], row[column])
            return None
        return int(text)

    def _not_a_number(self, cell: str, text: str) -> None:
        self.error(
            cell,
            Message(f"“{text[:40]}” is not a number", f"“{text[:40]}” ไม่ใช่ตัวเลข"),
            Message("type digits only", "พิมพ์เฉพาะตัวเลข"),
        )

    def _tick(self, row: dict[str, str], cells: dict[str, str], column: str) -> bool | None:
        text = row[column].strip().lower()
        if text and text not in _TRUE:
            self.error(
                cells[column],
                Message(f"“{text[:40]}” is neither true nor false", f"“{text[:40]}” ไม่ใช่ true หรือ false"),
                Message("type true or false, or leave it blank", "พิมพ์ true หรือ false หรือเว้นว่าง"),
            )
        return _TRUE.get(text)


def _is_document(cell: str) -> bool:
    return cell.lstrip().startswith(("{", "["))


def whole_or_text(number: int | str | None) -> int | str | None:
    """The number of a duty: 2 where a cell says 2, the text where it says 2.1, None where it says nothing."""
    if isinstance(number, str) and number.isascii() and number.isdigit() and str(int(number[:9])) == number:
        return int(number)
    return None if number == "" else number


def _by_key(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row[1]["code"], row[1]["fiscal_year"]), []).append(row)
    return found


def _by_place(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[1][column], []).append(row)
    return found


def _cell_of(path: str, cells: Mapping[str, str], parts: Mapping[str, list[Row]]) -> str:
    """The cell that a refused path of the document stands in, as near as it can be told."""
    first = path.partition(".")[0]
    if first.startswith("agencies["):
        place = int(first.removeprefix("agencies[").rstrip("]"))
        if place < len(parts["agencies"]):
            row = parts["agencies"][place][2]
            return row.get(path.rpartition(".")[2], row["name"])
    named = {"target": "target_value", "method": "method_kind", "coordinator": "coordinator_name"}
    return cells.get(first) or cells.get(named.get(first, ""), cells["code"])
