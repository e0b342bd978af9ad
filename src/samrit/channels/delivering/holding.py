"""Who has a delivery in hand. A worker that dies leaves it when its lease runs out; one that returns is shut out."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from samrit.channels.models import Delivery
from samrit.channels.platforms.http import LONGEST_CALL
from samrit.platform.clock import real_now

LEASE = dt.timedelta(seconds=LONGEST_CALL + 120)
"""Longer than any call, so that who takes a delivery over meets no call that is still under way."""


class LeaseLost(Exception):  # noqa: N818 -- what happened
    """Somebody else has the delivery in hand now: nothing may be called or written any more."""


@dataclass(slots=True)
class Held:
    """A delivery in hand. Writing asks for the lease each time."""

    pk: int
    lease: str
    taken: float = field(default_factory=time.monotonic)

    @contextmanager
    def row(self) -> Iterator[Delivery]:
        """The delivery, locked, in a transaction. Raises LeaseLost where it is no longer ours."""
        with transaction.atomic(durable=True):
            found = Delivery.objects.select_for_update(of=("self",)).select_related("account", "work", "link")
            delivery = found.filter(pk=self.pk, lease=self.lease).first()
            if delivery is None:
                raise LeaseLost
            yield delivery

    def renew(self) -> None:
        """A new term, before a call. Raises LeaseLost."""
        self.taken = time.monotonic()
        if not Delivery.objects.filter(pk=self.pk, lease=self.lease).update(lease_until=real_now() + LEASE):
            raise LeaseLost

    def require_time(self) -> None:
        """Raises LeaseLost where so much of the term is over that a call begun now might outlast it."""
        if time.monotonic() - self.taken > LEASE.total_seconds() - LONGEST_CALL:
            raise LeaseLost


def take(pk: int) -> Held | None:
    """Takes a delivery that is due and in nobody's hand; None where others were quicker."""
    lease = str(uuid.uuid4())
    free = Q(lease_until=None) | Q(lease_until__lt=real_now())
    due = Delivery.objects.filter(free, pk=pk, due_at__lte=timezone.now())
    return Held(pk, lease) if due.update(lease=lease, lease_until=real_now() + LEASE) else None


def leave(held: Held) -> None:
    """Gives it back."""
    Delivery.objects.filter(pk=held.pk, lease=held.lease).update(lease="", lease_until=None)


def in_hand(delivery: Delivery) -> bool:
    """Whether a worker has it in hand at this moment."""
    until: Any = delivery.lease_until
    return until is not None and until > real_now()
