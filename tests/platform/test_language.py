"""Sentences at the edge: one sort of digits, one sort of days, for the reader's language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from samrit.core.contract import Message
from samrit.platform.language import spoken


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("ยังขาด 3 จาก 20 ชิ้นงาน", "ยังขาด ๓ จาก ๒๐ ชิ้นงาน"),
        ("ฉบับแก้ไขมีผลก่อนวันที่ 2024-10-01 ไม่ได้", "ฉบับแก้ไขมีผลก่อนวันที่ ๑ ตุลาคม ๒๕๖๗ ไม่ได้"),
        ("ล็อกเมื่อ 2025-06-01 09:30", "ล็อกเมื่อ ๑ มิถุนายน ๒๕๖๘ เวลา ๐๙.๓๐ น."),
        ("“วิดีโอ 3 ตอน” คล้ายกับงานอื่น 2 งาน", "“วิดีโอ 3 ตอน” คล้ายกับงานอื่น ๒ งาน"),
        ("ดู https://example.org/?page=12 ใน 5 วัน", "ดู https://example.org/?page=12 ใน ๕ วัน"),
        ("โปรดพิมพ์แบบ 1/10/2567", "โปรดพิมพ์แบบ 1/10/2567"),
        ("ลายนิ้วมือ 12ab34cd · kr-7301-2568", "ลายนิ้วมือ 12ab34cd · kr-7301-2568"),
    ],
)
def test_a_thai_reader_sees_thai_digits_and_days(said, shown):
    """Addresses, fingerprints, examples of typing and what somebody typed (“quoted”) stay as they are."""
    with override("th"):
        assert spoken(Message("", said)) == shown


def test_an_english_reader_sees_the_day_in_words():
    """The days of a sentence are ISO inside and words outside."""
    with override("en"):
        assert spoken(Message("locked on 2025-06-01 09:30, 3 looks", "")) == "locked on 1 June 2025, 09:30, 3 looks"


def test_what_somebody_typed_stays_as_it_was_typed():
    """A text that is the same in both languages is a name or a quotation."""
    with override("th"):
        assert spoken(Message.same("จำนวน 10 ย่าน ภายใน 2025-09-30")) == "จำนวน 10 ย่าน ภายใน 2025-09-30"


def test_a_mail_is_written_in_its_readers_language():
    """Whoever reads may have another language than the page that is being made."""
    with override("en"):
        assert spoken(Message("2 reports", "รายงาน 2 งวด"), "th") == "รายงาน ๒ งวด"
