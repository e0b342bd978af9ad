"""The dossier of a key result: gathered from the database, made by `core.dossier`.

A stranger sees the entries of the audit chain by which the score came to be. All others (other key results, consents,
comments, sign-ins), and those of evidence whose person withdrew consent, show their hash only.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.core.counting import Evidence, WorkItems
from samrit.core.counting.items import Item
from samrit.core.dossier import Entry, EvidenceTrace, Material, Trace, Traces, WorkTrace
from samrit.core.dossier.tracing import AWARENESS, JUDGED, MILESTONES
from samrit.core.dossier.writing import Origin, write_dossier
from samrit.core.ledger import Signer
from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import evidence_id, evidence_of_key_results, is_hidden
from samrit.platform.checkpoints import published
from samrit.platform.models import AuditEntry
from samrit.publicity.items import work_id
from samrit.publicity.models import Plan, Work
from samrit.results.models import KeyResult, Report
from samrit.scoring.facts import PLAN_APPROVED, RESULT_REPORTED, awareness_of
from samrit.scoring.result import Result, score_key_result

_OF_EVIDENCE = frozenset(f"evidence.item.{act}" for act in ("added", "verified", "returned", "wrong"))
_OF_SUBJECTS = frozenset(
    {
        "publicity.plan.approve",
        "publicity.work.approve",
        "verification.work.verified",
        "verification.work.returned",
        "results.revision.signed",
        "results.key_result.districts_chosen",
        "results.report.submitted",
        "results.report.checked",
        "results.report.verified",
        "results.report.acknowledged",
        "scoring.snapshot.taken",
        AWARENESS,
    }
)
"""The acts by which a score comes to be. Their entries hold no names: people are numbers there."""

_PUBLISHED = 30
"""So many of the newest published checkpoints stand in a dossier."""
_Body = Mapping[str, Any]


def dossier_of(key_result: KeyResult, *, signer: Signer, as_of: dt.date | None = None) -> bytes:
    """The dossier of a key result's score at the end of a day (today where none is given), as a zip.

    Raises Refused where no definition has been signed yet.
    """
    result = score_key_result(key_result, as_of)
    if result.definition is None or result.revision is None:
        raise Refused(
            key_result.key,
            Message("no definition has been signed yet", "ยังไม่มีรายละเอียดตัวชี้วัดที่ลงนามแล้ว"),
            Message("sign the definition first", "โปรดลงนามรายละเอียดตัวชี้วัดก่อน"),
        )
    evidence = evidence_of_key_results([key_result.key], known_at=result.gathered.moment)
    entries = list(_entries(_shown(key_result, result, evidence)))
    counts, items = result.counts, result.gathered.items
    counted = counts is not None and items is not None
    return write_dossier(
        Material(
            definition=result.definition,
            facts=result.facts,
            counted_at=result.gathered.moment,
            rule=counts.rule if counts is not None and counted else None,
            items=items if counted else None,
        ),
        entries=entries,
        traces=_traces(result, items if counted else None, evidence, _Index(entries)),
        origin=Origin(
            name="สัมฤทธิ์" if key_result.host is None else key_result.host.name_th,
            made_at=timezone.localtime(),
            revision=result.revision.number,
            program=f"samrit {version('samrit')}",
        ),
        signer=signer,
        published=published(_PUBLISHED),
    )


# --- what a stranger sees of the chain ---


def _entries(shown: Callable[[_Body], bool]) -> Iterator[Entry]:
    rows = AuditEntry.objects.order_by("sequence").values_list("hash", "action", "body")
    for value, action, text in rows.iterator(chunk_size=2_000):
        body = json.loads(text) if action in _OF_EVIDENCE or action in _OF_SUBJECTS else None
        yield Entry(value, body if body is not None and shown(body) else None)


def _shown(key_result: KeyResult, result: Result, evidence: Sequence[EvidenceItem]) -> Callable[[_Body], bool]:
    """Which bodies are shown: those about this key result and what belongs to it."""
    items = {str(row.uid) for row in evidence if not is_hidden(row)}
    subjects = {key_result.subject, *(row.subject for row in key_result.revisions.all())}
    for kind, model in (("work", Work), ("plan", Plan), ("report", Report)):
        subjects.update(
            f"{kind}:{uid}" for uid in model.objects.filter(key_result=key_result).values_list("uid", flat=True)
        )
    subjects.update(row.subject for row in result.gathered.awareness)

    def shown(body: _Body) -> bool:
        if body["action"] in _OF_EVIDENCE:
            return body["data"].get("evidence") in items
        return body["subject"] in subjects

    return shown


# --- where the chain tells of what was counted ---


class _Index:
    """The entries by what they tell of: the action with a subject, or with an item of evidence."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._found: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._bodies = {number: row.body for number, row in enumerate(entries, 1) if row.body is not None}
        for number, body in self._bodies.items():
            about = body["data"].get("evidence") if body["action"] in _OF_EVIDENCE else body["subject"]
            self._found[body["action"], about].append(number)

    def last(self, actions: Sequence[str], about: str, by: str | None = None) -> Trace | None:
        """The last entry of one of these actions (by a person, where given)."""
        numbers = [
            number
            for action in actions
            for number in self._found[action, about]
            if by is None or self._bodies[number]["actor"] == f"user:{by}"
        ]
        return Trace(max(numbers), self._bodies[max(numbers)]["role"]) if numbers else None


def _traces(result: Result, items: WorkItems | None, evidence: Sequence[EvidenceItem], index: _Index) -> Traces:
    rows = {evidence_id(row): row for row in evidence}
    works = {work_id(row): row.subject for row in Work.objects.filter(key_result=result.key_result)}
    plan, report, aware = result.gathered.plan, result.gathered.acknowledged, awareness_of(result.gathered)
    reached = {
        PLAN_APPROVED: None if plan is None else plan.subject,
        RESULT_REPORTED: None if report is None else report.subject,
    }
    found = {name: index.last((MILESTONES[name],), subject) for name, subject in reached.items() if subject is not None}
    return Traces(
        evidence=() if items is None else tuple(_evidence(row, rows[row.id], index) for row in items.evidence),
        works=() if items is None else tuple(_work(row, works[row.id], index) for row in items.every),
        milestones={name: trace for name, trace in found.items() if trace is not None},
        awareness=None if aware is None else index.last((AWARENESS,), aware.subject),
    )


def _evidence(counted: Evidence, row: EvidenceItem, index: _Index) -> EvidenceTrace:
    uid, seen = str(row.uid), counted.verification
    hidden = is_hidden(row)
    return EvidenceTrace(
        id=counted.id,
        uid=uid,
        subject=row.subject,
        kind=row.kind,
        withheld=hidden,
        title=None if hidden else row.title,
        proves=row.proves or None,
        added=index.last(("evidence.item.added",), uid),
        judged=None if seen is None else index.last(JUDGED[seen.outcome], uid, by=seen.by),
    )


def _work(counted: Item, subject: str, index: _Index) -> WorkTrace:
    approval, seen = counted.approval, counted.verification
    return WorkTrace(
        id=counted.id,
        subject=subject,
        approved=None if approval is None else index.last(("publicity.work.approve",), subject, by=approval.by),
        checked=None if seen is None else index.last((f"verification.work.{seen.outcome}",), subject, by=seen.by),
    )
