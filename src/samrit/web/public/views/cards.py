"""The card of a district for social media: its picture with its street sign, Thai shaped as Thai is written."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from samrit.core.contract import Message
from samrit.platform.files import open_file
from samrit.platform.language import spoken
from samrit.site import queries
from samrit.site.enums import PageKind
from samrit.site.pictures import CARD
from samrit.site.queries import Shown
from samrit.web.public import codes
from samrit.web.public.page import absolute, link, public_page

_GREEN, _PAPER, _SOFT = "#0B6B4F", "#FFFFFF", "#D5EBE1"
_CITY = Message("Creative districts of Bangkok", "ย่านสร้างสรรค์ กรุงเทพมหานคร")


@public_page
def district_card(_request: HttpRequest, slug: str) -> HttpResponse:
    """1200 by 630, as JPEG."""
    shown = queries.page(PageKind.DISTRICT, slug)
    if shown is None:
        raise Http404
    return HttpResponse(_drawn(shown), content_type="image/jpeg")


@public_page
def district_code(_request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The QR code of a district's page in Thai, for signs and print."""
    shown = queries.page(PageKind.DISTRICT, slug)
    if shown is None:
        raise Http404
    return codes.drawn(absolute(link("district", shown.slug, language="th")), kind)


def _drawn(shown: Shown) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", CARD, _GREEN)
    card = (
        None
        if shown.picture is None
        else next((row for row in shown.picture.formats.all() if row.name == "card"), None)
    )
    if card is not None:
        with open_file(card.file) as stream, Image.open(stream) as behind:
            image.paste(behind.convert("RGB"))
    draw = ImageDraw.Draw(image)
    district = shown.districts[0]
    thai, latin = _font("Bold", 84), _font("Regular", 40)
    name = _fitting(draw, district.name_th, thai)
    wide = max(draw.textlength(name[0], font=name[1]), draw.textlength(district.name_en, font=latin)) + 96
    box = (48, CARD[1] - 260, min(CARD[0] - 48, 48 + int(wide)), CARD[1] - 56)
    draw.rounded_rectangle(box, 16, fill=_GREEN)
    draw.rounded_rectangle((box[0] + 8, box[1] + 8, box[2] - 8, box[3] - 8), 10, outline=_PAPER, width=4)
    draw.text((box[0] + 48, box[1] + 14), name[0], font=name[1], fill=_PAPER)
    draw.text((box[0] + 48, box[3] - 72), district.name_en, font=latin, fill=_SOFT)
    city = spoken(_CITY)
    small = _font("SemiBold", 34)
    width = draw.textlength(city, font=small)
    draw.rounded_rectangle((48, 40, 96 + int(width), 108), 10, fill=_GREEN)
    draw.text((72, 46), city, font=small, fill=_PAPER)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=84, optimize=True)
    return out.getvalue()


def _fitting(draw: Any, text: str, font: Any) -> tuple[str, Any]:
    """The text in a size in which it fits on the card."""
    size = 84
    while size > 36 and draw.textlength(text, font=font) > CARD[0] - 200:
        size -= 6
        font = _font("Bold", size)
    return text, font


@cache
def _font(weight: str, size: int) -> Any:
    import fontpkg_sarabun  # noqa: PLC0415 -- slow import
    from PIL import ImageFont

    path = fontpkg_sarabun.ROOT / "files" / f"Sarabun-{weight}.ttf"
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)
