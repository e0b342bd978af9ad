"""How the program meets the shell."""

from __future__ import annotations

import errno
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.cli import chosen_language, main
from samrit.cli.shell import Problem, about, one_line, read_document
from samrit.core.contract import Message, Refused


@given(st.text(max_size=80))
def test_one_line_is_one_printable_line(text):
    """Nothing breaks the line or steers the terminal."""
    line = one_line(text)
    assert line.isprintable()
    assert len(line.splitlines()) <= 1


def test_plain_text_stays_as_it_is():
    """Thai and English are not touched; blanks are brought together."""
    assert one_line("ก้อน  a\tb\n") == "ก้อน a b"
    assert one_line("\x1b[31m") == "\\x1b[31m"


@pytest.mark.parametrize(("chosen", "threads"), [(None, "1"), ("4", "4")])
def test_matrices_have_one_thread_unless_others_are_asked_for(monkeypatch, capsys, chosen, threads):
    """A thread of small matrices only waits; whoever runs the program may want otherwise."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "")  # so that it is put back afterwards
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    if chosen is not None:
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", chosen)
    assert main(["--help"]) == 0
    assert capsys.readouterr().out
    assert os.environ["OPENBLAS_NUM_THREADS"] == threads


@pytest.mark.parametrize(
    ("words", "environment", "lang"),
    [
        (["--lang", "en"], {"LANG": "th_TH"}, "en"),
        (["score", "--lang=th"], {"LANG": "en_US"}, "th"),
        (["--lang", "fr"], {"LANG": "en_US"}, "en"),
        (["--lang"], {"LANG": "en_US"}, "en"),
        ([], {"LANG": "th_TH"}, "th"),
        ([], {}, "th"),
    ],
)
def test_the_language_is_known_before_the_words_are_read(monkeypatch, words, environment, lang):
    """`--lang` anywhere, else the locale."""
    for name in ("SAMRIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert chosen_language(words) == lang


def problem(error: Exception) -> str:
    with pytest.raises(Problem) as caught, about("a.json"):
        raise error
    return caught.value.line("en")


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            Refused("x[0]", Message("wrong", "ผิด"), Message("mend it", "แก้ไข")),
            "a.json: x[0]: wrong: mend it",
        ),
        (
            FileNotFoundError(errno.ENOENT, "no"),
            "a.json: document: there is no such file: check the name, the folder and the permissions",
        ),
        (IsADirectoryError(errno.EISDIR, "no"), "a.json: document: this is a folder: name a file in it"),
        (
            OSError(errno.ENAMETOOLONG, "File name too long"),
            "a.json: document: the system says: File name too long: check the name, the folder and the permissions",
        ),
    ],
)
def test_a_refusal_names_its_file(error, line):
    """Of a document or of the system, it is the same one line."""
    assert problem(error) == line


def test_other_faults_pass():
    """A fault of ours is not dressed up as one of the file's."""
    with pytest.raises(KeyError), about("a.json"):
        raise KeyError


def test_a_fault_of_the_program_is_one_line_too(monkeypatch, capsys):
    """Exit code 2 and a request to report it; the debug switch shows where."""
    monkeypatch.setattr("samrit.cli.arguments.build_parser", lambda _: 1 / 0)
    monkeypatch.setenv("SAMRIT_DEBUG", "0")
    assert main(["up", "--lang", "en"]) == 2
    said = "samrit: internal: an unexpected fault (ZeroDivisionError: division by zero): please report it"
    out, err = capsys.readouterr()
    assert (out, err.startswith(said), err.count("\n")) == ("", True, 1)
    monkeypatch.setenv("SAMRIT_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["up"])


def test_documents_are_read_from_pipes_too(tmp_path):
    """A file need not be plain, only readable."""
    (tmp_path / "a.json").write_text('{"a": "ก"}', encoding="utf-8")
    assert read_document(str(tmp_path / "a.json"))["a"].text() == "ก"
