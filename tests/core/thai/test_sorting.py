"""Thai alphabetical order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.core.thai import sort_key, sort_text


@pytest.mark.parametrize(
    "ordered",
    [
        "กาล เกิด ไก่ เป็ด วันที่ วัว หมู",
        "เกง เก็ง เก่ง เก้ง เก๋ง",
        "กก กะ กัน กา ก่า ก้า กำ กิน กี่ กึ่ง กือ กุ กู เก แก โก ใก ไก",
        "ก กก กระ เกม ข เข",
        "เปล เปลี่ยน แปล ผล",
        "ร ฤ ล ฦ ว",
        "ดินแดง ดุสิต ตลิ่งชัน บางกะปิ บางเขน บึงกุ่ม ประเวศ พญาไท พระโขนง",
        "1 2 a B ก",
    ],
)
def test_dictionary_order(ordered):
    """Words come in the order of the Royal Institute's dictionary."""
    words = ordered.split()
    assert sorted({*words}, key=sort_key) == words


def test_digits_of_both_kinds_alike():
    """The kind of digits decides last."""
    assert sorted(["ย่าน ๒ ข", "ย่าน 1 ก", "ย่าน ๑ ข", "ย่าน 2 ก"], key=sort_key) == [
        "ย่าน 1 ก",
        "ย่าน ๑ ข",
        "ย่าน 2 ก",
        "ย่าน ๒ ข",
    ]


def test_punctuation_and_repetition_are_passed_over():
    """Blanks, signs, ๆ and ฯ do not part words that belong together."""
    assert sorted(["กรุงเทพฯ ข", "กรุงเทพ-ก", "กรุง เทพ ค"], key=sort_key) == ["กรุงเทพ-ก", "กรุงเทพฯ ข", "กรุง เทพ ค"]


def test_typing_faults_do_not_matter():
    """A word sorts beside its own misspelling, and still differs from it."""
    one, other = "แผน", "เเผน"
    assert sort_key(one)[:2] == sort_key(other)[:2]
    assert sort_key(one) != sort_key(other)


@given(st.text(), st.text())
def test_total_order(one, other):
    """Keys compare for any two texts, and are equal for equal texts only."""
    assert (sort_key(one) == sort_key(other)) == (one == other)
    assert (sort_key(one) < sort_key(other)) or (sort_key(other) < sort_key(one)) or one == other


_PRINTED = st.text(st.characters(exclude_categories=["C"]))


@given(_PRINTED, _PRINTED)
def test_as_a_text_for_databases(one, other):
    """The text sorts as the key does, by plain comparison, and uses signs that no collation orders otherwise."""
    assert (sort_text(one) < sort_text(other)) == (sort_key(one) < sort_key(other))
    assert set(sort_text(one)) <= set("0123456789abcdef")
