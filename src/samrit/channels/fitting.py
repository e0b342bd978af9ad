"""A picture as a channel takes it: the public copy, as JPEG where PNG is not taken, small enough."""

from __future__ import annotations

import io
from dataclasses import dataclass

from samrit.platform.files import open_file, store_file
from samrit.platform.models import StoredFile
from samrit.platform.sniffing import IMAGES, JPEG, PNG
from samrit.publicity.enums import Channel


@dataclass(frozen=True, slots=True)
class Frame:
    """What a channel takes: types, the longest side in pixels, the most bytes."""

    types: frozenset[str]
    side: int
    size: int


FRAMES: dict[str, Frame] = {
    Channel.FACEBOOK: Frame(frozenset({JPEG, PNG}), 2_560, 4_000_000),
    Channel.INSTAGRAM: Frame(frozenset({JPEG}), 1_440, 8_000_000),
    Channel.TIKTOK: Frame(frozenset({JPEG}), 1_920, 20_000_000),
    Channel.YOUTUBE: Frame(frozenset({JPEG, PNG}), 1_280, 2_000_000),
    Channel.LINE: Frame(frozenset({JPEG, PNG}), 2_048, 10_000_000),
}
PREVIEW = Frame(frozenset({JPEG}), 480, 1_000_000)


def fitted(row: StoredFile, frame: Frame) -> StoredFile:
    """The picture itself where it fits, else a smaller JPEG of it; the same picture always gives the same file."""
    if row.media_type not in IMAGES:
        return row
    if row.media_type in frame.types and row.size <= frame.size and _side(row) <= frame.side:
        return row
    from PIL import Image

    with open_file(row) as file, Image.open(file) as image:
        small = image.convert("RGB")
        small.thumbnail((frame.side, frame.side))
        for quality in (88, 78, 65, 50):
            made = io.BytesIO()
            small.save(made, "JPEG", quality=quality)
            if made.tell() <= frame.size:
                break
    return store_file([made.getvalue()])


def _side(row: StoredFile) -> int:
    from PIL import Image

    with open_file(row) as file, Image.open(file) as image:
        return max(image.size)
