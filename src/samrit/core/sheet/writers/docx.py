"""The form as a Word document: Thai as complex script in one font, real check boxes, bordered tables, A4.

The parts are written by hand, in the order that the Office Open XML schemas ask (ECMA-376 part 1), so that the bytes
depend on the definition only and no second font comes in with a template.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape

from samrit.core.sheet.embedded import docx_parts
from samrit.core.sheet.form.blocks import BlockKind, CellStyle, FormBlock, FormCell, FormRow, Line
from samrit.core.sheet.paper import TICKED, UNTICKED

_FONT = "Sarabun"
_TEXT_WIDTH = 9071
"""Twips between the margins: A4 less 3 cm on the left and 2 cm on the right."""

_SIZE, _SMALL, _LARGE = 26, 22, 30
"""Half points: text, remarks, titles."""

_WHOLE_ROW = 700
"""A row with fewer characters stays on one page."""

_EPOCH = (1980, 1, 1, 0, 0, 0)

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_NAMESPACES = f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="{_MC}" xmlns:w14="{_W14}" mc:Ignorable="w14"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write_docx(blocks: tuple[FormBlock, ...], title: str, data: bytes) -> bytes:
    """The form as the bytes of a DOCX file; `data` travels as a custom XML part."""
    custom = docx_parts(data)
    parts = {
        "[Content_Types].xml": _content_types(custom),
        "_rels/.rels": _package_relations(),
        "word/document.xml": _document(blocks),
        "word/_rels/document.xml.rels": _document_relations(),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        "word/footer1.xml": _footer(),
        "docProps/core.xml": _core_properties(title),
        **custom,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in parts.items():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # the same bytes on every machine
            member.external_attr = 0o644 << 16
            package.writestr(member, _DECLARATION + text)
    return stream.getvalue()


# --- text ---


def _run_properties(*, bold: bool = False, size: int = _SIZE) -> str:
    weight = "<w:b/><w:bCs/>" if bold else ""
    return (
        f'<w:rPr><w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:eastAsia="{_FONT}" w:cs="{_FONT}"/>{weight}'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="th-TH" w:bidi="th-TH"/></w:rPr>'
    )


def _run(text: str, properties: str) -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _box(*, ticked: bool, number: int, label: str, properties: str) -> str:
    """A check box that Word can tick; it shows ☑ or ☐."""
    return (
        f'<w:sdt><w:sdtPr>{properties}<w:alias w:val="{escape(label[:60])}"/><w:tag w:val="box-{number}"/>'
        f'<w:id w:val="{number}"/><w14:checkbox><w14:checked w14:val="{int(ticked)}"/>'
        f'<w14:checkedState w14:val="{ord(TICKED):04X}" w14:font="{_FONT}"/>'
        f'<w14:uncheckedState w14:val="{ord(UNTICKED):04X}" w14:font="{_FONT}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{_run(TICKED if ticked else UNTICKED, properties)}</w:sdtContent></w:sdt>"
    )


class _Numbers:
    """The running numbers that check boxes need to be told apart."""

    def __init__(self) -> None:
        self.last = 0

    def next(self) -> int:
        self.last += 1
        return self.last


def _paragraph(line: Line, numbers: _Numbers, *, style: str = "", layout: str = "", properties: str = "") -> str:
    properties = properties or _run_properties()
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    around = f"<w:pPr>{named}{layout}</w:pPr>" if named or layout else ""
    if line.box is None:
        return f"<w:p>{around}{_run(line.text, properties)}</w:p>"
    box = _box(ticked=line.box, number=numbers.next(), label=line.text, properties=properties)
    return f"<w:p>{around}{box}{_run(f' {line.text}', properties)}</w:p>"


# --- blocks ---


def _document(blocks: tuple[FormBlock, ...]) -> str:
    numbers = _Numbers()
    body = "".join(_block(block, numbers) for block in blocks)
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567" w:footer="567"'
        ' w:gutter="0"/><w:pgNumType w:fmt="thaiNumbers"/></w:sectPr>'
    )
    return f"<w:document {_NAMESPACES}><w:body>{body}{section}</w:body></w:document>"


def _block(block: FormBlock, numbers: _Numbers) -> str:
    if block.kind is BlockKind.TABLE:
        return _table(block, numbers)
    return "".join(_paragraph_of(block.kind, row.cells[0].lines[0], numbers) for row in block.rows)


def _paragraph_of(kind: BlockKind, line: Line, numbers: _Numbers) -> str:
    if kind is BlockKind.TITLE:
        return _paragraph(line, numbers, style="Title", properties=_run_properties(bold=True, size=_LARGE))
    if kind is BlockKind.HEADING:
        return _paragraph(line, numbers, style="Heading1", properties=_run_properties(bold=True))
    if kind is BlockKind.SIGNATURE:
        return _paragraph(line, numbers, style="Signature")
    indent = "" if line.box is None else '<w:ind w:left="567" w:hanging="340"/>'
    return _paragraph(line, numbers, layout=f'<w:spacing w:after="60"/>{indent}')


def _table(block: FormBlock, numbers: _Numbers) -> str:
    widths = _twips(block.widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(
        _row(row, widths, numbers, first=index == 0, goes_on=_goes_on(block.rows, index))
        for index, row in enumerate(block.rows)
    )
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0020"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _twips(widths: tuple[int, ...]) -> tuple[int, ...]:
    twips = [_TEXT_WIDTH * width // sum(widths) for width in widths]
    return (*twips[:-1], _TEXT_WIDTH - sum(twips[:-1]))


def _goes_on(rows: tuple[FormRow, ...], index: int) -> bool:
    return index + 1 < len(rows) and rows[index + 1].continues


def _row(row: FormRow, widths: tuple[int, ...], numbers: _Numbers, *, first: bool, goes_on: bool) -> str:
    short = sum(len(line.text) for cell in row.cells for line in cell.lines) < _WHOLE_ROW
    layout = ("<w:cantSplit/>" if short else "") + ("<w:tblHeader/>" if first and row.head else "")
    around = f"<w:trPr>{layout}</w:trPr>" if layout else ""
    cells, column = [], 0
    for cell in row.cells:
        merge = "" if column else _vertical_merge(row, goes_on=goes_on)
        width = sum(widths[column : column + cell.span])
        cells.append(_cell(cell, width, merge, numbers, head=row.head and not (row.continues and column == 0)))
        column += cell.span
    return f"<w:tr>{around}{''.join(cells)}</w:tr>"


def _vertical_merge(row: FormRow, *, goes_on: bool) -> str:
    if row.continues:
        return "<w:vMerge/>"
    return '<w:vMerge w:val="restart"/>' if goes_on else ""


def _cell(cell: FormCell, width: int, merge: str, numbers: _Numbers, *, head: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>' if head else ""
    paragraphs = "".join(_cell_paragraphs(cell, numbers, head=head)) or "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{shade}</w:tcPr>{paragraphs}</w:tc>'


def _cell_paragraphs(cell: FormCell, numbers: _Numbers, *, head: bool) -> Iterator[str]:
    if cell.note is not None:
        yield _paragraph(Line(cell.note), numbers, properties=_run_properties(size=_SMALL))
    layout = '<w:keepNext/><w:jc w:val="center"/>' if head else _CELL_LAYOUTS[cell.style]
    properties = _run_properties(bold=head or cell.style is CellStyle.LABEL)
    for line in cell.lines:
        hanging = "" if line.box is None else '<w:ind w:left="340" w:hanging="340"/>'
        yield _paragraph(line, numbers, layout=hanging or layout, properties=properties)


_CELL_LAYOUTS = {CellStyle.TEXT: "", CellStyle.LABEL: "", CellStyle.FIGURE: '<w:jc w:val="center"/>'}


# --- the other parts ---


def _footer() -> str:
    properties = _run_properties(size=_SMALL)

    number = f'<w:fldSimple w:instr=" PAGE ">{_run("๑", properties)}</w:fldSimple>'
    paragraph = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{_run("หน้า ", properties)}{number}</w:p>'
    return f"<w:ftr {_NAMESPACES}>{paragraph}</w:ftr>"


def _style(name: str, shown: str, layout: str, *, bold: bool = False) -> str:
    weight = "<w:rPr><w:b/><w:bCs/></w:rPr>" if bold else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{layout}</w:pPr>{weight}</w:style>"
    )


def _styles() -> str:
    signature = '<w:keepNext/><w:spacing w:before="120" w:after="0"/><w:ind w:left="4536"/><w:jc w:val="center"/>'
    heading = '<w:keepNext/><w:spacing w:before="360" w:after="120"/><w:jc w:val="center"/><w:outlineLvl w:val="1"/>'
    title = '<w:keepNext/><w:spacing w:before="0" w:after="60"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>'
    return (
        f"<w:styles {_NAMESPACES}><w:docDefaults><w:rPrDefault>{_run_properties()}</w:rPrDefault>"
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        + _style("Title", "Title", title, bold=True)
        + _style("Heading1", "heading 1", heading, bold=True)
        + _style("Signature", "Signature", signature)
        + "</w:styles>"
    )


def _settings() -> str:
    return (
        f'<w:settings {_NAMESPACES}><w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="th-TH" w:bidi="th-TH"/></w:settings>'
    )


def _font_table() -> str:
    return (
        f'<w:fonts {_NAMESPACES}><w:font w:name="{_FONT}"><w:charset w:val="DE"/><w:family w:val="auto"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _core_properties(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>th-TH</dc:language></cp:coreProperties>"
    )


def _content_types(custom: dict[str, str]) -> str:
    overrides = {
        "/word/document.xml": f"{_WORD_TYPE}.document.main+xml",
        "/word/styles.xml": f"{_WORD_TYPE}.styles+xml",
        "/word/settings.xml": f"{_WORD_TYPE}.settings+xml",
        "/word/fontTable.xml": f"{_WORD_TYPE}.fontTable+xml",
        "/word/footer1.xml": f"{_WORD_TYPE}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    for name in custom:
        if "Props" in name:
            overrides[f"/{name}"] = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    named = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def _relations(*pairs: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _package_relations() -> str:
    return _relations(
        (f"{_R}/officeDocument", "word/document.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    )


def _document_relations() -> str:
    return _relations(
        (f"{_R}/styles", "styles.xml"),
        (f"{_R}/settings", "settings.xml"),
        (f"{_R}/fontTable", "fontTable.xml"),
        (f"{_R}/footer", "footer1.xml"),
        (f"{_R}/customXml", "../customXml/item1.xml"),
    )
