"""Time stamps of RFC 3161: what a time authority says, in DER. Whether its signature holds, OpenSSL checks.

openssl ts -verify -digest HASH -in stamp.tsr -CAfile authority.pem
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from samrit.core.ledger.canonical import canonical_json

MEDIA_TYPES = ("application/timestamp-query", "application/timestamp-reply")
_SHA256 = bytes.fromhex("0609608648016503040201")
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_TIME_STAMP = bytes.fromhex("060b2a864886f70d0109100104")
_INTEGER, _OCTETS, _SEQUENCE, _TIME, _INSIDE = 0x02, 0x04, 0x30, 0x18, 0xA0
_GRANTED = (b"\x00", b"\x01")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a time authority stamped: the SHA-256 (hex), when, and the number that the request bore."""

    sha256: str
    at: dt.datetime
    nonce: int | None


def stamped_hash(body: Any) -> str:
    """The SHA-256 (hex) of a statement's body in canonical JSON: what is sent to be stamped."""
    return hashlib.sha256(canonical_json(body)).hexdigest()


def stamp_request(sha256: str, nonce: int) -> bytes:
    """The request (TimeStampReq) for a stamp of a SHA-256 (hex) that holds the authority's certificate."""
    imprint = _der(_SEQUENCE, _der(_SEQUENCE, _SHA256 + b"\x05\x00") + _der(_OCTETS, bytes.fromhex(sha256)))
    number = nonce.to_bytes(nonce.bit_length() // 8 + 1, "big")
    return _der(_SEQUENCE, b"\x02\x01\x01" + imprint + _der(_INTEGER, number) + b"\x01\x01\xff")


def read_stamp(reply: bytes) -> Stamp | None:
    """What a reply (TimeStampResp) says; None where it is none, was refused, or is not of a SHA-256."""
    try:
        status, token = _parts(_inside(reply, _SEQUENCE))[:2]
        if _parts(_inside(status, _SEQUENCE))[0][2:] not in _GRANTED:
            return None
        kind, wrapped = _parts(_inside(token, _SEQUENCE))
        data = _parts(_inside(_inside(wrapped, _INSIDE), _SEQUENCE))
        content_kind, content = _parts(_inside(data[2], _SEQUENCE))
        if (kind, content_kind) != (_SIGNED_DATA, _TIME_STAMP):
            return None
        return _info(_inside(_inside(content, _INSIDE), _OCTETS))
    except (ValueError, IndexError):
        return None


def _info(data: bytes) -> Stamp | None:
    parts = _parts(_inside(data, _SEQUENCE))
    algorithm, digest = _parts(_inside(parts[2], _SEQUENCE))
    if _parts(_inside(algorithm, _SEQUENCE))[0] != _SHA256:
        return None
    text = _inside(parts[4], _TIME).decode("ascii")
    form = "%Y%m%d%H%M%S.%fZ" if "." in text else "%Y%m%d%H%M%SZ"
    at = dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC)
    numbers = [int.from_bytes(part[2:], "big") for part in parts[5:] if part[0] == _INTEGER]
    return Stamp(_inside(digest, _OCTETS).hex(), at, numbers[0] if numbers else None)


def _der(tag: int, content: bytes) -> bytes:
    """One value. What we write is short: its length takes one byte."""
    return bytes([tag, len(content)]) + content


def _inside(value: bytes, tag: int) -> bytes:
    """The content of one whole value of a kind. Raises ValueError where it is another or not whole."""
    content, end = _value(value, 0)
    if value[0] != tag or end != len(value):
        raise ValueError("not the value that was expected")
    return content


def _parts(content: bytes) -> list[bytes]:
    """The values one after the other."""
    found, at = [], 0
    while at < len(content):
        _, end = _value(content, at)
        found.append(content[at:end])
        at = end
    return found


def _value(data: bytes, at: int) -> tuple[bytes, int]:
    """The content of the value at a place, and where it ends."""
    length, start = data[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(data[start : start + size], "big"), start + size
    if start + length > len(data):
        raise ValueError("cut off")
    return data[start : start + length], start + length
