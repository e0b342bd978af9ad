"""What one item counts for: a claim for each minimum it was entered for, with the verdict on every condition."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from samrit.core.contract import Message
from samrit.core.counting.conditions import verdict_on_item, verdict_on_publication
from samrit.core.counting.counts import Claim, ItemRow, Marks, Names, PublicationRow
from samrit.core.counting.findings import Context, Verdict, every, short
from samrit.core.counting.items import Activity, Item, Publication, Work
from samrit.core.counting.rule import CountingRule, Minimum


def item_row(item: Item, context: Context) -> ItemRow:
    """The item with a claim for each minimum of the rule among its duties."""
    minimums = (context.rule.minimum(duty) for duty in dict.fromkeys(item.duties))
    return ItemRow(
        id=item.id,
        kind=item.kind,
        title=item.title,
        districts=item.districts,
        claims=tuple(_claim(item, minimum, context) for minimum in minimums if minimum is not None),
    )


def _claim(item: Item, minimum: Minimum, context: Context) -> Claim:
    asked = [condition for condition in minimum.conditions if condition.on]
    of_item = {ask.code: verdict_on_item(item, ask, context) for ask in asked}
    rows = _publication_rows(item, minimum, context)
    best = min(rows, key=_order, default=None)
    of_best = {} if best is None else {verdict.code: verdict for verdict in best.verdicts}
    unit, shared = _unit(item)
    whole = tuple(verdict for verdict in of_item.values() if verdict is not None)
    judged = _Judged(item, unit, whole, rows, frozenset(of_item) - {verdict.code for verdict in whole}, context.rule)
    return Claim(
        minimum=minimum.id,
        unit=unit,
        shared=shared,
        verdicts=tuple(verdict or of_best.get(code) or _unpublished(code) for code, verdict in of_item.items()),
        publication=None if best is None else best.publication.id,
        publications=rows,
        marks=judged.marks(),
        channels=tuple((channel, judged.marks(channel)) for channel in judged.channels),
    )


def _publication_rows(item: Item, minimum: Minimum, context: Context) -> tuple[PublicationRow, ...]:
    if not isinstance(item, Work):
        return ()
    rows = []
    for publication in sorted(item.publications, key=lambda one: one.id):
        found = (verdict_on_publication(item, publication, ask, context) for ask in minimum.conditions if ask.on)
        rows.append(PublicationRow(publication, tuple(verdict for verdict in found if verdict is not None)))
    return tuple(rows)


_EVER = datetime(1900, 1, 1, tzinfo=UTC)


def _order(row: PublicationRow) -> tuple[int, int, int, bool, datetime, str]:
    """Best first: what holds, then what fails least, then the earliest."""
    helds = [verdict.held for verdict in row.verdicts]
    rank = (True, None, False).index(every(helds))
    first = row.publication.first_public_at
    return rank, helds.count(False), helds.count(None), first is None, first or _EVER, row.publication.id


def _unpublished(code: str) -> Verdict:
    return Verdict(code, held=False, why=Message("it has no publication", "ยังไม่มีการเผยแพร่"))


def _unit(item: Item) -> tuple[str, Message | None]:
    """What is counted: the item, or the series with which the session was announced."""
    series = item.series if isinstance(item, Activity) else None
    if series is None or series.announced_separately:
        return f"item {item.id}", None
    name = short(series.name)
    return f"series {series.name}", Message(
        f"announced with the series {name}, whose sessions count once together",
        f"ประกาศรวมกับชุดกิจกรรม {name} จึงนับรวมเป็นหนึ่ง",
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """An item with the verdicts on it as a `whole` and on its publications (`rows`, asked the codes `of_rows`)."""

    item: Item
    unit: str
    whole: tuple[Verdict, ...]
    rows: tuple[PublicationRow, ...]
    of_rows: frozenset[str]
    rule: CountingRule

    @property
    def channels(self) -> tuple[str, ...]:
        """Where the item stands; of an activity those that are the agency's own."""
        if isinstance(self.item, Activity):
            return tuple(sorted(set(self.item.channels).intersection(self.rule.owned_channels)))
        return tuple(sorted({row.publication.channel for row in self.rows}))

    def marks(self, channel: str | None = None) -> Marks:
        """What counts of it, on one channel or on all.

        Each wider definition asks no more than the narrower one and counts smaller units, so strict ≤ middle ≤ loose.
        """
        strict = self._passing((), channel)
        middle = self._passing(self.rule.middle_leaves_out, channel)
        loose = self._passing(self.rule.loose_leaves_out, channel)
        return Marks(
            strict=frozenset() if strict is None else frozenset({(self.unit,)}),
            middle=frozenset() if middle is None else self._renditions(middle),
            loose=frozenset() if loose is None else self._publications(loose, channel),
        )

    def _passing(self, left_out: Collection[str], channel: str | None) -> Sequence[Publication] | None:
        """The publications that pass, None where the item does not; an activity has none and may pass."""
        if any(not verdict.held for verdict in self.whole if verdict.code not in left_out):
            return None
        passing = [
            row.publication
            for row in self.rows
            if channel in {None, row.publication.channel}
            and all(verdict.held for verdict in row.verdicts if verdict.code not in left_out)
        ]
        return passing if passing or not self.of_rows.difference(left_out) else None

    def _renditions(self, publications: Sequence[Publication]) -> Names:
        """The renditions that took production of their own; the work itself at least. An activity: the session."""
        own = {row.id for row in self.item.renditions if row.own_work} if isinstance(self.item, Work) else set()
        first = (
            {row.id for row in self.item.renditions if row.kind == "original"} if isinstance(self.item, Work) else set()
        )
        names: set[tuple[str, ...]] = set()
        for publication in publications:
            rendition = publication.rendition
            if rendition is None or rendition in first:
                names.add((self.item.id,))
            elif rendition in own:
                names.add((self.item.id, rendition))
        return frozenset(names or {(self.item.id,)})

    def _publications(self, publications: Sequence[Publication], channel: str | None) -> Names:
        """The publications; an activity: its channels that are the agency's own."""
        names = [publication.id for publication in publications]
        if isinstance(self.item, Activity):
            names = [name for name in self.channels if channel in {None, name}]
        return frozenset((self.item.id, name) for name in names) or frozenset({(self.item.id,)})
