"""Short links and their QR codes, and the files that platforms fetch from us: without cookies, kept of nobody."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from samrit.channels import addresses, links
from samrit.channels.models import ShortLink
from samrit.channels.parcels import preview_of
from samrit.platform.files import open_file
from samrit.platform.models import StoredFile
from samrit.web.public import codes
from samrit.web.public.views import survey


@never_cache
@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """To the page of a work, counted by day. A code that is no short link is a survey's."""
    target = _followed(request, code)
    return redirect("public:survey", code) if target is None else HttpResponseRedirect(target)


@csrf_exempt
def survey_or_short(request: HttpRequest, token: str) -> HttpResponse:
    """A survey by its link; a short link that was typed with a stroke at its end leads on too."""
    if len(token) == links.LENGTH and request.method in {"GET", "HEAD"}:
        target = _followed(request, token)
        if target is not None:
            return never_cache(lambda _request: HttpResponseRedirect(target))(request)
    return survey.by_link(request, token)


def _followed(request: HttpRequest, code: str) -> str | None:
    """Where it leads; a look at the head alone counts as a program's."""
    agent = request.headers.get("user-agent", "") if request.method == "GET" else ""
    return links.follow(code, agent=agent) if len(code) == links.LENGTH else None


@require_safe
def code_drawn(_request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The QR code of a short link, to be printed."""
    if not ShortLink.objects.filter(code=code).exists():
        raise Http404
    answer = codes.drawn(addresses.short_address(code), kind)
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


@require_safe
def file(_request: HttpRequest, signed: str) -> HttpResponse:
    """A file for a platform to fetch, under a signed address whose days are not over."""
    asked = addresses.file_asked_for(signed)
    row = None if asked is None else StoredFile.objects.filter(pk=asked.sha256).first()
    if asked is None or row is None:
        raise Http404
    shown = preview_of(row) if asked.preview else row
    try:
        content = open_file(shown)
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Cache-Control": "private, max-age=3600", "X-Robots-Tag": "noindex"}
    return FileResponse(content, content_type=shown.media_type, headers=headers)
