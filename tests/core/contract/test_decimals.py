"""Numbers as documents write them."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.core.contract import MAX_DIGITS, canonical, parse_decimal

_WRITTEN = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")

decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**14), max_value=10**14, places=10)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", Decimal(0)),
        ("-0", Decimal(0)),
        ("7", Decimal(7)),
        ("-12.50", Decimal("-12.5")),
        ("0.0001", Decimal("0.0001")),
        ("9" * MAX_DIGITS, Decimal("9" * MAX_DIGITS)),
        ("-" + "1" * (MAX_DIGITS - 1) + ".5", Decimal("-" + "1" * (MAX_DIGITS - 1) + ".5")),
    ],
)
def test_reads_what_the_contract_writes(text, number):
    """A decimal string of at most thirty digits is its exact number."""
    assert parse_decimal(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "1\n",
        "+1",
        "--1",
        "01",
        "00",
        "-01",
        ".5",
        "5.",
        "1e3",
        "1E3",
        "1_000",
        "1,000",
        "๗",
        "７",
        "²",
        "0x10",
        "NaN",
        "Infinity",
        "-",
        ".",
        "1.2.3",
        "9" * (MAX_DIGITS + 1),
        "0." + "0" * MAX_DIGITS,
        "1" * 1_000_000,
    ],
)
def test_refuses_every_other_way_to_write_a_number(text):
    """Signs, blanks, exponents, groups, other digits, leading zeros and long numbers are not decimals."""
    assert parse_decimal(text) is None


@given(st.text())
def test_reading_any_text_gives_a_finite_number_or_none(text):
    """No text makes the reading fail."""
    number = parse_decimal(text)
    assert number is None or number.is_finite()


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("-0"), "0"),
        (Decimal("-0.000"), "0"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-3"), "0.001"),
        (Decimal("10.00"), "10"),
        (Decimal(100), "100"),
        (Decimal("-2.50"), "-2.5"),
        (7, "7"),
        (-7, "-7"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(-1, 1000), "-0.001"),
        (Fraction(300, 3), "100"),
        (Fraction(12345, 100), "123.45"),
    ],
)
def test_writes_one_form(number, text):
    """No exponent, no trailing zeros, never minus zero."""
    assert canonical(number) == text


@pytest.mark.parametrize("number", [Fraction(1, 3), Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity")])
def test_does_not_write_what_has_no_finite_form(number):
    """A third must be rounded first; NaN and infinities are no numbers of a document."""
    with pytest.raises(ValueError, match="finite"):
        canonical(number)


@given(decimals)
def test_what_is_written_is_read_back(number):
    """canonical and parse_decimal are inverse, and the written form is the contract's."""
    text = canonical(number)
    assert _WRITTEN.fullmatch(text)
    assert text != "-0"
    assert not ("." in text and text.endswith("0"))
    assert parse_decimal(text) == number


@given(decimals)
def test_decimals_and_fractions_are_written_alike(number):
    """The kind of number does not show."""
    assert canonical(Fraction(number)) == canonical(number)
