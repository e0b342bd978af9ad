"""Plain text for the screen."""

from __future__ import annotations

from samrit.cli.layout import heading, indented, labelled, numbered, page


def test_texts_stand_in_one_column():
    """Whatever the labels' letters; further lines stand under the first; nothing trails."""
    assert labelled([("รหัส", "7301"), ("ด้าน", "ก\nข"), ("ว่าง", "")]) == [
        "รหัส  7301",
        "ด้าน  ก",
        "     ข",
        "ว่าง",
    ]


def test_lists_are_numbered_from_one():
    """Further lines stand under the first."""
    assert numbered(["a\nb", "c"]) == ["  1. a", "     b", "  2. c"]


def test_headings_are_ruled():
    """The rule is as wide as the words."""
    assert heading("ย่าน") == ["", "ย่าน", "───"]


def test_blank_lines_stay_blank():
    """Moving lines to the right leaves no blanks at their ends."""
    assert indented(["a", "", "b"]) == ["  a", "", "  b"]


def test_a_page_ends_in_one_line_break():
    """And does not begin with one."""
    assert page(["", "a", "", ""]) == "a\n"
