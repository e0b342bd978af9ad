"""Captures of our own pages shown again: harmless, with their time and hash, every digest worked out anew."""

from __future__ import annotations

import uuid

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.evidence.captures.reading import Capture, Damaged, read
from samrit.evidence.captures.replaying import POLICY, replay
from samrit.evidence.enums import EvidenceKind
from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import is_hidden
from samrit.platform.files import open_file
from samrit.web.office.views.works.evidence import item_of
from samrit.web.office.views.works.shared import page_of_work, trail
from samrit.web.shared.pages import staff_page


def _captured(request: HttpRequest, uid: uuid.UUID, number: int) -> EvidenceItem:
    item = item_of(page_of_work(request, uid), number)
    if item.kind != EvidenceKind.CAPTURE or item.file is None or is_hidden(item):
        raise Http404
    return item


def _read(item: EvidenceItem) -> Capture:
    try:
        with open_file(item.file) as file:
            return read(file)
    except FileNotFoundError:
        raise Damaged(_("ที่เก็บไฟล์ไม่มีไฟล์นี้แล้ว")) from None


@staff_page
@csp_update({"frame-src": ["'self'"]})
def evidence_replay(request: HttpRequest, uid: uuid.UUID, item: int) -> HttpResponse:
    """The page around a capture: when and how it was taken, whether its hashes hold, what is in it."""
    found = _captured(request, uid, item)
    work = page_of_work(request, uid).work
    capture, damage = None, ""
    try:
        capture = _read(found)
    except Damaged as error:
        damage = str(error)
    shown = {
        "work": work,
        "item": found,
        "capture": capture,
        "damage": damage,
        "crumbs": [*trail(work), (found.title[:60], reverse("office:evidence_replay", args=[uid, item]))],
    }
    return render(request, "office/replay.html", shown)


@staff_page
def evidence_replayed(request: HttpRequest, uid: uuid.UUID, item: int) -> HttpResponse:
    """The page of a capture itself, for the frame: it may run nothing and fetch nothing."""
    found = _captured(request, uid, item)
    try:
        content = replay(_read(found))
    except Damaged:
        raise Http404 from None
    answer = HttpResponse(content, content_type="text/html; charset=utf-8")
    answer["Content-Security-Policy"] = f"{POLICY}; frame-ancestors 'self'"
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["Cache-Control"] = "private, no-store"
    return answer


@staff_page
def evidence_picture(request: HttpRequest, uid: uuid.UUID, item: int) -> HttpResponse:
    """How a browser drew the page when it was captured; 404 where none did."""
    found = _captured(request, uid, item)
    try:
        drawn = _read(found).screenshot
    except Damaged:
        raise Http404 from None
    if not drawn:
        raise Http404
    answer = HttpResponse(drawn, content_type="image/png")
    answer["Cache-Control"] = "private, no-store"
    return answer
