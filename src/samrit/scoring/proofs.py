"""Every counted work beside its evidence: what is there, what is missing, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from samrit.channels.packs import Pack, packs_of
from samrit.core.contract import Message
from samrit.core.counting import CountingRule
from samrit.core.counting.counts import ItemRow
from samrit.core.counting.findings import Verdict
from samrit.publicity.items import work_id
from samrit.publicity.models import Work
from samrit.results.models import KeyResult
from samrit.scoring.gather import gather_work
from samrit.scoring.result import counts_of

_COMPLETE, _GRADES = "evidence_complete", frozenset({"platform_answer", "own_capture", "file"})


@dataclass(frozen=True, slots=True)
class Proved:
    """A work that is counted or wants to be: its packs, and what the rule says of its evidence."""

    work: Work
    counted: bool | None
    verdicts: tuple[Verdict, ...]
    packs: tuple[Pack, ...]
    minimums: tuple[Message, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the evidence suffices for everything that it is entered for."""
        return all(verdict.held is True for verdict in self.verdicts)

    @property
    def review(self) -> bool:
        """Whether somebody must look: a publication of it is not seen any more."""
        return any(pack.review for pack in self.packs)


@dataclass(frozen=True, slots=True)
class Proofs:
    """All of them, under the rule by which they are counted: incomplete ones first."""

    rule: CountingRule | None
    rows: tuple[Proved, ...]

    @property
    def counted(self) -> tuple[Proved, ...]:
        return tuple(row for row in self.rows if row.counted)

    @property
    def complete(self) -> int:
        """How many of the counted ones have a complete pack."""
        return sum(row.complete for row in self.counted)


def proofs_of(key_result: KeyResult, as_of: dt.date | None = None) -> Proofs:
    """The works that count or are entered for something, as known at the end of a day. About 20 queries in all."""
    counts = counts_of(gather_work(key_result, as_of or timezone.localdate()))
    if counts is None:
        return Proofs(None, ())
    entered = {item.id: item for item in counts.items if item.claims}
    works = [row for row in Work.objects.filter(key_result=key_result).order_by("pk") if work_id(row) in entered]
    packs = packs_of(works, _grades(counts.rule))
    titles = {row.minimum.id: row.minimum.title for row in counts.minimums}
    rows = [_proved(work, entered[work_id(work)], packs.get(work.pk, []), titles) for work in works]
    rows.sort(key=lambda row: (row.counted is not True, row.complete and not row.review, row.work.pk))
    return Proofs(counts.rule, tuple(rows))


def _proved(work: Work, item: ItemRow, packs: list[Pack], titles: Mapping[str, Message]) -> Proved:
    held = [claim.held for claim in item.claims]
    counted = True if True in held else None if None in held else False
    verdicts = tuple(verdict for claim in item.claims for verdict in claim.verdicts if verdict.code == _COMPLETE)
    named = tuple(titles[claim.minimum] for claim in item.claims)
    return Proved(work, counted, verdicts, tuple(packs), named)


def _grades(rule: CountingRule) -> frozenset[str]:
    """The grades that the rule accepts of anything that is published."""
    asked = [condition for row in rule.minimums for condition in row.conditions if condition.code == _COMPLETE]
    return frozenset().union(*(condition.words("grades") for condition in asked)) or _GRADES
