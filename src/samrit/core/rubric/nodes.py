"""What every reader of a rubric asks of its nodes: lists that hold something, names that stand once."""

from __future__ import annotations

from unicodedata import normalize

from samrit.core.contract import Message, Node, Refused
from samrit.core.thai import PERIODS


def listed(node: Node) -> list[Node]:
    return [] if node.is_null else node.list()


def filled(node: Node) -> list[Node]:
    """The parts of a list that must hold something."""
    parts = node.list()
    if not parts:
        raise node.refuse(
            Message("the list is empty", "รายการว่างเปล่า"), Message("add at least one", "เพิ่มอย่างน้อยหนึ่งรายการ")
        )
    return parts


def pairs(node: Node) -> list[tuple[str, Node]]:
    """The pairs of an object that must hold something; its keys are names, so NFC and not blank."""
    pairs = [(normalize("NFC", key), part) for key, part in node.items()]
    if not pairs:
        raise node.refuse(
            Message("the object is empty", "ออบเจกต์ว่างเปล่า"), Message("add at least one", "เพิ่มอย่างน้อยหนึ่งรายการ")
        )
    seen: set[str] = set()
    for key, part in pairs:
        unique(key, seen, part)
        if not key.strip():
            raise _blank(part)
    return pairs


def read_name(node: Node) -> str:
    name = node.text()
    if not name.strip():
        raise _blank(node)
    return name


def _blank(node: Node) -> Refused:
    return node.refuse(Message("the name is blank", "ชื่อว่างเปล่า"), Message("write a name", "ใส่ชื่อ"))


def unique(name: str, seen: set[str], node: Node) -> str:
    if name in seen:
        raise node.refuse(
            Message(f'"{name[:40]}" stands twice', f'"{name[:40]}" ปรากฏซ้ำ'),
            Message("name each only once", "ใช้แต่ละชื่อเพียงครั้งเดียว"),
        )
    seen.add(name)
    return name


def by_period(node: Node) -> list[tuple[str, Node]]:
    """The pairs of an object whose keys are periods."""
    node.fields(PERIODS)
    return pairs(node)
