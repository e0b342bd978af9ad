"""The page on which anyone checks a dossier: the file stays in the browser, the server sees nothing of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from samrit.core.dossier.standalone import standalone_verifier

_MEGABYTES = 14
"""What the browser fetches once to run the check: Python in WebAssembly with its library."""


@require_safe
def check(request: HttpRequest, language: str | None = None) -> HttpResponse:
    """The page, in the language that its address names, else in the browser's; what it does is in static/js/dossier."""
    addresses = {"program": reverse("public:verifier"), "checkpoints": reverse("public:checkpoints")}
    with translation.override(language or translation.get_language()):
        return render(request, "public/dossier.html", {"size": _MEGABYTES, **addresses})


@require_safe
def verifier(_request: HttpRequest) -> HttpResponse:
    """`verify.py`, as this version of the program puts it into its dossiers."""
    return HttpResponse(standalone_verifier(), content_type="text/x-python; charset=utf-8")
