"""Where lines of our own texts are broken: hardly ever inside a word, as the segmenter sees words."""

from __future__ import annotations

import importlib
import re
import shutil
from collections.abc import Iterator

import pytest

from samrit.core.sheet.writers.breaking import _LONGEST
from samrit.core.sheet.writers.pages import as_html, laid_out
from samrit.core.thai.words import dictionary, segment

TEXTS = ("stories", "pieces", "reports", "districts")
WIDTHS = (3, 5, 8, 16)
"""Columns of tables and the whole page, in cm."""
STYLE = """
@font-face { font-family: "S"; src: url("font:Sarabun-Regular.ttf") }
@page { size: 21cm 400cm; margin: 1cm }
html { font: 12pt "S" }
p { break-inside: avoid }
"""
_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")

pytestmark = pytest.mark.skipif(shutil.which("trietool") is None, reason="trietool is not installed")


def texts() -> list[str]:
    """Every longer Thai text of the demo's year, as people typed it."""
    modules = [importlib.import_module(f"samrit.demo.texts.{name}") for name in TEXTS]
    said = (text for module in modules for value in vars(module).values() for text in strings(value))
    return sorted({" ".join(text.split()) for text in said if len(text) > 40 and re.search("[ก-๙]{20}", text)})


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ():
        yield from strings(part)


def breaks(text: str, lines: list[str]) -> tuple[int, int]:
    """How many lines of a text end between Thai letters, and how many of these inside a word.

    A name that is longer than a column is wide (สำนักงานประชาสัมพันธ์) may be broken where two words of it meet.
    """
    edges, at, known = set(), 0, dictionary()
    for word in segment(text):
        if len(word) > _LONGEST:
            edges |= {at + part for part in range(len(word)) if {word[:part], word[part:]} <= known}
        at += len(word.replace(" ", ""))
        edges.add(at)
    ends, at = [], 0
    bare = text.replace(" ", "")
    for line in lines[:-1]:
        at += len(_SARA_AM.sub("\\1\u0e33", line).replace(" ", ""))
        if re.fullmatch("[ก-๛]{2}", bare[at - 1 : at + 1]):
            ends.append(at)
    return len(ends), sum(end not in edges for end in ends)


def test_no_more_than_two_of_a_hundred_breaks_fall_inside_a_word() -> None:
    own = texts()
    assert len(own) > 40
    body = "".join(f'<p style="width:{width}cm">{as_html(text)}</p>' for width in WIDTHS for text in own)
    boxes = [
        box
        for page in laid_out("x", STYLE, body).pages
        for box in page._page_box.descendants()
        if box.element_tag == "p"
    ]
    paragraphs = [box for box in boxes if type(box).__name__ == "BlockBox"]
    assert len(paragraphs) == len(WIDTHS) * len(own)
    found = []
    for text, box in zip(own * len(WIDTHS), paragraphs, strict=True):
        lines = [
            "".join(part.text for part in line.descendants() if type(part).__name__ == "TextBox")
            for line in box.children
        ]
        found.append(breaks(text, lines))
    all_breaks, inside = (sum(column) for column in zip(*found, strict=True))
    assert all_breaks > 500
    assert inside / all_breaks <= 0.02, f"{inside} of {all_breaks}"
