"""Dossiers of the example: its sheet and its work items, with a chain that tells of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from samrit.core.contract import Node, load_json
from samrit.core.counting import WorkItems, count, facts_from_counts, packaged_rule, read_items
from samrit.core.dossier import Entry, EvidenceTrace, Material, Trace, Traces, WorkTrace
from samrit.core.dossier.writing import Origin, write_dossier
from samrit.core.ledger import GENESIS, KeyPair, entry_hash
from samrit.core.rubric import read_facts
from samrit.core.sheet import read_sheet_file

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
BANGKOK = dt.timezone(dt.timedelta(hours=7))
AT = dt.datetime(2025, 6, 30, 23, 59, 59, tzinfo=BANGKOK)
KEY = KeyPair(hashlib.sha256(b"tests only").digest())
ORIGIN = Origin("สำนักงานประชาสัมพันธ์", dt.datetime(2025, 7, 1, 9, tzinfo=BANGKOK), 1, "samrit 0.1.0")


@dataclass
class Chain:
    """An audit chain that grows."""

    entries: list[Entry] = field(default_factory=list)

    def add(
        self, action: str, *, actor: str, subject: str, at: dt.datetime, data: dict[str, Any] | None = None
    ) -> Trace:
        """One more entry, by an inspector."""
        previous = self.entries[-1].hash if self.entries else GENESIS
        body = {
            "sequence": len(self.entries) + 1,
            "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "action": action,
            "actor": actor,
            "role": "inspector",
            "on_behalf_of": "",
            "subject": subject,
            "data": data or {},
            "commitments": {},
        }
        self.entries.append(Entry(entry_hash(previous, body), body))
        return Trace(len(self.entries), "inspector")


@dataclass
class Case:
    """Everything that a dossier is made of; change a part, then `write`."""

    material: Material
    chain: Chain
    traces: Traces

    def write(self, signer: KeyPair = KEY) -> bytes:
        """The dossier."""
        return write_dossier(
            self.material, entries=self.chain.entries, traces=self.traces, origin=ORIGIN, signer=signer
        )


def case() -> Case:
    """The example's work items, counted in June, with the plan approved; the score is 1."""
    items = read_items(load_json((EXAMPLES / "work-items.json").read_bytes()))
    items = replace(items, evidence=tuple(replace(row, captured_at=row.captured_at or AT) for row in items.evidence))
    counts = count(items, packaged_rule(), as_of=AT)
    chain = Chain()
    chain.add("people.administrator.made", actor="", subject="user:1", at=AT)
    chain.entries[0] = Entry(chain.entries[0].hash)  # withheld
    approved = chain.add(
        "publicity.plan.approve", actor="user:9", subject="plan:1", at=AT, data={"approved_on": "2024-11-20"}
    )
    traces = Traces(**_traces(items, chain), milestones={"plan_approved": approved})
    milestones = {"plan_approved": dt.date(2024, 11, 20)}
    facts = read_facts(Node(facts_from_counts(counts, milestones=milestones), ""))
    definition = read_sheet_file(EXAMPLES / "kr-7301.txt")
    return Case(Material(definition, facts, AT, packaged_rule(), items), chain, traces)


def _traces(items: WorkItems, chain: Chain) -> dict[str, Any]:
    evidence, works = [], []
    for row in items.evidence:
        subject, uid = f"work:{row.id}", f"uid-{row.id}"
        told = {
            "evidence": uid,
            "kind": "file",
            "grade": row.grade,
            "title": "ภาพ",
            "sha256": row.sha256,
            "url": row.reference or "",
            "captured_at": row.captured_at.isoformat(),
        }
        added = chain.add("evidence.item.added", actor="user:1", subject=subject, at=row.captured_at, data=told)
        seen = row.verification
        judged = seen and chain.add(
            f"evidence.item.{seen.outcome}",
            actor=f"user:{seen.by}",
            subject=subject,
            at=seen.at,
            data={"evidence": uid},
        )
        evidence.append(EvidenceTrace(row.id, uid, subject, "file", title="ภาพ", added=added, judged=judged))
    for item in items.every:
        subject, leave, seen = f"work:{item.id}", item.approval, item.verification
        approved = leave and chain.add("publicity.work.approve", actor=f"user:{leave.by}", subject=subject, at=leave.at)
        checked = seen and chain.add(
            f"verification.work.{seen.outcome}", actor=f"user:{seen.by}", subject=subject, at=seen.at
        )
        works.append(WorkTrace(item.id, subject, approved, checked))
    return {"evidence": tuple(evidence), "works": tuple(works)}
