"""PDFs: cells by their ruling lines, paragraphs by their lines, pages put together again."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from samrit.core.sheet.readers import read_paper
from samrit.core.sheet.readers.grid import Frame, Rule, frames, grid
from samrit.core.sheet.readers.lines import Glyph, Line, join, lines_of, paragraphs

DEFINITION = "ย่านสร้างสรรค์ หมายถึง พื้นที่ที่ถูกกำหนดขึ้นเพื่อส่งเสริมการบริการที่ใช้ความคิดสร้างสรรค์ที่มีเรื่องราวประวัติศาสตร์ของย่านอัตลักษณ์และผู้คน"
DUTIES = [
    "๑. จัดทำแผนประชาสัมพันธ์ย่านสร้างสรรค์เสนอผู้บริหารกรุงเทพมหานครให้ความเห็นชอบ",
    "๒. ผลิตและเผยแพร่สื่อประชาสัมพันธ์และเผยแพร่ผ่านช่องทางออนไลน์ของกรุงเทพมหานคร จำนวนไม่น้อยกว่า ๒๐ ชิ้นงาน",
]


def squeezed(rows):
    """Rows without blanks: a page does not say whether a line end inside Thai was one."""
    return [(table, [["".join(text.split()) for text in cell] for cell in cells]) for table, cells in rows]


def paragraphs_html(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def test_table_with_merged_cells(pdf, rows_of):
    """Cells, merged cells, wrapped lines and paragraphs come back as they were written."""
    html = (
        '<p style="text-align:center">รายละเอียด KRs</p><p>☑ ดำเนินการหน่วยงานเดียว</p><p>☐ มีหน่วยงานสนับสนุน (R)</p>'
        '<table><tr><td>ประเด็น</td><td colspan="3">รายละเอียด</td></tr>'
        f'<tr><td>นิยาม</td><td colspan="3">{paragraphs_html(DEFINITION)}</td></tr>'
        '<tr><td rowspan="2">ค่าเป้าหมาย</td><td>ชื่อหน่วยงาน</td><td>ค่า</td><td>บทบาทภารกิจ</td></tr>'
        f"<tr><td>สำนักงานประชาสัมพันธ์</td><td>๑๐ ย่าน</td><td>{paragraphs_html(*DUTIES)}</td></tr></table><p>จบ</p>"
    )
    data = pdf(html, "td { width: 25% }")
    rows = rows_of(data, "a.pdf")
    assert squeezed(rows) == squeezed(
        [
            (None, [["รายละเอียด KRs"]]),
            (None, [["☑ ดำเนินการหน่วยงานเดียว"]]),
            (None, [["☐ มีหน่วยงานสนับสนุน (R)"]]),
            (0, [["ประเด็น"], ["รายละเอียด"], [], []]),
            (0, [["นิยาม"], [DEFINITION], [], []]),
            (0, [["ค่าเป้าหมาย"], ["ชื่อหน่วยงาน"], ["ค่า"], ["บทบาทภารกิจ"]]),
            (0, [[], ["สำนักงานประชาสัมพันธ์"], ["๑๐ ย่าน"], DUTIES]),
            (None, [["จบ"]]),
        ]
    )
    paper = read_paper(data, "a.pdf")
    assert (paper.scanned, paper.data, paper.source.media_type) == (False, None, "application/pdf")
    assert paper.rows[6].cells[0].merged_up
    assert [part.place for row in paper.rows for part in row.paragraphs] == list(range(1, 17))


def test_sara_am_is_whole(pdf, rows_of):
    """ำ that a PDF draws in two parts is one sign again, also under a tone mark."""
    assert rows_of(pdf("<p>สำนักงาน น้ำใจ จำนวน ค่าน้ำ กำ</p>"), "a.pdf") == [(None, [["สำนักงาน น้ำใจ จำนวน ค่าน้ำ กำ"]])]


def test_a_table_over_pages_is_one_table(pdf, rows_of):
    """A table that goes on over a page keeps its number and its columns; page numbers are left out."""
    row = "<tr><td>{}</td><td>ก</td><td>ข</td></tr>"
    wide = '<tr><td>ปลาย</td><td colspan="2">กว้าง</td></tr>'
    html = "<table>" + "".join(row.format(at) for at in range(50)) + wide * 2 + "</table>"
    rows = rows_of(
        pdf(html, '@page { @bottom-center { content: "หน้า " counter(page) " / " counter(pages) } }'), "a.pdf"
    )
    assert rows == [
        *((0, [[str(at)], ["ก"], ["ข"]]) for at in range(50)),
        *[(0, [["ปลาย"], ["กว้าง"], []])] * 2,
    ]


def test_repeated_margins_stand_once(pdf, rows_of):
    """What the head of every page repeats is read once."""
    html = "<p>หนึ่ง</p><p style='break-before: page'>สอง</p>"
    rows = rows_of(pdf(html, '@page { @top-left { content: "แบบรายละเอียด" } }'), "a.pdf")
    assert rows == [(None, [["แบบรายละเอียด"]]), (None, [["หนึ่ง"]]), (None, [["สอง"]])]


def test_the_last_line_of_a_page_and_the_first_of_the_next_may_say_the_same(pdf, rows_of):
    """Only what the same margin repeats is a margin."""
    html = "<p style='margin-top: 26.5cm'>เหมือนกัน</p><p style='break-before: page'>เหมือนกัน</p>"
    rows = rows_of(pdf(html, "@page { size: A4; margin: 1cm } p { margin: 0 }"), "a.pdf")
    assert rows == [(None, [["เหมือนกัน"]])] * 2


def test_wide_gaps_part_cells_where_there_is_no_table(pdf, rows_of):
    """Columns without ruling lines are parted by their gaps."""
    html = "<p>ชื่อ<span style='margin-left: 8em'>ค่าเป้าหมาย</span></p>"
    assert rows_of(pdf(html), "a.pdf") == [(None, [["ชื่อ"], ["ค่าเป้าหมาย"]])]


def test_underlines_make_no_table(pdf, rows_of):
    """A line to write on is no table."""
    html = "<p><u>ชื่อ</u> นางสาวดี</p><hr><p>ตำแหน่ง</p>"
    assert rows_of(pdf(html), "a.pdf") == [(None, [["ชื่อ นางสาวดี"]]), (None, [["ตำแหน่ง"]])]


def test_drawn_boxes(pdf, rows_of):
    """A small square is a tick box, ticked by the sign that stands in it."""
    style = "display:inline-block;width:9pt;height:9pt;border:0.7pt solid black;font-size:7pt;line-height:9pt"
    box = f"<span style='{style}'>{{}}</span>"
    html = f"<p>{box.format('')} ไม่มี</p><p>{box.format('x')} มี</p>"
    assert rows_of(pdf(html), "a.pdf") == [(None, [["☐ ไม่มี"]]), (None, [["☑ มี"]])]


def test_form_fields(rows_of):
    """What was typed and ticked in the fields of a PDF form is read."""
    import weasyprint

    from samrit.core.sheet.writers.breaking import use_dictionary

    use_dictionary()  # the first text that a process lays out decides how all its lines are broken

    html = (
        '<p><input type="checkbox" checked></p><p><input type="checkbox"></p><p><input type="text" value="BMA 10"></p>'
    )
    texts = [
        text
        for _, cells in rows_of(weasyprint.HTML(string=html).write_pdf(pdf_forms=True), "a.pdf")
        for cell in cells
        for text in cell
    ]
    assert texts == ["☑", "☐", "BMA 10"]


def test_attachment_is_data(pdf):
    """A file that only carries the data of `sheet write` prints something else, so its data is not given on as is."""
    document = pypdfium2.PdfDocument(pdf("<p>ก</p>"))
    document.new_attachment("samrit-definition.json").set_data(b"{}")
    stream = io.BytesIO()
    document.save(stream)
    assert read_paper(stream.getvalue(), "a.pdf").data == b""


def test_turned_page(pdf, rows_of):
    """A page that the file turns by 90 degrees reads as it looks."""
    document = pypdfium2.PdfDocument(pdf("<table><tr><td>ก</td><td>ข</td></tr><tr><td>ค</td><td>ง</td></tr></table>"))
    upright = rows_of(pdf("<table><tr><td>ก</td><td>ข</td></tr><tr><td>ค</td><td>ง</td></tr></table>"), "a.pdf")
    assert upright == [(0, [["ก"], ["ข"]]), (0, [["ค"], ["ง"]])]
    document[0].set_rotation(90)
    stream = io.BytesIO()
    document.save(stream)
    # The text now runs from the top down: the left column of the drawing has become the first row of the page.
    turned = [text for _, cells in rows_of(stream.getvalue(), "a.pdf") for cell in cells for text in cell]
    assert sorted(turned) == ["ก", "ข", "ค", "ง"]


# --- the parts ---


def line(text, left, right, base, word=20.0):
    return Line(text, left, right, base, 14.0, word)


def texts_of(lines, left=0.0, right=200.0):
    return [join(part.text for part in gathered) for gathered in paragraphs(lines, left, right)]


def test_lines_become_paragraphs():
    """Full lines go on, list marks begin anew, and so does what stands after a short line or a gap."""
    assert texts_of([line("จัดทำแผน", 0, 195, 100), line("ประชาสัมพันธ์", 0, 90, 84), line("รายงานผล", 0, 190, 68)]) == [
        "จัดทำแผนประชาสัมพันธ์",
        "รายงานผล",
    ]
    assert texts_of(
        [line("๑. ก", 0, 198, 100), line("๒. ข", 0, 198, 84), line("- ค", 0, 198, 68), line("☐ ง", 0, 198, 52)]
    ) == [
        "๑. ก",
        "๒. ข",
        "- ค",
        "☐ ง",
    ]
    assert texts_of([line("ก", 0, 198, 100), line("ข", 0, 198, 84), line("ค", 0, 198, 50)]) == ["กข", "ค"]
    assert texts_of([line("จำนวน", 0, 198, 100), line("๒.๕ ล้าน", 0, 198, 84)]) == ["จำนวน ๒.๕ ล้าน"]


def test_centred_titles_are_lines_of_their_own():
    """A centred line has room on both sides."""
    assert texts_of([line("ชื่อเรื่อง", 40, 160, 100), line("แผนปฏิบัติ", 50, 150, 84)]) == ["ชื่อเรื่อง", "แผนปฏิบัติ"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["ประชาสัม", "พันธ์"], "ประชาสัมพันธ์"),
        (["ผู้บริหาร ", "กรุงเทพ"], "ผู้บริหาร กรุงเทพ"),
        (["จำนวน", "๒๐"], "จำนวน ๒๐"),
        (["ผ่าน", "Facebook"], "ผ่าน Facebook"),
        (["หลัก", "(H)"], "หลัก (H)"),
    ],
)
def test_joining(lines, text):
    """Thai goes on without a blank, everything else with one."""
    assert join(lines) == text


def test_letters_printed_twice_are_one():
    """Bold made by printing a letter twice, a hair apart, is one letter; a real pair is two."""
    glyphs = [Glyph("ก", 0, 7, 0, 14), Glyph("ก", 0.3, 7.3, 0, 14), Glyph("ก", 7, 14, 0, 14)]
    assert [part.text for part in lines_of(glyphs)] == ["กก"]


def test_grid_of_lines_in_pieces():
    """Lines drawn in pieces and twice are one grid; a missing line merges two cells."""
    across = [Rule(100, 0, 50), Rule(100.5, 49, 100), Rule(50, 50, 100), Rule(0, 0, 100)]
    upright = [Rule(0, 0, 100), Rule(50, 0, 100), Rule(100, 0, 60), Rule(100, 58, 100)]
    (frame,) = frames(across, upright)
    cells = grid(frame)
    assert (cells.columns, cells.rows) == ((0, 50, 100), (100, 50, 0))
    assert cells.cells == {(0, 0): (0, 0), (0, 1): (0, 1), (1, 0): (0, 0), (1, 1): (1, 1)}


def test_lines_that_do_not_meet_are_no_table():
    """Underlines make no frame that is a table, and a small square is a box."""
    assert [frame.is_table for frame in frames([Rule(10, 0, 50), Rule(30, 0, 50)], [])] == [False, False]
    assert Frame((Rule(0, 0, 10), Rule(10, 0, 10)), (Rule(0, 0, 10), Rule(10, 0, 10))).is_box
