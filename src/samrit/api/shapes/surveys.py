"""Surveys: design, waves, ways in. Answers of persons have no address here; their estimates have."""

from __future__ import annotations

from typing import Annotated, Any

from samrit.api.values import All, Day, Id, Moment, Number, Person, Ref, Shape


class PsuShape(Shape):
    id: int
    code: str
    name: str


class StratumShape(Shape):
    name: str
    khet: Ref | None
    population: int
    target: int
    issued: int
    psus: Annotated[list[PsuShape], All]


class SurveyShape(Shape):
    uid: Ref
    key_result: Ref
    title: str
    state: str
    reading: str
    threshold: Number
    plan: Any
    strata: Annotated[list[StratumShape], All]
    locked_by: Person | None
    locked_at: Moment | None
    locked_sha256: str
    created_at: Moment
    version: int


class QuestionnaireShape(Shape):
    id: int
    survey: Ref
    number: int
    content: Any
    sha256: str
    made_at: Moment


class WaveShape(Shape):
    uid: Ref
    survey: Ref
    number: int
    opens_on: Day
    closes_on: Day
    closed_at: Moment | None
    digest: str
    version: int


class LinkShape(Shape):
    id: int
    wave: Ref
    label: str
    on_site: bool
    token: str
    made_at: Moment
    ended_at: Moment | None


class AllocationShape(Shape):
    uid: Ref
    wave: Ref
    psu: Id
    enumerator: Person
    target: int
    made_at: Moment
    ended_at: Moment | None


class LookShape(Shape):
    id: int
    wave: Ref
    number: int
    taken_at: Moment
    respondents: int
    n_eff: float
    information: float
    critical: float
    spent: float
    decision: str
    because: Any


class RecontactShape(Shape):
    uid: Ref
    response: Ref
    outcome: str
    note: str
    entered_by: Person
    entered_at: Moment
