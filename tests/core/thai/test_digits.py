"""The two kinds of digits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from samrit.core.thai import to_arabic, to_thai


def test_both_ways():
    """Only digits change; each keeps its place."""
    assert to_arabic("๐๑๒๓๔๕๖๗๘๙ ย่าน 5") == "0123456789 ย่าน 5"
    assert to_thai("0123456789 ย่าน ๕") == "๐๑๒๓๔๕๖๗๘๙ ย่าน ๕"


@given(st.text())
def test_length_and_round_trip(text):
    """Every character keeps its place, and Arabic digits survive the way there and back."""
    assert len(to_arabic(text)) == len(to_thai(text)) == len(text)
    assert to_arabic(to_thai(text)) == to_arabic(text)
