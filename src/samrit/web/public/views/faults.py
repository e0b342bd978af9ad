"""Kind answers where there is nothing to show: not here, gone, too much, too large, not understood."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from samrit.web.public.page import frame, language_of

_WAIT = "60"
"""Seconds after which a network that sent too much may send again."""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """The page for an address that leads nowhere: the office's for who works there, else with a search of the site."""
    if request.user.is_authenticated:
        return render(request, "404.html", status=404)
    return fault(request, "not_found", 404)


def gone(request: HttpRequest) -> HttpResponse:
    """The page for what was taken off the site."""
    return fault(request, "gone", 410)


def too_much(request: HttpRequest) -> HttpResponse:
    """The page for a network that sent too much in a short time."""
    answer = fault(request, "too_much", 429)
    answer.headers["Retry-After"] = _WAIT
    return answer


def too_large(request: HttpRequest) -> HttpResponse:
    """The page for what is larger than this site takes."""
    return fault(request, "too_large", 413)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what was sent in a way that cannot be read."""
    return too_large(request) if isinstance(exception, RequestDataTooBig) else fault(request, "not_understood", 400)


def fault(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """A page that says what is the matter and where to go on, in the language of the address."""
    language = language_of(request)
    with translation.override(language):
        nowhere = {"canonical": "", "alternates": {}}
        answer = render(request, f"public/site/{name}.html", frame(request) | nowhere, status=status)
    answer.headers["Content-Language"] = language
    return answer
