"""Official papers: blocks that say what stands on a paper, and their PDF and Word file.

The same blocks give both. They hold Arabic digits; the digits are turned into Thai ones when a paper is drawn.
"""

from samrit.platform.papers.blocks import (
    Bar,
    Bars,
    Block,
    Centred,
    Column,
    Deck,
    Heading,
    Items,
    Memo,
    NewPage,
    Paper,
    Paragraph,
    Signature,
    Slide,
    Table,
)
from samrit.platform.papers.drawing import DECKS, KINDS, draw, draw_deck

__all__ = [
    "DECKS",
    "KINDS",
    "Bar",
    "Bars",
    "Block",
    "Centred",
    "Column",
    "Deck",
    "Heading",
    "Items",
    "Memo",
    "NewPage",
    "Paper",
    "Paragraph",
    "Signature",
    "Slide",
    "Table",
    "draw",
    "draw_deck",
]
