"""Placed characters become lines, and lines become the paragraphs that somebody typed.

Lengths are points, y grows upward. A page knows only lines; whether a line end is the end of a paragraph is read from
list marks, from the room that was left, and from the gaps.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samrit.core.sheet.definition import Crop
from samrit.core.sheet.readers.marks import mark_text
from samrit.core.thai import clean, dictionary, to_arabic

WIDE = 2.0
"""Gaps of more than this many line heights part columns."""

_BLANK = 0.22
_SHORT_WORDS = 2.5
_LONGEST_WORD = 24
_SAME_LINE = 0.4
_LIST_START = re.compile(
    r"(?:[-–•*▪➢☑☐✓✔]|\[[ xX/✓✔]?\]|\( ?[/✓✔xX]? ?\)(?=\s)|\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*[.)](?![0-9๐-๙])"
    r"|[ก-ฮ][.)]\s)"
)
_SUB_NUMBER = re.compile(r"([0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*)\.([0-9๐-๙]{1,2})\s")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character (a Thai consonant with its marks) and where it stands; `base` is the y of the line it sits on."""

    text: str
    left: float
    right: float
    base: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; wide gaps are tabs. `word` is the width of what stands before its first blank."""

    text: str
    left: float
    right: float
    base: float
    height: float
    word: float
    crop: Crop | None = None


def clusters(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Characters with the marks that follow them: the place of a mark says nothing, that of its consonant does."""
    whole: list[Glyph] = []
    for glyph in glyphs:
        if whole and unicodedata.category(glyph.text[0]) == "Mn":
            last = whole[-1]
            # Fonts without Thai shaping give marks a width of their own.
            right = max(last.right, glyph.right) if glyph.left - last.right < last.height else last.right
            whole[-1] = Glyph(last.text + glyph.text, last.left, right, last.base, last.height)
        else:
            whole.append(glyph)
    return whole


def lines_of(glyphs: Iterable[Glyph], *, tabs: bool = False) -> list[Line]:
    """The lines that characters stand on, from the top; with `tabs`, wide gaps are tabs and not blanks."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.base):
        if rows and rows[-1][0].base - glyph.base <= _SAME_LINE * max(min(glyph.height, rows[-1][0].height), 1):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [line for row in rows if (line := _line(row, tabs=tabs)) is not None]


def _line(row: list[Glyph], *, tabs: bool) -> Line | None:
    text, placed = "", _once(sorted(row, key=lambda glyph: glyph.left))
    inked = [glyph for glyph in placed if not glyph.text.isspace()]
    if not inked:
        return None
    word: float | None = None
    last = inked[0]
    for glyph in placed:
        gap = glyph.left - last.right
        if glyph.text.isspace():
            text += " "
            continue
        if tabs and gap > WIDE * glyph.height:
            text = text.rstrip() + "\t"
        elif gap > _BLANK * glyph.height and not text.endswith(" "):
            text += " "
        if word is None and text.strip() and text[-1:].isspace():
            word = last.right - inked[0].left
        text += glyph.text
        last = glyph
    right = max(glyph.right for glyph in inked)
    height = sorted(glyph.height for glyph in inked)[len(inked) // 2]
    return Line(text, inked[0].left, right, inked[0].base, height, right - inked[0].left if word is None else word)


def _once(row: list[Glyph]) -> list[Glyph]:
    """Characters without those printed twice, a hair apart, to look bold."""
    kept: list[Glyph] = []
    for glyph in row:
        double = any(other.text == glyph.text and glyph.left - other.left < 0.1 * glyph.height for other in kept[-3:])
        if not double or glyph.text.isspace():
            kept.append(glyph)
    return kept


# --- paragraphs ---


def paragraphs(lines: Sequence[Line], left: float, right: float) -> list[list[Line]]:
    """Lines gathered into paragraphs; text reaches from `left` to `right` at the most."""
    gaps = sorted(one.base - other.base for one, other in itertools.pairwise(lines))
    pitch = gaps[0] if len(gaps) > 1 else None
    gathered: list[list[Line]] = []
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        listed = _is_listed(line, gathered)
        if gathered and not (
            listed or _starts(lines[at - 1], line, following, _room(lines[at - 1], left, right), pitch)
        ):
            gathered[-1].append(line)
        else:
            gathered.append([line])
    return gathered


def _starts(last: Line, line: Line, following: Line | None, room: float, pitch: float | None) -> bool:
    """Whether a line without a list mark begins a paragraph."""
    gap = last.base - line.base
    if "\t" in last.text or "\t" in line.text:
        return True
    if gap > 2.2 * line.height or (pitch is not None and pitch > 0.5 * line.height and gap > 1.35 * pitch):
        return True
    if _fits(line, room):
        return True
    indented = line.left - last.left > line.height and not _is_listed(last, ())
    return indented and following is not None and abs(following.left - last.left) < 0.3 * line.height


def _is_listed(line: Line, before: Sequence[Sequence[Line]]) -> bool:
    """Whether a line begins with a list mark. "๒.๕" is one only after "๒.๔": it may as well be an amount."""
    text = mark_text(line.text.strip())
    sub = _SUB_NUMBER.match(text)
    if sub is None:
        return _LIST_START.match(text) is not None
    earlier = to_arabic(f"{sub[1]}.") + str(int(sub[2]) - 1)
    return int(sub[2]) == 1 or any(to_arabic(lines[0].text.strip()).startswith(f"{earlier} ") for lines in before)


def _room(line: Line, left: float, right: float) -> float:
    """How much room a line left: all of it at its end, or half of it on each side where it is centred."""
    before, after = line.left - left, right - line.right
    centred = before > line.height and abs(before - after) < 0.5 * line.height
    return (before + after if centred else after) - 0.3 * line.height


def _fits(line: Line, room: float) -> bool:
    """Whether the first word of a line would have found room on the line before it."""
    if room <= line.height:
        return False
    if room > line.word:
        return True
    # Short words such as และ are often held together with the next one.
    return room > max(_SHORT_WORDS * line.height, line.word * _first_word_share(line.text.split(" ", 1)[0]))


def _first_word_share(run: str) -> float:
    """How much of a run of Thai without blanks is its first word, from 0 to 1."""
    known, start = dictionary(), next((at for at, character in enumerate(run) if character.isalnum()), 0)
    ends = range(min(len(run), start + _LONGEST_WORD), start, -1)
    return next((end for end in ends if clean(run[start:end]) in known), len(run)) / max(len(run), 1)


def join(texts: Iterable[str]) -> str:
    """The lines of a paragraph as one text: no blank inside a run of Thai letters, one blank anywhere else."""
    whole = ""
    for text in texts:
        part = text.lstrip()
        between = "" if not whole or whole[-1].isspace() or (_is_thai(whole[-1]) and _is_thai(part[:1])) else " "
        whole += between + part
    return whole.strip()


def _is_thai(character: str) -> bool:
    return "ก" <= character <= "ฺ" or "เ" <= character <= "ๅ" or "็" <= character <= "๎"
