"""A paper as a tagged PDF to be kept (PDF/A-2a)."""

from __future__ import annotations

from base64 import b64encode
from functools import singledispatch
from hashlib import md5
from importlib.resources import files

from samrit.core.sheet.writers.pages import ARCHIVED, as_html, laid_out, must_be_regular
from samrit.platform.papers.blocks import (
    Bars,
    Block,
    Heading,
    Items,
    Memo,
    NewPage,
    Paper,
    Paragraph,
    Signature,
    Table,
)
from samrit.platform.papers.drawing import said

_BLANK = "." * 40
_LABEL = {"ส่วนราชการ": 2.7, "ที่": 0.9, "วันที่": 1.5, "เรื่อง": 1.3, "เรียน": 1.3}
"""The labels of a memo with the width of each in cm."""
_ROW, _BAR, _LABELS, _WIDTH = 24, 13, 250, 640
"""The chart in units of its own: a row's height, a bar's, the room for labels, the whole width."""


def write_pdf(paper: Paper) -> bytes:
    """The bytes of the PDF; the same paper gives the same bytes."""
    style = (files("samrit.platform.papers") / "paper.css").read_text("utf-8")
    body = "".join(map(_html, paper.blocks))
    document = laid_out(paper.title, style, body)
    identifier = md5(body.encode(), usedforsecurity=False).hexdigest().encode()
    made: bytes = document.write_pdf(pdf_variant=ARCHIVED, pdf_identifier=identifier)
    return made


def _text(text: str, *, plain: bool = False) -> str:
    return as_html(said(text, plain=plain))


def _broken(text: str, *, plain: bool = False) -> str:
    return "<br>".join(_text(line, plain=plain) for line in text.splitlines())


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


@singledispatch
def _html(block: Block) -> str:
    raise TypeError(block)


@_html.register
def _(block: Memo) -> str:
    emblem = "" if block.garuda is None else _picture(block.garuda)
    agency = block.agency if not block.telephone else f"{block.agency} โทร. {block.telephone}"
    return (
        f"{emblem}<h1>บันทึกข้อความ</h1>{_labels(('ส่วนราชการ', agency))}"
        f"{_labels(('ที่', block.number), ('วันที่', block.date))}{_labels(('เรื่อง', block.subject))}"
        f"<div class=to>{_labels(('เรียน', block.to))}</div>"
    )


def _labels(*parts: tuple[str, str]) -> str:
    """Labels with their values in one line, each on its dots."""
    cells = (
        f'<span class=label style="width:{_LABEL[label]}cm">{label}</span>'
        f"<span class=value>{_text(value) or '&nbsp;'}</span>"
        for label, value in parts
    )
    return f"<p class=labels>{''.join(cells)}</p>"


def _picture(data: bytes) -> str:
    kind = "png" if data.startswith(b"\x89PNG") else "svg+xml"
    return f'<img class=garuda alt="ตราครุฑ" src="data:image/{kind};base64,{b64encode(data).decode()}">'


@_html.register
def _(block: Heading) -> str:
    plain = " class=plain" if must_be_regular(block.text) else ""
    return f"<h2{plain}>{_text(block.text)}</h2>"


@_html.register
def _(block: Paragraph) -> str:
    indent = " class=indent" if block.indent else ""
    return "".join(f"<p{indent}>{_text(line)}</p>" for line in _lines(block.text))


@_html.register
def _(block: Items) -> str:
    tag = 'ol style="list-style-type: thai"' if block.numbered else "ul"
    return f"<{tag}>{''.join(f'<li>{_broken(text)}</li>' for text in block.texts)}</{tag[:2]}>"


@_html.register
def _(block: Table) -> str:
    whole = sum(column.width for column in block.columns)
    widths = "".join(f'<col style="width:{100 * column.width / whole:.2f}%">' for column in block.columns)
    head = "".join(f"<th scope=col>{_text(column.title)}</th>" for column in block.columns)
    rows = "".join(f"<tr>{_cells(block, row)}</tr>" for row in block.rows)
    caption = f"<caption>{_text(block.caption)}</caption>" if block.caption else ""
    return f"<table>{caption}<colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(block: Table, row: tuple[str, ...]) -> str:
    return "".join(
        f"<td class={column.align}>{_broken(text, plain=column.plain)}</td>"
        for column, text in zip(block.columns, row, strict=True)
    )


@_html.register
def _(block: Bars) -> str:
    """The bars as vectors, hidden from who listens: the table under them says the same."""
    room = _WIDTH - _LABELS
    height = _ROW * len(block.rows) + 8
    drawn = [_bar(block, place, room) for place in range(len(block.rows))]
    if block.mark is not None:
        x = _LABELS + float(block.mark / block.most) * room
        drawn.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - 4}" stroke="#B23A2E" stroke-dasharray="4 3"/>'
        )
    svg = (
        f'<svg viewBox="0 0 {_WIDTH} {height}" aria-hidden="true" font-family="Sarabun paper" font-size="11">'
        f"{''.join(drawn)}</svg>"
    )
    mark = f"<p>{_text(block.mark_words)}</p>" if block.mark_words else ""
    return f"<figure>{svg}{mark}</figure>{_html(block.table)}"


def _bar(block: Bars, place: int, room: int) -> str:
    row, y = block.rows[place], place * _ROW + 4
    label = row.label if len(row.label) <= 46 else f"{row.label[:45]}…"
    length = 0.0 if row.value is None else min(float(row.value / block.most), 1.0) * room
    return (
        f'<text x="{_LABELS - 8}" y="{y + 12}" text-anchor="end">{_text(label)}</text>'
        f'<rect x="{_LABELS}" y="{y}" width="{room}" height="{_BAR}" fill="#EDEAE0"/>'
        f'<rect x="{_LABELS}" y="{y}" width="{length:.1f}" height="{_BAR}" fill="#0B6B4F"/>'
    )


@_html.register
def _(block: Signature) -> str:
    return (
        f'<div class="signature"><p>(ลงชื่อ){_BLANK}</p><p>({_text(block.name) or _BLANK})</p>'
        f"<p>{_text(block.post) or 'ตำแหน่ง' + _BLANK}</p></div>"
    )


@_html.register
def _(_: NewPage) -> str:
    return '<div class="new-page"></div>'
