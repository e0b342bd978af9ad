"""The zip of a dossier: an ordinary zip to others, and only one way of writing it."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as some

from samrit.core.dossier import Misfit
from samrit.core.dossier.container import read_container, write_container

FILES = {"ก.json": b"{}", "empty": b"", "a/b.txt": b"PK\x03\x04 inside"}

names = some.text(some.characters(categories=["L", "N"]), min_size=1, max_size=12)


@given(some.dictionaries(names, some.binary(max_size=200), min_size=1, max_size=5))
def test_what_is_written_is_read_again(files: dict[str, bytes]) -> None:
    assert read_container(write_container(files)) == files


def test_any_zip_program_opens_it() -> None:
    with zipfile.ZipFile(io.BytesIO(write_container(FILES))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == FILES


def test_every_changed_bit_is_found() -> None:
    whole = write_container(FILES)
    for bit in range(8 * len(whole)):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Misfit):
            read_container(bytes(changed))


def test_every_cut_and_every_addition_is_found() -> None:
    whole = write_container(FILES)
    for at in range(len(whole)):
        with pytest.raises(Misfit):
            read_container(whole[:at])
    for more in (b"\x00", whole):
        with pytest.raises(Misfit):
            read_container(whole + more)


def test_a_file_that_stands_twice_is_named() -> None:
    one = write_container({"a": b"1"})
    start = one[: one.index(b"PK\x01\x02")]
    with pytest.raises(Misfit, match="a: the file is there twice"):
        read_container(start + start)


def test_a_compressed_zip_is_no_dossier() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", "{}" * 100)
    with pytest.raises(Misfit):
        read_container(made.getvalue())
