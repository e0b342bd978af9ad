"""What a file says of itself that platforms limit: sizes in pixels, seconds. Read from its own head, nothing is run."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import IO

from samrit.platform.files import open_file
from samrit.platform.models import StoredFile
from samrit.platform.sniffing import IMAGES, MP4
from samrit.platform.videos import boxes


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """None where the file does not say it."""

    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    index_first: bool | None = None
    """Of a video: its index (`moov`) stands before its content, as Instagram wants."""


def facts_of(row: StoredFile) -> MediaFacts:
    """What the stored file says of itself. A damaged one says nothing."""
    try:
        with open_file(row) as file:
            if row.media_type in IMAGES:
                return _image(file)
            if row.media_type == MP4:
                return video(file)
    except (OSError, ValueError, struct.error):
        pass
    return MediaFacts()


def _image(file: IO[bytes]) -> MediaFacts:
    from PIL import Image

    with Image.open(file) as image:
        return MediaFacts(*image.size)


_LARGEST = 16_000_000


def video(file: IO[bytes]) -> MediaFacts:
    """Of an MP4: its boxes say how long and how large the picture is."""
    width = height = None
    seconds: float | None = None
    seen: list[bytes] = []
    for box in boxes(file):
        kind, start, size = box.kind, box.content, box.end - box.content
        if kind in {b"moov", b"mdat"}:
            seen.append(kind)
        if kind == b"mvhd":
            seconds = _seconds(_read(file, start, size))
        if kind == b"tkhd":
            track = _read(file, start, size)
            found = struct.unpack(">II", track[-8:])
            if found[0] and found[1]:
                width, height = found[0] >> 16, found[1] >> 16
    first = seen[0] == b"moov" if b"moov" in seen and b"mdat" in seen else None
    return MediaFacts(width, height, seconds, first)


def _read(file: IO[bytes], start: int, size: int) -> bytes:
    if size > _LARGEST:
        raise ValueError("a box of this kind is never so large")
    file.seek(start)
    return file.read(size)


def _seconds(head: bytes) -> float | None:
    if head[:1] == b"\x01":
        scale, length = struct.unpack(">IQ", head[20:32])
    else:
        scale, length = struct.unpack(">II", head[12:20])
    return length / scale if scale else None
