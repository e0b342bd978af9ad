"""For machines: robots, the sitemap with images and videos, feeds, oEmbed."""

from __future__ import annotations

import json
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, get_resolver, resolve
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _

from samrit.platform.language import lang, named
from samrit.site import queries
from samrit.site.addresses import TEXTS, origin, path_of
from samrit.site.enums import PageKind
from samrit.site.queries import Shown
from samrit.web.public import opened
from samrit.web.public.page import absolute, link, media_link, public_page
from samrit.web.public.templatetags.site import card_url

FEED_LENGTH = 30
SITEMAP_LENGTH = 10_000
"""Pages in one file of the sitemap: half of what is allowed, for each page stands there in two languages."""
_XML = "application/xml; charset=utf-8"


@public_page
def robots(_request: HttpRequest) -> HttpResponse:
    """Everybody may read the site, platforms' crawlers among them; the workspace is nothing to look for."""
    shut = (*_workspace(), *(f"{front}{path}" for front in ("", "/en") for path in _OF_NO_USE))
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in shut), "Allow: /", ""]
    lines += [f"Sitemap: {origin()}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


_OF_NO_USE = ("/accounts/", "/preview/", "/s/", "/find/", "/contribute/status/")
"""Pages for one person, or of results that are found elsewhere."""


@cache
def _workspace() -> tuple[str, ...]:
    """The first part of every address of the office."""
    [office] = [part for part in get_resolver().url_patterns if getattr(part, "app_name", "") == "office"]
    return tuple(sorted({f"/{str(row.pattern).partition('/')[0]}/" for row in office.url_patterns}))


@public_page
def sitemaps(_request: HttpRequest) -> HttpResponse:
    """The list of the sitemap's files."""
    files = 1 + queries.count_pages(PageKind.STORY) // SITEMAP_LENGTH
    rows = "".join(f"<sitemap><loc>{origin()}/sitemap-{number}.xml</loc></sitemap>" for number in range(1, files + 1))
    head = '<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return HttpResponse(f"{head}{rows}</sitemapindex>", content_type=_XML)


@public_page
def sitemap(_request: HttpRequest, number: int) -> HttpResponse:
    """One file of the sitemap: pages in both languages with their pictures and videos; fixed pages in the first."""
    shown = queries.pages(PageKind.STORY, start=(number - 1) * SITEMAP_LENGTH, limit=SITEMAP_LENGTH)
    if number == 1:
        shown = [*queries.district_pages(), *shown]
    elif not shown:
        raise Http404
    rows = [_fixed(name) for name in _FIXED] if number == 1 else []
    rows += [_fixed("result", row.key) for row in opened.key_results()] if number == 1 else []
    videos = queries.videos_of(shown)
    rows += [_entry(row, videos.get(row.work.pk if row.work else 0, [])) for row in shown]
    spaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
        ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
        ' xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?><urlset {spaces}>{"".join(rows)}</urlset>'
    return HttpResponse(text, content_type=_XML)


_FIXED = ("home", "districts", "stories", "activities", "storytellers", "results", "how", "open_data", *TEXTS)


def _fixed(name: str, *args: Any) -> str:
    twins = {code: absolute(link(name, *args, language=code)) for code in ("th", "en")}
    return _url(twins, "")


def _entry(row: Shown, videos: list[Any]) -> str:
    twins = {code: origin() + path_of(row.kind, row.slug, code) for code in ("th", "en")}
    more = f"<lastmod>{row.changed_at.isoformat()}</lastmod>"
    more += "".join(
        f"<image:image><image:loc>{escape(card_url(picture))}</image:loc></image:image>" for picture in row.pictures
    )
    thumb = card_url(row.picture)
    for media in videos if thumb else ():
        more += (
            f"<video:video><video:thumbnail_loc>{escape(thumb)}</video:thumbnail_loc>"
            f"<video:title>{escape(row.title[:100])}</video:title>"
            f"<video:description>{escape(row.lead[:2000])}</video:description>"
            f"<video:content_loc>{escape(absolute(media_link(media.file_id)))}</video:content_loc></video:video>"
        )
    return _url(twins, more)


def _url(twins: dict[str, str], more: str) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(where)}/>' for code, where in twins.items()
    )
    return "".join(f"<url><loc>{escape(where)}</loc>{more}{others}</url>" for where in twins.values())


# --- feeds ---


@public_page
def rss(_request: HttpRequest) -> HttpResponse:
    """The latest stories as RSS."""
    return _feed(Rss201rev2Feed, "rss", "application/rss+xml; charset=utf-8")


@public_page
def atom(_request: HttpRequest) -> HttpResponse:
    """The latest stories as Atom."""
    return _feed(Atom1Feed, "atom", "application/atom+xml; charset=utf-8")


def _feed(kind: Any, name: str, media_type: str) -> HttpResponse:
    feed = kind(
        title=_title(),
        link=absolute(link("stories")),
        description=_("เรื่องเล่าล่าสุดจากย่านสร้างสรรค์ของกรุงเทพมหานคร"),
        language=lang(),
        feed_url=absolute(link(name)),
    )
    for row in queries.pages(PageKind.STORY, limit=FEED_LENGTH):
        feed.add_item(
            title=row.title,
            link=_address(row),
            description=row.lead,
            unique_id=f"urn:uuid:{row.uid}",
            unique_id_is_permalink=False,
            pubdate=row.published_at,
            updateddate=row.changed_at,
            categories=[str(place) for place in row.districts],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=media_type)


@public_page
def json_feed(_request: HttpRequest) -> HttpResponse:
    """The latest stories as JSON Feed 1.1."""
    items = [
        {
            "id": f"urn:uuid:{row.uid}",
            "url": _address(row),
            "title": row.title,
            "summary": row.lead,
            "content_html": row.text("body"),
            "date_published": row.published_at.isoformat(),
            "date_modified": row.changed_at.isoformat(),
            "tags": [str(place) for place in row.districts],
            **({"image": card_url(row.picture)} if row.picture else {}),
        }
        for row in queries.pages(PageKind.STORY, limit=FEED_LENGTH)
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(),
        "home_page_url": absolute(link("stories")),
        "feed_url": absolute(link("json_feed")),
        "language": lang(),
        "items": items,
    }
    text = json.dumps(feed, ensure_ascii=False)
    return HttpResponse(text, content_type="application/feed+json; charset=utf-8")


def _title() -> str:
    return _("ย่านสร้างสรรค์ กรุงเทพมหานคร")


def _address(row: Shown) -> str:
    return origin() + path_of(row.kind, row.slug, lang())


# --- oEmbed ---


@public_page
def oembed(request: HttpRequest) -> HttpResponse:
    """What another site needs to show a page of ours as a card (oEmbed 1.0, type link)."""
    shown = _page_of(request.GET.get("url", ""))
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"error": "only json is given"}, status=501)
    card = card_url(shown.picture)
    answer: dict[str, Any] = {
        "version": "1.0",
        "type": "link",
        "title": shown.title,
        "author_name": shown.told_by or named(_("กรุงเทพมหานคร"), ""),
        "provider_name": _title(),
        "provider_url": f"{origin()}/",
        "cache_age": 3600,
    }
    if card:
        answer |= {"thumbnail_url": card, "thumbnail_width": 1200, "thumbnail_height": 630}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _page_of(address: str) -> Shown:
    """The public page of a whole address of this site. Http404 for every other address."""
    parts = urlsplit(address[:1000])
    if f"{parts.scheme}://{parts.netloc}" != origin():
        raise Http404
    try:
        found = resolve(parts.path)
    except Resolver404:
        raise Http404 from None
    kinds = {"district": PageKind.DISTRICT, "story": PageKind.STORY}
    kind = kinds.get(found.url_name or "")
    shown = None if kind is None else queries.page(kind, found.kwargs["slug"])
    if shown is None:
        raise Http404
    return shown
