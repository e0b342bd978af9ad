"""What every reader makes of a file before anybody understands it: rows of cells of paragraphs, in reading order.

A paragraph outside a table is a row of one cell. Tick boxes of any make (HTML inputs, Wingdings, content controls,
ballot signs, "[x]") are already the two signs ☑ and ☐; `<p>` and line breaks inside a cell part its paragraphs; tabs
and runs of blanks are one blank; Thai typing faults are mended (`samrit.core.thai.clean`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samrit.core.sheet.definition import Crop, Source

TICKED = "☑"
UNTICKED = "☐"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a cell.

    `place` is what `unread` reports: the line in a text file, the running number of the paragraph or cell in a
    document, from 1. `crop` says where a scanned paragraph stands.
    """

    text: str
    place: int
    crop: Crop | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; a merged cell stands once, where it begins. An empty cell has no paragraphs.

    `merged_up`: the cell is the lower part of a cell that began in a row above (a vertical merge), so it is not empty:
    it says again what stands there.
    """

    paragraphs: tuple[Paragraph, ...] = ()
    merged_up: bool = False

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, or (one cell) a paragraph. `table` numbers the tables of a document from 0.

    In a text file rows are lines and cells are parted by tabs; `table` is None there, and for paragraphs.
    """

    cells: tuple[Cell, ...]
    table: int | None = None

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        for cell in self.cells:
            yield from cell.paragraphs


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as rows. `scanned`: the text came from OCR, so no number of it is a fact.

    `data` is the JSON that `sheet write` left in the file (Word custom part, PDF attachment, last block of a text), or
    None.
    """

    rows: tuple[Row, ...]
    source: Source
    scanned: bool = False
    data: bytes | None = None
