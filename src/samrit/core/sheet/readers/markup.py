"""From the raw text of a cell to its paragraphs: markup out, entities decoded, marks turned, Thai mended.

All readers end here, so that the same words give the same paragraphs whatever file they came in.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from samrit.core.sheet.definition import Crop
from samrit.core.sheet.paper import Cell, Paragraph, Row
from samrit.core.sheet.readers import marks
from samrit.core.sheet.readers.limits import MAX_CELLS, too_long
from samrit.core.thai import clean

BREAK = "\v"
"""Parts two paragraphs of a cell in raw text."""

RawRow = tuple[list[Cell], int | None]
"""The cells of a row, whose paragraphs have no place yet (0), and the table that it stands in."""

_PARTING = (
    "address article blockquote body br center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr html li main nav "
    "ol p pre section table tbody td tfoot th thead tr ul"
)
_RUNNING = "a abbr b big cite code del em font i img ins kbd label mark o:p s small span strike strong sub sup tt u wbr"
_VALUE = r"(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=`]+)"
_ATTRIBUTE = rf"[A-Za-z_:][\w:.-]*\s*=\s*{_VALUE}"
_TAG = re.compile(
    rf"<(?:/\s*(?P<close>[A-Za-z][A-Za-z0-9:]*)|(?P<name>[A-Za-z][A-Za-z0-9:]*)(?:\s+{_ATTRIBUTE}){{0,40}})\s*/?>"
)
# Atomic groups: whatever is typed after "<input" costs one pass.
_FLAG = rf"[A-Za-z_:](?>[\w:.-]*)(?>(?:\s*=\s*{_VALUE})?)"
_INPUT = re.compile(rf"<input\b((?>(?:\s*(?:{_FLAG}|/(?!>))){{0,40}}))\s*/?>", re.IGNORECASE)
_PAIR = re.compile(rf"([A-Za-z_:][\w:.-]*)(?:\s*=\s*({_VALUE}))?")
_COMMENT = re.compile(r"<!--(?>(?:[^<-]|<(?!!--)|-(?!->))*)-->|<!DOCTYPE[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|&nbsp\b")
_KINDS = {**dict.fromkeys(_PARTING.split(), BREAK), **dict.fromkeys(_RUNNING.split(), "")}


def strip_tags(text: str) -> str:
    """Text without HTML: what parts paragraphs is BREAK, check boxes are ☑ and ☐, other known tags are gone.

    Only what is a tag by its name and its attributes is one: "ค่า < ๕ และ > ๓" stays. A tag broken over lines keeps
    its line ends, before it, so that the lines after it keep their numbers.
    """
    if "<" not in text:
        return text
    text = _INPUT.sub(_turn_input, _COMMENT.sub(_line_ends, text))
    return _TAG.sub(_turn_tag, text)


def _line_ends(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _turn_tag(found: re.Match[str]) -> str:
    kind = _KINDS.get((found["close"] or found["name"]).lower())
    return found[0] if kind is None else _line_ends(found) + kind


def _turn_input(found: re.Match[str]) -> str:
    attributes = {name.lower(): (value or "").strip("\"'“”’") for name, value in _PAIR.findall(found[1])}
    if attributes.get("type", "").lower() in ("checkbox", "radio"):
        return f"{_line_ends(found)} {marks.sign(ticked='checked' in attributes)} "
    return f"{_line_ends(found)} {attributes.get('value', '')} "


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a cell's raw text without tags; none where it is blank.

    Any line end and BREAK part paragraphs.
    """
    texts = (_ENTITY.sub(_decode, part) for part in text.splitlines())
    # A character reference may itself be a line end; it parts no row, so it is a blank here.
    cleaned = (clean(" ".join(marks.mark_text(part).split())) for part in texts)
    return [part for part in cleaned if part.strip()]


def _decode(found: re.Match[str]) -> str:
    entity = found[0]
    return html.unescape(entity if entity.endswith(";") else f"{entity};")


_PAGE_NUMBER = re.compile(
    r"[-–—|\s.]*(?:หน้า(?:ที่)?|page)?[-–—\s]*[0-9๐-๙]{1,3}(?:\s*(?:/|จาก|ของ|of)\s*[0-9๐-๙]{1,3})?[-–—|\s.]*",
    re.IGNORECASE,
)


def is_page_number(text: str) -> bool:
    """Whether a line of a page's margin holds its number and nothing else ("หน้า ๑ / ๕", "- ๒ -")."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def unplaced(texts: Iterable[str], crop: Crop | None = None) -> Cell:
    """A cell with the paragraphs of raw texts, still without their place (0)."""
    return Cell(tuple(Paragraph(part, 0, crop) for text in texts for part in paragraphs_of(strip_tags(text))))


def number_rows(rows: Iterable[RawRow]) -> tuple[Row, ...]:
    """Rows with their paragraphs numbered from 1 in reading order; rows without any text are left out.

    Raises Refused for more cells and paragraphs than any definition sheet has.
    """
    places, numbered, room = itertools.count(1), [], MAX_CELLS
    for cells, table in rows:
        room -= len(cells) + sum(len(cell.paragraphs) for cell in cells)
        if room < 0:
            raise too_long()
        if any(cell.paragraphs for cell in cells):
            numbered.append(Row(tuple(_numbered(cell, places) for cell in cells), table))
    return tuple(numbered)


def _numbered(cell: Cell, places: Iterator[int]) -> Cell:
    return replace(cell, paragraphs=tuple(replace(part, place=next(places)) for part in cell.paragraphs))
