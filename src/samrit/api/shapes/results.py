"""Key results: revisions, targets, duties, measures, periods, reports; findings and scores."""

from __future__ import annotations

from typing import Annotated, Any

from samrit.api.values import All, Day, Id, Moment, Number, Person, Ref, Refs, Shape


class KeyResultShape(Shape):
    key: str
    code: str
    fiscal_year: int
    name: str
    host: Ref | None
    reporting: str
    due_days: int
    public: bool
    districts: Refs
    version: int


class RevisionShape(Shape):
    id: int
    key_result: Ref
    number: int
    state: str
    definition: Any
    confirmed: Any
    source_name: str
    reason: str
    effective_from: Day | None
    created_by: Person
    created_at: Moment
    signed_by: Person | None
    signed_at: Moment | None
    version: int


class TargetShape(Shape):
    id: int
    key_result: Ref
    agency: Ref
    role: str
    value: Number | None
    unit: str
    operator: str
    set_by: Person | None
    set_on_behalf_of: Person | None
    accepted_by: Person | None
    accepted_at: Moment | None


class MinimumShape(Shape):
    value: Number
    unit: str
    operator: str
    per: str


class DutyShape(Shape):
    id: int
    key_result: Ref
    agency: Ref | None
    place: int
    number: str
    kind: str
    text: str
    due_on: Day | None
    minimums: Annotated[list[MinimumShape], All]


class MeasureShape(Shape):
    id: int
    key_result: Ref
    name: str
    label: str
    unit: str
    kind: str
    across: str
    over_time: str
    direction: str
    low: Number | None
    high: Number | None
    whole: bool
    counted: bool
    host_is_part: bool


class PeriodShape(Shape):
    id: int
    key_result: Ref
    code: str
    starts_on: Day
    ends_on: Day
    due_on: Day
    closed: bool


class ReportedValueShape(Shape):
    """A figure of a report; a ratio has numerator and denominator."""

    name: str
    value: Number | None
    numerator: Number | None
    denominator: Number | None
    unit: str


class ReportStepShape(Shape):
    act: str
    from_state: str
    to_state: str
    by: Person
    role: str
    on_behalf_of: Person | None
    reason: str
    at: Moment


class ReportShape(Shape):
    uid: Ref
    key_result: Ref
    agency: Ref
    period: Id
    period_code: str
    edition: int
    corrects: Ref | None
    state: str
    narrative: str
    problems: str
    suggestions: str
    progress: Number | None
    values: Annotated[list[ReportedValueShape], All]
    steps: Annotated[list[ReportStepShape], All]
    entered_by: Person
    on_behalf_of: Person | None
    created_at: Moment
    version: int


class FindingShape(Shape):
    uid: Ref
    key_result: Ref
    subject: str
    grade: str
    text: str
    by: Person
    at: Moment
    reply: str
    replied_by: Person | None
    replied_at: Moment | None
    closed_at: Moment | None


class CheckShape(Shape):
    id: int
    work: Ref
    outcome: str
    by: Person
    role: str
    on_behalf_of: Person | None
    reason: str
    at: Moment


class SnapshotShape(Shape):
    """A score that was kept: `facts` and `score` are the contract's documents."""

    id: int
    key_result: Ref
    revision: Id
    report: Ref | None
    as_of: Day
    facts: Any
    score: Any
    counts: Any
    rule: str
    taken_at: Moment
