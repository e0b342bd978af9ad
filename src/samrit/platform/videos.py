"""Videos (MP4) by their boxes: walking through them, and a copy that tells no place.

Cameras and telephones write where a video was taken into its index (`udta`, `meta`, `uuid`, boxes of their makers) and
some into a track of its own beside picture and sound. All of that is blanked where it stands, so that nothing moves and
picture and sound stay byte for byte. What is seen or heard in a video is not looked at.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

_INSIDE = {b"moov", b"trak", b"mdia"}
_KEPT = {
    b"": {b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"ssix", b"pdin", b"prft"},
    b"moov": {b"mvhd", b"trak", b"mvex", b"iods", b"pssh"},
    b"trak": {b"tkhd", b"tref", b"trgr", b"edts", b"mdia"},
    b"mdia": {b"mdhd", b"hdlr", b"elng", b"minf"},
    b"minf": {b"vmhd", b"smhd", b"sthd", b"nmhd", b"hmhd", b"dinf", b"stbl"},
    b"moof": {b"mfhd", b"traf", b"pssh"},
    b"traf": {b"tfhd", b"tfdt", b"trun", b"sbgp", b"sgpd", b"subs", b"saiz", b"saio", b"senc"},
}
"""The boxes that playing needs, by the box they stand in (b"": the file itself); all others there are blanked."""
_SEEN_OR_HEARD = {b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp"}
"""Tracks that people see, hear or read. Others (positions, movements, a maker's own) are blanked with their content."""
_MOST_SAMPLES = 5_000_000


class DamagedVideoError(ValueError):
    """Its boxes do not fit together."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its kind, where it begins, where its content begins, and where it ends."""

    kind: bytes
    start: int
    content: int
    end: int


Read = Callable[[int, int], bytes]
"""Bytes from a place on, so many."""


def boxes(file: IO[bytes]) -> Iterator[Box]:
    """Every box of a video, those inside the index too, up to the first that does not fit in."""

    def read(at: int, size: int) -> bytes:
        file.seek(at)
        return file.read(size)

    return _every(read, 0, file.seek(0, io.SEEK_END))


def _every(read: Read, start: int, end: int) -> Iterator[Box]:
    for box in _side_by_side(read, start, end):
        yield box
        if box.kind in _INSIDE:
            yield from _every(read, box.content, box.end)


def _side_by_side(read: Read, start: int, end: int) -> Iterator[Box]:
    while start + 8 <= end:
        size, kind = struct.unpack(">I4s", read(start, 8))
        head = 8
        if size == 1 and start + 16 <= end:
            size, head = struct.unpack(">Q", read(start + 8, 8))[0], 16
        if size == 0:
            size = end - start
        if size < head or start + size > end:
            return
        yield Box(kind, start, start + head, start + size)
        start += size


def _within(data: bytearray, start: int, end: int) -> Iterator[Box]:
    return _side_by_side(lambda at, size: bytes(data[at : at + size]), start, end)


def without_place(file: IO[bytes]) -> bytes:
    """The same video without what tells where, by whom and with what it was taken. Raises DamagedVideoError."""
    file.seek(0)
    data = bytearray(file.read())
    try:
        _clean(data, b"", 0, len(data))
    except (struct.error, IndexError) as error:
        raise DamagedVideoError from error
    return bytes(data)


def _clean(data: bytearray, inside: bytes, start: int, end: int) -> None:
    """Blanks what is not kept between two places, and what lies behind the last box."""
    at = start
    for box in _within(data, start, end):
        at = box.end
        if box.kind not in _KEPT[inside]:
            _blank(data, box)
        elif box.kind == b"trak" and _handler(data, box) not in _SEEN_OR_HEARD:
            _empty(data, box)
            _blank(data, box)
        elif box.kind in _KEPT:
            _clean(data, box.kind, box.content, box.end)
    left = end - at
    data[at:end] = struct.pack(">I4s", left, b"free") + bytes(left - 8) if left >= 8 else bytes(left)


def _blank(data: bytearray, box: Box) -> None:
    """Turns a box into free space of the same length."""
    data[box.start + 4 : box.start + 8] = b"free"
    data[box.content : box.end] = bytes(box.end - box.content)


def _found(data: bytearray, box: Box, *path: bytes) -> Box | None:
    for kind in path:
        found = next((part for part in _within(data, box.content, box.end) if part.kind == kind), None)
        if found is None:
            return None
        box = found
    return box


def _handler(data: bytearray, track: Box) -> bytes:
    found = _found(data, track, b"mdia", b"hdlr")
    return b"" if found is None else bytes(data[found.content + 8 : found.content + 12])


# --- the content of a track, by its tables ---


def _empty(data: bytearray, track: Box) -> None:
    """Blanks the samples of a track, wherever they lie in the file."""
    table = _found(data, track, b"mdia", b"minf", b"stbl")
    if table is None:
        return
    sizes, runs, places = _sizes(data, table), _runs(data, table), _places(data, table)
    sample = run = many = 0
    for number, place in enumerate(places, start=1):
        while run < len(runs) and runs[run][0] <= number:
            many, run = runs[run][1], run + 1
        length = sum(sizes[sample : sample + many])
        sample += many
        stop = min(place + length, len(data))
        if place < stop:
            data[place:stop] = bytes(stop - place)


def _sizes(data: bytearray, table: Box) -> list[int]:
    found = _found(data, table, b"stsz")
    if found is None:
        return []
    each, many = struct.unpack_from(">II", data, found.content + 4)
    if many > _MOST_SAMPLES:
        raise DamagedVideoError
    return [each] * many if each else list(struct.unpack_from(f">{many}I", data, found.content + 12))


def _runs(data: bytearray, table: Box) -> list[tuple[int, int]]:
    """(number of the first chunk, samples of each chunk from there on)."""
    found = _found(data, table, b"stsc")
    if found is None:
        return []
    (many,) = struct.unpack_from(">I", data, found.content + 4)
    if found.content + 8 + 12 * many > found.end:
        raise DamagedVideoError
    return [struct.unpack_from(">II", data, found.content + 8 + 12 * place) for place in range(many)]


def _places(data: bytearray, table: Box) -> tuple[int, ...]:
    for kind, sign in ((b"stco", "I"), (b"co64", "Q")):
        found = _found(data, table, kind)
        if found is not None:
            (many,) = struct.unpack_from(">I", data, found.content + 4)
            return struct.unpack_from(f">{many}{sign}", data, found.content + 8)
    return ()
