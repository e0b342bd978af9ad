"""Making a dossier: everything that a stranger needs to work the score out again, in one zip."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samrit.core.contract import Node, canonical, dump_json
from samrit.core.counting import items_data, read_items, rule_data
from samrit.core.dossier import documents as named
from samrit.core.dossier.container import write_container
from samrit.core.dossier.documents import Entry, Traces, chain_text, document, publishable, traces_data, without_names
from samrit.core.dossier.publishing import Published, published_text
from samrit.core.dossier.recomputing import Material, Recomputed, recompute
from samrit.core.dossier.standalone import standalone_verifier
from samrit.core.dossier.words import readme
from samrit.core.ledger import Signer, make_checkpoint, signed
from samrit.core.rubric import Score, facts_data, read_facts
from samrit.core.sheet.definition_document import definition_data, read_definition

NOTHING_PUBLISHED = Published()


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made the dossier (the installation's name), when, and by which revision of the definition."""

    name: str
    made_at: dt.datetime
    revision: int
    program: str


def write_dossier(
    material: Material,
    *,
    entries: Sequence[Entry],
    traces: Traces,
    origin: Origin,
    signer: Signer,
    published: Published = NOTHING_PUBLISHED,
) -> bytes:
    """The dossier as a zip, checkpoint and manifest signed. Names of people are left out.

    `published`: the checkpoints of this chain that were published before.

    Raises Refused where the material contradicts itself, ValueError where it is too large for a zip.
    """
    printed = _as_printed(material)
    again = recompute(printed)
    at = origin.made_at.isoformat(timespec="seconds")
    checkpoint = make_checkpoint([row.hash for row in entries], signer, origin=origin.name, at=at)
    files = {
        named.README: readme(printed.definition, again.score, origin.name, at).encode(),
        named.DEFINITION: _text(definition_data(printed.definition)),
        **_counted(printed, again),
        named.FACTS: _text(facts_data(printed.facts)),
        named.SCORE: _text(again.score_document),
        named.TRACES: _text(traces_data(traces)),
        named.CHAIN: chain_text(entries),
        named.CHECKPOINT: _text(checkpoint),
        named.CHECKPOINTS: published_text(published),
        named.VERIFIER: standalone_verifier().encode(),
    }
    manifest = signed(_manifest(printed, again.score, files, origin, at), signer)
    return write_container({named.MANIFEST: _text(manifest), **files})


def _as_printed(material: Material) -> Material:
    """The material as somebody reads it who has only the printed documents."""
    definition = read_definition(_again(definition_data(publishable(material.definition))))
    facts = read_facts(_again(facts_data(material.facts)))
    if material.rule is None or material.items is None:
        return Material(definition, facts, material.counted_at)
    items = read_items(_again(items_data(without_names(material.items))))
    return Material(definition, facts, material.counted_at, material.rule, items)


def _counted(printed: Material, again: Recomputed) -> dict[str, bytes]:
    if printed.rule is None or printed.items is None or again.counts_document is None:
        return {}
    return {
        named.RULE: _text(rule_data(printed.rule)),
        named.ITEMS: _text(items_data(printed.items)),
        named.COUNTS: _text(again.counts_document),
    }


def _manifest(printed: Material, scored: Score, files: Mapping[str, bytes], origin: Origin, at: str) -> dict[str, Any]:
    return {
        "schema": named.MANIFEST_SCHEMA,
        "origin": origin.name,
        "program": origin.program,
        "made_at": at,
        "key_result": printed.definition.code,
        "fiscal_year": printed.definition.fiscal_year,
        "revision": origin.revision,
        "counted_at": printed.counted_at.isoformat(),
        "score": None if scored.score is None else canonical(scored.score),
        "files": {
            name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        },
    }


def _text(data: Mapping[str, Any]) -> bytes:
    return dump_json(data).encode()


def _again(data: Mapping[str, Any]) -> Node:
    return document(_text(data))
