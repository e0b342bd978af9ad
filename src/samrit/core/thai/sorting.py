"""Thai alphabetical order, as in the dictionary of the Royal Institute.

Consonants first, then vowels as they are written; a leading vowel (เ แ โ ใ ไ) stands in order behind its consonant;
tone marks, ็ and ์ decide only between words that are otherwise alike, and the kind of digits last of all.
"""

from __future__ import annotations

import re
import unicodedata

from samrit.core.thai.digits import to_arabic
from samrit.core.thai.normalise import clean

SortKey = tuple[str, tuple[str, ...], str]

_LEADING = re.compile(r"([เ-ไ])([ก-ฮ])")
# ๅ only stands in ฤๅ and is sorted as า; nikhahit comes before the vowels, in the place that ฯ leaves free.
_LETTERS = str.maketrans({"ๅ": "า", "\u0e4d": "\u0e2f", "ฯ": " ", "ๆ": " "})
_THAI_VOWELS = frozenset("\u0e2f\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39")


def sort_text(text: str) -> str:
    """`sort_key` as a text that every database sorts alike, whatever its collation: only the signs 0-9 and a-f."""
    letters, marks, own = sort_key(text)
    return _LEVEL.join((_coded(letters), _NEXT.join(map(_coded, marks)), _coded(own)))


_LEVEL, _NEXT = "000000", "000001"


def _coded(text: str) -> str:
    return "".join(f"{ord(sign):06x}" for sign in text)


def sort_key(text: str) -> SortKey:
    """The key by which texts sort in Thai order; equal only for equal texts.

    Blanks, punctuation, ๆ and ฯ are passed over; digits come before Latin, Latin before Thai.
    """
    letters: list[str] = []
    marks: list[str] = []
    spelt = unicodedata.normalize("NFD", to_arabic(clean(text)).casefold()).translate(_LETTERS)
    for sign in _LEADING.sub(r"\2\1", spelt):
        if sign in _THAI_VOWELS or sign.isalnum():
            letters.append(sign)
            marks.append("")
        elif marks and unicodedata.category(sign) == "Mn":
            marks[-1] += sign
    return "".join(letters), tuple(marks), text
