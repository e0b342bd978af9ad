"""Numbers in Thai words, as official papers write beside the digits: "๑,๑๐๑ บาท (หนึ่งพันหนึ่งร้อยเอ็ดบาทถ้วน)".

Own code rather than pythainlp's: its `bahttext` works on binary floats (1.005 baht loses its satang), its reader knows
no decimals, and loading it costs a tenth of a second.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from samrit.core.contract import MAX_DIGITS
from samrit.core.thai.normalise import clean
from samrit.core.thai.words import crosses_word

_DIGITS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_UNITS = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION = 10**6
_MOST_CHARACTERS = 12 * MAX_DIGITS


def plain(number: Decimal | int) -> str:
    """`number` as ASCII digits with the decimals it was given, without exponent and never `-0`.

    Raises ValueError for NaN, infinities and numbers of more than MAX_DIGITS digits.
    """
    number = Decimal(number)
    if not number.is_finite() or number.adjusted() >= MAX_DIGITS or -int(number.as_tuple().exponent) > MAX_DIGITS:
        raise ValueError(f"a number of Samrit is finite and has at most {MAX_DIGITS} digits")
    text = format(number or number.copy_abs(), "f")
    if sum(character.isdigit() for character in text) > MAX_DIGITS:
        raise ValueError(f"a number of Samrit has at most {MAX_DIGITS} digits")
    return text


def in_words(number: Decimal | int) -> str:
    """`number` in words: 1201 is หนึ่งพันสองร้อยเอ็ด, -2.50 is ลบสองจุดห้าศูนย์. Decimals are read digit by digit.

    Raises ValueError as `plain` does.
    """
    text = plain(number)
    whole, point, decimals = text.removeprefix("-").partition(".")
    sign = "ลบ" if text.startswith("-") else ""
    return sign + _whole(int(whole)) + ("จุด" if point else "") + "".join(_DIGITS[int(digit)] for digit in decimals)


def baht_text(amount: Decimal | int) -> str:
    """A sum of money in words, to the satang (half a satang away from zero): หนึ่งร้อยบาทยี่สิบห้าสตางค์, สิบบาทถ้วน.

    Raises ValueError as `plain` does.
    """
    rounded = Decimal(plain(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP, Context(prec=2 * MAX_DIGITS))
    baht, satang = divmod(int(rounded.copy_abs().scaleb(2, Context(prec=2 * MAX_DIGITS))), 100)
    words = f"{_whole(baht)}บาท" if baht or not satang else ""
    words += f"{_whole(satang)}สตางค์" if satang else "ถ้วน"
    return f"ลบ{words}" if rounded < 0 else words


def _whole(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    millions, rest = divmod(number, _MILLION)
    head = f"{_whole(millions)}ล้าน" if millions else ""
    places = [(place, int(digit)) for place, digit in zip(range(5, -1, -1), f"{rest:06d}", strict=True)]
    return head + "".join(_place(digit, place, alone=number == 1) for place, digit in places if digit)


def _place(digit: int, place: int, *, alone: bool) -> str:
    if place == 1 and digit <= 2:
        return ("สิบ", "ยี่สิบ")[digit - 1]
    if place == 0 and digit == 1 and not alone:
        return "เอ็ด"
    return _DIGITS[digit] + _UNITS[place]


_ONE_DIGIT = re.compile("|".join(_DIGITS))
_DECIMALS = re.compile(f"(?:{_ONE_DIGIT.pattern})+")
_VALUES = {word: value for value, word in enumerate(_DIGITS)}
_ONES = {"": 0, **{word: value for word, value in _VALUES.items() if value > 0}}
_COUNTS = {**_ONES, "": 1}
_TENS = {"": 1, "ยี่": 2, **{word: value for word, value in _VALUES.items() if value > 2}}


def from_words(text: str) -> Decimal | None:
    """The number that Thai words write, or None where they write none: the inverse of `in_words`.

    Blanks do not matter; a unit without its digit counts once (ร้อยเอ็ด is 101). At most MAX_DIGITS digits.
    """
    if len(text) > _MOST_CHARACTERS:
        return None
    words = "".join(clean(text).split())
    whole, point, decimals = words.removeprefix("ลบ").partition("จุด")
    number = _read_whole(whole)
    if number is None or (point and _DECIMALS.fullmatch(decimals) is None):
        return None
    digits = "".join(str(_VALUES[word]) for word in _ONE_DIGIT.findall(decimals))
    if len(str(number)) + len(digits) > MAX_DIGITS:
        return None
    read = Decimal(f"{number}.{digits}" if digits else number)
    return read.copy_negate() if read and words.startswith("ลบ") else read


def _read_whole(words: str) -> int | None:
    if words == _DIGITS[0]:
        return 0
    first, *others = words.split("ล้าน")
    number = 1 if others and not first else _read_group(first, follows=False)
    for group in others:
        value = _read_group(group, follows=True)
        if number is None or value is None:
            return None
        number = number * _MILLION + value
    return number or None


def _read_group(words: str, *, follows: bool) -> int | None:
    """The number below a million that `words` write, 0 for none; `follows`: millions stand before it."""
    number = 0
    for place in range(5, 0, -1):
        digit, unit, rest = words.partition(_UNITS[place])
        if not unit:
            continue
        counts = _TENS if place == 1 else _COUNTS
        if digit not in counts:
            return None
        number += counts[digit] * 10**place
        words = rest
    if words == "เอ็ด" and (number or follows):
        return number + 1
    units = _ONES.get(words)
    return None if units is None else number + units


_RUN_OF_WORDS = re.compile(
    f"(?:ลบ)?(?:{_ONE_DIGIT.pattern}|ยี่สิบ|สิบ)"
    f"(?:{_ONE_DIGIT.pattern}|เอ็ด|ยี่|ล้าน|{'|'.join(_UNITS[1:])}|จุด(?={_ONE_DIGIT.pattern}))*"
)


def find_words(text: str) -> Decimal | None:
    """The first number in words within `text`, or None.

    Words that a longer word of the dictionary covers are no number: there is no three in สามารถ, no nine in เก้าอี้.
    """
    for run in _RUN_OF_WORDS.finditer(text):
        number = from_words(run[0])
        if number is not None and not crosses_word(text, run.start(), run.end()):
            return number
    return None
