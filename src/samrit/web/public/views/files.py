"""Files that a public page shows, by their content: they never change, so they may be kept for ever."""

from __future__ import annotations

import io

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samrit.platform.files import open_file
from samrit.platform.models import StoredFile
from samrit.platform.partly import names, send_partly
from samrit.site import queries
from samrit.site.basemap import base_map
from samrit.site.tracks import as_vtt
from samrit.web.public.page import public_page
from samrit.web.public.views.previewing import may_preview

CAPTIONS = "text/vtt"
_FOR_A_DAY = "public, max-age=86400"
_FOR_AN_HOUR = "public, max-age=3600"
"""Not for ever: a picture that is taken off must go from browsers too."""


@public_page
def media(request: HttpRequest, sha256: str) -> HttpResponse:
    """A picture, video or captions of a page that is public now."""
    kind = queries.file_is_public(sha256) if len(sha256) == 64 else None
    public = kind is not None
    if kind is None:
        kind = _of_a_preview(request, sha256)
    if kind is None:
        raise Http404
    etag = f'"{sha256}"'
    headers = {"Cache-Control": _FOR_AN_HOUR if public else "private, no-store", "ETag": etag}
    if names(request.headers.get("If-None-Match", ""), etag):
        return HttpResponse(status=304, headers=headers)
    row = StoredFile.objects.get(pk=sha256)
    try:
        content = open_file(row)
    except FileNotFoundError:
        raise Http404 from None
    if kind == CAPTIONS:
        with content:
            text = as_vtt(content.read())
        said = headers | {"Content-Type": f"{kind}; charset=utf-8"}
        return send_partly(request, io.BytesIO(text), len(text), said)
    answer = send_partly(request, content, row.size, headers | {"Content-Type": kind})
    answer.samrit_file = row.path if public else ""  # what `Front` keeps for the time without a database
    return answer


@require_safe
def tile(request: HttpRequest, zoom: int, x: int, y: int) -> HttpResponse:
    """One tile of the map behind ours; 204 where the archive has none, as at its edges."""
    archive = base_map()
    if archive is None:
        raise Http404
    found = archive.tile(zoom, x, y)
    if found is None:
        return HttpResponse(status=204, headers={"Cache-Control": _FOR_A_DAY})
    headers = {"Cache-Control": _FOR_A_DAY, "ETag": found.etag, "Vary": "Accept-Encoding"}
    if names(request.headers.get("If-None-Match", ""), found.etag):
        return HttpResponse(status=304, headers=headers)
    if found.packed and "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(found.content, found.media_type, headers=headers | {"Content-Encoding": "gzip"})
    return HttpResponse(found.unpacked(), found.media_type, headers=headers)


def _of_a_preview(request: HttpRequest, sha256: str) -> str | None:
    """The media type of a file that waits on a page, for whoever may look at the page before it is public."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    held = queries.pages_that_hold(sha256)
    return next((kind for kind, page in held if may_preview(request.user, page)), None)
