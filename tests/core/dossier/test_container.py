"""The zip of a dossier: an ordinary zip to others, and only one way of writing it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

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


def test_a_zip_that_another_program_packed_anew_is_told_as_that() -> None:
    """Not as a file that was changed: nothing in it may have been."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.json", "{}")
    with pytest.raises(Misfit, match="zip: it was packed anew by another program"):
        read_container(made.getvalue())


# --- what other programs let pass ---


def zipped(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        change(archive)
    return made.getvalue()


def entry(name: str, mode: int) -> zipfile.ZipInfo:
    row = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    row.external_attr = mode << 16
    return row


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(zipped(lambda archive: archive.writestr(entry("link", 0o120777), "/etc/passwd")), id="symlink"),
        pytest.param(zipped(lambda archive: archive.writestr(entry("tool", 0o104755), "x")), id="setuid"),
        pytest.param(zipped(lambda archive: archive.writestr(entry("folder/", 0o40755), "")), id="folder"),
        pytest.param(zipped(lambda archive: setattr(archive, "comment", b"hidden")), id="comment only"),
        pytest.param(write_container(FILES).replace(b"empty", b"other", 1), id="renamed in one list"),
        pytest.param(write_container(FILES)[:-2] + b"\x06\x00hidden", id="comment"),
        pytest.param(b"MZ" + write_container(FILES), id="bytes before"),
        pytest.param(write_container(FILES) + write_container({"x": b"y"}), id="a second zip after"),
        pytest.param(zipped(lambda archive: archive.open("big", "w", force_zip64=True).close()), id="zip64"),
        pytest.param(
            zipped(lambda archive: archive.writestr("bomb", b"\0" * 10_000_000, zipfile.ZIP_DEFLATED)), id="bomb"
        ),
        pytest.param(zipped(lambda archive: archive.writestr("a", b"x" * 99, zipfile.ZIP_LZMA)), id="another method"),
    ],
)
def test_what_other_zip_programs_let_pass_is_a_misfit(data: bytes) -> None:
    with pytest.raises(Misfit):
        read_container(data)


def test_a_length_that_lies_asks_for_no_memory() -> None:
    whole = bytearray(write_container({"a": b"1"}))
    whole[18:26] = b"\xff" * 8  # sizes of four thousand million bytes
    with pytest.raises(Misfit):
        read_container(bytes(whole))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\x", "C:x", "a\nb", "a\u202eb", "", "x" * 201])
def test_a_name_that_leads_out_of_its_folder_is_a_misfit(name: str) -> None:
    with pytest.raises(Misfit):
        read_container(write_container({"a": b"1", name: b"2"}))
