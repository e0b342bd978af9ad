"""Tokens of the API: one's own on one's account, and those of machine accounts on the page of a person."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.exchange.actions import tokens
from samrit.exchange.enums import TokenScope
from samrit.exchange.models import ApiToken, CalendarLink
from samrit.people.actions.shared import require_over
from samrit.people.models import User
from samrit.web.office.views.common import Crumb
from samrit.web.office.views.deciding import Decision, decide
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import attempt, staff_page, status_of
from samrit.web.shared.templatetags.samrit import digits

_DOES = {
    TokenScope.READ: gettext_lazy("ดูข้อมูลทุกอย่างที่บัญชีนี้ดูได้"),
    TokenScope.WRITE: gettext_lazy("บันทึกและส่งงาน แผน และรายงานผล"),
    TokenScope.DECIDE: gettext_lazy("ทำแทนท่านในการอนุมัติ ตรวจสอบ และลงนาม ให้เฉพาะเมื่อจำเป็น"),
    TokenScope.ADMINISTER: gettext_lazy("แก้ไขบัญชี บทบาท และหน่วยงาน"),
}


class TokenForm(OfficeForm):
    """What a token is for, what it may do, and how long."""

    name = forms.CharField(
        label=gettext_lazy("ใช้ทำอะไร"), help_text=gettext_lazy("เช่น ส่งผลจากระบบสารบรรณ"), max_length=100
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("โปรแกรมทำอะไรได้"),
        choices=lambda: [(scope.value, f"{scope.label} — {_DOES[scope]}") for scope in TokenScope],
        widget=forms.CheckboxSelectMultiple,
        initial=["read"],
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("ใช้ได้นาน"),
        choices=lambda: [(str(days), _("%(days)s วัน") % {"days": digits(days)}) for days in (30, 90, 180, 366)],
        coerce=int,
        initial="90",
    )


@staff_page
def own_tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of one's own account."""
    return _page(request, request.user)


@staff_page
def person_tokens(request: HttpRequest, number: int) -> HttpResponse:
    """The tokens of another account, for who administers it."""
    user = get_object_or_404(User, pk=number)
    require_over(request.user, user)
    return _page(request, user)


def _page(request: HttpRequest, user: User) -> HttpResponse:
    rows = ApiToken.objects.filter(user=user).select_related("made_by")
    own = user.pk == request.user.pk
    context = {
        "person": user,
        "own": own,
        "rows": [(row, row.holds(), [TokenScope(scope).label for scope in row.scopes]) for row in rows],
        "may_make": own or tokens.is_machine(user),
        "new_url": reverse("office:token_new") if own else reverse("office:person_token_new", args=[user.pk]),
        "calendar": CalendarLink.objects.filter(user=user).first() if own else None,
        "api_url": request.build_absolute_uri("/api/v1/"),
        "crumbs": _way(request, user)[:-1],
    }
    return render(request, "office/tokens.html", context)


@staff_page
def token_new(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Makes a token and shows it, this once."""
    user = request.user if number is None else get_object_or_404(User, pk=number)
    if user.pk != request.user.pk:
        require_over(request.user, user)
    form = TokenForm(request.POST or None)
    made: list[tuple[ApiToken, str]] = []

    def act() -> None:
        data: dict[str, Any] = form.cleaned_data
        made.append(tokens.make_token(user, **data, acting_user=request.user))

    way = _way(request, user)
    if request.method == "POST" and form.is_valid() and attempt(request, form, act, _("สร้างโทเค็นแล้ว")):
        row, secret = made[0]
        context = {
            "title": _("คัดลอกโทเค็นนี้ไว้ตอนนี้"),
            "name": row.name,
            "row": row,
            "secret": secret,
            "back": way[-1][1],
            "crumbs": way,
        }
        response = render(request, "office/token_made.html", context)
        response["Cache-Control"] = "no-store"
        return response
    context = {"form": form, "title": _("สร้างโทเค็น"), "back": way[-1][1], "crumbs": way}
    return render(request, "office/form.html", context, status=status_of(form))


@staff_page
def token_revoke(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Closes a token for good."""
    row = get_object_or_404(ApiToken.objects.select_related("user"), uid=uid)
    if row.user_id != request.user.pk:
        require_over(request.user, row.user)
    if row.revoked_at or row.expires_at <= timezone.now():
        raise Http404
    way = _way(request, row.user)
    decision = Decision(
        title=_("เพิกถอนโทเค็น"),
        subject=row.name,
        text=_("โปรแกรมที่ใช้โทเค็นนี้จะเรียกระบบไม่ได้ทันที และนำกลับมาใช้อีกไม่ได้"),
        label=_("เพิกถอน"),
        act=lambda _data, _version: tokens.revoke_token(row, acting_user=request.user),
        back=way[-1][1],
        done=_("เพิกถอนแล้ว"),
        refuse=True,
        crumbs=way,
    )
    return decide(request, decision)


def _way(request: HttpRequest, user: User) -> list[Crumb]:
    if user.pk == request.user.pk:
        return [
            (_("บัญชีของฉัน"), reverse("office:account")),
            (_("โปรแกรมที่เชื่อมต่อ"), reverse("office:tokens")),
        ]
    return [
        (_("ผู้ใช้และหน่วยงาน"), reverse("office:people")),
        (str(user), reverse("office:person", args=[user.pk])),
        (_("โปรแกรมที่เชื่อมต่อ"), reverse("office:person_tokens", args=[user.pk])),
    ]
