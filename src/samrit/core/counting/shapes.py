"""How a frozen value and its JSON object correspond: one table a class, used for reading and for writing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from samrit.core.contract import Message, Node, canonical

T = TypeVar("T")

FIRST_YEAR, LAST_YEAR = 1900, 2400

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Codec(Generic[T]):
    """How one field is read and written."""

    read: Callable[[Node], T]
    data: Callable[[T], Any]


@dataclass(frozen=True, slots=True)
class Shape(Generic[T]):
    """A class and the codecs of its fields. Fields that are missing or null take the class's default."""

    make: Callable[..., T]
    fields: Mapping[str, Codec[Any]]
    required: tuple[str, ...] = ()

    def read(self, node: Node, above: Collection[str] = ()) -> T:
        """The value in `node`; keys `above` are known to the caller and left to it. Raises Refused."""
        node.fields((*above, *self.fields), self.required)
        given = {
            name: codec.read(node[name])
            for name, codec in self.fields.items()
            if name in self.required or not node[name].is_null
        }
        return self.make(**given)

    def data(self, value: T) -> dict[str, Any]:
        """The JSON object of `value`, every field in it."""
        held = ((name, codec, getattr(value, name)) for name, codec in self.fields.items())
        return {name: None if part is None else codec.data(part) for name, codec, part in held}

    @property
    def codec(self) -> Codec[T]:
        return Codec(self.read, self.data)


def many(part: Codec[T]) -> Codec[tuple[T, ...]]:
    """A list of `part`."""
    return Codec(
        lambda node: tuple(part.read(each) for each in node.list()), lambda values: [part.data(each) for each in values]
    )


def one_of(words: tuple[str, ...]) -> Codec[str]:
    """One word of a closed list."""
    return Codec(lambda node: node.choice(words), _as_is)


def _as_is(value: Any) -> Any:
    return value


def _read_name(node: Node) -> str:
    text = node.text()
    if not text.strip():
        raise node.refuse(Message("the text is blank", "ข้อความว่างเปล่า"), Message("write a name here", "ใส่ชื่อที่นี่"))
    return text


def whole_to(largest: int) -> Codec[int]:
    """A whole number from 0, written as a decimal string."""

    def read(node: Node) -> int:
        number = node.decimal()
        if number != number.to_integral_value() or not 0 <= number <= largest:
            shown = canonical(number)
            raise node.refuse(
                Message(
                    f"{shown} is not a whole number from 0 to {largest}", f"{shown} ไม่ใช่จำนวนเต็มตั้งแต่ 0 ถึง {largest}"
                ),
                Message('write a whole number in quotes, such as "7"', 'ใส่จำนวนเต็มในเครื่องหมายคำพูด เช่น "7"'),
            )
        return int(number)

    return Codec(read, str)


def _read_instant(node: Node) -> dt.datetime:
    if isinstance(node.value, str) and _INSTANT.fullmatch(node.value):
        try:
            at = dt.datetime.fromisoformat(node.value)
        except ValueError:
            pass
        else:
            fault = instant_fault(at)
            if fault is None:
                return at
            raise node.refuse(*fault)
    raise node.refuse(
        Message("a moment with its time zone is wanted", "ต้องเป็นวันเวลาพร้อมเขตเวลา"),
        Message('write it as "2025-09-30T23:30:00+07:00"', 'เขียนแบบ "2025-09-30T23:30:00+07:00"'),
    )


def instant_fault(at: dt.datetime) -> tuple[Message, Message] | None:
    """What is wrong with a moment and how to mend it; None where nothing is."""
    if at.utcoffset() is None:
        return (
            Message("the moment has no time zone", "วันเวลาไม่มีเขตเวลา"),
            Message("add the zone, +07:00 for Bangkok", "เพิ่มเขตเวลา เช่น +07:00 สำหรับกรุงเทพฯ"),
        )
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        return (
            Message(
                f"the year {at.year} is outside {FIRST_YEAR}-{LAST_YEAR}",
                f"ปี {at.year} อยู่นอกช่วง {FIRST_YEAR}-{LAST_YEAR}",
            ),
            Message("write the Gregorian year (2568 is 2025)", "ใช้ปีคริสต์ศักราช (พ.ศ. 2568 คือ ค.ศ. 2025)"),
        )
    return None


NAME = Codec(_read_name, _as_is)
TEXT = Codec(Node.text, _as_is)
FLAG = Codec(Node.boolean, _as_is)
WHOLE = whole_to(1_000_000_000)
INSTANT = Codec(_read_instant, dt.datetime.isoformat)
DATE = Codec(Node.date, dt.date.isoformat)
FISCAL_YEAR = Codec(lambda node: node.integer(2400, 2800), _as_is)
NAMES = many(NAME)
