"""The result of counting, as frozen values: from figures down to the verdict on every condition of every item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from samrit.core.contract import Message
from samrit.core.counting.findings import Finding, Held, Verdict, every
from samrit.core.counting.items import Publication
from samrit.core.counting.rule import CountingRule, Minimum


@dataclass(frozen=True, slots=True)
class Figures:
    """How many under each definition; strict is official. `not_yet` are units of which it cannot be said yet."""

    strict: int = 0
    middle: int = 0
    loose: int = 0
    not_yet: int = 0


Names = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Marks:
    """What counts under each definition, by name: a unit, a rendition or session, a publication."""

    strict: Names = frozenset()
    middle: Names = frozenset()
    loose: Names = frozenset()


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """The verdicts on one publication of a work."""

    publication: Publication
    verdicts: tuple[Verdict, ...]

    @property
    def held(self) -> Held:
        return every(verdict.held for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class Claim:
    """One item entered for one minimum: what every condition says of it.

    `unit` is what is counted; items that share it (sessions announced as one series, said in `shared`) count once
    together. The verdicts on publications are those of `publication`, the one that fares best; all stand in
    `publications`.
    """

    minimum: str
    unit: str
    verdicts: tuple[Verdict, ...]
    shared: Message | None = None
    publication: str | None = None
    publications: tuple[PublicationRow, ...] = ()
    marks: Marks = Marks()
    channels: tuple[tuple[str, Marks], ...] = ()

    @property
    def held(self) -> Held:
        """Whether the item counts under the strict definition."""
        return every(verdict.held for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item with its claims; none where it was entered for no minimum of the rule."""

    id: str
    kind: str
    title: str | None
    districts: tuple[str, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class MinimumRow:
    """One minimum: its figures, and the same per channel. A unit may stand on several channels: they do not add up."""

    minimum: Minimum
    figures: Figures
    channels: tuple[tuple[str, Figures], ...]

    @property
    def short(self) -> int:
        """How many are missing to the minimum, strictly counted."""
        return max(self.minimum.at_least - self.figures.strict, 0)


@dataclass(frozen=True, slots=True)
class Cell:
    """The matrix: what counts for one minimum in one district (one item may serve several), and which items."""

    district: str
    minimum: str
    figures: Figures
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """Whether a district is publicised, by which items, and what it lacks."""

    id: str
    name: str
    told: Finding
    took_part: Finding

    @property
    def publicised(self) -> Held:
        return every((self.told.held, self.took_part.held))

    @property
    def lacks(self) -> tuple[Message, ...]:
        """What is not there yet, in sentences."""
        return tuple(finding.why for finding in (self.told, self.took_part) if not finding.held)


@dataclass(frozen=True, slots=True)
class Review:
    """Something that a person should decide or look at; it changes no count by itself."""

    item: str
    why: Message
    publication: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """A count under one version of a rule, for one period, as known at one moment."""

    rule: CountingRule
    digest: str
    period: str
    start: date
    end: date
    as_of: datetime
    minimums: tuple[MinimumRow, ...]
    districts: tuple[DistrictRow, ...]
    matrix: tuple[Cell, ...]
    items: tuple[ItemRow, ...]
    reviews: tuple[Review, ...]
    notes: tuple[Message, ...]

    @property
    def publicised(self) -> int:
        """How many districts are publicised: the result of the key result."""
        return sum(row.publicised is True for row in self.districts)

    @property
    def districts_not_yet(self) -> int:
        """Of how many districts it cannot be said yet."""
        return sum(row.publicised is None for row in self.districts)
