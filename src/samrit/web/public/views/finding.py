"""Search in Thai over all that is public."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from samrit.platform.search import MAX_QUERY
from samrit.site import queries
from samrit.site.enums import PageKind
from samrit.web.public.page import public_form, show

MOST = 40


@public_form
def find(request: HttpRequest) -> HttpResponse:
    """Districts and stories that hold every word; an empty page asks for words."""
    query = request.GET.get("q", "")[:MAX_QUERY].strip()
    found = []
    if query:
        found = queries.pages(PageKind.DISTRICT, query=query, limit=MOST)
        found += queries.pages(PageKind.STORY, query=query, limit=MOST)
    context = {"asked": query, "found": found, "places": [] if found else queries.district_pages()}
    return show(request, "find", context)
