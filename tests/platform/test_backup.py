"""Backups: everything, as of one moment, in a file that can be trusted or is refused."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from samrit.core.contract import Refused
from samrit.platform import triggers
from samrit.platform.backup import back_up, read_manifest, restore_home, restore_server
from samrit.platform.files import store_file
from samrit.platform.models import StoredFile

pytestmark = pytest.mark.django_db(transaction=True)  # a backup waits for whoever is in a transaction on one connection


@pytest.fixture
def storage(settings, tmp_path) -> Path:
    """A storage of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "stored"
    return settings.MEDIA_ROOT


@pytest.fixture
def kept(storage) -> list[StoredFile]:  # noqa: ARG001 -- asked for what it sets up
    return [store_file([b"%PDF-1.4 one"]), store_file(["สอง".encode()])]


def names(path: Path) -> list[str]:
    with tarfile.open(path) as tar:
        return tar.getnames()


def rewritten(path: Path, to: Path, change) -> Path:
    """A copy of an archive, each member (name, bytes) as `change` gives it; None leaves it out."""
    with tarfile.open(path) as old, tarfile.open(to, "w") as new:
        for entry in old:
            changed = change(entry.name, old.extractfile(entry).read())
            if changed is None:
                continue
            entry.name, data = changed
            entry.size = len(data)
            import io

            new.addfile(entry, io.BytesIO(data))
    return to


def test_what_is_in_it(kept, tmp_path, settings):
    """Database, keys and every stored file, each with its hash; readable by the owner only."""
    made = back_up(tmp_path / "b.tar")
    assert (made.path, made.files, made.damaged) == (tmp_path / "b.tar", 2, ())
    assert made.path.stat().st_mode & 0o777 == 0o600
    manifest = read_manifest(made.path)
    assert sorted(manifest.files) == sorted(row.path for row in kept)
    assert {manifest.members[f"files/{row.path}"] for row in kept} == {(row.size, row.sha256) for row in kept}
    assert names(made.path)[-1] == "manifest.json"
    with tarfile.open(made.path) as tar:
        assert tar.extractfile("keys/secret-key").read().decode() == settings.SECRET_KEY
        assert tar.extractfile("keys/pid-key").read().decode() == settings.SAMRIT_PID_KEY
        assert tar.extractfile("keys/signing-key").read().decode() == settings.SAMRIT_SIGNING_KEY


@pytest.mark.usefixtures("kept")
def test_names(tmp_path):
    """Into a folder it goes under a name that tells the moment; a name that is taken is refused, its file untouched."""
    made = back_up(tmp_path)
    assert made.path.parent == tmp_path
    assert made.path.name.startswith("samrit-2")
    before = made.path.read_bytes()
    with pytest.raises(Refused, match="already there"):
        back_up(made.path)
    assert made.path.read_bytes() == before


def test_half_made(kept, tmp_path, monkeypatch):
    """When it cannot be finished nothing is left behind, neither under its name nor under another."""
    folder = tmp_path / "backups"
    folder.mkdir()
    default_storage.delete(kept[0].path)
    (Path(default_storage.path(kept[0].path))).mkdir()
    monkeypatch.setattr(StoredFile, "path", kept[0].path)
    monkeypatch.setattr(type(default_storage._wrapped), "size", lambda *_: kept[0].size)
    with pytest.raises(OSError, match="directory"):
        back_up(folder / "b.tar")
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the database of one machine")
def test_a_full_disk_is_said_as_that(tmp_path, monkeypatch):
    """SQLite's own word for it is no fault of the program, and nothing is left behind."""
    open_database = sqlite3.connect

    def on_a_small_disk(path):
        made = open_database(path)
        made.execute("PRAGMA max_page_count = 2")
        return made

    monkeypatch.setattr("samrit.platform.backup.making.sqlite3.connect", on_a_small_disk)
    with pytest.raises(OSError, match="No space left"):
        back_up(tmp_path / "full.samrit")
    assert list(tmp_path.glob("*full*")) == []


def test_lost_and_altered_files(kept, tmp_path):
    """Files that the storage has lost or altered are named, and everything else is saved."""
    Path(default_storage.path(kept[0].path)).unlink()
    altered = Path(default_storage.path(kept[1].path))
    altered.write_bytes(b"x" * kept[1].size)
    made = back_up(tmp_path / "b.tar")
    assert sorted(made.damaged) == sorted(row.path for row in kept)
    manifest = read_manifest(made.path)
    assert sorted(manifest.damaged) == sorted(row.path for row in kept)
    assert manifest.files == [kept[1].path]


def changed_byte(name, data):
    return name, data[:-1] + b"?" if name.startswith("files/") else data


def forged_manifest(name, data):
    if name != "manifest.json":
        return name, data
    document = json.loads(data)
    document["format"] = "samrit-backup-9"
    return name, json.dumps(document).encode()


DAMAGE = {
    "a changed byte": (changed_byte, "does not fit its hash"),
    "a lost member": (
        lambda name, data: None if name.startswith("keys/pid") else (name, data),
        "does not fit its hash",
    ),
    "no manifest": (lambda name, data: None if name == "manifest.json" else (name, data), "not whole"),
    "another version": (forged_manifest, "not of this version"),
    "a way out": (lambda name, data: (name.replace("files/", "files/../../"), data), "does not belong"),
    "a stranger": (lambda name, data: (name.replace("keys/pid-key", "etc/passwd"), data), "does not belong"),
}


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("case", DAMAGE)
def test_what_is_not_whole_is_refused(tmp_path, case):
    """Nothing is restored of a backup that does not fit its manifest in every byte."""
    change, said = DAMAGE[case]
    bad = rewritten(back_up(tmp_path / "b.tar").path, tmp_path / "bad.tar", change)
    with pytest.raises(Refused, match=said):
        restore_home(bad, tmp_path / "home")
    assert not (tmp_path / "home").exists()


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("cut", [0, 100, 5_000, -12_000])
def test_a_cut_file_is_refused(tmp_path, cut):
    """So is one that was cut off anywhere, and what is no backup at all."""
    whole = back_up(tmp_path / "b.tar").path
    (tmp_path / "cut.tar").write_bytes(whole.read_bytes()[: cut or None] if cut else b"PK not a tar")
    with pytest.raises(Refused):
        restore_home(tmp_path / "cut.tar", tmp_path / "home")


@pytest.mark.postgres
def test_round_trip_on_postgresql(kept, tmp_path, storage):
    """A dump of one moment with its files goes back into the emptied database, triggers and all; others are refused."""
    backup = back_up(tmp_path / "b.tar").path
    with pytest.raises(Refused, match="already installed"):
        restore_server(backup)
    with pytest.raises(Refused, match="on PostgreSQL"):
        restore_home(backup, tmp_path / "home")
    StoredFile.objects.filter(pk=kept[0].pk).delete()
    shutil.rmtree(storage)
    restored = restore_server(backup, replace=True)
    assert (restored.other_keys, restored.manifest.damaged) == ((), ())
    assert set(StoredFile.objects.values_list("sha256", flat=True)) == {row.sha256 for row in kept}
    assert back_up(tmp_path / "again.tar").damaged == ()
    assert triggers.missing(connection) == []


@pytest.mark.postgres
@pytest.mark.usefixtures("kept")
def test_another_key_of_numbers(tmp_path, settings):
    """A backup whose key of identity numbers is not the one that is set is refused before anything is touched."""
    backup = back_up(tmp_path / "b.tar").path
    settings.SAMRIT_PID_KEY = "another"
    with pytest.raises(Refused, match="not the key of this backup"):
        restore_server(backup, replace=True)
    assert StoredFile.objects.count() == 2


# --- as a person does it ---


PYTHON = sys.executable


def environment(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "SAMRIT_HOME": str(home),
        "SAMRIT_LANG": "en",
        "DJANGO_SETTINGS_MODULE": "samrit.settings.local",
    }


def samrit(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PYTHON, "-m", "samrit", *words],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def count(home: Path) -> int:
    with closing(sqlite3.connect(home / "samrit.sqlite3")) as database:
        return database.execute("SELECT count(*) FROM platform_storedfile").fetchone()[0]


KEEP = (
    "import django; django.setup(); from samrit.platform.files import store_file;"
    " [store_file([f'ข้อความที่ {number}'.encode()]) for number in range(1, 4)]"
)


@pytest.mark.own_sqlite
def test_round_trip_while_somebody_works(tmp_path):
    """Backed up while a writer is in a transaction, restored elsewhere, examined; never onto what is there."""
    home, other, backup = tmp_path / "home", tmp_path / "other", str(tmp_path / "b.tar")
    assert samrit(home, "manage", "migrate", "--verbosity", "0").returncode == 0
    subprocess.run([PYTHON, "-c", KEEP], env=environment(home), check=True)
    with closing(sqlite3.connect(home / "samrit.sqlite3", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM platform_storedfile")
        made = samrit(home, "backup", backup)
        writer.execute("ROLLBACK")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.endswith("the database and 3 files\n")

    done = samrit(other, "restore", backup)
    assert (done.returncode, done.stderr) == (0, "")
    assert count(other) == 3
    for key in ("secret-key", "pid-key", "signing-key"):
        assert (other / key).read_text() == (home / key).read_text()
        assert (other / key).stat().st_mode & 0o777 == 0o600
    stored = {path.relative_to(home) for path in (home / "files").rglob("*") if path.is_file()}
    assert stored == {path.relative_to(other) for path in (other / "files").rglob("*") if path.is_file()}
    assert samrit(other, "worker", "--once").returncode == 0
    assert samrit(other, "doctor").stdout.endswith("all is well\n")

    again = samrit(other, "restore", backup)
    assert (again.returncode, again.stdout) == (2, "")
    assert "something is already installed there" in again.stderr
    assert again.stderr.count("\n") == 1
    (other / "files" / "mark").write_text("before")
    replaced = samrit(other, "restore", backup, "--replace")
    assert replaced.returncode == 0
    (kept,) = other.glob("replaced-*")
    assert (kept / "files" / "mark").read_text() == "before"
    assert not (other / "files" / "mark").exists()
    assert count(other) == 3


@pytest.mark.own_sqlite
def test_refused_in_one_line(tmp_path):
    """What cannot be read is said in one line, and no home is made."""
    (tmp_path / "no.tar").write_text("nothing")
    for words in (["restore", str(tmp_path / "no.tar")], ["restore", str(tmp_path / "missing.tar")]):
        done = samrit(tmp_path / "home", *words)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert not (tmp_path / "home").exists()
