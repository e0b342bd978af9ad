"""What came of what went out: figures by piece, district, channel and month, beside the sheet's minimums."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.channels.results import BY, MEANINGS, Row, courses, grouped, rows_of
from samrit.core.thai import fiscal_year_bounds
from samrit.publicity.enums import Channel
from samrit.scoring.result import score_key_result
from samrit.web.office.channel_chart import drawn
from samrit.web.office.views.common import crumbs, key_result_of, page_of
from samrit.web.shared.pages import staff_page

_GROUPS = {
    "piece": gettext_lazy("รายชิ้นงาน"),
    "district": gettext_lazy("รายย่าน"),
    "channel": gettext_lazy("รายช่องทาง"),
    "month": gettext_lazy("รายเดือน"),
}


@staff_page
def results(request: HttpRequest, key: str) -> HttpResponse:
    """The figures that the platforms told, never added where that would mean nothing."""
    key_result = key_result_of(request, key)
    by = request.GET.get("by", "")
    by = by if by in BY else ""
    rows = rows_of(key_result)
    channel, month, district = (request.GET.get(name, "") for name in ("channel", "month", "district"))
    chosen = [row for row in rows if _fits(row, channel, month, district)]
    first, year_end = fiscal_year_bounds(key_result.fiscal_year)
    last = max(min(timezone.localdate(), year_end), first)
    counts = score_key_result(key_result).counts
    context = {
        "key_result": key_result,
        "section": "works",
        "crumbs": crumbs(key_result, (_("การเผยแพร่"), reverse("office:deliveries", args=[key]))),
        "by": by,
        "groups": _GROUPS,
        "page": page_of(request, chosen, 50) if not by else None,
        "grouped": [(one, Channel(one.channel).label, _month(one.name)) for one in grouped(chosen, by)] if by else [],
        "drawings": [(Channel(one.channel).label, drawn(one, first, last)) for one in courses(chosen, first, last)],
        "minimums": counts.minimums if counts is not None else (),
        "channels": [(name, Channel(name).label) for name in (*MEANINGS, Channel.WEBSITE)],
        "months": [(text, _month(text)) for text in sorted({BY["month"](row)[0] for row in rows})],
        "districts": key_result.districts.all(),
        "chosen": {"channel": channel, "month": month, "district": district},
    }
    return render(request, "office/channels/results.html", context)


def _fits(row: Row, channel: str, month: str, district: str) -> bool:
    return (
        (not channel or row.channel == channel)
        and (not month or f"{timezone.localtime(row.at):%Y-%m}" == month)
        and (not district or any(one.slug == district for one in row.delivery.work.districts.all()))
    )


def _month(text: str) -> dt.date | None:
    """The first day of a month as the address names it; None for nonsense."""
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
