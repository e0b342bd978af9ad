"""What comes back every day: reminders in the morning, then the digest."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from samrit.platform.jobs import start
from samrit.publicity.digest import send_digests
from samrit.publicity.reminders import remind

_MAIL_AGAIN = dt.timedelta(minutes=30)


@task()
def send_reminders(day: str) -> int:
    """Reminds of what the day brings; gives the number of notices."""
    return remind(dt.date.fromisoformat(day))


@task()
def send_daily_digests(day: str) -> dict[str, int]:
    """Mails the digest of a day. Mails that fail are tried every half hour until the day is over."""
    sent = send_digests(dt.date.fromisoformat(day))
    if sent.failed and timezone.localdate() <= dt.date.fromisoformat(day):
        start(send_daily_digests.using(run_after=timezone.now() + _MAIL_AGAIN), day)
    return {"sent": sent.sent, "nothing": sent.nothing, "failed": sent.failed}
