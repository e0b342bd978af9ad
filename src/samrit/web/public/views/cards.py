"""The cards that social media show: of a district its picture with its street sign, of other pages the site's name."""

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
_SMALLEST = 36
_CITY = Message("Creative districts of Bangkok", "ย่านสร้างสรรค์ กรุงเทพมหานคร")
_PROMISE = Message("Stories, people, and results that anyone can check", "เรื่องราว ผู้คน และผลงานที่ใครก็ตรวจสอบได้")


@public_page
def district_card(_request: HttpRequest, slug: str) -> HttpResponse:
    """1200 by 630, as JPEG."""
    shown = queries.page(PageKind.DISTRICT, slug)
    if shown is None:
        raise Http404
    return HttpResponse(_drawn(shown), content_type="image/jpeg")


@public_page
def site_card(_request: HttpRequest) -> HttpResponse:
    """1200 by 630, as JPEG: the site's name, for every page that has no picture of its own."""
    return HttpResponse(_named(spoken(_CITY), spoken(_PROMISE)), content_type="image/jpeg")


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
    card = None if shown.picture is None else next((row for row in shown.picture.made if row.name == "card"), None)
    if card is not None:
        with open_file(card.file) as stream, Image.open(stream) as behind:
            image.paste(behind.convert("RGB"))
    draw = ImageDraw.Draw(image)
    district = shown.districts[0]
    thai, latin = _fitting(draw, district.name_th, "Bold", 84), _font("Regular", 40)
    wide = max(draw.textlength(district.name_th, font=thai), draw.textlength(district.name_en, font=latin)) + 96
    box = (48, CARD[1] - 260, min(CARD[0] - 48, 48 + int(wide)), CARD[1] - 56)
    draw.rounded_rectangle(box, 16, fill=_GREEN)
    draw.rounded_rectangle((box[0] + 8, box[1] + 8, box[2] - 8, box[3] - 8), 10, outline=_PAPER, width=4)
    draw.text((box[0] + 48, box[1] + 14), district.name_th, font=thai, fill=_PAPER)
    draw.text((box[0] + 48, box[3] - 72), district.name_en, font=latin, fill=_SOFT)
    city = spoken(_CITY)
    small = _font("SemiBold", 34)
    width = draw.textlength(city, font=small)
    draw.rounded_rectangle((48, 40, 96 + int(width), 108), 10, fill=_GREEN)
    draw.text((72, 46), city, font=small, fill=_PAPER)
    return _as_jpeg(image)


def _named(name: str, line: str) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", CARD, _GREEN)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((40, 40, CARD[0] - 40, CARD[1] - 40), 16, outline=_PAPER, width=4)
    for text, weight, size, fill, down in ((name, "Bold", 84, _PAPER, 280), (line, "Regular", 44, _SOFT, 400)):
        font = _fitting(draw, text, weight, size)
        draw.text((CARD[0] / 2, down), text, font=font, fill=fill, anchor="mm")
    return _as_jpeg(image)


def _as_jpeg(image: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=84, optimize=True)
    return out.getvalue()


def _fitting(draw: Any, text: str, weight: str, size: int) -> Any:
    """The letters in the largest size, up to this one, in which the text fits on the card."""
    while size > _SMALLEST and draw.textlength(text, font=_font(weight, size)) > CARD[0] - 200:
        size -= 6
    return _font(weight, size)


@cache
def _font(weight: str, size: int) -> Any:
    import fontpkg_sarabun  # noqa: PLC0415 -- slow import
    from PIL import ImageFont

    path = fontpkg_sarabun.ROOT / "files" / f"Sarabun-{weight}.ttf"
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)
