"""Scans are read by a job: OCR takes its time, and nobody needs to wait for it."""

from __future__ import annotations

from typing import Any

from django_tasks import task

from samrit.core.contract import Message
from samrit.people.models import User
from samrit.platform.jobs import progress
from samrit.results.actions.creating import SlowUpload, create_from_scan


@task()
def read_scan(user: int, upload: dict[str, Any]) -> dict[str, Any]:
    """Reads an uploaded scan for a person; gives key and number of the revision."""
    progress(None, Message("reading the letters of the picture", "กำลังอ่านตัวอักษรจากภาพ"))
    made = create_from_scan(acting_user=User.objects.get(pk=user), upload=SlowUpload(**upload))
    return {"key": made.key_result.key, "number": made.number}
