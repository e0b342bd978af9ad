"""What stands in for a page while the database or the office is away: the kept page with a notice, or plain words."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIRequest
from django.template.loader import render_to_string
from django.utils import translation

from samrit.platform.partly import send_partly
from samrit.web.public.keeping import Kept

_MAIN = b'<main id="main"'
_RETRY = 300


def with_notice(kept: Kept) -> Kept:
    """The page as it was last, saying so to people (above its content) and to machines (in its headers)."""
    fresh = {"cache-control", "warning", "age", "retry-after"}
    headers = [row for row in kept.headers if row[0].lower() not in fresh]
    headers += [
        ("Cache-Control", "no-store"),
        ("Warning", '110 - "Response is Stale"'),
        ("Age", str(max(0, int(time.time() - kept.at)))),
    ]
    body = kept.body
    if kept.kind.startswith("text/html"):
        with translation.override(kept.header("Content-Language") or "th"):
            at = dt.datetime.fromtimestamp(kept.at, tz=dt.UTC)
            notice = render_to_string("public/as_it_was.html", {"at": at}).encode()
        body = body.replace(_MAIN, notice + _MAIN, 1)
    return replace(kept, headers=tuple(headers), body=body, etag="", encoded={})


def file_of(kept: Kept, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A picture or film that was public when the office closed, from the storage. Asks no database."""
    try:
        content, size = default_storage.open(kept.file), default_storage.size(kept.file)
    except OSError:
        return closed(environ, start_response)
    said = {**dict(kept.headers), "Cache-Control": "no-store", "ETag": kept.etag}
    answer = send_partly(WSGIRequest(environ), content, size, said)
    start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    if environ["REQUEST_METHOD"] == "HEAD":
        answer.close()
        return [b""]
    return answer  # whoever serves it closes it, and the file with it


def closed(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """503 in words: the office is closed, or what was asked for was not kept. Asks no database."""
    english = environ.get("PATH_INFO", "/").startswith("/en/")
    with translation.override("en" if english else "th"):
        folder = environ.get("SCRIPT_NAME", "")
        home = f"{folder}/en/" if english else f"{folder}/"
        body = render_to_string("public/closed.html", {"home": home, "lang": "en" if english else "th"}).encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Language", "en" if english else "th"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        (
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; font-src 'self' data:; frame-ancestors 'none'",
        ),
        ("Referrer-Policy", "same-origin"),
        ("Retry-After", str(_RETRY)),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
    ]
    start_response("503 Service Unavailable", headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
