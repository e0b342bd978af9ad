"""Numbers in Thai words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.core.thai import baht_text, from_words, in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0", "ศูนย์"),
        ("1", "หนึ่ง"),
        ("10", "สิบ"),
        ("11", "สิบเอ็ด"),
        ("20", "ยี่สิบ"),
        ("21", "ยี่สิบเอ็ด"),
        ("100", "หนึ่งร้อย"),
        ("101", "หนึ่งร้อยเอ็ด"),
        ("1001", "หนึ่งพันเอ็ด"),
        ("2568", "สองพันห้าร้อยหกสิบแปด"),
        ("1200000", "หนึ่งล้านสองแสน"),
        ("1000001", "หนึ่งล้านเอ็ด"),
        ("11000000", "สิบเอ็ดล้าน"),
        ("1000000000000", "หนึ่งล้านล้าน"),
        ("-5", "ลบห้า"),
        ("12.50", "สิบสองจุดห้าศูนย์"),
        ("0.05", "ศูนย์จุดศูนย์ห้า"),
        ("-0.0", "ศูนย์จุดศูนย์"),
    ],
)
def test_in_words_and_back(number, words):
    """A number and its words."""
    assert in_words(Decimal(number)) == words
    assert from_words(words) == Decimal(number)


@pytest.mark.parametrize(
    ("words", "number"),
    [("ร้อยเอ็ด", 101), ("ล้าน", 1_000_000), ("หนึ่งล้าน สองแสน", 1_200_000), ("ยี่สิบหนึ่ง", 21), ("สี\u0e48สิบ", 40)],
)
def test_from_words_is_lenient(words, number):
    """A unit counts once without its digit; blanks do not matter."""
    assert from_words(words) == number


@pytest.mark.parametrize(
    "text",
    ["", "ลบ", "เอ็ด", "จุดห้า", "สิบจุด", "สองสิบ", "หนึ่งสิบ", "สิบสิบ", "ห้าหก", "สิบร้อย", "ศูนย์สิบ", "ย่าน", "10", "เก้า" * 1000],
)
def test_from_words_refuses(text):
    """What is no number in words gives None."""
    assert from_words(text) is None


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("100.25", "หนึ่งร้อยบาทยี่สิบห้าสตางค์"),
        ("100", "หนึ่งร้อยบาทถ้วน"),
        ("0", "ศูนย์บาทถ้วน"),
        ("0.25", "ยี่สิบห้าสตางค์"),
        ("21.21", "ยี่สิบเอ็ดบาทยี่สิบเอ็ดสตางค์"),
        ("1.01", "หนึ่งบาทหนึ่งสตางค์"),
        ("1.005", "หนึ่งบาทหนึ่งสตางค์"),
        ("0.999", "หนึ่งบาทถ้วน"),
        ("-5.50", "ลบห้าบาทห้าสิบสตางค์"),
        ("-0.001", "ศูนย์บาทถ้วน"),
    ],
)
def test_baht_text(amount, words):
    """A sum of money, rounded to the satang."""
    assert baht_text(Decimal(amount)) == words


@pytest.mark.parametrize("function", [in_words, baht_text])
@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1E+30", "1E-999999"])
def test_impossible_numbers_are_refused(function, number):
    """Numbers beyond 30 digits are refused before they are written out."""
    with pytest.raises(ValueError, match="at most 30 digits"):
        function(Decimal(number))


@given(st.from_regex(r"-?(0|[1-9][0-9]{0,29}|(0|[1-9][0-9]{0,14})\.[0-9]{1,15})", fullmatch=True))
def test_words_round_trip(digits):
    """from_words(in_words(n)) == n for every number of at most 30 digits, decimals as they were given."""
    number = Decimal(digits)
    assert from_words(in_words(number)) == number


@given(st.text())
def test_from_words_never_raises(text):
    """Any text gives a number or None."""
    from_words(text)
