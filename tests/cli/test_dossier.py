"""`samrit dossier`: what a stranger with only the zip sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories.dossiers import KEY, case

from samrit.cli import main


@pytest.fixture
def zipped(tmp_path: Path) -> Path:
    path = tmp_path / "d.zip"
    path.write_bytes(case().write())
    return path


def test_a_whole_dossier_says_score_and_chain(zipped, capsys):
    """Exit code 0; the first two lines are for programs, too."""
    assert main(["--lang", "en", "dossier", "verify", str(zipped), "--key", KEY.public]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "score: 1",
        "chain: ok",
        "entries: 13 (1 show their hash only)",
        "evidence: 3 (0 withheld: consent was withdrawn)",
        "signed by: สำนักงานประชาสัมพันธ์",
        f"key: {KEY.public}",
    ]


def test_a_changed_byte_is_named_in_one_line(zipped, capsys):
    """Exit code 1, on stdout: the check was done, and says no."""
    data = bytearray(zipped.read_bytes())
    data[data.rindex(b'"result": "1"')] ^= 1
    zipped.write_bytes(data)
    assert main(["--lang", "en", "dossier", "verify", str(zipped)]) == 1
    assert capsys.readouterr().out == "does not fit: facts.json: the file is damaged or was changed\n"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_dossier_does_not_fit(tmp_path, capsys, content):
    """An empty file, a cut zip, something else, an empty zip."""
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    assert main(["dossier", "verify", str(path)]) == 1
    assert capsys.readouterr().out.startswith("ไม่ตรงกัน: zip: ")


def test_a_file_that_is_not_there_is_bad_input(tmp_path, capsys):
    """Exit code 2 and one line on stderr."""
    assert main(["--lang", "en", "dossier", "verify", str(tmp_path / "none.zip")]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert "there is no such file" in err


def test_a_key_that_is_none_is_bad_usage(zipped, capsys):
    """Before the file is read."""
    assert main(["--lang", "en", "dossier", "verify", str(zipped), "--key", "abc"]) == 2
    assert capsys.readouterr().err == (
        "samrit dossier verify: --key: this is not a public key: write its 64 hexadecimal digits\n"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["7301", "7301-2568", "7301-x", "-", "../x"])
def test_a_key_result_that_is_not_there_writes_nothing(tmp_path, capsys, code):
    """The office is asked; its data say no."""
    assert main(["--lang", "en", "dossier", "export", code, "--to", str(tmp_path / "d.zip")]) == 2
    out, err = capsys.readouterr()
    assert (out, list(tmp_path.iterdir())) == ("", [])
    assert err.startswith(f"samrit dossier export: {code}: there is no such key result here: ")


def test_a_folder_that_is_not_there_is_said_before_any_work(tmp_path, capsys):
    """Nothing is asked of the database."""
    assert main(["--lang", "en", "dossier", "export", "7301", "--to", str(tmp_path / "no" / "d.zip")]) == 2
    assert "its folder is not there" in capsys.readouterr().err
