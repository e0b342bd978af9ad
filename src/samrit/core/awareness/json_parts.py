"""Small parts of documents about surveys: names, lists, numbers in a range. Left out, null, [] and {} mean the same."""

from __future__ import annotations

from decimal import Decimal

from samrit.core.contract import Message, Node, Refused


def is_empty(node: Node) -> bool:
    """Whether nothing was said here."""
    return node.is_null or node.value in ([], {})


def list_in(node: Node) -> list[Node]:
    """The parts of a list; none where it was left out."""
    return [] if is_empty(node) else node.list()


def name_in(node: Node) -> str | None:
    """A name, or None where it was left out."""
    return None if is_empty(node) else word_in(node)


def word_in(node: Node) -> str:
    """A name that must be there. Refuses an empty one."""
    text = node.text()
    if not text:
        raise node.refuse(
            Message("an empty name", "ชื่อว่างเปล่า"), Message("write the name or leave the key out", "ระบุชื่อหรือตัดคีย์นี้ออก")
        )
    return text


def names_in(node: Node) -> tuple[str, ...]:
    """Names of which none stands twice; none where the list was left out."""
    names = [(word_in(part), part.path) for part in list_in(node)]
    refuse_twice(names)
    return tuple(name for name, _ in names)


def refuse_twice(named: list[tuple[str, str]]) -> None:
    """Refuses the second of two equal names, at its path; `named` holds (name, path)."""
    seen: set[str] = set()
    for name, path in named:
        if name in seen:
            raise Refused(
                path,
                Message(f'"{name}" stands twice', f'"{name}" ปรากฏซ้ำ'),
                Message("keep one of the two", "เก็บไว้เพียงหนึ่งรายการ"),
            )
        seen.add(name)


def number_in(node: Node, low: str | None = None, high: str | None = None, *, inside: bool = False) -> float:
    """A decimal string within [low, high], or strictly inside where asked."""
    number = node.decimal()
    below = low is not None and (number <= Decimal(low) if inside else number < Decimal(low))
    above = high is not None and (number >= Decimal(high) if inside else number > Decimal(high))
    if below or above:
        raise node.refuse(_bounds(node.value, low, high, inside=inside), Message("correct the number", "แก้ไขตัวเลข"))
    return float(number)


def persons_in(node: Node) -> int:
    """A number of persons above 0 as a decimal string."""
    number_in(node, "0", None, inside=True)
    persons = int(node.decimal())
    if persons != node.decimal():
        raise node.refuse(
            Message(f"{node.value} is not a whole number of persons", f"{node.value} ไม่ใช่จำนวนคนที่เป็นจำนวนเต็ม"),
            Message("write a whole number, such as 1200", "ใส่จำนวนเต็ม เช่น 1200"),
        )
    return persons


def _bounds(said: str, low: str | None, high: str | None, *, inside: bool) -> Message:
    """What a number must keep to, with its ends in words: "0 must be above 0 and below 1"."""
    ends = (
        (low, ("above", "มากกว่า") if inside else ("at least", "ไม่น้อยกว่า")),
        (high, ("below", "น้อยกว่า") if inside else ("at most", "ไม่เกิน")),
    )
    given = [(bound, words) for bound, words in ends if bound is not None]
    en = " and ".join(f"{words[0]} {bound}" for bound, words in given)
    th = " และ".join(f"{words[1]} {bound}" for bound, words in given)
    return Message(f"{said} must be {en}", f"{said} ต้อง{th}")


def choices_in(node: Node) -> tuple[str, ...]:
    """One word, or a list of words."""
    if isinstance(node.value, list) and node.value:
        return tuple(part.text() for part in node.list())
    return (node.text(),)
