"""What is wrong on public pages: links to pages of ours that are not public."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db.models import TextField
from django.db.models.functions import Cast

from samrit.site.addresses import PREFIX, TEXTS, origin
from samrit.site.content import links_of
from samrit.site.enums import PageKind
from samrit.site.models import OldAddress, Page
from samrit.site.queries import shown_pages
from samrit.site.versions import kept

_PATH = re.compile(r"^/(?:en/)?(?P<front>[a-z-]+)/(?P<slug>[\w-]+)/?$")
_FIXED = {"results", "activities", "storytellers", "find", "corrections", "open-data", "contribute", *TEXTS, ""}


class Broken(NamedTuple):
    """A link that leads nowhere, and the page on which it stands."""

    page: Page
    address: str


_ELSEWHERE = ("work.", "evidence.", "people.", "results.", "storyteller.", "consent.", "site.contribution.")
"""How codes of acts begin that put no link on a page and take no page off its address."""


def broken_links() -> list[Broken]:
    """Links on public pages to addresses of this site where nothing public stands. 3 queries, once for each change.

    Links to other sites are not asked: an office's server does not call the world by itself.
    """
    return kept("broken_links", _broken_links, daily=True, unmoved_by=_ELSEWHERE)


def _broken_links() -> list[Broken]:
    said = Cast("published__content", TextField())
    rows = (
        shown_pages().alias(_said=said).filter(_said__contains="href=").select_related("published", "district", "work")
    )
    links = [(row, address) for row in rows if row.published for address in links_of(row.published.content)]
    slugs = {urlsplit(address).path.strip("/").rpartition("/")[2] for _row, address in links}
    standing = set(shown_pages().filter(slug__in=slugs).values_list("kind", "slug"))
    old = OldAddress.objects.filter(slug__in=slugs, page__in=shown_pages())
    standing |= set(old.values_list("kind", "slug"))
    return [Broken(row, address) for row, address in links if _is_broken(address, standing)]


def _is_broken(address: str, standing: set[tuple[str, str]]) -> bool:
    parts = urlsplit(address)
    if parts.scheme in {"mailto", "tel"}:
        return False
    if parts.netloc and parts.netloc != urlsplit(origin()).netloc:
        return False
    found = _PATH.match(parts.path)
    if found is None:
        first = parts.path.removeprefix("/en").strip("/").partition("/")[0]
        return first not in _FIXED and first not in PREFIX.values()
    kinds = {front: kind for kind, front in PREFIX.items()}
    kind = kinds.get(found["front"])
    if kind is None:
        return found["front"] not in _FIXED
    return (PageKind(kind), found["slug"]) not in standing
