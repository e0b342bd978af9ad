"""The zip of a dossier: files stored as they are, in one way only, so that every byte of it can be checked.

An ordinary zip may hold bytes that nobody reads (comments, dates, extra fields, padding of compressed data). Here each
header is what follows from the name and the content of the file; anything else is a misfit.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping

from samrit.core.dossier.misfit import Misfit

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION, _FLAGS, _STORED = 20, 0x0800, 0  # as zip 2.0; names are UTF-8; nothing is compressed
_TIME, _DATE = 0, 0x0021  # 1 January 1980, the first day that a zip knows: when it was made says the manifest
_MADE_ON_UNIX = 3 << 8 | _VERSION
_PLAIN_FILE = 0o100644 << 16
_HEADER = struct.Struct("<4s5H3L2H")
_NAME = re.compile(r"(?!.*(?:^|/)\.{0,2}(?:/|$))[\w./ -]{1,200}")
"""Letters, digits and a few signs, in folders below: neither what leads out of the folder nor what no disk takes."""
_LARGEST = 2**32 - 1
_MOST_FILES = 2**16 - 2


def write_container(files: Mapping[str, bytes]) -> bytes:
    """The zip that holds these files in their order. Raises ValueError beyond 4 GB or 65,534 files."""
    parts: list[bytes] = []
    at = 0
    for name, content in files.items():
        part = _local(name, content)
        at += len(part)
        parts.append(part)
    made = b"".join(parts) + _directory(files)
    if len(made) > _LARGEST or len(files) > _MOST_FILES:
        raise ValueError("the dossier is too large for one zip")
    return made


def read_container(data: bytes) -> dict[str, bytes]:
    """The files of a zip made by `write_container`. Raises Misfit at the first byte that it would not have written."""
    files: dict[str, bytes] = {}
    at = 0
    while data[at : at + 4] == _LOCAL:
        name, content = _file_at(data, at, files)
        files[name] = content
        at += len(_local(name, content))
    if not files:
        raise Misfit("zip", "this is not a dossier's zip", "ไฟล์นี้ไม่ใช่ไฟล์ zip ของแฟ้มหลักฐาน")
    if data[at:] != _directory(files):
        raise Misfit(
            f"zip: byte {at + _first_difference(data[at:], _directory(files))}",
            "the zip's list of files does not fit the files before it",
            "สารบัญของไฟล์ zip ไม่ตรงกับไฟล์ที่อยู่ข้างใน",
        )
    return files


def _file_at(data: bytes, at: int, files: Mapping[str, bytes]) -> tuple[str, bytes]:
    header = data[at : at + _HEADER.size]
    if len(header) < _HEADER.size:
        raise _broken(f"zip: byte {at}")
    *_, crc, packed, _size, name_length, extra = _HEADER.unpack(header)
    start = at + _HEADER.size + name_length + extra
    try:
        name = data[at + _HEADER.size : at + _HEADER.size + name_length].decode("utf-8")
    except UnicodeDecodeError:
        raise _broken(f"zip: byte {at}") from None
    content = data[start : start + packed]
    if not _NAME.fullmatch(name):
        raise _broken(f"zip: byte {at}")
    if name in files:
        raise Misfit(name, "the file is there twice", "มีไฟล์นี้ซ้ำสองไฟล์")
    if data[at : start + packed] != _local(name, content):
        raise _packed_anew() if zlib.crc32(content) == crc else _broken(name)
    return name, content


def _packed_anew() -> Misfit:
    """Another program wrote this zip: what is in it may be the same, but its bytes are not those that were given."""
    return Misfit(
        "zip",
        "it was packed anew by another program: take the file as the office gave it",
        "ไฟล์ zip ถูกบีบอัดใหม่ด้วยโปรแกรมอื่น โปรดใช้ไฟล์ตามที่หน่วยงานให้มา",
    )


def _broken(place: str) -> Misfit:
    return Misfit(place, "the file is damaged or was changed", "ไฟล์ชำรุดหรือถูกแก้ไข")


def _local(name: str, content: bytes) -> bytes:
    packed = name.encode("utf-8")
    return _HEADER.pack(_LOCAL, *_common(content), len(packed), 0) + packed + content


def _common(content: bytes) -> tuple[int, ...]:
    return _VERSION, _FLAGS, _STORED, _TIME, _DATE, zlib.crc32(content), len(content), len(content)


def _directory(files: Mapping[str, bytes]) -> bytes:
    parts, at = [], 0
    for name, content in files.items():
        packed = name.encode("utf-8")
        parts.append(
            struct.pack(
                "<4s6H3L5H2L", _CENTRAL, _MADE_ON_UNIX, *_common(content), len(packed), 0, 0, 0, 0, _PLAIN_FILE, at
            )
            + packed
        )
        at += len(_local(name, content))
    directory = b"".join(parts)
    return directory + struct.pack("<4s4H2LH", _END, 0, 0, len(files), len(files), len(directory), at, 0)


def _first_difference(one: bytes, other: bytes) -> int:
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)
