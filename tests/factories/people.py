"""Agencies, persons with their roles, and deputies, as plain rows: for tests of what lies above `people`."""

from __future__ import annotations

import datetime as dt
import itertools

from samrit.people.enums import AgencyKind, Role
from samrit.people.models import Agency, Deputy, RoleAssignment, User

_numbers = itertools.count(1)

PASSWORD = "ตรวจสอบได้ทุกคะแนน"  # noqa: S105 -- of persons who exist in tests only


def agency(
    code: str = "",
    *,
    kind: str = AgencyKind.OFFICE,
    name_th: str = "",
    parent: Agency | None = None,
    **fields: object,
) -> Agency:
    """An agency; without a code or name it gets ones of its own."""
    number = next(_numbers)
    return Agency.objects.create(
        code=code or f"T{number:04}",
        kind=kind,
        name_th=name_th or f"หน่วยงานที่ {number}",
        name_en=fields.pop("name_en", f"Agency {number}"),
        parent=parent,
        **fields,
    )


def khet(code: str = "", name_th: str = "", **fields: object) -> Agency:
    """A district office."""
    return agency(code, kind=AgencyKind.DISTRICT_OFFICE, name_th=name_th, **fields)


def user(
    username: str = "",
    *,
    role: str | None = None,
    agency: Agency | None = None,
    key_result: str = "",
    everywhere: bool = False,
    password: str | None = None,
    **fields: object,
) -> User:
    """A person of an agency, with one role there (`everywhere`: in all agencies; `key_result`: for that key only).

    Without `password` the person cannot sign in by password; `client.force_login(user)` needs none.
    """
    name = username or f"person-{next(_numbers)}"
    made = User(
        username=name,
        name_th=fields.pop("name_th", f"คุณ{name}"),
        email=fields.pop("email", f"{name}@example.go.th"),
        agency=agency,
        **fields,
    )
    made.set_password(password)
    made.save()
    if role is not None:
        give(made, role, agency=None if everywhere else agency, key_result=key_result)
    return made


def give(
    user: User, role: str, *, agency: Agency | None = None, key_result: str = "", **days: dt.date
) -> RoleAssignment:
    """One more role: for an agency, for a key result, or (with neither) everywhere."""
    return RoleAssignment.objects.create(user=user, role=Role(role), agency=agency, key_result=key_result, **days)


def deputy(
    absent: User,
    deputy: User,
    *,
    valid_from: dt.date = dt.date(2024, 10, 1),
    valid_to: dt.date = dt.date(2199, 9, 30),
    reason: str = "ลาราชการ",
) -> Deputy:
    """`deputy` acts on behalf of `absent` on these days (by default always)."""
    return Deputy.objects.create(absent=absent, deputy=deputy, valid_from=valid_from, valid_to=valid_to, reason=reason)
