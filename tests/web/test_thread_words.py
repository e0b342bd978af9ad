"""The words of the thread at the edge: one sort of digits, one sort of days."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from samrit.core.contract import Message
from samrit.scoring.thread import _place
from samrit.web.office.templatetags.office import thread_words


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("ฉบับที่ 1", "ฉบับที่ ๑"),
        ("25 / 20", "๒๕ / ๒๐"),
        ("6 มกราคม 2568 เวลา 14.00 น.", "๖ มกราคม ๒๕๖๘ เวลา ๑๔.๐๐ น."),
        ("P12 วิดีโอ 3 ตอน", "P๑๒ วิดีโอ ๓ ตอน"),
        ("https://example.org/2568/7", "https://example.org/2568/7"),
        ("SHA-256 12ab34 · ๗", "SHA-256 12ab34 · ๗"),
        ("kr-7301-2568", "kr-7301-2568"),
    ],
)
def test_thai_digits_but_addresses_and_fingerprints_as_they_are(said, shown):
    with override("th"):
        assert thread_words(Message("", said)) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("verified 2025-01-06 14:00", "verified 6 January 2025, 14:00"),
        ("from 2025-01-06 on", "from 6 January 2025 on"),
        ("2025-13-06", "2025-13-06"),
        ("https://example.org/2025-01-06/a", "https://example.org/2025-01-06/a"),
        ("8 January 2025, 09:05", "8 January 2025, 09:05"),
    ],
)
def test_english_days_are_written_in_one_way(said, shown):
    with override("en"):
        assert thread_words(Message(said, "")) == shown


def test_works_stand_in_the_order_of_their_numbers():
    assert sorted(["A1", "P10", "S3", "P2", "P1"], key=_place) == ["P1", "P2", "P10", "S3", "A1"]
