"""The original beside its reading: pictures of its pages, the places that questions point at, and scans being read."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samrit.core.contract import Refused
from samrit.core.sheet.definition import Crop
from samrit.core.sheet.readers import crop_picture, picture_of_page
from samrit.people.enums import Act
from samrit.people.models import Agency
from samrit.people.rights import Forbidden
from samrit.platform.jobs import JobState, job_status
from samrit.results.actions.creating import SlowUpload
from samrit.results.models import Revision
from samrit.web.office.views.common import crumbs, key_result_of
from samrit.web.office.views.sheets import UploadForm, revision_of, start_reading
from samrit.web.shared.pages import staff_page, status_of


@staff_page
def page(request: HttpRequest, key: str, number: int, page: int) -> HttpResponse:
    """A page of the original as a picture; `?question=` frames the place that a question points at."""
    row = revision_of(key_result_of(request, key), number)
    asked = request.GET.get("question", "")
    crop = _crop(row, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 4 else None
    marked = crop if crop is not None and crop.page == page else None
    return _picture(row, lambda data: picture_of_page(data, row.source_name, page, marked))


@staff_page
def crop(request: HttpRequest, key: str, number: int, question: int) -> HttpResponse:
    """The place on the scan that a question points at."""
    row = revision_of(key_result_of(request, key), number)
    place = _crop(row, question)
    if place is None:
        raise Http404
    return _picture(row, lambda data: crop_picture(data, row.source_name, place))


def _crop(row: Revision, question: int) -> Crop | None:
    asked = row.definition.get("questions") or []
    found = asked[question].get("crop") if question < len(asked) else None
    return Crop(found["page"], tuple(found["box"])) if found else None


def _picture(row: Revision, draw: Any) -> HttpResponse:
    """What `draw` makes of the file. A file never changes, so the browser may keep the picture."""
    if row.source is None:
        raise Http404
    with default_storage.open(row.source.path) as file:
        data = file.read()
    try:
        answer = HttpResponse(draw(data), content_type="image/png")
    except Refused:
        raise Http404 from None
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    return answer


class AgainForm(UploadForm):
    """What a scan may leave out, once more; the file is here already."""

    file = None


@staff_page
def reading(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """How far the reading of a scan is; leads on to the revision once it is there. It may be left at any time.

    Where it was refused (no code, no reason …) what was typed stands here, and the same file is read again.
    """
    found = job_status(job)
    if found is None:
        raise Http404
    if found.started_by != request.user.audit_name:
        raise Forbidden(Act.CREATE_KEY_RESULT)
    if found.state == JobState.DONE and isinstance(found.returned, dict):
        return redirect("office:revision", found.returned["key"], found.returned["number"])
    failed, kept = found.state == JobState.FAILED, request.session.get(f"reading:{job}")
    form = _again(request, kept) if failed and kept else None
    if form is not None and request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("code", "fiscal_year", "reason")}
        agency = form.cleaned_data["agency"]
        slow = SlowUpload(kept["sha256"], kept["name"], agency.code if agency else "", **told)
        return redirect("office:reading", start_reading(request, slow))
    context = {"job": found, "failed": failed, "form": form, "crumbs": crumbs(), "title": _("กำลังอ่านแบบ")}
    answer = render(request, "office/reading.html", context, status=status_of(form) if form else 200)
    if not found.finished:
        answer["Refresh"] = "3"
    return answer


def _again(request: HttpRequest, kept: dict[str, Any]) -> AgainForm:
    agency = Agency.objects.filter(code=kept["agency"]).first() if kept["agency"] else None
    return AgainForm(request.POST or None, initial={**kept, "agency": agency})
