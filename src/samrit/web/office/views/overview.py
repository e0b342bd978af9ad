"""What executives and the strategy office see, and the search over everything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from samrit.platform.search import MAX_QUERY
from samrit.publicity.queries import search as queries
from samrit.scoring.city import city, require_strategy
from samrit.scoring.exceptions import ExceptionKind, exceptions, key_results_of, require_executive
from samrit.scoring.result import score_key_results
from samrit.scoring.rolled import lacking
from samrit.web.office.views.common import as_of, page_of, visible_key_results
from samrit.web.shared.ladder import ladder_of
from samrit.web.shared.pages import rights_of, staff_page


@staff_page
def executive(request: HttpRequest) -> HttpResponse:
    """Exceptions first; then every key result of the year with its ladder. Never a ranking."""
    require_executive(rights_of(request))
    asked = as_of(request)
    day = asked.day
    results = list(score_key_results(key_results_of(request.user, day), day).values())
    rows = exceptions(request.user, day, results=results)
    titles = {
        ExceptionKind.OFF_TARGET: _("ต่ำกว่าที่ควรได้ตามเวลา"),
        ExceptionKind.SILENT_OWNER: _("ยังไม่เริ่มรายงาน"),
        ExceptionKind.OVERDUE: _("รายงานเกินกำหนด"),
        ExceptionKind.ASSUMPTION_OPEN: _("ข้อกำหนดที่ยังไม่มีผู้ยืนยัน"),
    }
    groups = [(kind, title, [row for row in rows if row.kind == kind]) for kind, title in titles.items()]
    short = lacking([result.key_result.pk for result in results], day)
    context = {
        "groups": [group for group in groups if group[2]],
        "results": [(result, ladder_of(result), short.get(result.key_result.pk, ())) for result in results],
        "as_of": day,
        "asked": asked,
    }
    return render(request, "office/executive.html", context)


@staff_page
def strategy(request: HttpRequest) -> HttpResponse:
    """All key results of the city, as far as this person may see them, with what is missing of each."""
    require_strategy(rights_of(request))
    asked = as_of(request)
    rows = city(visible_key_results(request), asked.day)
    shown = [(one.row, ladder_of(one.result), one.lacking) for one in rows]
    context = {"page": page_of(request, shown, 50), "as_of": asked.day, "asked": asked}
    return render(request, "office/strategy.html", context)


@staff_page
def search(request: HttpRequest) -> HttpResponse:
    """Works, plans, remarks, districts and key results that hold the words asked for."""
    query = request.GET.get("q", "")[:MAX_QUERY].strip()
    found = queries.search(query, visible_key_results(request), rights_of(request))
    context = {"asked": query, "found": found, "page": page_of(request, found.works) if query else None}
    return render(request, "office/search.html", context)
