"""Named reads of what goes out on the channels."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db.models import Case, IntegerField, Prefetch, QuerySet, Value, When

from samrit.channels.enums import AccountState, DeliveryState
from samrit.channels.limits import FORMS
from samrit.channels.models import Account, Delivery, ProviderWriteAttempt
from samrit.publicity.models import Work
from samrit.results.models import KeyResult

GROUPS: Mapping[str, frozenset[DeliveryState]] = {
    "decide": frozenset({DeliveryState.NEEDS_PERSON, DeliveryState.REJECTED, DeliveryState.GONE}),
    "write": frozenset({DeliveryState.DRAFT, DeliveryState.APPROVED}),
    "ahead": frozenset(
        {
            *(DeliveryState.SCHEDULED, DeliveryState.PREPARING, DeliveryState.SENDING),
            *(DeliveryState.ACCEPTED, DeliveryState.UNKNOWN),
        }
    ),
    "live": frozenset({DeliveryState.LIVE}),
}
"""The queue in four parts: what waits for a person, what is written, what is under way, what is out."""


def queue(key_result: KeyResult, group: str = "") -> QuerySet[Delivery]:
    """What goes out for a key result: first what waits for a person, then by its hour."""
    rows = Delivery.objects.filter(work__key_result=key_result).select_related("work", "account", "scheduled_by")
    if group in GROUPS:
        rows = rows.filter(state__in=GROUPS[group])
    urgent = Case(When(state__in=GROUPS["decide"], then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.defer("work__text", "work__search_tokens").order_by(urgent, "scheduled_at", "pk")


def of_work(work: Work) -> list[Delivery]:
    """What goes out of one work. One query."""
    return list(work.deliveries.select_related("account").order_by("account__channel", "pk"))


def with_everything(uid: uuid.UUID) -> Delivery:
    """One delivery with its steps, approvals, checks and attempts. Raises Delivery.DoesNotExist. Six queries."""
    attempts = ProviderWriteAttempt.objects.prefetch_related("verdicts__by")
    rows = Delivery.objects.select_related(
        *("work__key_result__host", "work__agency", "work__producer", "work__entered_by", "link", "publication"),
        *("account", "entered_by", "scheduled_by"),
    )
    parts = ("steps__by", "approvals__by", "checks__by", Prefetch("attempts", attempts))
    return rows.prefetch_related(*parts).get(uid=uid)


def accounts_open() -> list[Account]:
    """The accounts for which something can be written. One query."""
    rows = Account.objects.exclude(state=AccountState.CLOSED).filter(channel__in=FORMS)
    return list(rows.order_by("channel", "name"))


def accounts_with_grants() -> list[Account]:
    """Every account, those in use first. One query."""
    rows = Account.objects.select_related("agency", "grant")
    closed = Case(When(state=AccountState.CLOSED, then=Value(1)), default=Value(0), output_field=IntegerField())
    return list(rows.order_by(closed, "channel", "name"))
