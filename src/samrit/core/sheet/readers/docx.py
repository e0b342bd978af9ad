"""Word files: paragraphs and tables in the order of the page, with what a reader of the print would see."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from samrit.core.contract import Refused
from samrit.core.sheet.definition import Source
from samrit.core.sheet.paper import Cell, Paper
from samrit.core.sheet.readers.inline import chosen, control_content, paragraph_text, settle_boxes, text_boxes
from samrit.core.sheet.readers.limits import SAVE_AS_DOCX, refuse
from samrit.core.sheet.readers.markup import BREAK, RawRow, is_page_number, number_rows, unplaced
from samrit.core.sheet.readers.numbering import Counters, Numbering, read_numbering
from samrit.core.sheet.readers.package import Element, Package
from samrit.core.sheet.readers.words import W, child, is_on, number, value

_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MAX_SPAN = 63  # columns of a Word table


def read_docx(data: bytes, source: Source) -> Paper:
    """A Word file as rows; `place` is the running number of the paragraph. Refused: damaged, encrypted, not Word."""
    package = Package(data)
    main = next(
        (relation.part for relation in package.relations() if relation.kind == "officeDocument"), "word/document.xml"
    )
    if main not in package:
        raise _not_word()
    root = package.tree(main)
    body = child(root, "body")
    if root.tag != f"{W}document" or body is None:
        raise _not_word()
    story = _Story(package, main)
    tabs_part = next(body.iter(f"{W}tbl"), None) is None
    rows = itertools.chain(
        story.margins(root, "headerReference"),
        story.rows(body, tabs_part=tabs_part),
        story.notes("footnotes", "footnote"),
        story.notes("endnotes", "endnote"),
        story.margins(root, "footerReference"),
    )
    return Paper(number_rows(rows), source, data=package.data())


def _not_word() -> Refused:
    return refuse("the file is not a Word document", "ไฟล์ไม่ใช่เอกสาร Word", SAVE_AS_DOCX)


class _Story:
    """The walk through a document: what is counted on the way are automatic numbers and tables."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._relations = package.relations(main)
        self._numbering = self._read_numbering()
        self._counters = Counters(self._numbering)
        self._tables = 0

    def _part(self, kind: str) -> Element | None:
        """The root of the part of a kind that the document refers to, or None."""
        for relation in self._relations:
            if relation.kind == kind and relation.part in self._package:
                return self._package.tree(relation.part)
        return None

    def _read_numbering(self) -> Numbering:
        return read_numbering(self._part("numbering"), self._part("styles"))

    # --- the parts of a document ---

    def margins(self, root: Element, reference: str) -> list[RawRow]:
        """The rows of the headers or footers that are printed, each text once and without page numbers."""
        found: list[RawRow] = []
        for section in root.iter(f"{W}sectPr"):
            for item in section.findall(W + reference):
                if item.get(f"{W}type") == "first" and not is_on(section, "titlePg"):
                    continue
                part = next((r.part for r in self._relations if r.id == item.get(_REFERENCE)), None)
                if part is not None and part in self._package:
                    found += self.rows(self._package.tree(part))
        unique = {tuple(cells): (cells, table) for cells, table in reversed(found)}
        return [
            (cells, table)
            for cells, table in reversed(unique.values())
            if not is_page_number(" ".join(cell.text for cell in cells))
        ]

    def notes(self, kind: str, name: str) -> Iterator[RawRow]:
        """The rows of footnotes or endnotes, without the lines that part them from the text."""
        root = self._part(kind)
        for note in () if root is None else root.findall(W + name):
            if note.get(f"{W}type") in (None, "normal"):
                yield from self.rows(note)

    # --- paragraphs and tables ---

    def rows(self, container: Element, *, tabs_part: bool = False) -> Iterator[RawRow]:
        """The rows of a body, header or note. Without any table, tabs part cells as they do in a text file."""
        settle_boxes(container)
        for item in self._flow(container):
            if isinstance(item, str):
                for line in item.split(BREAK):
                    yield [unplaced([cell]) for cell in (line.split("\t") if tabs_part else [line])], None
            else:
                self._tables += 1
                yield from self._table(item, self._tables - 1, 0)

    def _flow(self, container: Element) -> Iterator[str | Element]:
        """The texts of paragraphs and the tables of a container, in order; a text box follows its anchor."""
        carried = ""
        for block in _blocks(container):
            if block.tag == f"{W}tbl":
                yield block
                continue
            gone = is_on(block, "pPr/rPr/del") or is_on(block, "pPr/rPr/moveFrom")
            text = paragraph_text(block)
            # A paragraph whose end was deleted goes on in the next one, under the number of that one.
            text = carried + text if gone or not (carried + text).strip() else self._numbered(block, carried + text)
            carried = text if gone else ""
            if not gone:
                yield text
            for box in text_boxes(block):
                yield from self._flow(box)
        if carried:
            yield carried

    def _numbered(self, paragraph: Element, text: str) -> str:
        label = self._counters.label(paragraph)
        return f"{label} {text}" if label else text

    def _table(self, table: Element, number_of_it: int, indent: int) -> Iterator[RawRow]:
        for row in _inside(table, "tr"):
            if not is_on(row, "trPr/del"):
                yield from self._row(row, number_of_it, indent)

    def _row(self, row: Element, table: int, indent: int) -> Iterator[RawRow]:
        """One row on the grid of its table: a merged cell stands where it begins, its other places are empty.

        What follows a table inside a cell, and the rows of that table, are rows below, in the column of the cell.
        """
        cells = [Cell()] * (indent + _span(row, "trPr/gridBefore", 0))
        below: list[tuple[int, list[str | Element]]] = []
        for cell in _inside(row, "tc"):
            content = list(self._flow(cell))
            first = next((at for at, item in enumerate(content) if not isinstance(item, str)), len(content))
            below.append((len(cells), content[first:]))
            cells.append(replace(unplaced(map(str, content[:first])), merged_up=_goes_on(cell)))
            cells += [Cell()] * (_span(cell, "tcPr/gridSpan", 1) - 1)
        cells += [Cell()] * _span(row, "trPr/gridAfter", 0)
        yield cells, table
        for column, content in below:
            for item in content:
                if isinstance(item, str):
                    yield [*[Cell()] * column, unplaced([item])], table
                else:
                    yield from self._table(item, table, column)


def _goes_on(cell: Element) -> bool:
    """Whether a cell is the lower part of one that began in a row above; "continue" is what is meant by default."""
    merge = child(cell, "tcPr/vMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


def _span(element: Element, path: str, default: int) -> int:
    return max(default, number(value(element, path), default, _MAX_SPAN))


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those inside content controls and custom markup."""
    for item in chosen(parent):
        if item.tag == W + name:
            yield item
        elif item.tag == f"{W}sdt":
            content = child(item, "sdtContent")
            if content is not None:
                yield from _inside(content, name)
        elif item.tag in (f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _inside(item, name)


def _blocks(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of a container, also those inside content controls and custom markup."""
    for item in chosen(parent):
        if item.tag in (f"{W}p", f"{W}tbl"):
            yield item
        elif item.tag == f"{W}sdt":
            content = control_content(item)
            if content is not None:
                yield from _blocks(content)
        elif item.tag in (f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"):
            yield from _blocks(item)
