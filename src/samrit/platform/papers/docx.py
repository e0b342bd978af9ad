"""A paper as a Word file that people go on editing: real styles, headings, lists and tables, Thai as complex script."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import singledispatchmethod
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from docx.text.paragraph import Paragraph as Line

from samrit.core.contract import Lacking
from samrit.platform.papers.blocks import (
    Bars,
    Block,
    Centred,
    Heading,
    Items,
    Memo,
    NewPage,
    Paper,
    Paragraph,
    Signature,
    Table,
)
from samrit.platform.papers.charts import chart_svg, picture_of
from samrit.platform.papers.docx_fonts import NUMBERS, embed_fonts
from samrit.platform.papers.drawing import said

_FONT = "Sarabun"
_VECTORS = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip'
    ' xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{link}"/>'
    "</a:ext></a:extLst>"
)
"""How a picture names its vectors, for programs that can show them."""
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CELLS = (
    f'<w:tblCellMar {_W}><w:top w:w="30" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
)
"""Room within cells, so that no mark above or below a letter touches a line."""
_SIDES = ("top", "left", "bottom", "right")
_FRAME = (
    f'<w:pgBorders {_W} w:offsetFrom="page">'
    + "".join(f'<w:{side} w:val="double" w:sz="12" w:space="24" w:color="0B6B4F"/>' for side in _SIDES)
    + "</w:pgBorders>"
)
_MIDDLE = f'<w:vAlign {_W} w:val="center"/>'
_WIDTH = Cm(16)
"""Between the margins of A4: 3 cm on the left, 2 cm on the right."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_LONGEST_TITLE = 255
"""As long as a property of a Word file may be."""
_BLANK = "." * 40
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}


def write_docx(paper: Paper) -> bytes:
    """The bytes of the Word file."""
    writer = _Writer(paper)
    for block in paper.blocks:
        writer.write(block)
    embed_fonts(writer.document)
    stream = io.BytesIO()
    writer.document.save(stream)
    return stream.getvalue()


class _Writer:
    def __init__(self, paper: Paper) -> None:
        self.document, title = Document(), paper.title
        properties = self.document.core_properties
        properties.title, properties.author, properties.language = title[:_LONGEST_TITLE], "", "th-TH"
        properties.created = properties.modified = _EPOCH
        self._new_page, self._framed = False, paper.landscape
        self._set_page(landscape=paper.landscape)
        for name, size, bold in (("Normal", 12, False), ("Title", 22, True), ("Heading 2", 12, True)):
            _set_style(self.document.styles[name], size, bold=bold)
        for name in ("List Bullet", "List Number", "Caption", "Header"):
            _set_style(self.document.styles[name], 12, bold=False)

    def _set_page(self, *, landscape: bool) -> None:
        section = self.document.sections[0]
        if landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Cm(29.7), Cm(21)
            section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
            known = section._sectPr  # noqa: SLF001 -- the library has no names for these
            known.find(qn("w:pgMar")).addnext(parse_xml(_FRAME))
            known.find(qn("w:cols")).addnext(parse_xml(_MIDDLE))
            return
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(2)
        section.top_margin, section.bottom_margin = Cm(1.5), Cm(2)
        section.header_distance = Cm(1)
        section.different_first_page_header_footer = True
        numbers = OxmlElement("w:pgNumType")
        numbers.set(qn("w:fmt"), "thaiNumbers")
        section._sectPr.find(qn("w:pgMar")).addnext(numbers)  # noqa: SLF001 -- the library has no name for it
        line = section.header.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run("- ")
        _add_field(line, "PAGE", NUMBERS)
        line.add_run(" -")
        line.paragraph_format.space_after = Pt(14)

    def write(self, block: Block) -> None:
        """Writes one block at the end; the first paragraph after a NewPage begins the page."""
        if isinstance(block, NewPage):
            self._new_page = True
            return
        before = len(self.document.paragraphs)
        self.add(block)
        if self._new_page and len(self.document.paragraphs) > before:
            self.document.paragraphs[before].paragraph_format.page_break_before = True
            self._new_page = False

    @singledispatchmethod
    def add(self, block: Block) -> None:
        """Writes one block at the end."""
        raise TypeError(block)

    @add.register
    def _(self, block: Memo) -> None:
        if block.garuda is not None and block.garuda.startswith(b"\x89PNG"):
            self.document.add_picture(io.BytesIO(block.garuda), height=Cm(1.5))
        title = self.document.add_paragraph("บันทึกข้อความ", style="Title")
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        agency = block.agency if not block.telephone else f"{block.agency} โทร. {block.telephone}"
        self._labels(("ส่วนราชการ", agency, _WIDTH))
        self._labels(("ที่", block.number, Cm(8)), ("วันที่", block.date, _WIDTH))
        self._labels(("เรื่อง", block.subject, _WIDTH))
        line = self.document.add_paragraph()
        line.paragraph_format.space_before = Pt(6)
        _label(line, "เรียน")
        line.add_run(said(block.to))

    def _labels(self, *parts: tuple[str, str, Emu]) -> None:
        """Labels with their values, each filled up with dots to its place."""
        line = self.document.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        if len(parts) == 1:  # what does not fit goes on under itself; of two parts each has its own place
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(1.4), Cm(-1.4)
        for label, value, end in parts:
            _label(line, label)
            line.add_run(said(value))
            line.paragraph_format.tab_stops.add_tab_stop(end, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.DOTS)
            line.add_run("\t")

    @add.register
    def _(self, block: Heading) -> None:
        self.document.add_paragraph(said(block.text), style="Heading 2")

    @add.register
    def _(self, block: Paragraph) -> None:
        for text in filter(str.strip, block.text.splitlines()):
            line = self.document.add_paragraph(said(text))
            if block.indent:
                line.paragraph_format.first_line_indent = Cm(2.5)
            if block.apart:
                line.paragraph_format.space_before = Pt(12)
            line.paragraph_format.space_after = Pt(3)

    @add.register
    def _(self, block: Items) -> None:
        for place, text in enumerate(block.texts, 1):
            if block.numbered:  # a Word list would go on counting from the list before
                line = self.document.add_paragraph(said(f"{place}.\t{text}"))
                line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(0.8), Cm(-0.8)
            else:
                self.document.add_paragraph(said(text), style="List Bullet")

    @add.register
    def _(self, block: Table) -> None:
        if block.caption:
            self.document.add_paragraph(said(block.caption)).paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        table._tblPr.find(qn("w:tblLook")).addprevious(parse_xml(_CELLS))  # noqa: SLF001 -- the library has no name for it
        for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
            _fill(cell, said(column.title), "center", bold=True)
        _mark(table.rows[0], "w:tblHeader")
        for row in block.rows:
            added = table.add_row()
            _mark(added, "w:cantSplit")
            for cell, column, text in zip(added.cells, block.columns, row, strict=True):
                _fill(cell, said(text, plain=column.plain), column.align, size=8.5 if column.plain else 10.5)
        _keep_company(table)
        whole = sum(column.width for column in block.columns)
        for place, column in enumerate(block.columns):
            table.columns[place].width = Emu(_WIDTH * column.width // whole)
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    @add.register
    def _(self, block: Bars) -> None:
        """The chart as a picture (vectors, and pixels for who shows none), and its table, which can be edited."""
        self._picture(block)
        self.add(block.table)
        if block.mark_words:
            self.document.add_paragraph(said(block.mark_words))

    def _picture(self, block: Bars) -> None:
        """The picture is left out on a machine that cannot draw one; the table says the same."""
        svg = chart_svg(block)
        try:
            pixels = picture_of(block)
        except Lacking:
            return
        shape = self.document.add_picture(io.BytesIO(pixels), width=_WIDTH)
        shape._inline.docPr.set("descr", said(block.said))  # noqa: SLF001 -- the library has no name for it
        part = Part(PackURI(f"/word/media/chart-{len(self.document.inline_shapes)}.svg"), "image/svg+xml", svg.encode())
        link = self.document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        [blip] = shape._inline.iter(qn("a:blip"))  # noqa: SLF001 -- as above
        blip.append(parse_xml(_VECTORS.format(link=link)))

    @add.register
    def _(self, block: Signature) -> None:
        if self.document.paragraphs:  # nobody signs on a page without a word of what is signed
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        post = said(block.post) or f"ตำแหน่ง{_BLANK}"
        for text in (f"(ลงชื่อ){_BLANK}", f"({said(block.name) or _BLANK})", post):
            line = self.document.add_paragraph(text)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.paragraph_format.left_indent = Cm(0 if self._framed else 7)
            line.paragraph_format.keep_with_next = text != post

    @add.register
    def _(self, block: Centred) -> None:
        line = self.document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_before = Pt(block.above)
        _set_font(line.add_run(said(block.text)).font, block.size, bold=block.bold)


def _label(line: Any, label: str) -> None:
    _set_font(line.add_run(f"{label}  ").font, 14, bold=True)


def _fill(cell: Any, text: str, align: str, *, bold: bool = False, size: float = 10.5) -> None:
    line = cell.paragraphs[0]
    line.alignment = _ALIGN[align]
    line.paragraph_format.space_after = Pt(0)
    _set_font(line.add_run(text).font, size, bold=bold)


def _mark(row: Any, name: str) -> None:
    """A row that is repeated on every page (`w:tblHeader`), or that no page may cut (`w:cantSplit`)."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 -- the library has no name for it


def _keep_company(table: Any) -> None:
    """No page begins with the last row of a table alone, or ends with its head."""
    rows = list(table._tbl.tr_lst)  # noqa: SLF001 -- its rows of one's own cost as many searches of the whole table
    for row in (*rows[:1], *rows[-2:-1]):
        for line in row.iter(qn("w:p")):
            Line(line, table).paragraph_format.keep_with_next = True


def _set_style(style: Any, size: float, *, bold: bool) -> None:
    _set_font(style.font, size, bold=bold)
    style.font.color.rgb = None
    style.paragraph_format.space_after = Pt(3)
    lines = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if lines is not None:  # the library's own titles are underlined
        lines.getparent().remove(lines)


def _set_font(font: Any, size: float, *, bold: bool, face: str = _FONT) -> None:
    """Word draws Thai with the complex-script twins of font, size and weight, of which the library sets one only."""
    font.name, font.size, font.bold, font.cs_bold = face, Pt(size), bold, bold
    properties = font._element.get_or_add_rPr()  # noqa: SLF001 -- the library has no name for it
    fonts = properties.find(qn("w:rFonts"))
    for name in [name for name in fonts.attrib if name.lower().endswith("theme")]:
        del fonts.attrib[name]
    for name in ("cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), face)
    for twin in properties.findall(qn("w:szCs")):
        properties.remove(twin)
    twin = OxmlElement("w:szCs")
    twin.set(qn("w:val"), str(int(size * 2)))
    properties.find(qn("w:sz")).addnext(twin)


def _add_field(line: Any, instruction: str, face: str) -> None:
    """A field in a face of its own. Each part is a run: LibreOffice takes no face from a run that holds several."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("t", "๒"), ("end", "")):
        run = line.add_run()
        _set_font(run.font, 12, bold=False, face=face)
        if kind == "":
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = f" {text} "
        elif kind == "t":
            part = OxmlElement("w:t")
            part.text = text
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)  # noqa: SLF001 -- the library has no name for it
