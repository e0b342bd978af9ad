"""Pages of the public site with their versions, pictures and corrections."""

from __future__ import annotations

from typing import Annotated, Any

from samrit.api.values import All, Id, Moment, Person, Ref, Shape


class PageVersionShape(Shape):
    number: int
    content: Any
    note: str
    created_by: Person
    created_at: Moment


class PictureShape(Shape):
    uid: Ref
    page: Ref
    width: int
    height: int
    alt_th: str
    alt_en: str
    credit: str
    licence: str
    focus_x: int
    focus_y: int
    place: int


class CorrectionShape(Shape):
    id: Id
    page: Ref
    text_th: str
    text_en: str
    by: Person
    at: Moment


class PageShape(Shape):
    uid: Ref
    kind: str
    slug: str
    district: Ref | None
    work: Ref | None
    published_number: int | None
    published_at: Moment | None
    waiting_number: int | None
    publish_at: Moment | None
    withdrawn_at: Moment | None
    withdrawal_reason: str
    versions: Annotated[list[PageVersionShape], All]
    pictures: Annotated[list[PictureShape], All]
    corrections: Annotated[list[CorrectionShape], All]
    version: int
