"""Reads of snapshots."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from samrit.results.enums import ACCEPTED, RevisionState
from samrit.results.models import KeyResult, Report, ReportStep
from samrit.scoring.gather import BANGKOK
from samrit.scoring.models import ScoreSnapshot


def snapshots_of(key_result: KeyResult) -> QuerySet[ScoreSnapshot]:
    """The snapshots of a key result, the latest day first, with revision, report and who took them. 1 query."""
    rows = ScoreSnapshot.objects.filter(key_result=key_result)
    return rows.select_related("revision", "report__period", "taken_by")


def reports_without_snapshot(since: dt.datetime | None = None) -> QuerySet[Report]:
    """Accepted reports whose score was not kept since they were (later than `since` where it is given). 1 query."""
    waiting = _waiting_steps().filter(report=OuterRef("pk"))
    if since is not None:
        waiting = waiting.filter(at__gt=since)
    rows = Report.objects.filter(Exists(waiting), state__in=ACCEPTED).select_related("key_result", "period")
    return rows.order_by("pk")


def days_without_snapshot(report: Report) -> list[dt.date]:
    """The days on which a report was verified and acknowledged whose score was not kept since. At most 2 queries.

    With the host's report comes the last day of its period, once it is over: what was reached by then is the figure of
    the period, for open data as for the package that is handed in.
    """
    days = set(_waiting_steps().filter(report=report).values_list("day", flat=True))
    if days and _tells_of_the_whole(report) and not report.snapshots.filter(as_of=report.period.ends_on).exists():
        days.add(report.period.ends_on)
    return sorted(days)


def _tells_of_the_whole(report: Report) -> bool:
    """Whether it is the host's, of a period that is over."""
    return report.agency_id == report.key_result.host_id and report.period.ends_on < timezone.localdate()


def _waiting_steps() -> QuerySet[ReportStep]:
    """The steps by which reports came to be accepted, with their day, after which no score of that day was kept.

    Two steps of one day are two acceptances: the later may itself bring a score. A step that lies ahead of this
    machine's clock waits, as what is kept now would still seem older than it.
    """
    rows = ReportStep.objects.filter(to_state__in=ACCEPTED, at__lte=timezone.now())
    rows = rows.filter(report__key_result__revisions__state=RevisionState.SIGNED)
    rows = rows.annotate(day=TruncDate("at", tzinfo=BANGKOK)).order_by("id")
    kept = ScoreSnapshot.objects.filter(report=OuterRef("report"), as_of=OuterRef("day"), taken_at__gte=OuterRef("at"))
    return rows.filter(~Exists(kept))
