"""The original beside its reading: its text, the file, pictures of its pages, the places that questions point at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse

from samrit.core.contract import Refused
from samrit.core.sheet.definition import Crop
from samrit.core.sheet.readers import crop_picture, needs_ocr, pages_of, picture_of_page, read_paper
from samrit.platform.sending import send
from samrit.results.models import Revision
from samrit.web.office.views.common import key_result_of
from samrit.web.office.views.sheets.shared import revision_of
from samrit.web.shared.pages import staff_page


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


def _read_again(data: bytes, name: str) -> tuple[list[list[str]], int]:
    try:
        pages = pages_of(data, name)
        if needs_ocr(data, name):
            return [], pages
        paper = read_paper(data, name)
    except Refused:
        return [], 0
    return [[cell.text for cell in line.cells if cell.text and not cell.merged_up] for line in paper.rows], pages


@staff_page
def source(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The file as it was uploaded: shown only if it is a picture, else to be saved; never run."""
    row = revision_of(key_result_of(request, key), number)
    return send(row.source, row.source_name or "sheet", shown=True)


@staff_page
def page(request: HttpRequest, key: str, number: int, page: int) -> HttpResponse:
    """A page of the original as a picture; `?question=` frames the place that a question points at."""
    row = revision_of(key_result_of(request, key), number)
    asked = request.GET.get("question", "")
    crop = _crop(row, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 4 else None
    marked = crop if crop is not None and crop.page == page else None
    return _picture(row, lambda data: picture_of_page(data, row.source_name, page, marked))


@staff_page
def crop(request: HttpRequest, key: str, number: int, question: int) -> HttpResponse:
    """The place on the scan that a question points at."""
    row = revision_of(key_result_of(request, key), number)
    place = _crop(row, question)
    if place is None:
        raise Http404
    return _picture(row, lambda data: crop_picture(data, row.source_name, place))


def _crop(row: Revision, question: int) -> Crop | None:
    asked = row.definition.get("questions") or []
    found = asked[question].get("crop") if question < len(asked) else None
    return Crop(found["page"], tuple(found["box"])) if found else None


def _picture(row: Revision, draw: Any) -> HttpResponse:
    """What `draw` makes of the file. A file never changes, so the browser may keep the picture."""
    if row.source is None:
        raise Http404
    with default_storage.open(row.source.path) as file:
        data = file.read()
    try:
        answer = HttpResponse(draw(data), content_type="image/png")
    except Refused:
        raise Http404 from None
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    return answer
