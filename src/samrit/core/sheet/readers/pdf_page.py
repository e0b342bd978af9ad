"""What stands on one PDF page: characters, ruling lines, drawn tick boxes.

Speaks to PDFium directly: its helpers make an object of every character. Coordinates are points of the upright page,
whatever way it was turned in the file; only differences between them mean anything.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from samrit.core.sheet.paper import TICKED, UNTICKED
from samrit.core.sheet.readers.grid import Frame, Rule, frames
from samrit.core.sheet.readers.layout import Box, Page
from samrit.core.sheet.readers.lines import Glyph, clusters
from samrit.core.sheet.readers.marks import symbol, symbol_font
from samrit.core.sheet.readers.pdf_fields import fields

_THIN = 3.0
_SHORT = 4.0
_MAX_OBJECTS = 40_000
_MAX_SEGMENTS = 400
_MAX_DEPTH = 8
_INVISIBLE = (3, 7)  # text rendering modes
_TICKS = frozenset("✓✔✗✘√xX×/☑☒•●■✕✖")

_Turn = Callable[[float, float], tuple[float, float]]
_TURNS: tuple[_Turn, ...] = (
    lambda x, y: (x, y),
    lambda x, y: (y, -x),
    lambda x, y: (-x, -y),
    lambda x, y: (-y, x),
)


def read_page(page: Any, form: Any | None = None) -> Page:
    """What stands on a page that PDFium has opened; `form` is the form of the document, if it has fields."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # no types

    turn = _TURNS[pdfium.FPDFPage_GetRotation(page) % 4]
    glyphs, unreadable = _glyphs(pdfium, page, turn)
    drawing = _Drawing(pdfium, turn)
    drawing.read(page)
    found = frames(drawing.across, drawing.upright)
    filled = [] if form is None or turn is not _TURNS[0] else list(fields(form, page))
    printed = _with_boxes(glyphs + filled, [frame for frame in found if frame.is_box], drawing.strokes)
    count = len(glyphs)
    scanned = (drawing.pictures > 0 and count < 20) or (unreadable > 20 and unreadable > 0.3 * count)
    tables = tuple(frame for frame in found if frame.is_table)
    return Page(_turned(turn, page.get_bbox()), tables, glyphs=tuple(printed), scanned=scanned)


def _turned(turn: _Turn, box: Iterable[float]) -> Box:
    left, bottom, right, top = box
    (x0, y0), (x1, y1) = turn(left, bottom), turn(right, top)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


# --- characters ---


def _glyphs(pdfium: Any, page: Any, turn: _Turn) -> tuple[list[Glyph], int]:
    """The visible characters in the order of the file, and how many of them have no meaning that can be read."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return [], 0
    try:
        found, unreadable = [], 0
        looks: dict[int, tuple[str | None, bool]] = {}
        box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        for at in range(pdfium.FPDFText_CountChars(text)):
            if pdfium.FPDFText_IsGenerated(text, at) == 1:
                continue
            font, visible = _look(pdfium, pdfium.FPDFText_GetTextObject(text, at), looks)
            if not visible:
                continue
            character = _character(pdfium.FPDFText_GetUnicode(text, at), font)
            unreadable += character == "\ufffd" or "\ue000" <= character <= "\uf6ff"
            pdfium.FPDFText_GetLooseCharBox(text, at, box)
            pdfium.FPDFText_GetCharOrigin(text, at, x, y)
            left, bottom, right, top = _turned(turn, (box.left, box.bottom, box.right, box.top))
            found.append(Glyph(character, left, right, turn(x.value, y.value)[1], top - bottom))
        return clusters(found), unreadable
    finally:
        pdfium.FPDFText_ClosePage(text)


def _look(pdfium: Any, text_object: Any, looks: dict[int, tuple[str | None, bool]]) -> tuple[str | None, bool]:
    """The symbol font of a piece of text, if it is set in one, and whether it is visible."""
    key = ctypes.cast(text_object, ctypes.c_void_p).value or 0
    if key not in looks:
        name = b""
        if key:
            font = pdfium.FPDFTextObj_GetFont(text_object)
            size = pdfium.FPDFFont_GetBaseFontName(font, None, 0) if font else 0
            if 0 < size < 1000:
                buffer = ctypes.create_string_buffer(size)
                pdfium.FPDFFont_GetBaseFontName(font, buffer, size)
                name = buffer.value
        visible = not key or pdfium.FPDFTextObj_GetTextRenderMode(text_object) not in _INVISIBLE
        looks[key] = (symbol_font(name.decode("latin-1").replace("-", " ")), visible)
    return looks[key]


def _character(code: int, font: str | None) -> str:
    if code in (0x02, 0xFFFE):  # PDFium's sign for a hyphen at the end of a line
        return "-"
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    character = " " if code < 0x20 else chr(code)
    return symbol(font, character) if font and not character.isspace() else character


# --- lines ---


class _Drawing:
    """The ruling lines of a page, and the bounds of strokes that are no such line: ticks made by hand."""

    def __init__(self, pdfium: Any, turn: _Turn) -> None:
        self._pdfium = pdfium
        self._turn = turn
        self._left = _MAX_OBJECTS
        self.across: list[Rule] = []
        self.upright: list[Rule] = []
        self.strokes: list[Box] = []
        self.pictures = 0

    def read(self, page: Any) -> None:
        pdfium = self._pdfium
        for at in range(pdfium.FPDFPage_CountObjects(page)):
            self._object(pdfium.FPDFPage_GetObject(page, at), (), 0)

    def _object(self, item: Any, matrices: tuple[Any, ...], depth: int) -> None:
        pdfium = self._pdfium
        self._left -= 1
        if self._left < 0:
            return
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, matrices)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self.pictures += 1
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = (self._matrix(item), *matrices)
            for at in range(pdfium.FPDFFormObj_CountObjects(item)):
                self._object(pdfium.FPDFFormObj_GetObject(item, at), inner, depth + 1)

    def _matrix(self, item: Any) -> Any:
        matrix = self._pdfium.FS_MATRIX()
        self._pdfium.FPDFPageObj_GetMatrix(item, matrix)
        return matrix

    def _path(self, path: Any, matrices: tuple[Any, ...]) -> None:
        pdfium = self._pdfium
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
        if not fill.value and not stroke.value:
            return
        edges = [ctypes.c_float() for _ in range(4)]
        if not pdfium.FPDFPageObj_GetBounds(path, *edges):
            return
        left, bottom, right, top = self._placed([edge.value for edge in edges], matrices)
        if top - bottom <= _THIN and right - left > _SHORT:
            self.across.append(Rule((bottom + top) / 2, left, right))
        elif right - left <= _THIN and top - bottom > _SHORT:
            self.upright.append(Rule((left + right) / 2, bottom, top))
        elif not self._sides(path, matrices, filled_only=not stroke.value):
            self.strokes.append((left, bottom, right, top))

    def _placed(self, box: Iterable[float], matrices: tuple[Any, ...]) -> Box:
        left, bottom, right, top = box
        (x0, y0), (x1, y1) = self._point(left, bottom, matrices), self._point(right, top, matrices)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _point(self, x: float, y: float, matrices: tuple[Any, ...]) -> tuple[float, float]:
        for m in matrices:
            x, y = m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f
        return self._turn(x, y)

    def _sides(self, path: Any, matrices: tuple[Any, ...], *, filled_only: bool) -> bool:
        """Take the straight sides of a bigger path; False where it has slanted or bent ones."""
        count = self._pdfium.FPDFPath_CountSegments(path)
        if count > _MAX_SEGMENTS:
            return False
        points = list(self._points(path, count, (self._matrix(path), *matrices)))
        if any(bent or (abs(x0 - x1) > 1 and abs(y0 - y1) > 1) for x0, y0, x1, y1, bent in points):
            return False
        if filled_only and count <= 5:  # the ground of a cell, not its border
            return True
        for x0, y0, x1, y1, _ in points:
            if abs(x0 - x1) > _SHORT:
                self.across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(y0 - y1) > _SHORT:
                self.upright.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        return True

    def _points(
        self, path: Any, count: int, matrices: tuple[Any, ...]
    ) -> Iterator[tuple[float, float, float, float, bool]]:
        """The sides of a path as (from x, y, to x, y, whether bent)."""
        pdfium = self._pdfium
        x, y = ctypes.c_float(), ctypes.c_float()
        start = last = (0.0, 0.0)
        for at in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(path, at)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = self._point(x.value, y.value, matrices)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            else:
                yield (*last, *point, kind == pdfium.FPDF_SEGMENT_BEZIERTO)
            last = point
            if pdfium.FPDFPathSegment_GetClose(segment):
                yield (*last, *start, False)
                last = start


# --- drawn tick boxes ---


def _with_boxes(glyphs: list[Glyph], boxes: list[Frame], strokes: list[Box]) -> list[Glyph]:
    """The characters with a sign for every drawn box; what stands or is drawn inside the box is its tick."""
    for box in boxes:
        inside = [glyph for glyph in glyphs if box.holds((glyph.left + glyph.right) / 2, glyph.base + glyph.height / 3)]
        marks = [glyph for glyph in inside if glyph.text in _TICKS]
        if len(inside) > len(marks):  # a framed letter
            continue
        ticked = bool(marks) or any(
            box.holds((left + right) / 2, (bottom + top) / 2) for left, bottom, right, top in strokes
        )
        size = box.top - box.bottom
        sign = Glyph(TICKED if ticked else UNTICKED, box.left, box.right, box.bottom + 0.15 * size, size)
        glyphs = [glyph for glyph in glyphs if glyph not in marks] + [sign]
    return glyphs
