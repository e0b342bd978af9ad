"""Numbers as the contract writes them: decimal strings in ASCII, exact, never binary floats."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

MAX_DIGITS = 30
"""The most digits a number may have in a document."""

_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def parse_decimal(text: str) -> Decimal | None:
    """The number that `text` writes, or None where it is not written as the contract asks.

    At most MAX_DIGITS digits, no exponent, no sign but a leading minus, no leading zeros.
    """
    if len(text) > MAX_DIGITS + 2 or _DECIMAL.fullmatch(text) is None:
        return None
    if sum(character.isdigit() for character in text) > MAX_DIGITS:
        return None
    return Decimal(text)


def canonical(number: Decimal | Fraction | int) -> str:
    """`number` in its one written form: no exponent, no trailing zeros, never `-0`.

    Raises ValueError for a fraction that has no finite decimal form (round it first) and for NaN and infinities.
    """
    if isinstance(number, Decimal):
        if not number.is_finite():
            raise ValueError("a document holds finite numbers only")
        text = format(number, "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return "0" if text in {"-0", ""} else text
    if isinstance(number, int):
        return str(number)
    return _finite(number)


def _finite(number: Fraction) -> str:
    rest, digits = number.denominator, 0
    for prime in (2, 5):
        times = 0
        while rest % prime == 0:
            rest //= prime
            times += 1
        digits = max(digits, times)
    if rest != 1:
        raise ValueError(f"{number} has no finite decimal form")
    scaled = abs(number.numerator) * 10**digits // number.denominator
    text = str(scaled).rjust(digits + 1, "0")
    if digits:
        text = f"{text[:-digits]}.{text[-digits:]}"
    return f"-{text}" if number < 0 else text
