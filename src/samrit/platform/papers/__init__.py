"""Official papers: blocks that say what stands on a paper, and their PDF and Word file.

The same blocks give both. They hold Arabic digits; the digits are turned into Thai ones when a paper is drawn.
"""

from samrit.platform.papers.blocks import (
    Bar,
    Bars,
    Block,
    Column,
    Heading,
    Items,
    Memo,
    NewPage,
    Paper,
    Paragraph,
    Signature,
    Table,
)
from samrit.platform.papers.drawing import KINDS, draw

__all__ = [
    "KINDS",
    "Bar",
    "Bars",
    "Block",
    "Column",
    "Heading",
    "Items",
    "Memo",
    "NewPage",
    "Paper",
    "Paragraph",
    "Signature",
    "Table",
    "draw",
]
