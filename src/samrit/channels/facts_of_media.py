"""What a file says of itself that platforms limit: sizes in pixels, seconds. Read from its own head, nothing is run."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from samrit.platform.files import open_file
from samrit.platform.models import StoredFile
from samrit.platform.sniffing import IMAGES, MP4


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


_INSIDE = {b"moov", b"trak", b"mdia"}
_LARGEST = 16_000_000


def video(file: IO[bytes]) -> MediaFacts:
    """Of an MP4: its boxes say how long and how large the picture is."""
    width = height = None
    seconds: float | None = None
    seen: list[bytes] = []
    for kind, start, size in _boxes(file, 0, file.seek(0, io.SEEK_END)):
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


def _boxes(file: IO[bytes], start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(kind, where its content begins, how long it is) of every box, those inside the index too."""
    while start + 8 <= end:
        file.seek(start)
        size, kind = struct.unpack(">I4s", file.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", file.read(8))[0], 16
        if size == 0:
            size = end - start
        if size < head or start + size > end:
            return
        yield kind, start + head, size - head
        if kind in _INSIDE:
            yield from _boxes(file, start + head, start + size)
        start += size


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
