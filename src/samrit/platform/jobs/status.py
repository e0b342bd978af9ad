"""How a job stands: one named query that a page may ask at every refresh."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from samrit.core.contract import Message
from samrit.platform.models import Job

_LONG = dt.timedelta(minutes=1)


class JobState(enum.StrEnum):
    """Where a job stands, as a person sees it."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


_STATES = {
    TaskResultStatus.READY: JobState.WAITING,
    TaskResultStatus.RUNNING: JobState.RUNNING,
    TaskResultStatus.SUCCESSFUL: JobState.DONE,
    TaskResultStatus.FAILED: JobState.FAILED,
}
FAILED = Message("the system could not finish this; please tell the administrator", "ระบบทำงานนี้ไม่สำเร็จ โปรดแจ้งผู้ดูแลระบบ")
_WORDS = {
    JobState.WAITING: Message("waiting for its turn", "รอคิวทำงาน"),
    JobState.RUNNING: Message("being done", "กำลังดำเนินการ"),
    JobState.DONE: Message("done", "เสร็จแล้ว"),
    JobState.FAILED: FAILED,
}
_NOBODY = Message(
    "no worker has taken this up yet; if it stays so, please tell the administrator",
    "ยังไม่มีโปรแกรมเบื้องหลังรับงานนี้ หากรอนานโปรดแจ้งผู้ดูแลระบบ",
)
_AGAIN = Message("did not succeed at first; it will be tried again shortly", "ครั้งแรกไม่สำเร็จ ระบบจะลองใหม่ในไม่ช้า")


@dataclass(frozen=True, slots=True)
class JobStatus:
    """How a job stands. `percent` is None where nobody knows; `words` is one sentence for the page, never empty.

    `returned` is what the task gave back, once it is done; `started_by` the audit name of who asked for it.
    """

    uid: uuid.UUID
    state: JobState
    percent: int | None
    words: Message
    started_by: str
    asked_at: dt.datetime
    returned: Any = None

    @property
    def finished(self) -> bool:
        """Nothing more will happen: a page stops asking."""
        return self.state in {JobState.DONE, JobState.FAILED}


def job_status(uid: uuid.UUID) -> JobStatus | None:
    """How the job with this id stands; None where there is none (any more: jobs are forgotten after a month). 1 query.

    Who may see it is for the page to ask, by what the job is about or by `started_by`.
    """
    row = DBTaskResult.objects.select_related("job").filter(pk=uid, job__isnull=False).first()
    return None if row is None else _status(row)


def latest_job(key: str) -> JobStatus | None:
    """How the last job with this natural key stands; None where there was none. 1 query."""
    row = DBTaskResult.objects.select_related("job").filter(job__key=key).order_by("-enqueued_at").first()
    return None if row is None else _status(row)


def _status(row: DBTaskResult) -> JobStatus:
    state = _STATES[TaskResultStatus(row.status)]
    return JobStatus(
        uid=row.pk,
        state=state,
        percent=100 if state is JobState.DONE else row.job.percent,
        words=_words(row, state),
        started_by=row.job.started_by,
        asked_at=row.enqueued_at,
        returned=row.return_value if state is JobState.DONE else None,
    )


def _words(row: DBTaskResult, state: JobState) -> Message:
    job: Job = row.job
    if job.words_th and state in {JobState.RUNNING, JobState.FAILED}:
        return Message(job.words_en, job.words_th)
    if state is JobState.WAITING and row.worker_ids:
        return _AGAIN
    if state is JobState.WAITING and row.enqueued_at < timezone.now() - _LONG:
        return _NOBODY
    return _WORDS[state]
