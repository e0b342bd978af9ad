"""Views are counted by page and day, visitors once a day, machines not at all; no address is kept."""

from __future__ import annotations

import pytest

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
