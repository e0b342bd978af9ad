"""Papers to file and to hand on: the plan, the reports, the form, and the dossier of a score."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from samrit.core.contract import Refused
from samrit.core.sheet import write_sheet
from samrit.exchange.dossier import dossier_of
from samrit.people.enums import Act
from samrit.people.rights import Forbidden
from samrit.platform.jobs import JobState, job_status, start
from samrit.platform.language import spoken
from samrit.platform.papers import DECKS, KINDS, draw, draw_deck
from samrit.platform.signing import installation_key
from samrit.publicity.models import Plan, Storyteller
from samrit.reports.certificate import certificate_paper
from samrit.reports.drawing import Filed, filed_plan, filed_report, ready
from samrit.reports.slides import report_deck
from samrit.reports.tasks import draw_paper
from samrit.results.documents import definition_of
from samrit.results.models import Report, Revision
from samrit.results.parts import scopes_of
from samrit.web.office.views.common import as_of, key_result_of, may_see
from samrit.web.office.views.sending import send_made
from samrit.web.shared.pages import rights_of, staff_page


def _media_type(kind: str) -> str:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


@staff_page
def plan(request: HttpRequest, key: str, number: int, kind: str) -> HttpResponse:
    """An edition of the plan as the paper that is laid before the executives."""
    media_type = _media_type(kind)
    row = get_object_or_404(
        Plan.objects.select_related("key_result__host"), key_result=key_result_of(request, key), number=number
    )
    return _file(request, filed_plan(row), kind, f"publicity-plan-{key}-{number}.{kind}", media_type)


@staff_page
def report(request: HttpRequest, uid: uuid.UUID, kind: str) -> HttpResponse:
    """A report as the paper for the executives' information."""
    media_type = _media_type(kind)
    row = _report(request, uid)
    name = f"report-{row.key_result.key}-{row.period.code}-{row.agency.code}.{kind}"
    return _file(request, filed_report(row), kind, name, media_type)


def _report(request: HttpRequest, uid: uuid.UUID) -> Report:
    row = get_object_or_404(Report.objects.select_related("key_result__host", "agency", "period"), uid=uid)
    if not may_see(rights_of(request), row.key_result):
        raise Forbidden(Act.VIEW)
    return row


@staff_page
def slides(request: HttpRequest, uid: uuid.UUID, kind: str) -> HttpResponse:
    """A report as slides for a meeting."""
    if kind not in DECKS:
        raise Http404
    row = _report(request, uid)
    name = f"slides-{row.key_result.key}-{row.period.code}-{row.agency.code}.{kind}"
    return send_made(draw_deck(report_deck(row), kind), name, DECKS[kind])


@staff_page
def certificate(request: HttpRequest, key: str, uid: uuid.UUID, kind: str) -> HttpResponse:
    """The certificate of a storyteller whose consent holds; only for those who keep the consents."""
    media_type, key_result = _media_type(kind), key_result_of(request, key)
    rights_of(request).require_one((Act.EDIT_STORYTELLERS,), *scopes_of(key_result))
    rows = Storyteller.objects.select_related("consent", "key_result__host")
    try:
        paper = certificate_paper(get_object_or_404(rows, key_result=key_result, uid=uid))
    except Refused as refused:
        messages.error(request, spoken(refused.what))
        return redirect("office:storytellers", key)
    return send_made(draw(paper, kind), f"certificate-{uid}.{kind}", media_type)


def _file(request: HttpRequest, paper: Filed, kind: str, name: str, media_type: str) -> HttpResponse:
    """The file, or the page that waits for it where a job draws it."""
    data = ready(paper, kind)
    if data is not None:
        return send_made(data, name, media_type)
    key = f"reports.paper:{paper.inputs(kind)}"
    job = start(draw_paper, paper.subject, kind, request.path, key=key, started_by=request.user.audit_name)
    return redirect("office:paper_wait", job)


@staff_page
def wait(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """How far the drawing of a paper is; leads on to the file once it is there. It may be left at any time.

    Who may see the file is asked where the file is.
    """
    found = job_status(job)
    if found is None:
        raise Http404
    if found.state == JobState.DONE and isinstance(found.returned, dict):
        return redirect(found.returned["address"])
    context = {"job": found, "failed": found.state == JobState.FAILED, "title": _("กำลังจัดทำเอกสาร")}
    answer = render(request, "office/paper_wait.html", context)
    if not found.finished:
        answer["Refresh"] = "2"
    return answer


@staff_page
def revision(request: HttpRequest, key: str, number: int, kind: str) -> HttpResponse:
    """A revision of the definition as the official form, which reads back."""
    media_type = _media_type(kind)
    row = get_object_or_404(Revision, key_result=key_result_of(request, key), number=number)
    return send_made(write_sheet(definition_of(row), kind), f"definition-{key}-{number}.{kind}", media_type)


@staff_page
def dossier(request: HttpRequest, key: str) -> HttpResponse:
    """The score of the day asked for, with everything that it came from: a zip that anyone can check."""
    key_result = key_result_of(request, key)
    data = dossier_of(key_result, signer=installation_key(), as_of=as_of(request).day)
    return send_made(data, f"kr-{key}.dossier.zip", "application/zip")
