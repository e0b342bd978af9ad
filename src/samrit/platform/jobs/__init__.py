"""Work that a page does not wait for: it is put into the database, a worker does it, a page asks how far it is.

A job is a task of Django's Tasks API (`@task` from `django_tasks`), in the module `tasks.py` of its part::

    @task()
    def read_scan(upload_id: int) -> None:
        for number, page in enumerate(pages, start=1):
            ...
            progress(100 * number // len(pages), Message(f"page {number}", f"หน้า {number}"))

    uid = start(read_scan, upload.pk, key=f"results.read:{upload.pk}", started_by=user.audit_name)
    job = job_status(uid)  # or latest_job("results.read:7"): state, percent, words; None where there is none

**A job may run twice**: a worker that is killed leaves it to the next one, so it must be idempotent. What it raises is
tried again, three times in all; `Refused` is final, and its sentence is what the page shows.
"""

from samrit.platform.jobs.progressing import progress
from samrit.platform.jobs.starting import start
from samrit.platform.jobs.status import JobState, JobStatus, job_status, latest_job

__all__ = ["JobState", "JobStatus", "job_status", "latest_job", "progress", "start"]
