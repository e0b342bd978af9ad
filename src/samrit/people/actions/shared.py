"""What the actions on agencies and people have in common."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.people import recording
from samrit.people.enums import Act, Role
from samrit.people.models import Agency, RoleAssignment, User
from samrit.people.rights import EVERYWHERE, Rights, Scope, Standing, valid_on


def scope_of(agency: Agency | None) -> Scope:
    """Where administering an agency takes place; what belongs to no agency is everywhere."""
    return Scope(agency_id=agency.pk) if agency else EVERYWHERE


def require_over(acting_user: User, user: User) -> Standing:
    """The standing of who administers a person's agency and all agencies in which that person holds a role.

    Otherwise the administrator of one office could take over the account of an inspector of all.
    """
    rights = Rights(acting_user)
    not_ended = Q(valid_to=None) | Q(valid_to__gte=timezone.localdate())
    for role in user.roles.filter(not_ended).select_related("agency"):
        rights.require(Act.ADMINISTER, scope_of(role.agency))
    return rights.require(Act.ADMINISTER, scope_of(user.agency))


def only(values: dict[str, Any], known: set[str]) -> None:
    """Raises TypeError for a field that an action does not set: a fault of the program, not of a person."""
    if values.keys() - known:
        raise TypeError(f"not to be set here: {', '.join(sorted(values.keys() - known))}")


def record(
    action: str,
    subject: str,
    acting_user: User,
    standing: Standing | None,
    data: dict[str, Any],
    personal: dict[str, str] | None = None,
) -> None:
    """An entry of the audit chain. `standing` is None for one's own affairs; empty personal values are left out."""
    recording.record(
        action,
        acting_user=acting_user,
        standing=standing,
        subject=subject,
        data=data,
        personal={name: value for name, value in (personal or {}).items() if value},
    )


def check_open(user: User, path: str) -> None:
    """Refuses a person whose account is closed."""
    if not user.is_active:
        raise Refused(
            path,
            Message("this account is closed", "บัญชีนี้ปิดใช้งานแล้ว"),
            Message("choose another person, or reopen the account", "โปรดเลือกบุคคลอื่น หรือเปิดบัญชีก่อน"),
        )


def check_days(first: dt.date | None, last: dt.date | None) -> None:
    """Refuses days in the wrong order; None is without end."""
    if first and last and last < first:
        raise Refused(
            "valid_to",
            Message("the last day is before the first", "วันสิ้นสุดอยู่ก่อนวันเริ่มต้น"),
            Message("choose a later day", "โปรดเลือกวันหลังจากนั้น"),
        )


def refuse_last_administrator() -> None:
    """Refuses what has just been done if it leaves nobody who administers everything.

    Call it after the audit entry: writers of the chain come one after the other, so that two who end each other's
    role at the same moment do not both see the other's role still there.
    """
    left = RoleAssignment.objects.filter(
        valid_on(timezone.localdate()),
        role=Role.ADMINISTRATOR,
        agency=None,
        key_result="",
        user__is_active=True,
    )
    if not left.exists():
        raise Refused(
            "",
            Message("this is the last administrator", "เป็นผู้ดูแลระบบคนสุดท้าย"),
            Message("give the role to another person first", "โปรดมอบบทบาทให้ผู้อื่นก่อน"),
        )
