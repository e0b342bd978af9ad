"""Whether the data in a file is believed: only while the file prints just that, for the print is what people signed."""

from __future__ import annotations

from dataclasses import replace

from samrit.core.contract import Refused
from samrit.core.sheet.definition import Definition
from samrit.core.sheet.embedded import definition_in
from samrit.core.sheet.files import DOCX, PDF, TEXT
from samrit.core.sheet.paper import Paper
from samrit.core.sheet.readers import read_paper
from samrit.core.sheet.writers import write_sheet
from samrit.core.thai import to_arabic

_KINDS = {TEXT: "txt", DOCX: "docx", PDF: "pdf"}


def trusted(paper: Paper) -> Definition | None:
    """The definition that travels in the file, if the file prints just that; else None.

    It is printed again and compared with what the file prints: the same words, numbers and ticks in the same cells,
    whatever blanks and line ends stand between them. Data that cannot be read agrees with nothing.
    """
    if paper.data is None or paper.scanned:
        return None
    definition = definition_in(paper.data)
    kind = _KINDS.get(paper.source.media_type)
    if definition is None or kind is None:
        return None
    if kind != "pdf" and not _rows_agree(paper, definition, kind):  # the pages of a PDF were compared when it was read
        return None
    return replace(definition, source=paper.source)


def _rows_agree(paper: Paper, definition: Definition, kind: str) -> bool:
    """Whether the same reader finds the same in the file as in the form printed anew.

    Going through the reader makes odd text (a literal "<p>", "[x]") no exception.
    """
    try:
        anew = read_paper(write_sheet(definition, kind), f"sheet.{kind}")
    except Refused:
        return False
    return _texts(paper) == _texts(anew)


def _texts(paper: Paper) -> list[list[str]]:
    return [[text for cell in row.cells if (text := "".join(to_arabic(cell.text).split()))] for row in paper.rows]
