"""The form's own words, however they were typed."""

from __future__ import annotations

import pytest

from samrit.core.sheet.labels import LABELS, PRINTED_NOTES, Block
from samrit.core.sheet.matching import is_printed_note, nearly, opening, starts_with


@pytest.mark.parametrize(("block", "label"), [(block, label) for block, labels in LABELS.items() for label in labels])
def test_every_label_opens_its_block(block, label):
    """Alone, and with a value behind it, which is kept whole."""
    alone, followed = opening(label), opening(f"{label} : ๗")
    assert alone is not None
    assert followed is not None
    assert (alone.block, label[alone.end :].strip(".")) == (block, "")
    assert (followed.block, f"{label} : ๗"[followed.end :].strip(". :")) == (block, "๗")


@pytest.mark.parametrize(
    ("text", "block", "rest"),
    [
        ("รหัส๗๓๐๑", Block.CODE, "๗๓๐๑"),  # a number ends a short label
        ("ด้าน บริหารจัดการดี", Block.DIMENSION, "บริหารจัดการดี"),
        ("วิธีคำนวณ : นับ", Block.METHOD, "นับ"),
        ("วิ ธี คำ นวณ นับ", Block.METHOD, "นับ"),  # blanks within
        ("เกณฑ์การไห้คะแนน", Block.RUBRIC, ""),  # a wrong letter
        ("ค่าเป้าหมายรวม ปีงบประมาณ พ.ศ. ๒๕๖๘", Block.TARGET, "ปีงบประมาณ พ.ศ. ๒๕๖๘"),
        ("หน่วยงานผู้รับผิดชอบหลัก (Host : H) สำนัก", Block.HOST, "สำนัก"),  # the longer wording wins
    ],
)
def test_labels_as_they_are_typed(text, block, rest):
    """Blanks, marks and a few wrong letters are forgiven; the value behind stays as it is."""
    found = opening(text)
    assert found is not None
    assert (found.block, text[found.end :]) == (block, rest)


@pytest.mark.parametrize("text", ["", "…", "ย่าน", "รหัสลับ", "ด้านบริหารจัดการดี", "นิยามศัพท์", "แผนปฏิบัติราชการ"])
def test_other_words_open_nothing(text):
    """A short label is a word of its own, and not the start of another."""
    assert opening(text) is None


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("นิยาย", Block.DEFINITION),
        ("นิยาม", Block.DEFINITION),
        ("ย่าน", None),
        ("นิยามศัพท์", None),
        ("รหัด", None),  # four letters: every other word would match
        ("", None),
    ],
)
def test_a_short_label_with_a_wrong_letter(text, block):
    """Only where it is all that a cell says, and the label has five letters or more."""
    assert nearly(text) is block


@pytest.mark.parametrize(
    ("text", "wanted", "rest"),
    [
        ("หมายเลขโทรศัพท์ ๐๒", "หมายเลขโทรศัพท์", " ๐๒"),
        ("หมายเลขโทรศัพย์ ๐๒", "หมายเลขโทรศัพท์", " ๐๒"),
        ("หมาย เลข โทร ศัพท์:๐๒", "หมายเลขโทรศัพท์", ":๐๒"),
        ("โทร ๐๒", "โทร", " ๐๒"),
        ("โทน ๐๒", "โทร", None),  # too short to be misspelt
        ("ตำแหน่ง ก", "หมายเลขโทรศัพท์", None),
        ("", "โทร", None),
    ],
)
def test_where_wanted_words_end(text, wanted, rest):
    """Long words are found although misspelt; what follows is left."""
    end = starts_with(text, wanted)
    assert (None if end is None else text[end:]) == rest


@pytest.mark.parametrize("text", [*PRINTED_NOTES, "", "......", "- - -", "( )", "ลำ ดับ", "เกณฑ์ร้อยละความสำเรจ"])
def test_what_the_form_itself_prints(text):
    """Notes, headings and empty lines say nothing, even cut by blanks or with a letter lost."""
    assert is_printed_note(text)


@pytest.mark.parametrize("text", ["☑", "ตามแผน", "ลำดับที่ ๑", "ประเด็น รายละเอียด ก ข ค ง จ ฉ ช ซ", f"{'ก' * 900}"])
def test_what_a_person_wrote(text):
    """A tick, or words of one's own, are never taken for the form's."""
    assert not is_printed_note(text)
