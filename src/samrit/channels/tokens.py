"""A token that holds, refreshed by one worker at a time; a refresh whose answer is lost is never blindly repeated."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from samrit.channels import telling, vault
from samrit.channels.models import Account, Delivery, Grant
from samrit.channels.platforms import oauth
from samrit.channels.platforms.http import Lost, NotSent
from samrit.channels.platforms.outcome import Kind, Refusal, refusal
from samrit.platform.clock import real_now

_AHEAD = dt.timedelta(seconds=90)
"""So long before its end a token counts as over: a call that begins with it should end with it."""
_LEASE = dt.timedelta(seconds=300)
_PATIENCE, _LOOK = 10.0, 0.2
WARNINGS = (14, 7, 1)
"""So many days before an account must be connected anew its people are warned."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a platform gave: tokens, and in how many seconds each ends (None: it does not say)."""

    access: str
    refresh: str = ""
    seconds: int | None = None
    refresh_seconds: int | None = None
    scopes: tuple[str, ...] = ()


def token_of(account: Account, *, anew: bool = False) -> str:
    """An access token that holds for the next minute and a half.

    Raises Refusal: RECONNECT where only a person can help, WAIT where another worker is at it or nobody answered.
    """
    grant = Grant.objects.filter(account=account).first()
    if grant is None:
        raise refusal(Kind.RECONNECT, "not_connected")
    if not anew and _holds(grant):
        return _opened(grant.access)
    return _refreshed(grant)


def _holds(grant: Grant) -> bool:
    ends = grant.access_expires_at
    return bool(grant.access) and (ends is None or ends > timezone.now() + _AHEAD)


def _opened(sealed: str) -> str:
    try:
        return vault.unseal(sealed)
    except vault.Unreadable:
        raise refusal(Kind.RECONNECT, "key_lost") from None


def _refreshed(grant: Grant) -> str:
    until = time.monotonic() + _PATIENCE
    while True:
        lease = _take(grant)
        if lease:
            return _refresh(grant.pk, lease)
        if time.monotonic() > until:
            raise refusal(Kind.WAIT, "refreshing", wait=dt.timedelta(seconds=20))
        time.sleep(_LOOK)
        before = grant.version
        grant.refresh_from_db()
        if grant.version != before and _holds(grant):
            return _opened(grant.access)


@transaction.atomic(durable=True)
def _take(grant: Grant) -> str:
    """The lease of this refresh; empty while somebody else holds it. With it is noted that a token is being spent."""
    row = Grant.objects.select_for_update().get(pk=grant.pk)
    if row.lease_until is not None and row.lease_until > real_now():
        return ""
    if row.spent or not row.refresh:
        _lost(row, "refresh_lost" if row.spent else "token_over")
        return "over"
    lease = str(uuid.uuid4())
    Grant.objects.filter(pk=row.pk).update(lease=lease, lease_until=real_now() + _LEASE, spent=row.rotates)
    return lease


def _refresh(pk: int, lease: str) -> str:
    grant = Grant.objects.select_related("account").get(pk=pk)
    if lease == "over":
        raise refusal(Kind.RECONNECT, grant.account.problem or "token_over")
    try:
        fresh = oauth.refresh(grant.account.channel, grant.account.external_id, _opened(grant.refresh))
    except NotSent:
        _give_back(grant, lease, spent=False)
        raise
    except Lost as error:
        _give_back(grant, lease, spent=grant.rotates)
        if grant.rotates:
            _reconnect(grant, "refresh_lost")
            raise refusal(Kind.RECONNECT, "refresh_lost", str(error)) from None
        raise refusal(Kind.WAIT, "no_answer", str(error), wait=dt.timedelta(minutes=1)) from None
    except Refusal as refused:
        unsure = refused.outcome.kind is Kind.UNKNOWN and grant.rotates
        _give_back(grant, lease, spent=unsure)
        if refused.outcome.kind is Kind.RECONNECT or unsure:
            _reconnect(grant, "refresh_lost" if unsure else refused.outcome.why)
            raise refusal(Kind.RECONNECT, refused.outcome.why, refused.outcome.detail) from None
        if refused.outcome.kind is Kind.UNKNOWN:
            raise refusal(
                Kind.WAIT, refused.outcome.why, refused.outcome.detail, wait=dt.timedelta(minutes=1)
            ) from None
        raise
    return _saved(grant, lease, Tokens(**fresh))


def _give_back(grant: Grant, lease: str, *, spent: bool) -> None:
    Grant.objects.filter(pk=grant.pk, lease=lease).update(lease="", lease_until=None, spent=spent)


def _saved(grant: Grant, lease: str, fresh: Tokens) -> str:
    """The new pair is kept before it is used."""
    kept = Grant.objects.filter(pk=grant.pk, lease=lease).update(
        lease="", lease_until=None, spent=False, refreshed_at=timezone.now(), version=F("version") + 1, **_values(fresh)
    )
    if not kept:
        raise refusal(Kind.WAIT, "refreshing", wait=dt.timedelta(seconds=20))
    return fresh.access


def _values(fresh: Tokens) -> dict[str, object]:
    now = timezone.now()
    values: dict[str, object] = {"access": vault.seal(fresh.access), "access_expires_at": _after(now, fresh.seconds)}
    if fresh.refresh:
        values["refresh"] = vault.seal(fresh.refresh)
    if fresh.refresh_seconds is not None:
        values["refresh_expires_at"] = _after(now, fresh.refresh_seconds)
    return values


def _after(now: dt.datetime, seconds: int | None) -> dt.datetime | None:
    return None if seconds is None else now + dt.timedelta(seconds=seconds)


def _lost(grant: Grant, why: str) -> None:
    _reconnect(grant, why)


def _reconnect(grant: Grant, why: str) -> None:
    telling.account_died(grant.account_id, why)


def keep_grant(
    account: Account,
    fresh: Tokens,
    *,
    rotates: bool = False,
    hard_expiry: dt.datetime | None = None,
) -> Grant:
    """Puts tokens away for an account that was connected. Call it inside a transaction."""
    values: Mapping[str, object] = {
        **_values(fresh),
        "scopes": list(fresh.scopes),
        "rotates": rotates,
        "hard_expiry": hard_expiry,
        "spent": False,
        "lease": "",
        "lease_until": None,
        "warned": None,
    }
    grant, made = Grant.objects.get_or_create(account=account, defaults=dict(values))
    if not made:
        Grant.objects.filter(pk=grant.pk).update(**values, version=F("version") + 1)
        grant.refresh_from_db()
    return grant


def ends_at(grant: Grant) -> dt.datetime | None:
    """When the account must be connected anew at the latest; None where nothing says so."""
    known = [moment for moment in (grant.hard_expiry, grant.refresh_expires_at) if moment is not None]
    if not known and not grant.refresh and grant.access_expires_at is not None:
        return grant.access_expires_at
    return min(known, default=None)


def rotate_keys() -> int:
    """Seals everything anew under the newest key; gives the number of rows. May be run at any time, and again."""
    changed = 0
    for grant in Grant.objects.exclude(Q(access="") & Q(refresh="")):
        if not (vault.is_current(grant.access) and vault.is_current(grant.refresh)):
            access, refresh = vault.unseal(grant.access), vault.unseal(grant.refresh)
            changed += Grant.objects.filter(pk=grant.pk, version=grant.version).update(
                access=vault.seal(access), refresh=vault.seal(refresh), version=F("version") + 1
            )
    for delivery in Delivery.objects.exclude(sealed="").filter(lease=""):
        if not vault.is_current(delivery.sealed):
            fresh = vault.seal(vault.unseal(delivery.sealed))
            changed += Delivery.objects.filter(pk=delivery.pk, version=delivery.version).update(
                sealed=fresh, version=F("version") + 1
            )
    return changed
