"""Our own public addresses: short links, the page of a work, and files that platforms fetch from us."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.utils import timezone

from samrit.publicity.models import Work
from samrit.site.addresses import origin, path_of
from samrit.site.models import Page
from samrit.site.queries import shown_pages

FETCHED_WITHIN = dt.timedelta(days=30)
"""So long a file may be fetched: platforms do so at once, phones when a message is opened."""
_signer = Signer(salt="samrit.channels.file", sep="~")


class Asked(NamedTuple):
    """A file that is asked for: its hash, and whether only the small picture that stands for it."""

    sha256: str
    preview: bool


def base() -> str:
    """Where the public sees us, without a slash at the end."""
    told: str = settings.SAMRIT_PUBLIC_ADDRESS.rstrip("/")
    return told or origin()


def short_address(code: str) -> str:
    """A short link as people see and type it."""
    return f"{base()}/s/{code}"


def marker(code: str) -> str:
    """By what a post is known again in a list: it stands in every text, with the scheme or without."""
    return f"/s/{code}"


def own_page_of(work: Work) -> str:
    """The page of this very work on the city's site; empty while the public sees none. One query."""
    return _first(shown_pages().filter(work=work))


def page_of(work: Work) -> str:
    """Where a reader learns more: the work's own page, else that of one of its districts, else the front page."""
    return own_page_of(work) or _first(shown_pages().filter(district__works=work)) or f"{base()}/"


def _first(pages: QuerySet[Page]) -> str:
    found = pages.order_by("pk").values_list("kind", "slug").first()
    return "" if found is None else base() + path_of(*found)


def file_address(sha256: str, ending: str, *, preview: bool = False) -> str:
    """Where platforms fetch a file for 30 days: signed, so that nobody can ask for any other file by its hash."""
    last = (timezone.localdate() + FETCHED_WITHIN).strftime("%Y%m%d")
    name = _signer.sign(f"{sha256}-{last}{'-p' if preview else ''}")
    return f"{base()}/f/{name}.{ending}"


def file_asked_for(signed: str) -> Asked | None:
    """What such an address asks for; None for one that is none of ours, or whose days are over."""
    try:
        value = _signer.unsign(signed.rpartition(".")[0])
    except BadSignature:
        return None
    sha256, last, *preview = value.split("-")
    return Asked(sha256, bool(preview)) if last >= timezone.localdate().strftime("%Y%m%d") else None
