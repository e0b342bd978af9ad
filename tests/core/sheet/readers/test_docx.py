"""Word files: the order of the page, merged cells, tracked changes, boxes of every make."""

from __future__ import annotations

import io

import docx
import pytest

from samrit.core.sheet.paper import Cell
from samrit.core.sheet.readers import read_paper


def p(text, *, properties="", run=""):
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def tc(content, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tr(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


@pytest.fixture
def texts(word, rows_of):
    """A function: `w:body` → the rows that are read from it."""
    return lambda body, **parts: rows_of(word(body, **parts), "a.docx")


def test_paragraphs_and_tables_in_order(rows_of):
    """A document of python-docx: paragraphs, a table, a paragraph; places run on."""
    document = docx.Document()
    document.add_paragraph("ก่อน")
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "ชื่อ"
    table.cell(0, 1).text = "ค่า\nหนึ่ง"
    table.cell(0, 1).add_paragraph("ค่าสอง")
    document.add_paragraph("หลัง")
    stream = io.BytesIO()
    document.save(stream)
    assert rows_of(stream.getvalue(), "a.docx") == [
        (None, [["ก่อน"]]),
        (0, [["ชื่อ"], ["ค่า", "หนึ่ง", "ค่าสอง"]]),
        (None, [["หลัง"]]),
    ]
    paper = read_paper(stream.getvalue(), "a.docx")
    assert [part.place for row in paper.rows for part in row.paragraphs] == [1, 2, 3, 4, 5, 6]
    assert paper.source.media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_merged_cells_keep_columns(texts, word):
    """A merged cell stands once; its other places are empty, and a lower part says that it goes on."""
    body = tbl(
        tr(tc(p("ป้าย"), '<w:vMerge w:val="restart"/>'), tc(p("กว้าง"), '<w:gridSpan w:val="2"/>'), tc(p("ท้าย"))),
        tr(tc(p(""), "<w:vMerge/>"), tc(p("ก")), tc(p("ข")), tc(p("ค"))),
        tr(tc(p("ขวา")), properties='<w:gridBefore w:val="3"/>'),
    )
    assert texts(body) == [
        (0, [["ป้าย"], ["กว้าง"], [], ["ท้าย"]]),
        (0, [[], ["ก"], ["ข"], ["ค"]]),
        (0, [[], [], [], ["ขวา"]]),
    ]
    rows = read_paper(word(body), "a.docx").rows
    assert [cell.merged_up for cell in rows[1].cells] == [True, False, False, False]
    assert rows[0].cells[2] == Cell()


def test_nested_table(texts):
    """The rows of a table inside a cell follow, in the column of that cell; what stands after it comes after them."""
    inner = tbl(tr(tc(p("ใน ๑")), tc(p("ใน ๒"))))
    body = tbl(tr(tc(p("ป้าย")), tc(p("ก่อน") + inner + p("หลัง"))))
    assert texts(body) == [
        (0, [["ป้าย"], ["ก่อน"]]),
        (0, [[], ["ใน ๑"], ["ใน ๒"]]),
        (0, [[], ["หลัง"]]),
    ]


def test_tracked_changes_are_read_as_accepted(texts):
    """Insertions stay, deletions go: of runs, rows, and paragraph ends."""
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    body = (
        f"<w:p>{run.format('จำนวน ')}<w:del>{run.format('๕').replace('w:t', 'w:delText')}</w:del>"
        f"<w:ins>{run.format('๑๐')}</w:ins><w:moveFrom>{run.format('ออก')}</w:moveFrom>"
        f"<w:moveTo>{run.format(' ย่าน')}</w:moveTo></w:p>"
        + p("ต้น", properties="<w:rPr><w:del/></w:rPr>")
        + p("ปลาย")
        + tbl(tr(tc(p("ลบแล้ว")), properties="<w:del/>"), tr(tc(p("อยู่"))))
    )
    assert texts(body) == [(None, [["จำนวน ๑๐ ย่าน"]]), (None, [["ต้นปลาย"]]), (0, [["อยู่"]])]


def test_hidden_text_and_prompts_are_left_out(texts):
    """What is not printed is not read: hidden runs, prompts of empty content controls."""
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('คลิกที่นี่')}</w:sdtContent></w:sdt>"
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('กรอกแล้ว')}</w:sdtContent></w:sdt>"
    body = p("ซ่อน", run="<w:vanish/>") + p("เห็น", run='<w:vanish w:val="0"/>') + prompt + filled
    assert texts(body) == [(None, [["เห็น"]]), (None, [["กรอกแล้ว"]])]


def test_text_boxes_once(texts):
    """A text box is stored twice for older programs and read once, after its anchor."""
    box = f"<w:txbxContent>{p('ในกรอบ')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>หลัก</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert texts(body) == [(None, [["หลัก"]]), (None, [["ในกรอบ"]])]


def test_breaks_tabs_and_hyphens(texts):
    """A line break parts paragraphs; a tab is a blank in a cell and, where there is no table, parts cells."""
    inside = (
        "<w:p><w:r><w:t>ก</w:t><w:tab/><w:t>ข</w:t><w:br/>"
        "<w:t>ค</w:t><w:noBreakHyphen/><w:t>ง</w:t><w:softHyphen/></w:r></w:p>"
    )
    assert texts(tbl(tr(tc(inside)))) == [(0, [["ก ข", "ค-ง"]])]
    assert texts(inside) == [(None, [["ก"], ["ข"]]), (None, [["ค-ง"]])]
    assert texts(inside + tbl(tr(tc(p("ต"))))) == [(None, [["ก ข"]]), (None, [["ค-ง"]]), (0, [["ต"]])]


def test_margins_and_notes(texts):
    """A header stands first and notes last; a margin with nothing but a page number is left out."""
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header"/>'
        '<w:footerReference w:type="default" r:id="footer"/></w:sectPr>'
    )
    parts = {
        "header": f"<w:hdr NS>{p('แบบ ๑')}</w:hdr>",
        "footer": f"<w:ftr NS>{p('หน้า ๑ / ๕')}</w:ftr>",
        "footnotes": f'<w:footnotes NS><w:footnote w:type="separator" w:id="0">{p("-")}</w:footnote>'
        f'<w:footnote w:id="1">{p("หมายเหตุ")}</w:footnote></w:footnotes>',
    }
    expected = [(None, [[text]]) for text in ("แบบ ๑", "เนื้อหา", "หมายเหตุ")]
    assert texts(p("เนื้อหา") + section, **parts) == expected


# --- boxes ---


def control(checked, glyph, *, states=""):
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{checked}"/>{states}</w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{glyph}</w:sdtContent></w:sdt>"
    )


def run(text, font=""):
    return f'<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr><w:t>{text}</w:t></w:r>'


def field(settings):
    return f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{settings}</w:ffData></w:fldChar></w:r>'


SYM = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'


@pytest.mark.parametrize(
    ("box", "signs"),
    [
        (control(1, run("☒")), "☑"),
        (control("true", run("☑")), "☑"),
        (control(0, run("☐")), "☐"),
        (control(1, run("☐")), "☑ ☐"),
        (control(0, run("☒")), "☑ ☐"),
        (control(1, run("●")), "☑"),
        (control(0, run("☒"), states='<w14:checkedState w14:val="25CF"/><w14:uncheckedState w14:val="2612"/>'), "☐"),
        (control(1, SYM.format("Wingdings", "F0FE")), "☑"),
        (control(1, ""), "☑"),
        (SYM.format("Wingdings", "F0FE"), "☑"),
        (SYM.format("Wingdings 2", "F0A3"), "☐"),
        (SYM.format("Wingdings", "F0A8"), "☐"),
        (run("\uf0fe", "Wingdings"), "☑"),
        (run("þ", "Wingdings"), "☑"),
        (run("o", "Wingdings"), "☐"),
        (run("\uf052", "Wingdings 2"), "☑"),
        (
            field('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'),
            "☑",
        ),
        (
            field('<w:checkBox><w:default w:val="1"/></w:checkBox>'),
            "☑",
        ),
        (field("<w:checkBox/>"), "☐"),
        (run("[x]"), "☑"),
    ],
    ids=range(20),
)
def test_boxes(box, signs, texts):
    """A content control is what it says; where its glyph says the opposite both signs stay. Other boxes too."""
    assert texts(f"<w:p>{box}{run('มี')}</w:p>") == [(None, [[f"{signs} มี"]])]


def test_box_around_a_paragraph_or_a_cell(texts):
    """A box control may hold a whole paragraph, or a whole cell of a table."""
    paragraph = p("☐ มี")
    assert texts(control(1, p("☒")) + paragraph) == [(None, [["☑"]]), (None, [["☐ มี"]])]
    assert texts(tbl(tr(control(0, tc(p("☐"))), tc(p("มี"))))) == [(0, [["☐"], ["มี"]])]


def test_symbols_and_formulas(texts):
    """≥ typed in the Symbol font, a drop-down field, and a fraction of the equation editor are read."""
    choice = field('<w:ddList><w:result w:val="1"/><w:listEntry w:val="ก"/><w:listEntry w:val="ข"/></w:ddList>')
    fraction = (
        "<m:oMath><m:f><m:num><m:r><m:t>A+B</m:t></m:r></m:num><m:den><m:r><m:t>C</m:t></m:r></m:den></m:f></m:oMath>"
    )
    body = f"<w:p>{SYM.format('Symbol', 'F0B3')}{run('๕')}</w:p><w:p>{choice}</w:p><w:p>{fraction}<m:oMath/></w:p>"
    assert texts(body) == [(None, [["≥๕"]]), (None, [["ข"]]), (None, [["(A+B)/C"]])]


# --- automatic numbers ---


def numbered(text, num=1, level=0):
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(at, form, text, more=""):
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


NUMBERING = (
    '<w:numbering NS><w:abstractNum w:abstractNumId="0">'
    + level(0, "thaiNumbers", "%1.")
    + level(1, "thaiNumbers", "%1.%2")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "decimal", "(%1)")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="2">'
    + level(0, "bullet", "\uf06f", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>')
    + level(1, "bullet", "-")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)


def test_automatic_numbers(texts):
    """Numbers that Word makes are read as printed: Thai digits, sub-numbers, a start of its own, over cells."""
    body = (
        tbl(tr(tc(numbered("ก") + numbered("ข") + numbered("ข หนึ่ง", level=1) + numbered("ข สอง", level=1))))
        + numbered("ค")
        + numbered("ค หนึ่ง", level=1)
        + numbered("ใหม่", num=4)
        + numbered("ต่อ", num=4)
        + numbered("วงเล็บ", num=2)
        + numbered("ไม่มีเลข", num=0)
    )
    assert texts(body, numbering=NUMBERING) == [
        (0, [["๑. ก", "๒. ข", "๒.๑ ข หนึ่ง", "๒.๒ ข สอง"]]),
        *((None, [[text]]) for text in ("๓. ค", "๓.๑ ค หนึ่ง", "๕. ใหม่", "๖. ต่อ", "(1) วงเล็บ", "ไม่มีเลข")),
    ]


def test_bullets(texts):
    """A bullet that is drawn as a box is a box; a dash is a dash."""
    body = numbered("ตัวเลือก", num=3) + numbered("ขีด", num=3, level=1)
    assert texts(body, numbering=NUMBERING) == [(None, [["☐ ตัวเลือก"]]), (None, [["- ขีด"]])]


def test_numbers_of_styles(texts):
    """A style may carry the list, also through the style that it is based on."""
    styles = (
        '<w:styles NS><w:style w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="duty"><w:basedOn w:val="base"/></w:style></w:styles>'
    )
    body = p("ก", properties='<w:pStyle w:val="duty"/>') + p("ข", properties='<w:pStyle w:val="base"/>')
    assert texts(body, numbering=NUMBERING, styles=styles) == [(None, [["๑. ก"]]), (None, [["๒. ข"]])]


def test_deleted_paragraphs_are_not_counted(texts):
    """A tracked deletion of a numbered paragraph leaves no number behind."""
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>ลบ</w:delText></w:r></w:del></w:p>"
    )
    assert texts(numbered("ก") + gone + numbered("ข"), numbering=NUMBERING) == [(None, [["๑. ก"]]), (None, [["๒. ข"]])]
