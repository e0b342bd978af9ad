"""Who holds a job, and until when. A worker that dies leaves its jobs to the others when its lease runs out.

Every change of a held job asks for the moment at which it was taken, so a worker that had lost its lease, and comes
back late, changes nothing. Leases are measured by the machine's own clock, never by the calendar of a demonstration.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from samrit.core.contract import Message
from samrit.platform.clock import real_now
from samrit.platform.models import Job

logger = logging.getLogger(__name__)

ATTEMPTS = 3
"""How often a job is tried before it counts as failed."""
_LOOKED_AT = 5
_FIRST_PAUSE = dt.timedelta(seconds=30)
_KILLED = Message(
    "the program stopped three times while doing this; please tell the administrator",
    "โปรแกรมหยุดกลางคันถึงสามครั้งขณะทำงานนี้ โปรดแจ้งผู้ดูแลระบบ",
)


def claim(worker: str, lease: dt.timedelta) -> DBTaskResult | None:
    """The next job that is due, now held by `worker`; None where there is none, or others were quicker."""
    due = DBTaskResult.objects.ready().filter(backend_name="default")
    for row in due[:_LOOKED_AT]:
        row.status, row.started_at = TaskResultStatus.RUNNING, real_now()
        row.worker_ids = [*row.worker_ids, worker]
        with transaction.atomic():
            taken = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.READY).update(
                status=row.status, started_at=row.started_at, worker_ids=row.worker_ids
            )
            if taken:  # also a task that was queued without `start` gets its lease
                Job.objects.update_or_create(
                    pk=row.pk,
                    defaults={"lease_until": real_now() + lease, "percent": None, "words_en": "", "words_th": ""},
                )
                return row
    return None


def prolong(row: DBTaskResult, lease: dt.timedelta) -> None:
    """The worker is alive and still at it."""
    held = Job.objects.filter(pk=row.pk, result__status=TaskResultStatus.RUNNING, result__started_at=row.started_at)
    held.update(lease_until=real_now() + lease)


def finish(row: DBTaskResult, returned: Any) -> bool:
    """The job is done. False where it was no longer this worker's."""
    return _close(row, status=TaskResultStatus.SUCCESSFUL, return_value=returned, finished_at=real_now())


def fail(row: DBTaskResult, *, why: Message, error: str, traceback: str) -> bool:
    """The job is given up. False where it was no longer this worker's."""
    return _close(
        row,
        said=why,
        status=TaskResultStatus.FAILED,
        exception_class_path=error,
        traceback=traceback,
        finished_at=real_now(),
    )


def give_back(row: DBTaskResult, *, error: str = "", traceback: str = "") -> bool:
    """The job waits for its next try: 30 seconds after the first, two minutes after the second."""
    pause = _FIRST_PAUSE * 4 ** (len(row.worker_ids) - 1) if error else dt.timedelta()
    rows = _held(row)
    return bool(
        rows.update(
            status=TaskResultStatus.READY, run_after=real_now() + pause, exception_class_path=error, traceback=traceback
        )
    )


def sweep() -> int:
    """Takes jobs whose worker says nothing any more away from it, and gives their number. Every worker may do it."""
    lost = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, job__lease_until__lt=real_now())
    return sum(_take_away(row) for row in lost)


def _take_away(row: DBTaskResult) -> bool:
    logger.warning("platform.job.lease_ran_out", extra={"job": str(row.pk), "task": row.task_path})
    if len(row.worker_ids) < ATTEMPTS:
        return give_back(row)
    return fail(row, why=_KILLED, error="", traceback="")


def _held(row: DBTaskResult) -> Any:
    return DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at)


@transaction.atomic
def _close(row: DBTaskResult, *, said: Message | None = None, **values: Any) -> bool:
    if not _held(row).update(**values):
        return False
    words = {"words_en": said.en, "words_th": said.th} if said else {}
    Job.objects.filter(pk=row.pk).update(unfinished=False, lease_until=None, **words)
    return True
