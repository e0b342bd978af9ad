"""The archive: members that stream in with their hashes, and the manifest that everything is checked against."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from samrit.core.contract import Message, Refused

FORMAT = "samrit-backup-1"
MANIFEST = "manifest.json"
SQLITE, POSTGRES = "database.sqlite3", "database.pgdump"
KEYS = {
    "keys/secret-key": "SECRET_KEY",
    "keys/pid-key": "SAMRIT_PID_KEY",
    "keys/signing-key": "SAMRIT_SIGNING_KEY",
    "keys/token-keys": "SAMRIT_TOKEN_KEYS",
}
"""The member of each key, and its name in the settings."""
FILES = "files/"
CHUNK = 1_048_576
_ANOTHER = Message("use another backup", "โปรดใช้ไฟล์สำรองอื่น")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `damaged`: files that were already lost or altered when it was made."""

    made_at: str
    version: str
    members: dict[str, tuple[int, str]]
    damaged: tuple[str, ...]

    @property
    def database(self) -> str:
        """The member that holds the database."""
        return SQLITE if SQLITE in self.members else POSTGRES

    @property
    def files(self) -> list[str]:
        """The stored files, by their path in the storage."""
        return [name.removeprefix(FILES) for name in self.members if name.startswith(FILES)]


class Writer:
    """An archive being written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w")  # noqa: SIM115 -- `close` ends it
        self.members: dict[str, tuple[int, str]] = {}

    def add(self, name: str, source: IO[bytes], size: int) -> str:
        """Adds a member and gives its hash. Raises EOFError where the source is shorter than it says."""
        reader = _Hashing(source)
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self._tar.addfile(entry, reader)
        self.members[name] = (size, reader.hash.hexdigest())
        return self.members[name][1]

    def close(self, **told: Any) -> None:
        """Ends it with the manifest."""
        members = {name: {"size": size, "sha256": digest} for name, (size, digest) in self.members.items()}
        document = {"format": FORMAT, **told, "members": members}
        data = json.dumps(document, ensure_ascii=False, indent=1).encode()
        self.add(MANIFEST, io.BytesIO(data), len(data))
        self._tar.close()


class _Hashing(io.RawIOBase):
    """Reads through, and hashes what it reads."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.hash.update(data)
        return data


def read_manifest(path: Path) -> Manifest:
    """Reads the whole archive and checks every member against the manifest.

    Raises Refused, naming the first thing that does not fit; OSError where the file cannot be read.
    """
    found: dict[str, tuple[int, str]] = {}
    document: Any = None
    try:
        for name, file in members(path):
            if name == MANIFEST:
                document = _document(file.read())
            else:
                found[name] = _measured(file)
    except (tarfile.TarError, EOFError) as error:
        said = ("this is not a whole backup of Samrit", "ไม่ใช่ไฟล์สำรองที่สมบูรณ์ของสัมฤทธิ์")
        raise _refused("", *said) from error
    if document is None:
        raise Refused(
            "", Message("the backup is not whole: it has no manifest", "ไฟล์สำรองไม่สมบูรณ์ ไม่มีบัญชีรายการ"), _ANOTHER
        )
    manifest = _manifest(document)
    for name in sorted(manifest.members.keys() | found.keys()):
        if manifest.members.get(name) != found.get(name):
            raise _refused(name, "does not fit its hash in the manifest", "ไม่ตรงกับค่าแฮชในบัญชีรายการ")
    return manifest


def _measured(file: IO[bytes]) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The members of an archive, one after the other. Raises Refused for one that does not belong there."""
    with path.open("rb") as raw, tarfile.open(fileobj=raw, mode="r:") as tar:
        for entry in tar:
            file = tar.extractfile(entry) if entry.isreg() and _is_ours(entry.name) else None
            if file is None:
                raise _refused(entry.name, "does not belong in a backup", "ไม่ใช่ส่วนของไฟล์สำรอง")
            yield entry.name, file


def _is_ours(name: str) -> bool:
    if name in {MANIFEST, SQLITE, POSTGRES, *KEYS}:
        return True
    parts = PurePosixPath(name).parts
    return name.startswith(FILES) and len(parts) > 1 and not {"..", "."} & set(name.split("/")) and "\\" not in name


def _document(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        return None


def _manifest(document: Any) -> Manifest:
    try:
        manifest = Manifest(
            document["made_at"],
            document["version"],
            {name: (row["size"], row["sha256"]) for name, row in document["members"].items()},
            tuple(document["damaged"]),
        )
        known = document["format"] == FORMAT
    except (KeyError, TypeError, AttributeError):
        known = False
    if not known:
        raise _refused(MANIFEST, "is not of this version of Samrit", "ไม่ใช่ของสัมฤทธิ์รุ่นนี้")
    if not {SQLITE, POSTGRES} & set(manifest.members):
        raise _refused(MANIFEST, "names no database", "ไม่มีฐานข้อมูล")
    return manifest


def _refused(path: str, en: str, th: str) -> Refused:
    return Refused(path, Message(en, th), _ANOTHER)
