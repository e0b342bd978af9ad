"""Restoring a backup: everything is checked first, and what was there before is kept or nothing is touched."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection

from samrit.core.contract import Message, Refused
from samrit.platform.backup import postgres
from samrit.platform.backup.archive import (
    CHUNK,
    FILES,
    KEYS,
    MANIFEST,
    POSTGRES,
    SQLITE,
    Manifest,
    members,
    read_manifest,
)

_PLACES = {SQLITE: "samrit.sqlite3", **{name: name.removeprefix("keys/") for name in KEYS}}
"""Where the members stand in the home of one machine."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored. `kept`: where that which was there before stands now; `other_keys`: settings that differ."""

    manifest: Manifest
    kept: Path | None = None
    other_keys: tuple[str, ...] = ()


_STAYING = ("kept-pages", "maintenance")
"""What the public reads while the office is restored, and what says that it is: no data of the installation."""


def restore_home(backup: Path, home: Path, *, replace: bool = False) -> Restored:
    """Restores the installation of one machine into its folder. Needs no Django. Stop what runs there first.

    Raises Refused for a backup that does not fit its hashes or is of PostgreSQL, and, unless `replace`, for a folder
    that is not empty. With `replace` that which was there is moved into a folder beside the new.
    """
    manifest = read_manifest(backup)
    if manifest.database != SQLITE:
        raise _other_database("PostgreSQL", "DJANGO_SETTINGS_MODULE=samrit.settings.server")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = sorted(path for path in home.iterdir() if path.name not in _STAYING)
    if before and not replace:
        raise _not_empty()
    stage = home / f"restoring-{secrets.token_hex(4)}"
    try:
        stage.mkdir(mode=0o700)
        for name, file in members(backup):
            if name != MANIFEST:
                _write(file, stage / _PLACES.get(name, name), private=not name.startswith(FILES))
        kept = _set_aside(before, home)
        # The database last: until it stands, nobody can take the folder for an installation.
        for entry in sorted(stage.iterdir(), key=lambda path: path.name == _PLACES[SQLITE]):
            entry.rename(home / entry.name)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return Restored(manifest, kept)


def restore_server(backup: Path, *, replace: bool = False) -> Restored:
    """Restores an installation on PostgreSQL with the settings that are loaded. Stop its pages and workers first.

    Raises as `restore_home`, and where SAMRIT_PID_KEY is not that of the backup: nobody could sign in by a number.
    """
    manifest = read_manifest(backup)
    if manifest.database != POSTGRES or connection.vendor != "postgresql":
        raise _other_database("SQLite", "DJANGO_SETTINGS_MODULE=samrit.settings.local")
    kept = {KEYS[name]: file.read().decode() for name, file in members(backup) if name in KEYS}
    other_keys = tuple(setting for setting, key in kept.items() if key != getattr(settings, setting))
    if kept.get("SAMRIT_PID_KEY") and "SAMRIT_PID_KEY" in other_keys:
        raise _other_pid_key(backup)
    if connection.introspection.table_names() and not replace:
        raise _not_empty()
    with tempfile.TemporaryDirectory(prefix="samrit-restore-") as folder:
        dumped = Path(folder) / "database"
        for name, file in members(backup):
            if name == POSTGRES:
                _write(file, dumped, private=True)
            elif name.startswith(FILES):
                _store(file, name.removeprefix(FILES), manifest.members[name][0])
        postgres.empty()
        connection.close()
        postgres.load(dumped)
    return Restored(manifest, other_keys=other_keys)


def _write(source: IO[bytes], to: Path, *, private: bool) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    with open(to, "xb", opener=lambda path, flags: os.open(path, flags, 0o600 if private else 0o644)) as file:
        shutil.copyfileobj(source, file, CHUNK)
        file.flush()
        os.fsync(file.fileno())


def _set_aside(entries: list[Path], home: Path) -> Path | None:
    if not entries:
        return None
    aside = home / f"replaced-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}"
    aside.mkdir(mode=0o700)
    for entry in entries:
        entry.rename(aside / entry.name)
    return aside


def _store(source: IO[bytes], path: str, size: int) -> None:
    """Files are named by their content: one that is there with its size is the same."""
    if default_storage.exists(path):
        if default_storage.size(path) == size:
            return
        default_storage.delete(path)
    default_storage.save(path, File(source))


def _not_empty() -> Refused:
    return Refused(
        "",
        Message("something is already installed there", "มีข้อมูลของการติดตั้งอยู่แล้ว"),
        Message(
            "restore to an empty place, or say --replace after making a backup of it",
            "โปรดกู้คืนลงที่ว่าง หรือสำรองข้อมูลเดิมแล้วใช้ --replace",
        ),
    )


def _other_pid_key(backup: Path) -> Refused:
    look = f"`tar -xOf {backup.name} keys/pid-key`"
    return Refused(
        "SAMRIT_PID_KEY",
        Message("is not the key of this backup", "ไม่ใช่กุญแจของไฟล์สำรองนี้"),
        Message(f"set it to what {look} prints", f"กำหนดให้เป็นค่าที่ {look} แสดง"),
    )


def _other_database(of: str, setting: str) -> Refused:
    return Refused(
        "",
        Message(f"this is a backup of an installation on {of}", f"นี่คือไฟล์สำรองของระบบที่ใช้ {of}"),
        Message(f"set {setting}", f"กำหนด {setting}"),
    )
