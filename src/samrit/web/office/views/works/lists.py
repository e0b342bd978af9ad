"""The works of a key result as list, board and calendar, and one act for several of them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from samrit.people.enums import Act
from samrit.publicity import calendar
from samrit.publicity.actions import bulk
from samrit.publicity.enums import Channel, WorkKind, WorkState
from samrit.publicity.filters import WorkFilter
from samrit.publicity.models import SavedFilter, Work
from samrit.publicity.queries.boards import board, list_works
from samrit.results.models import KeyResult
from samrit.verification import work_actions
from samrit.web.office.views.common import crumbs, key_result_of, may, page_of
from samrit.web.shared.pages import refusal_text, staff_page

VIEWS = {"list": gettext_lazy("รายการ"), "board": gettext_lazy("กระดาน"), "calendar": gettext_lazy("ปฏิทิน")}


def chosen_of(request: HttpRequest) -> WorkFilter:
    """The filter in an address. What it does not know asks nothing."""
    asked = request.GET

    def words(name: str, allowed: Any = None) -> tuple[str, ...]:
        return tuple(word for word in asked.getlist(name) if word and (allowed is None or word in allowed))

    return WorkFilter(
        text=asked.get("text", "")[:200],
        kinds=words("kind", WorkKind.values),
        states=words("state", WorkState.values),
        districts=words("district"),
        channels=words("channel", Channel.values),
        mine=request.user.pk if asked.get("mine") else None,
    )


@staff_page
def works(request: HttpRequest, key: str) -> HttpResponse:
    """The works of a key result as list, board or calendar."""
    key_result = key_result_of(request, key)
    chosen = chosen_of(request)
    shown = request.GET.get("view", "list")
    query = request.GET.copy()
    for name in ("view", "page", "month"):
        query.pop(name, None)
    context: dict[str, Any] = {
        "key_result": key_result,
        "section": "works",
        "crumbs": crumbs(key_result),
        "views": VIEWS,
        "view": shown if shown in VIEWS else "list",
        "chosen": chosen,
        "query": query.urlencode(),
        "kinds": WorkKind.choices,
        "states": WorkState.choices,
        "channels": Channel.choices,
        "districts": key_result.districts.all(),
        "saved": SavedFilter.objects.filter(user=request.user),
        "may_add": may(request, Act.EDIT_WORK, key_result),
        "may_approve": may(request, Act.APPROVE_WORK, key_result),
        "may_verify": may(request, Act.VERIFY_WORK, key_result),
    }
    if context["view"] == "board":
        context["columns"] = board(key_result, chosen)
    elif context["view"] == "calendar":
        context |= _calendar(request, key_result, chosen)
    else:
        context["page"] = page_of(request, list_works(key_result, chosen))
    return render(request, "office/works.html", context)


def _calendar(request: HttpRequest, key_result: KeyResult, chosen: WorkFilter) -> dict[str, Any]:
    today = timezone.localdate()
    try:
        first = dt.date.fromisoformat(f"{request.GET.get('month', '')[:7]}-01")
    except ValueError:
        first = today.replace(day=1)
    first = min(max(first, dt.date(2000, 1, 1)), dt.date(2100, 1, 1))
    before = (first - dt.timedelta(days=1)).replace(day=1)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    weeks = calendar.month(key_result, first.year, first.month, chosen)
    return {"weeks": weeks, "first": first, "before": before, "after": after, "today": today}


_BULK = {
    "submit": (bulk.submit_works, gettext_lazy("เสนอขออนุมัติ")),
    "approve": (bulk.approve_works, gettext_lazy("อนุมัติ")),
    "finish": (bulk.finish_works, gettext_lazy("แจ้งว่าเผยแพร่/จัดแล้ว")),
    "verify": (None, pgettext_lazy("command", "รับรอง")),
}


@require_POST
@staff_page
def works_bulk(request: HttpRequest, key: str) -> HttpResponse:
    """One act for several works; what each refuses is said by name."""
    key_result = key_result_of(request, key)
    act = request.POST.get("act", "")
    if act not in _BULK:
        raise Http404
    chosen = dict(row.split(":", 1) for row in request.POST.getlist("work") if ":" in row)
    rows = list(
        Work.objects.filter(key_result=key_result, uid__in=_uids(chosen)).select_related("key_result", "agency")
    )
    if act == "verify":
        done = work_actions.verify_works(rows, acting_user=request.user)
    else:
        done = _BULK[act][0]([(row, _number(chosen[str(row.uid)])) for row in rows], acting_user=request.user)
    refused = [(row, refusal_text(why)) for row, why in done.refused]
    context = {
        "key_result": key_result,
        "section": "works",
        "crumbs": crumbs(key_result),
        "done": done.done,
        "refused": refused,
        "act": _BULK[act][1],
    }
    return render(request, "office/works_bulk.html", context)


def _uids(names: Any) -> list[uuid.UUID]:
    found = []
    for name in names:
        try:
            found.append(uuid.UUID(name))
        except ValueError:
            continue
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
