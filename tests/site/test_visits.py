"""Views are counted by page and day, visitors once a day, machines not at all; no address is kept."""

from __future__ import annotations

import datetime as dt

import pytest

from samrit.platform import clock
from samrit.site import visits
from samrit.site.models import Visitor, Visits
from samrit.site.visits import Counted

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14) Mobile"


def test_views_and_visitors_of_a_day():
    """Three views of two people; a crawler and a program do not count."""
    counted = Counted()
    for path, address, agent in (
        ("/", "203.0.113.5", PHONE),
        ("/", "203.0.113.5", PHONE),
        ("/", "203.0.113.6", PHONE),
        ("/", "203.0.113.7", "Googlebot/2.1"),
        ("/", "203.0.113.8", "curl/8"),
        ("/about/", "203.0.113.5", PHONE),
    ):
        counted.see(path, address, agent)
    counted.flush()
    counted.see("/", "203.0.113.5", PHONE)
    counted.flush()
    assert list(Visits.objects.values_list("path", "views", "visitors")) == [("/", 4, 2), ("/about/", 1, 1)]
    assert not Visitor.objects.filter(hash__contains="203.0.113").exists()


def test_views_are_written_down_while_the_clock_stands(monkeypatch):
    """In a demo a day hardly passes, and the office still sees what was read; the next day has its own visitors."""
    monkeypatch.setattr(visits, "SECONDS", 0)
    counted, day = Counted(), dt.datetime(2025, 6, 16, 9, tzinfo=dt.UTC)
    for now in (day, day, day + dt.timedelta(days=1), day + dt.timedelta(days=1)):
        with clock.at(lambda now=now: now):
            counted.see("/", "203.0.113.5", PHONE)
    with clock.at(lambda: day + dt.timedelta(days=1)):
        counted.flush()
    rows = Visits.objects.order_by("day").values_list("day", "views", "visitors")
    assert list(rows) == [(dt.date(2025, 6, 16), 2, 1), (dt.date(2025, 6, 17), 2, 1)]
    assert set(Visitor.objects.values_list("day", flat=True)) == {dt.date(2025, 6, 17)}
