"""Running text of a sheet: joining what line ends and cells parted, and telling a blank field from a filled one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from samrit.core.sheet.paper import Paragraph
from samrit.core.thai import is_broken_word, mend_spaces

_BLANK = re.compile(r"[\s\-–—_.…·]*|ไม่มี|N/?A", re.IGNORECASE)
_DOTS = re.compile(r"(?:\.{3,}|…+|_{3,})")
_THAI_END = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]$")
_THAI_START = re.compile(r"[\u0e01-\u0e2e\u0e40-\u0e44]")


def is_blank(text: str) -> bool:
    """Whether a field holds only what people put where there is nothing to say ("-", dots)."""
    return _BLANK.fullmatch(text.strip()) is not None


def or_none(text: str) -> str | None:
    """The text without blanks and filling dots around it; None where it says nothing."""
    text = _DOTS.sub(" ", text).strip(" \t\n:：")
    text = re.sub(r" {2,}", " ", text)
    return None if is_blank(text) else text


def prose(paragraphs: Iterable[Paragraph]) -> str | None:
    """The paragraphs as one text, parted by line breaks; None where they say nothing.

    A word that a line end or cell broke is joined where the dictionary agrees.
    """
    text = ""
    for paragraph in paragraphs:
        piece = mend_spaces(paragraph.text.strip())
        if not piece:
            continue
        if not text:
            text = piece
        elif is_broken_word(text, piece):
            text += piece
        else:
            text = f"{text}\n{piece}"
    return None if is_blank(text) else text


def run_on(before: str, after: str) -> str:
    """Two pieces of one sentence that a page or a line end parted: Thai runs on without a blank, other script not."""
    before, after = before.rstrip(), after.lstrip()
    joint = "" if _THAI_END.search(before) and _THAI_START.match(after) else " "
    return f"{before}{joint}{after}"


def one_line(paragraphs: Iterable[Paragraph]) -> str:
    """The paragraphs as one line."""
    text = ""
    for paragraph in paragraphs:
        piece = paragraph.text.strip()
        text = f"{text}{piece}" if is_broken_word(text, piece) else f"{text} {piece}"
    return mend_spaces(text.strip())
