"""Colours that are read together have the contrast that WCAG AA asks for, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "src/samrit/static/css"
TEXT = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunk"),
    ("ink-soft", "paper"),
    ("ink-soft", "surface"),
    ("ink-soft", "sunk"),
    ("green-ink", "paper"),
    ("green-ink", "green-tint"),
    ("green-ink", "surface"),
    ("teal-ink", "paper"),
    ("teal-ink", "surface"),
    ("teal-ink", "sunk"),
    ("teal-ink", "teal-tint"),
    ("amber-ink", "amber-tint"),
    ("amber-ink", "surface"),
    ("brick-ink", "brick-tint"),
    ("brick-ink", "paper"),
    ("brick-ink", "surface"),
    ("action-ink", "action"),
    ("action-ink", "action-hover"),
    ("brick-action-ink", "brick-action"),
    ("action-ink", "green"),
    ("bar-ink", "bar"),
    ("bar-ink", "bar-deep"),
    ("bar-soft", "bar"),
    ("ink", "teal-tint"),
    ("ink", "green-tint"),
    ("ink", "amber-tint"),
    ("ink", "brick-tint"),
]
EDGES = [("line-strong", "paper"), ("line-strong", "surface"), ("green", "paper"), ("brick", "surface")]
FOCUS = ("focus", "focus-ink")


def tokens(dark) -> dict[str, str]:
    light, _, rest = (CSS / "tokens.css").read_text(encoding="utf-8").partition("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})", light))
    return found | dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})", rest)) if dark else found


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_is_readable(dark):
    """Every pair of text and ground has at least 4.5:1."""
    found = tokens(dark)
    assert {
        pair: round(contrast(found[pair[0]], found[pair[1]]), 2)
        for pair in TEXT
        if contrast(found[pair[0]], found[pair[1]]) < 4.5
    } == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_edges_are_visible(dark):
    """Borders of inputs, states and focus have at least 3:1."""
    found = tokens(dark)
    assert {
        pair: round(contrast(found[pair[0]], found[pair[1]]), 2)
        for pair in EDGES
        if contrast(found[pair[0]], found[pair[1]]) < 3
    } == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_focus_is_visible(dark):
    """The ring has two colours; on any ground one of them has at least 3:1."""
    found = tokens(dark)
    grounds = ("paper", "surface", "sunk")
    assert contrast(found["bar-focus"], found["bar"]) >= 3
    assert [ground for ground in grounds if max(contrast(found[ring], found[ground]) for ring in FOCUS) < 3] == []


def test_only_tokens_name_colours():
    """No style sheet but tokens.css (and the printer's) names a colour."""
    named = {
        path.name: re.findall(r"#[0-9A-Fa-f]{3,8}\b", path.read_text(encoding="utf-8")) for path in CSS.glob("*.css")
    }
    assert {
        name: colours for name, colours in named.items() if colours and name not in {"tokens.css", "print.css"}
    } == {}


def test_no_page_styles_or_scripts_inline():
    """Templates hold no style attribute, no event handler and no inline script."""
    web = Path(__file__).resolve().parents[2] / "src/samrit/web"
    wrong = [
        str(path)
        for path in web.rglob("*.html")
        if re.search(r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)", path.read_text(encoding="utf-8"))
    ]
    assert wrong == []
