"""The pages of the reference: for everybody, as the description is; calls go out with the token of who reads."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from samrit.api.application import VERSION
from samrit.api.problems import Problem, answer
from samrit.api.reference import groups


@csrf_exempt
def unknown(request: HttpRequest, address: str) -> HttpResponse:  # noqa: ARG001 -- any that is no other
    """A problem for an address at which nothing is, as everywhere in the API."""
    return answer(request, Problem("not-found"))


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """All operations with a line each."""
    return render(request, "api/contents.html", {"groups": groups(), "version": VERSION})


@require_safe
def resource(request: HttpRequest, tag: str) -> HttpResponse:
    """The operations of one resource, each with a form that calls it."""
    if tag not in groups():
        raise Http404
    return render(request, "api/resource.html", {"tag": tag, "operations": groups()[tag], "tags": list(groups())})
