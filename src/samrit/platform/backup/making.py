"""Making a backup while people work: the database as of one moment, then the files that it names."""

from __future__ import annotations

import datetime as dt
import errno
import io
import os
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction

from samrit.core.contract import Message, Refused
from samrit.platform.backup import postgres
from samrit.platform.backup.archive import FILES, KEYS, POSTGRES, SQLITE, Writer

_BANGKOK = dt.timezone(dt.timedelta(hours=7))
Stored = list[tuple[str, int, str]]
"""Path, size and hash of the stored files."""
_STORED = "SELECT path, size, sha256 FROM platform_storedfile ORDER BY path"


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: where, how many files and bytes, and which files were lost or altered before."""

    path: Path
    files: int
    size: int
    damaged: tuple[str, ...]


def back_up(to: Path) -> Made:
    """Makes a backup at `to`; in a folder, under a name that tells the moment. It holds keys: its owner alone reads it.

    Raises Refused for a name that is taken, OSError where it cannot be written; nothing is left behind then.
    """
    now = dt.datetime.now(_BANGKOK)
    path = to / f"samrit-{now:%Y%m%dT%H%M%S}.tar" if to.is_dir() else to
    if path.exists():
        raise Refused(
            "",
            Message("a file of this name is already there", "มีไฟล์ชื่อนี้อยู่แล้ว"),
            Message("choose another name; a backup never replaces a file", "โปรดใช้ชื่ออื่น การสำรองไม่เขียนทับไฟล์เดิม"),
        )
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with open(unfinished, "xb", opener=_for_the_owner) as file:
            writer = Writer(file)
            stored = _add_database(writer, path.parent)
            for name, setting in KEYS.items():
                data = getattr(settings, setting).encode()
                writer.add(name, io.BytesIO(data), len(data))
            damaged = tuple(_add_files(writer, stored))
            writer.close(made_at=now.isoformat(timespec="seconds"), version=version("samrit"), damaged=damaged)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
        _settle(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return Made(path, sum(name.startswith(FILES) for name in writer.members), path.stat().st_size, damaged)


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _settle(folder: Path) -> None:
    """A name is only safe when its folder is written."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _add_database(writer: Writer, folder: Path) -> Stored:
    with tempfile.TemporaryDirectory(prefix=".samrit-", dir=folder) as name:
        copy = Path(name) / "database"
        member, copied = (POSTGRES, _postgres) if connection.vendor == "postgresql" else (SQLITE, _sqlite)
        with copied(copy) as stored, copy.open("rb") as file:
            writer.add(member, file, copy.stat().st_size)
        return stored


@contextmanager
def _sqlite(copy: Path) -> Iterator[Stored]:
    """SQLite's own online backup: one moment, while others write."""
    with connection.cursor():
        source: Any = connection.connection
    with closing(sqlite3.connect(copy)) as target:
        try:
            source.backup(target)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_FULL:  # said as every other file says it
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None
            raise
        target.execute("PRAGMA journal_mode = DELETE")
        stored = target.execute(_STORED).fetchall()
    yield stored


@contextmanager
def _postgres(copy: Path) -> Iterator[Stored]:
    """pg_dump within the snapshot of a transaction of ours, which reads the list of files as of the same moment."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        postgres.dump(copy, snapshot)
        cursor.execute(_STORED)
        stored = cursor.fetchall()
    yield stored


def _add_files(writer: Writer, stored: Stored) -> Iterator[str]:
    """Adds what the storage has; gives the paths of what it has lost, or what is no longer what was kept."""
    for path, size, sha256 in stored:
        if not default_storage.exists(path) or default_storage.size(path) != size:
            yield path
            continue
        with default_storage.open(path) as file:
            if writer.add(FILES + path, file, size) != sha256:
                yield path
