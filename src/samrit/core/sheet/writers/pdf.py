"""The form as a tagged PDF (PDF/A-3a) whose text copies right, with the data as an attachment."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import md5
from importlib.resources import files
from itertools import takewhile

from samrit.core.contract import Message, Refused
from samrit.core.sheet.embedded import PDF_NAME
from samrit.core.sheet.files import MAX_PAGES
from samrit.core.sheet.form.blocks import BlockKind, CellStyle, FormBlock, FormCell, FormRow, Line
from samrit.core.sheet.paper import TICKED, UNTICKED
from samrit.core.sheet.writers.copying import copies_right
from samrit.core.sheet.writers.pages import ARCHIVED_WITH_DATA, as_html, laid_out, must_be_regular, weasyprint_library

_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)

_WHOLE_ROW = 700
"""A row with fewer characters stays on one page."""


def write_pdf(blocks: tuple[FormBlock, ...], title: str, data: bytes) -> bytes:
    """The form as the bytes of a PDF; `data` travels as an attachment.

    Raises Refused for more pages than are read back, and Lacking where the library that lays out text is not there.
    """
    style = (files("samrit.core.sheet.writers") / "form.css").read_text("utf-8")
    document = laid_out(title, style, "".join(_block(block) for block in blocks), ARCHIVED_WITH_DATA)
    if len(document.pages) > MAX_PAGES:
        raise _too_long(len(document.pages))
    attachment = weasyprint_library().Attachment(
        string=data.decode("ascii"), name=PDF_NAME, created=_EPOCH, modified=_EPOCH, relationship="Data"
    )
    identifier = md5(data, usedforsecurity=False).hexdigest().encode()
    pdf: bytes = document.write_pdf(
        finisher=copies_right, attachments=[attachment], pdf_variant=ARCHIVED_WITH_DATA, pdf_identifier=identifier
    )
    return pdf


def _too_long(pages: int) -> Refused:
    return Refused(
        "",
        Message(
            f"the form would have {pages} pages, and no PDF over {MAX_PAGES} pages is read back",
            f"แบบรายละเอียดจะยาว {pages} หน้า แต่ระบบอ่าน PDF ได้ไม่เกิน {MAX_PAGES} หน้า",
        ),
        Message("shorten its texts, or write .docx", "ย่อข้อความ หรือเลือกไฟล์ .docx"),
    )


# --- HTML ---


def _paragraph(line: Line, marked: str = "box") -> str:
    if line.box is None:
        return f"<p>{as_html(line.text)}</p>"
    return f'<p class="{marked}">{TICKED if line.box else UNTICKED} {as_html(line.text)}</p>'


def _block(block: FormBlock) -> str:
    if block.kind is BlockKind.TABLE:
        return _table(block)
    lines = [row.cells[0].lines[0] for row in block.rows]
    if block.kind in {BlockKind.TITLE, BlockKind.HEADING}:
        tag = "h1" if block.kind is BlockKind.TITLE else "h2"
        plain = any(must_be_regular(line.text) for line in lines)
        return f"<{tag}{' class=plain' if plain else ''}>{'<br>'.join(as_html(line.text) for line in lines)}</{tag}>"
    if block.kind is BlockKind.SIGNATURE:
        return f'<div class="signature">{"".join(_paragraph(line) for line in lines)}</div>'
    return "".join(_paragraph(line, "option") for line in lines)


def _table(block: FormBlock) -> str:
    columns = "".join(f'<col style="width:{width}%">' for width in block.widths)
    rows = [_row(row, _height(block.rows, index)) for index, row in enumerate(block.rows)]
    head = 1 if block.rows[0].head else 0
    return (
        f"<table><colgroup>{columns}</colgroup><thead>{''.join(rows[:head])}</thead>"
        f"<tbody>{''.join(rows[head:])}</tbody></table>"
    )


def _height(rows: tuple[FormRow, ...], index: int) -> int:
    """How many rows the first cell of a row covers."""
    return 1 + len(list(takewhile(lambda row: row.continues, rows[index + 1 :])))


def _row(row: FormRow, height: int) -> str:
    short = sum(len(line.text) for cell in row.cells for line in cell.lines) < _WHOLE_ROW
    cells = row.cells[1:] if row.continues else row.cells
    printed = "".join(_cell(cell, head=row.head, height=height if cell is row.cells[0] else 1) for cell in cells)
    return f"<tr{' class=whole' if short else ''}>{printed}</tr>"


def _cell(cell: FormCell, *, head: bool, height: int) -> str:
    spans = (f' colspan="{cell.span}"' if cell.span > 1 else "") + (f' rowspan="{height}"' if height > 1 else "")
    named = " class=head" if head else f" class={cell.style.value}" if cell.style is not CellStyle.TEXT else ""
    note = "" if cell.note is None else f"<p class=note>{as_html(cell.note)}</p>"
    tag = "th" if head else "td"
    return f"<{tag}{named}{spans}>{note}{''.join(_paragraph(line) for line in cell.lines)}</{tag}>"
