"""Operations out of the two lists: a list and a page for each resource, a call for each verb."""

from __future__ import annotations

import base64
import binascii
import importlib
import inspect
import re
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from django.db import DataError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Path, Query, Router
from pydantic import Field, create_model

from samrit.api import arguments
from samrit.api.arguments import Slot, find, place_of, reference_type, slot
from samrit.api.idempotency import once
from samrit.api.outcomes import answered, as_json, etag_of, shape_of, show
from samrit.api.problems import Problem, answer, problem_of
from samrit.api.reading import refuse_unknown, row_of
from samrit.api.reads import BY_MODEL
from samrit.api.resources import Resource
from samrit.api.tokens import Bearer
from samrit.api.verbs import KEYWORDS, OMITTED, VERBS
from samrit.api.viewer import viewer_of
from samrit.core.contract import Refused
from samrit.exchange.enums import TokenScope
from samrit.platform.locking import Stale
from samrit.platform.partly import names

MOST = 200
_DRAFTS = ("draft", "given")
"""Parameters whose fields stand in the call itself, not in an object of their own."""
_CREATES = re.compile(r"(create|make|add|start|open|write|give|appoint|enter|record|import|save_filter|publish)_?")
_NAME = re.compile(r"{(\w+)}")
_TAG = '(W/)?"(?P<version>[0-9]{1,9})"'


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb as an operation: what its address, its headers and its body give it."""

    name: str
    function: Callable[..., Any]
    method: str
    address: str
    scope: TokenScope
    named: dict[str, Slot]
    sent: dict[str, tuple[Slot, bool]]
    draft: tuple[str, type, dict[str, tuple[Slot, bool]]] | None
    version: str
    gives: Any

    @property
    def status(self) -> int:
        """201 where a row is made, 204 where nothing comes back."""
        if self.gives is type(None):
            return 204
        made = self.method == "POST" and _CREATES.match(self.function.__name__)
        return 201 if made and shape_of(self.gives) is not None else 200


def read_verb(name: str, said: str) -> Verb:
    """The operation of a verb, from its line in the table and its signature."""
    method, address, scope = said.split()
    module, _dot, called = name.rpartition(".")
    function = getattr(importlib.import_module(f"samrit.{module}"), called)
    hints = typing.get_type_hints(function)
    named, sent, draft, version = {}, {}, None, ""
    in_address = _NAME.findall(address)
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name == "acting_user" or parameter.name in OMITTED.get(name, ()):
            continue
        if parameter.kind is parameter.VAR_KEYWORD:
            continue
        needed = parameter.default is parameter.empty
        if parameter.name == "read_version":
            version = "needed" if needed else "welcome"
        elif parameter.name in in_address:
            named[parameter.name] = slot(hints[parameter.name], parameter.name)
        elif parameter.name in _DRAFTS:
            cls = hints[parameter.name]
            fields = {field: (slot(hint, field), must) for field, hint, must in arguments.fields_of(cls)}
            draft = (parameter.name, cls, fields)
        else:
            sent[parameter.name] = (slot(hints[parameter.name], parameter.name), needed)
    further = {**arguments.keywords(function), **KEYWORDS.get(name, {})}
    sent |= {field: (slot(hint, field), False) for field, hint in further.items()}
    return Verb(name, function, method, f"/{address}", TokenScope(scope), named, sent, draft, version, hints["return"])


def add_verb(router: Router, name: str, said: str) -> None:
    """One operation."""
    verb = read_verb(name, said)
    fields = {**(verb.draft[2] if verb.draft else {}), **verb.sent}
    called = _operation(verb)
    body = arguments.body_model("".join(word.title() for word in called.split("_")), fields) if fields else None

    def view(request: HttpRequest, **came: Any) -> HttpResponse:
        viewer = viewer_of(request)
        if isinstance(came.get("body"), dict):  # nothing was sent where nothing needs to be
            came["body"] = body()
        return once(request, viewer.user, lambda: _done(request, verb, came))

    kept = inspect.Parameter.KEYWORD_ONLY
    signed = [inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    models = _models(verb.function)
    signed += [_parameter("key", reference_type(models[one]), Path(...)) for one in verb.named]
    if verb.version:
        signed.append(_parameter("if_match", str if verb.version == "needed" else str | None, _IF_MATCH(verb.version)))
    signed.append(_parameter("idempotency_key", str | None, _KEY()))
    if body is not None:
        empty_is_fine = not any(needed for _slot, needed in fields.values())
        signed.append(inspect.Parameter("body", kept, default=Body({} if empty_is_fine else ...), annotation=body))
    view.__signature__ = inspect.Signature(signed)
    shape = shape_of(verb.gives)
    first, _dot, rest = (inspect.getdoc(verb.function) or "").partition("\n")
    router.add_api_operation(
        _NAME.sub(lambda found: place_of(models[found[1]]), verb.address),
        [verb.method],
        view,
        auth=Bearer(verb.scope),
        response={verb.status: shape},
        operation_id=called,
        summary=first.strip(),
        description=f"{first} {rest}".strip() + f"\n\nScope: `{verb.scope}`.",
        tags=[verb.address.split("/")[1]],
    )


def _operation(verb: Verb) -> str:
    """The name of an operation in clients: its resource and its verb."""
    tag = verb.address.split("/")[1].replace("-", "_")
    checked = "_checked" if "return-checked" in verb.address else ""
    return f"{tag}_{verb.function.__name__}{checked}"


def _models(function: Callable[..., Any]) -> dict[str, type[Model]]:
    hints = typing.get_type_hints(function)
    return {name: hint for name, hint in hints.items() if isinstance(hint, type) and issubclass(hint, Model)}


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _IF_MATCH(version: str) -> Any:  # noqa: N802 -- a header's own name
    described = "the ETag of the row as it was read; of parts of a work, that of the work"
    if version == "needed":
        return Header(..., alias="If-Match", description=described, pattern=f"^{_TAG.replace('?P<version>', '')}$")
    return Header(None, alias="If-Match", description=described)


def _KEY() -> Any:  # noqa: N802 -- as above
    described = "makes the call safe to send again: the same key and content get the same answer for 24 hours"
    return Header(None, alias="Idempotency-Key", description=described, max_length=255)


def _done(request: HttpRequest, verb: Verb, came: dict[str, Any]) -> HttpResponse:
    """Calls the verb. What it refuses comes back as an answer, so that it is kept with the key of the call."""
    try:
        return _called(request, verb, came)
    except Refused as refused:
        return answer(request, _with_current(problem_of(refused), refused))
    except Problem as problem:
        return answer(request, problem)
    except DataError:
        return answer(request, Problem("invalid"))


def _called(request: HttpRequest, verb: Verb, came: dict[str, Any]) -> HttpResponse:
    viewer = viewer_of(request)
    arguments_ = {name: _named(verb, name, came["key"], request) for name in verb.named}
    body = came.get("body")
    if body is not None:
        if verb.draft:
            name, cls, fields = verb.draft
            arguments_[name] = cls(**arguments.given(body, fields, viewer))
        arguments_ |= arguments.given(body, verb.sent, viewer)
    if verb.version:
        version = version_of(came.get("if_match"))
        if version is not None:
            arguments_["read_version"] = version
    result = verb.function(**arguments_, acting_user=viewer.user)
    return answered(request, verb.gives, result, verb.status)


def _named(verb: Verb, name: str, key: Any, request: HttpRequest) -> Any:
    model = _models(verb.function)[name]
    try:
        return find(model, key, viewer_of(request), name)
    except Refused as refused:
        if type(refused) is Refused:
            raise Problem("not-found", [(name, refused.what, refused.mend)]) from None
        raise


def version_of(tag: str | None) -> int | None:
    """The version in an If-Match header. Raises Problem for what is no version."""
    if tag is None:
        return None
    found = re.fullmatch(_TAG, tag.strip())
    if found is None:
        raise Problem.of(
            "stale",
            "If-Match",
            ("this is not the version of a row", "ไม่ใช่ฉบับของรายการ"),
            ("send the ETag that came with the row", "โปรดส่ง ETag ที่ได้มากับรายการ"),
        )
    return int(found["version"])


def _with_current(problem: Problem, refused: Refused) -> Problem:
    if isinstance(refused, Stale) and type(refused.current) in BY_MODEL:
        shown = show(refused.current)
        problem.more["current"] = shown
        problem.headers["ETag"] = etag_of(refused.current, shown)
    return problem


# --- reading ---


def add_resource(router: Router, resource: Resource) -> None:
    """A list with cursor and narrowing, and a page of one row."""
    name = resource.path.replace("-", "_")
    page = create_model(
        f"{resource.shape.__name__.removesuffix('Shape')}Page",
        items=(list[resource.shape], ...),
        next=(str | None, Field(description="the cursor of the following page; null on the last")),
    )

    def rows(request: HttpRequest, **came: Any) -> HttpResponse:
        viewer = viewer_of(request)
        refuse_unknown(request, {*resource.narrowing, "limit", "cursor"})
        found = resource.seen(viewer)
        for parameter, narrowing in resource.narrowing.items():
            if came.get(parameter) is not None:
                found = found.filter(narrowing.where(came[parameter]))
        after = _after(came["cursor"])
        found = list(found.filter(pk__gt=after).order_by("pk")[: came["limit"] + 1])
        more = found[came["limit"] :]
        items = [resource.shown(row) for row in found[: came["limit"]]]
        return as_json({"items": items, "next": _cursor(found[came["limit"] - 1].pk) if more else None})

    narrowed = [_parameter(one, narrowing.kind | None, Query(None)) for one, narrowing in resource.narrowing.items()]
    limit = _parameter("limit", Annotated[int, Field(ge=1, le=MOST)], Query(50))
    cursor = _parameter("cursor", str, Query("", max_length=60, description="`next` of the page before"))
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    rows.__signature__ = inspect.Signature([request, *narrowed, limit, cursor])
    router.add_api_operation(
        f"/{resource.path}",
        ["GET"],
        rows,
        response={200: page},
        operation_id=f"{name}_list",
        summary=f"The {resource.path.replace('-', ' ')} that this account may see, the oldest first",
        description="Scope: `read`.",
        tags=[resource.path],
    )

    def one(request: HttpRequest, key: Any) -> HttpResponse:
        viewer = viewer_of(request)
        refuse_unknown(request, set())
        row = row_of(viewer, resource.model, key)
        shown = resource.shown(row)
        tag = etag_of(row, shown)
        if names(request.headers.get("If-None-Match", ""), tag):
            return HttpResponse(status=304, headers={"ETag": tag})
        return as_json(shown, ETag=tag)

    kind = reference_type(resource.model)
    one.__signature__ = inspect.Signature([request, _parameter("key", kind, Path(...))])
    router.add_api_operation(
        f"/{resource.path}/{place_of(resource.model)}",
        ["GET"],
        one,
        response={200: resource.shape},
        operation_id=f"{name}_get",
        summary=f"One of the {resource.path.replace('-', ' ')}, with its ETag",
        description="Scope: `read`.",
        tags=[resource.path],
    )


def _cursor(pk: int) -> str:
    return base64.urlsafe_b64encode(f"1:{pk}".encode()).decode()


def _after(cursor: str) -> int:
    if not cursor:
        return -1
    try:
        version, _colon, pk = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        if version == "1" and pk.isascii() and pk.isdigit() and len(pk) < 19:
            return int(pk)
    except (binascii.Error, UnicodeError, ValueError):
        pass
    raise Problem.of(
        "invalid",
        "query.cursor",
        ("this is not a cursor of ours", "เคอร์เซอร์ไม่ถูกต้อง"),
        ("take `next` of the page before, or leave it out", "ใช้ค่า next ของหน้าก่อน หรือเว้นว่าง"),
    )


def add_all(router: Router) -> None:
    """Every resource and every verb; plain addresses first, so that `key-results/import` is no key result."""
    for name, said in VERBS.items():
        if "{" not in said:
            add_verb(router, name, said)
    for resource in BY_MODEL.values():
        if resource.path:
            add_resource(router, resource)
    for name, said in VERBS.items():
        if "{" in said:
            add_verb(router, name, said)
