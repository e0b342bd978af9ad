"""The worker of a demo: does the jobs of all four moments, each in its own database and on its own day.

A demo's day passes slowly, and nobody waits for hours for a post, or for the next try of a webhook. So what is to go
out within the hour goes out at once: the moment's time leaps to it.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db.models import Min
from django.utils import timezone

from samrit.channels.delivering.moving import MACHINE
from samrit.channels.models import Delivery
from samrit.demo.building import State, read_state
from samrit.demo.databases import database, file_of
from samrit.demo.emulating import control
from samrit.demo.moments import MOMENTS, Moment
from samrit.demo.serving import clock_of, leap
from samrit.exchange import webhooks
from samrit.platform import clock
from samrit.platform.emulated import emulated, platforms_at
from samrit.platform.jobs import wakes
from samrit.platform.jobs.worker import Worker

SOON = dt.timedelta(hours=1)
"""What is to go out so soon goes out at once."""


def work(home: Path, worker: Worker, *, once: bool, alive: Callable[[], bool]) -> int:
    """Works until the worker is told to stop, or with `once` until nothing is due. Gives how many jobs ran."""
    done = 0
    while not worker.stopping and alive():
        ran = sum(_in(home, moment, worker) for moment in MOMENTS)
        done += ran
        if not ran:
            if once:
                break
            time.sleep(1)
    return done


def _in(home: Path, moment: Moment, worker: Worker) -> int:
    state, path = read_state(home), file_of(home, moment.name)
    if state is None or not path.exists():  # it is being made
        return 0
    with database(path), platforms_at(f"{settings.SAMRIT_PLATFORMS_AT}/{moment.name}"):
        _leap(home, state, moment)
        with clock.at(clock_of(home, state, moment)):
            wakes.ask_for_due()  # the worker itself asks in one of the four moments only
            return worker.run(until_idle=True)


def _leap(home: Path, state: State, moment: Moment) -> None:
    """It is the hour of what is to go out next, where that is today and soon; on the platforms, too."""
    now = clock_of(home, state, moment)()
    soon = now + SOON
    posts = Delivery.objects.filter(state__in=MACHINE, due_at__gt=now, due_at__lte=soon).aggregate(at=Min("due_at"))
    tries = webhooks.to_send().filter(next_at__gt=now, next_at__lte=soon).aggregate(at=Min("next_at"))
    due = min((found["at"] for found in (posts, tries) if found["at"] is not None), default=None)
    if due is None or timezone.localdate(due) != timezone.localdate(now):
        return
    by = due - now + dt.timedelta(milliseconds=10)
    leap(home, moment, by)
    with suppress(OSError):  # no platforms stand beside a worker of its own
        control(emulated(), "clock", advance=by.total_seconds())
