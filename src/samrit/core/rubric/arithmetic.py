"""Exact numbers of a rubric and the one place where they are rounded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import TypeAlias

from samrit.core.contract import MAX_DIGITS, canonical

Number: TypeAlias = Decimal | Fraction
"""A measured number is a Decimal; what a formula or a line between two points gives is a Fraction."""

MODES = ("half_up", "half_even")

# Wide enough for any number of a document (30 digits) rounded to any allowed number of digits: nothing is lost.
_WIDE = Context(prec=200, Emin=MIN_EMIN, Emax=MAX_EMAX)


@dataclass(frozen=True, slots=True)
class Round:
    """Rounding to `digits` after the point; `half_up` rounds a half away from zero."""

    digits: int = 4
    mode: str = "half_up"


DEFAULT_ROUND = Round()


def rounded(number: Number, rule: Round) -> Decimal:
    """`number` rounded by `rule`, exactly; a number that needs no rounding comes back as it is written."""
    if isinstance(number, Fraction) or number.adjusted() > MAX_DIGITS:
        return _rounded_fraction(Fraction(number), rule)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= rule.digits:
        return number
    mode = ROUND_HALF_UP if rule.mode == "half_up" else ROUND_HALF_EVEN
    return number.quantize(Decimal((0, (1,), -rule.digits)), mode, _WIDE)


def _rounded_fraction(number: Fraction, rule: Round) -> Decimal:
    whole, rest = divmod(abs(number.numerator) * 10**rule.digits, number.denominator)
    twice = 2 * rest
    if twice > number.denominator or (twice == number.denominator and (rule.mode == "half_up" or whole % 2)):
        whole += 1
    sign = "-" if number < 0 and whole else ""
    return Decimal(f"{sign}{whole}E-{rule.digits}")


def total(numbers: list[Decimal]) -> Decimal:
    """The exact sum of measured numbers."""
    result = Decimal(0)
    for number in numbers:
        result = _WIDE.add(result, number)
    return result


def written(number: Number) -> str:
    """The decimal string of a number; one without end is shown with MAX_DIGITS significant digits."""
    if isinstance(number, Decimal):
        return canonical(number)
    try:
        return canonical(number)
    except ValueError:
        before = len(str(abs(number.numerator) // number.denominator)) if abs(number) >= 1 else _zeros_after(number)
        return canonical(_rounded_fraction(number, Round(max(0, MAX_DIGITS - before))))


def _zeros_after(number: Fraction) -> int:
    """Minus the zeros between the point and the first digit of a number below 1."""
    return len(str(abs(number.numerator))) - len(str(number.denominator)) + 1
