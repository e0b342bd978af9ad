"""Recognising the form's own words on a paper: cut by blanks, with other punctuation, with a few wrong letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from samrit.core.sheet.labels import LABELS, PRINTED_NOTES, Block
from samrit.core.thai import clean, to_arabic

_COUNTS = re.compile(r"[^\W_]|[\u0e31-\u0e3a\u0e40-\u0e4e]")
_LEFT_OVER = re.compile(r"[ก-๎]{1,2}(?=[\s:：]|$)")
_IN_CODE = re.compile(r"(?<=KR)[-./](?=[0-9๐-๙])", re.IGNORECASE)
_FUZZY_FROM = 8
"""The shortest label whose misspelling is recognised; shorter ones would match ordinary words."""
_HEAD = 250
"""How much of a text is looked at for a label at its start."""


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """`text` as labels are compared: Arabic digits, small letters, no blanks and no punctuation."""
    return "".join(map(_small, _COUNTS.findall(to_arabic(text))))


def _small(character: str) -> str:
    """The small letter, where it is one letter."""
    small = character.casefold()
    return small if len(small) == 1 else character


def _places(text: str) -> list[int]:
    """Where the characters of the key stand in the text."""
    return [match.start() for match in _COUNTS.finditer(text)]


def slack(length: int) -> int:
    """How many wrong letters are forgiven in a label of that length."""
    return length // 7 if length >= _FUZZY_FROM else 0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Printed words to be found: their key, its pairs of letters, and how many wrong letters are forgiven."""

    key: str
    pairs: frozenset[str]
    allowed: int

    def start_in(self, folded: str, pairs: frozenset[str]) -> tuple[int, int] | None:
        """(wrong letters, length) of the start of `folded` that says these words; None where none does."""
        if folded.startswith(self.key):
            return 0, len(self.key)
        if not self.allowed or len(folded) < len(self.key) - self.allowed:
            return None
        if len(self.pairs - pairs) > 3 * self.allowed:
            return None
        distance, length = closest_prefix(folded, self.key, self.allowed)
        return (distance, length) if distance <= self.allowed and length else None

    def said_by(self, folded: str, pairs: frozenset[str]) -> bool:
        """Whether `folded` says these words and no more."""
        if folded == self.key:
            return True
        if not self.allowed or abs(len(folded) - len(self.key)) > self.allowed:
            return False
        if len(self.pairs - pairs) > 3 * self.allowed:
            return False
        return closest_prefix(folded, self.key, self.allowed, whole=True)[0] <= self.allowed


@lru_cache(maxsize=4096)
def _pairs(folded: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(folded)))


@lru_cache(maxsize=512)
def _wanted(text: str) -> _Wanted:
    folded = key(clean(text))
    return _Wanted(folded, _pairs(folded), slack(len(folded)))


@dataclass(frozen=True, slots=True)
class Match:
    """A label found at the start of a text: the block it opens and where its words end in the text."""

    block: Block
    end: int


_LABELS: tuple[tuple[_Wanted, Block], ...] = tuple(
    sorted(
        ((_wanted(label), block) for block, labels in LABELS.items() for label in labels),
        key=lambda pair: -len(pair[0].key),
    )
)
_NOTES = tuple(_wanted(note) for note in PRINTED_NOTES)
_NOTE_KEYS = frozenset(note.key for note in _NOTES)
_LONG_NOTES = tuple(note for note in _NOTES if len(note.key) >= 12)
_NOTES_OF_LENGTH = {
    length: notes
    for length in range(2 * max(len(note.key) for note in _NOTES))
    if (notes := tuple(note for note in _LONG_NOTES if abs(length - len(note.key)) <= note.allowed))
}
_FORGIVING = tuple((wanted, block) for wanted, block in _LABELS if wanted.allowed)
_LONGEST_NOTE = max(len(note) for note in PRINTED_NOTES) * 2


def opening(text: str) -> Match | None:
    """The block whose label starts `text`, or None. The longest label that fits wins, a well-spelt one first."""
    head = text[:_HEAD]
    folded = key(head)
    if not folded:
        return None
    for wanted, block in _LABELS:
        if folded.startswith(wanted.key):
            places = _places(head)
            end = places[len(wanted.key)] if len(wanted.key) < len(places) else len(head)
            if _ends_word(head, end, wanted.key):
                return _longer(text, folded[len(wanted.key) :], wanted, block) or Match(
                    block, _past_mark(text, places[len(wanted.key) - 1] + 1)
                )
    return _misspelt(text, folded)


def _longer(text: str, behind: str, shorter: _Wanted, block: Block) -> Match | None:
    """A longer wording of the same label, whose further words may be misspelt; so the value behind is never eaten.

    `behind` is the key of what follows the shorter wording in the text.
    """
    start = len(key(text[:_HEAD])) - len(behind)
    for wanted, owner in _LABELS:
        if owner is not block or not wanted.key.startswith(shorter.key) or wanted.key == shorter.key:
            continue
        further = wanted.key[len(shorter.key) :]
        distance, length = closest_prefix(behind, further, slack(len(further)))
        if distance <= slack(len(further)) and length:
            return _at(text, block, start + length)
    return None


def _at(text: str, block: Block, letters: int) -> Match | None:
    """The match that ends after so many letters of the key; None where that would cut a syllable."""
    end = _places(text[:_HEAD])[letters - 1] + 1
    if _in_code(text, end):
        return None
    if end < len(text) and ("\u0e30" <= text[end] <= "\u0e3a" or "\u0e47" <= text[end] <= "\u0e4e"):
        return None
    if left_over := _LEFT_OVER.match(text, end):
        end = left_over.end()
    return Match(block, _past_mark(text, end))


def nearly(text: str) -> Block | None:
    """The block that a short label with one wrong letter names, where it is all that a cell says ("นิยาย")."""
    folded = key(text)
    for wanted, block in _LABELS:
        short = 5 <= len(wanted.key) < _FUZZY_FROM and abs(len(folded) - len(wanted.key)) <= 1
        if short and closest_prefix(folded, wanted.key, 1, whole=True)[0] <= 1:
            return block
    return None


def _ends_word(text: str, end: int, label: str) -> bool:
    """Short labels ("ด้าน", "นิยาม", "รหัส") must stand as a word of their own, or before a number ("รหัส๗๓๐๑")."""
    if _in_code(text, end):
        return False
    if len(label) >= _FUZZY_FROM or end >= len(text):
        return True
    return _COUNTS.match(text[end - 1]) is None or text[end].isdigit()


def _in_code(text: str, end: int) -> bool:
    """Whether a label would end inside a code: in "รหัส KR-๗๓๐๑" the letters belong to the code."""
    return any(joint.start() <= end <= joint.end() for joint in _IN_CODE.finditer(text[:_HEAD]))


def _past_mark(text: str, end: int) -> int:
    while end < len(text) and text[end] in " :：)”\"'\n\t*":
        end += 1
    return end


def _misspelt(text: str, folded: str) -> Match | None:
    """The best label that the text starts with when a few wrong letters are forgiven."""
    pairs = _pairs(folded)
    best: tuple[int, int, _Wanted, Block] | None = None
    for wanted, block in _FORGIVING:
        found = wanted.start_in(folded, pairs)
        if found is not None and (best is None or found[0] < best[0]):
            best = (*found, wanted, block)
    if best is None:
        return None
    _, length, said, block = best
    return _longer(text, folded[length:], said, block) or _at(text, block, length)


def closest_prefix(text: str, wanted: str, allowed: int, *, whole: bool = False) -> tuple[int, int]:
    """How many letters must change so that `text` starts with `wanted` (is it, if `whole`), and that start's length."""
    window = text[: len(wanted) + allowed]
    row = list(range(len(window) + 1))
    for i, letter in enumerate(wanted, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(window, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != other))
        if min(row) > allowed:
            return allowed + 1, 0
    if whole:
        return row[len(window)], len(window)
    length = min(range(len(row)), key=lambda index: (row[index], abs(index - len(wanted))))
    return row[length], length


def starts_with(text: str, wanted: str) -> int | None:
    """Where `wanted` ends in `text`, if `text` starts with it (a few wrong letters forgiven); else None."""
    head = text[: _HEAD + len(wanted)]
    folded = key(head)
    found = _wanted(wanted).start_in(folded, _pairs(folded))
    return None if found is None else _places(head)[found[1] - 1] + 1


def is_printed_note(text: str) -> bool:
    """Whether `text` is a note or heading that the form prints, or holds nothing but dots, dashes and brackets."""
    if len(text) > _LONGEST_NOTE and text.strip(" .…_-–"):
        return False
    folded = key(text)
    if not folded:
        return not any(sign in text for sign in "☑☐")
    if folded in _NOTE_KEYS:
        return True
    notes = _NOTES_OF_LENGTH.get(len(folded), ())
    return any(note.said_by(folded, _pairs(folded)) for note in notes)
