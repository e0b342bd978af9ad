"""Jobs of exchange: what nobody can ask for is forgotten, changes are told to webhooks."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from samrit.districts.models import CreativeDistrict
from samrit.exchange import line_notices, traffy, urgent, webhooks
from samrit.exchange.uploads import forget_old
from samrit.platform.jobs import start

_LINE_AGAIN = dt.timedelta(minutes=30)
_POLITE = dt.timedelta(seconds=5)


@task()
def forget_old_calls(_day: str) -> dict[str, int]:
    """Deletes what nobody can ask for any more."""
    return forget_old()


def webhooks_due() -> list[tuple[str, int]]:
    """(key, argument) of the job that tells webhooks, while there is something for it."""
    return [("exchange.webhooks", 0)] if webhooks.is_due() else []


@task()
def tell_webhooks(_all: int = 0) -> dict[str, int]:
    """Looks at the chain and sends what waits. A job that an earlier version queued has no argument."""
    made = webhooks.gather()
    sent = sum(webhooks.deliver(row) for row in webhooks.waiting())
    return {"made": made, "sent": sent}


@task()
def send_line_digests(day: str) -> dict[str, int]:
    """Sends the digest of a day by LINE. What fails is tried every half hour until the day is over."""
    sent = line_notices.send_line_digests(dt.date.fromisoformat(day))
    if sent.failed and timezone.localdate() <= dt.date.fromisoformat(day):
        start(send_line_digests.using(run_after=timezone.now() + _LINE_AGAIN), day)
    return {"sent": sent.sent, "nothing": sent.nothing, "failed": sent.failed}


def urgent_due() -> list[tuple[str, int]]:
    """(key, argument) of the job that sends urgent notices, while there is something for it."""
    return [("exchange.urgent", 0)] if urgent.is_due() else []


@task()
def send_urgent(_all: int) -> int:
    """Sends what is urgent; gives how many notices went out."""
    return urgent.send_urgent()


@task()
def ask_traffy(_day: str) -> int:
    """Asks the agency's account, then for each district, one after the other. Nothing unless the settings say so."""
    if not settings.SAMRIT_TRAFFY:
        return 0
    with suppress(traffy.Absent):  # the open search tells of the districts all the same
        traffy.ask_agency()
    rows = list(CreativeDistrict.objects.filter(khets__isnull=False).distinct().order_by("pk"))
    for place, row in enumerate(rows):
        start(ask_traffy_of.using(run_after=timezone.now() + place * _POLITE), row.pk, key=f"exchange.traffy:{row.pk}")
    return len(rows)


@task()
def ask_traffy_of(district: int) -> bool:
    """Asks for one district; an answer that does not come is noted, and the next night asks again."""
    row = CreativeDistrict.objects.prefetch_related("khets").get(pk=district)
    try:
        traffy.refresh(row)
    except traffy.Absent:
        return False
    return True
