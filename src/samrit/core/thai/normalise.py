"""Thai text in one form: NFC, the classic typing faults mended, nothing invisible left.

The eye cannot tell เเ from แ nor นํ้า from น้ำ, but every comparison can. `clean` changes only what cannot be seen or
cannot be meant; wording, digits, newlines and tabs stay as they are.
"""

from __future__ import annotations

import re
import unicodedata

from samrit.core.thai.digits import to_arabic

_INVISIBLE = (
    *range(0x09),  # controls; tab, newline and carriage return stay
    *range(0x0E, 0x20),
    *range(0x7F, 0x85),
    *range(0x86, 0xA0),
    0x00AD,  # soft hyphen
    0x034F,  # combining grapheme joiner
    0x061C,  # marks of writing direction, here and below
    0x180E,
    *range(0x200B, 0x2010),  # zero-width space, non-joiner, joiner
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),  # word joiner and its kin
    *range(0xFE00, 0xFE10),  # variation selectors
    0xFEFF,  # byte-order mark
)
_BLANKS = (0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
_LINE_ENDS = (0x0B, 0x0C, 0x85, 0x2028, 0x2029)

# Old Thai fonts kept shifted shapes of marks in the Private Use Area, in Windows' order and in the Macintosh's; the
# tables are those that text shapers use for such fonts.
# Written by code point: two of the marks would change places in NFC.
_WINDOWS_SHAPES = (
    "\u0e10\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b"
    "\u0e4c\u0e0d\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a"
)
_MACINTOSH_SHAPES = (
    "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e48\u0e48\u0e48\u0e49\u0e49\u0e49\u0e4a\u0e4a\u0e4a"
    "\u0e4b\u0e4b\u0e4b\u0e4c\u0e4c\u0e4c\u0e4d\u0e0d\u0e38\u0e39\u0e3a\u0e10"
)

_ODD: dict[int, str | None] = {
    **dict.fromkeys(_INVISIBLE),
    **dict.fromkeys(_BLANKS, " "),
    **dict.fromkeys(_LINE_ENDS, "\n"),
    **dict(enumerate(_WINDOWS_SHAPES, 0xF700)),
    **dict(enumerate(_MACINTOSH_SHAPES, 0xF884)),
}

# The order in which the marks of one consonant are written: below, above, nikhahit, tone, silencer. It agrees with the
# canonical order of Unicode, so that NFC never undoes it.
_MARKS = "\u0e3a\u0e38\u0e39\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e4d\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4e"
_FOLLOWING = "ะาำ"
_RANK = {mark: rank for rank, mark in enumerate(_MARKS)}


def _fault_pairs() -> str:
    """A pattern for two neighbours that no mended text holds: a mark before one that ranks lower, or twice the same."""
    pairs = [f"{mark}[{_MARKS[: rank + 1]}]" for mark, rank in _RANK.items()]
    pairs += [f"{vowel}[{_MARKS}{vowel}]" for vowel in _FOLLOWING] + ["ำา"]
    return "|".join(pairs)


_LEADING_TWICE = re.compile("เเ+|([แโใไ])\\1+")
_FOLLOWING_TWICE = re.compile("(ำ)[ำา]+|([ะา])\\2+")
_SARA_AM_APART = f"\u0e4d[{_MARKS}]*[าำ]"
_TAIL = re.compile(f"[{_MARKS}{_FOLLOWING}]{{2,}}")
_FAULT = re.compile(
    f"[{re.escape(''.join(map(chr, _ODD)))}]|{_LEADING_TWICE.pattern}|{_SARA_AM_APART}|{_fault_pairs()}",
)


def clean(text: str) -> str:
    """`text` as it was meant: the same words, comparable sign by sign. `clean(clean(text)) == clean(text)`.

    NFC; เเ is แ; ํ with า, and ำ with า, are ำ, its tone before it; the marks of a consonant stand once and in order
    (vowel, tone, ์), also where they were typed after า or ะ; zero-width signs, soft hyphens and controls are gone; odd
    blanks are blanks and odd line ends newlines; shapes of old Thai fonts (Private Use Area) are the marks they show.
    """
    while _FAULT.search(text) or not unicodedata.is_normalized("NFC", text):
        mended = _mend(text)
        if mended == text:
            break
        text = mended
    return text


def clean_line(text: str) -> str:
    """`clean`, and every run of blanks, tabs and newlines is one blank, with none at the ends."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """The key under which two spellings of the same words meet: clean, Arabic digits, no case, no blanks."""
    return clean(to_arabic("".join(clean(text).split())).casefold())


def _mend(text: str) -> str:
    text = text.translate(_ODD)
    text = _LEADING_TWICE.sub(lambda run: "แ" if run[0][0] == "เ" else run[0][0], text)
    return unicodedata.normalize("NFC", _TAIL.sub(_mend_tail, text))


def _mend_tail(run: re.Match[str]) -> str:
    """The marks and following vowels of one syllable, in order."""
    marks = sorted({sign for sign in run[0] if sign in _RANK}, key=_RANK.__getitem__)
    following = _FOLLOWING_TWICE.sub(r"\1\2", "".join(sign for sign in run[0] if sign not in _RANK))
    if "\u0e4d" in marks and following[:1] in {"า", "ำ"}:
        marks.remove("\u0e4d")
        following = "ำ" + following[1:]
    return "".join(marks) + following
