"""What comes back every day: forgetting jobs that are long over."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

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
