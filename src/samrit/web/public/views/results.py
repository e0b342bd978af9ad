"""Open results: each published key result with its score, reasons, reports and evidence; how to check it oneself."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from samrit.core.contract import Refused
from samrit.core.ledger import canonical_json
from samrit.core.rubric import facts_data, score_data
from samrit.exchange.dossier import dossier_of
from samrit.platform.signing import installation_key
from samrit.results.models import KeyResult
from samrit.scoring.result import NO_RULE, Result
from samrit.web.public import opened
from samrit.web.public.page import link, public_page, show

A_PAGE, REPORTS = 100, 60


@public_page
def results(request: HttpRequest) -> HttpResponse:
    """All key results that are open to the public, with where they stand."""
    rows = opened.key_results()
    found = [(row, opened.standing(row)) for row in rows]
    context = {"rows": [(row, here.ladder, here.result) for row, here in found], "section": "results"}
    return show(request, "results", context)


@public_page
def result(request: HttpRequest, key: str) -> HttpResponse:
    """One key result: ladder, reasons, minimums, districts, reports, revisions, evidence, assumptions, downloads."""
    row = _open(key)
    standing = opened.standing(row)
    found = standing.result
    context = {
        "key_result": row,
        "result": found,
        "ladder": standing.ladder,
        "matrix": standing.matrix,
        "rule": standing.rule,
        "notes": [note for note in found.notes if note != NO_RULE],
        "no_rule": NO_RULE if NO_RULE in found.notes else None,
        "record": opened.record(row),
        "evidence": opened.latest_evidence(row),
        "section": "results",
        "crumbs": [(link("results"), _("ผลตัวชี้วัด"))],
    }
    return show(request, "result", context)


@public_page
def reports(request: HttpRequest, key: str) -> HttpResponse:
    """The accepted reports of all agencies, sixty at a time."""
    row = _open(key)
    page = _page_of(request, opened.count_reports(row)[0], REPORTS)
    context = {
        "key_result": row,
        "pages": page,
        "reports": opened.reports(row, start=(page.number - 1) * REPORTS, limit=REPORTS),
        "section": "results",
        "crumbs": [(link("results"), _("ผลตัวชี้วัด")), (link("result", row.key), row.name)],
    }
    return show(request, "reports", context)


@public_page
def evidence(request: HttpRequest, key: str) -> HttpResponse:
    """All public evidence of a key result, a hundred at a time."""
    row = _open(key)
    page = _page_of(request, opened.count_evidence(row), A_PAGE)
    context = {
        "key_result": row,
        "pages": page,
        "evidence": opened.evidence(row, start=(page.number - 1) * A_PAGE, limit=A_PAGE),
        "section": "results",
        "crumbs": [(link("results"), _("ผลตัวชี้วัด")), (link("result", row.key), row.name)],
    }
    return show(request, "evidence", context)


def _page_of(request: HttpRequest, number: int, a_page: int) -> Page:
    """The part of a long list that the address names. Raises Http404."""
    try:
        return Paginator(range(number), a_page).page(request.GET.get("page", "1"))
    except (PageNotAnInteger, EmptyPage):
        raise Http404 from None


@public_page
def how(request: HttpRequest) -> HttpResponse:
    """How a score is made, in plain words, and how anybody checks it."""
    return show(request, "how", {"section": "results", "crumbs": [(link("results"), _("ผลตัวชี้วัด"))]})


@public_page
def result_data(_request: HttpRequest, key: str) -> HttpResponse:
    """The score with its facts and reasons, as `samrit/facts/1` and `samrit/score/1` write them."""
    row = _open(key)
    found = opened.standing(row).result
    return HttpResponse(canonical_json(_document(row, found)), content_type="application/json; charset=utf-8")


def _document(row: KeyResult, found: Result) -> dict[str, Any]:
    return {
        "key_result": row.key,
        "uid": str(row.uid),
        "name": row.name,
        "as_of": found.as_of.isoformat(),
        "revision": None if found.revision is None else found.revision.number,
        "rule": found.rule_name,
        "facts": facts_data(found.facts),
        "score": score_data(found.score),
    }


@public_page
def dossier(_request: HttpRequest, key: str) -> HttpResponse:
    """The signed zip with which anybody works the score out again."""
    row = _open(key)
    try:
        made = dossier_of(row, signer=installation_key())
    except Refused:
        raise Http404 from None
    name = f"samrit-{row.key}-{timezone.localdate():%Y%m%d}.dossier.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="application/zip", headers=headers)


def _open(key: str) -> KeyResult:
    row = opened.key_result(key)
    if row is None:
        raise Http404
    return row
