"""The original beside its reading: its text, pictures of its pages, the places that questions point at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.core.files.storage import default_storage

from samrit.core.contract import Refused
from samrit.core.sheet.definition import Crop
from samrit.core.sheet.readers import crop_picture, needs_ocr, pages_of, picture_of_page, read_paper
from samrit.results.models import Revision


@dataclass(frozen=True, slots=True)
class Original:
    """The original as it can be shown: its rows of cells as text, or (of scans) only pictures of its pages."""

    rows: list[list[str]]
    pages: int


def original_of(row: Revision) -> Original:
    """The original of a revision. Read again only where that is quick: the pages of a scan are shown as they are."""
    if row.source is None:
        return Original([], 0)
    name = f"samrit-original-{row.source_id}"
    found = cache.get(name)
    if found is None:
        with default_storage.open(row.source.path) as file:
            data = file.read()
        found = _read_again(data, row.source_name or "sheet")
        cache.set(name, found, 3600)
    return Original(*found)


def page_picture(row: Revision, page: int, question: int | None = None) -> bytes | None:
    """A page as PNG, the place framed that a question points at; None where there is no such page."""
    crop = None if question is None else _crop(row, question)
    marked = crop if crop is not None and crop.page == page else None
    return _drawn(row, lambda data: picture_of_page(data, row.source_name, page, marked))


def question_picture(row: Revision, question: int) -> bytes | None:
    """The place that a question points at, as PNG; None where it points at none."""
    place = _crop(row, question)
    return None if place is None else _drawn(row, lambda data: crop_picture(data, row.source_name, place))


def _read_again(data: bytes, name: str) -> tuple[list[list[str]], int]:
    try:
        pages = pages_of(data, name)
        if needs_ocr(data, name):
            return [], pages
        paper = read_paper(data, name)
    except Refused:
        return [], 0
    return [[cell.text for cell in line.cells if cell.text and not cell.merged_up] for line in paper.rows], pages


def _crop(row: Revision, question: int) -> Crop | None:
    asked = row.definition.get("questions") or []
    found = asked[question].get("crop") if question < len(asked) else None
    return Crop(found["page"], tuple(found["box"])) if found else None


def _drawn(row: Revision, draw: Callable[[bytes], bytes]) -> bytes | None:
    if row.source is None:
        return None
    with default_storage.open(row.source.path) as file:
        data = file.read()
    try:
        return draw(data)
    except Refused:
        return None
