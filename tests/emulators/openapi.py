"""LINE's OpenAPI files as a judge: does this answer have the documented form, and nothing that is not documented?"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import requests
import yaml

HERE = Path(__file__).with_name("line-openapi")


@cache
def documents() -> list[dict[str, Any]]:
    return [_readable(yaml.safe_load(path.read_text())) for path in sorted(HERE.glob("*.yml"))]


def _readable(node: Any) -> Any:
    """OpenAPI 3.0's own `nullable` as JSON Schema has it."""
    if isinstance(node, list):
        return [_readable(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: _readable(value) for key, value in node.items() if key != "nullable"}
    if node.get("nullable") is True and isinstance(node.get("type"), str):
        made["type"] = [node["type"], "null"]
    return made


def operation(method: str, path: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The operation behind a path, and the document that it stands in."""
    for document in documents():
        for template, operations in document["paths"].items():
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) and method.lower() in operations:
                return operations[method.lower()], document
    return None


def judge(answer: requests.Response) -> None:
    """Raises AssertionError or ValidationError where the answer is not what LINE describes."""
    path = answer.request.url.partition("api.line.me")[2].partition("?")[0]
    found = operation(answer.request.method, path)
    assert found, f"LINE describes no {answer.request.method} {path}"
    described, document = found
    responses = described["responses"]
    response = responses.get(str(answer.status_code))
    if response is None and answer.status_code >= 400:
        name = "ErrorResponse" if "ErrorResponse" in document["components"]["schemas"] else None
        schema: dict[str, Any] = {"$ref": f"#/components/schemas/{name}"} if name else {"type": "object"}
    else:
        assert response is not None, f"LINE describes no {answer.status_code} for {path}"
        schema = next(iter(response.get("content", {}).values()), {}).get("schema", {})
    whole = {**schema, "components": document["components"]}
    validator = jsonschema.Draft202012Validator(whole, format_checker=jsonschema.FormatChecker())
    validator.validate(answer.json())
    for header, about in (response or {}).get("headers", {}).items():
        if about.get("required"):
            assert header in answer.headers
    _nothing_more(answer.json(), schema, document, path)


def _nothing_more(value: Any, schema: dict[str, Any], document: dict[str, Any], where: str) -> None:
    while "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = document["components"]["schemas"][name]
    if isinstance(value, list):
        for one in value:
            _nothing_more(one, schema.get("items", {}), document, where + "[]")
    if isinstance(value, dict) and "properties" in schema and not schema.keys() & {"allOf", "oneOf", "anyOf"}:
        for key, inner in value.items():
            assert key in schema["properties"], f"LINE describes no {where}.{key}"
            _nothing_more(inner, schema["properties"][key], document, f"{where}.{key}")
