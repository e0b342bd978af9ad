"""Fetching what a page is made of: over the network as everybody does, or from this very program where that fails."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from urllib.parse import unquote_to_bytes, urlsplit

import httpx
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http.request import validate_host
from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone

AGENT = "SamritCapture/1.0 (archiving robot of this very site)"
LARGEST = 20_000_000
"""Bytes of one answer; what is larger is left out, and the capture says so."""
_DROPPED = frozenset({"content-encoding", "transfer-encoding", "set-cookie", "connection", "content-length"})
"""Bodies arrive decoded and whole, so these would be untrue of what is kept; cookies are nobody else's business."""


class Unanswered(OSError):  # noqa: N818 -- said of an address
    """Nothing that can be kept came back from this address; the text says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it came: its status, its headers without those that are untrue of a decoded body, and when."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    at: dt.datetime

    def header(self, name: str) -> str:
        """The value of a header; empty where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def kind(self) -> str:
        """The media type, without its parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def reason(self) -> str:
        return HTTPStatus(self.status).phrase if self.status in set(HTTPStatus) else "Unknown"


Ask = Callable[[str], Answer]
"""Gives the answer to a GET as somebody who is not signed in. Raises Unanswered."""


def over_the_net(url: str) -> Answer:
    """As everybody else gets it: the real server, what stands before it, and the way between. Follows no redirect."""
    try:
        with (
            httpx.Client(timeout=httpx.Timeout(20, connect=5), headers={"user-agent": AGENT}) as client,
            client.stream("GET", url) as answer,
        ):
            body = _whole(answer.iter_bytes(), url)
    except httpx.HTTPError as error:
        raise Unanswered(f"{url}: {type(error).__name__}") from None
    return Answer(url, answer.status_code, _kept(answer.headers.multi_items()), body, timezone.now())


def from_within(url: str) -> Answer:
    """What this program answers a stranger, without a network: the same code, middleware and files."""
    parts = urlsplit(url)
    host = parts.netloc if validate_host(parts.hostname or "", settings.ALLOWED_HOSTS) else _a_host_of_ours()
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": _as_wsgi(parts.path),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": host.partition(":")[0],
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": host,
        "HTTP_USER_AGENT": AGENT,
        "HTTP_X_FORWARDED_PROTO": "https",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    before = get_script_prefix()
    set_script_prefix("/")
    try:
        # `get_response` rather than the handler itself: the signals of a request would close the job's connection.
        response = _program().get_response(WSGIRequest(environ))
        parts_of_it = response.streaming_content if response.streaming else [response.content]
        body = _whole(parts_of_it, url)
        for close in response._resource_closers:  # noqa: SLF001 -- as above: `close` would send the signals
            close()
    finally:
        set_script_prefix(before)
    return Answer(url, response.status_code, _kept(response.headers.items()), body, timezone.now())


@cache
def _program() -> WSGIHandler:
    return WSGIHandler()


def _as_wsgi(path: str) -> str:
    return unquote_to_bytes(path or "/").decode("latin-1")


def _a_host_of_ours() -> str:
    return next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name not in {"*", ""}), "localhost")


def _whole(parts: Iterable[bytes], url: str) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > LARGEST:
            raise Unanswered(f"{url}: larger than {LARGEST // 1_000_000} MB")
    return bytes(body)


def _kept(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in headers if name.lower() not in _DROPPED)
