"""NUL, which no person types and PostgreSQL does not store, is dropped before any page sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

_NUL = "\x00"


class NulMiddleware:
    """Drops NULs from what was asked and sent; an address with one leads nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page of the request without NULs."""
        if _NUL in request.path:
            raise Http404
        request.GET = _without(request.GET)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """What was sent, after the check of where it comes from has read it."""
        if request.method == "POST":
            request.POST = _without(request.POST)


def _without(sent: QueryDict) -> QueryDict:
    if not any(_NUL in value for _name, values in sent.lists() for value in values):
        return sent
    cleaned = sent.copy()
    for name, values in sent.lists():
        cleaned.setlist(name, [value.replace(_NUL, "") for value in values])
    return cleaned
