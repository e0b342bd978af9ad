"""The public copy of a video tells no place, and is the same video."""

from __future__ import annotations

import contextlib
import io
import random
import struct
import time

import pytest

from samrit.core.contract import Refused
from samrit.platform.files import open_file, public_copy, store_file
from samrit.platform.videos import DamagedVideoError, boxes, without_place

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


def tables(*rows: bytes, kind: bytes = b"meta", number: int = 1) -> bytes:
    """A track with these tables."""
    head = box(b"tkhd", struct.pack(">IIII", 0, 0, 0, number), bytes(68))
    return box(b"trak", head, box(b"mdia", box(b"hdlr", bytes(8), kind, bytes(13)), box(b"minf", box(b"stbl", *rows))))


HEAD = box(b"ftyp", b"isom\0\0\0\1isommp42")
ONE_CHUNK = (
    box(b"stsc", struct.pack(">IIIII", 0, 1, 1, 1, 1)),
    box(b"stco", struct.pack(">III", 0, 1, len(HEAD) + 8 + len(PICTURE))),
)


@pytest.mark.parametrize(
    "track_of_positions",
    [
        tables(box(b"stsz", struct.pack(">III", 0, len(PLACE), 1)), *ONE_CHUNK),
        tables(box(b"stz2", struct.pack(">IIIB", 0, 8, 1, len(PLACE))), *ONE_CHUNK),
        tables(),
        b"",
    ],
)
def test_content_that_no_kept_track_names_is_blank(track_of_positions):
    """Whatever tables positions have, or none at all: what is left is what picture and sound name."""
    index = box(b"moov", track(b"vide", [len(PICTURE)], [len(HEAD) + 8]), track_of_positions)
    bare = without_place(io.BytesIO(HEAD + box(b"mdat", PICTURE + PLACE) + index))
    assert (PLACE in bare, PICTURE in bare) == (False, True)


@pytest.mark.parametrize(("wide", "sizes"), [(4, b"\x9f\x30"), (8, b"\x09\x0f\x03"), (16, b"\0\x09\0\x0f\0\x03")])
def test_compact_sizes_of_a_kept_track_are_read(wide, sizes):
    """Three samples of 9, 15 and 3 bytes in two chunks stay; what lies between them goes."""
    places = (len(HEAD) + 8, len(HEAD) + 8 + 24 + len(PLACE))
    table = (
        box(b"stz2", struct.pack(">III", 0, wide, 3), sizes),
        box(b"stsc", struct.pack(">IIIIIIII", 0, 2, 1, 2, 1, 2, 1, 1)),
        box(b"stco", struct.pack(">IIII", 0, 2, *places)),
    )
    media = box(b"mdat", b"P" * 24 + PLACE + b"Q" * 3 + PLACE)
    bare = without_place(io.BytesIO(HEAD + media + box(b"moov", tables(*table, kind=b"vide"))))
    assert bare[len(HEAD) + 8 :].startswith(b"P" * 24 + bytes(len(PLACE)) + b"Q" * 3 + bytes(len(PLACE)))


def fragmented(*, stated: bool, base: bool) -> bytes:
    """A live recording: pictures (track 1) and positions (track 2) in a fragment behind the index."""
    usual = b"".join(
        box(b"trex", struct.pack(">IIIIII", 0, number, 1, 0, len(content), 0))
        for number, content in ((1, PICTURE), (2, PLACE))
    )
    empty = (box(b"stsz", bytes(12)), box(b"stsc", bytes(8)), box(b"stco", bytes(8)))
    index = box(b"moov", tables(*empty, kind=b"vide"), tables(*empty, kind=b"meta", number=2), box(b"mvex", usual))

    def run(content: bytes, at: int) -> bytes:
        size = struct.pack(">II", 0, len(content)) if stated else b""
        return box(b"trun", struct.pack(">IIi", 0x301 if stated else 1, 1, at), size)

    def fragment(at: int) -> bytes:
        told = 0x020000 if base else 0
        first = box(b"traf", box(b"tfhd", struct.pack(">II", told, 1)), run(PICTURE, at))
        behind = at + len(PICTURE) if base else 0
        second = box(b"traf", box(b"tfhd", struct.pack(">II", told, 2)), run(PLACE, behind))
        return box(b"moof", box(b"mfhd", bytes(8)), first, second)

    return HEAD + index + fragment(len(fragment(0)) + 8) + box(b"mdat", PICTURE + PLACE)


@pytest.mark.parametrize("stated", [False, True])
@pytest.mark.parametrize("base", [False, True])
def test_positions_in_fragments_are_blank(stated, base):
    """Sizes stated or usual, places counted from the fragment or from what came before."""
    made = fragmented(stated=stated, base=base)
    bare = without_place(io.BytesIO(made))
    assert (PLACE in made, PLACE in bare, PICTURE in bare, len(bare)) == (True, False, True, len(made))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rows",
    [
        (box(b"stsz", struct.pack(">III", 0, 0, 4_000_000_000)), *ONE_CHUNK),
        (box(b"stsz", struct.pack(">III", 0, 0, 9)), *ONE_CHUNK),
        (box(b"stsz", struct.pack(">III", 0, 5, 1)), box(b"stsc", struct.pack(">II", 0, 99)), ONE_CHUNK[1]),
        (box(b"stsz", struct.pack(">III", 0, 5_000, 1)), *ONE_CHUNK),
        (box(b"stsz", struct.pack(">III", 0, 5, 2)), *ONE_CHUNK),
        (box(b"stz2", struct.pack(">III", 0, 7, 1)), *ONE_CHUNK),
        ONE_CHUNK,
        (box(b"stco", struct.pack(">II", 0, 4_000_000)),),
    ],
)
def test_a_hostile_index_gets_a_sentence(rows):
    """Tables that promise more than there is, or are of a kind that nobody knows."""
    kept = store_file([HEAD + box(b"mdat", PICTURE + PLACE) + box(b"moov", tables(*rows, kind=b"vide"))])
    with pytest.raises(Refused, match="damaged") as refused:
        public_copy(kept, path="photo")
    assert refused.value.path == "photo"


@pytest.mark.parametrize("kind", [b"meta", b"vide"])
def test_the_same_bytes_named_ever_again_are_looked_at_once(kind):
    """200,000 chunks of one megabyte each, all the same: the work is that of one."""
    many, long = 200_000, 1_000_000
    rows = (
        box(b"stsz", struct.pack(">III", 0, long, many)),
        ONE_CHUNK[0],
        box(b"stco", struct.pack(f">II{many}I", 0, many, *[len(HEAD) + 8] * many)),
    )
    made = HEAD + box(b"mdat", b"\1" * long) + box(b"moov", tables(*rows, kind=kind))
    began = time.process_time()
    bare = without_place(io.BytesIO(made))
    assert time.process_time() - began < 5  # blanked one by one: a minute and more
    assert (b"\1" * long in bare) == (kind == b"vide")


def test_boxes_in_boxes_lead_no_deeper():
    """3,000 indexes, each in the one before: only the outermost is walked into."""
    nested = b""
    for _ in range(3_000):
        nested = box(b"moov", nested)
    assert [row.kind for row in boxes(io.BytesIO(HEAD + nested))] == [b"ftyp", b"moov", b"moov"]
    assert len(without_place(io.BytesIO(HEAD + nested))) == len(HEAD + nested)


@pytest.mark.parametrize("made", [video(), video(wide=True), fragmented(stated=True, base=False)])
def test_any_damage_is_a_damaged_video_or_a_copy_of_the_same_length(made):
    """Bytes turned at random, and files cut off: nothing else ever happens, to its facts neither."""
    rng = random.Random(7301)  # noqa: S311 -- the same damage every time
    copies = 0
    for _ in range(600):
        damaged = bytearray(made)
        for _ in range(rng.randint(1, 4)):
            damaged[rng.randrange(len(damaged))] = rng.choice((0, 1, 8, 127, 255, rng.randrange(256)))
        del damaged[rng.randrange(len(damaged), len(damaged) * 2) :]
        assert len(list(boxes(io.BytesIO(damaged)))) <= len(damaged) / 8
        with contextlib.suppress(DamagedVideoError):
            copies += len(without_place(io.BytesIO(damaged))) == len(damaged)
    assert copies > 100


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("กดปุ่ม GPS แล้วเดินตามถนน 103 ราว 2.5 กิโลเมตร".encode(), True),
        (b"[iso : 100] [latitude: 13.756331] [longitude: 100.501762]", False),
        (b"F/2.8, SS 320, ISO 100, EV 0, GPS (100.4936, 13.7563, 20), D 24m", False),
        (b"HOME(100.4936,13.7563) 2025.06.01", False),
        (b"13.75630, 100.50180", False),
        ("13°45'23\" N".encode(), False),
        (b"$GPGGA,1345.379,N", False),
        ("latitude: 13.7".encode("utf-16"), False),
    ],
)
def test_captions_stay_unless_a_drone_wrote_its_place_in_them(text, stays):
    """A track of texts that tells a place in figures goes with its content; other captions stay as they were."""
    first = len(HEAD) + 8
    index = box(b"moov", track(b"vide", [len(PICTURE)], [first]), track(b"sbtl", [len(text)], [first + len(PICTURE)]))
    bare = without_place(io.BytesIO(HEAD + box(b"mdat", PICTURE + text) + index))
    assert (PICTURE in bare, text in bare, bare.count(b"trak")) == (True, stays, 1 + stays)


def test_texts_in_fragments_are_not_kept_unread():
    """Their content is not looked into."""
    first = len(HEAD) + 8
    index = box(
        b"moov",
        track(b"vide", [len(PICTURE)], [first]),
        track(b"text", [], []),
        box(b"mvex", box(b"trex", struct.pack(">IIIIII", 0, 1, 1, 0, 0, 0))),
    )
    bare = without_place(io.BytesIO(HEAD + box(b"mdat", PICTURE) + index))
    assert (PICTURE in bare, bare.count(b"trak")) == (True, 1)
