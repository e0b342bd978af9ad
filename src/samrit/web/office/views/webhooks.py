"""Webhooks: addresses that are told of changes, with what was sent to each."""

from __future__ import annotations

import uuid

from django import forms
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samrit.exchange.actions import webhooks
from samrit.exchange.calendars import as_calendar, due_dates, end_calendar_link, make_calendar_link, owner_of
from samrit.exchange.models import Delivery, Webhook
from samrit.people.enums import Act
from samrit.people.rights import EVERYWHERE
from samrit.web.office.views.common import Crumb, page_of
from samrit.web.office.views.deciding import Decision, decide
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import attempt, rights_of, staff_page, status_of


class WebhookForm(OfficeForm):
    """Where to, and of what."""

    url = forms.CharField(label=gettext_lazy("ที่อยู่ปลายทาง"), help_text=gettext_lazy("ขึ้นต้นด้วย https://"), max_length=500)
    events = forms.CharField(
        label=gettext_lazy("เหตุการณ์"),
        help_text=gettext_lazy("บรรทัดละหนึ่งเหตุการณ์ตามบันทึกการเปลี่ยนแปลง ใช้ * แทนส่วนท้ายได้ เช่น results.report.*"),
        widget=forms.Textarea(attrs={"rows": 4}),
        initial="results.report.*\npublicity.work.*",
        max_length=4000,
    )


def _require(request: HttpRequest) -> None:
    rights_of(request).require(Act.ADMINISTER, EVERYWHERE)


@staff_page
def webhook_list(request: HttpRequest) -> HttpResponse:
    """All webhooks."""
    _require(request)
    failed = Count("deliveries", filter=Q(deliveries__state="failed"))
    rows = Webhook.objects.select_related("made_by").annotate(failed=failed, messages=Count("deliveries"))
    return render(request, "office/webhooks.html", {"rows": rows, "crumbs": _way()[:-1]})


@staff_page
def webhook_new(request: HttpRequest) -> HttpResponse:
    """Makes one, and shows its secret this once."""
    _require(request)
    form = WebhookForm(request.POST or None)
    made: list[tuple[Webhook, str]] = []

    def act() -> None:
        events = form.cleaned_data["events"].splitlines()
        made.append(webhooks.make_webhook(url=form.cleaned_data["url"], events=events, acting_user=request.user))

    if request.method == "POST" and form.is_valid() and attempt(request, form, act, _("เพิ่มแล้ว")):
        row, secret = made[0]
        return _secret(request, _("คัดลอกกุญแจลายเซ็นไว้ตอนนี้"), row.url, secret, reverse("office:webhook", args=[row.uid]))
    context = {"form": form, "title": _("เพิ่มเว็บฮุก"), "back": reverse("office:webhooks"), "crumbs": _way()}
    return render(request, "office/form.html", context, status=status_of(form))


@staff_page
def webhook(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One webhook with its log."""
    _require(request)
    row = get_object_or_404(Webhook.objects.select_related("made_by"), uid=uid)
    page = page_of(request, Delivery.objects.filter(webhook=row), 50)
    return render(request, "office/webhook.html", {"row": row, "page": page, "crumbs": _way()})


@require_POST
@staff_page
def webhook_again(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Sends one message again, or all that failed."""
    row = get_object_or_404(Webhook, uid=uid)
    number = request.POST.get("delivery", "")
    one = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None
    webhooks.send_again(row, delivery=one, acting_user=request.user)
    return redirect("office:webhook", uid)


@staff_page
def webhook_secret(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Another secret, shown this once."""
    _require(request)
    row = get_object_or_404(Webhook, uid=uid, ended_at=None)
    back = reverse("office:webhook", args=[uid])
    if request.method == "POST":
        secret = webhooks.change_secret(row, acting_user=request.user)
        return _secret(request, _("คัดลอกกุญแจลายเซ็นไว้ตอนนี้"), row.url, secret, back)
    return decide(
        request,
        Decision(
            title=_("เปลี่ยนกุญแจลายเซ็น"),
            subject=row.url,
            text=_("กุญแจเดิมใช้ตรวจข้อความใหม่ไม่ได้ทันที"),
            label=_("เปลี่ยน"),
            act=lambda _data, _version: None,
            back=back,
            crumbs=_way(),
        ),
    )


@staff_page
def webhook_end(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Ends one."""
    _require(request)
    row = get_object_or_404(Webhook, uid=uid, ended_at=None)
    decision = Decision(
        title=_("เลิกแจ้งที่อยู่นี้"),
        subject=row.url,
        label=_("เลิกแจ้ง"),
        act=lambda _data, _version: webhooks.end_webhook(row, acting_user=request.user),
        back=reverse("office:webhooks"),
        done=_("เลิกแจ้งแล้ว"),
        refuse=True,
        crumbs=_way(),
    )
    return decide(request, decision)


# --- calendar ---


@require_POST
@staff_page
def calendar_new(request: HttpRequest) -> HttpResponse:
    """A new private address of one's due dates, shown this once."""
    secret = make_calendar_link(acting_user=request.user)
    address = request.build_absolute_uri(reverse("office:calendar_feed", args=[secret]))
    return _secret(request, _("ที่อยู่ปฏิทินส่วนตัว"), _("วางที่อยู่นี้ในโปรแกรมปฏิทิน"), address, reverse("office:tokens"))


@require_POST
@staff_page
def calendar_end(request: HttpRequest) -> HttpResponse:
    """The address leads nowhere any more."""
    end_calendar_link(acting_user=request.user)
    return redirect("office:tokens")


def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The due dates of whose address it is. 404 for any other."""
    user = owner_of(secret)
    if user is None:
        raise Http404
    base = request.build_absolute_uri("/")
    response = HttpResponse(as_calendar(due_dates(user), base=base), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=600"
    response["X-Robots-Tag"] = "noindex"
    return response


def _secret(request: HttpRequest, title: str, name: str, secret: str, back: str) -> HttpResponse:
    context = {"title": title, "name": name, "secret": secret, "back": back}
    response = render(request, "office/token_made.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _way() -> list[Crumb]:
    return [(_("ผู้ใช้และหน่วยงาน"), reverse("office:people")), (_("เว็บฮุก"), reverse("office:webhooks"))]
