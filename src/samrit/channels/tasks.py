"""The work of the channels that no page waits for: each lane is a job of its own."""

from __future__ import annotations

from django_tasks import task

from samrit.channels import watching
from samrit.channels.delivering import due


@task()
def run_lane(account_id: int) -> int:
    """Sends what is due on an account and reads what is to be read; gives how many things were done."""
    return due.run_lane(account_id)


def lanes_due() -> list[tuple[str, int]]:
    """(key, argument) of the lanes that have something to do now: what the worker asks every few seconds."""
    return [(f"channels.lane:{lane}", lane) for lane in due.lanes()]


@task()
def watch_accounts(day: str) -> int:  # noqa: ARG001 -- every schedule gives the day
    """Looks at the health of every account; gives how many."""
    return watching.watch_accounts()
