"""Kind answers where there is nothing to show: not here, gone, too much."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from samrit.web.public.page import frame, language_of


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """The page for an address that leads nowhere: the office's for who works there, else with a search of the site."""
    if request.user.is_authenticated:
        return render(request, "404.html", status=404)
    return fault(request, "not_found", 404)


def gone(request: HttpRequest) -> HttpResponse:
    """The page for what was taken off the site."""
    return fault(request, "gone", 410)


def fault(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """A page that says what is the matter and where to go on, in the language of the address."""
    with translation.override(language_of(request)):
        return render(request, f"public/site/{name}.html", frame(request), status=status)
