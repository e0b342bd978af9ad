"""What comes back every day: forgetting jobs that are long over, and signing the audit chain."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from samrit.core.ledger.timestamp import MEDIA_TYPES
from samrit.platform.asking import ask
from samrit.platform.checkpoints import keep_stamp, stamp_query, take_checkpoint

KEPT = dt.timedelta(days=30)


@task()
def forget_old_jobs(_day: str) -> int:
    """Deletes jobs that finished a month ago; gives their number."""
    over = DBTaskResult.objects.filter(
        status__in=(TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED), finished_at__lt=timezone.now() - KEPT
    )
    number = over.count()
    over.delete()
    return number


@task()
def publish_checkpoint(_day: str) -> int | None:
    """Signs the chain as it stands, with the time stamped where the settings name an authority; gives its entries.

    None where nothing was added. The checkpoint stays published where the authority does not answer.
    """
    statement = take_checkpoint()
    if statement is None:
        return None
    if settings.SAMRIT_TIME_AUTHORITY:
        query, nonce = stamp_query(statement)
        keep_stamp(statement, nonce, ask(settings.SAMRIT_TIME_AUTHORITY, query, MEDIA_TYPES[0]))
    return int(statement["body"]["entries"])
