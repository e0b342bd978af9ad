"""What stands on a paper, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Memo:
    """The head of a บันทึกข้อความ (form 29 of the Regulations on Correspondence).

    "" for what the office fills in by hand: the number, often the telephone. `garuda`: the picture (PNG or SVG) of the
    emblem that the office holds; its place stays empty without.
    """

    agency: str
    subject: str
    to: str
    date: str = ""
    number: str = ""
    telephone: str = ""
    garuda: bytes | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the paper."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text; line breaks in it begin new paragraphs. `indent`: its first line stands in, as in letters.

    `apart`: with free room before it, as the sentence that closes a letter.
    """

    text: str
    indent: bool = True
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list; numbered where the order matters."""

    texts: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its share of the width, and how its cells stand.

    `plain`: addresses and hashes, whose digits stay as they are.
    """

    title: str
    width: int = 1
    align: str = "left"
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the head is repeated on every page."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it is of, its length (None: no data, which is not 0), and the figure in words."""

    label: str
    value: Decimal | None
    words: str


DASHES = "เส้นประ: "
"""How the words on a chart's mark begin, where the mark is drawn."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars up to `most`, with a mark (what is asked for), and the same as a table under it."""

    caption: str
    rows: tuple[Bar, ...]
    most: Decimal
    label_title: str
    value_title: str
    mark: Decimal | None = None
    mark_words: str = ""

    @property
    def said(self) -> str:
        """What who listens is told in the place of the chart."""
        rows = ", ".join(f"{row.label} {row.words}" for row in self.rows)
        return f"แผนภูมิแท่ง {self.caption}: {rows}"

    @property
    def table(self) -> Table:
        """The chart's twin: what it says, in words."""
        columns = (Column(self.label_title, 3), Column(self.value_title, 2, "right"))
        return Table(self.caption, columns, tuple((row.label, row.words) for row in self.rows))


@dataclass(frozen=True, slots=True)
class Signature:
    """Where somebody signs: the name and the post, "" where they are filled in by hand."""

    name: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Centred:
    """A line in the middle, of a size in points: what a certificate is made of. `above`: free points before it."""

    text: str
    size: int = 14
    bold: bool = False
    above: int = 6


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""


Block = Memo | Heading | Paragraph | Items | Table | Bars | Signature | Centred | NewPage


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper: its title (of the file), and its blocks in order. `landscape`: lying, without page numbers."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Slide:
    """One picture of a hand-out for a meeting: a title and what stands under it."""

    title: str
    blocks: tuple[Paragraph | Items | Table | Bars | Centred, ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """A hand-out for a meeting; the first slide is made of `title` and `subtitle`."""

    title: str
    subtitle: str
    slides: tuple[Slide, ...]
