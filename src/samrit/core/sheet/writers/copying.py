"""What a reader of a PDF copies and searches: ำ as the one letter that was written.

A glyph of a PDF has one meaning, but ำ is drawn by two, of which the second draws า as well. Where the two draw ำ, the
page says beside them what they stand for (ActualText, ISO 32000-1, 14.9.4), with a tone mark between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

_RING, _AA, _AM = "\u0e4d", "\u0e32", "\u0e33"
_TONES = frozenset("\u0e48\u0e49\u0e4a\u0e4b")
_SHOWN = re.compile(rb"\[(.*)\] TJ", re.DOTALL)
_PIECE = re.compile(rb"<([0-9a-f]*)>|([^<>]+)")
_FONT = re.compile(rb"/(\S+) \S+ Tf")
_RISE = re.compile(rb"\S+ Ts")
_DIGITS = 4
"""Of a glyph's number, as WeasyPrint writes it."""

_Font = Mapping[int, str]
"""The meaning of each glyph."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing that a line of text shows: a glyph with its meaning, or (without any) how far the next one is moved."""

    written: bytes
    meaning: str = ""


def copies_right(document: Any, pdf: Any) -> None:
    """Marks every ำ of a PDF that is laid out and not yet written: a `finisher` of WeasyPrint."""
    fonts = {font.hash.encode(): font.to_unicode for font in document.fonts.values()}
    if not any(_RING in meaning for font in fonts.values() for meaning in font.values()):
        return
    for row in pdf.objects:
        if getattr(row, "stream", None) and any(isinstance(one, bytes) and _SHOWN.fullmatch(one) for one in row.stream):
            row.stream = list(_written(_marked(list(_parts(row.stream, fonts)))))


def _parts(operations: Sequence[Any], fonts: Mapping[bytes, _Font]) -> Iterator[Any]:
    """The operations of a page, what is shown taken apart."""
    font: _Font = {}
    outer: list[_Font] = []
    for one in operations:
        said = one if isinstance(one, bytes) else b""
        if said == b"q":
            outer.append(font)
        elif said == b"Q" and outer:
            font = outer.pop()
        elif chosen := _FONT.fullmatch(said):
            font = fonts.get(chosen[1], {})
        shown = _SHOWN.fullmatch(said)
        if shown is None:
            yield one
        else:
            yield from _shown(shown[1], font)


def _shown(text: bytes, font: _Font) -> Iterator[_Part]:
    for glyphs, shift in _PIECE.findall(text):
        if shift:
            yield _Part(shift)
        for at in range(0, len(glyphs), _DIGITS):
            number = glyphs[at : at + _DIGITS]
            yield _Part(number, font.get(int(number, 16)) or "?")


def _marked(parts: Sequence[Any]) -> Iterator[Any]:
    """The same, with a mark before and after each ring that belongs to a ำ."""
    at = 0
    while at < len(parts):
        end, tone = _am(parts, at)
        if end:
            means = (tone + _AM).encode("utf-16-be").hex().encode()
            yield b"/Span <</ActualText <feff" + means + b">>> BDC"
            yield from parts[at:end]
            yield b"EMC"
        else:
            end = at + 1
            yield parts[at]
        at = end


def _am(parts: Sequence[Any], at: int) -> tuple[int, str]:
    """Where the ำ ends that begins here, and its tone mark; (0, "") where none begins."""
    if not isinstance(parts[at], _Part) or parts[at].meaning[:1] != _RING:
        return 0, ""
    tone = parts[at].meaning[1:]  # Sarabun draws the two as one
    for end, one in enumerate(parts[at + 1 :], at + 2):
        if not isinstance(one, _Part):
            if not isinstance(one, bytes) or not _RISE.fullmatch(one):
                break
        elif one.meaning == _AA:
            return end, tone
        elif one.meaning in _TONES and not tone:
            tone = one.meaning
        elif one.meaning:
            break
    return 0, ""


def _written(parts: Iterator[Any]) -> Iterator[Any]:
    """The operations again."""
    for shows, run in groupby(parts, lambda one: isinstance(one, _Part)):
        if not shows:
            yield from run
            continue
        pieces = (b"<%b>" % part.written if part.meaning else b" %b " % part.written for part in run)
        yield b"[" + b"".join(pieces).replace(b"><", b"") + b"] TJ"
