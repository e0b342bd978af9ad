"""Reads about agencies and people."""

from __future__ import annotations

import datetime as dt

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from samrit.people.enums import AgencyKind
from samrit.people.models import Agency, Deputy, RoleAssignment, User
from samrit.people.rights import valid_on


def agencies(on: dt.date | None = None) -> QuerySet[Agency]:
    """The agencies that exist on a day, by code, each with `parent`. One query."""
    return Agency.objects.filter(valid_on(on or timezone.localdate())).select_related("parent")


def district_offices() -> QuerySet[Agency]:
    """The district offices, by code. One query."""
    return Agency.objects.filter(kind=AgencyKind.DISTRICT_OFFICE)


def district_groups() -> dict[str, list[Agency]]:
    """The district offices by their group (กลุ่มเขต), groups and offices by code. One query."""
    groups: dict[str, list[Agency]] = {}
    for office in district_offices():
        groups.setdefault(office.district_group, []).append(office)
    return groups


def people(on: dt.date | None = None) -> QuerySet[User]:
    """Everybody with an account, by name, with `agency` and in `held` the roles of the day. Two queries."""
    held = RoleAssignment.objects.filter(valid_on(on or timezone.localdate())).select_related("agency")
    return (
        User.objects.select_related("agency")
        .prefetch_related(Prefetch("roles", held.order_by("role", "pk"), to_attr="held"))
        .order_by("name_th", "pk")
    )


def roles_of(user: User) -> QuerySet[RoleAssignment]:
    """All roles that a person holds or held, the open ones first, with `agency`. One query."""
    return user.roles.select_related("agency").order_by("-valid_to", "role", "pk")


def deputies_of(user: User) -> QuerySet[Deputy]:
    """Who stands in, or will, for a person, with `deputy`. One query."""
    return (
        user.deputies.filter(valid_to__gte=timezone.localdate()).select_related("deputy").order_by("valid_from", "pk")
    )


def stands_in_for(user: User, on: dt.date | None = None) -> QuerySet[Deputy]:
    """For whom a person acts on a day, with `absent`. One query."""
    day = on or timezone.localdate()
    return user.deputises_for.filter(valid_on(day)).select_related("absent").order_by("valid_from", "pk")
