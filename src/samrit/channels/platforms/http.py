"""The wire to the platforms: one place for addresses, time limits, lost answers and what may be written down of them.

In tests and in the demo the platforms are emulated (`platform.emulated`); every host is then a first part of the path
there. Nothing else differs.
"""

from __future__ import annotations

import json
import re
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import httpx

from samrit.channels.platforms.outcome import Kind, refusal
from samrit.platform.emulated import emulated

HOSTS = (
    "graph.facebook.com",
    "rupload.facebook.com",
    "www.facebook.com",
    "www.instagram.com",
    "open.tiktokapis.com",
    "open-upload.tiktokapis.com",
    "www.tiktok.com",
    "www.googleapis.com",
    "youtubeanalytics.googleapis.com",
    "oauth2.googleapis.com",
    "accounts.google.com",
    "www.youtube.com",
    "api.line.me",
    "api-data.line.me",
)
"""Whom we speak with. An upload address that a platform hands over must be under one of their domains too."""
_DOMAINS = (
    "facebook.com",
    "google.com",
    "googleapis.com",
    "instagram.com",
    "line.me",
    "tiktok.com",
    "tiktokapis.com",
    "youtube.com",
)
CONNECT, ANSWER, UPLOAD = 10.0, 40.0, 120.0
"""Seconds: until a connection stands, until an answer comes, until a part of a file is taken."""
LONGEST_CALL = 240.0
"""By then a call has ended, whatever came of it: also one that drips."""
_PIECE = 262_144
last_headers: ContextVar[Mapping[str, str]] = ContextVar("platform_headers", default=MappingProxyType({}))
"""The headers of the latest answer in this thread: platforms tell there how much of what they allow is used up."""
_SECRET = re.compile(
    r"access_token|refresh_token|client_secret|upload_token|fb_exchange_token|input_token|code_verifier"
)
_SECRET_IN_TEXT = re.compile(r"((?:access_token|refresh_token|client_secret|upload_token|input_token)=)[^&\s\"]+")
_LONGEST_TEXT = 4_000


class NotSent(Exception):  # noqa: N818 -- what happened, as `Lost`
    """No connection came to be: nothing left this machine, so it may be tried again."""


class Lost(Exception):  # noqa: N818 -- what happened to the answer
    """Something left this machine and no answer that can be read came back: nobody knows what was done."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came. `body` is its JSON, None where it is none."""

    status: int
    headers: Mapping[str, str]
    body: Any
    text: str

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def document(self) -> dict[str, Any]:
        """The JSON object of the answer. Raises Lost where there is none: half an answer, a page for people."""
        if not isinstance(self.body, dict):
            raise Lost(f"HTTP {self.status}: {self.text[:200]}")
        return self.body


def address(url: str) -> str:
    """Where a platform's address is reached. Raises Refusal for one that is no platform's."""
    parts = urlsplit(url)
    base = emulated()
    if base and url.startswith(f"{base}/"):
        return url
    host = parts.hostname or ""
    known = parts.scheme == "https" and any(host == name or host.endswith(f".{name}") for name in _DOMAINS)
    if not known:
        raise refusal(Kind.REJECTED, "foreign_address", f"{parts.scheme}://{host}")
    if not base:
        return url
    rest = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return f"{base}/{host}{rest}"


def public_form(url: str) -> str:
    """A platform's address as the world knows it: an emulated one named by the host that it stands for."""
    base = emulated()
    return f"https://{url.removeprefix(f'{base}/')}" if base and url.startswith(f"{base}/") else url


@cache
def trusted() -> ssl.SSLContext:
    """The authorities whose certificates count, read once: to read them for each call takes longer than the call."""
    return httpx.create_ssl_context()


def call(  # noqa: PLR0913 -- what a request has
    method: str,
    url: str,
    *,
    token: str = "",
    scheme: str = "Bearer",
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, Any] | None = None,
    form: Mapping[str, Any] | None = None,
    document: Any = None,
    content: bytes | Iterable[bytes] | None = None,
    files: Mapping[str, Any] | None = None,
    uploading: bool = False,
) -> Reply:
    """One call; redirects are not followed. Raises NotSent or Lost where no whole answer came."""
    sent = {"accept": "application/json", **(headers or {})}
    if token:
        sent["authorization"] = f"{scheme} {token}"
    limits = httpx.Timeout(UPLOAD if uploading else ANSWER, connect=CONNECT)
    until = time.monotonic() + LONGEST_CALL
    if isinstance(content, bytes) and content:
        sent.setdefault("content-length", str(len(content)))
        content = _pieces(content)
    told: dict[str, Any] = {"params": params, "data": form, "json": document, "files": files, "headers": sent}
    if content is not None:
        told["content"] = content if isinstance(content, bytes) else _in_time(content, until)
    try:
        with (
            httpx.Client(timeout=limits, trust_env=not emulated(), verify=trusted()) as client,
            client.stream(method, address(url), **told) as answer,
        ):
            return _reply(answer, b"".join(_in_time(answer.iter_bytes(), until)))
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
        raise NotSent(_plain(error)) from None
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise Lost(_plain(error)) from None


def _pieces(content: bytes) -> Iterator[bytes]:
    """Parts between which the time can be looked at."""
    for start in range(0, len(content), _PIECE):
        yield content[start : start + _PIECE]


def _in_time(parts: Iterable[bytes], until: float) -> Iterator[bytes]:
    """The parts, as long as there is time. Raises Lost afterwards: each part may be slow, all of them may not."""
    for part in parts:
        if time.monotonic() > until:
            raise Lost("no end in time")
        yield part


def _plain(error: Exception) -> str:
    return f"{type(error).__name__}: {redacted_text(str(error))}"[:300]


def _reply(answer: httpx.Response, content: bytes) -> Reply:
    text = content.decode("utf-8", "replace")
    try:
        body = json.loads(text) if text else None
    except ValueError:
        body = None
    headers = {name.lower(): value for name, value in answer.headers.items()}
    last_headers.set(headers)
    return Reply(answer.status_code, headers, body, redacted_text(text[:_LONGEST_TEXT]))


def redacted_text(text: str) -> str:
    """A text in which no token stands."""
    return _SECRET_IN_TEXT.sub(r"\1…", text)


def redacted(value: Any) -> Any:
    """JSON that may be kept: without tokens, and with binary floats as text, so that it can be hashed exactly."""
    if isinstance(value, dict):
        return {str(name): "…" if _SECRET.search(str(name)) else redacted(part) for name, part in value.items()}
    if isinstance(value, list):
        return [redacted(part) for part in value]
    if isinstance(value, float):
        return str(value)
    return redacted_text(value) if isinstance(value, str) else value
