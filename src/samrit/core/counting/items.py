"""Work items as frozen values: what was made, told and held, and what proves it.

A piece is the work; a rendition is one cut or language of it; a publication is one rendition on one channel. An
activity is an event. Every moment is a `datetime` with its time zone; None always means "not recorded", never no or 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

SCHEMA = "samrit/work-items/1"

KINDS = ("piece", "story", "activity")
DUTIES = ("plan", "media", "story", "activity", "website", "network", "awareness", "report", "other")
FORMS = ("article", "video", "photo", "carousel", "album", "audio", "infographic", "live", "other")
RENDITIONS = ("original", "cut", "crop", "subtitle", "translation", "repost", "boost")
VISIBILITIES = ("public", "unlisted", "followers", "friends", "private", "self_only", "development_mode", "draft")
LIVENESS = ("live", "gone", "login_wall", "soft404", "redirected", "blocked", "error")
GRADES = ("platform_answer", "own_capture", "file", "link", "statement")
OUTCOMES = ("verified", "returned")
DERIVATIONS = ("crop", "subtitle", "translation", "repost", "boost", "teaser", "cut_down", "recording")
TOLD = ("story", "identity", "culture")
PROOFS = ("attendance", "peak_viewers", "questions", "entries")


@dataclass(frozen=True, slots=True)
class District:
    """A creative district of the key result's list."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who made, approved or verified; `name` is only used in sentences."""

    id: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """Leave to release, given by a person."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Verification:
    """A second pair of eyes: what `by` (acting for `on_behalf_of`, where given) found."""

    by: str
    at: datetime
    outcome: str = "verified"
    on_behalf_of: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One proof of the ledger. `reference` is a permalink or the request id of a message that was sent."""

    id: str
    grade: str
    reference: str | None = None
    sha256: str | None = None
    captured_at: datetime | None = None
    verification: Verification | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The taking down of a publication."""

    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Rendition:
    """One cut or language of a work; `own_work` where it took production of its own."""

    id: str
    kind: str = "original"
    own_work: bool | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """One rendition on one channel.

    `visibility` is to whom it was shown when released (a later taking down is the `withdrawal`); TikTok's SELF_ONLY is
    `self_only`, a post of a Facebook app in development `development_mode`. `seen_logged_out`: the anonymous check.
    `accepted` and `delivered` (people, None where the platform hides it) belong to messages such as a LINE broadcast.
    """

    id: str
    channel: str
    rendition: str | None = None
    first_public_at: datetime | None = None
    visibility: str | None = None
    seen_logged_out: bool | None = None
    accepted: bool | None = None
    delivered: int | None = None
    withdrawal: Withdrawal | None = None
    liveness: str | None = None
    reference: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """What of a district an item tells."""

    district: str
    what: str


@dataclass(frozen=True, slots=True)
class Participation:
    """How the community of a district took part in an item, and what proves it."""

    district: str
    how: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedFor:
    """An item has been counted already, for this key result and fiscal year (Buddhist era)."""

    key_result: str
    fiscal_year: int
    minimum: str | None = None


@dataclass(frozen=True, slots=True)
class Derivation:
    """What an item was made from: a crop, a teaser, the recording of an activity. `of` may lie outside the list."""

    kind: str
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Deliverable:
    """The listing of an item as a deliverable, and where (a plan, a contract)."""

    declared_at: datetime
    listed_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What pieces, stories and activities share. `duties` are those it was entered for (DUTIES)."""

    kind: ClassVar[str] = "item"

    id: str
    title: str | None = None
    producers: tuple[str, ...] = ()
    entered_by: str | None = None
    districts: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    approval: Approval | None = None
    verification: Verification | None = None
    evidence: tuple[str, ...] = ()
    tells: tuple[Telling, ...] = ()
    participation: tuple[Participation, ...] = ()
    counted: tuple[CountedFor, ...] = ()

    @property
    def own_people(self) -> tuple[str, ...]:
        """Those whose work this is: who produced it, and who entered it."""
        return self.producers if self.entered_by is None else (*self.producers, self.entered_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Item):
    """An item that is published. `edited_as_work` tells a film of an event from its bare recording."""

    renditions: tuple[Rendition, ...] = ()
    publications: tuple[Publication, ...] = ()
    derivation: Derivation | None = None
    deliverable: Deliverable | None = None
    edited_as_work: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece(Work):
    """A media piece. A carousel or album is one piece."""

    kind: ClassVar[str] = "piece"

    form: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Work):
    """A community's story, told through a storyteller, an influencer or other media."""

    kind: ClassVar[str] = "story"


@dataclass(frozen=True, slots=True)
class Series:
    """The series a session belongs to."""

    name: str
    announced_separately: bool | None = None


@dataclass(frozen=True, slots=True)
class ParticipationProof:
    """Proof that people took part: of what kind, how many (None where not known), by which evidence."""

    kind: str
    number: int | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Item):
    """An event: announced, open, with start and end, a host and two-way taking part."""

    kind: ClassVar[str] = "activity"

    announced_at: datetime | None = None
    open_to_public: bool | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    held: bool | None = None
    host: str | None = None
    channels: tuple[str, ...] = ()
    two_way: bool | None = None
    proofs: tuple[ParticipationProof, ...] = ()
    series: Series | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision on items that look alike: whether they are the same work, and which of them stays."""

    same: bool
    by: str
    at: datetime
    keep: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Items that look alike. The machine only flags (`found_by`); without a decision nothing is left out."""

    items: tuple[str, ...]
    found_by: str | None = None
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class WorkItems:
    """All work of one key result."""

    key_result: str | None = None
    districts: tuple[District, ...] = ()
    people: tuple[Person, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    pieces: tuple[Piece, ...] = ()
    stories: tuple[Story, ...] = ()
    activities: tuple[Activity, ...] = ()
    duplicates: tuple[Duplicates, ...] = ()

    @property
    def every(self) -> tuple[Item, ...]:
        """Pieces, then stories, then activities, each by id, so that the order of entry never matters."""
        kinds: tuple[tuple[Item, ...], ...] = (self.pieces, self.stories, self.activities)
        return tuple(item for kind in kinds for item in sorted(kind, key=lambda item: item.id))
