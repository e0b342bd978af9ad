"""Whole public pages as they were made: in memory for the next reader, on disk for the time without a database.

Only what a public view called public is kept (`page.public_page`). What is on disk outlives a restart. When something
is taken from the public (`taken_off`), all that was kept before goes: no page that is shown later may bring it back.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import logging
import os
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import brotli

from samrit.site.versions import Version
from samrit.web.public.taken_off import Looked

_LOG = logging.getLogger("samrit.site")
MOST_BYTES = 64_000_000
"""What one process keeps, compressed forms included."""
LARGEST = 4_000_000
MOST_ON_DISK = 500_000_000
OLDEST_DAYS = 7
"""No page is shown that was kept longer ago: consents end."""
_COMPRESSED = ("text/", "application/json", "application/xml", "application/geo+json", "application/feed")
_PRUNE_EVERY = 200


class Key(NamedTuple):
    """What makes a page this page: the database, the scheme (http is led to https), path and query."""

    database: str
    scheme: str
    path: str
    query: str

    @property
    def name(self) -> str:
        """The name of its file."""
        return hashlib.sha256(json.dumps(self).encode()).hexdigest()


@dataclass(slots=True)
class Kept:
    """A page as it was made: by which version, when, its headers, and its body in each encoding that was asked for.

    Of a picture or film no body is kept, only under which path its file stands in the storage.
    """

    version: Version
    at: float
    headers: tuple[tuple[str, str], ...]
    etag: str
    body: bytes
    encoded: dict[str, bytes] = field(default_factory=dict)
    file: str = ""

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return len(self.body) + sum(map(len, self.encoded.values())) + 2_000

    @property
    def kind(self) -> str:
        """The media type."""
        return self.header("Content-Type")

    def header(self, name: str) -> str:
        """A header's value; "" where there is none."""
        return next((value for known, value in self.headers if known.lower() == name.lower()), "")

    def encoding(self, wanted: str) -> str:
        """The encoding in which a browser that accepts `wanted` gets it."""
        if not self.kind.startswith(_COMPRESSED):
            return ""
        return next((one for one in ("br", "gzip") if _accepts(wanted, one)), "")

    def bytes_in(self, encoding: str) -> bytes:
        """The body in an encoding, made when it is first asked for."""
        if not encoding:
            return self.body
        found = self.encoded.get(encoding)
        if found is None:
            found = brotli.compress(self.body, quality=5) if encoding == "br" else gzip.compress(self.body, 6, mtime=0)
            self.encoded[encoding] = found
        return found


def _accepts(wanted: str, encoding: str) -> bool:
    """Whether an Accept-Encoding names an encoding, and not with the weight 0, which forbids it."""
    for part in wanted.lower().split(","):
        name, _sign, weight = part.partition(";")
        if name.strip() == encoding:
            return re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight) is None
    return False


def tag_of(body: bytes) -> str:
    """The entity tag of a body."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


class Memory:
    """The pages that a process keeps: the least read goes first. Safe for threads."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._lock, self._most, self._size = threading.Lock(), most, 0

    def __len__(self) -> int:
        return len(self._pages)

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

    def drop(self, key: Key) -> None:
        """Forgets one page."""
        with self._lock:
            old = self._pages.pop(key, None)
            self._size -= old.size if old else 0

    def clear(self) -> None:
        """Forgets all."""
        with self._lock:
            self._pages.clear()
            self._size = 0


class Shelf:
    """Pages on disk, one file each, written whole or not at all. A disk that does not answer holds nobody up."""

    def __init__(self, folder: Path | None) -> None:
        self._folder, self._written = folder, 0

    def put(self, key: Key, kept: Kept) -> None:
        """Keeps a page in the place of its former version. Pages with a query are too many to keep."""
        if self._folder is None or key.query:
            return
        head = {"version": kept.version, "at": kept.at, "headers": kept.headers, "etag": kept.etag, "file": kept.file}
        data = json.dumps(head).encode() + b"\n" + gzip.compress(kept.body, 6, mtime=0)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            making = self._folder / f"{key.name}.{os.getpid()}.{threading.get_ident()}"
            making.write_bytes(data)
            making.replace(self._folder / key.name)
        except OSError as error:
            _LOG.warning("site.page_not_kept", extra={"reason": str(error)})
            return
        self._written += 1
        if self._written % _PRUNE_EVERY == 0:
            self._prune()

    def get(self, key: Key) -> Kept | None:
        """The page that was kept last; None where there is none, or none that is young enough."""
        if self._folder is None or key.query:
            return None
        try:
            head, _line, body = (self._folder / key.name).read_bytes().partition(b"\n")
            said = json.loads(head)
            headers = tuple((name, value) for name, value in said["headers"])
            whole = gzip.decompress(body)
            kept = Kept(Version(*said["version"]), said["at"], headers, said["etag"], whole, file=said["file"])
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None
        return kept if time.time() - kept.at < OLDEST_DAYS * 86_400 else None

    def drop(self, key: Key) -> None:
        """Forgets one page."""
        if self._folder is not None:
            with contextlib.suppress(OSError):
                (self._folder / key.name).unlink()

    def clear(self) -> None:
        """Forgets all."""
        for path, _status in self._files():
            with contextlib.suppress(OSError):
                path.unlink()

    def looked(self, database: str) -> Looked | None:
        """Up to where it was looked for what was taken off; None where that is not known."""
        if self._folder is None:
            return None
        try:
            return Looked.read(self._note_of(database).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def note(self, database: str, looked: Looked) -> None:
        """Remembers up to where it was looked."""
        if self._folder is not None and self._folder.is_dir():
            with contextlib.suppress(OSError):
                self._note_of(database).write_text(looked.written(), encoding="ascii")

    def _note_of(self, database: str) -> Path:
        return (self._folder or Path()) / f"{hashlib.sha256(database.encode()).hexdigest()[:16]}.looked"

    def _files(self) -> Iterable[tuple[Path, os.stat_result]]:
        if self._folder is None or not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):
                if path.suffix != ".looked":
                    yield path, path.stat()

    def _prune(self) -> None:
        """The oldest go where there are too many bytes."""
        files = sorted(self._files(), key=lambda row: row[1].st_mtime)
        size = sum(status.st_size for _path, status in files)
        for path, status in files:
            if size <= MOST_ON_DISK:
                return
            with contextlib.suppress(OSError):
                path.unlink()
            size -= status.st_size
