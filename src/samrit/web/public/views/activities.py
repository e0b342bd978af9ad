"""The calendar of activities: a page, one activity, and both as iCalendar."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import pgettext

from samrit.site import queries
from samrit.web.public import described, ical
from samrit.web.public.page import link, public_page, show

PAST = 24
"""Past activities that the calendar shows; its feed has all."""


@public_page
def calendar(request: HttpRequest) -> HttpResponse:
    """What is coming, the next first, and what has been."""
    now = timezone.now()
    context = {
        "coming": queries.activities(since=now),
        "past": queries.activities(over_by=now, latest=PAST)[::-1],
    }
    return show(request, "activities", context)


@public_page
def activity(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One activity."""
    row = queries.activity(str(uid))
    if row is None:
        raise Http404
    context = {
        "activity": row,
        "over": (row.ends_at or row.starts_at) < timezone.now(),
        "structured": described.activity(row),
        "crumbs": [(link("activities"), pgettext("menu", "กิจกรรม"))],
    }
    return show(request, "activity", context)


@public_page
def feed(_request: HttpRequest) -> HttpResponse:
    """All activities for calendar programs."""
    return _calendar(ical.calendar(queries.activities()), "activities.ics")


@public_page
def activity_file(_request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One activity for calendar programs."""
    row = queries.activity(str(uid))
    if row is None:
        raise Http404
    return _calendar(ical.calendar([row]), f"activity-{str(uid)[:8]}.ics")


def _calendar(text: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
