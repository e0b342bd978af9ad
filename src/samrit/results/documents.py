"""The definition document that a revision holds: read, changed at a path, and never left invalid."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from samrit.core.contract import Message, Node, Refused, dump_json, load_json
from samrit.core.sheet import Definition, definition_data, read_definition
from samrit.core.thai import to_arabic, ungrouped
from samrit.results.models import Revision

Document = dict[str, Any]

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_ABOUT = frozenset({"schema", "assumed", "questions", "unread", "source"})
"""Keys that tell of the reading, not of the key result: nobody types them."""
_WHOLE = frozenset({"fiscal_year", "count"})
_NUMBERS = frozenset({"value", "than", "score", "percent", "low", "high", "each"})
_WORDS = {"true": True, "false": False}


def definition_of(revision: Revision) -> Definition:
    """The definition that a revision holds."""
    return definition_in(revision.definition)


def definition_in(document: Mapping[str, Any]) -> Definition:
    """The definition that a stored document holds."""
    return read_definition(Node(document, ""))


def checked_document(data: Any) -> Document:
    """`data` as a whole `samrit/key-result/1` document. Raises Refused, naming the path, for what is none."""
    try:
        text = dump_json(data)
    except (TypeError, ValueError):
        raise Refused(
            "",
            Message("this is not a definition document", "ไม่ใช่เอกสารรายละเอียดตัวชี้วัด"),
            Message("use text, decimals in quotes, lists, objects", "ใช้ข้อความ ตัวเลขในเครื่องหมายคำพูด รายการ ออบเจกต์"),
        ) from None
    if "\\u0000" in text:
        raise Refused(
            "",
            Message("the text holds a NUL character", "ข้อความมีอักขระ NUL"),
            Message("type the text again", "พิมพ์ข้อความนี้ใหม่"),
        )
    return definition_data(read_definition(load_json(text.encode())))


def steps_of(path: str) -> list[str | int]:
    """The keys and places of a path: `agencies[0].target.value`."""
    steps: list[str | int] = []
    at = 0
    for match in _STEP.finditer(path):
        if path[at : match.start()] not in {"", "."}:
            break
        steps.append(match[1] if match[1] is not None else int(match[2]))
        at = match.end()
    if not steps or at != len(path):
        raise no_such_field(path)
    return steps


def no_such_field(path: str) -> Refused:
    """What is said of a path that names nothing of a definition."""
    return Refused(
        path,
        Message("there is no such field", "ไม่มีช่องข้อมูลนี้"),
        Message("name a field of the definition", "ระบุช่องข้อมูลของรายละเอียดตัวชี้วัด"),
    )


def value_at(document: Mapping[str, Any], path: str) -> Any:
    """What stands at a path. Raises Refused where the document has no such place."""
    found: Any = document
    for step in steps_of(path):
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            raise no_such_field(path) from None
    return found


def has_path(document: Mapping[str, Any], path: str) -> bool:
    """Whether the document has such a place."""
    try:
        value_at(document, path)
    except Refused:
        return False
    return True


def with_value(document: Mapping[str, Any], path: str, value: Any) -> Document:
    """A copy of the document with `value` at the path, still valid. Raises Refused otherwise."""
    steps = steps_of(path)
    if steps[0] in _ABOUT:
        raise no_such_field(path)
    changed = copy.deepcopy(dict(document))
    place: Any = changed
    for step in steps[:-1]:
        try:
            place = place[step]
        except (KeyError, IndexError, TypeError):
            raise no_such_field(path) from None
    try:
        place[steps[-1]] = _typed(steps[-1], value)
    except (KeyError, IndexError, TypeError):
        raise no_such_field(path) from None
    return checked_document(changed)


def _typed(key: str | int, value: Any) -> Any:
    """What a form sends as text, as the document holds it: whole numbers, decimals, ticks."""
    if not isinstance(value, str):
        return value
    text = to_arabic(value).strip()
    if not text:
        return None
    if key in _WHOLE:
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else value
    if key in _NUMBERS or key == "code":
        return ungrouped(text)
    return _WORDS.get(text, value) if key == "ticked" else value


def lost_marks(value: Any) -> bool:
    """Whether a tick, or one of a block of ticks, was lost: somebody must say what it was."""
    if isinstance(value, Mapping):
        return any(lost_marks(part) for part in value.values())
    return value is None


def questions_of(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from document.get("questions") or ()


def open_questions(revision: Revision) -> tuple[Mapping[str, Any], ...]:
    """The questions that nobody has answered yet."""
    return tuple(row for row in questions_of(revision.definition) if row["field"] not in revision.confirmed)


def content(document: Mapping[str, Any]) -> Document:
    """The document without what tells of its reading: two documents of the same content say the same."""
    return {key: value for key, value in document.items() if key not in _ABOUT}


def same_content(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return json.dumps(content(one), sort_keys=True) == json.dumps(content(other), sort_keys=True)
