"""Captures of our own pages shown again: harmless, with their time and hash, every digest worked out anew.

The same three pages for the evidence of a work and of a unit: around the capture, the page itself, its picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from samrit.evidence.captures.reading import Capture, Damaged, read
from samrit.evidence.captures.replaying import POLICY, replay
from samrit.evidence.enums import EvidenceKind
from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import is_hidden
from samrit.platform.files import open_file
from samrit.web.office.views.common import Crumb


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a capture are, and what it belongs to: `around` it, `page`, `picture`, `file`, `back`."""

    around: str
    page: str
    picture: str
    file: str
    back: str


def is_capture(item: EvidenceItem) -> bool:
    """Whether it can be shown again."""
    return item.kind == EvidenceKind.CAPTURE and item.file_id is not None and not is_hidden(item)


def around(
    request: HttpRequest, item: EvidenceItem, about: str, places: Places, crumbs: Sequence[Crumb]
) -> HttpResponse:
    """The page around a capture: when and how it was taken, whether its hashes hold, what is in it."""
    capture, damage = None, ""
    try:
        capture = _read(item)
    except Damaged as error:
        damage = str(error)
    shown = {
        "about": about,
        "item": item,
        "capture": capture,
        "damage": damage,
        "places": places,
        "crumbs": [*crumbs, (item.title[:60], places.around)],
    }
    return render(request, "office/replay.html", shown)


def framed(item: EvidenceItem) -> HttpResponse:
    """The page of a capture itself, for the frame: it may run nothing and fetch nothing."""
    try:
        content = replay(_read(item))
    except Damaged:
        raise Http404 from None
    answer = HttpResponse(content, content_type="text/html; charset=utf-8")
    answer["Content-Security-Policy"] = f"{POLICY}; frame-ancestors 'self'"
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["Cache-Control"] = "private, no-store"
    return answer


def drawn(item: EvidenceItem) -> HttpResponse:
    """How a browser drew the page when it was captured; 404 where none did."""
    try:
        picture = _read(item).screenshot
    except Damaged:
        raise Http404 from None
    if not picture:
        raise Http404
    answer = HttpResponse(picture, content_type="image/png")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _read(item: EvidenceItem) -> Capture:
    if not is_capture(item):
        raise Http404
    try:
        with open_file(item.file) as file:
            return read(file)
    except FileNotFoundError:
        raise Damaged(_("ที่เก็บไฟล์ไม่มีไฟล์นี้แล้ว")) from None
