"""The public copy of a video tells no place, and is the same video."""

from __future__ import annotations

import io
import struct

import pytest

from samrit.core.contract import Refused
from samrit.platform.files import open_file, public_copy, store_file
from samrit.platform.videos import boxes, without_place

PLACE = b"+13.7563+100.5018/"
PICTURE, POSITIONS = b"picture" * 9, [PLACE, b"+13.7000+100.5000/"]


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def track(kind: bytes, sizes: list[int], chunks: list[int], *more: bytes, wide: bool = False) -> bytes:
    """A track of one sample a chunk."""
    places = struct.pack(f">II{len(chunks)}{'Q' if wide else 'I'}", 0, len(chunks), *chunks)
    table = box(
        b"stbl",
        box(b"stsz", struct.pack(">III", 0, 0, len(sizes)), struct.pack(f">{len(sizes)}I", *sizes)),
        box(b"stsc", struct.pack(">IIIII", 0, 1, 1, 1, 1)),
        box(b"co64" if wide else b"stco", places),
    )
    handler = box(b"hdlr", bytes(8), kind, bytes(13))
    return box(b"trak", box(b"tkhd", bytes(84)), box(b"mdia", handler, box(b"minf", table)), *more)


def video(*, wide: bool = False) -> bytes:
    """A telephone's video: a picture, a track of positions, and the place in every box that makers use."""
    head = box(b"ftyp", b"isom\0\0\0\1isommp42")
    content = PICTURE + b"".join(POSITIONS)
    media = box(b"mdat", content)
    first = len(head) + 8
    places = [first + len(PICTURE) + sum(map(len, POSITIONS[:at])) for at in range(len(POSITIONS))]
    index = box(
        b"moov",
        box(b"mvhd", bytes(100)),
        track(b"vide", [len(PICTURE)], [first], box(b"udta", box(b"\xa9xyz", PLACE)), wide=wide),
        track(b"meta", [len(row) for row in POSITIONS], places, wide=wide),
        box(b"udta", box(b"\xa9xyz", PLACE), box(b"loci", PLACE)),
        box(b"meta", box(b"keys", b"com.apple.quicktime.location.ISO6709"), box(b"ilst", PLACE)),
    )
    return head + media + index + box(b"uuid", b"XMP" + PLACE) + box(b"free", PLACE) + PLACE


@pytest.mark.parametrize("wide", [False, True])
def test_nothing_tells_where_it_was_taken(wide):
    """Boxes of places and the track of positions are blank; picture and length are as they were."""
    made = video(wide=wide)
    bare = without_place(io.BytesIO(made))
    assert made.count(PLACE) == 8
    assert (PLACE in bare, POSITIONS[1] in bare, b"location" in bare) == (False, False, False)
    assert (PICTURE in bare, len(bare)) == (True, len(made))
    kinds = [row.kind for row in boxes(io.BytesIO(bare))]
    assert kinds.count(b"trak") == 1
    assert {b"udta", b"meta", b"uuid"}.isdisjoint(kinds)
    assert without_place(io.BytesIO(bare)) == bare


@pytest.mark.django_db
def test_the_public_copy_is_that():
    """A file of its own; the original stays as it came."""
    kept = store_file([video()])
    copy = public_copy(kept)
    assert copy.media_type == "video/mp4"
    with open_file(copy) as bare, open_file(kept) as original:
        assert (PLACE in bare.read(), PLACE in original.read()) == (False, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "table",
    [
        box(b"stsz", struct.pack(">III", 0, 0, 4_000_000_000)),
        box(b"stsz", struct.pack(">III", 0, 0, 9)),
        box(b"stsz", struct.pack(">III", 5, 0, 1)) + box(b"stsc", struct.pack(">II", 0, 99)),
        box(b"stco", struct.pack(">II", 0, 4_000_000)),
    ],
)
def test_a_hostile_index_gets_a_sentence(table):
    """Tables that promise more than there is."""
    hostile = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), b"meta"), box(b"minf", box(b"stbl", table))))
    kept = store_file([box(b"ftyp", b"isom\0\0\0\1isommp42") + box(b"moov", hostile)])
    with pytest.raises(Refused, match="damaged"):
        public_copy(kept)
