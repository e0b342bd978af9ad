"""Words: segmentation, search tokens, mended breaks."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.core.thai import clean, dictionary, fold, is_broken_word, mend_spaces, search_tokens, segment

THAI = st.text(alphabet=[*map(chr, range(0x0E01, 0x0E5C)), " ", "\n", "a", "5", ".", "/"])
PIECES = ["ประชาสัมพันธ์", "ย่าน", "สร้าง", "สรรค์", "กรุงเทพ", "มหานคร", "มา", "ตรา", "ก", "า", "เ", "๑๐", "ๆ", ".", "(H)"]
PROSE = st.lists(st.sampled_from(PIECES)).map(" ".join)
TEXT = st.one_of(THAI, PROSE, st.text())


def test_dictionary_has_both_lists():
    """The dictionary holds pythainlp's words and ours, without empty entries."""
    assert {"ประชาชน", "ย่านสร้างสรรค์", "สำนักงานเขตพระนคร", "ป้อมปราบศัตรูพ่าย"} <= dictionary()
    assert "" not in dictionary()


@pytest.mark.parametrize("name", ["house_words.txt", "one_word.txt"])
def test_our_words_are_clean(name):
    """Our lists hold each word once, without a typing fault; what is never parted is in the dictionary."""
    words = files("samrit.core.thai").joinpath(name).read_text(encoding="utf-8").splitlines()
    assert len(words) == len(set(words))
    assert [word for word in words if fold(word) != word] == []
    assert dictionary() >= set(words)


def test_dictionary_does_not_load_pythainlp():
    """Reading the word list does not import the package, which is slow."""
    code = (
        "import sys; from samrit.core import thai; thai.mend_spaces('ประชาสัม พันธ์'); "
        "sys.exit(any(name.startswith('pythainlp') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-X", "utf8", "-c", code], check=False).returncode == 0


def test_segment():
    """Our words stay whole; blanks and signs are kept."""
    assert segment("ประชาสัมพันธ์ย่านสร้างสรรค์ของกรุงเทพมหานคร  ๑๐ ย่าน") == [
        *("ประชาสัมพันธ์", "ย่านสร้างสรรค์", "ของ", "กรุงเทพมหานคร", "  ", "๑๐", " ", "ย่าน"),
    ]
    assert segment("") == []


@given(TEXT)
@settings(deadline=None)
def test_segments_join_to_the_text(text):
    """Nothing is lost and nothing added."""
    assert "".join(segment(text)) == text


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("3/2568", ["3", "2568"]),
        ("๑,๑๕๐.๔๐", ["1150", "40"]),
        ("1,15", ["1", "15"]),
        ("KR7301", ["kr7301", "kr", "7301"]),
        ("นักเล่าเรื่อง", ["นักเล่าเรื่อง", "นัก", "เล่า", "เล่าเรื่อง", "เรื่อง"]),
        ("มารยาท", ["มารยาท"]),
        ("น\u0e4d\u0e49า", ["น้ำ"]),
        ("เเม่น\u0e4d\u0e49า", ["แม่น้ำ", "แม่", "น้ำ"]),
        ("Facebook ต่าง ๆ", ["facebook", "ต่าง"]),
        (" … ", []),
    ],
)
def test_search_tokens(text, tokens):
    """Words, the words they are made of, and numbers."""
    assert search_tokens(text) == tokens


@given(TEXT)
@settings(deadline=None)
def test_search_tokens_are_plain(text):
    """Any text gives tokens without blanks, dots or capitals, and the same for its cleaned form."""
    tokens = search_tokens(text)
    assert all(token and token == token.casefold() and not set(token) & set(" \n\t.,/") for token in tokens)
    assert search_tokens(clean(text)) == tokens


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("ประชาสัม พันธ์", "ประชาสัมพันธ์"),
        ("แผนประ ชาสัมพันธ์ย่าน", "แผนประชาสัมพันธ์ย่าน"),
        ("กรุงเทพ มหานคร", "กรุงเทพมหานคร"),
        ("กรุง เทพมหานคร", "กรุงเทพมหานคร"),
        ("การมา ตรฐาน", "การมาตรฐาน"),
        ("ย่าน สร้างสรรค์เสนอผู้บริหาร กรุงเทพมหานครให้", "ย่านสร้างสรรค์เสนอผู้บริหารกรุงเทพมหานครให้"),
        ("หน่วยงาน สำนักงาน ประชาสัมพันธ์", "หน่วยงาน สำนักงานประชาสัมพันธ์"),
        ("สำนักงาน เขตพระนคร", "สำนักงานเขตพระนคร"),
        ("จำนวน ๒๐ ชิ้น งาน", "จำนวน ๒๐ ชิ้นงาน"),
        ("หน่วย นับ : ย่าน", "หน่วยนับ : ย่าน"),
        ("เ มือง ท ่าเรือ", "เมือง ท่าเรือ"),
        ("สร้างสรร   ค์", "สร้างสรรค์"),
    ],
)
def test_broken_words_are_mended(broken, mended):
    """A blank inside a word goes."""
    assert mend_spaces(broken) == mended


@pytest.mark.parametrize(
    "text",
    [
        "ดำเนินการมา ตราบใด",
        "ผู้คน ส่งเสริม",
        "เวลา ภายในกำหนด",
        "มา กระทำ",
        "จำนวน ๒๐ ชิ้น งานประชาสัมพันธ์",
        "หน่วย นับจำนวนย่าน",
        "สะพาน สูง ๑๐ เมตร",
        "ปีงบประมาณ พ.ศ. ๒๕๖๘",
        "ปัญหา อุปสรรค และข้อเสนอแนะ",
        "ต่าง ๆ ได้แก่ ถนน ตรอก ซอย คลอง ลำราง",
        "อัตลักษณ์ ผู้คน ส่งเสริมการรับรู้ และการกระตุ้น",
        "ของ กรุงเทพมหานคร เช่น Facebook TikTok หรือ YouTube เป็นต้น",
        "นางสาวดี เทศกุล ตำแหน่ง นักประชาสัมพันธ์ชำนาญการ",
        "พระนคร ดุสิต หนองจอก บางรัก บางเขน บางกะปิ ปทุมวัน",
    ],
)
def test_blanks_between_words_stay(text):
    """A blank between words stays, though its neighbours might make a word."""
    assert mend_spaces(text) == text


@pytest.mark.parametrize(
    ("left", "right", "broken"),
    [
        ("ผลิตสื่อประชาสัม", "พันธ์และเผยแพร่", True),
        ("เผยแพร่ผ่านช่องทางออนไลน์ของ", "กรุงเทพมหานคร", False),
        ("ประชาสัม ", "พันธ์", False),
        ("KR", "พันธ์", False),
        ("", "พันธ์", False),
        ("ประชาสัม", "", False),
        ("ก" * 400 + "ประชาสัม", "พันธ์", False),
    ],
)
def test_is_broken_word(left, right, broken):
    """Only Thai letters that touch the gap can be parts of one word; runs beyond all measure are left alone."""
    assert is_broken_word(left, right) is broken


@given(TEXT)
@settings(deadline=None)
def test_only_blanks_are_taken_away(text):
    """Mending takes blanks and nothing else."""
    assert mend_spaces(text).replace(" ", "") == text.replace(" ", "")
