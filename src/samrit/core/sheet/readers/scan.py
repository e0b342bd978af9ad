"""Pages that are pictures: Tesseract reads them cell by cell, and every paragraph keeps the place where it stood.

The cells of a page are put one under the other into a single column before they are read: OCR is at its best there,
and no line of text runs across a ruling line.
"""

from __future__ import annotations

import io
import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from samrit.core.contract import Message, Refused
from samrit.core.sheet.definition import Crop, Source
from samrit.core.sheet.paper import Paper
from samrit.core.sheet.readers.grid import Frame, grid
from samrit.core.sheet.readers.layout import Box, Page, rows_of
from samrit.core.sheet.readers.limits import refuse
from samrit.core.sheet.readers.lines import Line
from samrit.core.sheet.readers.scan_picture import DPI, Picture, ink, open_picture, tables

SECONDS = 60
MAX_SCANNED = 20

_LANGUAGES = "tha+eng"
_GAP = 24  # pixels of paper around every strip
_TALLEST = 8_000  # pixels of one picture given to OCR
_WORD_GAP = 0.22  # shares of the height of a line
_LOW = 0.65
_SURE = 85  # per cent


@dataclass(frozen=True, slots=True)
class _Strip:
    """A piece of a page: the picture of one cell or of what stands outside tables, and its corner on the page."""

    image: Any
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, or a letter, that OCR found in a column of strips; `sure` is how sure it was, in per cent."""

    left: int
    top: int
    right: int
    bottom: int
    sure: float
    text: str


def read_picture(data: bytes, source: Source) -> Paper:
    """A PNG or JPEG of one page as rows. Refused: damaged, too large, or OCR is missing or takes too long."""
    pages = ocr_pages({0: open_picture(data)})
    return Paper(rows_of([pages[0]]), source, scanned=True)


def ocr_pages(pictures: Mapping[int, Picture]) -> dict[int, Page]:
    """What stands on pictures of pages, by the number of the page from 0.

    Raises Refused where Tesseract or its Thai data are not installed, or the pages take longer than a minute.
    """
    if not pictures:
        return {}
    if len(pictures) > MAX_SCANNED:
        raise _too_long()
    program, deadline = _tesseract(), time.monotonic() + SECONDS
    columns = [(at, column) for at, picture in pictures.items() for column in _columns(_strips(picture))]
    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 4)) as pool:
        read = list(pool.map(lambda job: _ocr(program, _stacked(job[1]), deadline), columns))
    lines: dict[int, list[Line]] = {at: [] for at in pictures}
    for (at, column), tsv in zip(columns, read, strict=True):
        lines[at] += _lines(tsv, column, at + 1, pictures[at].scale)
    return {at: _page(picture, lines[at]) for at, picture in pictures.items()}


def _page(picture: Picture, lines: list[Line]) -> Page:
    box = (0.0, -picture.image.height / picture.scale, picture.image.width / picture.scale, 0.0)
    return Page(box, tables(picture), lines=tuple(sorted(lines, key=lambda line: -line.base)), scanned=True)


# --- strips ---


def _strips(picture: Picture) -> list[_Strip]:
    """The cells of a page, then all that stands outside its tables."""
    strips: list[_Strip] = []
    rest = picture.image.copy()
    for frame in tables(picture):
        for box in _cell_boxes(frame, picture):
            strips += _trimmed(picture.image, box)
        rest.paste(255, _pixels((frame.left, frame.bottom, frame.right, frame.top), picture.scale, -4))
    return strips + _trimmed(rest, (0, 0, rest.width, rest.height))


def _cell_boxes(frame: Frame, picture: Picture) -> Iterator[tuple[int, int, int, int]]:
    cells = grid(frame)
    for name in dict.fromkeys(cells.cells.values()):
        inside = [place for place, other in cells.cells.items() if other == name]
        top, bottom = cells.rows[name[0]], cells.rows[max(row for row, _ in inside) + 1]
        left, right = cells.sides(name)
        yield _pixels((left, bottom, right, top), picture.scale, 3)


def _pixels(box: Box, scale: float, inset: int) -> tuple[int, int, int, int]:
    """A box of points as pixels, drawn in by some pixels to leave its lines out (or drawn out, to cover them)."""
    left, bottom, right, top = (round(edge * scale) for edge in box)
    found = (left + inset, inset - top, right - inset, -bottom - inset)
    return found if found[0] < found[2] and found[1] < found[3] else (*found[:2], found[0] + 1, found[1] + 1)


def _trimmed(image: Any, box: tuple[int, int, int, int]) -> list[_Strip]:
    """The strip of a box without the empty paper around its ink; none where there is no ink to speak of."""
    cut = image.crop(box)
    found = ink(cut).getbbox()
    if found is None or found[2] - found[0] < 3 or found[3] - found[1] < 6:
        return []
    return [_Strip(cut.crop(found), box[0] + found[0], box[1] + found[1])]


def _columns(strips: Iterable[_Strip]) -> list[list[_Strip]]:
    """The strips in groups that are not too tall to be read at once."""
    groups: list[list[_Strip]] = []
    height = 0
    for strip in strips:
        height += strip.image.height + _GAP
        if not groups or height > _TALLEST:
            groups.append([])
            height = strip.image.height + _GAP
        groups[-1].append(strip)
    return groups


def _stacked(strips: Sequence[_Strip]) -> bytes:
    """The strips one under the other, as a PGM picture."""
    from PIL import Image

    width = max(strip.image.width for strip in strips) + 2 * _GAP
    column = Image.new("L", (width, sum(strip.image.height + _GAP for strip in strips) + _GAP), 255)
    top = _GAP
    for strip in strips:
        column.paste(strip.image, (_GAP, top))
        top += strip.image.height + _GAP
    stream = io.BytesIO()
    column.save(stream, "PPM")
    return stream.getvalue()


# --- Tesseract ---


def _tesseract() -> str:
    """The path of the program. Refused: it or its Thai data are not installed."""
    program = shutil.which("tesseract")
    if program is None:
        raise _not_installed("tesseract-ocr tesseract-ocr-tha")
    listed = subprocess.run([program, "--list-langs"], capture_output=True, check=False, timeout=10)  # noqa: S603 -- fixed words
    if "tha" not in (listed.stdout + listed.stderr).decode(errors="replace").split():
        raise _not_installed("tesseract-ocr-tha")
    return program


def _not_installed(packages: str) -> Refused:
    return refuse(
        "the file is a scan, and the program that reads scans is not installed",
        "ไฟล์เป็นภาพสแกน แต่ยังไม่ได้ติดตั้งโปรแกรมอ่านภาพ",
        Message(f"install the Debian packages {packages}", f"ติดตั้งแพ็กเกจ Debian {packages}"),
    )


def _too_long() -> Refused:
    return refuse(
        "the scanned pages take too long to read",
        "หน้าที่สแกนใช้เวลาอ่านนานเกินไป",
        Message("send only the pages of one definition sheet", "ส่งเฉพาะหน้าของแบบรายละเอียดตัวชี้วัดหนึ่งฉบับ"),
    )


def _ocr(program: str, picture: bytes, deadline: float) -> str:
    """Tesseract's table of words for a picture."""
    try:
        done = subprocess.run(  # noqa: S603 -- fixed words; the picture is made here
            [program, "stdin", "stdout", "-l", _LANGUAGES, "--psm", "6", "--dpi", str(DPI), "tsv"],
            input=picture,
            capture_output=True,
            check=False,
            timeout=max(deadline - time.monotonic(), 0.1),
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long() from error
    if done.returncode:
        raise refuse("the scan cannot be read", "อ่านภาพสแกนไม่ได้", Message("scan the page again", "สแกนใหม่อีกครั้ง"))
    return done.stdout.decode(errors="replace")


def _lines(tsv: str, strips: Sequence[_Strip], page: int, scale: float) -> Iterator[Line]:
    """The lines of text that were found in a column of strips, back in their places on the page."""
    found: dict[tuple[str, ...], list[_Word]] = {}
    for row in tsv.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) == 12 and fields[0] == "5" and fields[11].strip():
            left, top, width, height = map(int, fields[6:10])
            word = _Word(left, top, left + width, top + height, float(fields[10]), fields[11].strip())
            found.setdefault(tuple(fields[2:5]), []).append(word)
    for words in _without_noise(list(found.values())):
        yield _line(words, strips, page, scale)


def _height(words: Sequence[_Word]) -> int:
    return max(word.bottom for word in words) - min(word.top for word in words)


def _without_noise(lines: list[list[_Word]]) -> list[list[_Word]]:
    """The lines without those that are only the upper marks of the line below, taken for letters."""
    if not lines:
        return []
    usual = statistics.median(_height(words) for words in lines)
    return [
        words
        for words in lines
        if _height(words) > _LOW * usual or statistics.fmean(word.sure for word in words) > _SURE
    ]


def _line(words: Sequence[_Word], strips: Sequence[_Strip], page: int, scale: float) -> Line:
    left, right = min(word.left for word in words), max(word.right for word in words)
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    x, y = _moved(strips, (top + bottom) // 2)
    text = _spaced(words)
    return Line(
        text,
        left=(left + x) / scale,
        right=(right + x) / scale,
        base=-(bottom + y) / scale,
        height=(bottom - top) / scale,
        word=(right - left) * len(text.split(" ", 1)[0]) / len(text) / scale,
        crop=Crop(page, (max(left + x, 0), max(top + y, 0), right + x, bottom + y)),
    )


def _moved(strips: Sequence[_Strip], y: int) -> tuple[int, int]:
    """How far a point at height `y` of the column is from its place on the page."""
    top = _GAP
    for strip in strips:
        if y < top + strip.image.height + _GAP // 2 or strip is strips[-1]:
            return strip.left - _GAP, strip.top - top
        top += strip.image.height + _GAP
    return 0, 0


def _spaced(words: Sequence[_Word]) -> str:
    """The words of a line as text: OCR parts Thai after any letter, so only real gaps become blanks."""
    gap = _WORD_GAP * _height(words)
    text, end = "", 0
    for word in sorted(words, key=lambda word: word.left):
        latin = text[-1:].isascii() and text[-1:].isalpha() and word.text[0].isascii() and word.text[0].isalpha()
        text += f" {word.text}" if text and (latin or word.left - end > gap) else word.text
        end = word.right
    return text
