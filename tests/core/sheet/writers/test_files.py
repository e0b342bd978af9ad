"""Putting a file where it belongs: whole, or not at all."""

from __future__ import annotations

import os
import stat

import pytest

from samrit.core.contract import Refused
from samrit.core.sheet.writers import sheet_kind, write_file


@pytest.mark.parametrize(
    ("name", "kind"), [("a.txt", "txt"), ("ก ข.docx", "docx"), ("A.PDF", "pdf"), ("x.docx.pdf", "pdf")]
)
def test_the_name_says_the_kind(tmp_path, name, kind):
    """The ending decides, in small or capital letters."""
    assert sheet_kind(tmp_path / name) == kind


@pytest.mark.parametrize("name", ["a", "a.doc", "a.json", "-", "pdf", ".pdf"])
def test_other_names_are_refused(tmp_path, name):
    """Without one of the three endings nothing is written."""
    with pytest.raises(Refused, match=r"end it in \.docx, \.pdf or \.txt"):
        write_file(tmp_path / name, b"x")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_refused(tmp_path):
    """A folder is not overwritten."""
    (tmp_path / "a.txt").mkdir()

    with pytest.raises(Refused, match="a folder stands there"):
        write_file(tmp_path / "a.txt", b"x")


def test_a_missing_folder_is_refused(tmp_path):
    """Folders are not made on the way."""
    with pytest.raises(Refused, match="its folder is not there"):
        write_file(tmp_path / "b" / "a.txt", b"x")

    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_whole_and_alone(tmp_path):
    """What stood there is replaced; no second file stays behind."""
    target = tmp_path / "a.txt"
    target.write_bytes(b"old, and longer")
    write_file(target, b"new")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.txt", b"new")]


def test_a_private_file_stays_private(tmp_path):
    """A form holds a name and a telephone number: who may read it does not change when it is written again."""
    target = tmp_path / "a.txt"
    target.touch(0o600)
    write_file(target, b"new")

    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch, step):
    """A full disk or a lost right leaves what stood there, and nothing half written."""
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")

    def fail(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(Refused, match="No space left on device"):
        write_file(target, b"new")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.txt", b"old")]
