"""What goes over the wire: one call as a platform gets it, one answer as the platform gives it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Part:
    """One file of a multipart form."""

    name: str
    filename: str
    content_type: str
    content: bytes


@dataclass
class Answer:
    """An answer in full. `body` is bytes as sent; the helpers below make the usual ones."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json; charset=UTF-8"


class Refusal(Exception):  # noqa: N818 -- it is an answer, not an accident
    """Leaves a handler early with this answer; nothing that the handler would have done later has happened."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class Malformed(ValueError):  # noqa: N818 -- said of a parameter
    """A parameter that is not of its kind; the text is its name."""


def whole(value: Any, name: str) -> int:
    """A whole number of at most 18 digits. Raises Malformed."""
    text = str(value)
    if isinstance(value, bool) or not re.fullmatch(r"-?\d{1,18}", text):
        raise Malformed(name)
    return int(text)


def inside(value: Any, name: str) -> dict[str, Any]:
    """The object `name` inside an object; missing is empty. Raises Malformed where either is something else."""
    found = value.get(name, {}) if isinstance(value, dict) else None
    if not isinstance(found, dict):
        raise Malformed(name)
    return found


def json_answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status, body, dict(headers or {}))


def html_answer(text: str, status: int = 200) -> Answer:
    return Answer(status, text.encode(), content_type="text/html; charset=utf-8")


def redirect(address: str, status: int = 302) -> Answer:
    return Answer(status, b"", {"Location": address}, "text/plain")


@dataclass
class Call:
    """One request. `cut` tells that the line broke before the announced body was complete."""

    method: str
    host: str
    path: str
    query_string: str
    headers: dict[str, str]
    body: bytes
    cut: bool = False
    number: int = 0
    fates: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.query_string, keep_blank_values=True))

    @cached_property
    def json(self) -> Any:
        """The body read as JSON; None if it is none."""
        try:
            return json.loads(self.body.decode())
        except ValueError:
            return None

    @property
    def object(self) -> dict[str, Any]:
        """The body as a JSON object; without a body an empty one. Raises Malformed."""
        if not self.body.strip():
            return {}
        if not isinstance(self.json, dict):
            raise Malformed("body")
        return self.json

    def whole(self, name: str, usual: int) -> int:
        """A whole number among the parameters; empty or missing is the usual one. Raises Malformed."""
        given = self.params.get(name)
        return usual if given is None or given == "" else whole(given, name)

    @cached_property
    def _form(self) -> tuple[dict[str, str], dict[str, Part]]:
        if self.content_type == "application/x-www-form-urlencoded":
            return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)), {}
        if self.content_type.startswith("multipart/"):
            return _multipart(self.headers["content-type"], self.body)
        return {}, {}

    @property
    def form(self) -> dict[str, str]:
        return self._form[0]

    @property
    def files(self) -> dict[str, Part]:
        return self._form[1]

    @cached_property
    def params(self) -> dict[str, Any]:
        """Query, form and JSON object together, as platforms that take either do."""
        given: dict[str, Any] = {**self.query, **self.form}
        if self.content_type == "application/json" and isinstance(self.json, dict):
            given.update(self.json)
        return given

    @property
    def bearer(self) -> str:
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() in {"bearer", "oauth"} else ""

    def fate(self, name: str) -> dict[str, Any] | None:
        """The parameters of an armed fault that the platform itself must play, or None."""
        return self.fates.get(name)


def _multipart(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, Part]]:
    form: dict[str, str] = {}
    files: dict[str, Part] = {}
    for part in multipart_parts(content_type, body):
        if part.filename or part.content_type not in {"", "text/plain"}:
            files[part.name] = part
        else:
            form[part.name] = part.content.decode("utf-8", "replace")
    return form, files


def multipart_parts(content_type: str, body: bytes) -> list[Part]:
    """The parts of any multipart body, in order; an unreadable body has none."""
    boundary = _parameter(content_type, "boundary").encode()
    if not boundary:
        return []
    end = b"\r\n" if b"--" + boundary + b"\r\n" in body else b"\n"  # Google's client ends lines as Unix does
    parts = []
    for piece in (end + body).split(end + b"--" + boundary)[1:]:
        head, found, content = piece.removeprefix(end).partition(end * 2)
        if piece.startswith(b"--") or not found:
            continue
        lines = (line.partition(":") for line in head.decode("utf-8", "replace").splitlines())
        headers = {name.strip().lower(): value.strip() for name, _, value in lines}
        about = headers.get("content-disposition", "")
        parts.append(
            Part(
                _parameter(about, "name"),
                _parameter(about, "filename"),
                headers.get("content-type", "").partition(";")[0].strip().lower(),
                content,
            )
        )
    return parts


def _parameter(header: str, name: str) -> str:
    for piece in header.split(";")[1:]:
        key, _, value = piece.strip().partition("=")
        if key.lower() == name:
            return value.strip().strip('"')
    return ""


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
