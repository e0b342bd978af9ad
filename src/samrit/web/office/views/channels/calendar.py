"""The month of what goes out: looked at, and moved to another day by hand, by keys or by the form."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samrit.channels.actions import scheduling
from samrit.channels.calendar import month, without_hour
from samrit.core.contract import Refused
from samrit.core.thai import parse_date
from samrit.people.enums import Act
from samrit.people.rights import Forbidden
from samrit.platform.locking import Stale
from samrit.web.office.views.channels.shared import delivery_of
from samrit.web.office.views.common import crumbs, key_result_of, may, version_of
from samrit.web.shared.forms import no_date
from samrit.web.shared.pages import refusal_text, staff_page

_MORNING = dt.time(9)
_FIRST, _LAST = dt.date(2000, 1, 1), dt.date(2100, 1, 1)


@staff_page
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """One month of a key result's deliveries."""
    key_result = key_result_of(request, key)
    today = timezone.localdate()
    first = (_day(request.GET.get("day", "")) or today).replace(day=1)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    context = {
        "key_result": key_result,
        "section": "works",
        "crumbs": crumbs(key_result, (_("การเผยแพร่"), reverse("office:deliveries", args=[key]))),
        "weeks": month(key_result, first),
        "waiting": without_hour(key_result),
        "first": first,
        "today": today,
        "around": ((first - dt.timedelta(days=1)).replace(day=1), after),
        "may": may(request, Act.EDIT_WORK, key_result) or may(request, Act.APPROVE_WORK, key_result),
    }
    return render(request, "office/channels/calendar.html", context)


@require_POST
@staff_page
def move(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """To another day at the same hour; 09.00 where it has none yet. What cannot be moved says why."""
    row = delivery_of(request, uid)
    day = _day(request.POST.get("day", ""))
    if day is None:
        messages.error(request, no_date(request.POST.get("day", "")))
        return redirect("office:channel_calendar", row.work.key_result.key)
    hour = timezone.localtime(row.scheduled_at).timetz() if row.scheduled_at else _MORNING
    at = timezone.make_aware(dt.datetime.combine(day, hour.replace(tzinfo=None)))
    try:
        scheduling.schedule_delivery(row, at, read_version=version_of(request), acting_user=request.user)
        messages.success(request, _("ย้ายแล้ว"))
    except (Forbidden, Stale):
        raise
    except Refused as refused:
        messages.error(request, refusal_text(refused))
    return redirect(f"{reverse('office:channel_calendar', args=[row.work.key_result.key])}?day={day.isoformat()}")


def _day(text: str) -> dt.date | None:
    day = parse_date(text)
    return None if day is None else min(max(day, _FIRST), _LAST)
