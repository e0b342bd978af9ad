"""Home: the week, the notices, and where a subject of the audit chain lives."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samrit.exchange import line_notices, urgent
from samrit.exchange.enums import UrgentKind
from samrit.exchange.models import LineLink
from samrit.people.actions.accounts import change_own_settings
from samrit.people.enums import Act
from samrit.publicity.actions.filters import read_notices
from samrit.publicity.models import Notification
from samrit.publicity.notices import sentence
from samrit.scoring.week import week_of
from samrit.web.office.subjects import address_of
from samrit.web.office.views.common import page_of, visible_key_results
from samrit.web.office.week import in_words
from samrit.web.shared.pages import rights_of, staff_page


@staff_page
def week(request: HttpRequest) -> HttpResponse:
    """What I must do now."""
    rows = visible_key_results(request)
    rights = rights_of(request)
    groups, found = week_of(request.user, rights, rows)
    context = {
        "week": in_words(groups),
        "unread": found.unread,
        "key_results": rows,
        "today": timezone.localdate(),
        "may_create": rights.may_somewhere(Act.CREATE_KEY_RESULT),
        "may_administer": rights.may(Act.ADMINISTER),
    }
    return render(request, "office/week.html", context)


@staff_page
def notifications(request: HttpRequest) -> HttpResponse:
    """What this person was told, the newest first."""
    rows = Notification.objects.filter(user=request.user).select_related("by", "key_result")
    page = page_of(request, rows)
    told = [(row, sentence(row)) for row in page]
    context = {"page": page, "told": told, **_line(request), "urgent": _urgent(request)}
    return render(request, "office/notifications.html", context)


def _urgent(request: HttpRequest) -> list[dict[str, Any]]:
    """The kinds of urgent notices, each with whether it comes by mail and by LINE."""
    choice = urgent.choice_of(request.user)
    return [
        {"kind": kind.value, "label": kind.label, "mail": kind in choice.mail, "line": kind in choice.line}
        for kind in UrgentKind
    ]


@require_POST
@staff_page
def notifications_urgent(request: HttpRequest) -> HttpResponse:
    """Of what this person is told at once, and by which way; what is no kind is left out."""
    chosen = {way: set(request.POST.getlist(way)) & set(UrgentKind.values) for way in ("mail", "line")}
    urgent.choose_urgent(**chosen, acting_user=request.user)
    messages.success(request, _("บันทึกแล้ว"))
    return redirect(reverse("office:notifications") + "#urgent")


def _line(request: HttpRequest) -> dict[str, Any]:
    """How far the person is with being told by LINE."""
    link = LineLink.objects.filter(user=request.user).first()
    return {
        "line": link if link and link.linked_at else None,
        "line_accounts": line_notices.accounts(),
        "line_code": request.session.pop("line_code", None),
    }


@require_POST
@staff_page
def notifications_line(request: HttpRequest) -> HttpResponse:
    """Asks for a code to be told by LINE, or ends it."""
    if request.POST.get("wants") == "yes":
        request.session["line_code"] = line_notices.begin_line_link(acting_user=request.user)
    else:
        line_notices.end_line_link(acting_user=request.user)
        messages.success(request, _("ระบบจะไม่แจ้งทาง LINE อีก"))
    return redirect(reverse("office:notifications") + "#line")


@require_POST
@staff_page
def notifications_read(request: HttpRequest) -> HttpResponse:
    """Marks this person's notices as read: those that are named, else all."""
    sent = request.POST.getlist("notice")
    named = [int(text) for text in sent if text.isascii() and text.isdigit() and len(text) < 19]
    read_notices(named if sent else None, acting_user=request.user)
    return redirect("office:notifications")


@require_POST
@staff_page
def notifications_digest(request: HttpRequest) -> HttpResponse:
    """Whether this person wants the daily digest by mail."""
    change_own_settings(wants_digest=request.POST.get("wants") == "yes", acting_user=request.user)
    messages.success(request, _("บันทึกแล้ว"))
    return redirect("office:notifications")


@staff_page
def subject(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 -- as every view
    """Leads from the name of a thing (`work:…`, `report:…`) to its page."""
    address = address_of(name)
    if address is None:
        raise Http404(_("ไม่พบรายการนี้"))
    return redirect(address or reverse("office:week"))
