"""Mangled copies of the real sheet: never a crash, and nothing is dropped silently."""

from __future__ import annotations

import json
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.core.contract import Refused, load_json
from samrit.core.sheet import definition_data, labels, read_definition, read_sheet
from samrit.core.sheet.matching import key
from samrit.core.sheet.readers import read_paper

LINES = (Path(__file__).parents[4] / "examples" / "kr-7301.txt").read_text(encoding="utf-8").split("\n")
OWN_WORDS = key(
    " ".join(
        [
            *(label for block in labels.LABELS.values() for label in block),
            *labels.PRINTED_NOTES,
            *labels.INVOLVEMENT_OPTIONS,
            *labels.REFERENCE_OPTIONS,
            *labels.CHANNEL_OPTIONS,
            *labels.EVALUATION_OPTIONS,
            "หน่วยนับ ค่าเป้าหมาย หมายเลขโทรศัพท์ ตำแหน่ง ส่วนราชการ หน่วยงาน ชื่อ ปีงบประมาณ จำนวน ร้อยละ โปรดระบุ โปรตระบุ",
        ]
    )
)
STRANGE = ("ข้อความแปลกปลอมทดสอบ", "หมายเหตุ ตรวจแล้ว", "- รายการอื่น", "\tกขคง\tจฉชซฌญ", "zz 1234", "<p>ค้าง", "☑")
PIECES = ("\n", "\t", " ", "๙", "<p>", "</p>", "☑", "-", "(", "ก", "ท้ายบรรทัดแทรก")


@st.composite
def mangled(draw: st.DrawFn) -> str:
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(("drop", "copy", "swap", "cut", "insert", "strange", "untab")))
        other = draw(st.integers(0, len(lines) - 1))
        place = draw(st.integers(0, len(lines[at])))
        if kind == "drop" and len(lines) > 1:
            lines.pop(at)
        elif kind == "copy":
            lines.insert(at, lines[other])
        elif kind == "swap":
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == "cut":
            lines[at] = lines[at][:place] + lines[at][place + draw(st.integers(1, 3)) :]
        elif kind == "insert":
            lines[at] = lines[at][:place] + draw(st.sampled_from(PIECES)) + lines[at][place:]
        elif kind == "strange":
            lines.insert(at, draw(st.sampled_from(STRANGE)))
        else:
            lines[at] = lines[at].replace("\t", " ")
    return "\n".join(lines)


@given(mangled())
@settings(max_examples=150, deadline=None)
def test_every_line_lands_in_a_field_or_in_unread(text):
    """Each run of Thai letters on the paper is found again in the document, unless the form prints it itself."""
    data = text.encode()
    try:
        document = definition_data(read_sheet(data, "mangled.txt"))
    except Refused:
        return
    found = key(json.dumps(document, ensure_ascii=False))
    for row in read_paper(data, "mangled.txt").rows:
        for paragraph in row.paragraphs:
            for word in re.findall("[ก-๎]{4,}", paragraph.text):
                assert not _lost(key(word), found), (paragraph.place, word)


def _lost(word: str, found: str) -> bool:
    """Whether more of a word is missing than a forgiven misspelling or a label cut from it explains."""
    if word in found or word in OWN_WORDS:
        return False
    grams = [word[at : at + 5] for at in range(max(1, len(word) - 4))]
    return sum(gram not in found and gram not in OWN_WORDS for gram in grams) > max(6, len(grams) // 4)


@given(mangled())
@settings(max_examples=60, deadline=None)
def test_what_is_read_is_a_valid_document(text):
    """Whatever was read can be written as the contract's document and read again as the same value."""
    try:
        sheet = read_sheet(text.encode(), "mangled.txt")
    except Refused:
        return
    document = json.dumps(definition_data(sheet), ensure_ascii=False).encode()
    assert read_definition(load_json(document)) == sheet


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text):
    """No text makes the reader crash."""
    data = f"รหัส ๑ ชื่อ KRs ก\nนิยาม\t{text}\n{text}".encode("utf-8", "replace")
    assert _answers(data)


def _answers(data: bytes) -> bool:
    """Whether the reader gives a definition, or one sentence."""
    try:
        return read_sheet(data, "any.txt") is not None
    except Refused as refused:
        return "\n" not in refused.line("any.txt", "th")
