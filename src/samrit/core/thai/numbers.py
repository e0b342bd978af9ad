"""Numbers as people type them: either kind of digits or both mixed, grouped thousands, percent, Thai words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from samrit.core.contract import MAX_DIGITS
from samrit.core.thai.digits import to_arabic, to_thai
from samrit.core.thai.normalise import clean_line
from samrit.core.thai.numerals import find_words, from_words, plain

# A run of digits, dots and commas; a sign or a bare decimal point only where a word cannot end just before it.
_RUN = re.compile(r"(?:(?<![^\s(])[-−](?=\.?[0-9]))?(?:(?<![^\s(−-])\.)?[0-9]+(?:[.,][0-9]+)*")
_WELL_FORMED = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_PIECE = re.compile(r"(?<![.0-9])[0-9]*\.[0-9]+(?![.0-9])|[0-9]+")
_PERCENT = re.compile(r"(?:ร้อยละ)?\s*(.*?)\s*(?:[%％٪]|เปอร์เซ็?นต?์?)?", re.DOTALL)


class FoundNumber(NamedTuple):
    """A number in a text: `text[start:end]` writes `value`."""

    start: int
    end: int
    value: Decimal


def numbers_in(text: str) -> list[FoundNumber]:
    """Every number written in digits, in order.

    1,150.40 is one number; commas that do not group thousands part numbers (1,15 is 1 and 15), and so do the dots of
    1.2.3. A dot without a digit after it belongs to the sentence or to the list (๑. is 1). A minus counts only at the
    start, after a blank or a bracket, and not between two numbers: 75-79 and 75 -79 are a range. Numbers of more than
    MAX_DIGITS digits are left out. Words are not looked for; `find_number` does.
    """
    return [*_numbers(to_arabic(text))]


def _numbers(text: str) -> Iterator[FoundNumber]:
    for run in _RUN.finditer(text):
        signed = run[0][0] in "-−" and not _ends_in_digit(text, run.start())
        yield from _split(run[0].lstrip("-−"), run.end(), signed=signed)


def _ends_in_digit(text: str, end: int) -> bool:
    """Whether the last sign before `end`, blanks apart, is a digit."""
    while end and text[end - 1].isspace():
        end -= 1
    return text[end - 1 : end] in set("0123456789")


def _split(run: str, end: int, *, signed: bool) -> Iterator[FoundNumber]:
    """The numbers of a run of digits, dots and commas that ends at `end`; `signed`: a minus stands before it."""
    if _WELL_FORMED.fullmatch(run):
        pieces = [(0, run)]
    else:
        pieces = [(piece.start(), piece[0]) for piece in _PIECE.finditer(run)]
    for at, piece in pieces:
        digits = piece.replace(",", "")
        if len(digits.replace(".", "")) > MAX_DIGITS:
            continue
        start = end - len(run) + at
        if signed and at == 0:
            yield FoundNumber(start - 1, start + len(piece), Decimal(f"-{digits}"))
        else:
            yield FoundNumber(start, start + len(piece), Decimal(digits))


def parse_number(text: str) -> Decimal | None:
    """The number that the whole of `text` writes, or None.

    Reads ๑,๑๕๐.๔๐ and 1,150.40, ร้อยละ ๘๐, 80% and ๘๐ เปอร์เซ็นต์ (all 80), and words (ยี่สิบเอ็ด, สิบสองจุดห้า). At most
    MAX_DIGITS digits.
    """
    line = to_arabic(clean_line(text))
    bare = _PERCENT.fullmatch(line)
    if bare is not None:
        line = bare[1]
    numbers = numbers_in(line)
    if len(numbers) == 1 and (numbers[0].start, numbers[0].end) == (0, len(line)):
        return numbers[0].value
    return from_words(line)


def find_number(text: str) -> Decimal | None:
    """The first number in `text`: in digits, or, where it has none, in words that are no part of another word."""
    first = next(_numbers(to_arabic(text)), None)
    return find_words(text) if first is None else first.value


def ungrouped(text: str) -> str:
    """`text` without its commas where they group thousands (1,150.40); as it is where they do not (1,5)."""
    return text.replace(",", "") if _GROUPED.fullmatch(text) else text


def format_number(number: Decimal | int, *, thai: bool = False, grouped: bool = False) -> str:
    """`number` as it is printed, with the decimals it was given: 1150.40, grouped 1,150.40, thai ๑๑๕๐.๔๐.

    Raises ValueError for NaN, infinities and numbers of more than MAX_DIGITS digits.
    """
    text = plain(number)
    if grouped:
        text = format(Decimal(text), ",f")
    return to_thai(text) if thai else text
