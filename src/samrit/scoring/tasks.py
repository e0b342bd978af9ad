"""What comes back every day: the score of every report that was accepted since."""

from __future__ import annotations

from django_tasks import task

from samrit.scoring.actions import take_missing_snapshots


@task()
def keep_scores(_day: str) -> int:
    """Keeps the scores that are missing; gives their number. The day of acceptance decides, not the day of the run."""
    return take_missing_snapshots()
