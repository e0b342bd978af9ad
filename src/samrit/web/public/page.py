"""What every public page shares: its language by its address, its twin in the other one, no cookies."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from samrit.platform.language import lang
from samrit.site.addresses import origin
from samrit.web.public.whole import whole

View = Callable[..., HttpResponse]
NAMESPACES = {"th": "site", "en": "site-en"}
OTHER = {"th": "en", "en": "th"}
ASKED = frozenset({"district", "page", "url", "format", "q", "lang", "month", "khet"})
"""What public pages read of a query. Anything else (the marks of campaigns) leads to the same page."""
MOST_SENT = 16_000_000
"""Bytes that a visitor may send at once: the largest photograph that is taken, and the words beside it."""


def language_of(request: HttpRequest) -> str:
    """The language that the address names: Thai without a prefix, English under `/en/`."""
    match = request.resolver_match
    if match is None:
        return "en" if request.path_info.startswith("/en/") else "th"
    return "en" if NAMESPACES["en"] in match.namespaces else "th"


def link(name: str, *args: Any, language: str | None = None) -> str:
    """The path of a public page in the reader's language, or in another."""
    return _path(get_script_prefix(), f"{NAMESPACES[language or lang()]}:{name}", args)


@functools.lru_cache(maxsize=20_000)
def _path(_folder: str, name: str, args: tuple[Any, ...]) -> str:
    """A page holds sixty addresses, most of them on every page; `_folder` is where a demo serves the site."""
    return reverse(name, args=args)


def media_link(sha256: str) -> str:
    """The path of a file: one in all languages."""
    return link("media", sha256, language="th")


def absolute(path: str) -> str:
    """The whole address of a path that `link` gave, without the folder under which a demo serves the site."""
    return origin() + path.removeprefix(get_script_prefix().rstrip("/"))


def asked(query: str) -> str:
    """What a public page reads of a query, written in one way: what kept pages are told apart by."""
    if not query:
        return ""
    return urlencode(sorted(pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] in ASKED))


def public_page(view: View) -> View:
    """A page for everybody, read only: it may be kept until anything changes, and asks nobody who they are."""
    return require_safe(_in_language(view, kept=True))


def public_form(view: View) -> View:
    """A page for everybody that takes what a visitor sends; it is never kept."""
    page = _in_language(view, kept=False)
    page.most_bytes = MOST_SENT  # what `SizeMiddleware` asks for
    return page


def _in_language(view: View, *, kept: bool) -> View:
    @functools.wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = language_of(request)
        if kept:  # the page is everybody's: nothing of what else this reader's address says may stand in it
            request.META["QUERY_STRING"] = asked(request.META.get("QUERY_STRING", ""))
            request.GET = QueryDict(request.META["QUERY_STRING"])
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        response.headers.setdefault("Cache-Control", "public, max-age=0, must-revalidate" if kept else "no-store")
        open_to_all = not any(word in response.headers["Cache-Control"] for word in ("private", "no-store"))
        response.samrit_public = kept and open_to_all and response.status_code == 200
        return response

    return page


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A public page: its template with what all of them need."""
    context = context or {}
    made = render_to_string(f"public/site/{template}.html", frame(request, _turned(context)) | context, request)
    return HttpResponse(whole(made) if lang() == "th" else made, status=status)


def _turned(context: dict[str, Any]) -> str:
    """Where a list that was turned over stands; a list of one district only is part of the whole one."""
    pages = context.get("pages")
    return f"?page={pages.number}" if pages and pages.number > 1 and not context.get("place") else ""


def frame(request: HttpRequest, turned: str = "") -> dict[str, Any]:
    """Its own address, that of its twin in the other language, and where the site stands."""
    language = lang()
    match = request.resolver_match
    twins = {}
    for one in OTHER:
        try:
            name, args = (match.url_name, match.kwargs.values()) if match else ("home", ())
            twins[one] = link(name, *args, language=one) + turned
        except NoReverseMatch:
            twins[one] = link("home", language=one)
    return {
        "lang": language,
        "other": OTHER[language],
        "twin": twins[OTHER[language]],
        "alternates": {one: absolute(path) for one, path in twins.items()},
        "canonical": absolute(twins[language]),
        "check_page": "public:dossier_in_english" if language == "en" else "public:dossier",
        "site_card": absolute(link("site_card")),
    }
