"""Every counted work with its evidence pack: what is there, what is missing, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.scoring.proofs import proofs_of
from samrit.web.office.views.common import crumbs, key_result_of, page_of
from samrit.web.shared.pages import staff_page


@staff_page
def evidence_packs(request: HttpRequest, key: str) -> HttpResponse:
    """The packs of the works of a key result; `?show=missing` leaves those out to which nothing lacks."""
    key_result = key_result_of(request, key)
    found = proofs_of(key_result)
    missing = request.GET.get("show") == "missing"
    rows = [row for row in found.rows if not missing or not row.complete or row.review]
    context = {
        "key_result": key_result,
        "section": "works",
        "crumbs": crumbs(key_result, (_("งาน"), reverse("office:works", args=[key]))),
        "proofs": found,
        "page": page_of(request, rows),
        "missing": missing,
    }
    return render(request, "office/packs.html", context)
