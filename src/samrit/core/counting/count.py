"""Counting: from work items to figures, with a reason for every item.

`count` is a pure function. The same items, rule, period and moment give the same result, whatever the order of entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from samrit.core.contract import Message, Refused
from samrit.core.counting.claims import item_row
from samrit.core.counting.counts import Cell, Claim, Counts, Figures, ItemRow, Marks, MinimumRow, Names, Review
from samrit.core.counting.districts import Entry, district_row
from samrit.core.counting.findings import Context, day_in_words, short
from samrit.core.counting.items import Item, Work, WorkItems
from samrit.core.counting.items_document import check_items
from samrit.core.counting.known import copies_known, evidence_known, item_known
from samrit.core.counting.rule import CountingRule, Minimum
from samrit.core.counting.rule_document import rule_digest
from samrit.core.counting.shapes import instant_fault
from samrit.core.thai import PERIODS, period_bounds


def count(items: WorkItems, rule: CountingRule, *, as_of: date | datetime, period: str = "FY") -> Counts:
    """The counts of `items` in a period of the rule's fiscal year, as known at `as_of`.

    `as_of` is a moment with its time zone, or a day: then its end in the rule's zone. `period` is FY, H1, Q3, M01….
    Raises Refused for a moment without a zone, ids that stand twice, references to nothing, an unknown period, or items
    of another key result.
    """
    _check_question(items, rule, period)
    check_items(items)
    moment = _moment(as_of, rule)
    start, end = period_bounds(period, rule.fiscal_year)
    context = Context(
        rule=rule,
        key_result=rule.key_result,
        start=start,
        end=end,
        as_of=moment,
        evidence=evidence_known(items.evidence, moment),
        people={person.id: person.name or person.id for person in items.people},
        districts={district.id: district.name for district in items.districts},
        copies=copies_known(items.duplicates, moment),
    )
    known = tuple(item_known(item, moment) for item in items.every)
    rows = tuple(item_row(item, context) for item in known)
    entries = tuple(Entry(item, claim) for item, row in zip(known, rows, strict=True) for claim in row.claims)
    return Counts(
        rule=rule,
        digest=rule_digest(rule),
        period=period,
        start=start,
        end=end,
        as_of=moment,
        minimums=tuple(_minimum_row(minimum, rows, rule) for minimum in rule.minimums),
        districts=tuple(district_row(district, entries, context) for district in items.districts),
        matrix=tuple(_cell(district.id, minimum.id, rows) for district in items.districts for minimum in rule.minimums),
        items=rows,
        reviews=(*_undecided(items, moment), *_gone(known)),
        notes=_notes(rule),
    )


def _check_question(items: WorkItems, rule: CountingRule, period: str) -> None:
    if items.key_result not in {None, rule.key_result}:
        raise Refused(
            "key_result",
            Message(
                f"the items are of {items.key_result}, the rule is for {rule.key_result}",
                f"รายการเป็นของตัวชี้วัด {items.key_result} แต่หลักเกณฑ์ใช้กับ {rule.key_result}",
            ),
            Message("choose the rule of this key result", "เลือกหลักเกณฑ์ของตัวชี้วัดนี้"),
        )
    if period not in PERIODS:
        raise Refused(
            "period",
            Message(f"{short(period)} is not a period", f"{short(period)} ไม่ใช่งวด"),
            Message(f"choose from {', '.join(PERIODS)}", f"เลือกจาก {', '.join(PERIODS)}"),
        )


def _moment(as_of: date | datetime, rule: CountingRule) -> datetime:
    if isinstance(as_of, datetime):
        fault = instant_fault(as_of)
        if fault is not None:
            raise Refused("as_of", *fault)
        return as_of
    return _moment(datetime.combine(as_of, time.max, rule.zone), rule)


# --- sums ---


def _figures(claims: Sequence[Claim], marks: Sequence[Marks]) -> Figures:
    strict: Names = frozenset().union(*(mark.strict for mark in marks))
    waiting = {claim.unit for claim in claims if claim.held is None} - {name for (name,) in strict}
    return Figures(
        strict=len(strict),
        middle=len(frozenset().union(*(mark.middle for mark in marks))),
        loose=len(frozenset().union(*(mark.loose for mark in marks))),
        not_yet=len(waiting),
    )


def _minimum_row(minimum: Minimum, rows: Iterable[ItemRow], rule: CountingRule) -> MinimumRow:
    claims = [claim for row in rows for claim in row.claims if claim.minimum == minimum.id]
    names = dict.fromkeys([*rule.owned_channels, *sorted({name for claim in claims for name, _ in claim.channels})])
    by_channel = {
        name: [(claim, dict(claim.channels)[name]) for claim in claims if name in dict(claim.channels)]
        for name in names
    }
    return MinimumRow(
        minimum=minimum,
        figures=_figures(claims, [claim.marks for claim in claims]),
        channels=tuple(
            (name, _figures([claim for claim, _ in pairs], [mark for _, mark in pairs]))
            for name, pairs in by_channel.items()
        ),
    )


def _cell(district: str, minimum: str, rows: Iterable[ItemRow]) -> Cell:
    served = [
        (row.id, claim) for row in rows if district in row.districts for claim in row.claims if claim.minimum == minimum
    ]
    claims = [claim for _, claim in served]
    return Cell(
        district=district,
        minimum=minimum,
        figures=_figures(claims, [claim.marks for claim in claims]),
        items=tuple(name for name, claim in served if claim.held),
    )


# --- what a person should look at ---


def _undecided(items: WorkItems, as_of: datetime) -> tuple[Review, ...]:
    waiting = {
        tuple(sorted(set(row.items))) for row in items.duplicates if row.decision is None or row.decision.at > as_of
    }
    decided = {tuple(sorted(set(row.items))) for row in items.duplicates if row.decision and row.decision.at <= as_of}
    return tuple(
        Review(
            name,
            Message(
                f"looks like {_others(name, group)}; a person decides", f"คล้ายกับ {_others(name, group)} ต้องให้บุคคลวินิจฉัย"
            ),
        )
        for group in sorted(waiting - decided)
        for name in group
        if len(group) > 1
    )


def _others(name: str, group: Sequence[str]) -> str:
    return ", ".join(short(other) for other in group if other != name)


def _gone(items: Iterable[Item]) -> tuple[Review, ...]:
    why = Message("it can no longer be found; a review is open", "ไม่พบการเผยแพร่แล้ว ต้องทบทวน")
    return tuple(
        Review(item.id, why, publication.id)
        for item in items
        if isinstance(item, Work)
        for publication in sorted(item.publications, key=lambda one: one.id)
        if publication.liveness == "gone" and publication.withdrawal is None
    )


def _notes(rule: CountingRule) -> tuple[Message, ...]:
    start, _ = period_bounds("FY", rule.fiscal_year)
    if rule.frozen < start:
        return ()
    frozen, begins = day_in_words(rule.frozen), day_in_words(start)
    return (
        Message(
            f"the rule was frozen on {frozen.en}, not before the fiscal year began on {begins.en}",
            f"หลักเกณฑ์ประกาศใช้เมื่อ {frozen.th} ไม่ก่อนเริ่มปีงบประมาณเมื่อ {begins.th}",
        ),
    )
