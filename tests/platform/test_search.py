"""Thai search over one column of tokens, alike on both databases."""

from __future__ import annotations

import pytest
from tests.factories.districts import district

from samrit.districts.models import CreativeDistrict
from samrit.platform.search import matching, stored_tokens

pytestmark = pytest.mark.django_db


def _district(text):
    return district(text, search_tokens=stored_tokens(text))


def _found(query):
    return [row.name_th for row in matching(CreativeDistrict.objects.all(), query)]


TEXTS = [
    "มารยาทไทย",
    "ขายยาไทย",
    "จังหวัดพระนคร",
    "วัดไตรมิตร",
    "นักเล่าเรื่อง",
    "เรือในแม่น้ำ",
    "Song Wat 2568",
    "KR7301 1,150 คน",
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ยา", ["ขายยาไทย"]),
        ("วัด", ["วัดไตรมิตร"]),
        ("เรือ", ["เรือในแม่น้ำ"]),
        ("เรื่อง", ["นักเล่าเรื่อง"]),
        ("นํ้า", ["เรือในแม่น้ำ"]),
        ("เเม่น้ำ", ["เรือในแม่น้ำ"]),
        ("๒๕๖๘", ["Song Wat 2568"]),
        ("SONG wat", ["Song Wat 2568"]),
        ("7301", ["KR7301 1,150 คน"]),
        ("1150", ["KR7301 1,150 คน"]),
        ("ไทย ยา", ["ขายยาไทย"]),
        ("ยา วัด", []),
        ("son", ["Song Wat 2568"]),
        ("ไตร", ["วัดไตรมิตร"]),
        ("", TEXTS),
        ("   ", TEXTS),
        ("!?", []),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
        ("ย" * 5_000, []),
    ],
)
def test_queries(query, found):
    """Whole words are found, whatever their spelling and digits; parts of words only where no word fits."""
    for text in TEXTS:
        _district(text)
    assert sorted(_found(query)) == sorted(found)


def test_wildcards():
    """Signs that mean something to LIKE are only signs."""
    _district("ก_ข 50% จริง")
    assert _found("50") == ["ก_ข 50% จริง"]
    assert _found("5_0") == []


def test_tokens():
    """Each token is kept once, with a blank on both sides; a text without words keeps nothing."""
    assert stored_tokens("วัด วัด", "2568") == " วัด 2568 "
    assert stored_tokens("…", "") == ""


def test_numbers_of_queries(django_assert_num_queries):
    """One question before the answer, none for an empty query."""
    _district("วัดไตรมิตร")
    with django_assert_num_queries(2):
        list(matching(CreativeDistrict.objects.all(), "วัด"))
    with django_assert_num_queries(1):
        list(matching(CreativeDistrict.objects.all(), ""))
