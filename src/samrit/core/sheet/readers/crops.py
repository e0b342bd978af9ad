"""The pictures beside the questions: what a person compares with what OCR read."""

from __future__ import annotations

import io
from typing import Any

from samrit.core.sheet.definition import Crop
from samrit.core.sheet.readers.limits import READ_AGAIN, refuse
from samrit.core.sheet.readers.pdf import has_scanned_pages, page_count, page_picture
from samrit.core.sheet.readers.scan_picture import open_picture

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_FRAME = (178, 58, 46)
_ROOM = 8  # pixels between a place and its frame


def crop_picture(data: bytes, name: str, crop: Crop) -> bytes:
    """The part of a scan that a question points at, as PNG, cut from the picture that OCR saw.

    `data` and `name` are those of the file. Raises Refused where it is no picture of pages or has no such place.
    """
    image = _page(data, name, crop.page)
    _require_on(image, crop)
    return _png(image.crop(crop.box))


def picture_of_page(data: bytes, name: str, page: int, marked: Crop | None = None) -> bytes:
    """A whole page as PNG, as OCR saw it; the place that `marked` points at stands in a frame."""
    image = _page(data, name, page)
    if marked is None:
        return _png(image)
    from PIL import ImageDraw

    _require_on(image, marked)
    left, top, right, bottom = marked.box
    drawn = image.convert("RGB")
    ImageDraw.Draw(drawn).rectangle((left - _ROOM, top - _ROOM, right + _ROOM, bottom + _ROOM), outline=_FRAME, width=6)
    return _png(drawn)


def pages_of(data: bytes, name: str) -> int:
    """How many pages can be shown as pictures: those of a PDF, 1 of a picture, 0 of other files."""
    if _is_pdf(data, name):
        return page_count(data)
    return 1 if data.startswith(_PICTURES) else 0


def needs_ocr(data: bytes, name: str) -> bool:
    """Whether reading the file takes OCR, which is slow. Refused: a PDF that cannot be opened."""
    return has_scanned_pages(data) if _is_pdf(data, name) else data.startswith(_PICTURES)


def _is_pdf(data: bytes, name: str) -> bool:
    return data.startswith(b"%PDF-") or (name.lower().endswith(".pdf") and b"%PDF-" in data[:1024])


def _page(data: bytes, name: str, number: int) -> Any:
    if not _is_pdf(data, name) and number != 1:
        raise refuse(f"there is no page {number}", f"ไม่มีหน้า {number}", READ_AGAIN)
    return (page_picture(data, number) if _is_pdf(data, name) else open_picture(data)).image


def _require_on(image: Any, crop: Crop) -> None:
    left, top, right, bottom = crop.box
    if not (0 <= left < right <= image.width and 0 <= top < bottom <= image.height):
        raise refuse("the place is not on the page", "ตำแหน่งไม่อยู่ในหน้า", READ_AGAIN)


def _png(image: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
