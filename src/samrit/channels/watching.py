"""The health of the accounts: a look every day, warnings before a connection ends, quotas as platforms tell them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from samrit.channels.delivering import moving
from samrit.channels.delivering.engine import reconnected
from samrit.channels.enums import AccountState, DeliveryState
from samrit.channels.models import Account, Delivery, Errand, Grant, MetricSnapshot
from samrit.channels.platforms import inquiries
from samrit.channels.platforms.http import Lost, NotSent
from samrit.channels.platforms.inquiries import Told
from samrit.channels.platforms.outcome import Kind, Outcome, Refusal
from samrit.channels.telling import account_died, tell_keepers
from samrit.channels.tokens import WARNINGS, ends_at, token_of
from samrit.core.contract import Message
from samrit.core.thai import format_date
from samrit.publicity.enums import Channel, ChannelCode
from samrit.publicity.models import Notification

LATE = dt.timedelta(hours=2)
"""What should have gone out so long ago and has not, nor waits for a person, is silence."""
_AGAIN = dt.timedelta(days=1)
_SILENT_FIGURES = dt.timedelta(days=3)
_SEEN = {Kind.LIVE: "live", Kind.ABSENT: "hidden"}


def look_at(account: Account) -> Told | None:
    """Asks the platform of an account and keeps what it told; None where it gave no answer that can be used.

    A refused token is renewed once; where that fails too the account counts as dead and its people are told.
    """
    try:
        told = _told(account)
    except Refusal as refused:
        _kept(account, {"failed": refused.outcome.why, "detail": refused.outcome.detail[:500]})
        if refused.outcome.kind is Kind.RECONNECT:
            account_died(account.pk, refused.outcome.why)
        return None
    except (Lost, NotSent) as error:
        _kept(account, {"failed": "no_answer", "detail": str(error)[:500]})
        return None
    seen = _seen(account.channel, told.latest)
    _kept(account, {**_plain(told), "seen": seen})
    with transaction.atomic():
        if told.ends_at is not None:
            Grant.objects.filter(account=account).update(hard_expiry=told.ends_at)
        if account.state == AccountState.RECONNECT and not told.missing:
            reconnected(account)
    return told


def _told(account: Account) -> Told:
    if account.channel == Channel.WEBSITE:
        return inquiries.tell(account.channel, account.external_id, "")
    try:
        return inquiries.tell(account.channel, account.external_id, token_of(account))
    except Refusal as refused:
        renewable = Grant.objects.filter(account=account).exclude(refresh="").exists()
        if refused.outcome.kind is not Kind.RECONNECT or refused.outcome.why != "token" or not renewable:
            raise
    return inquiries.tell(account.channel, account.external_id, token_of(account, anew=True))


def _seen(channel: str, latest: str) -> str:
    if channel == Channel.LINE:
        return "no_page"
    if not latest:
        return "no_post"
    try:
        found: Outcome = inquiries.seen_by_anybody(channel, latest)
    except (Refusal, Lost, NotSent):
        return "no_answer"
    return _SEEN.get(found.kind, "no_answer")


def _plain(told: Told) -> dict[str, Any]:
    return {
        "name": told.name,
        "latest": told.latest,
        "missing": list(told.missing),
        "notes": list(told.notes),
        "quotas": [asdict(one) for one in told.quotas],
    }


def _kept(account: Account, health: dict[str, Any]) -> None:
    now = timezone.now()
    with transaction.atomic():
        row = Account.objects.select_for_update().get(pk=account.pk)
        row.facts = {**row.facts, "health": {**health, "at": now.isoformat()}}
        row.checked_at = now
        Account.objects.filter(pk=row.pk).update(facts=row.facts, checked_at=now)
    account.facts, account.checked_at = row.facts, now


# --- every day ---


def watch_accounts() -> int:
    """Looks at every account that sends; warns of what ends, and of silence. Gives the number of accounts."""
    rows = list(Account.objects.filter(state__in=[AccountState.CONNECTED, AccountState.RECONNECT]).order_by("pk"))
    for row in rows:
        look_at(row)
        warn_of_end(row)
        tell_of_silence(row)
    return len(rows)


def warn_of_end(account: Account) -> int | None:
    """Warns 14, 7 and 1 days before the connection ends, each once; gives the days of the warning that was given."""
    grant = Grant.objects.filter(account=account).first()
    ends = None if grant is None else ends_at(grant)
    if grant is None or ends is None or account.channel == Channel.LINE:
        return None
    left = (ends - timezone.now()) / dt.timedelta(days=1)
    due = [days for days in WARNINGS if left <= days]
    if not due or (grant.warned is not None and grant.warned <= min(due)):
        return None
    days = min(due)
    with transaction.atomic():
        fresh = Grant.objects.filter(Q(warned=None) | Q(warned__gt=days), pk=grant.pk).update(warned=days)
        if not fresh:
            return None
        day = timezone.localdate(ends)
        tell_keepers(
            account, ChannelCode.ENDING, Message(f"on {day.isoformat()}", f"วันที่ {format_date(day, thai_digits=False)}")
        )
    return days


def overdue(account: Account) -> int:
    """How many deliveries should have gone out two hours ago and are still on their way, waiting for nobody."""
    now = timezone.now()
    rows = Delivery.objects.filter(account=account, state__in=moving.MACHINE, scheduled_at__lt=now - LATE)
    return rows.exclude(state__in=[DeliveryState.ACCEPTED, DeliveryState.UNKNOWN]).count()


def figures_silent(account: Account) -> bool:
    """Whether figures were asked for in the last three days, and not one came."""
    since = timezone.now() - _SILENT_FIGURES
    asked = Errand.objects.filter(delivery__account=account, name__startswith="metrics")
    failed = asked.filter(tries__gt=0, due_at__lt=timezone.now() + _AGAIN).exclude(why="").exists()
    newest = MetricSnapshot.objects.filter(delivery__account=account, value__isnull=False).aggregate(
        at=Max("captured_at")
    )["at"]
    return failed and (newest is None or newest < since)


_SILENCES: tuple[tuple[Callable[[Account], object], Message], ...] = (
    (
        overdue,
        Message(
            "something was scheduled and nothing went out; look at the queue, and whether the worker runs",
            "มีรายการที่ถึงเวลาแต่ยังไม่ออกเผยแพร่ โปรดตรวจคิวและการทำงานของระบบเบื้องหลัง",
        ),
    ),
    (
        figures_silent,
        Message("the platform has told no figures for three days", "แพลตฟอร์มไม่ให้ตัวเลขผลมาแล้ว ๓ วัน โปรดตรวจสิทธิของบัญชี"),
    ),
)


def tell_of_silence(account: Account) -> int:
    """Tells of what is silent, once a day; gives how many things."""
    told = 0
    since = timezone.now() - _AGAIN + dt.timedelta(hours=1)
    for is_silent, note in _SILENCES:
        if not is_silent(account):
            continue
        had = Notification.objects.filter(
            code=ChannelCode.SILENT, subject=account.subject, note__startswith=note.en, at__gt=since
        )
        if had.exists():
            continue
        with transaction.atomic():
            tell_keepers(account, ChannelCode.SILENT, note)
        told += 1
    return told


def sent_today(account: Account, zone: dt.tzinfo | None = None) -> int:
    """How many posts of ours the platform has taken since midnight of its own day."""
    start = timezone.localtime(timezone.now(), zone).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = account.deliveries.filter(
        attempts__operation="publish", attempts__at__gte=start, attempts__verdicts__verdict="accepted"
    )
    return rows.distinct().count()
