"""What the reading has found so far: which paragraphs are used, what must be asked, what was chosen.

A paragraph is *open* until a field takes it; what is still open at the end is `unread`. So nothing can be dropped.
"""

from __future__ import annotations

from collections.abc import Iterable

from samrit.core.sheet.definition import Assumption, Question, Unread
from samrit.core.sheet.paper import Paper, Paragraph


class Findings:
    """A notebook for one paper. Not a value: it lives only while one sheet is being read."""

    def __init__(self, paper: Paper) -> None:
        self.scanned = paper.scanned
        self._open: dict[int, Paragraph] = {}
        self._kept: list[Paragraph] = []
        self._questions: list[Question] = []
        self._assumed: list[Assumption] = []
        self._origin: dict[str, Paragraph] = {}
        for row in paper.rows:
            for paragraph in row.paragraphs:
                self.open(paragraph)

    def open(self, paragraph: Paragraph) -> None:
        """Starts watching a paragraph (one of the paper, or a part cut from one)."""
        self._open[id(paragraph)] = paragraph
        self._kept.append(paragraph)

    def use(self, *paragraphs: Paragraph) -> None:
        """The words of these paragraphs stand in a field, or belong to the printed form."""
        for paragraph in paragraphs:
            self._open.pop(id(paragraph), None)

    def is_open(self, paragraph: Paragraph) -> bool:
        """Whether no field has taken this paragraph yet."""
        return id(paragraph) in self._open

    def cut(self, paragraph: Paragraph, text: str) -> Paragraph:
        """A part of a paragraph that goes its own way; the whole is used with it."""
        part = Paragraph(text, paragraph.place, paragraph.crop)
        self.use(paragraph)
        self.open(part)
        return part

    def keep_open(self, paragraph: Paragraph, pieces: Iterable[str]) -> None:
        """Pieces of a paragraph that no field took, where other pieces of it were used."""
        if not self.is_open(paragraph):
            for piece in pieces:
                self.open(Paragraph(piece, paragraph.place, paragraph.crop))

    def came_from(self, field: str, paragraphs: Iterable[Paragraph]) -> None:
        """Remembers where on the paper a field stands, for the questions of a scan."""
        for paragraph in paragraphs:
            self._origin.setdefault(field, paragraph)

    def ask(self, field: str, why: str, paragraph: Paragraph | None = None) -> None:
        """A question for a person; asked once for the same field and reason."""
        paragraph = paragraph or self._origin.get(field)
        question = Question(field, why, paragraph.crop if paragraph else None)
        if question not in self._questions:
            self._questions.append(question)

    def assume(self, field: str, choice: str, why: str) -> None:
        """A choice made where the sheet is silent; said once, with its first reason."""
        if not any((row.field, row.choice) == (field, choice) for row in self._assumed):
            self._assumed.append(Assumption(field, choice, why))

    def origin(self, field: str) -> Paragraph | None:
        """Where a field, or the nearest field around it, stands on the paper."""
        while field:
            if field in self._origin:
                return self._origin[field]
            cut = max(field.rfind("."), field.rfind("["))
            field = field[:cut] if cut > 0 else ""
        return None

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(self._questions)

    @property
    def assumed(self) -> tuple[Assumption, ...]:
        return tuple(self._assumed)

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What is still open, in reading order."""
        return tuple(
            Unread(paragraph.place, paragraph.text)
            for paragraph in sorted(self._kept, key=lambda each: each.place)
            if id(paragraph) in self._open and paragraph.text.strip()
        )
