"""Looks for bombs in a PDF before it is opened: packed streams, or drawings inside drawings, that fill the memory.

PDFium unpacks a stream up to one gigabyte and draws whatever a drawing calls. Every packed stream is therefore unpacked
here first, piece by piece and without keeping it; a file that holds much, or calls many drawings, is first opened in a
process of its own that may use little. What is encrypted cannot be looked at and is refused.
"""

from __future__ import annotations

import base64
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator

from samrit.core.contract import Message, Refused
from samrit.core.sheet.readers.limits import MEGABYTE, refuse

_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)?")
_PICTURE = re.compile(rb"/Subtype\s*/Image|/Length1\b|/FontFile|/OpenType|/CIDFontType0C")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_ASCII85 = re.compile(rb"/(?:ASCII85Decode|A85)\b")
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_CALL = re.compile(rb"\bDo\b")  # the operator that draws a picture or another drawing
_PIECE = 65_536
_DICTIONARY = 2_000
_MAX_STREAMS = 20_000
_MAX_TEXT = 5 * MEGABYTE
_MAX_PICTURE = 80 * MEGABYTE
_MAX_ALL = 250 * MEGABYTE

# Twenty calls, however they are nested, draw some thousand things at the most.
_FEW_CALLS = 20
_LITTLE = 8 * MEGABYTE

_SECONDS = 1
_MEMORY = 800 * MEGABYTE
_TRIAL = f"""
import resource, sys
import pypdfium2
resource.setrlimit(resource.RLIMIT_CPU, ({_SECONDS}, {_SECONDS}))
resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY}, {_MEMORY}))
try:
    for page in pypdfium2.PdfDocument(sys.stdin.buffer.read()):
        page.close()
except pypdfium2.PdfiumError:
    pass
"""


def refuse_bombs(data: bytes) -> None:
    """Raises Refused where a PDF is encrypted, or holds far more than a definition sheet does."""
    if _ENCRYPTED.search(data):
        raise protected()
    if data.count(b"stream") > _MAX_STREAMS:
        raise _bomb()
    total = calls = 0
    for start in _STREAM.finditer(data):
        head = data[max(0, start.start() - _DICTIONARY) : start.start()]
        head = head[head.rfind(b" obj") + 1 :]
        limit = _MAX_PICTURE if _PICTURE.search(head) else _MAX_TEXT
        size = 0
        for piece in _pieces(data, start.end(), head):
            size += len(piece)
            calls += len(_CALL.findall(piece))
            if size > limit:
                raise _bomb()
        total += size
        if total > _MAX_ALL:
            raise _bomb()
    if (calls > _FEW_CALLS or total > _LITTLE) and not _opens(data):
        raise _bomb()


def protected() -> Refused:
    """The refusal of an encrypted PDF."""
    return refuse(
        "the PDF is protected", "ไฟล์ PDF ถูกป้องกันไว้", Message("save it without a password", "บันทึกใหม่โดยไม่ใส่รหัสผ่าน")
    )


def _bomb() -> Refused:
    return refuse(
        "the PDF unpacks to far more than a definition sheet holds",
        "ไฟล์ PDF ขยายออกแล้วใหญ่ผิดปกติ",
        Message("print the definition sheet to PDF again and send that", "พิมพ์แบบรายละเอียดตัวชี้วัดเป็น PDF ใหม่แล้วส่งอีกครั้ง"),
    )


def _opens(data: bytes) -> bool:
    """Whether all pages of a PDF can be opened with little time and memory, tried where it does no harm."""
    try:
        done = subprocess.run(  # noqa: S603 -- our own words; the file goes in as bytes
            [sys.executable, "-c", _TRIAL], input=data, capture_output=True, check=False, timeout=20 * _SECONDS
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _pieces(data: bytes, start: int, head: bytes) -> Iterator[bytes]:
    """What a stream unpacks to, in pieces of a megabyte; more than any limit where it is packed twice."""
    packed = len(_FLATE.findall(head))
    if packed > 1:
        raise _bomb()
    end = data.find(b"endstream", start)
    end = len(data) if end < 0 else end
    if not packed:
        yield data[start:end]
    elif _ASCII85.search(head):
        try:
            text = base64.a85decode(data[start:end].strip().removesuffix(b"~>"))
        except ValueError:
            return
        yield from _inflated(text, 0)
    else:
        yield from _inflated(data, start)


def _inflated(data: bytes, start: int) -> Iterator[bytes]:
    inflate, at, pending = zlib.decompressobj(), start, b""
    try:
        while not inflate.eof:
            piece = pending or data[at : at + _PIECE]
            at += 0 if pending else len(piece)
            if not piece:
                break
            yield inflate.decompress(piece, 16 * _PIECE)
            pending = inflate.unconsumed_tail
    except zlib.error:
        return  # what is damaged here ends here for PDFium too
