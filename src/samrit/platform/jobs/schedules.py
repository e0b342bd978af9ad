"""Work that comes back every day at its hour, Bangkok time. Settings say which: `SAMRIT_SCHEDULES`.

Every worker looks whether something is due; the database lets each schedule and day be asked for once. What was missed
while no worker ran is made up once, for the last day that was missed; days before it are not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from samrit.platform.jobs.starting import start
from samrit.platform.models import ScheduledRun


@dataclass(frozen=True, slots=True)
class Schedule:
    """A task that takes the day (`YYYY-MM-DD`) as its only argument, and the hour at which it runs."""

    name: str
    task: str
    at: dt.time

    def last_due(self, now: dt.datetime) -> dt.date:
        """The last day whose hour has come."""
        local = timezone.localtime(now)
        return local.date() if local.time() >= self.at else local.date() - dt.timedelta(days=1)


def schedules() -> Iterator[Schedule]:
    """All schedules of the settings."""
    for name, (task, at) in settings.SAMRIT_SCHEDULES.items():
        yield Schedule(name, task, dt.time.fromisoformat(at))


def ask_for_due() -> list[str]:
    """Queues what is due and was not asked for yet; gives the names of the schedules."""
    now = timezone.now()
    asked = set(ScheduledRun.objects.filter(day__gte=_days_ago(now)).values_list("schedule", "day"))
    return [row.name for row in schedules() if (row.name, row.last_due(now)) not in asked and _ask(row, now)]


def _days_ago(now: dt.datetime) -> dt.date:
    return timezone.localtime(now).date() - dt.timedelta(days=2)


def _ask(schedule: Schedule, now: dt.datetime) -> bool:
    day = schedule.last_due(now)
    task: Any = import_string(schedule.task)
    try:
        with transaction.atomic():
            seen_before = ScheduledRun.objects.filter(schedule=schedule.name).exists()
            run = ScheduledRun.objects.create(schedule=schedule.name, day=day)
            if seen_before:  # a new installation begins with the next hour, not with the last
                run.job_id = start(task, day.isoformat(), key=f"{schedule.name}:{day}")
                run.save(update_fields=["job"])
    except IntegrityError:  # another worker was quicker
        return False
    return seen_before
