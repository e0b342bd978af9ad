"""The page on which anyone checks a dossier: the file stays in the browser, the server sees nothing of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """The page; what it does is in static/js/dossier."""
    return render(request, "public/dossier.html")
