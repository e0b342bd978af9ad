"""The city's accounts on the channels: how each stands, what is left of its quotas, and what to do about it."""

from __future__ import annotations

import uuid
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samrit.channels import queries, watching
from samrit.channels.actions import accounts as actions
from samrit.channels.demands import DEMANDS, NOTES, QUOTAS, SEEN
from samrit.channels.enums import AccountState
from samrit.channels.models import Account
from samrit.channels.reasons import reason_of_code
from samrit.channels.registry import ADAPTERS, adapter_of
from samrit.channels.tokens import ends_at
from samrit.people.enums import Act
from samrit.people.rights import ANYWHERE, EVERYWHERE, Scope
from samrit.publicity.enums import Channel
from samrit.web.office.views.common import Crumb
from samrit.web.office.views.deciding import Decision, NoForm, ReasonForm, decide
from samrit.web.shared.pages import rights_of, staff_page

_PACIFIC = ZoneInfo("America/Los_Angeles")
_OWN_COUNT = {Channel.TIKTOK: ("tiktok_posts", None, None), Channel.YOUTUBE: ("youtube_uploads", 100, _PACIFIC)}
"""Where the platform tells nothing of its limit by day we count our own: (words, documented limit, whose midnight)."""
SEES = (Act.CONNECT_CHANNEL, Act.EDIT_WORK, Act.APPROVE_WORK)


def at(account: Account) -> str:
    """The address of an account's page."""
    return reverse("office:channel_account", args=[account.uid])


def trail(account: Account | None) -> list[Crumb]:
    """The way to an account."""
    first = (_("บัญชีช่องทาง"), reverse("office:channel_accounts"))
    return [first] if account is None else [first, (account.name, at(account))]


@staff_page
def account_list(request: HttpRequest) -> HttpResponse:
    """Every account with its state in words."""
    rights_of(request).require_one(SEES, ANYWHERE)
    rows = queries.accounts_with_grants()
    context = {
        "rows": [(row, _state(row)) for row in rows],
        "channels": [Channel(name) for name in ADAPTERS],
        "may": rights_of(request).may(Act.CONNECT_CHANNEL, EVERYWHERE),
    }
    return render(request, "office/channels/accounts.html", context)


def _state(account: Account) -> dict[str, object]:
    """What the pages say of an account."""
    grant = getattr(account, "grant", None)
    health = account.facts.get("health", {})
    return {
        "ends": None if grant is None or account.channel == Channel.LINE else ends_at(grant),
        "problem": reason_of_code(account.problem) if account.problem else None,
        "failed": reason_of_code(health.get("failed", "")) if health.get("failed") else None,
        "detail": health.get("detail", ""),
        "seen": SEEN.get(health.get("seen", "")),
        "seen_well": health.get("seen") in {"live", "no_page", "no_post"},
        "missing": health.get("missing", []),
        "notes": [NOTES[one] for one in health.get("notes", []) if one in NOTES],
        "quotas": [
            (QUOTAS[one["code"]], one["used"], one["total"])
            for one in health.get("quotas", [])
            if one["code"] in QUOTAS
        ],
        "latest": health.get("latest", ""),
        "name_there": health.get("name", ""),
        "at": parse_datetime(health["at"]) if health.get("at") else None,
        "overdue": watching.overdue(account) if account.state == AccountState.CONNECTED else 0,
    }


@staff_page
def account_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One account: whose it is, how it stands, what is left of its quotas, what the platform demands."""
    row = _account(uid)
    rights_of(request).require_one(SEES, Scope(row.agency_id), ANYWHERE)
    state = _state(row)
    if row.channel in _OWN_COUNT and row.state == AccountState.CONNECTED:
        code, total, zone = _OWN_COUNT[Channel(row.channel)]
        state["quotas"] = [(QUOTAS[code], watching.sent_today(row, zone), total)]
    context = {
        "account": row,
        "state": state,
        "demands": DEMANDS[row.channel],
        "version": adapter_of(row.channel).version,
        "may": rights_of(request).may(Act.CONNECT_CHANNEL, Scope(row.agency_id)),
        "crumbs": trail(None),
    }
    if row.channel == Channel.LINE:
        context["hears_at"] = request.build_absolute_uri(reverse("public:line_events", args=[row.uid]))
    return render(request, "office/channels/account.html", context)


def _account(uid: uuid.UUID) -> Account:
    return get_object_or_404(Account.objects.select_related("agency", "grant", "connected_by"), uid=uid)


@require_POST
@staff_page
def account_test(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Asks the platform now."""
    row = _account(uid)
    actions.test_account(row, acting_user=request.user)
    return redirect("office:channel_account", uid)


@staff_page
def account_act(request: HttpRequest, uid: uuid.UUID, act: str) -> HttpResponse:
    """From now on by hand, or not used any more."""
    row = _account(uid)
    acts = {
        "by-hand": (
            _("เปลี่ยนเป็นเผยแพร่ด้วยมือ"),
            NoForm,
            actions.keep_by_hand,
            _("ระบบจะลบโทเค็นของบัญชีนี้ และไม่ส่งรายการใดออกไปเอง"),
        ),
        "close": (_("เลิกใช้บัญชี"), ReasonForm, actions.close_account, _("ระบบจะลบโทเค็นของบัญชีนี้ สิ่งที่เผยแพร่แล้วยังคงอยู่")),
    }
    if act not in acts:
        raise Http404
    label, form, verb, text = acts[act]
    decision = Decision(
        title=label,
        label=label,
        act=lambda data, version: verb(row, **data, read_version=version, acting_user=request.user),
        back=at(row),
        version=row.version,
        form=form,
        subject=row.name,
        text=text,
        refuse=act == "close",
        crumbs=trail(row),
        asks=(Act.CONNECT_CHANNEL,),
        where=(Scope(row.agency_id),),
    )
    return decide(request, decision)
