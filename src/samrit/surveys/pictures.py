"""The photo or map beside a name that is asked about: made small from its pixels, so that a weak network carries it."""

from __future__ import annotations

import io

from samrit.core.contract import Message, Refused
from samrit.core.upright import upright
from samrit.platform.files import store_file
from samrit.platform.models import StoredFile

LARGEST = 15_000_000
"""Bytes of a photo as it comes from a camera."""
SIDE = (480, 360)
"""Pixels, across and down, that a picture has at most."""
_QUALITY = 72


def make_picture(data: bytes) -> StoredFile:
    """The picture as it is shown: upright, small, a JPEG without place or camera. Raises Refused for what is none."""
    from PIL import Image

    broken = Refused(
        "file",
        Message("this is no picture, or a damaged one", "ไฟล์นี้ไม่ใช่ภาพ หรือภาพชำรุด"),
        Message("give a JPEG, PNG or WebP image of 15 MB at most", "ใช้ไฟล์ภาพ JPEG, PNG หรือ WebP ไม่เกิน ๑๕ เมกะไบต์"),
    )
    if len(data) > LARGEST:
        raise broken
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as image:
            image.draft("RGB", SIDE)
            turned = upright(image).convert("RGBA")
    except Exception:  # noqa: BLE001 -- Pillow lets out whatever a damaged picture leads to
        raise broken from None
    turned.thumbnail(SIDE)
    # On white, for maps that are drawn on nothing; into an image that carries nothing but its pixels.
    bare = Image.new("RGB", turned.size, "white")
    bare.paste(turned, mask=turned.getchannel("A"))
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return store_file([out.getvalue()])
