"""Papers to file and to hand on: the plan, the reports, the form, and the dossier of a score."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.core.contract import Refused
from samrit.exchange.dossier import dossier_of
from samrit.people.enums import Act
from samrit.people.rights import Forbidden
from samrit.platform.jobs import JobState, job_status
from samrit.platform.language import spoken
from samrit.platform.papers import DECKS, KINDS
from samrit.platform.sending import send_made
from samrit.platform.signing import installation_key
from samrit.publicity.models import Plan, Storyteller
from samrit.reports.drawing import Filed, filed_plan, filed_report
from samrit.reports.files import FORMS, Made, certificate_file, form_file, paper_file, slides_file, start_drawing
from samrit.results.models import Report, Revision
from samrit.results.parts import scopes_of
from samrit.web.office.views.common import as_of, key_result_of, may_see
from samrit.web.shared.pages import rights_of, staff_page


def _require_kind(kind: str, kinds: Mapping[str, str] = KINDS) -> None:
    if kind not in kinds:
        raise Http404


def _sent(made: Made) -> HttpResponse:
    return send_made(made.data, made.name, made.media_type)


@staff_page
def plan(request: HttpRequest, key: str, number: int, kind: str) -> HttpResponse:
    """An edition of the plan as the paper that is laid before the executives."""
    _require_kind(kind)
    row = get_object_or_404(
        Plan.objects.select_related("key_result__host"), key_result=key_result_of(request, key), number=number
    )
    return _file(request, filed_plan(row), kind)


@staff_page
def report(request: HttpRequest, uid: uuid.UUID, kind: str) -> HttpResponse:
    """A report as the paper for the executives' information."""
    _require_kind(kind)
    return _file(request, filed_report(_report(request, uid)), kind)


def _report(request: HttpRequest, uid: uuid.UUID) -> Report:
    row = get_object_or_404(Report.objects.select_related("key_result__host", "agency", "period"), uid=uid)
    if not may_see(rights_of(request), row.key_result):
        raise Forbidden(Act.VIEW)
    return row


@staff_page
def slides(request: HttpRequest, uid: uuid.UUID, kind: str) -> HttpResponse:
    """A report as slides for a meeting."""
    _require_kind(kind, DECKS)
    return _sent(slides_file(_report(request, uid), kind))


@staff_page
def certificate(request: HttpRequest, key: str, uid: uuid.UUID, kind: str) -> HttpResponse:
    """The certificate of a storyteller whose consent holds; only for those who keep the consents."""
    _require_kind(kind)
    key_result = key_result_of(request, key)
    rights_of(request).require_one((Act.EDIT_STORYTELLERS,), *scopes_of(key_result))
    rows = Storyteller.objects.select_related("consent", "key_result__host")
    try:
        made = certificate_file(get_object_or_404(rows, key_result=key_result, uid=uid), kind)
    except Refused as refused:
        messages.error(request, spoken(refused.what))
        return redirect("office:storytellers", key)
    return _sent(made)


def _file(request: HttpRequest, paper: Filed, kind: str) -> HttpResponse:
    """The file, or the page that waits for it where a job draws it."""
    made = paper_file(paper, kind)
    if made is not None:
        return _sent(made)
    return redirect("office:paper_wait", start_drawing(paper, kind, started_by=request.user.audit_name))


@staff_page
def wait(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """How far the drawing of a paper is; leads on to the file once it is there. It may be left at any time.

    Who may see the file is asked where the file is.
    """
    found = job_status(job)
    if found is None:
        raise Http404
    if found.state == JobState.DONE and isinstance(found.returned, dict):
        return redirect(_address(**found.returned))
    context = {"job": found, "failed": found.state == JobState.FAILED, "title": _("กำลังจัดทำเอกสาร")}
    answer = render(request, "office/paper_wait.html", context)
    if not found.finished:
        answer["Refresh"] = "2"
    return answer


def _address(subject: str, kind: str) -> str:
    """Where the file of a paper is, by the name of its row in the audit chain."""
    what, _colon, uid = subject.partition(":")
    if what == "report":
        return reverse("office:report_paper", args=[uid, kind])
    row = get_object_or_404(Plan.objects.select_related("key_result"), uid=uid)
    return reverse("office:plan_paper", args=[row.key_result.key, row.number, kind])


@staff_page
def revision(request: HttpRequest, key: str, number: int, kind: str) -> HttpResponse:
    """A revision of the definition as the official form, which reads back."""
    _require_kind(kind, FORMS)
    rows = Revision.objects.select_related("key_result")
    return _sent(form_file(get_object_or_404(rows, key_result=key_result_of(request, key), number=number), kind))


@staff_page
def dossier(request: HttpRequest, key: str) -> HttpResponse:
    """The score of the day asked for, with everything that it came from: a zip that anyone can check."""
    key_result = key_result_of(request, key)
    data = dossier_of(key_result, signer=installation_key(), as_of=as_of(request).day)
    return send_made(data, f"kr-{key}.dossier.zip", "application/zip")
