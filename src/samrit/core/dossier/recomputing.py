"""The score of a dossier, worked out again from what is in it: one path for who makes and who checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samrit.core.contract import Node, dump_json
from samrit.core.counting import CountingRule, Counts, WorkItems, count, counts_data, facts_from_counts
from samrit.core.dossier.documents import document
from samrit.core.rubric import Facts, Score, score, score_data
from samrit.core.sheet.bridge import context_of
from samrit.core.sheet.definition import Definition


@dataclass(frozen=True, slots=True)
class Material:
    """What a score is worked out from. Without `rule` and `items` the result was reported and not counted."""

    definition: Definition
    facts: Facts
    counted_at: dt.datetime
    """The moment of which the count speaks: the last of the day asked for."""
    rule: CountingRule | None = None
    items: WorkItems | None = None


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What comes out."""

    score: Score
    counts: Counts | None

    @property
    def score_document(self) -> dict[str, Any]:
        """The document `samrit/score/1`."""
        return score_data(self.score)

    @property
    def counts_document(self) -> dict[str, Any] | None:
        """The document `samrit/counts/1`; None where nothing is counted."""
        return None if self.counts is None else counts_data(self.counts)


def recompute(material: Material) -> Recomputed:
    """Counts the items and scores the facts. Raises Refused where they contradict the rule or the definition."""
    counts = None
    if material.rule is not None and material.items is not None:
        counts = count(material.items, material.rule, as_of=material.counted_at)
    return Recomputed(score(material.definition.rubric, material.facts, context_of(material.definition)), counts)


def says_the_same(printed: bytes, again: Mapping[str, Any], *, in_words: bool) -> bool:
    """Whether a printed document is what comes out again; without `in_words` its sentences may be others."""
    if in_words:
        return printed == dump_json(again).encode()
    return bool(_figures(document(printed).value) == _figures(again))


_WORDS = frozenset({"text", "why", "shared", "lacks", "notes", "reviews"})
"""What documents of counts and scores say in sentences."""


def _figures(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {name: _figures(part) for name, part in data.items() if name not in _WORDS}
    return [_figures(part) for part in data] if isinstance(data, (list, tuple)) else data


def first_uncounted(facts: Facts, counts: Counts) -> tuple[str, Any, Any] | None:
    """The first figure of the facts that the count does not give: its place, as stated, as counted; else None."""
    wanted = facts_from_counts(counts)
    given: dict[str, Mapping[str, Any]] = {"variables": facts.variables, "values": facts.values}
    for group, stated in given.items():
        for name, text in wanted[group].items():
            value = stated.get(name)
            if value is None or value != Node(text, "").decimal():
                return f"{group}.{name}", value, text
    return None
