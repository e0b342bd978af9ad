"""Small files of the right kind for tests: an MP4 of a stated length and size, a JPEG, a PNG."""

from __future__ import annotations

import struct
import zlib


def _box(name: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I", 8 + len(body)) + name + body


def mp4(seconds: float = 20, width: int = 1080, height: int = 1920, size: int = 0, *, moov_first: bool = True) -> bytes:
    """An MP4 whose header says this; `size` pads the picture data. No player would show it."""
    scale = 1000
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    length = int(seconds * scale)
    mvhd = struct.pack(">IIIII", 0, 0, 0, scale, length) + struct.pack(">IHHQ", 0x10000, 0x100, 0, 0)
    mvhd += matrix + bytes(24) + struct.pack(">I", 2)
    tkhd = struct.pack(">IIIIII", 7, 0, 0, 1, 0, length) + bytes(8) + struct.pack(">HHHH", 0, 0, 0, 0)
    tkhd += matrix + struct.pack(">II", width << 16, height << 16)
    handler = _box(b"hdlr", bytes(8), b"vide", bytes(13))
    tables = _box(b"stsz", bytes(12)), _box(b"stsc", bytes(8)), _box(b"stco", bytes(8))
    media = _box(b"mdia", handler, _box(b"minf", _box(b"stbl", *tables)))
    moov = _box(b"moov", _box(b"mvhd", mvhd), _box(b"trak", _box(b"tkhd", tkhd), media))
    ftyp = _box(b"ftyp", b"isom", struct.pack(">I", 512), b"isomavc1mp41")
    padding = max(0, size - len(ftyp) - len(moov) - 8)
    mdat = _box(b"mdat", bytes(padding))
    return ftyp + (moov + mdat if moov_first else mdat + moov)


def png(width: int = 8, height: int = 8, colour: tuple[int, int, int] = (11, 107, 79)) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = (b"\0" + bytes(colour) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg(width: int = 1080, height: int = 1080, size: int = 0) -> bytes:
    """The head of a JPEG of this width and height, padded to `size` by comments; no viewer would show it."""
    start = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    rest = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00\xff\xd9"
    comments = b""
    missing = size - len(start) - len(frame) - len(rest)
    while missing > 4:
        piece = min(missing, 65000)
        comments += b"\xff\xfe" + struct.pack(">H", piece - 2) + bytes(piece - 4)
        missing -= piece
    return start + comments + frame + rest
