"""Snapshots: a score as it stood, with what it was computed from. Appended only."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone

from samrit.core.contract import Message, Refused, canonical
from samrit.core.counting import counts_data
from samrit.core.rubric import facts_data, score_data
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.recording import record
from samrit.people.rights import Rights, Standing
from samrit.results.models import KeyResult, Report
from samrit.scoring.models import ScoreSnapshot
from samrit.scoring.queries import days_without_snapshot, reports_without_snapshot
from samrit.scoring.result import Result, score_key_result

logger = logging.getLogger(__name__)

MAY_KEEP = (Act.EDIT_REPORT, Act.CHECK_REPORT, Act.VERIFY_REPORT, Act.ACKNOWLEDGE_REPORT)
"""Whoever has a part in reports may keep a score as it stands."""


@transaction.atomic(durable=True)
def take_snapshot(key_result: KeyResult, *, as_of: dt.date | None = None, acting_user: User) -> ScoreSnapshot:
    """Keeps the score of a day. Raises Refused for a day that is not over yet, and without a signed definition."""
    standing = Rights(acting_user).require_one(MAY_KEEP, key_result.scope)
    day = as_of or timezone.localdate()
    if day > timezone.localdate():
        raise Refused(
            "as_of",
            Message("this day lies in the future", "วันที่เลือกยังมาไม่ถึง"),
            Message("choose today or a day before", "โปรดเลือกวันนี้หรือวันที่ผ่านมา"),
        )
    return _append(score_key_result(key_result, day), report=None, acting_user=acting_user, standing=standing)


@transaction.atomic(durable=True)
def take_report_snapshots(report: Report) -> list[ScoreSnapshot]:
    """Keeps the scores of the days on which a report was verified and acknowledged, where they are not kept since.

    With the host's report also that of its period's last day, where the key result was signed by then. Both
    acceptances, as an acknowledgement may itself bring a score. None for a report that was not accepted. Taken by the
    program itself as soon as the acceptance is committed, or later: then as of the end of that day. The report is
    locked, so that no acceptance passes while its score is kept.
    """
    Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    found = [score_key_result(report.key_result, day) for day in days_without_snapshot(report)]
    return [
        _append(result, report=report, acting_user=None, standing=None)
        for result in found
        if result.revision is not None or result.as_of != report.period.ends_on
    ]


def take_missing_snapshots(since: dt.datetime | None = None) -> int:
    """Keeps the scores of the reports accepted (later than `since`) that are not kept yet, and gives their number.

    One that cannot be scored stops no other: it is told in the log, and tried again the next time.
    """
    return sum(_taken(report) for report in reports_without_snapshot(since))


def _taken(report: Report) -> int:
    try:
        return len(take_report_snapshots(report))
    except Refused:
        logger.exception("scoring.snapshot.refused", extra={"report": report.subject})
        return 0


def _append(
    result: Result, *, report: Report | None, acting_user: User | None, standing: Standing | None
) -> ScoreSnapshot:
    if result.revision is None:
        raise Refused(
            "",
            Message("no definition has been signed yet", "ยังไม่มีรายละเอียดตัวชี้วัดที่ลงนามแล้ว"),
            Message("sign the definition first", "โปรดลงนามรายละเอียดตัวชี้วัดก่อน"),
        )
    snapshot = ScoreSnapshot.objects.create(
        key_result=result.key_result,
        revision=result.revision,
        report=report,
        as_of=result.as_of,
        facts=facts_data(result.facts),
        score=score_data(result.score),
        counts={} if result.counts is None else counts_data(result.counts),
        rule=result.rule_name,
        taken_by=acting_user,
    )
    record(
        "scoring.snapshot.taken",
        acting_user=acting_user,
        standing=standing,
        subject=result.key_result.subject,
        data={
            "snapshot": snapshot.pk,
            "as_of": result.as_of.isoformat(),
            "revision": result.revision.number,
            "rule": result.rule_name,
            "report": report.subject if report else None,
            "state": result.score.state,
            "score": None if result.score.score is None else canonical(result.score.score),
        },
    )
    return snapshot


def same_score(kept: ScoreSnapshot, now: Result) -> bool:
    """Whether a day worked out again comes to the score that was kept."""
    return bool(kept.score == score_data(now.score))
