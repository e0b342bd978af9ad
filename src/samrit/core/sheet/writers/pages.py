"""Laying out Thai on PDF pages: WeasyPrint with Sarabun and the better dictionary, tagged; text copies right."""

from __future__ import annotations

import logging
import re
from base64 import b64encode
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from samrit.core.contract import Lacking, Message
from samrit.core.sheet.writers.breaking import drawn, use_dictionary
from samrit.core.sheet.writers.font import font_bytes

ARCHIVED, ARCHIVED_WITH_DATA = "pdf/a-2a", "pdf/a-3a"
"""Files to keep for decades, tagged so that they can be read aloud; the second may carry other files inside."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff]+")
"""Hebrew, Arabic and their kin: set apart, so that they never turn round the numbers beside them."""

_RAISED_IN_BOLD = re.compile("[\u0e34\u0e36][\u0e48-\u0e4b]|ร\u0e31[\u0e48-\u0e4b]|[\u0e31\u0e34-\u0e36][\u0e4c\u0e4d]")
"""Marks that bold Sarabun raises so far that copied text has them on a line of their own; regular Sarabun does not."""


def weasyprint_library() -> Any:
    """WeasyPrint. Raises Lacking where the library that lays out text is not there."""
    try:
        import weasyprint  # type: ignore[import-untyped]  # it brings no types
    except OSError:
        raise Lacking(
            "",
            Message(
                "this machine lacks the Pango library, which lays out PDF pages", "เครื่องนี้ไม่มีไลบรารี Pango ที่ใช้จัดหน้า PDF"
            ),
            Message(
                "install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, or write .docx",
                "ติดตั้ง libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 หรือเลือกไฟล์ .docx",
            ),
        ) from None
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return weasyprint


def laid_out(title: str, style: str, body: str, variant: str = ARCHIVED) -> Any:
    """A WeasyPrint document of the HTML `body`; `style` names fonts as `url("font:Sarabun-Regular.ttf")`.

    Nothing is fetched while it is drawn: fonts and pictures are inside. Raises Lacking as `weasyprint_library` does.
    """
    use_dictionary()
    weasyprint = weasyprint_library()
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    page = (
        f'<!doctype html><html lang="th"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_with_fonts(style)}</style></head><body>{body}</body></html>"
    )
    html = weasyprint.HTML(string=page, url_fetcher=fetcher)
    html._ua_stylesheets = lambda _forms=False: [_base_style()]  # noqa: SLF001 -- the library has no name for it
    return html.render(pdf_variant=variant)


_OF_EVERYTHING = re.compile(r"^::(marker|note|footnote)", re.MULTILINE)


@cache
def _base_style() -> Any:
    """The library's own style, with the markers of lists for points of lists only, and without those of notes.

    It gives every element six of them, whatever it is: of 200 pages of tables, 36 MB and a fifth of the time.
    """
    return weasyprint_library().CSS(string=_base_text())


def _base_text() -> str:
    return _OF_EVERYTHING.sub(_of_few, (files("weasyprint.css") / "html5_ua.css").read_text("utf-8"))


def _of_few(found: re.Match[str]) -> str:
    return "li::marker" if found[1] == "marker" else f"samrit-note::{found[1]}"


def as_html(text: str) -> str:
    """Plain text as it is laid out."""
    return escape(_RIGHT_TO_LEFT.sub("\u2068\\g<0>\u2069", drawn(text)))


def must_be_regular(text: str) -> bool:
    """Whether bold type would tear marks off this text when it is copied."""
    return _RAISED_IN_BOLD.search(drawn(text)) is not None


def _with_fonts(style: str) -> str:
    return re.sub(r"font:(Sarabun-\w+\.ttf)", _font_address, style)


def _font_address(found: re.Match[str]) -> str:
    return f"data:font/ttf;base64,{b64encode(font_bytes(found[1])).decode()}"
