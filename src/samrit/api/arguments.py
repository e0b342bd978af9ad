"""From the signature of a verb to what a call sends: rows by reference, drafts as objects, files by their upload."""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime as dt
import inspect
import types
import typing
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db.models import Model
from pydantic import BaseModel, ConfigDict, Field, create_model

from samrit.api.reads import BY_MODEL
from samrit.api.values import Day, Flag, Moment, Number, Text, Whole, key_field
from samrit.api.viewer import Viewer, own_uploads
from samrit.core.contract import Message, Node, Refused
from samrit.exchange.models import Upload
from samrit.platform.files import open_file
from samrit.platform.models import StoredFile
from samrit.publicity.models import Work
from samrit.results.models import Report
from samrit.surveys.questionnaire import Questionnaire, read_questionnaire

MOST = 2_000
"""Rows in one list of a call."""
_CHUNK = 1_048_576
_CALLED = {"chunks": "file", "data": "file"}
"""What a file is called in a call, whatever the verb calls its bytes."""
_PAIRS: dict[tuple[type, type], tuple[str, str]] = {
    (Work, int): ("work", "version"),
    (Report, int): ("report", "version"),
}
"""How the two halves of a pair are called."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What is sent for a value, and how it becomes the value."""

    annotation: Any
    give: Callable[[Any, Viewer, str], Any]


class Sent(BaseModel):
    """An object in a call: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class BothLanguages(Sent):
    """A text in both languages."""

    en: Text
    th: Text


def find(model: type[Model], key: Any, viewer: Viewer, path: str) -> Any:
    """The row that a call names, among those that the viewer may see. Raises Refused at `path`."""
    resource = BY_MODEL[model]
    column = key_field(model)
    if column == "key":
        row = next((one for one in viewer.all_key_results if one.key == key), None)
    else:
        row = resource.nameable(viewer).filter(**{column: key}).first()
    if row is None:
        raise Refused(
            path,
            Message(
                f"there is no “{str(key)[:60]}”, or it is not shown to this account",
                f"ไม่พบ “{str(key)[:60]}” หรือบัญชีนี้ดูไม่ได้",
            ),
            Message("read the list and name one of it", "โปรดอ่านรายการแล้วระบุรายการที่มี"),
        )
    return row


def reference_type(model: type[Model]) -> Any:
    """How a row of the model is named: a text, a uid, or a number."""
    column = key_field(model)
    described = Field(description=f"`{column if column != 'pk' else 'id'}` of one of /{BY_MODEL[model].path}")
    if column == "uid":
        return Annotated[uuid.UUID, described]
    if column == "pk":
        return Annotated[int, Field(ge=1, le=2**53 - 1, strict=True, description=described.description)]
    return Annotated[str, Field(min_length=1, max_length=80, description=described.description)]


def place_of(model: type[Model]) -> str:
    """The key of a row in an address. All operations on a row share it, so that one address knows all its methods."""
    return {"uid": "{uuid:key}", "pk": "{int:key}"}.get(key_field(model), "{key}")


def slot(hint: Any, name: str) -> Slot:
    """What is sent for a parameter of this type. Raises TypeError for one that no call can send."""
    parts = typing.get_args(hint)
    found = _plain(hint, parts) or (_of_parts(hint, parts, name) if parts else _of_class(hint))
    if found is None:
        raise TypeError(f"{name}: {hint} cannot be sent")
    return found


def _plain(hint: Any, parts: tuple[Any, ...]) -> Slot | None:
    """Values that stand for themselves, and files."""
    if hint is Any or hint in _PLAIN or typing.get_origin(hint) is Literal:
        return Slot(_PLAIN.get(hint, hint), _same)
    if hint in _FILES or (typing.get_origin(hint) is collections.abc.Iterable and parts == (bytes,)):
        return Slot(Annotated[uuid.UUID, Field(description="`uid` of one of /files")], _FILES.get(hint, _chunks))
    return None


def _of_parts(hint: Any, parts: tuple[Any, ...], name: str) -> Slot:
    """Values that hold others: either of two, a mapping, a pair, a list."""
    origin = typing.get_origin(hint)
    if origin in {typing.Union, types.UnionType}:
        return _union(parts, name)
    if origin in {collections.abc.Mapping, dict}:
        return _mapping(parts, name)
    if origin is tuple and Ellipsis not in parts:
        return _pair(parts, name)
    return _list(parts[0], name, tuple if origin is tuple else list)


def _of_class(hint: Any) -> Slot | None:
    """Documents, drafts, and rows by their key."""
    if hint is Questionnaire:
        return Slot(dict[str, Any], lambda value, _viewer, path: read_questionnaire(Node(value, path)))
    if hint is Message:
        return Slot(BothLanguages, lambda value, _viewer, _path: Message(value.en, value.th))
    if dataclasses.is_dataclass(hint):
        return _object(hint)
    if isinstance(hint, type) and issubclass(hint, Model):
        return Slot(reference_type(hint), lambda value, viewer, path: find(hint, value, viewer, path))
    return None


def fields_of(cls: type) -> Iterator[tuple[str, Any, bool]]:
    """(name, type, whether it must be sent) of a dataclass."""
    hints = typing.get_type_hints(cls)
    for field in dataclasses.fields(cls):
        needed = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        yield field.name, hints[field.name], needed


def body_model(title: str, fields: dict[str, tuple[Slot, bool]], **more: Any) -> type[Sent]:
    """The object that a call sends. What need not be sent and is not stays as the verb has it."""
    said: dict[str, Any] = {}
    for name, (one, needed) in fields.items():
        said[_CALLED.get(name, name)] = (one.annotation, ... if needed else Field(default_factory=_nothing))
    return create_model(title, __base__=Sent, **said, **more)


def given(sent: BaseModel, fields: dict[str, tuple[Slot, bool]], viewer: Viewer, path: str = "") -> dict[str, Any]:
    """The arguments that an object holds: those fields that were sent."""
    found = {}
    for name, (one, _needed) in fields.items():
        called = _CALLED.get(name, name)
        if called in sent.model_fields_set:
            found[name] = one.give(getattr(sent, called), viewer, f"{path}.{called}" if path else called)
    return found


def _nothing() -> None:
    """Stands where a field was not sent; it is never looked at, and null may not be sent where the verb knows none."""


def _same(value: Any, _viewer: Viewer, _path: str) -> Any:
    return value


def _upload(value: uuid.UUID, viewer: Viewer, path: str) -> Upload:
    row = own_uploads(viewer).filter(uid=value).first()
    if row is None:
        raise Refused(
            path,
            Message("this account has sent no such file", "บัญชีนี้ไม่ได้ส่งไฟล์นี้"),
            Message("send it to /api/v1/files first", "โปรดส่งไฟล์ที่ /api/v1/files ก่อน"),
        )
    return row


def _stored(value: Any, viewer: Viewer, path: str) -> StoredFile:
    return _upload(value, viewer, path).file


def _bytes(value: Any, viewer: Viewer, path: str) -> bytes:
    with open_file(_stored(value, viewer, path)) as file:
        return file.read()


def _chunks(value: Any, viewer: Viewer, path: str) -> Iterator[bytes]:
    row = _stored(value, viewer, path)  # asked for at once, so that a wrong one is refused where it stands

    def read() -> Iterator[bytes]:
        with open_file(row) as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    return read()


_PLAIN: dict[Any, Any] = {
    str: Text,
    int: Whole,
    bool: Flag,
    Decimal: Number,
    dt.date: Day,
    dt.datetime: Moment,
    uuid.UUID: uuid.UUID,
}
_FILES: dict[Any, Callable[[Any, Viewer, str], Any]] = {bytes: _bytes, StoredFile: _stored}


def _union(parts: tuple[Any, ...], name: str) -> Slot:
    kept = [part for part in parts if part is not type(None)]
    if len(kept) == 1:
        one = slot(kept[0], name)
        give = one.give
        return Slot(
            one.annotation | None, lambda value, viewer, path: None if value is None else give(value, viewer, path)
        )
    if all(dataclasses.is_dataclass(part) for part in kept):
        return _kinds(kept)
    if Decimal in kept and set(kept) <= {Decimal, str}:
        one = slot(Decimal, name)
        return Slot(one.annotation | None if type(None) in parts else one.annotation, _same)
    return Slot(Any, _same)  # a document, or words: the verb reads it


def _kinds(parts: list[Any]) -> Slot:
    """One of several drafts, told apart by `kind`."""
    models: dict[str, tuple[Any, type[Sent], dict[str, tuple[Slot, bool]]]] = {}
    for part in parts:
        fields = {field: (slot(hint, field), needed) for field, hint, needed in fields_of(part)}
        made = body_model(part.__name__, fields, kind=(Literal[str(part.kind)], ...))
        models[str(part.kind)] = (part, made, fields)
    union = typing.Union[tuple(made for _part, made, _fields in models.values())]  # noqa: UP007 -- made of a list

    def give(value: Any, viewer: Viewer, path: str) -> Any:
        part, _made, fields = models[value.kind]
        return part(**given(value, fields, viewer, path))

    return Slot(Annotated[union, Field(discriminator="kind")], give)


def _object(cls: Any) -> Slot:
    fields = {field: (slot(hint, field), needed) for field, hint, needed in fields_of(cls)}
    made = body_model(cls.__name__, fields)
    return Slot(made, lambda value, viewer, path: cls(**given(value, fields, viewer, path)))


def _pair(parts: tuple[Any, ...], name: str) -> Slot:
    first, second = (slot(part, name) for part in parts)
    called = _PAIRS.get(parts, (getattr(parts[0], "_meta", None) and "district", "told"))
    title = "".join(word.title() for word in called) + "Pair"
    made = create_model(
        title, __base__=Sent, **{called[0]: (first.annotation, ...), called[1]: (second.annotation, ...)}
    )

    def give(value: Any, viewer: Viewer, path: str) -> Any:
        return (
            first.give(getattr(value, called[0]), viewer, f"{path}.{called[0]}"),
            second.give(getattr(value, called[1]), viewer, f"{path}.{called[1]}"),
        )

    return Slot(made, give)


def _list(part: Any, name: str, made: type[list[Any] | tuple[Any, ...]]) -> Slot:
    one = slot(part, name)

    def give(values: Any, viewer: Viewer, path: str) -> Any:
        return made(one.give(value, viewer, f"{path}[{place}]") for place, value in enumerate(values))

    return Slot(Annotated[list[one.annotation], Field(max_length=MOST)], give)


def _mapping(parts: tuple[Any, ...], name: str) -> Slot:
    if parts[1] is not Any and len(typing.get_args(parts[1])) <= 2:
        one = slot(parts[1], name)
        return Slot(dict[str, one.annotation], _same)
    return Slot(dict[str, Any], _same)


def keywords(function: Callable[..., Any]) -> dict[str, Any]:
    """The fields that a verb takes as `**about: Unpack[…]`, by name."""
    hints = typing.get_type_hints(function, include_extras=True)
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            said = typing.get_args(hints[parameter.name])
            if said and typing.is_typeddict(said[0]):
                return typing.get_type_hints(said[0])
    return {}
