"""What may be sent to a page that anybody may send to: more is refused before a byte of it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse


class SizeMiddleware:
    """Refuses a body that is longer than its view takes (`most_bytes`). Stands before whatever reads the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page of the request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_arguments: Any) -> None:
        """Raises RequestDataTooBig, which is answered with 413."""
        most, said = getattr(view, "most_bytes", None), request.META.get("CONTENT_LENGTH") or "0"
        if most is not None and said.isdigit() and int(said) > most:
            raise RequestDataTooBig(f"the body holds {said} bytes, at most {most} are taken")
