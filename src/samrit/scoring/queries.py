"""Reads of snapshots."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from samrit.results.enums import ACCEPTED
from samrit.results.models import KeyResult, Report, ReportStep
from samrit.scoring.gather import BANGKOK
from samrit.scoring.models import ScoreSnapshot


def snapshots_of(key_result: KeyResult) -> QuerySet[ScoreSnapshot]:
    """The snapshots of a key result, the latest day first, with revision, report and who took them. 1 query."""
    rows = ScoreSnapshot.objects.filter(key_result=key_result)
    return rows.select_related("revision", "report__period", "taken_by")


def reports_without_snapshot() -> QuerySet[Report]:
    """Accepted reports whose score has not been kept yet. 1 query."""
    rows = Report.objects.filter(state__in=ACCEPTED, snapshots=None).select_related("key_result")
    return rows.order_by("pk")


def accepted_on(report: Report) -> dt.date | None:
    """The day on which a report was verified; None where it was not. 1 query."""
    at = ReportStep.objects.filter(report=report, to_state__in=ACCEPTED).order_by("id").values_list("at", flat=True)
    first = at.first()
    return None if first is None else first.astimezone(BANGKOK).date()
