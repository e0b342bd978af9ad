"""The site behind the layer that answers with kept pages, as gunicorn serves it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, NamedTuple

from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory

from samrit.web.public.front import Front


class Answer(NamedTuple):
    """What a reader gets."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Site:
    """A process that serves the site: `Site()` again is a restart."""

    def __init__(self, django: Any = None) -> None:
        self.front = Front(django or get_wsgi_application())

    def get(self, path: str, *, method: str = "GET", data: Any = None, **headers: str) -> Answer:
        """Asks for a page; `headers` as WSGI names them (`HTTP_…`)."""
        request = RequestFactory().generic(method, path, data or b"", **headers)
        said: list[Any] = []
        body = self.front(request.environ, lambda status, fields, *_: said.extend((status, fields)))
        whole = b"".join(body)
        close = getattr(body, "close", None)
        if close:
            close()
        return Answer(HTTPStatus(int(said[0].split()[0])).value, dict(said[1]), whole)
