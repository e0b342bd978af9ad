"""Videos (MP4) by their boxes: walking through them, and a copy that tells no place.

Cameras and telephones write where a video was taken into its index (`udta`, `meta`, `uuid`, boxes of their makers) and
some into a track of its own beside picture and sound, or as captions. All of that is blanked where it stands, so that
nothing moves and picture and sound stay byte for byte. Of the content only that is left which a kept track names as its
own: what none of them speaks of is blank too. What is seen or heard in a video is not looked at.

A file may lie: the work grows with its size only, whatever its tables promise; what does not fit together is damaged.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import IO

_INSIDE = {b"": b"moov", b"moov": b"trak", b"trak": b"mdia"}
"""The one kind of box that is walked into, by the box it stands in: a box in its own kind leads no deeper."""
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
_TEXTS = _SEEN_OR_HEARD - {b"vide", b"soun"}
_PLACE = re.compile(
    rb"\b(?:gps|lat(?:itude)?|lon(?:gitude)?|altitude)[^0-9a-z\n]{1,4}[0-9]"  # [latitude: 13.75] GPS(100.49, …)
    rb"|\bhome\([0-9]"
    rb"|[0-9]\.[0-9]{4,}[^0-9\n]{1,20}[0-9]{1,3}\.[0-9]{4,}"  # 13.75630, 100.50180
    rb"|\xc2?\xb0 ?[0-9]{1,2}['\xe2]"  # 13°45'
    rb"|\$G[A-Z]{4},",  # the sentences of a receiver
    re.IGNORECASE,
)
"""How a text tells a place in figures; captions that speak of a GPS do not match."""
_MOST = 1_000_000
"""Entries of one table, and pieces of content of a whole video. An hour has some 400,000 pictures and sounds."""


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

    return _every(read, b"", 0, file.seek(0, io.SEEK_END))


def _every(read: Read, inside: bytes, start: int, end: int) -> Iterator[Box]:
    for box in _side_by_side(read, start, end):
        yield box
        if box.kind == _INSIDE.get(inside):
            yield from _every(read, box.kind, box.content, box.end)


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


def without_place(file: IO[bytes]) -> bytes:
    """The same video without what tells where, by whom and with what it was taken. Raises DamagedVideoError."""
    file.seek(0)
    data = bytearray(file.read())
    try:
        pieces = _Pieces(data)
        for box in _within(data, 0, len(data)):
            if box.kind == b"moov":
                _drop_telling_texts(data, box)
                _index(pieces, box)
        for box in _within(data, 0, len(data)):
            if box.kind == b"moof":
                _fragment(pieces, box)
        _blank_between(data, pieces.found)
        _clean(data, b"", 0, len(data))
    except (struct.error, IndexError) as error:
        raise DamagedVideoError from error
    return bytes(data)


def _within(data: bytearray, start: int, end: int) -> Iterator[Box]:
    return _side_by_side(lambda at, size: bytes(data[at : at + size]), start, end)


def _parts(data: bytearray, box: Box, kind: bytes) -> Iterator[Box]:
    return (part for part in _within(data, box.content, box.end) if part.kind == kind)


def _found(data: bytearray, box: Box, *path: bytes) -> Box | None:
    for kind in path:
        found = next(_parts(data, box, kind), None)
        if found is None:
            return None
        box = found
    return box


# --- blanking ---


def _clean(data: bytearray, inside: bytes, start: int, end: int) -> None:
    """Blanks what is not kept between two places, and what lies behind the last box."""
    at = start
    for box in _within(data, start, end):
        at = box.end
        if box.kind not in _KEPT[inside] or (box.kind == b"trak" and not _is_kept(data, box)):
            _blank(data, box)
        elif box.kind in _KEPT:
            _clean(data, box.kind, box.content, box.end)
    left = end - at
    data[at:end] = struct.pack(">I4s", left, b"free") + bytes(left - 8) if left >= 8 else bytes(left)


def _blank(data: bytearray, box: Box) -> None:
    """Turns a box into free space of the same length."""
    data[box.start + 4 : box.start + 8] = b"free"
    data[box.content : box.end] = bytes(box.end - box.content)


def _kind_of(data: bytearray, track: Box) -> bytes:
    """What a track is for, by its handler; b"" where it does not say."""
    found = _found(data, track, b"mdia", b"hdlr")
    return b"" if found is None else bytes(data[found.content + 8 : found.content + 12])


def _is_kept(data: bytearray, track: Box) -> bool:
    return _kind_of(data, track) in _SEEN_OR_HEARD


def _drop_telling_texts(data: bytearray, index: Box) -> None:
    """Blanks the texts in which some drones write where they fly, as if these were captions.

    Texts whose content lies in fragments are not read, so they go too.
    """
    in_fragments = _found(data, index, b"mvex") is not None
    for track in _parts(data, index, b"trak"):
        if _kind_of(data, track) in _TEXTS and (in_fragments or _tells_place(data, track)):
            _blank(data, track)


def _tells_place(data: bytearray, track: Box) -> bool:
    table = _found(data, track, b"mdia", b"minf", b"stbl")
    if table is None:
        return False
    pieces = _Pieces(data)
    _chunks(pieces, table)
    return any(_PLACE.search(bytes(data[start:end]).replace(b"\0", b"")) for start, end in pieces.found)


def _blank_between(data: bytearray, pieces: list[tuple[int, int]]) -> None:
    """Blanks all content that no piece covers. Every byte is looked at once, however the pieces overlap."""
    left = sorted(pieces, reverse=True)
    for box in _within(data, 0, len(data)):
        if box.kind != b"mdat":
            continue
        at = box.content
        while left and left[-1][0] < box.end:
            start, stop = left.pop()
            if start < box.content or stop > box.end:
                raise DamagedVideoError
            if start > at:
                data[at:start] = bytes(start - at)
            at = max(at, stop)
        data[at : box.end] = bytes(box.end - at)
    if left:
        raise DamagedVideoError


# --- what of the content belongs to a kept track, by its tables ---


@dataclass(slots=True)
class _Pieces:
    """What was found so far: places (from, to) of kept content; kept tracks; sizes of samples that state none."""

    data: bytearray
    found: list[tuple[int, int]] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    usual: dict[int, int] = field(default_factory=dict)

    def add(self, start: int, length: int) -> None:
        """One more. Raises DamagedVideoError where it lies outside of the file, and for too many."""
        if length == 0:
            return
        if start < 0 or start + length > len(self.data) or len(self.found) >= _MOST:
            raise DamagedVideoError
        if self.found and self.found[-1][1] == start:
            self.found[-1] = (self.found[-1][0], start + length)
        else:
            self.found.append((start, start + length))


def _numbers(data: bytearray, at: int, table: Box, many: int, sign: str = "I") -> tuple[int, ...]:
    """So many numbers of a table from a place on. Raises DamagedVideoError where it holds fewer."""
    if many > _MOST or at + many * struct.calcsize(f">{sign}") > table.end:
        raise DamagedVideoError
    return struct.unpack_from(f">{many}{sign}", data, at)


def _index(pieces: _Pieces, index: Box) -> None:
    data = pieces.data
    for track in _parts(data, index, b"trak"):
        if not _is_kept(data, track):
            continue
        head = _found(data, track, b"tkhd")
        if head is not None:
            pieces.kept.add(_numbers(data, head.content + (20 if data[head.content] == 1 else 12), head, 1)[0])
        table = _found(data, track, b"mdia", b"minf", b"stbl")
        if table is not None:
            _chunks(pieces, table)
    extended = _found(data, index, b"mvex")
    if extended is not None:
        for box in _parts(data, extended, b"trex"):
            track_id, _description, _duration, size = _numbers(data, box.content + 4, box, 4)
            pieces.usual[track_id] = size


def _chunks(pieces: _Pieces, table: Box) -> None:
    """The chunks of a track: where each begins, how many samples it has, how long these are together."""
    data = pieces.data
    places = _places(data, table)
    if not places:
        return
    total, many = _sizes(data, table)
    runs = _runs(data, table)
    if runs[:1] and runs[0][0] != 1:
        raise DamagedVideoError
    run = each = sample = 0
    for number, place in enumerate(places, start=1):
        while run < len(runs) and runs[run][0] <= number:
            each, run = runs[run][1], run + 1
        last = min(sample + each, many)
        pieces.add(place, total(last) - total(sample))
        sample = last
    if sample < many:
        raise DamagedVideoError


def _places(data: bytearray, table: Box) -> tuple[int, ...]:
    for kind, sign in ((b"stco", "I"), (b"co64", "Q")):
        found = _found(data, table, kind)
        if found is not None:
            (many,) = _numbers(data, found.content + 4, found, 1)
            return _numbers(data, found.content + 8, found, many, sign)
    return ()


def _runs(data: bytearray, table: Box) -> list[tuple[int, int]]:
    """(number of the first chunk, samples of each chunk from there on)."""
    found = _found(data, table, b"stsc")
    if found is None:
        raise DamagedVideoError
    (many,) = _numbers(data, found.content + 4, found, 1)
    rows = _numbers(data, found.content + 8, found, 3 * many)
    return list(zip(rows[::3], rows[1::3], strict=True))


def _sizes(data: bytearray, table: Box) -> tuple[Callable[[int], int], int]:
    """How long the first so many samples are together, and how many there are."""
    found = _found(data, table, b"stsz")
    if found is not None:
        each, many = _numbers(data, found.content + 4, found, 2)
        if each:
            return (lambda first: first * each), many
        sizes = _numbers(data, found.content + 12, found, many)
    else:
        found = _found(data, table, b"stz2")
        if found is None:
            raise DamagedVideoError
        sizes = _compact(data, found)
    sums = list(accumulate(sizes, initial=0))
    return sums.__getitem__, len(sizes)


def _compact(data: bytearray, found: Box) -> tuple[int, ...]:
    """Sizes of 4, 8 or 16 bits."""
    wide, (many,) = data[found.content + 7], _numbers(data, found.content + 8, found, 1)
    at = found.content + 12
    if wide == 4:
        both = _numbers(data, at, found, (many + 1) // 2, "B")
        return tuple(size for pair in both for size in divmod(pair, 16))[:many]
    if wide not in {8, 16}:
        raise DamagedVideoError
    return _numbers(data, at, found, many, "B" if wide == 8 else "H")


def _fragment(pieces: _Pieces, fragment: Box) -> None:
    """The content that a fragment (`moof`) speaks of; its tracks may begin where the one before ended."""
    data = pieces.data
    end = fragment.start
    for part in _parts(data, fragment, b"traf"):
        head = _found(data, part, b"tfhd")
        if head is None:
            raise DamagedVideoError
        flags, track_id = _numbers(data, head.content, head, 2)
        at, base = head.content + 8, fragment.start if flags & 0x020000 else end
        if flags & 0x01:
            (base,), at = _numbers(data, at, head, 1, "Q"), at + 8
        at += 4 * ((flags & 0x02) // 0x02 + (flags & 0x08) // 0x08)
        usual = _numbers(data, at, head, 1)[0] if flags & 0x10 else pieces.usual.get(track_id)
        end = base
        for run in _parts(data, part, b"trun"):
            moved, length = _run(data, run, usual)
            start = end if moved is None else base + moved
            if track_id in pieces.kept:
                pieces.add(start, length)
            end = start + length


def _run(data: bytearray, run: Box, usual: int | None) -> tuple[int | None, int]:
    """Where a run of samples begins, counted from the base (None: behind the one before), and how long it is."""
    flags, many = _numbers(data, run.content, run, 2)
    at, moved = run.content + 8, None
    if flags & 0x01:
        (moved,), at = _numbers(data, at, run, 1, "i"), at + 4
    at += flags & 0x04
    columns = [flag for flag in (0x100, 0x200, 0x400, 0x800) if flags & flag]
    if 0x200 in columns:
        return moved, sum(_numbers(data, at, run, many * len(columns))[columns.index(0x200) :: len(columns)])
    if usual is None and many:
        raise DamagedVideoError
    return moved, many * (usual or 0)
