"""How far a job is, said by the job itself while it runs."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from samrit.core.contract import Message
from samrit.platform.models import Job

_running: ContextVar[uuid.UUID | None] = ContextVar("running_job", default=None)
NOTHING_SAID = Message("", "")


def progress(percent: int | None, words: Message = NOTHING_SAID) -> None:
    """Says how far the running job is: 0 to 100 (None: nobody knows) and one short sentence.

    Outside a job it does nothing, so a function may be called by a job and by a command alike. Pages see it once it is
    committed: call it outside transactions.
    """
    job = _running.get()
    if job is None:
        return
    shown = None if percent is None else max(0, min(100, percent))
    Job.objects.filter(pk=job).update(percent=shown, words_en=words.en, words_th=words.th)


@contextmanager
def running(job: uuid.UUID) -> Iterator[None]:
    """Inside, `progress` speaks of this job."""
    token = _running.set(job)
    try:
        yield
    finally:
        _running.reset(token)
