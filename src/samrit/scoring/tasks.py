"""The score of every report is kept as soon as it is accepted; every night once more looks for what was left over."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from samrit.scoring.actions import take_missing_snapshots
from samrit.scoring.queries import reports_without_snapshot

_LATELY = dt.timedelta(days=1)
"""What the worker looks for every few seconds; what is older waits for the night."""


def scores_due() -> list[tuple[str, int]]:
    """(key, argument) of the job that keeps scores, while a report accepted lately has none. 1 query.

    The accepted reports themselves are what is due, so acceptance asks for nothing, and nothing can be lost.
    """
    return [("scoring.accepted", 0)] if reports_without_snapshot(timezone.now() - _LATELY).exists() else []


@task()
def keep_accepted(_all: int) -> int:
    """Keeps the scores of what was accepted lately; gives their number."""
    return take_missing_snapshots(timezone.now() - _LATELY)


@task()
def keep_scores(_day: str) -> int:
    """Keeps the scores that are missing; gives their number. The day of acceptance decides, not the day of the run."""
    return take_missing_snapshots()
