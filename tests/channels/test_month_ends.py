"""A post counts in the month in which it became public in Bangkok, to the second."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from samrit.core.thai import fiscal_year, period_bounds
from samrit.evidence.models import EvidenceItem
from samrit.publicity.items import work_items
from samrit.publicity.models import Publication

BANGKOK = dt.timezone(dt.timedelta(hours=7))


@pytest.mark.parametrize("channel", ["facebook", "youtube"])
def test_a_post_of_the_last_second_of_a_month_is_of_that_month(city, channel):
    """23:59:59+07 on the last day, although it is known only after midnight; one second later is the next month."""
    today = timezone.localdate()
    first = (today.replace(day=1) + dt.timedelta(days=63)).replace(day=1)
    last = dt.datetime.combine(first - dt.timedelta(days=1), dt.time(23, 59, 59), BANGKOK)
    hours = [last, last + dt.timedelta(seconds=1)]
    rows = [city.scheduled(channel, at=hour) for hour in hours]
    for hour in hours:
        city.at.set_clock(hour.isoformat())
        city.drain()
    city.settle()
    found = [Publication.objects.get(delivery=row) for row in rows]
    assert [timezone.localdate(row.first_public_at) for row in found] == [last.date(), first]
    items = work_items(city.office.key_result, timezone.now())
    months = [_month(piece.publications[0].first_public_at) for piece in items.pieces]
    assert months == [_of(last.date()), _of(first)]
    assert months[0] != months[1]
    assert EvidenceItem.objects.filter(subject__in=[row.subject for row in found]).count() == 2


def _month(moment):
    return _of(timezone.localdate(moment))


def _of(day):
    year = fiscal_year(day)
    return next(name for name in (f"M{number:02}" for number in range(1, 13)) if _holds(name, year, day))


def _holds(name, year, day):
    start, end = period_bounds(name, year)
    return start <= day <= end
