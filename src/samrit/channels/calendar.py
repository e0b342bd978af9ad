"""When what goes out: deliveries by day, which of them may be moved, and why the others may not."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from samrit.channels.delivering.holding import in_hand
from samrit.channels.enums import DeliveryState
from samrit.channels.models import Delivery
from samrit.core.contract import Message
from samrit.results.models import KeyResult

_OUT = Message("it is out already", "เผยแพร่แล้ว ย้ายไม่ได้")
_UNDER_WAY = Message("it is being sent", "กำลังส่ง ย้ายไม่ได้")
_DECIDE = Message("a person must decide first", "ต้องตัดสินใจก่อนจึงตั้งเวลาใหม่ได้")
_UNAPPROVED = Message("it is not approved", "ยังไม่ได้รับอนุมัติ")
LOCKED: dict[str, Message] = {
    DeliveryState.DRAFT: _UNAPPROVED,
    DeliveryState.LIVE: _OUT,
    DeliveryState.GONE: Message("it is gone", "ไม่อยู่แล้ว ย้ายไม่ได้"),
    DeliveryState.PREPARING: _UNDER_WAY,
    DeliveryState.SENDING: _UNDER_WAY,
    DeliveryState.ACCEPTED: _UNDER_WAY,
    DeliveryState.UNKNOWN: Message("nobody knows yet whether it is out", "ยังไม่ทราบผลการส่ง ย้ายไม่ได้"),
    DeliveryState.NEEDS_PERSON: _DECIDE,
    DeliveryState.REJECTED: _DECIDE,
}
"""Why it keeps its day; what is approved or scheduled may be moved."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One delivery on its day; `locked` says why it stays there, None where it may be moved."""

    delivery: Delivery
    at: dt.datetime
    locked: Message | None

    @property
    def hour(self) -> str:
        """Its time of the day: 14.30."""
        return f"{self.at:%H.%M}"


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its deliveries; `inside` False where it only fills the first or last week of the month."""

    day: dt.date
    inside: bool
    entries: tuple[Entry, ...]


def locked(delivery: Delivery) -> Message | None:
    """Why a delivery cannot be moved; None where it can."""
    return _UNDER_WAY if in_hand(delivery) else LOCKED.get(delivery.state)


def month(key_result: KeyResult, first: dt.date) -> tuple[tuple[Day, ...], ...]:
    """The weeks of a month, Monday first. One query."""
    weeks = months.Calendar(months.MONDAY).monthdatescalendar(first.year, first.month)
    by_day = _by_day(key_result, weeks[0][0], weeks[-1][-1])
    return tuple(tuple(Day(day, day.month == first.month, by_day.get(day, ())) for day in days) for days in weeks)


def without_hour(key_result: KeyResult) -> list[Delivery]:
    """What is approved and waits for its hour. One query."""
    rows = Delivery.objects.filter(work__key_result=key_result, state=DeliveryState.APPROVED, scheduled_at=None)
    return list(_shown(rows).order_by("pk"))


def _by_day(key_result: KeyResult, first: dt.date, last: dt.date) -> dict[dt.date, tuple[Entry, ...]]:
    start = timezone.make_aware(dt.datetime.combine(first, dt.time.min))
    end = timezone.make_aware(dt.datetime.combine(last, dt.time.max))
    rows = Delivery.objects.filter(
        Q(publication__first_public_at__range=(start, end))
        | Q(publication=None, scheduled_at__range=(start, end))
        | Q(publication__first_public_at=None, scheduled_at__range=(start, end)),
        work__key_result=key_result,
    )
    days: defaultdict[dt.date, list[Entry]] = defaultdict(list)
    for row in _shown(rows):
        out = row.publication.first_public_at if row.publication is not None else None
        at = timezone.localtime(out or row.scheduled_at)
        days[at.date()].append(Entry(row, at, locked(row)))
    return {day: tuple(sorted(found, key=lambda one: (one.at, one.delivery.pk))) for day, found in days.items()}


def _shown(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return rows.select_related("work", "account", "publication").defer("work__text", "work__search_tokens")
