"""The pictures beside the questions: what a person compares with what OCR read."""

from __future__ import annotations

import io

from samrit.core.sheet.definition import Crop
from samrit.core.sheet.readers.limits import READ_AGAIN, refuse
from samrit.core.sheet.readers.pdf import page_picture
from samrit.core.sheet.readers.scan_picture import open_picture


def crop_picture(data: bytes, name: str, crop: Crop) -> bytes:
    """The part of a scan that a question points at, as PNG, cut from the picture that OCR saw.

    `data` and `name` are those of the file. Raises Refused where it is no picture of pages or has no such place.
    """
    is_pdf = name.lower().endswith(".pdf") or data.startswith(b"%PDF-")
    picture = page_picture(data, crop.page) if is_pdf else open_picture(data)
    left, top, right, bottom = crop.box
    if not (0 <= left < right <= picture.image.width and 0 <= top < bottom <= picture.image.height):
        raise refuse("the place is not on the page", "ตำแหน่งไม่อยู่ในหน้า", READ_AGAIN)
    stream = io.BytesIO()
    picture.image.crop(crop.box).save(stream, "PNG")
    return stream.getvalue()
