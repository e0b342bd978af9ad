"""The reference of the API as pages: what each operation takes and gives, with a form that calls it.

It is made of the very description at `openapi.json`; nothing is loaded from elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from samrit.api.application import description

_DEEP = 3
"""How far examples and tables go into objects in objects."""
_SAMPLES = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "date": "2025-06-30",
    "date-time": "2025-06-30T09:00:00+07:00",
    "binary": "…",
}
_Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter or a field: its name (with the path to it), what it may be, and whether it must be there."""

    name: str
    kind: str
    needed: bool
    about: str = ""
    place: str = ""
    """Of a parameter: `path`, `query` or `header`."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, ready to be shown and called."""

    id: str
    method: str
    address: str
    summary: str
    scope: str
    parameters: tuple[Value, ...]
    body: tuple[Value, ...]
    example: str
    """A body to begin with, as JSON; "" where none is sent."""
    sends_file: bool
    status: str
    answer: tuple[Value, ...]
    answer_example: str


@cache
def groups() -> dict[str, tuple[Operation, ...]]:
    """All operations by the resource they belong to."""
    schema = description()
    parts: _Schema = schema["components"]["schemas"]
    found: dict[str, list[Operation]] = {}
    for address, methods in schema["paths"].items():
        for method, said in methods.items():
            found.setdefault(said["tags"][0], []).append(_operation(address, method.upper(), said, parts))
    return {tag: tuple(sorted(rows, key=_order)) for tag, rows in sorted(found.items())}


def _order(row: Operation) -> tuple[str, bool, str]:
    return row.address, row.method != "GET", row.method


def _operation(address: str, method: str, said: _Schema, parts: _Schema) -> Operation:
    content = said.get("requestBody", {}).get("content", {})
    body = content.get("application/json", {}).get("schema")
    status, answer = _answer(said)
    _text, _mark, scope = said.get("description", "").partition("Scope: `")
    return Operation(
        id=said["operationId"],
        method=method,
        address=address,
        summary=said.get("summary", ""),
        scope=scope.rstrip("`."),
        parameters=tuple(_parameter(row, parts) for row in said.get("parameters", ())),
        body=tuple(_fields(body, parts)) if body else (),
        example=_printed(_example(body, parts)) if body else "",
        sends_file="multipart/form-data" in content,
        status=status,
        answer=tuple(_fields(answer, parts)) if answer else (),
        answer_example=_printed(_example(answer, parts)) if answer else "",
    )


def _answer(said: _Schema) -> tuple[str, _Schema | None]:
    """The status of what went well, and the schema of its JSON."""
    status, row = next((str(status), row) for status, row in said["responses"].items() if str(status).startswith("2"))
    return status, row.get("content", {}).get("application/json", {}).get("schema")


def _parameter(row: _Schema, parts: _Schema) -> Value:
    about = row.get("description") or row["schema"].get("description", "")
    return Value(row["name"], _kind(row["schema"], parts), bool(row.get("required")), about, row["in"])


def _printed(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


# --- schemas ---


def _resolved(schema: _Schema, parts: _Schema) -> _Schema:
    """The schema itself: what a reference names, of a choice the first that is not null."""
    while True:
        if "$ref" in schema:
            schema = parts[schema["$ref"].rpartition("/")[2]]
        elif several := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
            schema = next((one for one in several if one.get("type") != "null"), several[0])
        else:
            return schema


def _kind(schema: _Schema, parts: _Schema) -> str:
    """What a value may be, in a word or two."""
    several = schema.get("anyOf") or schema.get("oneOf")
    if several:
        return " | ".join(dict.fromkeys(_kind(one, parts) for one in several))
    if "$ref" in schema:
        name: str = schema["$ref"].rpartition("/")[2]
        return _kind(parts[name], parts) if "enum" in parts[name] else name.removesuffix("Shape")
    if "enum" in schema or "const" in schema:
        return " | ".join(f"“{one}”" for one in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}), parts)}"
    kind: str = schema.get("format") or schema.get("type") or "any"
    return kind


def _fields(schema: _Schema, parts: _Schema, path: str = "", deep: int = 0) -> Iterator[Value]:
    """The fields of an object, and of objects in it, as far as a reader follows."""
    found = _resolved(schema, parts)
    if found.get("type") == "array":
        yield from _fields(found.get("items", {}), parts, f"{path}[]", deep)
        return
    for name, field in found.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        yield Value(here, _kind(field, parts), name in found.get("required", ()), field.get("description", ""))
        if deep + 1 < _DEEP:
            yield from _fields(field, parts, here, deep + 1)


def _example(schema: _Schema, parts: _Schema, deep: int = 0) -> Any:
    found = _resolved(schema, parts)
    if "const" in found or "enum" in found or "default" in found:
        return found.get("const", found.get("default", (found.get("enum") or [None])[0]))
    kind = found.get("type")
    if kind == "array":
        return [_example(found.get("items", {}), parts, deep + 1)] if deep < _DEEP else []
    if kind == "object":
        fields = found.get("properties", {}) if deep < _DEEP else {}
        return {name: _example(field, parts, deep + 1) for name, field in fields.items()}
    if kind == "string":
        return _SAMPLES.get(found.get("format", ""), "1.5" if "[0-9]+" in found.get("pattern", "") else "…")
    return {"integer": 1, "boolean": False, "number": 1}.get(kind or "")
