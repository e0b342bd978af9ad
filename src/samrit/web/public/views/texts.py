"""Pages about the site: what the office published under these names, else what the program says of itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from samrit.site import queries
from samrit.site.enums import PageKind
from samrit.web.public.page import public_page, show


def _text(request: HttpRequest, name: str) -> HttpResponse:
    return show(request, name, {"page": queries.page(PageKind.TEXT, name)})


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """What this site is."""
    return _text(request, "about")


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far it is open to all, and whom to tell where it is not."""
    return _text(request, "accessibility")


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of visitors: no cookies, no addresses."""
    return _text(request, "privacy")


@public_page
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to write to."""
    return _text(request, "contact")


@public_page
def corrections(request: HttpRequest) -> HttpResponse:
    """What was wrong and is set right."""
    return show(request, "corrections", {"rows": queries.latest_corrections()})
