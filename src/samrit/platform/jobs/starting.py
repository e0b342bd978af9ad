"""Putting a job into the queue."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django_tasks.base import Task

from samrit.platform.models import Job


def start(task: Task[Any, Any], *arguments: Any, key: str = "", started_by: str = "") -> uuid.UUID:
    """Queues `task` with JSON arguments and gives the job's id. Call it in the transaction of what asks for the job.

    `key` is the job's natural key: while a job with this key is unfinished no second one is made, and its id is given.
    `started_by` is the audit name of who asked. Nothing is run here.
    """
    if not key:
        return _put(task, arguments, key, started_by)
    open_job = Job.objects.filter(key=key, unfinished=True).values_list("pk", flat=True)
    found = open_job.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _put(task, arguments, key, started_by)
    except IntegrityError:  # somebody else asked at the same moment; the key is single in the database
        return open_job.get()


def _put(task: Task[Any, Any], arguments: tuple[Any, ...], key: str, started_by: str) -> uuid.UUID:
    with transaction.atomic():
        queued = uuid.UUID(task.enqueue(*arguments).id)
        Job.objects.create(result_id=queued, key=key, started_by=started_by)
    return queued
