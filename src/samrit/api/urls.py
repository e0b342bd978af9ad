"""Where the API lives, and its reference."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from samrit.api import pages
from samrit.api.application import api
from samrit.api.problems import Problem, answer


def _told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, which says as a problem that an address does not take a method; the framework says it in bare words."""

    @wraps(view)
    def called(request: HttpRequest, *args: Any, **came: Any) -> HttpResponse:
        response = view(request, *args, **came)
        if response.status_code != 405:
            return response
        return answer(request, Problem("method", headers={"Allow": response["Allow"]}))

    return called


_operations, *_names = api.urls
for _one in _operations:
    _one.callback = _told(_one.callback)

urlpatterns = [
    path("docs/", pages.contents, name="api_reference"),
    path("docs/<slug:tag>/", pages.resource, name="api_resource"),
    path("", (_operations, *_names)),
    path("<path:address>", pages.unknown, name="api_unknown"),
]
