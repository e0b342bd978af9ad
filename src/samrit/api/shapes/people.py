"""People, agencies, roles, deputies, districts."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from samrit.api.values import All, Day, Moment, Number, Person, Ref, Refs, Shape


class FormerNameShape(Shape):
    name_th: str
    name_en: str
    valid_from: Day | None
    valid_to: Day


class AgencyShape(Shape):
    code: str
    code_confirmed: bool
    dopa_code: str | None
    kind: str
    name_th: str
    name_en: str
    parent: Ref | None
    district_group: str
    latitude: Number | None = Field(validation_alias="centroid_lat")
    longitude: Number | None = Field(validation_alias="centroid_lon")
    valid_from: Day | None
    valid_to: Day | None
    former_names: Annotated[list[FormerNameShape], All]


class RoleShape(Shape):
    id: int
    user: Person
    role: str
    agency: Ref | None
    key_result: str
    valid_from: Day | None
    valid_to: Day | None


class PersonShape(Shape):
    id: int
    username: str
    name_th: str
    name_en: str
    position: str
    email: str
    agency: Ref | None
    language: str
    wants_digest: bool
    is_active: bool


class DeputyShape(Shape):
    id: int
    absent: Person
    deputy: Person
    valid_from: Day
    valid_to: Day
    reason: str


class DistrictShape(Shape):
    slug: str
    name_th: str
    name_en: str
    story_th: str
    story_en: str
    identity_th: str
    identity_en: str
    people_th: str
    people_en: str
    khets: Refs
    latitude: Number | None
    longitude: Number | None
    shape: Any
    source: str
    source_url: str
    verified: bool
    sample: bool
    version: int


class AuditShape(Shape):
    sequence: int
    at: Moment
    action: str
    actor: str
    subject: str
    body: Any
    previous: str
    hash: str
