"""Whole public pages, kept until anything changes.

Every change of the office leaves an entry in the audit chain, in its own transaction. So the number of the last entry
is the version of everything that a page may show, and nobody needs to say what belongs to which page. What comes by
itself with time (a scheduled page, a consent that ends, an activity that begins) does so at whole minutes at the
earliest, so the minute belongs to the version too. Where the database does not answer, the page that was last kept is
shown, and says so in a header: the site stays up, read only.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import brotli
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from samrit.site.visits import COUNTED

_LOG = logging.getLogger("samrit.site")
MOST_BYTES = 64_000_000
"""What one process keeps, compressed forms included."""
LARGEST = 4_000_000
_READING = ("GET", "HEAD")
_DROPPED = {"content-length", "content-encoding", "vary"}
Version = tuple[int, int]
Key = tuple[str, str, str]


@dataclass(slots=True)
class Kept:
    """A page as it was made: by which version, its headers, and its body in each encoding that was asked for."""

    version: Version
    headers: tuple[tuple[str, str], ...]
    etag: str
    bodies: dict[str, bytes]

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return sum(map(len, self.bodies.values())) + 2_000


class Pages:
    """The pages that a process keeps: the least read goes first. Safe for threads."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._lock, self._most, self._size = threading.Lock(), most, 0

    def get(self, key: Key) -> Kept | None:
        """The page, whatever its version."""
        with self._lock:
            kept = self._pages.get(key)
            if kept is not None:
                self._pages.move_to_end(key)
            return kept

    def put(self, key: Key, kept: Kept) -> None:
        """Keeps a page in the place of its former version."""
        with self._lock:
            old = self._pages.pop(key, None)
            self._size += kept.size - (old.size if old else 0)
            self._pages[key] = kept
            while self._size > self._most and self._pages:
                self._size -= self._pages.popitem(last=False)[1].size

    def clear(self) -> None:
        """Forgets all."""
        with self._lock:
            self._pages.clear()
            self._size = 0


PAGES = Pages()


def version() -> Version:
    """The number of the last change, and the minute. One query on a primary key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(sequence) FROM platform_auditentry")
        return (cursor.fetchone()[0] or 0, int(timezone.now().timestamp() // 60))


class PageCacheMiddleware:
    """Answers with a kept page before sessions, sign-in and templates are asked; keeps what public pages answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The kept page where it is of now; else a new one, kept where it is public."""
        if not settings.SAMRIT_PAGE_CACHE or request.method not in _READING:
            return self._get_response(request)
        key = (str(connection.settings_dict["NAME"]), request.get_full_path(), request.get_host())
        kept = PAGES.get(key)
        if kept is not None:
            try:
                if kept.version == version():
                    _count(request, kept)
                    return _answer(request, kept)
            except Error:
                return _stale(request, kept)
        return self._made(request, key)

    def _made(self, request: HttpRequest, key: Key) -> HttpResponse:
        try:
            before = version()
        except Error:
            before = None
        response = self._get_response(request)
        public = getattr(response, "samrit_public", False) and not response.streaming and not response.cookies
        if before is None or not public or len(response.content) > LARGEST:
            return response
        kept = Kept(before, _headers(response), f'"{hashlib.sha256(response.content).hexdigest()[:32]}"', {})
        kept.bodies["identity"] = response.content
        PAGES.put(key, kept)
        _count(request, kept)
        return _answer(request, kept)


def _count(request: HttpRequest, kept: Kept) -> None:
    """A view of a page of text, never of a file or feed; a fault of counting holds nobody up."""
    if not dict(kept.headers).get("Content-Type", "").startswith("text/html"):
        return
    try:
        COUNTED.see(request.path_info, request.META.get("REMOTE_ADDR", ""), request.headers.get("User-Agent", ""))
    except Error:
        _LOG.warning("site.visits_not_written")


def _headers(response: HttpResponse) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in response.items() if name.lower() not in _DROPPED)


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    if request.headers.get("If-None-Match") == kept.etag:
        answer = HttpResponse(status=304)
    else:
        encoding = _encoding(request, kept)
        answer = HttpResponse(_body(kept, encoding))
        if encoding != "identity":
            answer.headers["Content-Encoding"] = encoding
    for name, value in kept.headers:
        answer.headers[name] = value
    answer.headers["ETag"] = kept.etag
    patch_vary_headers(answer, ("Accept-Encoding",))
    return answer


def _encoding(request: HttpRequest, kept: Kept) -> str:
    wanted = request.headers.get("Accept-Encoding", "")
    kind = dict(kept.headers).get("Content-Type", "")
    if not kind.startswith(
        ("text/", "application/json", "application/xml", "application/geo+json", "application/feed")
    ):
        return "identity"
    return "br" if "br" in wanted else "gzip" if "gzip" in wanted else "identity"


def _body(kept: Kept, encoding: str) -> bytes:
    """The body in an encoding, made when it is first asked for."""
    found = kept.bodies.get(encoding)
    if found is None:
        plain = kept.bodies["identity"]
        found = brotli.compress(plain, quality=5) if encoding == "br" else gzip.compress(plain, 6, mtime=0)
        kept.bodies[encoding] = found
    return found


def _stale(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The page as it was last: better than none while the database is away."""
    _LOG.warning("site.database_away")
    answer = _answer(request, kept)
    answer.headers["Warning"] = '110 - "Response is Stale"'
    answer.headers["Age"] = str(int(time.time() // 60 - kept.version[1]) * 60)
    return answer
