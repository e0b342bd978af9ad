"""Thai text in one form."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.core.thai import clean, clean_line, fold

THAI = st.text(alphabet=[*map(chr, range(0x0E01, 0x0E5C)), " ", "\n", "\u200b", "\uf70a", "\uf884", "a", "\u0301", "5"])
TEXT = st.one_of(THAI, st.text())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("เเผน", "แผน"),
        ("เเเผน", "แผน"),
        ("น\u0e4d\u0e49า", "น้ำ"),
        ("น\u0e49\u0e4dา", "น้ำ"),
        ("น\u0e4dา\u0e49", "น้ำ"),
        ("นำ\u0e49", "น้ำ"),
        ("ก\u0e4dาหนด", "กำหนด"),
        ("กำาเนิด", "กำเนิด"),
        ("ท\u0e48\u0e35", "ที่"),
        ("ข\u0e49\u0e36น", "ขึ้น"),
        ("ผ\u0e49\u0e39", "ผู้"),
        ("สิทธ\u0e4c\u0e34", "สิทธิ์"),
        ("ผู\u0e49\u0e49", "ผู้"),
        ("ปี\u0e35", "ปี"),
        ("ปี\u0e48ี\u0e48", "ปี่"),
        ("คะ\u0e48", "ค่ะ"),
        ("ขา\u0e49ว", "ข้าว"),
        ("มาา", "มา"),
        ("โโรงเรียน", "โรงเรียน"),
    ],
)
def test_typing_faults_are_mended(typed, meant):
    """A classic typing fault becomes the word that the eye reads."""
    assert clean(typed) == meant


@pytest.mark.parametrize(
    "text", ["เกาะ", "เจ้าะแจ้ะ", "พันธุ์", "สิทธิ์", "น้ำใจ", "ต่าง ๆ", "ฯลฯ", "ฤๅ", "กรุงเทพฯ", "ก  ข\t\nค", "๑๐", "พุทฺธํ", ""]
)
def test_right_text_stays(text):
    """What is written right comes back unchanged, blanks, tabs and newlines included."""
    assert clean(text) == text


def test_the_real_sheet_stays():
    """The example sheet has no typing fault of this kind."""
    sheet = Path(__file__).parents[3].joinpath("examples").glob("*.txt")
    for path in sheet:
        text = path.read_text(encoding="utf-8")
        assert clean(text) == text


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u200c", "\u200d", "\ufeff", "\u2060", "\u00ad", "\u200e", "\u202a", "\ufe0f", "\x00", "\x80"]
)
def test_invisible_signs_go(sign):
    """Zero-width signs, soft hyphens, direction marks and controls are removed."""
    assert clean(f"ย่าน{sign}สร้างสรรค์") == "ย่านสร้างสรรค์"


@pytest.mark.parametrize("sign", ["\u00a0", "\u2007", "\u2009", "\u202f", "\u3000"])
def test_odd_blanks_are_blanks(sign):
    """Non-breaking and other odd blanks become a plain blank."""
    assert clean(f"ก{sign}ข") == "ก ข"


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_odd_line_ends_are_newlines(sign):
    """Line separators and vertical tabs become newlines."""
    assert clean(f"ก{sign}ข") == "ก\nข"


def test_windows_font_shapes():
    """The 27 shapes that Windows fonts kept in the Private Use Area are the signs they show."""
    shown = [clean(chr(code)) for code in range(0xF700, 0xF71B)]
    assert [ord(sign) for sign in shown] == [
        *(0x0E10, 0x0E34, 0x0E35, 0x0E36, 0x0E37),
        *(0x0E48, 0x0E49, 0x0E4A, 0x0E4B, 0x0E4C),
        *(0x0E48, 0x0E49, 0x0E4A, 0x0E4B, 0x0E4C),
        *(0x0E0D, 0x0E31, 0x0E4D, 0x0E47),
        *(0x0E48, 0x0E49, 0x0E4A, 0x0E4B, 0x0E4C),
        *(0x0E38, 0x0E39, 0x0E3A),
    ]
    assert clean("ป\uf702") == "ปี"


def test_macintosh_font_shapes():
    """The shapes of the Macintosh's Thai fonts are mended too."""
    assert clean("ป\uf886น\uf88fา\uf884") == "ปีนั้า"
    assert clean("\uf89e\uf89a") == "ฐญ"


def test_latin_is_composed():
    """Latin letters with loose accents are composed (NFC)."""
    assert clean("cafe\u0301") == "café"
    assert clean("e\u200b\u0301") == "é"


def test_clean_line():
    """A line has single blanks and none at its ends."""
    assert clean_line("  ย่าน \t สร้างสรรค์\u00a0\n ๑๐ ") == "ย่าน สร้างสรรค์ ๑๐"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("เเผน ๒๕๖๘", "แผน2568"),
        ("Facebook", "FACE BOOK"),
        ("น\u0e4d\u0e49า", "น้ำ"),
        ("ต่าง ๆ", "ต่างๆ"),
        ("Straße", "STRASSE"),
    ],
)
def test_fold_meets(one, other):
    """Two spellings of the same words have one key."""
    assert fold(one) == fold(other)


@given(TEXT)
def test_clean_is_idempotent(text):
    """Cleaning twice changes nothing more, and the result is NFC."""
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(TEXT)
def test_fold_and_clean_line_are_idempotent(text):
    """The keys are stable, and `fold` does not care whether the text was cleaned."""
    assert fold(fold(text)) == fold(text) == fold(clean(text))
    assert clean_line(clean_line(text)) == clean_line(text)
