"""What the form prints, whatever kind of file it goes into."""

from __future__ import annotations

from decimal import Decimal

import pytest

from samrit.core.sheet.definition import Assumption, Definition, Target, Tick
from samrit.core.sheet.form import form_rows, form_title
from samrit.core.sheet.form.blocks import BlockKind, Line, printed, printed_lines


def _lines(blocks):
    return [line for block in blocks for row in block.rows for cell in row.cells for line in cell.lines]


def _texts(definition):
    return [line.text for line in _lines(form_rows(definition))]


def _rubric(rubric):
    from tests.strategies.definitions import definition_of

    document = {"schema": "samrit/key-result/1", "name": "ก", "rubric": {"schema": "samrit/rubric/1", **rubric}}
    blocks = form_rows(definition_of(document))
    return [
        [" / ".join(line.text for line in cell.lines) for cell in row.cells]
        for block in blocks[4:]
        for row in block.rows
    ]


def test_an_empty_definition_is_an_empty_form():
    """Every label stands in its place, fields are "-", the options of the form are not ticked."""
    blocks = form_rows(Definition())

    assert [block.kind for block in blocks] == [
        BlockKind.TITLE,
        BlockKind.LINES,
        BlockKind.TABLE,
        BlockKind.SIGNATURE,
    ]
    assert [line for line in _lines(blocks) if line.box is not None] == [
        Line("มาตรฐานการดำเนินงาน", box=False),
        Line(
            "ข้อมูลรายละเอียดเป้าหมายที่ชัดเจน (รายรายการ และรายหน่วยงาน) เช่น ค่าเป้าหมายโดยระบุรายชื่อ ถนน ตรอก ซอย คลอง ลำราง",
            box=False,
        ),
        Line("ตัวอย่างการปฏิบัติงานที่ดี", box=False),
        Line("ผ่านระบบ BMA Policy Tracking", box=False),
        Line("ผ่านระบบอื่นๆ โปรดระบุ", box=False),
        Line("รายงานผลโดยหน่วยงาน R หรือสำนักงานเขต", box=False),
        Line("หน่วยงานรับผิดชอบหลัก (H) กำกับติดตาม", box=False),
        Line("ผู้ตรวจราชการกรุงเทพมหานครกำกับเชิงคุณภาพ", box=False),
        Line("ใช้ระบบข้อมูลยืนยันผลการดำเนินงาน เช่น Traffy Fondue โปรดระบุ", box=False),
    ]


def test_no_arabic_digit_is_printed(definition):
    """Codes, numbers, telephone numbers and digits inside texts are printed in Thai."""
    texts = [*_texts(definition), form_title(definition)]

    assert [text for text in texts if any(sign in "0123456789" for sign in text)] == []


@pytest.mark.parametrize(
    ("target", "assumed", "amount"),
    [
        (Target(), (), "ค่าเป้าหมาย : - หน่วยนับ : -"),
        (Target(Decimal("1150.40"), "ล้านบาท", ">="), (), "ค่าเป้าหมาย : ๑๑๕๐.๔ หน่วยนับ : ล้านบาท"),
        (Target(Decimal(90), "นาที", "<="), (), "ค่าเป้าหมาย : ไม่เกิน ๙๐ หน่วยนับ : นาที"),
        (Target(Decimal(90), "นาที", "<="), ("target.operator",), "ค่าเป้าหมาย : ๙๐ หน่วยนับ : นาที"),
        (Target(Decimal(5), "แห่ง", "=="), (), "ค่าเป้าหมาย : เท่ากับ ๕ หน่วยนับ : แห่ง"),
    ],
)
def test_a_target_is_a_bare_number_where_the_sheet_had_one(target, assumed, amount):
    """A bound that was assumed, and the usual "at least", are not printed; other bounds are, in words."""
    rows = tuple(Assumption(field, "<=", "the sheet prints a bare number") for field in assumed)

    assert amount in _texts(Definition(target=target, assumed=rows))


@pytest.mark.parametrize(
    ("tick", "line"),
    [
        (Tick("ก", ticked=True), Line("ก", box=True)),
        (Tick("ก", ticked=False), Line("ก", box=False)),
        (Tick("ก", ticked=None), Line("ก")),
        (Tick("ผ่านระบบอื่นๆ", ticked=False), Line("ผ่านระบบอื่นๆ โปรดระบุ", box=False)),
        (Tick("ผ่านระบบอื่นๆ", ticked=True, detail="ข"), Line("ผ่านระบบอื่นๆ โปรดระบุ ข", box=True)),
        (Tick("ผ่านระบบอื่นๆ โปรดระบุ", ticked=True, detail="ข"), Line("ผ่านระบบอื่นๆ โปรดระบุ ข", box=True)),
    ],
)
def test_options(tick, line):
    """A lost mark is no box; what is to be specified stands after "โปรดระบุ", which is printed once."""
    table = form_rows(Definition(reporting_channels=(tick,)))[2]

    assert table.rows[7].cells[1].lines == (line,)


def test_levels_are_printed_from_the_highest(definition):
    """The order of levels in the document means nothing; conditions without a text are said in words."""
    rows = [[cell.lines[0].text if cell.lines else "" for cell in row.cells] for row in form_rows(definition)[-1].rows]

    assert rows == [
        ["ระดับความสำเร็จ", "เกณฑ์ร้อยละความสำเร็จ", "การดำเนินงาน", "คะแนนที่ได้รับ"],
        ["๕", "๑๐๐", "- ผลการดำเนินงาน ไม่น้อยกว่า ๑๐", ""],
        ["๔", "๘๐", "จำนวน ๘ ย่าน", ""],
    ]


HEADS = ["ระดับความสำเร็จ", "เกณฑ์ร้อยละความสำเร็จ", "การดำเนินงาน", "คะแนนที่ได้รับ"]


def test_anchors_in_words():
    """Points are rows from the highest; interpolation and what is given below are said under the table."""
    rubric = {
        "form": "anchors",
        "of": "result",
        "direction": "lower",
        "points": [["90", "1"], ["60.5", "5"]],
        "between": "linear",
        "below_first": "zero",
    }

    assert _rubric(rubric) == [
        ["เกณฑ์การให้คะแนน “ก”"],
        HEADS,
        ["๕", "-", "ผลการดำเนินงาน ไม่เกิน ๖๐.๕", ""],
        ["๑", "-", "ผลการดำเนินงาน ไม่เกิน ๙๐", ""],
        ["คะแนนระหว่างระดับคำนวณตามสัดส่วน (เทียบบัญญัติไตรยางศ์)"],
        ["ผลการดำเนินงานต่ำกว่าระดับแรก ได้ ๐ คะแนน"],
    ]


def test_steps_and_parts_in_words():
    """Parts are printed one after the other, each with its name and weight; steps are listed, then counted."""
    steps = {
        "form": "steps",
        "steps": [{"id": "plan", "text": "จัดทำแผน"}, {"id": "do"}],
        "scores": {"1": "2.5", "2": "5"},
        "ordered": True,
    }
    judged = {"form": "judged", "minimum": "0", "maximum": "100", "digits": 3, "counts": False}
    parts = [{"name": "ก", "weight": "1", "rubric": steps}, {"name": "ข", "weight": "0", "rubric": judged}]

    assert _rubric({"form": "composite", "parts": parts}) == [
        ["เกณฑ์การให้คะแนน “ก”"],
        ["ตัวชี้วัดย่อย ก น้ำหนัก ๑"],
        ["ขั้นตอนที่ ๑ จัดทำแผน"],
        ["ขั้นตอนที่ ๒ do"],
        HEADS,
        ["๕", "-", "ดำเนินการตามลำดับแล้วเสร็จ ๒ ขั้นตอน", ""],
        ["๒.๕", "-", "ดำเนินการตามลำดับแล้วเสร็จ ๑ ขั้นตอน", ""],
        ["ตัวชี้วัดย่อย ข น้ำหนัก ๐"],
        ["ผู้ประเมินให้คะแนน ตั้งแต่ ๐ ถึง ๑๐๐ คะแนน ทศนิยมไม่เกิน ๓ ตำแหน่ง"],
        ["ตัวชี้วัดนำร่อง ไม่นำคะแนนไปรวม"],
    ]


def test_printed_text():
    """Blanks are single, control and direction signs are gone, paragraphs part at every kind of line end."""
    assert printed("\t ก\u00a0 1\x00\x1b\ufffe\u202e2 \u200bข ") == "ก ๑๒ \u200bข"
    assert printed_lines("ก\r\nข\u2028 \n\nค") == (Line("ก"), Line("ข"), Line("ค"))
    assert printed_lines(None) == (Line("-"),)
