"""The formats of a picture: made once when it comes in, so that no reader waits for them and nobody asks for others."""

from __future__ import annotations

import io
from typing import Any, NamedTuple

from samrit.platform.files import open_file, store_file
from samrit.platform.models import StoredFile
from samrit.site.models import Picture, PictureFormat

WIDTHS = (480, 960, 1600)
CARD_NAME = "card"
CARD = (1200, 630)
"""The card that social media show."""


class Made(NamedTuple):
    """One format."""

    name: str
    file: StoredFile
    width: int
    height: int


def size_of(file: StoredFile) -> tuple[int, int]:
    """Width and height of a stored image."""
    from PIL import Image

    with open_file(file) as stream, Image.open(stream) as image:
        return image.size


def make_formats(picture: Picture) -> None:
    """Makes all formats of a picture anew, around its focus."""
    from PIL import Image

    with open_file(picture.file) as stream, Image.open(stream) as opened:
        image = opened.convert("RGB")
    made = [_narrowed(image, width) for width in WIDTHS if width < image.width or width == WIDTHS[0]]
    made.append(_card(image, picture.focus_x, picture.focus_y))
    picture.formats.exclude(name__in=[row.name for row in made]).delete()
    for row in made:
        PictureFormat.objects.update_or_create(
            picture=picture, name=row.name, defaults={"file": row.file, "width": row.width, "height": row.height}
        )


def _narrowed(image: Any, width: int) -> Made:
    from PIL import Image

    width = min(width, image.width)
    height = max(1, round(image.height * width / image.width))
    name = str(next(known for known in WIDTHS if known >= width))
    return Made(name, _saved(image.resize((width, height), Image.Resampling.LANCZOS), "WEBP"), width, height)


def _card(image: Any, focus_x: int, focus_y: int) -> Made:
    """1200 by 630 around the focus: JPEG, which every platform reads."""
    from PIL import Image

    wide, high = CARD
    scale = max(wide / image.width, high / image.height)
    # Only what is seen is made larger: a picture of one dot in width would grow to gigabytes.
    part_wide, part_high = min(image.width, wide / scale), min(image.height, high / scale)
    left = min(max(0, image.width * focus_x / 100 - part_wide / 2), image.width - part_wide)
    top = min(max(0, image.height * focus_y / 100 - part_high / 2), image.height - part_high)
    part = (left, top, left + part_wide, top + part_high)
    return Made(CARD_NAME, _saved(image.resize(CARD, Image.Resampling.LANCZOS, box=part), "JPEG"), wide, high)


def _saved(image: Any, form: str) -> StoredFile:
    out = io.BytesIO()
    image.save(out, form, quality=80)
    return store_file([out.getvalue()])
