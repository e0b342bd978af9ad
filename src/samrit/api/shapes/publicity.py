"""Plans, works and their parts, the website, the network, awareness, tasks, talk, evidence and consents."""

from __future__ import annotations

from typing import Annotated, Any

from samrit.api.values import All, Day, Id, Moment, Number, Person, Ref, Refs, Shape


class PlanLineShape(Shape):
    id: int
    uid: Ref
    kind: str
    title: str
    district: Ref | None
    channel: str
    planned_on: Day | None
    budget: Number | None


class PlanShape(Shape):
    uid: Ref
    key_result: Ref
    number: int
    state: str
    goals: str
    audiences: str
    messages: str
    lines: Annotated[list[PlanLineShape], All]
    entered_by: Person
    created_at: Moment
    submitted_at: Moment | None
    decided_by: Person | None
    decided_at: Moment | None
    approved_on: Day | None
    decision_reason: str
    version: int


class RenditionShape(Shape):
    id: int
    kind: str
    own_work: bool | None
    note: str


class PublicationShape(Shape):
    uid: Ref
    work: Ref
    rendition: Id | None
    channel: str
    permalink: str
    first_public_at: Moment | None
    visibility: str
    seen_logged_out: bool | None
    accepted: bool | None
    delivered: int | None
    withdrawn_at: Moment | None
    withdrawal_reason: str


class MediaShape(Shape):
    id: int
    sha256: str
    file_name: str
    alt: str
    credit: str


class TellingShape(Shape):
    district: Ref
    what: str


class ParticipationShape(Shape):
    district: Ref
    who: str
    how: str


class ProofShape(Shape):
    kind: str
    number: int | None


class PieceShape(Shape):
    form: str


class StoryShape(Shape):
    told_by: str
    pieces: Refs


class ActivityShape(Shape):
    announced_at: Moment | None
    open_to_public: bool | None
    starts_at: Moment | None
    ends_at: Moment | None
    held: bool | None
    host: str
    channels: list[str]
    two_way: bool | None
    series: str
    announced_separately: bool | None
    proofs: Annotated[list[ProofShape], All]


class WorkShape(Shape):
    uid: Ref
    key_result: Ref
    agency: Ref
    kind: str
    state: str
    title: str
    text: str
    districts: Refs
    duties: list[str]
    detail: PieceShape | StoryShape | ActivityShape | None
    producer: Person
    entered_by: Person
    on_behalf_of: Person | None
    created_at: Moment
    planned_on: Day | None
    plan_line: Ref | None
    approved_by: Person | None
    approved_at: Moment | None
    derived_from: Ref | None
    derivation: str
    edited_as_work: bool | None
    renditions: Annotated[list[RenditionShape], All]
    publications: Annotated[list[PublicationShape], All]
    media: Annotated[list[MediaShape], All]
    tellings: Annotated[list[TellingShape], All]
    participations: Annotated[list[ParticipationShape], All]
    version: int


class DuplicateShape(Shape):
    id: int
    first: Ref
    second: Ref
    found_by: str
    same: bool | None
    keep: Ref | None
    decided_by: Person | None
    decided_at: Moment | None
    reason: str


class WebsiteShape(Shape):
    id: int
    key_result: Ref
    district: Ref
    permalink: str
    published_at: Moment | None
    withdrawn_at: Moment | None
    withdrawal_reason: str
    entered_by: Person
    on_behalf_of: Person | None
    version: int


class StorytellerShape(Shape):
    uid: Ref
    key_result: Ref
    consent: Ref
    person: str
    districts: Refs
    skills: str
    trained_on: Day | None
    review_on: Day
    left_on: Day | None
    contributions: Refs
    version: int


class AwarenessShape(Shape):
    """A result of an awareness survey; shares are from 0 to 1."""

    id: int
    key_result: Ref
    period: Id | None
    reading: str
    share: Number
    low: Number | None
    high: Number | None
    respondents: int
    method: str
    measured_on: Day
    entered_by: Person
    entered_at: Moment


class TaskShape(Shape):
    id: int
    key_result: Ref | None
    agency: Ref | None
    subject: str
    code: str
    note: str
    assignee: Person | None
    due_on: Day | None
    opened_by: Person | None
    opened_at: Moment
    done_at: Moment | None
    done_by: Person | None


class AttachedShape(Shape):
    id: int
    file_name: str


class CommentShape(Shape):
    id: int
    key_result: Ref | None
    subject: str
    text: str
    by: Person
    at: Moment
    taken_back_at: Moment | None
    attached: list[AttachedShape]


class FilterShape(Shape):
    id: int
    name: str
    query: Any
    created_at: Moment


class NoticeShape(Shape):
    id: int
    code: str
    key_result: Ref | None
    subject: str
    title: str
    note: str
    by: Person | None
    at: Moment
    read_at: Moment | None


class MarkShape(Shape):
    id: int
    outcome: str
    by: Person
    role: str
    reason: str
    at: Moment


class EvidenceShape(Shape):
    uid: Ref
    key_result: str
    subject: str
    kind: str
    grade: str
    title: str
    sha256: str | None
    file_name: str
    url: str
    statement: str
    proves: str
    district: Ref | None
    captured_at: Moment
    entered_by: Person
    entered_at: Moment
    marks: Annotated[list[MarkShape], All]


class ConsentShape(Shape):
    uid: Ref
    key_result: str
    person: str
    contact: str
    purpose: str
    channels: list[str]
    valid_from: Day
    valid_to: Day | None
    minor: bool
    guardian: str
    withdrawn_at: Moment | None
    entered_by: Person
    on_behalf_of: Person | None
    entered_at: Moment
