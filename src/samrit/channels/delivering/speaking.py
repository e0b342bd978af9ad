"""Speaking with an adapter: whatever it raises becomes an outcome, and the platform's pressure is noticed."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from django.utils import timezone

from samrit.channels import telling
from samrit.channels.models import Account, Delivery, Grant
from samrit.channels.platforms import http, meta
from samrit.channels.platforms.http import Lost, NotSent, redacted_text
from samrit.channels.platforms.outcome import Kind, Outcome, Refusal
from samrit.channels.platforms.parcel import Parcel
from samrit.channels.tokens import token_of

logger = logging.getLogger(__name__)

_SLOW_AT, _FULL, _SLOWLY = 85, 100, dt.timedelta(minutes=3)
"""At so many percent of what a platform allows the lane slows down; there it stands still for a while."""
_FRESH = dt.timedelta(minutes=2)


def speak(said: Callable[[Parcel], Outcome], parcel: Parcel, account: Account) -> Outcome:
    """What comes of it. Whatever nobody thought of is *unknown*, never "not done".

    A token that is refused before its time is renewed once; the call itself is for the next step to make again.
    """
    http.last_headers.set({})
    outcome = _said(said, parcel)
    if outcome.kind is Kind.RECONNECT and outcome.why == "token" and _renewed(account):
        return Outcome(Kind.WAIT, "token_renewed", outcome.detail, wait=dt.timedelta(seconds=2))
    return outcome


def _renewed(account: Account) -> bool:
    grant = Grant.objects.filter(account=account).exclude(refresh="").first()
    if grant is None or (grant.refreshed_at is not None and timezone.now() - grant.refreshed_at < _FRESH):
        return False
    try:
        return bool(token_of(account, anew=True))
    except (Refusal, NotSent, Lost):
        return False


def _said(said: Callable[[Parcel], Outcome], parcel: Parcel) -> Outcome:
    try:
        return said(parcel)
    except Refusal as refused:
        return refused.outcome
    except NotSent as error:
        return Outcome(Kind.NOT_SENT, "no_connection", str(error))
    except Lost as error:
        return Outcome(Kind.UNKNOWN, "no_answer", str(error))
    except Exception as error:
        logger.exception("channels.adapter.failed", extra={"delivery": parcel.delivery})
        return Outcome(Kind.UNKNOWN, "unclear", redacted_text(repr(error)))


def heed(delivery: Delivery, outcome: Outcome) -> None:
    """What an outcome says of the whole account: be quiet for a while, or connect it anew. Inside a transaction."""
    account = delivery.account
    pressed = meta.pressure(http.last_headers.get())
    if pressed >= _SLOW_AT:
        quiet(account, _SLOWLY * (4 if pressed >= _FULL else 1))
    if outcome.kind is Kind.WAIT and outcome.why in {"throttled", "daily_limit"} and outcome.wait is not None:
        quiet(account, outcome.wait)
    if outcome.kind is Kind.RECONNECT:
        telling.account_died(account.pk, outcome.why)


def quiet(account: Account, wait: dt.timedelta) -> None:
    """Asks nothing of the platform for this account for a while."""
    until = timezone.now() + wait
    if account.throttled_until is None or account.throttled_until < until:
        Account.objects.filter(pk=account.pk).update(throttled_until=until)
