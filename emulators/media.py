"""What a file really is: kind by its bytes, width and height, length of a video. No decoding, no dependency."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from emulators.wire import fingerprint


@dataclass(frozen=True)
class Media:
    """`kind` is jpeg, png, gif, webp, mp4, mov, webm or "" (none of these). Unknown figures are None."""

    kind: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    moov_first: bool | None = None

    @property
    def is_image(self) -> bool:
        return self.kind in {"jpeg", "png", "gif", "webp"}

    @property
    def is_video(self) -> bool:
        return self.kind in {"mp4", "mov", "webm"}

    @property
    def mime(self) -> str:
        kinds = {"mov": "video/quicktime", "mp4": "video/mp4", "webm": "video/webm", "": "application/octet-stream"}
        return kinds.get(self.kind, f"image/{self.kind}")

    @property
    def ratio(self) -> float | None:
        return self.width / self.height if self.width and self.height else None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def look_at(content: bytes) -> Media:
    kind = _kind(content)
    width = height = None
    seconds: float | None = None
    moov_first = None
    if kind == "jpeg":
        width, height = _jpeg(content)
    elif kind == "png" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
    elif kind == "gif" and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
    elif kind == "webp":
        width, height = _webp(content)
    elif kind in {"mp4", "mov"}:
        width, height, seconds, moov_first = _mp4(content)
    return Media(kind, len(content), fingerprint(content), width, height, seconds, moov_first)


def _kind(content: bytes) -> str:
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[:6] in {b"GIF87a", b"GIF89a"}:
        return "gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp":
        return "mov" if content[8:12] == b"qt  " else "mp4"
    if content[:4] == b"\x1aE\xdf\xa3":
        return "webm"
    return ""


def _jpeg(content: bytes) -> tuple[int | None, int | None]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    return None, None


def _webp(content: bytes) -> tuple[int | None, int | None]:
    if content[12:16] == b"VP8X" and len(content) >= 30:
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if content[12:16] == b"VP8 " and len(content) >= 30:
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None, None


def boxes(content: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(name, first byte of the content, end) of each box of an MP4."""
    at = start
    while at + 8 <= end:
        size = int(struct.unpack(">I", content[at : at + 4])[0])
        name, head = content[at + 4 : at + 8], 8
        if size == 1 and at + 16 <= end:
            size, head = int(struct.unpack(">Q", content[at + 8 : at + 16])[0]), 16
        elif size == 0:
            size = end - at
        if size < head:
            return
        yield name, at + head, min(at + size, end)
        at += size


def _mp4(content: bytes) -> tuple[int | None, int | None, float | None, bool | None]:
    width = height = None
    seconds: float | None = None
    order = []
    for name, start, end in boxes(content, 0, len(content)):
        order.append(name)
        if name != b"moov":
            continue
        for inner, at, inner_end in boxes(content, start, end):
            if inner == b"mvhd":
                seconds = _length(content[at:inner_end])
            elif inner == b"trak":
                for deep, here, deep_end in boxes(content, at, inner_end):
                    if deep == b"tkhd" and deep_end - here >= 84:
                        wide, high = struct.unpack(">II", content[deep_end - 8 : deep_end])
                        if wide and high:
                            width, height = wide >> 16, high >> 16
    if b"moov" not in order:
        return width, height, seconds, None
    return width, height, seconds, b"mdat" not in order or order.index(b"moov") < order.index(b"mdat")


def _length(mvhd: bytes) -> float | None:
    if len(mvhd) >= 32 and mvhd[0] == 1:
        scale, length = struct.unpack(">IQ", mvhd[20:32])
    elif len(mvhd) >= 20:
        scale, length = struct.unpack(">II", mvhd[12:20])
    else:
        return None
    return float(length / scale) if scale else None
