"""The layer before Django: kept pages are answered here, and the site stays up while the database or office is away.

A kept page costs one query on a primary key, which says whether anything changed since (`site.versions`). Where the
database does not answer, or the office is closed for maintenance, the page that was last kept is shown with a notice
of when that was, also after a restart; what was never kept, and everything that would write, answers 503 in words.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import Error, OperationalError, connection
from django.http import HttpRequest
from django.utils import timezone

from samrit.platform.partly import names
from samrit.site import maintenance
from samrit.site.versions import Version, version
from samrit.site.visits import Counted, address_of
from samrit.surveys.slowing import salt_of
from samrit.web.public import standing_in
from samrit.web.public.keeping import LARGEST, Kept, Key, Memory, Shelf, tag_of
from samrit.web.public.page import asked
from samrit.web.public.taken_off import Looked, taken_off

_LOG = logging.getLogger("samrit.site")
_READING = ("GET", "HEAD")
MOST_FILES = 20_000
"""Of how many pictures and films a process notes where they stand."""
_NOT_KEPT = {"content-length", "content-encoding", "vary", "set-cookie", "etag"}
Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


class Front:
    """The WSGI application around Django's own."""

    def __init__(self, django: Application) -> None:
        self._django = django
        self.memory = Memory()
        self.shelf = Shelf(Path(settings.SAMRIT_KEPT_PAGES) if settings.SAMRIT_KEPT_PAGES else None)
        self._looked: dict[str, Looked] = {}
        self._files: set[Key] = set()
        self._counted: dict[str, Counted] = {}
        self._here = threading.local()
        self._making = tuple(threading.Lock() for _ in range(64))

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """The kept page where it is of now; else what Django answers, kept where it is public."""
        path = environ.get("PATH_INFO", "/")
        if path.startswith(settings.STATIC_URL) or path == "/healthz":
            return self._django(environ, start_response)
        key = _key(environ)
        if maintenance.is_closed():
            return self._without_office(environ, start_response, key)
        if key is None or not settings.SAMRIT_PAGE_CACHE:
            return self._django(environ, start_response)
        try:
            now = self._version()
        except Error:
            _LOG.warning("site.database_away")
            connection.close()
            return self._without_office(environ, start_response, key)
        kept = self.memory.get(key)
        if kept is None:
            return self._made(environ, start_response, key, now)
        if kept.version == now:
            return self._answered(environ, start_response, kept)
        with self._making[hash(key) % len(self._making)]:  # one makes it anew, the others wait for it
            kept = self.memory.get(key)
            if kept is not None and kept.version >= now:
                return self._answered(environ, start_response, kept)
            return self._made(environ, start_response, key, now)

    def _version(self) -> Version:
        """What is of now. A connection that broke while nobody used it is opened anew, once."""
        self._follow_the_file()
        connection.close_if_unusable_or_obsolete()
        try:
            now = version()
        except Error:
            connection.close()
            now = version()
        self._forget_what_was_taken_off(now.change)
        return now

    def _follow_the_file(self) -> None:
        """A restore puts another file in the place of SQLite's: a connection to the former would show old pages."""
        name = str(connection.settings_dict["NAME"])
        if connection.vendor != "sqlite" or not name.startswith("/"):
            return
        try:
            there = (name, os.stat(name).st_ino)  # noqa: PTH116 -- on each page
        except OSError as error:
            raise OperationalError("the database is not there") from error
        if getattr(self._here, "file", there) != there:
            connection.close()
        self._here.file = there

    def _forget_what_was_taken_off(self, change: int) -> None:
        """All that was kept goes where since the last look, of this run or the last, something was taken off."""
        name = str(connection.settings_dict["NAME"])
        looked = self._looked.get(name) or self.shelf.looked(name)
        now = Looked(change, timezone.localdate())
        if looked == now:
            self._looked[name] = now
            return
        if looked is None or taken_off(looked, now):
            self.memory.clear()
            self.shelf.clear()
            self._files.clear()
        self._looked[name] = now
        self.shelf.note(name, now)

    def _made(self, environ: dict[str, Any], start_response: Start, key: Key, now: Version) -> Iterable[bytes]:
        said: list[tuple[str, list[tuple[str, str]]]] = []

        def hold(status: str, headers: list[tuple[str, str]], *_error: Any) -> None:
            said.append((status, headers))

        response: Any = self._django(environ, hold)
        status, headers = said[0]
        if not _is_public(response):
            if not status.startswith(("200", "304", "5")):
                self.memory.drop(key)
                self.shelf.drop(key)
                self._files.discard(key)
            elif status.startswith("200"):
                self._note_file(response, key, now)
            start_response(status, headers)
            return response  # type: ignore[no-any-return]  # Django's own
        body = bytes(response.content)
        response.close()
        lasting = tuple((name, value) for name, value in headers if name.lower() not in _NOT_KEPT)
        kept = Kept(now, time.time(), lasting, tag_of(body), body)
        before = self.memory.get(key)
        self.memory.put(key, kept)
        if before is None or before.etag != kept.etag:
            self.shelf.put(key, kept)
        return self._answered(environ, start_response, kept)

    def _answered(self, environ: dict[str, Any], start_response: Start, kept: Kept) -> Iterable[bytes]:
        """The page, and a view counted where it is text, never a file or feed; a fault of counting holds nobody up."""
        if kept.kind.startswith("text/html"):
            name = str(connection.settings_dict["NAME"])
            counted = self._counted.get(name) or self._counted.setdefault(name, Counted(salt_of))
            try:
                counted.see(environ.get("PATH_INFO", "/"), address_of(environ), environ.get("HTTP_USER_AGENT", ""))
            except Error:
                _LOG.warning("site.visits_not_written")
        return _answered(environ, start_response, kept)

    def _note_file(self, response: Any, key: Key, now: Version) -> None:
        """A public picture or film is found again without the database, by where its file stands."""
        path = getattr(response, "samrit_file", "")
        if not path or key in self._files or len(self._files) >= MOST_FILES:
            return
        lasting = tuple((name, value) for name, value in response.items() if name.lower() not in _NOT_KEPT)
        self.shelf.put(key, Kept(now, time.time(), lasting, response["ETag"], b"", file=path))
        self._files.add(key)

    def _without_office(self, environ: dict[str, Any], start_response: Start, key: Key | None) -> Iterable[bytes]:
        """The page as it was last, with a notice; where there is none, that the office is closed."""
        kept = (self.memory.get(key) or self.shelf.get(key)) if key else None
        if kept is None:
            return standing_in.closed(environ, start_response)
        if kept.file:
            return standing_in.file_of(kept, environ, start_response)
        return self._answered(environ, start_response, standing_in.with_notice(kept))


def _is_public(response: Any) -> bool:
    public = getattr(response, "samrit_public", False) and not response.streaming and not response.cookies
    return bool(public) and len(response.content) <= LARGEST


class _Asked(HttpRequest):
    """Scheme and host as Django reads them, without the rest of a request."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self.META = environ

    def _get_scheme(self) -> str:
        return str(self.META.get("wsgi.url_scheme", "http"))


def _key(environ: dict[str, Any]) -> Key | None:
    """What is asked for; None for what is never kept: whatever writes, and a host that is not ours.

    A page is the same under all our names and ports, so whoever makes up a port or a header makes up no page.
    """
    if environ["REQUEST_METHOD"] not in _READING:
        return None
    request = _Asked(environ)
    try:
        request.get_host()
    except DisallowedHost:
        return None
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "/")
    query = asked(environ.get("QUERY_STRING", ""))
    return Key(str(connection.settings_dict["NAME"]), str(request.scheme), path, query)


def _answered(environ: dict[str, Any], start_response: Start, kept: Kept) -> Iterable[bytes]:
    headers = [*kept.headers, ("ETag", kept.etag)]
    encoding = kept.encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    headers.append(("Vary", "Accept-Encoding"))
    if kept.etag and names(environ.get("HTTP_IF_NONE_MATCH", ""), kept.etag):
        start_response("304 Not Modified", headers)
        return [b""]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    body = kept.bytes_in(encoding)
    headers.append(("Content-Length", str(len(body))))
    start_response("200 OK", headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
