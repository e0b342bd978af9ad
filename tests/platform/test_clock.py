"""The one clock: set in a block, it is what everybody is told, and time passes on it."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.utils import timezone

from samrit.platform import clock
from samrit.platform.models import StoredFile

NOVEMBER = dt.datetime(2024, 11, 29, 1, 30, tzinfo=dt.UTC)


def test_in_the_block_it_is_that_time_and_afterwards_the_real_one():
    """`timezone.now` and what asks it follow the clock, and go back to the real time."""
    with clock.at(lambda: NOVEMBER):
        assert timezone.now() == NOVEMBER
        assert timezone.localdate() == dt.date(2024, 11, 29)
    assert abs(timezone.now() - clock.real_now()) < dt.timedelta(minutes=1)


def test_time_passes_at_its_pace():
    """An hour outside is half an hour on a clock that goes twice as slow."""
    since = clock.real_now() - dt.timedelta(hours=1)
    shown = clock.passing(NOVEMBER, since, pace=2)() - NOVEMBER
    assert dt.timedelta(minutes=30) <= shown < dt.timedelta(minutes=31)


def test_other_threads_keep_their_own_time():
    """Two visitors who look at two moments do not disturb each other."""
    seen: list[dt.datetime] = []
    with clock.at(lambda: NOVEMBER):
        other = threading.Thread(target=lambda: seen.append(timezone.now()))
        other.start()
        other.join()
    assert seen[0] > dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_rows_are_dated_by_it():
    """What the database's columns date by themselves is dated by the clock, too."""
    with clock.at(lambda: NOVEMBER):
        StoredFile.objects.create(sha256="a", size=1, media_type="text/plain", path="a")
    assert StoredFile.objects.get().stored_at == NOVEMBER
