"""Where lines may be broken: the better list of words, built once in the user's cache."""

from __future__ import annotations

import logging
import os
import shutil

import pytest

from samrit.core.sheet.writers.breaking import drawn, use_dictionary

build_words = use_dictionary.__wrapped__

HAS_TOOL = shutil.which("trietool") is not None


@pytest.fixture(autouse=True)
def _fresh(tmp_path, monkeypatch):
    monkeypatch.setenv("LIBTHAI_DICTDIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_the_choice_of_the_user_stays(monkeypatch):
    """A list that somebody set up for libthai is used as it is."""
    monkeypatch.setenv("LIBTHAI_DICTDIR", "/elsewhere")
    build_words()

    assert os.environ["LIBTHAI_DICTDIR"] == "/elsewhere"


@pytest.mark.skipif(not HAS_TOOL, reason="trietool is not installed")
def test_the_list_is_built_once(tmp_path):
    """The first use builds the list, the next ones find it; nothing else stays in the cache."""
    build_words()
    built = list((tmp_path / "cache" / "samrit").glob("*/thbrk.tri"))
    made = built[0].stat().st_mtime_ns
    os.environ["LIBTHAI_DICTDIR"] = ""
    build_words()

    assert [path.parent for path in built] == list((tmp_path / "cache" / "samrit").iterdir())
    assert os.environ["LIBTHAI_DICTDIR"] == str(built[0].parent)
    assert built[0].stat().st_mtime_ns == made


@pytest.mark.parametrize("missing", ["PATH", "XDG_DATA_DIRS"])
def test_without_its_tools_the_list_of_the_system_is_used(tmp_path, monkeypatch, caplog, missing):
    """A missing tool or list is logged by its code, and lines are broken as the system does."""
    monkeypatch.setenv(missing, str(tmp_path))
    with caplog.at_level(logging.WARNING):
        build_words()

    assert [record.message for record in caplog.records] == ["thai_dictionary_not_built"]
    assert os.environ["LIBTHAI_DICTDIR"] == ""


def test_a_cache_that_cannot_be_written_is_no_failure(tmp_path, monkeypatch, caplog):
    """Where nothing can be kept, lines are broken as the system does."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with caplog.at_level(logging.WARNING):
        build_words()

    assert [record.message for record in caplog.records] == ["thai_dictionary_not_built"]


def test_sara_am_is_drawn_in_two_parts():
    """The mark goes before the tone and the vowel after it, as both are drawn; other text stays."""
    assert drawn("น้ำ ทำ กา ก่") == "น\u0e4d\u0e49\u0e32 ท\u0e4d\u0e32 กา ก่"
