"""Connecting an account: what the platform demands, the way there and back, which account, and a look at the result."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samrit.channels.actions import accounts
from samrit.channels.demands import DEMANDS
from samrit.channels.models import Account, Connecting
from samrit.channels.registry import ADAPTERS
from samrit.people.enums import Act
from samrit.people.models import Agency
from samrit.people.rights import EVERYWHERE, Scope
from samrit.publicity.enums import Channel
from samrit.web.office.views.channels.accounts import at, trail
from samrit.web.office.views.deciding import Decision, decide
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import attempt, rights_of, staff_page, status_of


def agency_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Agency.objects.all(), label=gettext_lazy("หน่วยงานเจ้าของบัญชี"), empty_label=None)


class TokenForm(OfficeForm):
    """A long-lived token that was made on the platform."""

    token = forms.CharField(
        label=gettext_lazy("โทเค็นของผู้ใช้ระบบหรือของเพจ"),
        help_text=gettext_lazy("เก็บแบบเข้ารหัส และไม่แสดงอีก"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        max_length=1_000,
    )


class LineForm(OfficeForm):
    """Id and secret of a Messaging API channel."""

    channel_id = forms.CharField(label="Channel ID", max_length=40)
    secret = forms.CharField(
        label="Channel secret",
        help_text=gettext_lazy("เก็บแบบเข้ารหัส และไม่แสดงอีก"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        max_length=100,
    )


class HandForm(OfficeForm):
    """An account on which people publish themselves."""

    name = forms.CharField(label=gettext_lazy("ชื่อบัญชี"), max_length=200)
    address = forms.CharField(
        label=gettext_lazy("ที่อยู่หรือรหัสบัญชีบนแพลตฟอร์ม"),
        help_text=gettext_lazy("เช่น https://www.tiktok.com/@ชื่อบัญชี"),
        max_length=200,
    )
    agency = agency_field()


class SiteForm(OfficeForm):
    """Whose website it is."""

    agency = agency_field()


class ChosenForm(OfficeForm):
    """Which of the accounts that were opened, and whose it is."""

    account = forms.ChoiceField(label=gettext_lazy("บัญชีที่แพลตฟอร์มเปิดให้"), widget=forms.RadioSelect)
    agency = agency_field()


def _channel(name: str) -> Channel:
    if name not in ADAPTERS:
        raise Http404
    return Channel(name)


def _anew(request: HttpRequest, channel: str) -> Account | None:
    """The account that is connected anew, where the address names one."""
    try:
        uid = uuid.UUID(request.GET.get("account") or request.POST.get("anew") or "")
    except ValueError:
        return None
    return get_object_or_404(Account, uid=uid, channel=channel)


def _begun(request: HttpRequest, account: Account | None) -> None:
    rights_of(request).require(Act.CONNECT_CHANNEL, Scope(account.agency_id) if account else EVERYWHERE)


@staff_page
def connect(request: HttpRequest, channel: str) -> HttpResponse:
    """What the platform demands, and the ways to connect it; a token that was pasted is taken here."""
    name = _channel(channel)
    account = _anew(request, name)
    _begun(request, account)
    form = _pasted(name, request)
    made: list[Connecting] = []
    if form is not None and _take(request, form, lambda: made.append(_brought(request, name, form, account))):
        return redirect("office:channel_choose", made[0].uid)
    context = {
        "channel": name,
        "account": account,
        "demands": DEMANDS[name],
        "by_consent": name in accounts.CONSENT,
        "form": form,
        "back_address": _back(request, name),
        "crumbs": trail(account),
    }
    return render(request, "office/channels/connect.html", context, status=status_of(*([form] if form else [])))


def _take(request: HttpRequest, form: OfficeForm, act: Callable[[], None]) -> bool:
    return request.method == "POST" and form.is_valid() and attempt(request, form, act, _("อ่านบัญชีได้แล้ว"))


def _pasted(channel: Channel, request: HttpRequest) -> OfficeForm | None:
    kinds = {Channel.LINE: LineForm, **dict.fromkeys(accounts.PASTED, TokenForm)}
    kind = kinds.get(channel)
    return kind(request.POST or None) if kind else None


def _brought(request: HttpRequest, channel: Channel, form: OfficeForm, account: Account | None) -> Connecting:
    data = form.cleaned_data
    if channel == Channel.LINE:
        return accounts.bring_line(data["channel_id"], data["secret"], account=account, acting_user=request.user)
    return accounts.bring_token(channel, data["token"], account=account, acting_user=request.user)


def _back(request: HttpRequest, channel: str) -> str:
    """The address that must be registered with the platform's application."""
    return request.build_absolute_uri(reverse("office:channel_back", args=[channel]))


@require_POST
@staff_page
def connect_begin(request: HttpRequest, channel: str) -> HttpResponse:
    """Opens the way; the next page has the link that leads to the platform."""
    name = _channel(channel)
    row = accounts.begin_connecting(name, account=_anew(request, name), acting_user=request.user)
    return redirect("office:channel_choose", row.uid)


@staff_page
def connect_back(request: HttpRequest, channel: str) -> HttpResponse:
    """Here the platform leads back: with a code, or with a no."""
    name = _channel(channel)
    rights_of(request).require(Act.CONNECT_CHANNEL)
    said = request.GET.get("error_description") or request.GET.get("error")
    if said or not request.GET.get("code"):
        context = {"channel": name, "said": (said or "")[:300], "crumbs": trail(None)}
        return render(request, "office/channels/not_allowed.html", context, status=422)
    row = accounts.come_back(
        request.GET.get("state", "")[:60], request.GET["code"], back=_back(request, name), acting_user=request.user
    )
    return redirect("office:channel_choose", row.uid)


@staff_page
def choose(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """First the way to the platform; after it, which of the accounts that it opened."""
    row = get_object_or_404(Connecting.objects.select_related("account__agency"), uid=uid, by=request.user)
    _begun(request, row.account)
    if not row.found:
        there = accounts.way_to_platform(row, back=_back(request, row.channel))
        context = {"row": row, "there": there, "crumbs": trail(row.account)}
        return render(request, "office/channels/way.html", context)
    form = ChosenForm(
        request.POST or None,
        initial={
            "agency": row.account.agency if row.account else request.user.agency_id,
            "account": row.found[0]["id"],
        },
    )
    form.fields["account"].choices = [(one["id"], f"{one['name']} ({one['id']})") for one in row.found]
    made: list[Account] = []

    def take() -> None:
        data = form.cleaned_data
        made.append(accounts.choose_account(row, data["account"], agency=data["agency"], acting_user=request.user))

    if request.method == "POST" and form.is_valid() and attempt(request, form, take, _("เชื่อมต่อแล้ว")):
        accounts.test_account(made[0], acting_user=request.user)
        return redirect("office:channel_account", made[0].uid)
    context = {
        "form": form,
        "title": _("เลือกบัญชี"),
        "back": reverse("office:channel_accounts"),
        "crumbs": trail(row.account),
    }
    return render(request, "office/form.html", context, status=status_of(form))


@staff_page
def by_hand(request: HttpRequest, channel: str) -> HttpResponse:
    """An account without a token: people publish there from the bundle."""
    name = _channel(channel)
    if name == Channel.WEBSITE:
        raise Http404
    return _added(
        request,
        HandForm,
        lambda data: accounts.add_by_hand(name, **data, acting_user=request.user),
        f"{name.label}: {_('เผยแพร่ด้วยมือ')}",
        _("ระบบเตรียมชุดเผยแพร่ให้ดาวน์โหลด เจ้าหน้าที่โพสต์เอง แล้วบันทึกลิงก์กลับเข้าระบบ"),
    )


@staff_page
def site(request: HttpRequest) -> HttpResponse:
    """The city's own website."""
    return _added(
        request,
        SiteForm,
        lambda data: accounts.add_website(**data, acting_user=request.user),
        _("เพิ่มเว็บไซต์ของเมือง"),
        _("หน้าบนเว็บไซต์เผยแพร่จากระบบนี้โดยตรง ไม่ต้องใช้โทเค็น"),
    )


def _added(request: HttpRequest, form: Any, act: Any, title: str, text: str) -> HttpResponse:
    made: list[Account] = []
    decision = Decision(
        title=title,
        label=_("เพิ่มบัญชี"),
        act=lambda data, _version: made.append(act(data)),
        back=lambda: at(made[0]) if made else reverse("office:channel_accounts"),
        form=form,
        initial={"agency": request.user.agency_id},
        text=text,
        crumbs=trail(None),
        asks=(Act.CONNECT_CHANNEL,),
    )
    return decide(request, decision)
