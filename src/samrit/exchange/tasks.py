"""Jobs of exchange."""

from __future__ import annotations

from django_tasks import task

from samrit.exchange.uploads import forget_old


@task()
def forget_old_calls(_day: str) -> dict[str, int]:
    """Deletes what nobody can ask for any more."""
    return forget_old()
