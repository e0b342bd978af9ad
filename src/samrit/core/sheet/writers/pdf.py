"""The form as a tagged PDF (PDF/UA-1) whose text copies right, with the data as an attachment."""

from __future__ import annotations

import logging
import re
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import md5
from html import escape
from importlib.resources import files
from itertools import takewhile
from typing import Any

from samrit.core.contract import Lacking, Message, Refused
from samrit.core.sheet.embedded import PDF_NAME
from samrit.core.sheet.files import MAX_PAGES
from samrit.core.sheet.form.blocks import BlockKind, CellStyle, FormBlock, FormCell, FormRow, Line
from samrit.core.sheet.paper import TICKED, UNTICKED
from samrit.core.sheet.writers.breaking import drawn, use_dictionary
from samrit.core.sheet.writers.font import font_bytes

_VARIANT = "pdf/ua-1"
"""Tagged, so that it can be read aloud."""

_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff]+")
"""Hebrew, Arabic and their kin: set apart, so that they never turn round the numbers beside them."""

_RAISED_IN_BOLD = re.compile("[\u0e34\u0e36][\u0e48-\u0e4b]|ร\u0e31[\u0e48-\u0e4b]|[\u0e31\u0e34-\u0e36][\u0e4c\u0e4d]")
"""Marks that bold Sarabun raises so far that copied text has them on a line of their own; regular Sarabun does not."""

_WHOLE_ROW = 700
"""A row with fewer characters stays on one page."""


def write_pdf(blocks: tuple[FormBlock, ...], title: str, data: bytes) -> bytes:
    """The form as the bytes of a PDF; `data` travels as an attachment.

    Raises Refused for more pages than are read back, and Lacking where the library that lays out text is not there.
    """
    use_dictionary()
    weasyprint = _weasyprint()
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    document = weasyprint.HTML(string=_html(blocks, title), url_fetcher=fetcher).render(pdf_variant=_VARIANT)
    if len(document.pages) > MAX_PAGES:
        raise _too_long(len(document.pages))
    attachment = weasyprint.Attachment(
        string=data.decode("ascii"), name=PDF_NAME, created=_EPOCH, modified=_EPOCH, relationship="Data"
    )
    identifier = md5(data, usedforsecurity=False).hexdigest().encode()
    pdf: bytes = document.write_pdf(attachments=[attachment], pdf_variant=_VARIANT, pdf_identifier=identifier)
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


def _weasyprint() -> Any:
    try:
        import weasyprint  # type: ignore[import-untyped]  # no types
    except OSError:
        raise Lacking(
            "",
            Message(
                "this machine lacks the Pango library, which lays out PDF pages", "เครื่องนี้ไม่มีไลบรารี Pango ที่ใช้จัดหน้า PDF"
            ),
            Message(
                "install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, or write .docx",
                "ติดตั้ง libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 หรือเลือกไฟล์ .docx",
            ),
        ) from None
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return weasyprint


def _style() -> str:
    """The style sheet with the fonts inside, so that nothing is fetched while the form is drawn."""
    style = (files("samrit.core.sheet.writers") / "form.css").read_text("utf-8")
    return re.sub(r"font:(Sarabun-\w+\.ttf)", _font_address, style)


def _font_address(found: re.Match[str]) -> str:
    return f"data:font/ttf;base64,{b64encode(font_bytes(found[1])).decode()}"


# --- HTML ---


def _html(blocks: tuple[FormBlock, ...], title: str) -> str:
    body = "".join(_block(block) for block in blocks)
    return (
        f'<!doctype html><html lang="th"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_style()}</style></head><body>{body}</body></html>"
    )


def _text(text: str) -> str:
    return escape(_RIGHT_TO_LEFT.sub("\u2068\\g<0>\u2069", drawn(text)))


def _paragraph(line: Line, marked: str = "box") -> str:
    if line.box is None:
        return f"<p>{_text(line.text)}</p>"
    return f'<p class="{marked}">{TICKED if line.box else UNTICKED} {_text(line.text)}</p>'


def _block(block: FormBlock) -> str:
    if block.kind is BlockKind.TABLE:
        return _table(block)
    lines = [row.cells[0].lines[0] for row in block.rows]
    if block.kind in {BlockKind.TITLE, BlockKind.HEADING}:
        tag = "h1" if block.kind is BlockKind.TITLE else "h2"
        plain = any(_RAISED_IN_BOLD.search(drawn(line.text)) for line in lines)
        return f"<{tag}{' class=plain' if plain else ''}>{'<br>'.join(_text(line.text) for line in lines)}</{tag}>"
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
    note = "" if cell.note is None else f"<p class=note>{_text(cell.note)}</p>"
    tag = "th" if head else "td"
    return f"<{tag}{named}{spans}>{note}{''.join(_paragraph(line) for line in cell.lines)}</{tag}>"
