"""Files that are asked for in part, or only where they changed (RFC 9110, sections 13 and 14).

Films are sought in, and a download that broke goes on: Safari plays no film from a server that sends only wholes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import parse_etags

_ONE_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.IGNORECASE | re.ASCII)
_BLOCK = 65_536


def names(header: str, etag: str) -> bool:
    """Whether an If-None-Match names what has this tag: one of its list, weakly, or `*`, which names all there is."""
    tags = parse_etags(header)
    return tags == ["*"] or etag.removeprefix("W/") in (tag.removeprefix("W/") for tag in tags)


def send_partly(request: HttpRequest, content: IO[bytes], size: int, headers: Mapping[str, str]) -> HttpResponse:
    """The bytes, or the one part of them that was asked for; 416 for a part that lies behind the end.

    `headers` hold Content-Type and a strong ETag. Several ranges at once, and what is no range, get the whole, which
    is everybody's right to send. Whatever is asked for, one block is in memory.
    """
    said = {**headers, "Accept-Ranges": "bytes"}
    part = _asked(request, size, headers["ETag"])
    if part is not None and not part:
        content.close()
        return HttpResponse(status=416, headers={**said, "Content-Range": f"bytes */{size}"})
    wanted = part or range(size)
    if part is not None:
        said["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
    return StreamingHttpResponse(
        _Part(content, wanted),
        status=200 if part is None else 206,
        headers={**said, "Content-Length": str(len(wanted))},
    )


def _asked(request: HttpRequest, size: int, etag: str) -> range | None:
    """The bytes that were asked for; an empty range where there are none such, None where the whole is to be sent."""
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    found = _ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(min(int(first), size), min(int(last) + 1, size) if last else size)


class _Part:
    """Some of an open file, block by block; whoever sends it closes it."""

    def __init__(self, content: IO[bytes], wanted: range) -> None:
        self._content, self._left = content, len(wanted)
        self.close = content.close
        content.seek(wanted.start)

    def __iter__(self) -> _Part:
        return self

    def __next__(self) -> bytes:
        block = self._content.read(min(_BLOCK, self._left))
        if not block:
            raise StopIteration
        self._left -= len(block)
        return block
