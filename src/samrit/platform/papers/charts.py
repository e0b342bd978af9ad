"""Charts as vectors, and as pixels for programs that show no vectors."""

from __future__ import annotations

import io
import unicodedata
from decimal import ROUND_DOWN, Decimal

from samrit.core.contract import canonical
from samrit.core.sheet.writers.pages import as_html, laid_out
from samrit.platform.papers.blocks import Bars
from samrit.platform.papers.drawing import said

_ROW, _BAR, _LABELS, _FIGURES, _WIDTH = 26, 14, 250, 48, 640
"""The chart in units of its own: a row's height, a bar's, the room for labels and for figures, the whole width."""
_SIZE, _LONGEST = 13, 36
"""The size of its type, and letters of a label that have room, without the marks above and below them."""
_PAGE = """
@font-face { font-family: "Sarabun paper"; src: url("font:Sarabun-Regular.ttf") }
@page { size: 16cm HEIGHTcm; margin: 0 }
body { margin: 0 }
svg { width: 16cm; display: block }
"""
_PIXELS = 4.0
"""Pixels a point: 288 an inch, sharp when printed."""


def chart_svg(block: Bars) -> str:
    """The bars with the mark of what is asked for, as SVG."""
    room, height = _WIDTH - _LABELS - _FIGURES, _height(block)
    drawn = [_bar(block, place, room) for place in range(len(block.rows))]
    if block.mark is not None:
        x = _LABELS + float(block.mark / block.most) * room
        drawn.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - 4}" stroke="#B23A2E" stroke-dasharray="4 3"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f' font-family="Sarabun paper, Sarabun, sans-serif" font-size="{_SIZE}">{"".join(drawn)}</svg>'
    )


def picture_of(svg: str) -> bytes:
    """The same as PNG, 16 cm wide. Raises Lacking where the library that lays out text is not there."""
    import pypdfium2

    height = float(svg.partition(f'viewBox="0 0 {_WIDTH} ')[2].partition('"')[0]) * 16 / _WIDTH
    pdf = laid_out("", _PAGE.replace("HEIGHT", f"{height:.3f}"), svg).write_pdf()
    stream = io.BytesIO()
    pypdfium2.PdfDocument(pdf)[0].render(scale=_PIXELS).to_pil().save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _height(block: Bars) -> int:
    return _ROW * len(block.rows) + 8


def _bar(block: Bars, place: int, room: int) -> str:
    row, y = block.rows[place], place * _ROW + 4
    label = row.label if _wide(row.label) <= _LONGEST else f"{row.label[:_LONGEST]}…"
    length = 0.0 if row.value is None else min(float(row.value / block.most), 1.0) * room
    figure = "–" if row.value is None else canonical(row.value.quantize(Decimal("0.01"), ROUND_DOWN))
    return (
        f'<text x="{_LABELS - 8}" y="{y + 12}" text-anchor="end">{as_html(said(label))}</text>'
        f'<text x="{_WIDTH}" y="{y + 12}" text-anchor="end">{as_html(said(figure))}</text>'
        f'<rect x="{_LABELS}" y="{y}" width="{room}" height="{_BAR}" fill="#EDEAE0"/>'
        f'<rect x="{_LABELS}" y="{y}" width="{length:.1f}" height="{_BAR}" fill="#0B6B4F"/>'
    )


def _wide(text: str) -> int:
    return sum(unicodedata.category(sign) != "Mn" for sign in text)
