"""From a file to a definition: read the rows, trust the data in the file where the print agrees, else understand."""

from __future__ import annotations

from dataclasses import replace

from samrit.core.sheet.definition import Definition, Question
from samrit.core.sheet.gaps import gaps
from samrit.core.sheet.paper import Paper
from samrit.core.sheet.readers import read_file, read_paper
from samrit.core.sheet.trust import trusted
from samrit.core.sheet.understand import understand

DISAGREES = "the data in the file does not agree with what is printed; what is printed was read"


def read_sheet(data: bytes, name: str) -> Definition:
    """The definition in a file's bytes; `name` is the file's base name, `-` for standard input.

    Raises Refused, in one sentence, for what is not a readable definition sheet.
    """
    return _definition(read_paper(data, name))


def read_sheet_file(path: str) -> Definition:
    """The definition in a file on disk; a file that is too large is refused without reading it whole."""
    return _definition(read_file(path))


def _definition(paper: Paper) -> Definition:
    """The data that `sheet write` left in the file is trusted only while the printed text agrees with it."""
    if paper.data is None:
        return understand(paper)
    kept = trusted(paper)
    if kept is not None:
        return replace(kept, source=paper.source, questions=gaps(kept), unread=())
    read = understand(paper)
    return replace(read, questions=(*read.questions, Question("source", DISAGREES)))
