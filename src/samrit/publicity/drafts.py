"""What forms hand over: works and plan lines as they were typed, before anything is checked."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from samrit.districts.models import CreativeDistrict
from samrit.people.models import User
from samrit.publicity.enums import Channel, Form, Visibility, WorkKind
from samrit.publicity.models import PlanLine, Rendition, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceDraft:
    """What only a piece has."""

    kind: ClassVar[WorkKind] = WorkKind.PIECE

    form: str = Form.ARTICLE


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDraft:
    """What only a story has: who tells it (an influencer, a medium), and the pieces that carry it."""

    kind: ClassVar[WorkKind] = WorkKind.STORY

    told_by: str = ""
    pieces: Sequence[Work] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDraft:
    """What only an activity has; None is not recorded."""

    kind: ClassVar[WorkKind] = WorkKind.ACTIVITY

    announced_at: dt.datetime | None = None
    open_to_public: bool | None = None
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    held: bool | None = None
    host: str = ""
    channels: Sequence[str] = ()
    two_way: bool | None = None
    series: str = ""
    announced_separately: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDraft:
    """A work as typed. `duties`: the minimums it is entered for, None for the one of its kind."""

    title: str
    detail: PieceDraft | StoryDraft | ActivityDraft = PieceDraft()
    text: str = ""
    districts: Sequence[CreativeDistrict] = ()
    duties: Sequence[str] | None = None
    producer: User | None = None
    planned_on: dt.date | None = None
    plan_line: PlanLine | None = None
    derived_from: Work | None = None
    derivation: str = ""
    edited_as_work: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationDraft:
    """One publication by hand: where, since when, to whom shown; `delivered` None is not known, 0 is nobody."""

    channel: str = Channel.WEBSITE
    permalink: str = ""
    first_public_at: dt.datetime | None = None
    visibility: str = Visibility.PUBLIC
    rendition: Rendition | None = None
    seen_logged_out: bool | None = None
    accepted: bool | None = None
    delivered: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """One line of a plan; `uid` of a line that is kept, None for a new one. A budget None is not known, 0 is none."""

    kind: str
    title: str
    district: CreativeDistrict | None = None
    channel: str = ""
    planned_on: dt.date | None = None
    budget: Decimal | None = None
    uid: uuid.UUID | None = None
