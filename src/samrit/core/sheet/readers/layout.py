"""Pages of placed text become rows: tables by their ruling lines, everything else as paragraphs, from the top down.

The same for PDFs, whose characters are known one by one, and for scans, whose lines came from OCR.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from samrit.core.sheet.definition import Crop
from samrit.core.sheet.paper import Cell, Row
from samrit.core.sheet.readers.grid import Frame, Grid, grid, snapped
from samrit.core.sheet.readers.lines import Glyph, Line, join, lines_of, paragraphs
from samrit.core.sheet.readers.markup import RawRow, is_page_number, number_rows, unplaced

Box = tuple[float, float, float, float]

_PADDING = 8.0
_MARGIN = 0.12  # share of a page's height that is its margin, where its number stands
_SAME_EDGE = 4.0
_LONG = 0.7  # share of a page's width


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its edges (left, bottom, right, top), its tables, and its text as characters or as finished lines."""

    box: Box
    frames: tuple[Frame, ...]
    glyphs: tuple[Glyph, ...] = ()
    lines: tuple[Line, ...] = ()
    scanned: bool = False


_Item = Frame | Line


def rows_of(pages: Sequence[Page]) -> tuple[Row, ...]:
    """The rows of a document; a table that goes on over pages is one table.

    Page numbers, and what margins repeat, are left out. Without any table, wide gaps part cells as tabs do in a text.
    """
    tabs = not any(page.frames for page in pages)
    outside = _without_margins(pages, [_outside(page, tabs=tabs) for page in pages])
    items = [_ordered(page, lines) for page, lines in zip(pages, outside, strict=True)]
    margins = _text_margins(pages, outside)
    grids = _grids(items)
    return number_rows(
        row for page, part in zip(pages, items, strict=True) for row in _page_rows(page, part, grids, margins)
    )


def _text_margins(pages: Sequence[Page], outside: Sequence[list[Line]]) -> tuple[float, float]:
    """The x between which the text outside tables stands, over the whole document."""
    lines, framed = [line for part in outside for line in part], [frame for page in pages for frame in page.frames]
    lefts = [line.left for line in lines] + [frame.left + _PADDING for frame in framed]
    rights = [line.right for line in lines] + [frame.right - _PADDING for frame in framed]
    left, right = min(lefts, default=0.0), max(rights, default=0.0)
    # Where no line is long, the right margin is taken to be as wide as the left one.
    page = pages[0].box
    return left, max(right, page[2] - (left - page[0])) if right - page[0] < _LONG * (page[2] - page[0]) else right


def _outside(page: Page, *, tabs: bool) -> list[Line]:
    """The lines of a page that stand in no table."""
    free = [glyph for glyph in page.glyphs if _frame_at(page, *_middle(glyph)) is None]
    lines = lines_of(free, tabs=tabs) + [line for line in page.lines if _frame_at(page, *_middle(line)) is None]
    return sorted(lines, key=lambda line: -line.base)


def _middle(part: Glyph | Line) -> tuple[float, float]:
    return (part.left + part.right) / 2, part.base + part.height / 4


def _frame_at(page: Page, x: float, y: float) -> Frame | None:
    """The table at a point; of tables inside each other the innermost."""
    holding = [frame for frame in page.frames if frame.holds(x, y)]
    return min(holding, key=lambda frame: (frame.right - frame.left) * (frame.top - frame.bottom), default=None)


def _without_margins(pages: Sequence[Page], outside: Sequence[list[Line]]) -> list[list[Line]]:
    """The lines without page numbers, and without what the same margin repeats from an earlier page.

    The last line of a page may well say the same as the first of the next: those are two lines.
    """
    seen: set[tuple[bool, str]] = set()
    kept: list[list[Line]] = []
    for page, lines in zip(pages, outside, strict=True):
        bottom, top = page.box[1], page.box[3]
        depth = _MARGIN * (top - bottom)
        margin = {line for line in lines if not bottom + depth < line.base < top - depth}
        said = {line: (line.base < bottom + depth, line.text.strip()) for line in margin}
        kept.append(
            [
                line
                for line in lines
                if line not in margin or not (is_page_number(line.text.strip()) or said[line] in seen)
            ]
        )
        seen |= set(said.values())
    return kept


def _ordered(page: Page, lines: Iterable[Line]) -> list[_Item]:
    items: list[_Item] = [*page.frames, *lines]
    return sorted(items, key=lambda item: -(item.top if isinstance(item, Frame) else item.base + item.height))


def _grids(items: Sequence[Sequence[_Item]]) -> dict[int, tuple[Grid, int]]:
    """For each frame (by identity) its cells and the number of its table.

    A frame that ends one page and one as wide that begins the next are one table, and share their columns.
    """
    tables: list[list[Frame]] = []
    for before, page in zip([[], *items], items, strict=False):
        for at, item in enumerate(page):
            if not isinstance(item, Frame):
                continue
            last = before[-1] if before and at == 0 else None
            if isinstance(last, Frame) and _as_wide(last, item):
                tables[-1].append(item)
            else:
                tables.append([item])
    found: dict[int, tuple[Grid, int]] = {}
    for number, frames in enumerate(tables):
        columns = snapped(edge for frame in frames for edge in frame.columns)
        found |= {id(frame): (grid(frame, columns), number) for frame in frames}
    return found


def _as_wide(one: Frame, other: Frame) -> bool:
    return abs(one.left - other.left) <= _SAME_EDGE and abs(one.right - other.right) <= _SAME_EDGE


def _page_rows(
    page: Page, items: Sequence[_Item], grids: dict[int, tuple[Grid, int]], margins: tuple[float, float]
) -> Iterator[RawRow]:
    for is_frame, run in itertools.groupby(items, key=lambda item: isinstance(item, Frame)):
        if is_frame:
            for frame in run:
                if isinstance(frame, Frame):
                    yield from _table_rows(page, frame, *grids[id(frame)])
        else:
            for lines in paragraphs([line for line in run if isinstance(line, Line)], *margins):
                text, crop = _written(lines)
                yield [unplaced([cell], crop) for cell in text.split("\t")], None


def _table_rows(page: Page, frame: Frame, cells: Grid, table: int) -> Iterator[RawRow]:
    glyphs: dict[tuple[int, int], list[Glyph]] = {}
    lines: dict[tuple[int, int], list[Line]] = {}
    for glyph in page.glyphs:
        if _frame_at(page, *_middle(glyph)) is frame:
            glyphs.setdefault(cells.cell_at(*_middle(glyph)), []).append(glyph)
    for line in page.lines:
        if _frame_at(page, *_middle(line)) is frame:
            lines.setdefault(cells.cell_at(*_middle(line)), []).append(line)
    found = {name: lines_of(glyphs.get(name, ())) + lines.get(name, []) for name in {*glyphs, *lines}}
    texts = {name: _cell(cells.sides(name), part) for name, part in found.items() if part}
    for row in range(len(cells.rows) - 1):
        yield [_place(texts, cells, (row, column)) for column in range(len(cells.columns) - 1)], table


def _place(texts: dict[tuple[int, int], Cell], cells: Grid, place: tuple[int, int]) -> Cell:
    """What a place of the grid holds: its cell where that begins, else only whether it began above."""
    name = cells.cells[place]
    if name == place:
        return texts.get(name, Cell())
    return Cell(merged_up=name[1] == place[1])


def _cell(sides: tuple[float, float], lines: list[Line]) -> Cell:
    left, edge = sides
    padding = min(max(min(line.left for line in lines) - left, 1.0), _PADDING)
    right = max(edge - padding, *(line.right for line in lines))
    parts = [unplaced([text], crop) for text, crop in map(_written, paragraphs(lines, left + padding, right))]
    return Cell(tuple(paragraph for part in parts for paragraph in part.paragraphs))


def _written(lines: Sequence[Line]) -> tuple[str, Crop | None]:
    """The text of a paragraph, and where on a scan it stands."""
    crops = [line.crop for line in lines if line.crop is not None]
    text = join(line.text for line in lines)
    if not crops:
        return text, None
    lefts, tops, rights, bottoms = zip(*(crop.box for crop in crops), strict=True)
    return text, Crop(crops[0].page, (min(lefts), min(tops), max(rights), max(bottoms)))
