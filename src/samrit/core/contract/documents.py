"""Reading and writing the JSON documents of the contract, strictly.

`load_json` gives a `Node`: a value that knows its path, so that whoever reads a document can refuse a part of it by
name. Unknown and repeated keys, binary floats where a decimal belongs, numbers of more than MAX_DIGITS digits, nesting
deeper than MAX_DEPTH and files of more than MAX_BYTES are refused.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from typing import Any, TypeVar

from samrit.core.contract.decimals import MAX_DIGITS, parse_decimal
from samrit.core.contract.messages import Message
from samrit.core.contract.refusals import Refused

MAX_BYTES = 5_000_000
MAX_DEPTH = 64

_SURROGATE = re.compile("[\ud800-\udfff]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BUDDHIST_YEARS = range(2400, 2700)
"""A year of these in a document is a slip: documents hold Gregorian dates."""
_PLAIN_KEY = re.compile(r"[^\s.\[\]\"\x00-\x1f]{1,80}")

T = TypeVar("T")


class _Number:
    """A JSON number that is not a plain integer, kept as it was written."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class _Object(dict[str, Any]):
    """A JSON object that remembers a key it held twice."""

    repeated: str | None = None


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    read = _Object(pairs)
    if len(read) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                read.repeated = key
                break
            seen.add(key)
    return read


def _integer(text: str) -> int | _Number:
    return int(text) if len(text) <= MAX_DIGITS else _Number(text)


def load_json(data: bytes, *, limit: int = MAX_BYTES) -> Node:
    """The document in `data` (UTF-8, a byte-order mark is allowed; at most `limit` bytes) as a checked tree.

    Raises Refused, naming the place, for what is not JSON and for what the contract does not allow in any document.
    """
    if len(data) > limit:
        raise Refused(
            "",
            Message(f"the file has more than {limit:,} bytes", f"ไฟล์ใหญ่กว่า {limit:,} ไบต์"),
            Message("split it or leave out what does not belong", "แบ่งไฟล์หรือตัดส่วนที่ไม่เกี่ยวข้องออก"),
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            f"byte {error.start}",
            Message("the text is not UTF-8", "ข้อความไม่ใช่ UTF-8"),
            Message("save the file as UTF-8", "บันทึกไฟล์เป็น UTF-8"),
        ) from None
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_float=_Number, parse_constant=_Number
        )
    except json.JSONDecodeError as error:
        raise Refused(
            f"line {error.lineno} column {error.colno}",
            Message("this is not JSON", "ไม่ใช่ JSON ที่ถูกต้อง"),
            Message(
                "check the comma, quote or bracket at this place", "ตรวจเครื่องหมายจุลภาค อัญประกาศ หรือวงเล็บ ณ ตำแหน่งนี้"
            ),
        ) from None
    except RecursionError:
        raise _too_deep("") from None
    _check(value, "", 1)
    return Node(value, "")


def _too_deep(path: str) -> Refused:
    return Refused(
        path,
        Message(f"nested deeper than {MAX_DEPTH} levels", f"ซ้อนลึกเกิน {MAX_DEPTH} ชั้น"),
        Message("make the document flatter", "ลดจำนวนชั้นของเอกสาร"),
    )


def _check(value: Any, path: str, depth: int) -> None:
    if isinstance(value, _Object):
        if depth > MAX_DEPTH:
            raise _too_deep(path)
        if value.repeated is not None:
            raise Refused(
                join(path, value.repeated),
                Message("the key stands twice", "คีย์นี้ปรากฏซ้ำ"),
                Message("keep one of the two", "เก็บไว้เพียงคีย์เดียว"),
            )
        for key, part in value.items():
            if _SURROGATE.search(key):
                raise _broken_text(path)
            _check(part, join(path, key), depth + 1)
    elif isinstance(value, list):
        if depth > MAX_DEPTH:
            raise _too_deep(path)
        for index, part in enumerate(value):
            _check(part, f"{path}[{index}]", depth + 1)
    elif isinstance(value, str) and _SURROGATE.search(value):
        raise _broken_text(path)


def _broken_text(path: str) -> Refused:
    return Refused(
        path,
        Message("the text holds half a character (a lone surrogate)", "ข้อความมีอักขระครึ่งตัว (surrogate เดี่ยว)"),
        Message("write the text again", "พิมพ์ข้อความนี้ใหม่"),
    )


def join(path: str, key: str) -> str:
    """The path of `key` inside `path`; a key that is not plain stands quoted in brackets, at most 80 characters."""
    if _PLAIN_KEY.fullmatch(key):
        return f"{path}.{key}" if path else key
    shown = key if len(key) <= 80 else f"{key[:79]}…"
    return f"{path}[{json.dumps(shown, ensure_ascii=False)}]"


class Node:
    """A value of a document with its path. Each reading method gives the plain value or raises Refused."""

    __slots__ = ("path", "value")

    def __init__(self, value: Any, path: str) -> None:
        self.value = value
        self.path = path

    def refuse(self, what: Message, mend: Message) -> Refused:
        """The refusal of this very value, to be raised."""
        return Refused(self.path, what, mend)

    def _wants(self, en: str, th: str) -> Refused:
        return self.refuse(
            Message(f"{en} is wanted, found {_kind(self.value).en}", f"ต้องเป็น{th} แต่พบ{_kind(self.value).th}"),
            Message(f"write {en} here", f"ใส่{th}ที่นี่"),
        )

    @property
    def is_null(self) -> bool:
        return self.value is None

    def keys(self) -> list[str]:
        """The keys of an object, whatever they are."""
        if not isinstance(self.value, dict):
            raise self._wants("an object", "ออบเจกต์")
        return list(self.value)

    def fields(self, known: Collection[str], required: Collection[str] = ()) -> None:
        """Refuses keys that are not `known`, and asks for those `required`."""
        for key in self.keys():
            if key not in known:
                raise Refused(
                    join(self.path, key),
                    Message("unknown key", "ไม่รู้จักคีย์นี้"),
                    Message(f"known are {', '.join(known)}", f"คีย์ที่ใช้ได้ {', '.join(known)}"),
                )
        for key in required:
            if key not in self.value:
                raise Refused(
                    join(self.path, key),
                    Message("missing", "ขาดคีย์นี้"),
                    Message("add this key", "เพิ่มคีย์นี้"),
                )

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def __getitem__(self, key: str) -> Node:
        """The part of an object under `key`; null where it is not there."""
        if not isinstance(self.value, dict):
            raise self._wants("an object", "ออบเจกต์")
        return Node(self.value.get(key), join(self.path, key))

    def items(self) -> Iterator[tuple[str, Node]]:
        """The pairs of an object, in their order."""
        for key in self.keys():
            yield key, self[key]

    def list(self) -> list[Node]:
        """The parts of an array."""
        if not isinstance(self.value, list):
            raise self._wants("a list", "รายการ")
        return [Node(part, f"{self.path}[{index}]") for index, part in enumerate(self.value)]

    def text(self) -> str:
        """A string, in NFC."""
        if not isinstance(self.value, str):
            raise self._wants("text", "ข้อความ")
        return unicodedata.normalize("NFC", self.value)

    def decimal(self) -> Decimal:
        """A decimal string. A bare JSON number is refused: it may have passed through a binary float."""
        if isinstance(self.value, (int, _Number)) and not isinstance(self.value, bool):
            written = self.value.text if isinstance(self.value, _Number) else str(self.value)
            shown = written if len(written) <= MAX_DIGITS else f"{written[:MAX_DIGITS]}…"
            raise self.refuse(
                Message(f"the bare number {shown} stands where a decimal string belongs", f"{shown} เป็นตัวเลขเปล่า"),
                Message(f'write "{shown}" in quotes', f'ใส่เครื่องหมายคำพูดเป็น "{shown}"'),
            )
        if not isinstance(self.value, str):
            raise self._wants("a decimal string", "ตัวเลขในเครื่องหมายคำพูด")
        number = parse_decimal(self.value)
        if number is None:
            shown = self.value if len(self.value) <= 40 else f"{self.value[:39]}…"
            raise self.refuse(
                Message(
                    f"{json.dumps(shown, ensure_ascii=False)} is not a decimal number",
                    f"{json.dumps(shown, ensure_ascii=False)} ไม่ใช่เลขทศนิยม",
                ),
                Message(
                    f'write ASCII digits such as "12.5", at most {MAX_DIGITS}',
                    f'ใช้เลขอารบิก เช่น "12.5" ไม่เกิน {MAX_DIGITS} หลัก',
                ),
            )
        return number

    def integer(self, low: int | None = None, high: int | None = None) -> int:
        """A JSON integer, within [low, high] where given."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self._wants("a whole number without quotes", "จำนวนเต็มไม่มีเครื่องหมายคำพูด")
        if (low is not None and self.value < low) or (high is not None and self.value > high):
            span = f"{'…' if low is None else low}-{'…' if high is None else high}"
            raise self.refuse(
                Message(f"{self.value} is outside {span}", f"{self.value} อยู่นอกช่วง {span}"),
                Message("correct the number", "แก้ไขตัวเลข"),
            )
        return self.value

    def boolean(self) -> bool:
        """true or false."""
        if not isinstance(self.value, bool):
            raise self._wants("true or false", " true หรือ false ")
        return self.value

    def date(self) -> dt.date:
        """An ISO 8601 date, `YYYY-MM-DD`, Gregorian."""
        if isinstance(self.value, str) and _DATE.fullmatch(self.value):
            year = int(self.value[:4])
            if year in _BUDDHIST_YEARS:
                raise self.refuse(
                    Message(f"{year} is a year of the Buddhist era", f"{year} เป็นปีพุทธศักราช"),
                    Message(f"write the Gregorian year {year - 543}", f"ใช้ปีคริสต์ศักราช {year - 543}"),
                )
            try:
                return dt.date.fromisoformat(self.value)
            except ValueError:
                raise self.refuse(
                    Message(f"{_shown(self.value)} is no day of the calendar", f"ไม่มีวันที่ {_shown(self.value)} ในปฏิทิน"),
                    Message("correct the day", "แก้ไขวันที่"),
                ) from None
        raise self.refuse(
            Message(f"{_shown(self.value)} is not a date", f"{_shown(self.value)} ไม่ใช่วันที่"),
            Message('write the Gregorian date such as "2025-06-30"', 'ใส่วันที่แบบ ค.ศ. เช่น "2025-06-30"'),
        )

    def choice(self, allowed: Collection[str]) -> str:
        """One of the words `allowed`."""
        if not isinstance(self.value, str) or self.value not in allowed:
            raise self.refuse(
                Message(f"{_shown(self.value)} is not one of the choices", f"{_shown(self.value)} ไม่ใช่ตัวเลือก"),
                Message(f"choose from {', '.join(allowed)}", f"เลือกจาก {', '.join(allowed)}"),
            )
        return self.value

    def or_null(self, read: Callable[[Node], T]) -> T | None:
        """`read(self)`, or None for null."""
        return None if self.value is None else read(self)


def _shown(value: Any) -> str:
    if isinstance(value, _Number):
        return value.text[:40]
    text = json.dumps(value, ensure_ascii=False, default=lambda number: number.text)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _kind(value: Any) -> Message:
    if value is None:
        return Message("null", " null")
    if isinstance(value, bool):
        return Message("true or false", " true/false")
    if isinstance(value, (int, _Number)):
        return Message("a bare number", "ตัวเลขเปล่า")
    if isinstance(value, str):
        return Message("text", "ข้อความ")
    return Message("a list", "รายการ") if isinstance(value, list) else Message("an object", "ออบเจกต์")


def dump_json(data: Any) -> str:
    """`data` as the one printed form of a document: UTF-8, two spaces, keys in their given order, a final newline."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
