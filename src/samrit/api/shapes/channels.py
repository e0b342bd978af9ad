"""Accounts on the channels and what is sent through them. Tokens of platforms never leave the office."""

from __future__ import annotations

from typing import Annotated, Any

from samrit.api.values import All, Moment, Person, Ref, Shape


class AccountShape(Shape):
    uid: Ref
    channel: str
    external_id: str
    name: str
    agency: Ref
    state: str
    problem: str
    throttled_until: Moment | None
    checked_at: Moment | None


class DeliveryStepShape(Shape):
    act: str
    from_state: str
    to_state: str
    by: Person | None
    why: str
    at: Moment


class DeliveryCheckShape(Shape):
    delivery: Ref
    kind: str
    content_sha256: str
    passed: bool
    answer: Any
    by: Person
    at: Moment


class DeliveryShape(Shape):
    uid: Ref
    work: Ref
    account: Ref
    channel: str
    form: str
    content: Any
    state: str
    scheduled_at: Moment | None
    why: str
    detail: str
    platform_id: str
    permalink: str
    publication: Ref | None
    steps: Annotated[list[DeliveryStepShape], All]
    entered_by: Person
    created_at: Moment
    version: int
