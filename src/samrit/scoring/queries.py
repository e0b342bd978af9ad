"""Reads of snapshots."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from samrit.results.enums import ACCEPTED
from samrit.results.models import KeyResult, Report, ReportStep
from samrit.scoring.gather import BANGKOK
from samrit.scoring.models import ScoreSnapshot


def snapshots_of(key_result: KeyResult) -> QuerySet[ScoreSnapshot]:
    """The snapshots of a key result, the latest day first, with revision, report and who took them. 1 query."""
    rows = ScoreSnapshot.objects.filter(key_result=key_result)
    return rows.select_related("revision", "report__period", "taken_by")


def reports_without_snapshot() -> QuerySet[Report]:
    """Accepted reports of which a day's score has not been kept yet. 1 query."""
    waiting = _accepting_steps().filter(report=OuterRef("pk")).filter(~Exists(_kept_of_the_day()))
    rows = Report.objects.filter(Exists(waiting), state__in=ACCEPTED).select_related("key_result")
    return rows.order_by("pk")


def days_without_snapshot(report: Report) -> list[dt.date]:
    """The days on which a report was verified and acknowledged whose score was not kept yet. 1 query."""
    steps = _accepting_steps().filter(report=report).filter(~Exists(_kept_of_the_day()))
    return sorted(set(steps.values_list("day", flat=True)))


def _accepting_steps() -> QuerySet[ReportStep]:
    """The steps by which reports came to be accepted, with their day."""
    rows = ReportStep.objects.filter(to_state__in=ACCEPTED)
    return rows.annotate(day=TruncDate("at", tzinfo=BANGKOK)).order_by("id")


def _kept_of_the_day() -> QuerySet[ScoreSnapshot]:
    return ScoreSnapshot.objects.filter(report=OuterRef("report"), as_of=OuterRef("day"))
