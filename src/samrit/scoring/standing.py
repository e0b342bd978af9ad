"""Whether one work counts, for which minimum, and what it still needs: the same count that gives the score."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from samrit.core.contract import Message
from samrit.core.counting import CountingRule
from samrit.core.counting.conditions import QUESTIONS
from samrit.core.counting.counts import Claim
from samrit.core.counting.findings import Held, Verdict
from samrit.publicity.items import work_id
from samrit.publicity.models import Work
from samrit.scoring.gather import gather_work
from samrit.scoring.result import counts_of


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


def standing_of_work(work: Work, as_of: dt.date | None = None) -> WorkStanding:
    """How a work stands at the end of a day (today where none is given). At most 11 queries, however many works."""
    counts = counts_of(gather_work(work.key_result, as_of or timezone.localdate()))
    if counts is None:
        return WorkStanding(None, ())
    titles = {row.minimum.id: row.minimum.title for row in counts.minimums}
    found = next((row for row in counts.items if row.id == work_id(work)), None)
    claims = () if found is None else found.claims
    return WorkStanding(
        counts.rule,
        tuple(
            ClaimStanding(
                titles[claim.minimum],
                claim,
                tuple((QUESTIONS[verdict.code].says, verdict) for verdict in claim.verdicts),
            )
            for claim in claims
        ),
    )
