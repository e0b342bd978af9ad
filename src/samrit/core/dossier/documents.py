"""The files of a dossier and the documents of its own: who proves what (`traces.json`) and the manifest.

A trace leads from what was counted to the entry of the audit chain that tells of it. `entry` is the number of the line
in `chain.jsonl`, from 1; `role` is the role in which the person acted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from samrit.core.contract import Node, load_json
from samrit.core.counting import WorkItems
from samrit.core.counting.items import Person
from samrit.core.ledger import canonical_json
from samrit.core.sheet.definition import Coordinator, Definition

MANIFEST, README, VERIFIER = "manifest.json", "README.txt", "verify.py"
DEFINITION, RULE, ITEMS, COUNTS = "definition.json", "rule.json", "items.json", "counts.json"
FACTS, SCORE, TRACES, CHAIN, CHECKPOINT = "facts.json", "score.json", "traces.json", "chain.jsonl", "checkpoint.json"
CHECKPOINTS = "checkpoints.json"
"""What is published of the chain; dossiers of older versions have it not."""

MANIFEST_SCHEMA = "samrit/dossier/1"
TRACES_SCHEMA = "samrit/traces/1"

ALWAYS = (README, DEFINITION, FACTS, SCORE, TRACES, CHAIN, CHECKPOINT, VERIFIER)
COUNTED = (RULE, ITEMS, COUNTS)
"""The files of a key result whose result is counted from the work; all of them or none."""

LARGEST = 500_000_000
"""Bytes of one JSON document in a dossier: the work of a year may be more than a document typed by hand."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit chain: its hash, and the body unless it is withheld (other key results, personal data)."""

    hash: str
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the chain tells of one act: the number of the entry, and the role of who did it."""

    entry: int
    role: str


@dataclass(frozen=True, slots=True)
class EvidenceTrace:
    """An item of evidence: its name in the counts (`id`) and in the ledger (`uid`), when it was added and judged.

    `withheld`: its person withdrew consent, so that the entries that tell of it show their hash only.
    """

    id: str
    uid: str
    subject: str
    kind: str
    withheld: bool = False
    title: str | None = None
    proves: str | None = None
    added: Trace | None = None
    judged: Trace | None = None


@dataclass(frozen=True, slots=True)
class WorkTrace:
    """A piece, story or activity: its name in the counts and its subject in the chain; who approved and checked it."""

    id: str
    subject: str
    approved: Trace | None = None
    checked: Trace | None = None


@dataclass(frozen=True, slots=True)
class Traces:
    """All traces of a dossier; `milestones` by the name that the rubric gives them."""

    evidence: tuple[EvidenceTrace, ...] = ()
    works: tuple[WorkTrace, ...] = ()
    milestones: Mapping[str, Trace] = field(default_factory=dict)
    awareness: Trace | None = None


def publishable(definition: Definition) -> Definition:
    """The definition without what must not be published or tells only of its reading: the officer, open questions."""
    return replace(definition, coordinator=Coordinator(), questions=(), unread=())


def without_names(items: WorkItems) -> WorkItems:
    """The items with people by their numbers only."""
    return replace(items, people=tuple(Person(row.id) for row in items.people))


def chain_text(entries: Iterable[Entry]) -> bytes:
    """The chain as lines of canonical JSON, `{"body":…,"hash":…}` or, withheld, `{"hash":…}`."""
    rows = ({"hash": row.hash} if row.body is None else {"hash": row.hash, "body": dict(row.body)} for row in entries)
    return b"".join(canonical_json(row) + b"\n" for row in rows)


def document(data: bytes) -> Node:
    """A JSON document of the dossier, strictly. Raises Refused."""
    return load_json(data, limit=LARGEST)


# --- traces ---


def traces_data(traces: Traces) -> dict[str, Any]:
    """The document `samrit/traces/1`."""
    return {
        "schema": TRACES_SCHEMA,
        "evidence": [
            {
                "id": row.id,
                "uid": row.uid,
                "subject": row.subject,
                "kind": row.kind,
                "withheld": row.withheld,
                "title": row.title,
                "proves": row.proves,
                "added": _trace_data(row.added),
                "judged": _trace_data(row.judged),
            }
            for row in traces.evidence
        ],
        "works": [
            {
                "id": row.id,
                "subject": row.subject,
                "approved": _trace_data(row.approved),
                "checked": _trace_data(row.checked),
            }
            for row in traces.works
        ],
        "milestones": {name: _trace_data(row) for name, row in sorted(traces.milestones.items())},
        "awareness": _trace_data(traces.awareness),
    }


def _trace_data(trace: Trace | None) -> dict[str, Any] | None:
    return None if trace is None else {"entry": trace.entry, "role": trace.role}


def read_traces(node: Node) -> Traces:
    """The traces that a document holds. Raises Refused, naming the path."""
    node.fields(names := ("schema", "evidence", "works", "milestones", "awareness"), required=names)
    node["schema"].choice((TRACES_SCHEMA,))
    return Traces(
        evidence=tuple(map(_evidence, node["evidence"].list())),
        works=tuple(map(_work, node["works"].list())),
        milestones={name: _trace(part) for name, part in node["milestones"].items()},
        awareness=node["awareness"].or_null(_trace),
    )


def _evidence(node: Node) -> EvidenceTrace:
    names = ("id", "uid", "subject", "kind", "withheld", "title", "proves", "added", "judged")
    node.fields(names, required=names)
    return EvidenceTrace(
        id=node["id"].text(),
        uid=node["uid"].text(),
        subject=node["subject"].text(),
        kind=node["kind"].text(),
        withheld=node["withheld"].boolean(),
        title=node["title"].or_null(Node.text),
        proves=node["proves"].or_null(Node.text),
        added=node["added"].or_null(_trace),
        judged=node["judged"].or_null(_trace),
    )


def _work(node: Node) -> WorkTrace:
    node.fields(names := ("id", "subject", "approved", "checked"), required=names)
    return WorkTrace(
        id=node["id"].text(),
        subject=node["subject"].text(),
        approved=node["approved"].or_null(_trace),
        checked=node["checked"].or_null(_trace),
    )


def _trace(node: Node) -> Trace:
    node.fields(("entry", "role"), required=("entry", "role"))
    return Trace(node["entry"].integer(1), node["role"].text())
