"""QR codes of public addresses, to be printed: with more repair than on a screen, for paper wears."""

from __future__ import annotations

import io

import qrcode
from django.http import Http404, HttpResponse
from qrcode.image.pil import PilImage
from qrcode.image.svg import SvgPathImage

_DRAWN = {"svg": (SvgPathImage, "image/svg+xml"), "png": (PilImage, "image/png")}


def drawn(address: str, kind: str) -> HttpResponse:
    """The code of an address as `svg` or `png`. Http404 for every other kind."""
    if kind not in _DRAWN:
        raise Http404
    factory, media_type = _DRAWN[kind]
    out = io.BytesIO()
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=4, box_size=16)
    code.add_data(address)
    code.make_image(image_factory=factory).save(out)
    return HttpResponse(out.getvalue(), content_type=media_type)
