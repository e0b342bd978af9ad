"""What executives and the strategy office see, and the search over everything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from samrit.districts.queries import districts
from samrit.people.enums import Act, Role
from samrit.people.rights import Forbidden
from samrit.platform.search import matching
from samrit.publicity.models import Comment, Plan, Work
from samrit.results.queries import key_result_list
from samrit.scoring.exceptions import ExceptionKind, exceptions, key_results_of, require_executive
from samrit.scoring.result import score_key_results
from samrit.web.office.rolled import lacking
from samrit.web.office.views.common import as_of, page_of, visible_key_results
from samrit.web.shared.ladder import ladder_of
from samrit.web.shared.pages import rights_of, staff_page

_FEW = 20
"""Of everything but works, so many are shown."""


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
    if Role.STRATEGY_OFFICE not in rights_of(request).roles:
        raise Forbidden(Act.CREATE_KEY_RESULT)
    seen, asked = {row.pk for row in visible_key_results(request)}, as_of(request)
    rows = [row for row in key_result_list() if row.key_result.pk in seen]
    results = score_key_results([row.key_result for row in rows], asked.day) if rows else {}
    short = lacking(list(results), asked.day)
    shown = [(row, ladder_of(results[row.key_result.pk]), short.get(row.key_result.pk, ())) for row in rows]
    context = {"page": page_of(request, shown, 50), "as_of": asked.day, "asked": asked}
    return render(request, "office/strategy.html", context)


@staff_page
def search(request: HttpRequest) -> HttpResponse:
    """Works, plans, remarks, districts and key results that hold the words asked for."""
    query = request.GET.get("q", "")[:200].strip()
    seen = visible_key_results(request)
    context = {"asked": query, "page": None, "plans": [], "remarks": [], "districts": [], "key_results": []}
    if query:
        works = matching(Work.objects.filter(key_result__in=seen), query)
        context["page"] = page_of(request, works.select_related("key_result", "agency").prefetch_related("districts"))
        plans = Plan.objects.filter(key_result__in=seen).select_related("key_result").order_by("-pk")
        remarks = Comment.objects.filter(key_result__in=seen, taken_back_at=None).select_related("by", "key_result")
        context["plans"] = matching(plans, query)[:_FEW]
        context["remarks"] = matching(remarks.order_by("-pk"), query)[:_FEW]
        context["districts"] = districts(query=query)[:_FEW] if rights_of(request).may(Act.VIEW) else []
        context["key_results"] = [row for row in seen if query in row.name or query in row.code]
    return render(request, "office/search.html", context)
