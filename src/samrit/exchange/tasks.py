"""Jobs of exchange: what nobody can ask for is forgotten, changes are told to webhooks."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from samrit.exchange import webhooks
from samrit.exchange.models import Webhook
from samrit.exchange.uploads import forget_old
from samrit.platform.jobs import start

EVERY = 30
"""Seconds between two looks at the chain."""


@task()
def forget_old_calls(_day: str) -> dict[str, int]:
    """Deletes what nobody can ask for any more, and sees to it that webhooks are watched."""
    watch()
    return forget_old()


@task()
def tell_webhooks() -> dict[str, int]:
    """Looks at the chain, sends what waits, and comes back while there is a webhook."""
    made = webhooks.gather()
    sent = sum(webhooks.deliver(row) for row in webhooks.waiting())
    watch(dt.timedelta(seconds=EVERY))
    return {"made": made, "sent": sent}


def watch(after: dt.timedelta = dt.timedelta(0)) -> None:
    """Has the chain looked at, once in each span of time however often it is asked for; not without a webhook."""
    if Webhook.objects.filter(ended_at=None).exists():
        at = timezone.now() + after
        place = int(at.timestamp()) // EVERY
        start(tell_webhooks.using(run_after=at), key=f"exchange.webhooks:{place}")
