"""Refusals: where, what, and how to mend it."""

from __future__ import annotations

import pytest

from samrit.core.contract import Message, Refused, refused_by_system


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (FileNotFoundError(2, "No such file or directory"), "there is no such file"),
        (IsADirectoryError(21, "Is a directory"), "this is a folder"),
        (PermissionError(13, "Permission denied"), "the system does not permit this"),
        (OSError(28, "No space left on device"), "the system says: No space left on device"),
        (OSError(), "the system says: OSError"),
    ],
)
def test_what_the_system_says(error, what):
    """One wording for every file and stream; it concerns the whole of it."""
    refused = refused_by_system(error)
    assert (refused.path, refused.what.en) == ("", what)


@pytest.mark.parametrize(
    ("path", "prefix", "whole"),
    [("", "--to", "--to"), ("a", "b", "b.a"), ("[0]", "b", "b[0]"), ("a", "", "a"), ("", "", "")],
)
def test_a_path_is_read_from_further_out(path, prefix, whole):
    """A whole document inside another is named by its place there."""
    assert Refused(path, Message.same("x"), Message.same("y")).under(prefix).path == whole


@pytest.mark.parametrize(
    ("path", "thai"),
    [
        ("w, row 4 (line 5)", "w, แถว 4 (บรรทัด 5)"),
        ("line 1 column 3", "บรรทัด 1 คอลัมน์ 3"),
        ("byte 0", "ไบต์ 0"),
        ("unread[0].line", "unread[0].line"),
        ("values.row 4", "values.row 4"),
        ("", "เอกสาร"),
    ],
)
def test_a_counted_place_is_said_in_the_readers_language(path, thai):
    """Keys and names of a path stay as they are written; English keeps the path as it is."""
    refused = Refused(path, Message("x", "ก"), Message("y", "ข"))
    assert refused.line("F", "th") == f"F: {thai}: ก: ข"
    assert refused.line("F", "en") == f"F: {path or 'document'}: x: y"


def test_a_cell_of_megabytes_does_not_bury_its_sentence():
    """Each part of the line is cut to a length that can be read; the mend stands at its end."""
    refused = Refused("khet: " + "k" * 3_000_000, Message("y" * 3_000_000, "ก" * 3_000_000), Message("mend", "แก้"))
    for lang, mend in (("en", "mend"), ("th", "แก้")):
        line = refused.line("F", lang)
        assert len(line) < 2_100
        assert line.endswith(f"…: {mend}")
