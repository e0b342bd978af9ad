"""Pages to read: home, districts, stories, storytellers."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samrit.districts.models import CreativeDistrict
from samrit.people.enums import Act
from samrit.people.rights import Rights
from samrit.publicity.models import ActivityDetail
from samrit.site import queries
from samrit.site.enums import PageKind
from samrit.site.khets import khet_name, khets, khets_of
from samrit.site.queries import Shown
from samrit.web.public import described, opened
from samrit.web.public.mapping import all_places, boundaries_drawn, known_places, sketch_drawn
from samrit.web.public.page import absolute, link, public_page, show
from samrit.web.public.views.faults import gone

A_PAGE = 12
MOST_ACTIVITIES, COMING, PAST = 200, 8, 4
"""Activities of a district that are looked at, and that its page shows; the calendar has all."""
PLACES = 60
SIGNS = 40
"""Districts by name on the front page; the others are on the page of all districts."""


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The map with its districts, the latest stories, what is on, and how the public result stands."""
    places = queries.district_pages()
    context = {
        "places": places[:SIGNS],
        "more": len(places) > SIGNS,
        "map": all_places(),
        "stories": queries.pages(PageKind.STORY, limit=5),
        "results": [(row, opened.standing(row).ladder) for row in opened.key_results()[:3]],
        "coming": queries.activities(since=timezone.now())[:3],
        "structured": described.site(),
    }
    if places:
        return show(request, "home", context)
    response = show(request, "home", context | _next_step(request))
    response.headers["Cache-Control"] = "private, no-store"  # it says something else to staff than to citizens
    return response


def _next_step(request: HttpRequest) -> dict[str, str]:
    """What whoever is signed in does next on a site without districts; nothing for a citizen."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return {}
    rights = Rights(request.user)
    if rights.may(Act.EDIT_SITE) or rights.may(Act.PUBLISH_SITE):
        return {"next_step": reverse("office:site"), "next_label": _("เขียนหน้าย่านแรก")}
    return {"next_step": reverse("office:front"), "next_label": _("เข้าพื้นที่ทำงานของเจ้าหน้าที่")}


@public_page
def districts(request: HttpRequest) -> HttpResponse:
    """All districts with a page, on the map and as a list."""
    places = queries.district_pages()
    paginator = Paginator(places, PLACES)
    try:
        pages = paginator.page(request.GET.get("page", "1"))
    except (PageNotAnInteger, EmptyPage):
        raise Http404 from None
    context = {"places": places, "pages": pages, "counts": queries.counts_by_district(), "map": all_places()}
    return show(request, "districts", context)


@public_page
def by_khet(request: HttpRequest) -> HttpResponse:
    """The 50 khets as tiles and as a table: districts, stories and activities of each."""
    crumbs = [(link("districts"), _("ย่านสร้างสรรค์"))]
    return show(request, "khets", {"khets": khets(), "section": "districts", "crumbs": crumbs})


@public_page
def boundaries(_request: HttpRequest) -> HttpResponse:
    """The outlines of khets for the map, as GeoJSON."""
    return _geojson(boundaries_drawn())


@public_page
def sketched(_request: HttpRequest) -> HttpResponse:
    """The sketch that stands in for them where none were imported."""
    return _geojson(sketch_drawn())


def _geojson(shapes: dict[str, Any]) -> HttpResponse:
    text = json.dumps(shapes, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/geo+json; charset=utf-8")


@public_page
def district(request: HttpRequest, slug: str) -> HttpResponse:
    """One district: its story, people, places, how to get there, what is told and what is on."""
    shown = _page_or_elsewhere(request, PageKind.DISTRICT, slug)
    if isinstance(shown, HttpResponse):
        return shown
    return show(request, "district", district_parts(shown))


def district_parts(shown: Shown) -> dict[str, Any]:
    """What the page of a district shows."""
    row = shown.districts[0]
    now = timezone.now()
    activities = queries.activities(district=row, latest=MOST_ACTIVITIES)
    return {
        "page": shown,
        "district": row,
        "card": absolute(link("card", shown.slug)),
        "khets": [khet_name(office) for office in khets_of(row)],
        "stories": queries.pages(PageKind.STORY, district=row, limit=6),
        "coming": [one for one in activities if not _is_over(one, now)][:COMING],
        "past": [one for one in activities if _is_over(one, now)][-PAST:],
        "posts": queries.posts(district=row, limit=8),
        "tellers": queries.storytellers(row),
        "map": known_places([shown]),
        "done": opened.done_in(row),
        "survey": opened.survey_for(row),
        "structured": described.district(shown),
        "crumbs": [(link("districts"), _("ย่านสร้างสรรค์"))],
    }


def _is_over(row: ActivityDetail, now: dt.datetime) -> bool:
    return (row.ends_at or row.starts_at) < now


@public_page
def stories(request: HttpRequest) -> HttpResponse:
    """All stories, the newest first; of one district where the address names it."""
    wanted = request.GET.get("district", "")[:80]
    place = CreativeDistrict.objects.filter(slug=wanted, page__in=queries.shown_pages()).first() if wanted else None
    pages = _paged(request, place)
    context = {"pages": pages, "place": place, "places": queries.district_pages()}
    return show(request, "stories", context)


def _paged(request: HttpRequest, place: CreativeDistrict | None) -> Any:
    number = queries.count_pages(PageKind.STORY) if place is None else queries.stories_of(place).count()
    paginator = Paginator(range(number), A_PAGE)
    try:
        page = paginator.page(request.GET.get("page", "1"))
    except (PageNotAnInteger, EmptyPage):
        raise Http404 from None
    page.object_list = queries.pages(PageKind.STORY, district=place, start=(page.number - 1) * A_PAGE, limit=A_PAGE)
    return page


@public_page
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """One story: text, pictures, video with captions and transcript, its series and its district."""
    shown = _page_or_elsewhere(request, PageKind.STORY, slug)
    if isinstance(shown, HttpResponse):
        return shown
    return show(request, "story", story_parts(shown))


def story_parts(shown: Shown) -> dict[str, Any]:
    """What the page of a story shows."""
    videos = queries.media_of(shown)
    near = shown.districts[0] if shown.districts else None
    others = [row for row in queries.pages(PageKind.STORY, district=near, limit=4) if row.pk != shown.pk][:3]
    return {
        "page": shown,
        "videos": videos,
        "series": queries.series_of(shown),
        "posts": queries.posts(work=shown.work) if shown.work else [],
        "others": others,
        "structured": described.story(shown, videos),
        "crumbs": [(link("stories"), pgettext("menu", "เรื่องเล่า"))],
    }


@public_page
def storytellers(request: HttpRequest) -> HttpResponse:
    """The people of the network who want to be known."""
    return show(request, "storytellers", {"tellers": queries.storytellers()})


def _page_or_elsewhere(request: HttpRequest, kind: PageKind, slug: str) -> Shown | HttpResponse:
    """The page; where it moved a redirect, where it was taken off the page that says so. Http404 otherwise."""
    shown = queries.page(kind, slug)
    if shown is not None:
        return shown
    now = queries.moved_to(kind, slug)
    if now is not None:
        return HttpResponsePermanentRedirect(link(kind.value, now))
    if queries.is_gone(kind, slug):
        return gone(request)
    raise Http404
