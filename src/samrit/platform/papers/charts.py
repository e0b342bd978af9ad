"""Charts as vectors, and as pixels for programs that show no vectors."""

from __future__ import annotations

import io
import unicodedata
from base64 import b64encode
from bisect import bisect_right
from decimal import ROUND_DOWN, Decimal
from html import escape
from itertools import accumulate

from samrit.core.contract import canonical
from samrit.core.sheet.writers.pages import as_html, laid_out
from samrit.platform.papers.blocks import Bar, Bars
from samrit.platform.papers.drawing import said

_ROW, _BAR, _LABELS, _FIGURES, _WIDTH = 26, 14, 250, 48, 640
"""The chart in units of its own: a row's height, a bar's, the room for labels and for figures, the whole width."""
_SIZE, _LONGEST = 13, 36
"""The size of its type, and letters of a label that have room, without the marks above and below them."""
STYLE = """
.chart { position: relative; white-space: nowrap; line-height: ROWem }
.chart img { width: 100%; display: block }
.chart span { position: absolute }
""".replace("ROW", str(_ROW / _SIZE))
"""How labels lie over the bars; `.chart` has the size of type that fits the width of its page."""
_PAGE = (
    STYLE
    + """
@font-face { font-family: "Sarabun paper"; src: url("font:Sarabun-Regular.ttf") }
@page { size: 16cm HEIGHTcm; margin: 0 }
body { margin: 0 }
html { font-family: "Sarabun paper" }
.chart { font-size: 9.2pt }
"""
)
_PIXELS = 4.0
"""Pixels a point: 288 an inch, sharp when printed."""


def chart_svg(block: Bars, *, words: bool = True) -> str:
    """The bars with the mark of what is asked for, as SVG; without labels and figures where they are laid over it."""
    room, height = _WIDTH - _LABELS - _FIGURES, _height(block)
    drawn = [_bar(block, place, room) for place in range(len(block.rows))]
    if words:
        drawn += [_words(row, place) for place, row in enumerate(block.rows)]
    if block.mark is not None:
        x = _LABELS + float(block.mark / block.most) * room
        drawn.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - 4}" stroke="#B23A2E" stroke-dasharray="4 3"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f' font-family="Sarabun paper, Sarabun, sans-serif" font-size="{_SIZE}">{"".join(drawn)}</svg>'
    )


def chart_html(block: Bars) -> str:
    """The bars as a vector picture, labels and figures laid over it as text of the page, for WeasyPrint.

    It sets the letters of an SVG one by one, and so a tone mark over the vowel that it belongs above; text of the page
    it sets as Thai is set, and it copies right.
    """
    address = f"data:image/svg+xml;base64,{b64encode(chart_svg(block, words=False).encode()).decode()}"
    words = "".join(_laid(row, place, _height(block)) for place, row in enumerate(block.rows))
    return f'<div class=chart><img alt="{escape(said(block.said))}" src="{address}">{words}</div>'


def picture_of(block: Bars) -> bytes:
    """The same as PNG, 16 cm wide. Raises Lacking where the library that lays out text is not there."""
    import pypdfium2

    height = _height(block) * 16 / _WIDTH
    pdf = laid_out("", _PAGE.replace("HEIGHT", f"{height:.3f}"), chart_html(block)).write_pdf()
    stream = io.BytesIO()
    pypdfium2.PdfDocument(pdf)[0].render(scale=_PIXELS).to_pil().save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _height(block: Bars) -> int:
    return _ROW * len(block.rows) + 8


def _bar(block: Bars, place: int, room: int) -> str:
    row, y = block.rows[place], place * _ROW + 4
    length = 0.0 if row.value is None else min(float(row.value / block.most), 1.0) * room
    return (
        f'<rect x="{_LABELS}" y="{y}" width="{room}" height="{_BAR}" fill="#EDEAE0"/>'
        f'<rect x="{_LABELS}" y="{y}" width="{length:.1f}" height="{_BAR}" fill="#0B6B4F"/>'
    )


def _words(row: Bar, place: int) -> str:
    y = place * _ROW + 16
    return (
        f'<text x="{_LABELS - 8}" y="{y}" text-anchor="end">{as_html(_label(row))}</text>'
        f'<text x="{_WIDTH}" y="{y}" text-anchor="end">{as_html(_figure(row))}</text>'
    )


def _laid(row: Bar, place: int, height: int) -> str:
    """Label and figure beside their bar, as parts of the picture's width and height."""
    top = 100 * (place * _ROW + 4 + (_BAR - _ROW) / 2) / height
    label, figure = 100 * (_WIDTH - _LABELS + 8) / _WIDTH, 0
    return "".join(
        f'<span style="top:{top:.3f}%;right:{right:.3f}%">{as_html(text)}</span>'
        for text, right in ((_label(row), label), (_figure(row), figure))
    )


def _figure(row: Bar) -> str:
    return said("–" if row.value is None else canonical(row.value.quantize(Decimal("0.01"), ROUND_DOWN)))


def _label(row: Bar) -> str:
    """The label as far as there is room, no mark cut off its letter."""
    widths = list(accumulate(unicodedata.category(sign) != "Mn" for sign in row.label))
    text = row.label[: bisect_right(widths, _LONGEST)]
    return said(text if text == row.label else f"{text}…")
