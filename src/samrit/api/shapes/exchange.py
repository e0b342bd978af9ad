"""What belongs to the API itself: the account that asks, its uploads."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from samrit.api.values import Id, Moment, Person, Ref, Shape


class UploadShape(Shape):
    """A file that waits to be named in a call, by its `uid`."""

    uid: Ref
    sha256: str
    size: int
    media_type: str
    file_name: str
    at: Moment


class HandInShape(Shape):
    """What was handed in: the record itself, its hash, and the receipt."""

    uid: Ref
    key_result: Ref
    period: Id
    outlet: str
    transport: str
    package: Any
    sha256: str
    receipt: str
    note: str
    by: Person
    at: Moment


class DrawingShape(BaseModel):
    """How far the job is that draws a long paper; its sentence says so in words."""

    state: str
    percent: int | None
    words: str
