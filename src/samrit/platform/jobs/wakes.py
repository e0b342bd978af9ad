"""Work that is due by its own rows rather than by the day: every few seconds each worker asks whether there is some.

Settings say what is asked: `SAMRIT_WAKES` names a function that gives (key, argument) of the jobs that are due, and the
task that does them. A key that is unfinished is not started twice. The rows are what counts: a job that is lost is
simply asked for again.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from samrit.platform.jobs.starting import start


def ask_for_due() -> int:
    """Queues a job for everything that is due; gives how many were asked for."""
    asked = 0
    for due, task in settings.SAMRIT_WAKES.values():
        named: Any = import_string(task)
        for key, argument in import_string(due)():
            start(named, argument, key=key)
            asked += 1
    return asked
