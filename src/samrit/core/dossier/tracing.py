"""Following the traces of a dossier into its chain: does the chain tell of the evidence, checks and milestones?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from samrit.core.contract import parse_decimal
from samrit.core.counting import WorkItems
from samrit.core.counting.items import Approval, Evidence, Verification
from samrit.core.dossier.documents import TRACES, Entry, EvidenceTrace, Trace, Traces, WorkTrace
from samrit.core.dossier.misfit import Misfit
from samrit.core.rubric import Facts

_BANGKOK = dt.timezone(dt.timedelta(hours=7), "Asia/Bangkok")

MILESTONES = {"plan_approved": "publicity.plan.approve", "result_reported": "results.report.acknowledged"}
"""Milestones that are acts of people, and the act in the chain."""
_SAME_ACT = dt.timedelta(minutes=1)
"""An act and its entry are written in one transaction; this much they may lie apart."""
AWARENESS = "publicity.awareness.entered"
JUDGED = {
    "verified": ("evidence.item.verified",),
    "returned": ("evidence.item.returned", "evidence.item.wrong"),
}
"""The acts by which evidence is judged, by what counting makes of them."""


def follow(traces: Traces, entries: Sequence[Entry], items: WorkItems | None, facts: Facts) -> None:
    """Raises Misfit at the first item, check or milestone that the chain does not tell of, or tells otherwise."""
    tracks = _Tracks(entries)
    if items is not None:
        _same_names("evidence", [row.id for row in traces.evidence], [row.id for row in items.evidence])
        _same_names("works", [row.id for row in traces.works], [row.id for row in items.every])
        for place, (trace, row) in enumerate(zip(traces.evidence, items.evidence, strict=True)):
            tracks.evidence(f"{TRACES}: evidence[{place}]", trace, row)
        for place, (found, item) in enumerate(zip(traces.works, items.every, strict=True)):
            tracks.work(f"{TRACES}: works[{place}]", found, item.approval, item.verification)
    for name, day in facts.milestones.items():
        if day is not None and name in MILESTONES:
            tracks.milestone(f"{TRACES}: milestones.{name}", name, traces.milestones.get(name), day)
    share = facts.values.get("awareness")
    if share is not None:
        tracks.awareness(f"{TRACES}: awareness", traces.awareness, share)


def _same_names(what: str, traced: Sequence[str], counted: Sequence[str]) -> None:
    if list(traced) != list(counted):
        raise Misfit(
            f"{TRACES}: {what}",
            "not the same as those that were counted",
            "ไม่ตรงกับรายการที่นำมานับ",
        )


class _Tracks:
    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def evidence(self, place: str, trace: EvidenceTrace, row: Evidence) -> None:
        """The entry that added an item, and the one that judged it, unless they are withheld."""
        if trace.withheld:
            return
        body = self._body(f"{place}.added", trace.added, ("evidence.item.added",), trace.subject)
        data = body["data"]
        told = tuple(data.get(name) for name in ("evidence", "grade", "sha256", "kind", "title"))
        if told != (trace.uid, row.grade, row.sha256, trace.kind, trace.title):
            raise _otherwise(f"{place}.added")
        if data.get("url") and row.reference != data["url"]:
            raise _otherwise(f"{place}.added")
        if row.captured_at is None or _instant(data.get("captured_at")) != row.captured_at:
            raise _otherwise(f"{place}.added")
        if row.verification is not None:
            acts = JUDGED[row.verification.outcome]
            by, at = row.verification.by, row.verification.at
            seen = self._by(f"{place}.judged", trace.judged, acts, trace.subject, by, at)
            if seen["data"].get("evidence") != trace.uid:
                raise _otherwise(f"{place}.judged")

    def work(self, place: str, trace: WorkTrace, approval: Approval | None, check: Verification | None) -> None:
        """The entries that approved and checked a work."""
        if approval is not None:
            acts = ("publicity.work.approve",)
            self._by(f"{place}.approved", trace.approved, acts, trace.subject, approval.by, approval.at)
        if check is not None:
            acts = (f"verification.work.{check.outcome}",)
            self._by(f"{place}.checked", trace.checked, acts, trace.subject, check.by, check.at)

    def milestone(self, place: str, name: str, trace: Trace | None, day: dt.date) -> None:
        """The entry by which a milestone was reached on the day that the facts state."""
        body = self._body(place, trace, (MILESTONES[name],))
        at = _instant(body["at"])
        told = body["data"].get("approved_on") or (at and at.date().isoformat())
        if told != day.isoformat():
            raise _otherwise(place)

    def awareness(self, place: str, trace: Trace | None, percent: Decimal) -> None:
        """The entry by which the share of aware people was entered."""
        body = self._body(place, trace, (AWARENESS,))
        share = parse_decimal(str(body["data"].get("share")))
        if share is None or share * 100 != percent:
            raise _otherwise(place)

    def _by(
        self, place: str, trace: Trace | None, actions: Sequence[str], subject: str, person: str, at: dt.datetime
    ) -> Mapping[str, Any]:
        body = self._body(place, trace, actions, subject)
        if body["actor"] != f"user:{person}" or not _same_time(body, at):
            raise _otherwise(place)
        return body

    def _body(
        self, place: str, trace: Trace | None, actions: Sequence[str], subject: str | None = None
    ) -> Mapping[str, Any]:
        """The entry that a trace leads to."""
        if trace is None or not 0 < trace.entry <= len(self._entries):
            raise Misfit(place, "the chain does not tell of it", "ไม่พบในสายบันทึก")
        body = self._entries[trace.entry - 1].body
        if body is None:
            raise Misfit(place, "the score rests on an entry that is withheld", "คะแนนอาศัยรายการที่ปิดเนื้อหาไว้")
        told = body["action"] in actions and body["role"] == trace.role
        if not told or subject not in {None, body["subject"]}:
            raise _otherwise(place)
        return body


def _same_time(body: Mapping[str, Any], at: dt.datetime) -> bool:
    """Whether an act was done at `at`: when its entry was written, or on the day of the signed paper that it names."""
    paper, told = body["data"].get("approved_on"), _instant(body["at"])
    if paper is not None:
        return bool(paper == at.astimezone(_BANGKOK).date().isoformat())
    return told is not None and abs(told - at) <= _SAME_ACT


def _instant(text: Any) -> dt.datetime | None:
    """A moment with its zone, in Bangkok's; None for anything else."""
    try:
        at = dt.datetime.fromisoformat(text)
        return at.astimezone(_BANGKOK) if at.tzinfo is not None else None
    except (TypeError, ValueError, OverflowError):  # also what lies before the first day of the calendar
        return None


def _otherwise(place: str) -> Misfit:
    return Misfit(place, "the chain tells it otherwise", "ไม่ตรงกับที่สายบันทึกระบุ")
