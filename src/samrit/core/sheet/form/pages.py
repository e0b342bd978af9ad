"""Whether the pages of a PDF print a form: the same words in the same order, broken over pages as cells are.

A page is compared in the order in which its text was written, cell by cell. Where a row goes on over a page, each of
its cells does: what a page says is therefore the ends of cells begun before, whole cells, and the starts of cells that
go on. Page numbers and repeated headings of tables belong to the page and not to the form.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from samrit.core.sheet.form.blocks import FormBlock, FormCell, Line
from samrit.core.sheet.paper import TICKED, UNTICKED
from samrit.core.thai import to_arabic

_KEPT = re.compile(f"[^!-~\u00c0-\u00ff\u0e01-\u0e5b{TICKED}{UNTICKED}≤≥±×÷–—“”‘’]+")
_SARA_AM_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{2,}")
_LINE_END_HYPHEN = "\ufffe"
"""What PDFium gives for a hyphen at the end of a line."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_MIRRORED = str.maketrans("”’)]}>»≥", "“‘([{<«≤")
"""Signs that are turned round among letters from right to left."""
_MOST_OPEN = 5
"""More cells than one row and its label have never go on over a page."""

_MOST_STEPS = 100_000


def page_key(text: str) -> str:
    """`text` as pages are compared: what every font of the form can draw, without blanks, Thai marks in one order.

    Signs that only a stand-in font can draw are left out: what they come back as depends on the machine.
    """
    plain = unicodedata.normalize("NFKC", text.replace(_LINE_END_HYPHEN, "-"))
    kept = unicodedata.normalize("NFC", _KEPT.sub("", to_arabic(plain)))
    return _SARA_AM_MARKS.sub(lambda run: "".join(sorted(run[0])), kept)


Open = tuple[tuple[int, int], ...]
"""Cells that go on over the page: which, and how many of its letters are read."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """How far the pages are read: the place on a page, the open cells of the page before that come first, the next
    cell that has not begun, and the cells that go on after this page. `part`: the next cell breaks off after so many
    letters, or fewer.
    """

    page: int
    place: int
    coming: Open
    cell: int
    open: Open = ()
    part: int | None = None


def pages_print(pages: Sequence[str], blocks: tuple[FormBlock, ...]) -> bool:
    """Whether the text of the pages, from the first to the last, is what the form prints."""
    cells = [page_key("".join(_cell_text(cell))) for block in blocks for row in block.rows for cell in row.cells]
    cells = [cell for cell in cells if cell]
    heads = {"", *(_head_text(block) for block in blocks)}
    keys = [
        page_key(text).removesuffix(page_key(f"หน้า {number} / {len(pages)}")) for number, text in enumerate(pages, 1)
    ]
    if any(_RIGHT_TO_LEFT.search(text) for text in pages):
        return _same_letters(keys, cells, heads)
    waiting = _page_starts(keys, heads, _Reading(-1, 0, (), 0))
    for _ in range(_MOST_STEPS):
        if not waiting:
            return False
        reading = waiting.pop()
        if not reading.coming and reading.place == len(keys[reading.page]):
            if reading.page + 1 == len(keys) and reading.cell == len(cells) and not reading.open:
                return True
            waiting += _page_starts(keys, heads, reading)
        elif reading.coming or reading.cell < len(cells):
            waiting += _next_cell(keys[reading.page], cells, reading)
    return False


def _same_letters(keys: list[str], cells: list[str], heads: set[str]) -> bool:
    """Whether pages and cells hold the same letters, each as often; only headings may stand on every page.

    Where a page holds writing from right to left, what reads the page puts its pieces in an order of its own.
    """
    printed, wanted = (Counter("".join(texts).translate(_MIRRORED)) for texts in (keys, cells))
    repeated = Counter("".join(heads).translate(_MIRRORED) * len(keys))
    return not wanted - printed and not printed - wanted - repeated


def _page_starts(keys: list[str], heads: set[str], before: _Reading) -> list[_Reading]:
    """The ways to begin the page after `before`: with or without a repeated heading; the likelier last."""
    page = before.page + 1
    if page == len(keys):
        return []
    lengths = sorted(len(head) for head in heads if keys[page].startswith(head))
    return [_Reading(page, length, before.open, before.cell) for length in reversed(lengths)]


def _next_cell(text: str, cells: list[str], reading: _Reading) -> list[_Reading]:
    """The ways to read the next cell: it breaks off, or (the likelier, hence the last) it ends on this page."""
    if reading.coming:
        (index, start), coming, following = reading.coming[0], reading.coming[1:], reading.cell
    else:
        index, start, coming, following = reading.cell, 0, (), reading.cell + 1
    wanted = cells[index][start:]
    if reading.part is None:
        same = _same_start(text, reading.place, wanted)
        ways = []
        if len(reading.open) < _MOST_OPEN:
            ways.append(replace(reading, part=min(same, len(wanted) - 1)))
        if same == len(wanted):
            ways.append(_Reading(reading.page, reading.place + same, coming, following, reading.open))
        return ways
    broken = (*reading.open, (index, start + reading.part))
    ways = [replace(reading, part=reading.part - 1)] if reading.part else []
    return [*ways, _Reading(reading.page, reading.place + reading.part, coming, following, broken)]


def _cell_text(cell: FormCell) -> Iterator[str]:
    yield cell.note or ""
    for line in cell.lines:
        yield _line_text(line)


def _line_text(line: Line) -> str:
    return {True: TICKED, False: UNTICKED, None: ""}[line.box] + line.text


def _head_text(block: FormBlock) -> str:
    first = block.rows[0]
    return page_key("".join(text for cell in first.cells for text in _cell_text(cell))) if first.head else ""


def _same_start(text: str, place: int, wanted: str) -> int:
    """How many letters of `wanted` stand in `text` at `place`."""
    if text.startswith(wanted, place):
        return len(wanted)
    low, high = 0, min(len(wanted), len(text) - place)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text.startswith(wanted[:middle], place) else (low, middle - 1)
    return low
