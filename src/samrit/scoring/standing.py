"""Whether one work counts, for which minimum, and what it still needs: the same count that gives the score."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from samrit.core.contract import Message
from samrit.core.counting import CountingRule
from samrit.core.counting.conditions import QUESTIONS
from samrit.core.counting.counts import Claim
from samrit.core.counting.findings import Held, Verdict
from samrit.publicity.items import work_id
from samrit.publicity.models import Work
from samrit.results.models import KeyResult
from samrit.scoring.gather import gather_work
from samrit.scoring.result import counts_of

_LATER = frozenset({"evidence_complete", "participation_proved", "verified_by_another"})
"""What comes after a work is out: that it lacks until then is no fault of what was entered."""


@dataclass(frozen=True, slots=True)
class ClaimStanding:
    """What the rule says of a work under one minimum: each condition in words with its verdict."""

    title: Message
    claim: Claim
    verdicts: tuple[tuple[Message, Verdict], ...]

    @property
    def held(self) -> Held:
        """Whether the work counts here."""
        return self.claim.held

    @property
    def missing(self) -> tuple[tuple[Message, Verdict], ...]:
        """The conditions that do not hold yet, or of which it cannot be said yet."""
        return tuple((asked, verdict) for asked, verdict in self.verdicts if not verdict.held)


@dataclass(frozen=True, slots=True)
class WorkStanding:
    """Every minimum for which a work was entered. `rule` is None where nothing is counted by a rule."""

    rule: CountingRule | None
    claims: tuple[ClaimStanding, ...]

    @property
    def counts(self) -> bool:
        """Whether it counts for everything for which it was entered."""
        return bool(self.claims) and all(row.held for row in self.claims)

    @property
    def obstacles(self) -> tuple[tuple[Message, Verdict], ...]:
        """What keeps it from counting and will not come by itself with evidence and verification; each once."""
        found = (
            (asked, verdict)
            for row in self.claims
            for asked, verdict in row.missing
            if verdict.held is False and verdict.code not in _LATER
        )
        return tuple({verdict.code: (asked, verdict) for asked, verdict in found}.values())


def standing_of_work(work: Work, as_of: dt.date | None = None) -> WorkStanding:
    """How a work stands at the end of a day (today where none is given). At most 11 queries, however many works."""
    return standings_of_works(work.key_result, [work], as_of)[work.pk]


def standings_of_works(
    key_result: KeyResult, works: Iterable[Work], as_of: dt.date | None = None
) -> dict[int, WorkStanding]:
    """The same for several works of one key result, by their numbers, in as many queries as for one."""
    counts = counts_of(gather_work(key_result, as_of or timezone.localdate()))
    if counts is None:
        return {work.pk: WorkStanding(None, ()) for work in works}
    titles = {row.minimum.id: row.minimum.title for row in counts.minimums}
    claims = {row.id: row.claims for row in counts.items}
    return {
        work.pk: WorkStanding(counts.rule, tuple(_claim(titles, one) for one in claims.get(work_id(work), ())))
        for work in works
    }


def _claim(titles: Mapping[str, Message], claim: Claim) -> ClaimStanding:
    verdicts = tuple((QUESTIONS[verdict.code].says, verdict) for verdict in claim.verdicts)
    return ClaimStanding(titles[claim.minimum], claim, verdicts)
