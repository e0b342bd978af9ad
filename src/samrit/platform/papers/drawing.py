"""Drawing a paper as PDF or Word file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from samrit.core.thai import to_thai
from samrit.platform.papers.blocks import Deck, Paper

_NOT_ON_PAPER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LATIN_OR_NOT = re.compile(r"(?P<latin>(?=[0-9._:/@?&=%#-]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9._:/@?&=%#-]*)|[0-9]+")
KINDS: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""The kinds of file, with their media types."""

DECKS: Mapping[str, str] = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": KINDS["pdf"],
}
"""The kinds of file of a hand-out for a meeting, with their media types."""


def draw_deck(deck: Deck, kind: str) -> bytes:
    """The bytes of a hand-out of a kind (DECKS). Raises Lacking for a PDF where the machine has no Pango."""
    if kind == "pdf":
        from samrit.platform.papers.pdf import write_slides  # noqa: PLC0415 -- slow import

        return write_slides(deck)
    from samrit.platform.papers.pptx import write_pptx  # noqa: PLC0415 -- slow import

    return write_pptx(deck)


def draw(paper: Paper, kind: str) -> bytes:
    """The bytes of a file of a kind (KINDS). Raises Lacking for a PDF where the machine has no Pango."""
    return _writer(kind)(paper)


def _writer(kind: str) -> Callable[[Paper], bytes]:
    if kind == "pdf":
        from samrit.platform.papers.pdf import write_pdf  # noqa: PLC0415 -- slow import

        return write_pdf
    from samrit.platform.papers.docx import write_docx  # noqa: PLC0415 -- slow import

    return write_docx


def said(text: str, *, plain: bool = False) -> str:
    """Text as it stands on paper: without control signs; with Thai digits, unless it is an address or a hash.

    Digits that are part of a Latin word stay as they are: SHA-256, kr-7301-2568, an address in a sentence.
    """
    held = _NOT_ON_PAPER.sub("", text)
    return held if plain else _LATIN_OR_NOT.sub(_turned, held)


def _turned(found: re.Match[str]) -> str:
    return found[0] if found["latin"] else to_thai(found[0])
