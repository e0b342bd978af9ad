"""Drawing long papers, and forgetting those that were drawn days ago."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from samrit.core.contract import Message
from samrit.platform.jobs import progress
from samrit.reports.drawing import filed, make
from samrit.reports.models import DrawnPaper

KEPT = dt.timedelta(days=7)


@task()
def draw_paper(subject: str, kind: str) -> dict[str, str]:
    """Draws the paper of a row as it is now; gives what was drawn."""
    progress(5, Message("gathering what it holds", "กำลังรวบรวมเนื้อหา"))
    make(filed(subject), kind)
    return {"subject": subject, "kind": kind}


@task()
def forget_drawn_papers(_day: str) -> int:
    """Deletes files that can be drawn again and were not sealed; gives their number."""
    return DrawnPaper.objects.filter(sealed=False, drawn_at__lt=timezone.now() - KEPT).delete()[0]
