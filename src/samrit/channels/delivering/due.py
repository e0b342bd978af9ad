"""What is due, by lane: one lane for each account, so that one slow platform holds up no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils import timezone

from samrit.channels.delivering import engine
from samrit.channels.delivering.errands import lanes_of_errands, run_errands
from samrit.channels.delivering.removing import plan_take_downs
from samrit.channels.models import Account, Delivery
from samrit.platform.clock import real_now


def _free(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return rows.filter(Q(lease_until=None) | Q(lease_until__lt=real_now()), due_at__lte=timezone.now())


def lanes() -> list[int]:
    """The accounts for which something is to be done now. Three queries, where nothing new is to be taken down."""
    plan_take_downs()
    now = timezone.now()
    open_ones = Account.objects.filter(Q(throttled_until=None) | Q(throttled_until__lte=now))
    rows = _free(Delivery.objects.filter(account__in=open_ones))
    return sorted({*rows.values_list("account_id", flat=True).distinct(), *lanes_of_errands(now)})


def run_lane(account_id: int, *, limit: int = 200) -> int:
    """Goes on with everything that is due on an account, the longest due first; gives how many. Errands come last."""
    done = 0
    for pk in _waiting(account_id, limit):
        done += engine.carry_on(pk)
    return done + run_errands(account_id, limit=limit)


def _waiting(account_id: int, limit: int) -> Iterator[int]:
    seen: set[int] = set()
    while len(seen) < limit:
        account = Account.objects.get(pk=account_id)
        if account.throttled_until is not None and account.throttled_until > timezone.now():
            return
        rows = _free(Delivery.objects.filter(account=account)).exclude(pk__in=seen).order_by("due_at", "pk")
        pk = rows.values_list("pk", flat=True).first()
        if pk is None:
            return
        seen.add(pk)
        yield pk


def next_due() -> dt.datetime | None:
    """When something is due next, whatever lane; None where nothing is."""
    return Delivery.objects.exclude(due_at=None).order_by("due_at").values_list("due_at", flat=True).first()
