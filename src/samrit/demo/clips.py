"""Clips for the demo: a drawn picture that stands still for some seconds, as an MP4 that every player shows.

H.264 written by hand, so that no encoder is needed: one picture whose blocks are given as they are (I_PCM), then
pictures that say of every block "as before".
"""

from __future__ import annotations

import struct
from typing import Any

WIDTH, HEIGHT = 360, 640
_RATE = 25
_ACROSS, _DOWN = -(-WIDTH // 16), HEIGHT // 16
_PCM, _I, _P = 25, 7, 5


def clip(picture: Any, seconds: int = 20) -> bytes:
    """The picture (Pillow's) in the middle of an upright frame, for so long."""
    frames = [_whole(_upright(picture)), *(_as_before(number) for number in range(1, seconds * _RATE))]
    return _mp4([struct.pack(">I", len(frame)) + frame for frame in frames])


def _upright(picture: Any) -> Any:
    """The picture across the frame, itself blurred above and below."""
    from PIL import Image, ImageFilter

    size = (_ACROSS * 16, HEIGHT)
    ground = picture.resize(size).filter(ImageFilter.GaussianBlur(24))
    shown = picture.resize((WIDTH, WIDTH * picture.height // picture.width))
    ground.paste(shown, (0, (HEIGHT - shown.height) // 2))
    return Image.merge("YCbCr", [part.point(_in_range) for part in ground.convert("YCbCr").split()])


def _in_range(value: int) -> int:
    """As video has it, 16 to 235; no byte is 0, so none of the picture looks like a mark between units."""
    return 16 + value * 219 // 255


# --- H.264 (ITU-T H.264, 7.3) ---


class _Bits:
    """Bits, written one after the other."""

    def __init__(self) -> None:
        self.text: list[str] = []

    def u(self, value: int, width: int = 1) -> _Bits:
        self.text.append(format(value, f"0{width}b"))
        return self

    def ue(self, *values: int) -> _Bits:
        """Exp-Golomb codes."""
        for value in values:
            code = format(value + 1, "b")
            self.text.append("0" * (len(code) - 1) + code)
        return self

    def aligned(self) -> bytes:
        """What was written, filled up with zeros to whole bytes."""
        text = "".join(self.text)
        text += "0" * (-len(text) % 8)
        return int(text, 2).to_bytes(len(text) // 8, "big")

    def ended(self) -> bytes:
        """What was written, with the bit that ends a unit."""
        return self.u(1).aligned()


def _sequence() -> bytes:
    bits = _Bits().u(66, 8).u(0xC0, 8).u(30, 8).ue(0, 0, 2, 1).u(0).ue(_ACROSS - 1, _DOWN - 1).u(1).u(1)
    bits.u(1).ue(0, (_ACROSS * 16 - WIDTH) // 2, 0, 0).u(0)
    return b"\x67" + bits.ended()


def _picture() -> bytes:
    bits = _Bits().ue(0, 0).u(0, 2).ue(0, 0, 0).u(0, 3).ue(0, 0, 0).u(1).u(0, 2)
    return b"\x68" + bits.ended()


def _whole(image: Any) -> bytes:
    """The first picture, block by block."""
    luma, *chroma = image.split()
    small = [part.resize((part.width // 2, part.height // 2)) for part in chroma]
    parts = [b"\x65", _Bits().ue(0, _I, 0).u(0, 4).ue(0).u(0, 2).ue(0, 1).ue(_PCM).aligned()]
    begun = _Bits().ue(_PCM).aligned()
    for number in range(_ACROSS * _DOWN):
        down, across = divmod(number, _ACROSS)
        if number:
            parts.append(begun)
        parts.append(luma.crop((across * 16, down * 16, across * 16 + 16, down * 16 + 16)).tobytes())
        box = (across * 8, down * 8, across * 8 + 8, down * 8 + 8)
        parts += [part.crop(box).tobytes() for part in small]
    return b"".join([*parts, b"\x80"])


def _as_before(number: int) -> bytes:
    bits = _Bits().ue(0, _P, 0).u(number % 16, 4).u(0, 3).ue(0, 1).ue(_ACROSS * _DOWN)
    return b"\x41" + bits.ended()


# --- MP4 (ISO/IEC 14496-12) ---


def _box(name: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I", 8 + len(body)) + name + body


def _full(name: bytes, *content: bytes, flags: int = 0) -> bytes:
    return _box(name, struct.pack(">I", flags), *content)


def _mp4(samples: list[bytes]) -> bytes:
    head = _box(b"ftyp", b"isom", struct.pack(">I", 512), b"isomiso2avc1mp41")
    index = _moov(samples, 0)
    return head + _moov(samples, len(head) + len(index) + 8) + _box(b"mdat", *samples)


def _moov(samples: list[bytes], first: int) -> bytes:
    """The index before the content, as Instagram wants it; `first`: where the content begins."""
    length, turned = len(samples), struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    shown = struct.pack(">IHHQ", 0x10000, 0x100, 0, 0) + turned + bytes(24) + struct.pack(">I", 2)
    film = _full(b"mvhd", struct.pack(">IIII", 0, 0, _RATE, length), shown)
    size = struct.pack(">II", WIDTH << 16, HEIGHT << 16)
    track = _full(b"tkhd", struct.pack(">IIIII", 0, 0, 1, 0, length), bytes(16), turned, size, flags=3)
    times = _full(b"mdhd", struct.pack(">IIIIHH", 0, 0, _RATE, length, 0x55C4, 0))
    kind = _full(b"hdlr", bytes(4), b"vide", bytes(12), b"Samrit\0")
    here = _box(b"dinf", _full(b"dref", struct.pack(">I", 1), _full(b"url ", flags=1)))
    media = _box(b"minf", _full(b"vmhd", bytes(8), flags=1), here, _table(samples, first))
    return _box(b"moov", film, _box(b"trak", track, _box(b"mdia", times, kind, media)))


def _table(samples: list[bytes], first: int) -> bytes:
    sequence, picture = _sequence(), _picture()
    told = b"\x01" + sequence[1:4] + b"\xff\xe1" + struct.pack(">H", len(sequence)) + sequence
    told += b"\x01" + struct.pack(">H", len(picture)) + picture
    coded = bytes(6) + struct.pack(">H", 1) + bytes(16) + struct.pack(">HHII", WIDTH, HEIGHT, 0x480000, 0x480000)
    coded += bytes(4) + struct.pack(">H", 1) + bytes(32) + struct.pack(">Hh", 24, -1) + _box(b"avcC", told)
    sizes = struct.pack(f">{len(samples)}I", *map(len, samples))
    return _box(
        b"stbl",
        _full(b"stsd", struct.pack(">I", 1), _box(b"avc1", coded)),
        _full(b"stts", struct.pack(">III", 1, len(samples), 1)),
        _full(b"stss", struct.pack(">II", 1, 1)),
        _full(b"stsc", struct.pack(">IIII", 1, 1, len(samples), 1)),
        _full(b"stsz", struct.pack(">II", 0, len(samples)), sizes),
        _full(b"stco", struct.pack(">II", 1, first)),
    )
