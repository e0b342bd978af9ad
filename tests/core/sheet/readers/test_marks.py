"""Tick marks of every make become ☑ and ☐, and only what stands as a mark does."""

from __future__ import annotations

import pytest

from samrit.core.sheet.readers.marks import mark_text, symbol, symbol_font


@pytest.mark.parametrize(
    "printed",
    [
        "☑ มี",
        "☑มี",
        "☒ มี",
        "✓ มี",
        "✔️ มี",
        "✅ มี",
        "[x] มี",
        "[X] มี",
        "[✓]มี",
        "[ x ] มี",
        "(/) มี",
        "( / ) มี",
        "(x) มี",
        "(✓) มี",
        "√ มี",
    ],
)
def test_ticked(printed):
    """Every ticked mark before a label is ☑."""
    assert mark_text(printed) == "☑ มี"


@pytest.mark.parametrize("printed", ["☐ มี", "□มี", "▢ มี", "⬜ มี", "[ ] มี", "[] มี", "( ) มี", "() มี"])
def test_unticked(printed):
    """Every unticked mark before a label is ☐."""
    assert mark_text(printed) == "☐ มี"


@pytest.mark.parametrize(
    "text",
    [
        "หน่วยงาน (R) ระดับสำนัก",
        "หน่วยงานรับผิดชอบหลัก (H) กำกับติดตาม",
        "(5) เผยแพร่",
        "(๕)",
        "คะแนน (x) หารด้วย n",
        "และ/หรือ",
        "โปรดทำเครื่องหมาย ✓ หน้าข้อความ",
        "f()",
        "ข้อ [๑]",
        "(.....)",
        "(" + " " * 4 + ")",
    ],
)
def test_prose_stays(text):
    """Letters in brackets, numbers and signs inside a sentence are no marks."""
    assert mark_text(text) == text


def test_several_options_in_one_paragraph():
    """Marks between options count, once the paragraph shows that it is a list of options."""
    assert mark_text("(/) มี ( ) ไม่มี") == "☑ มี ☐ ไม่มี"
    assert mark_text("ประเภท: [ ] ก [x] ข") == "ประเภท: ☐ ก ☑ ข"
    assert mark_text("☐ มี ✓ ไม่มี") == "☐ มี ☑ ไม่มี"
    assert mark_text("ประเภท: [x] ก") == "ประเภท: ☑ ก"
    assert mark_text("(  ) มี") == "☐ มี"


def test_mark_after_a_list_number():
    """The number of an option may come before its mark."""
    assert mark_text("๑. [x] มาตรฐาน") == "๑. ☑ มาตรฐาน"
    assert mark_text("- ( ) มาตรฐาน") == "- ☐ มาตรฐาน"


@pytest.mark.parametrize("printed", ["☑ ☐ มี", "✓ ☐ มี", "/ ☐ มี", "[x] ☐ มี", "☑☐ มี"])
def test_contradictions_keep_both_signs(printed):
    """What contradicts itself is left for a person to decide: both signs stay, as printed."""
    assert mark_text(printed) == "☑ ☐ มี"


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Wingdings", 0xF0FE, "☑"),
        ("Wingdings", 0xFE, "☑"),
        ("wingdings", 0xF0FC, "☑"),
        ("Wingdings", 0xF0FD, "☑"),
        ("Wingdings", 0xF0A8, "☐"),
        ("Wingdings", 0xF06F, "☐"),
        ("Wingdings", 0xF071, "☐"),
        ("Wingdings 2", 0xF052, "☑"),
        ("Wingdings 2", 0xF054, "☑"),
        ("Wingdings 2", 0xF050, "☑"),
        ("Wingdings 2", 0xF0A3, "☐"),
        ("ABCDEF+ZapfDingbats", 0x34, "☑"),
        ("Symbol", 0xF0B3, "≥"),
        ("Wingdings", 0xF021, "\uf021"),
    ],
)
def test_symbol_fonts(font, code, sign):
    """A place in a symbol font means its sign, as private character or as the letter typed for it."""
    assert symbol(symbol_font(font), chr(code)) == sign


def test_other_fonts_are_no_symbol_fonts():
    """Letters of other fonts, Wingdings 3 (arrows) among them, are what they are."""
    assert [symbol_font(name) for name in ("Sarabun", "TH SarabunPSK", "Wingdings 3", "")] == [None] * 4


def test_private_characters_without_their_font():
    """A tick whose symbol font was lost on the way is still a tick; what may mean two things stays."""
    assert mark_text("\uf0fe มี \uf0a8 ไม่มี") == "☑ มี ☐ ไม่มี"
    assert mark_text("ค่า \uf0b3 ๕") == "ค่า ≥ ๕"
    assert mark_text("\uf0a3") == "\uf0a3"
