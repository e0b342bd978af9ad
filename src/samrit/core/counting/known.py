"""What was known at a moment: later approvals, checks, withdrawals, evidence and decisions have not happened yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import combinations

from samrit.core.counting.items import (
    Activity,
    Decision,
    Duplicates,
    Evidence,
    Item,
    Publication,
    Verification,
    Work,
)


def _check(check: Verification | None, as_of: datetime) -> Verification | None:
    return check if check is not None and check.at <= as_of else None


def evidence_known(evidence: Iterable[Evidence], as_of: datetime) -> dict[str, Evidence]:
    """The evidence captured so far, by id."""
    return {
        row.id: replace(row, verification=_check(row.verification, as_of))
        for row in evidence
        if row.captured_at is None or row.captured_at <= as_of
    }


def item_known(item: Item, as_of: datetime) -> Item:
    """The item as it was known."""
    item = replace(item, verification=_check(item.verification, as_of))
    if item.approval is not None and item.approval.at > as_of:
        item = replace(item, approval=None)
    if isinstance(item, Work):
        if item.deliverable is not None and item.deliverable.declared_at > as_of:
            item = replace(item, deliverable=None)
        item = replace(item, publications=tuple(_publication_known(row, as_of) for row in item.publications))
    if isinstance(item, Activity) and item.announced_at is not None and item.announced_at > as_of:
        item = replace(item, announced_at=None)
    return item


def _publication_known(publication: Publication, as_of: datetime) -> Publication:
    withdrawal = publication.withdrawal
    return publication if withdrawal is None or withdrawal.at <= as_of else replace(publication, withdrawal=None)


def copies_known(rows: Iterable[Duplicates], as_of: datetime) -> dict[str, Decision]:
    """The items that a person has decided to be the same work as another. Of two decisions the later stands."""
    made = [(row, row.decision) for row in rows if row.decision is not None and row.decision.at <= as_of]
    latest: dict[frozenset[str], Decision] = {}
    for row, decision in sorted(made, key=lambda pair: (pair[1].at, pair[1].same, pair[1].keep or "", pair[0].items)):
        for pair in combinations(sorted(set(row.items)), 2):
            if not decision.same or decision.keep in pair:
                latest[frozenset(pair)] = decision
    found: dict[str, Decision] = {}
    for pair_of, decision in sorted(latest.items(), key=lambda entry: (entry[1].at, sorted(entry[0]))):
        if decision.same:
            found |= {name: decision for name in pair_of if name != decision.keep}
    return found
