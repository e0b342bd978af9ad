"""A paper as a tagged PDF to be kept (PDF/A-2a)."""

from __future__ import annotations

import gc
from base64 import b64encode
from functools import singledispatch
from hashlib import md5
from importlib.resources import files

from samrit.core.sheet.writers.copying import copies_right
from samrit.core.sheet.writers.pages import ARCHIVED, as_html, laid_out, must_be_regular
from samrit.platform.papers.blocks import (
    Bars,
    Block,
    Centred,
    Deck,
    Heading,
    Items,
    Memo,
    NewPage,
    Paper,
    Paragraph,
    Signature,
    Table,
)
from samrit.platform.papers.charts import STYLE, chart_html
from samrit.platform.papers.drawing import said

_BLANK = "." * 40
_LABEL = {"ส่วนราชการ": 2.9, "ที่": 0.9, "วันที่": 1.6, "เรื่อง": 1.4, "เรียน": 1.4}
"""The labels of a memo with the width of each in cm."""


def write_pdf(paper: Paper) -> bytes:
    """The bytes of the PDF; the same paper gives the same bytes."""
    body = "".join(map(_html, paper.blocks))
    if paper.landscape:
        return _written(paper.title, _LANDSCAPE, f"<div class=framed><div>{body}</div></div>")
    return _written(paper.title, "", body)


def write_slides(deck: Deck) -> bytes:
    """The bytes of the PDF of a hand-out, a page of 16:9 a slide."""
    first = f"<section class=first><h1>{_text(deck.title)}</h1><p>{_broken(deck.subtitle)}</p></section>"
    slides = (
        f"<section><h1>{_text(slide.title)}</h1>{''.join(map(_html, slide.blocks))}</section>" for slide in deck.slides
    )
    style = (files("samrit.platform.papers") / "slides.css").read_text("utf-8")
    return _written(deck.title, style, first + "".join(slides))


_LANDSCAPE = """
@page { size: A4 landscape; margin: 1.2cm; @top-center { content: none } }
@page :first { margin-top: 1.2cm }
.framed { display: table; table-layout: fixed; width: 27.3cm; height: 18.6cm; border: 3pt double #0B6B4F }
.framed > div { display: table-cell; vertical-align: middle; padding: 0 1.5cm }
.framed .signature { margin-left: 25%; margin-right: 25% }
"""


def _written(title: str, more_style: str, body: str) -> bytes:
    style = (files("samrit.platform.papers") / "paper.css").read_text("utf-8") + STYLE + more_style
    document = laid_out(title, style, body)
    gc.collect()  # what the layout of a long paper leaves behind is not to stand beside the file that is written
    identifier = md5(body.encode(), usedforsecurity=False).hexdigest().encode()
    made: bytes = document.write_pdf(finisher=copies_right, pdf_variant=ARCHIVED, pdf_identifier=identifier)
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
    name = " ".join(name for name in ("indent", "apart") if getattr(block, name))
    return "".join(f'<p class="{name}">{_text(line)}</p>' for line in _lines(block.text))


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
        f'<td class="{column.align}{" plain" if column.plain else ""}">{_broken(text, plain=column.plain)}</td>'
        for column, text in zip(block.columns, row, strict=True)
    )


@_html.register
def _(block: Bars) -> str:
    """The bars as vectors, and the same as a table under them."""
    mark = f"<p>{_text(block.mark_words)}</p>" if block.mark_words else ""
    return f"<figure>{chart_html(block)}{mark}</figure>{_html(block.table)}"


@_html.register
def _(block: Signature) -> str:
    return (
        f'<div class="signature"><p>(ลงชื่อ){_BLANK}</p><p>({_text(block.name) or _BLANK})</p>'
        f"<p>{_text(block.post or f'ตำแหน่ง{_BLANK}')}</p></div>"
    )


@_html.register
def _(block: Centred) -> str:
    weight = 700 if block.bold and not must_be_regular(block.text) else 400
    style = f"font-size:{block.size}pt;font-weight:{weight};margin-top:{block.above}pt"
    return f'<p class="centred" style="{style}">{_broken(block.text)}</p>'


@_html.register
def _(_: NewPage) -> str:
    return '<div class="new-page"></div>'
