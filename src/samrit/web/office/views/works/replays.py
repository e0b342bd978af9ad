"""The captures of a work's pages, shown again."""

from __future__ import annotations

import uuid

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from samrit.evidence.models import EvidenceItem
from samrit.web.office.views import replaying
from samrit.web.office.views.replaying import Places
from samrit.web.office.views.works.evidence import item_of
from samrit.web.office.views.works.shared import page_of_work, trail
from samrit.web.shared.pages import staff_page


def _item(request: HttpRequest, uid: uuid.UUID, number: int) -> EvidenceItem:
    return item_of(page_of_work(request, uid), number)


@staff_page
@csp_update({"frame-src": ["'self'"]})
def evidence_replay(request: HttpRequest, uid: uuid.UUID, item: int) -> HttpResponse:
    """The page around a capture."""
    work = page_of_work(request, uid).work
    names = ("evidence_replay", "evidence_replayed", "evidence_picture", "evidence_file")
    places = [reverse(f"office:{name}", args=[uid, item]) for name in names]
    back = reverse("office:work", args=[uid])
    return replaying.around(request, _item(request, uid, item), work.title, Places(*places, back), trail(work))


@staff_page
def evidence_replayed(request: HttpRequest, uid: uuid.UUID, item: int) -> HttpResponse:
    """The page of a capture itself."""
    return replaying.framed(_item(request, uid, item))


@staff_page
def evidence_picture(request: HttpRequest, uid: uuid.UUID, item: int) -> HttpResponse:
    """Its picture."""
    return replaying.drawn(_item(request, uid, item))
