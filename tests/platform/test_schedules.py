"""Work of every day: at its hour in Bangkok, made up once when it was missed, never twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from tests.factories import jobs as make

from samrit.platform.jobs import latest_job, schedules
from samrit.platform.jobs.worker import Worker
from samrit.platform.models import ScheduledRun

pytestmark = pytest.mark.django_db
BANGKOK = dt.timezone(dt.timedelta(hours=7))


@pytest.fixture
def at(monkeypatch, settings) -> Callable[..., list[str]]:
    """`at(day, hour, minute)`: what is asked for at that moment of June 2025, Bangkok time."""
    settings.SAMRIT_SCHEDULES = {"test.daily": (f"{make.__name__}.daily", "07:00")}

    def look(day: int, hour: int, minute: int = 0) -> list[str]:
        moment = dt.datetime(2025, 6, day, hour, minute, tzinfo=BANGKOK)
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(dt.UTC))
        return schedules.ask_for_due()

    return look


def days() -> list[str]:
    """The days that jobs were asked for, in order."""
    return [run.day.isoformat() for run in ScheduledRun.objects.filter(job__isnull=False).order_by("day")]


def test_each_day_once(at):
    """A schedule is asked for when its hour has come in Bangkok, once a day however often one looks."""
    asked = [at(1, 12), at(2, 6, 59), at(2, 7), at(2, 7, 1), at(2, 23, 59), at(3, 0), at(3, 7)]
    assert asked == [[], [], ["test.daily"], [], [], [], ["test.daily"]]
    assert days() == ["2025-06-02", "2025-06-03"]


def test_first_day(at):
    """A new installation begins with the next hour: what was due before it is passed over."""
    assert at(1, 12) == []
    assert [(run.day.isoformat(), run.job) for run in ScheduledRun.objects.all()] == [("2025-06-01", None)]


def test_missed(at):
    """After days without a worker the last missed day is made up, once; the days before it are not."""
    at(1, 12)
    at(2, 7)
    assert at(6, 3) == ["test.daily"]
    assert at(6, 3, 1) == []
    assert at(6, 7) == ["test.daily"]
    assert days() == ["2025-06-02", "2025-06-05", "2025-06-06"]


def test_clock_set_back(at):
    """A clock that is set back asks for no day again."""
    at(1, 12)
    at(2, 7)
    at(3, 7)
    assert at(2, 12) == []
    assert at(3, 8) == []


def test_the_worker_looks(at):
    """A worker asks for what is due and does it; the task is given the day."""
    at(1, 12)
    at(2, 6)
    assert Worker().run(until_idle=True) == 0
    ScheduledRun.objects.all().update(day="2025-05-31")
    assert Worker().run(until_idle=True) == 1
    assert latest_job("test.daily:2025-06-01").returned == "2025-06-01"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_several_workers_at_the_same_moment(at, at_once):
    """Of several workers that look at the same moment one asks."""
    at(1, 12)
    monday = dt.datetime(2025, 6, 2, 7, tzinfo=BANGKOK)
    assert at(2, 6) == []
    schedule = next(schedules.schedules())
    asked = at_once(*[lambda: schedules._ask(schedule, monday)] * 4)
    assert sorted(asked) == [False, False, False, True]
    assert days() == ["2025-06-02"]
