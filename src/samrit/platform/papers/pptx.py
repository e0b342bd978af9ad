"""A hand-out for a meeting as a PowerPoint file that people go on editing: real titles, tables and charts."""

from __future__ import annotations

import io
from functools import singledispatchmethod
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Cm, Pt

from samrit.platform.papers.blocks import DASHES, Bars, Centred, Deck, Items, Paragraph, Slide, Table
from samrit.platform.papers.drawing import said

_FONT = "Sarabun"
_WIDTH, _HEIGHT, _LEFT, _TOP = Cm(33.867), Cm(19.05), Cm(1.8), Cm(3.6)
_ROOM = _WIDTH - 2 * _LEFT
_INK, _GREEN, _HEAD = RGBColor(0x1D, 0x2B, 0x2A), RGBColor(0x0B, 0x6B, 0x4F), RGBColor(0xDD, 0xEB, 0xE5)
_ALIGN = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
_THAI_FIGURES = "[$-D07041E]General"
"""A figure in Thai digits, as spreadsheets and charts are told."""
_TITLE_SLIDE, _TITLE_ONLY = 0, 5
"""Places of the library's own layouts, whose titles screen readers and outlines know."""


def write_pptx(deck: Deck) -> bytes:
    """The bytes of the PowerPoint file."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = _WIDTH, _HEIGHT
    properties = presentation.core_properties
    properties.title, properties.author, properties.language = deck.title[:255], "", "th-TH"
    first = presentation.slides.add_slide(presentation.slide_layouts[_TITLE_SLIDE])
    for shape, text, size, top in zip(
        first.placeholders, (deck.title, deck.subtitle), (38, 24), (Cm(5), Cm(11.5)), strict=True
    ):
        shape.left, shape.width, shape.top, shape.height = _LEFT, _ROOM, top, Cm(5)
        _say(shape.text_frame, text, size, bold=size > 30, color=_GREEN if size > 30 else _INK)
    for slide in deck.slides:
        _Writer(presentation.slides.add_slide(presentation.slide_layouts[_TITLE_ONLY])).write(slide)
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


class _Writer:
    """Writes one slide, block under block."""

    def __init__(self, page: Any) -> None:
        self._page, self._at = page, _TOP

    def write(self, slide: Slide) -> None:
        title = self._page.shapes.title
        title.left, title.top, title.width, title.height = _LEFT, Cm(1), _ROOM, Cm(2.2)
        _say(title.text_frame, slide.title, 30, bold=True, color=_GREEN)
        for block in slide.blocks:
            self.add(block)

    @singledispatchmethod
    def add(self, block: Any) -> None:
        """Writes one block under those before."""
        raise TypeError(block)

    @add.register
    def _(self, block: Paragraph) -> None:
        self._text([line for line in block.text.splitlines() if line.strip()])

    @add.register
    def _(self, block: Items) -> None:
        marks = (f"{place}. " if block.numbered else "• " for place in range(1, len(block.texts) + 1))
        self._text([mark + text for mark, text in zip(marks, block.texts, strict=True)])

    def _text(self, lines: list[str]) -> None:
        height = Cm(1.1) * sum(1 + len(line) // 85 for line in lines)
        frame = self._page.shapes.add_textbox(_LEFT, self._at, _ROOM, height).text_frame
        frame.word_wrap = True
        for place, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(6)
            _run(paragraph, line, 20)
        self._at += height + Cm(0.3)

    @add.register
    def _(self, block: Centred) -> None:
        lines = block.text.splitlines()
        height = Pt(block.size * 1.6) * len(lines)
        frame = self._page.shapes.add_textbox(_LEFT, self._at, _ROOM, height).text_frame
        for place, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.CENTER
            _run(paragraph, line, block.size, bold=block.bold, color=_GREEN)
        self._at += height + Cm(0.3)

    @add.register
    def _(self, block: Table) -> None:
        if block.caption:
            self._text([block.caption])
        size = (len(block.rows) + 1, len(block.columns))
        frame = self._page.shapes.add_table(*size, _LEFT, self._at, _ROOM, Cm(1) * size[0])
        table, whole = frame.table, sum(column.width for column in block.columns)
        for place, column in enumerate(block.columns):
            table.columns[place].width = int(_ROOM * column.width / whole)
            _cell(table.cell(0, place), said(column.title), "center", bold=True, fill=_HEAD)
        for number, row in enumerate(block.rows, 1):
            for place, (column, text) in enumerate(zip(block.columns, row, strict=True)):
                _cell(table.cell(number, place), said(text, plain=column.plain), column.align)
        self._at += Cm(1) * size[0] + Cm(0.4)

    @add.register
    def _(self, block: Bars) -> None:
        """A chart with its own figures inside, and the same as a table."""
        data = CategoryChartData()
        data.categories = [said(row.label) for row in reversed(block.rows)]
        data.add_series(
            said(block.caption), [None if row.value is None else float(row.value) for row in reversed(block.rows)]
        )
        height = Cm(1.4) * len(block.rows) + Cm(1.2)
        frame = self._page.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, _LEFT, self._at, _ROOM, height, data)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", said(block.said))  # noqa: SLF001 -- the library has no name for it
        chart = frame.chart
        plot = chart.plots[0]
        plot.has_data_labels, plot.gap_width = True, 60
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = _THAI_FIGURES, False
        chart.value_axis.tick_labels.number_format = _THAI_FIGURES
        chart.value_axis.tick_labels.number_format_is_linked = False
        chart.has_legend, chart.has_title = False, False
        chart.font.size, chart.font.name = Pt(14), _FONT
        _set_twin(chart.font._element)  # noqa: SLF001 -- the library has no name for it
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, float(block.most)
        fill = plot.series[0].format.fill
        fill.solid()
        fill.fore_color.rgb = _GREEN
        self._at += height + Cm(0.2)
        self.add(block.table)
        if block.mark_words:
            self._text([block.mark_words.removeprefix(DASHES)])  # its chart has no dashes, but can be edited


def _cell(cell: Any, text: str, align: str, *, bold: bool = False, fill: RGBColor | None = None) -> None:
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Cm(0.08)
    cell.fill.solid()
    cell.fill.fore_color.rgb = fill or RGBColor(0xFF, 0xFF, 0xFF)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = _ALIGN[align]
    _run(paragraph, text, 14, bold=bold, turned=True)


def _say(frame: Any, text: str, size: int, *, bold: bool, color: RGBColor) -> None:
    frame.word_wrap = True
    for place, line in enumerate(text.splitlines()):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        _run(paragraph, line, size, bold=bold, color=color)


def _run(
    paragraph: Any, text: str, size: int, *, bold: bool = False, color: RGBColor = _INK, turned: bool = False
) -> None:
    run = paragraph.add_run()
    run.text = text if turned else said(text)
    run.font.size, run.font.bold, run.font.name, run.font.color.rgb = Pt(size), bold, _FONT, color
    properties = run._r.get_or_add_rPr()  # noqa: SLF001 -- the library has no name for it
    properties.set("lang", "th-TH")
    _set_twin(properties)


def _set_twin(properties: Any) -> None:
    """PowerPoint draws Thai with the complex-script twin of the font, which the library does not set."""
    twin = properties.makeelement(qn("a:cs"), {"typeface": _FONT})
    properties.find(qn("a:latin")).addnext(twin)
