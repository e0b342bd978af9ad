"""Pictures of a page: taken in without what hides in them, described, focused, removed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from samrit.people import recording
from samrit.people.models import User
from samrit.people.rights import Standing
from samrit.platform.files import store_picture
from samrit.platform.locking import change
from samrit.publicity.actions.shared import choice, line, lock, refuse
from samrit.site.actions.pages import require_edit
from samrit.site.enums import Licence
from samrit.site.models import Page, Picture
from samrit.site.pictures import make_formats, size_of

MAX_PICTURE = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said of a picture, and the point (percent of width and height) that its crops keep."""

    alt_th: str = ""
    alt_en: str = ""
    credit: str = ""
    licence: str = Licence.RESERVED
    focus_x: int = 50
    focus_y: int = 50
    place: int = 0


@transaction.atomic(durable=True)
def add_picture(page: Page, chunks: Iterable[bytes], words: Words, *, read_version: int, acting_user: User) -> Picture:
    """Takes in an image, made anew from its pixels, with its formats. Raises Refused for what is no image."""
    standing = require_edit(page, acting_user)
    lock(page, read_version)
    values = _checked(words)
    copy = store_picture(chunks, limit=MAX_PICTURE, path="file")
    width, height = size_of(copy)
    row = Picture.objects.create(page=page, file=copy, width=width, height=height, **values)
    make_formats(row)
    _note("added", row, standing, acting_user)
    return row


@transaction.atomic(durable=True)
def describe_picture(picture: Picture, words: Words, *, read_version: int, acting_user: User) -> Picture:
    """Sets words, credit, licence and focus; `read_version` is the page's. Crops follow the focus."""
    standing = require_edit(picture.page, acting_user)
    lock(picture.page, read_version)
    values = _checked(words)
    moved = (picture.focus_x, picture.focus_y) != (words.focus_x, words.focus_y)
    for name, value in values.items():
        setattr(picture, name, value)
    picture.save(update_fields=list(values))
    if moved:
        make_formats(picture)
    _note("described", picture, standing, acting_user)
    return picture


@transaction.atomic(durable=True)
def remove_picture(picture: Picture, *, read_version: int, acting_user: User) -> None:
    """Takes a picture off its page."""
    standing = require_edit(picture.page, acting_user)
    lock(picture.page, read_version)
    _note("removed", picture, standing, acting_user)
    picture.delete()


def _checked(words: Words) -> dict[str, object]:
    if not (0 <= words.focus_x <= 100 and 0 <= words.focus_y <= 100):
        raise refuse(
            "focus_x",
            ("the focus lies outside the picture", "จุดสำคัญอยู่นอกภาพ"),
            ("write percents from 0 to 100", "โปรดใช้ค่าร้อยละ ๐ ถึง ๑๐๐"),
        )
    return {
        "alt_th": line(words.alt_th, "alt_th", longest=500, needed=False),
        "alt_en": line(words.alt_en, "alt_en", longest=500, needed=False),
        "credit": line(words.credit, "credit", longest=200, needed=False),
        "licence": choice(words.licence, "licence", Licence.values),
        "focus_x": words.focus_x,
        "focus_y": words.focus_y,
        "place": words.place,
    }


def _note(verb: str, picture: Picture, standing: Standing, acting_user: User) -> None:
    change(picture.page, read_version=picture.page.version)
    recording.record(
        f"site.picture.{verb}",
        acting_user=acting_user,
        standing=standing,
        subject=picture.page.subject,
        data={"picture": str(picture.uid), "sha256": picture.file_id, "credit": picture.credit},
    )
