"""The API as one application: parsing, problems, the description, and all operations."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.urls import get_script_prefix
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from samrit.api import documents, downloads, finding, operations, others, overviews
from samrit.api.outcomes import as_json
from samrit.api.problems import MEDIA_TYPE, TITLES, Problem, ProblemShape, answer, broken, invalid, problem_of
from samrit.api.tokens import Bearer
from samrit.core.contract import Message, Refused, speak
from samrit.exchange.enums import TokenScope

VERSION = "1.0.0"
MOST_DEPTH = 64
_BAD_SIGN = re.compile("[\\x00\ud800-\udfff]")
_ABOUT = """Everything that the office can do, by the same actions and rights as its pages.

Numbers are decimal strings, dates ISO 8601, moments have a zone. Lists have a cursor. A row comes with its ETag, which
a change sends back as If-Match. Idempotency-Key makes a call safe to send again. Problems are RFC 9457, in Thai or
English by Accept-Language. See docs/en/reference/api.md."""


class StrictParser(Parser):
    """JSON as the contract has it: no key twice, no binary floats, nothing that no database stores."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body. Raises Refused where it breaks the rules."""
        if not request.body:
            return {}
        return _sound(json.loads(request.body, object_pairs_hook=_object, parse_float=_float, parse_constant=_float))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused("body", Message("a key stands twice", "มีคีย์ซ้ำ"), Message("keep one", "โปรดเก็บไว้หนึ่งรายการ"))
    return found


def _float(text: str) -> Any:
    raise Refused(
        "body",
        Message(f"{text[:30]} is a binary number", f"{text[:30]} เป็นเลขทศนิยมแบบไบนารี"),
        Message(f'write it as a string: "{text[:30]}"', f'โปรดเขียนเป็นข้อความ "{text[:30]}"'),
    )


def _sound(value: Any, depth: int = 0) -> Any:
    if depth > MOST_DEPTH:
        raise Refused("body", Message("it is nested too deep", "ซ้อนลึกเกินไป"), Message("flatten it", "โปรดลดการซ้อน"))
    if isinstance(value, str) and _BAD_SIGN.search(value):
        raise Refused(
            "body",
            Message("a text holds NUL or half a sign", "ข้อความมีอักขระที่เก็บไม่ได้"),
            Message("leave it out", "โปรดตัดออก"),
        )
    if isinstance(value, dict):
        for key, one in value.items():
            _sound(key, depth + 1)
            _sound(one, depth + 1)
    elif isinstance(value, list):
        for one in value:
            _sound(one, depth + 1)
    return value


class OfficeAPI(NinjaAPI):
    """With problems in the place of the framework's own errors."""

    def on_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse:
        """Every fault as a problem."""
        problem = _problem(exc)
        return broken(request, exc) if problem is None else answer(request, problem)

    def get_openapi_schema(self, **more: Any) -> Any:
        """The description, with the problems that every operation may answer."""
        schema = super().get_openapi_schema(**more)
        return described(schema)


def _problem(exc: Exception) -> Problem | None:
    if isinstance(exc, Problem):
        return exc
    if isinstance(exc, Refused):
        return problem_of(exc)
    if isinstance(exc, ValidationError):
        return _without_if_match(exc) or invalid(exc.errors)
    if isinstance(exc, Http404):
        return Problem("not-found")
    if isinstance(exc, RequestDataTooBig | TooManyFilesSent):
        return Problem("too-large")
    if isinstance(exc, RawPostDataException):
        return Problem("bad-request")
    if isinstance(exc, HttpError):
        return _unread(exc)
    return None


def _unread(exc: HttpError) -> Problem:
    cause = exc.__cause__ or exc.__context__
    if isinstance(cause, Refused):
        return Problem("bad-request", [(cause.path, cause.what, cause.mend)])
    if isinstance(cause, RequestDataTooBig):
        return Problem("too-large")
    return Problem.of(
        "bad-request",
        "body",
        ("this is not JSON in UTF-8", "ไม่ใช่ JSON ที่เข้ารหัส UTF-8"),
        ("send what /api/v1/openapi.json says", "โปรดส่งตามที่ระบุใน /api/v1/openapi.json"),
    )


def _without_if_match(exc: ValidationError) -> Problem | None:
    if not any(error.get("type") == "missing" and "If-Match" in error.get("loc", ()) for error in exc.errors):
        return None
    return Problem.of(
        "version-wanted",
        "If-Match",
        ("the version that was read is missing", "ไม่ได้ระบุฉบับที่อ่านมา"),
        ("send the ETag that came with the row as If-Match", "โปรดส่ง ETag ที่ได้มากับรายการเป็น If-Match"),
    )


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """The description with one answer for all that goes wrong."""
    schema["components"]["schemas"]["Problem"] = ProblemShape.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    definitions = schema["components"]["schemas"]["Problem"].pop("$defs", {})
    schema["components"]["schemas"] |= definitions
    schema["components"]["responses"] = {
        kind: {
            "description": speak(title, "en"),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for kind, (_status, title) in TITLES.items()
        if kind != "broken"
    }
    by_status: dict[str, str] = {}
    for kind, (status, _title) in TITLES.items():
        by_status.setdefault(str(status), kind)
    for address in schema["paths"].values():
        for operation in address.values():
            operation["responses"] |= {
                status: {"$ref": f"#/components/responses/{kind}"}
                for status, kind in by_status.items()
                if kind != "broken"
            }
    return schema


api = OfficeAPI(
    title="Samrit",
    version=VERSION,
    description=_ABOUT,
    docs_url=None,
    openapi_url=None,
    auth=Bearer(TokenScope.READ),
    parser=StrictParser(),
    urls_namespace="api",
)


def description() -> dict[str, Any]:
    """The description as JSON has it. It is worked out once for each address under which the API lives."""
    return _described_at(get_script_prefix())


@cache
def _described_at(_prefix: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return found


@api.get("/openapi.json", auth=None, include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- as every view
    """The description of the API, for everybody: it names no row."""
    response = as_json(description())
    response["Cache-Control"] = "public, max-age=300"
    return response


_router = Router()
others.add(_router)
documents.add(_router)
overviews.add(_router)
finding.add(_router)
downloads.add(_router)
operations.add_all(_router)
api.add_router("", _router)
