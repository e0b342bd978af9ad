"""The works of a key result as list, board and calendar."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from samrit.people.enums import Act
from samrit.publicity import calendar
from samrit.publicity.enums import Channel, WorkKind, WorkState
from samrit.publicity.filters import WorkFilter
from samrit.publicity.queries.boards import board, list_works, near_duplicates
from samrit.results.models import KeyResult
from samrit.web.office.views.common import crumbs, key_result_of, may, page_of
from samrit.web.office.views.works.bulk import acts_open
from samrit.web.office.views.works.filters import chosen_of, query_of, saved_filters, unread_days
from samrit.web.shared.pages import staff_page

VIEWS = {"list": pgettext_lazy("view", "รายการ"), "board": gettext_lazy("กระดาน"), "calendar": gettext_lazy("ปฏิทิน")}
SPANS = {"month": gettext_lazy("เดือน"), "week": gettext_lazy("สัปดาห์"), "list": gettext_lazy("เรียงตามวัน")}
_FIRST, _LAST = dt.date(2000, 1, 1), dt.date(2100, 1, 1)


@staff_page
def works(request: HttpRequest, key: str) -> HttpResponse:
    """The works of a key result as list, board or calendar."""
    key_result = key_result_of(request, key)
    chosen = chosen_of(request.GET, request.user)
    shown = request.GET.get("view", "list")
    context: dict[str, Any] = {
        "key_result": key_result,
        "section": "works",
        "crumbs": crumbs(key_result),
        "views": VIEWS,
        "view": shown if shown in VIEWS else "list",
        "chosen": chosen,
        "query": query_of(chosen),
        "unread_days": unread_days(request.GET),
        "kinds": WorkKind.choices,
        "states": WorkState.choices,
        "channels": Channel.choices,
        "districts": key_result.districts.all(),
        "agencies": [row.agency for row in key_result.agency_targets.all()],
        "saved": saved_filters(request.user),
        "alike": near_duplicates(key_result).count(),
        "may_add": may(request, Act.EDIT_WORK, key_result),
        "acts": acts_open(request, key_result),
    }
    if context["view"] == "board":
        context["columns"] = board(key_result, chosen)
    elif context["view"] == "calendar":
        context |= _calendar(request, key_result, chosen)
    else:
        context["page"] = page_of(request, list_works(key_result, chosen))
    return render(request, "office/works.html", context)


def _calendar(request: HttpRequest, key_result: KeyResult, chosen: WorkFilter) -> dict[str, Any]:
    span = request.GET.get("span", "month")
    span = span if span in SPANS else "month"
    today = timezone.localdate()
    day = _day(request.GET.get("day", ""), today)
    shown: dict[str, Any] = {"spans": SPANS, "span": span, "day": day, "today": today}
    if span == "week":
        first = day - dt.timedelta(days=day.weekday())
        around = (first - dt.timedelta(days=7), first + dt.timedelta(days=7))
        return {**shown, "first": first, "around": around, "weeks": [calendar.week(key_result, day, chosen)]}
    first = day.replace(day=1)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    shown |= {"first": first, "around": ((first - dt.timedelta(days=1)).replace(day=1), after)}
    if span == "month":
        return {**shown, "weeks": calendar.month(key_result, first.year, first.month, chosen)}
    found = calendar.entries(key_result, first, after - dt.timedelta(days=1), chosen)
    days = itertools.groupby(found, key=lambda entry: entry.day)
    return {**shown, "days": [(of, list(entries)) for of, entries in days]}


def _day(text: str, today: dt.date) -> dt.date:
    try:
        day = dt.date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        day = today
    return min(max(day, _FIRST), _LAST)
