"""Roles and deputies."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.core.thai import clean_line
from samrit.people.actions.shared import (
    check_days,
    check_open,
    record,
    refuse_last_administrator,
    require_over,
)
from samrit.people.enums import Act, Role
from samrit.people.models import Agency, Deputy, RoleAssignment, User
from samrit.people.rights import EVERYWHERE, Rights, Scope, Standing
from samrit.platform.checking import checked


@transaction.atomic(durable=True)
def give_role(
    user: User,
    role: str,
    *,
    agency: Agency | None = None,
    key_result: str = "",
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    acting_user: User,
) -> RoleAssignment:
    """A role for one agency, for one key result, or (with neither) everywhere; never for oneself.

    A role that ended is opened again with the new days.
    """
    scope = Scope(agency_id=agency.pk) if agency else EVERYWHERE
    standing = Rights(acting_user).require(Act.ADMINISTER, scope)
    _refuse_own(acting_user, standing, user, "user")
    check_open(user, "user")
    check_days(valid_from, valid_to)
    row = (
        RoleAssignment.objects.select_for_update()
        .filter(user=user, role=role, agency=agency, key_result=key_result)
        .first()
    )
    if row is None:
        row = RoleAssignment(user=user, role=role, agency=agency, key_result=key_result)
    elif row.valid_to is None or row.valid_to >= timezone.localdate():
        raise Refused(
            "role",
            Message("this person has the role already", "บุคคลนี้มีบทบาทดังกล่าวอยู่แล้ว"),
            Message("end it first, or choose another", "โปรดสิ้นสุดบทบาทเดิมก่อน หรือเลือกบทบาทอื่น"),
        )
    row.valid_from, row.valid_to = valid_from, valid_to
    checked(row).save()
    record("people.role.given", user.audit_name, acting_user, standing, _role_data(row))
    return row


@transaction.atomic(durable=True)
def end_role(assignment: RoleAssignment, *, last_day: dt.date | None = None, acting_user: User) -> RoleAssignment:
    """Ends a role: at once, or after `last_day`. The last administrator stays."""
    scope = Scope(agency_id=assignment.agency_id) if assignment.agency_id else EVERYWHERE
    standing = Rights(acting_user).require(Act.ADMINISTER, scope)
    row = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
    row.valid_to = last_day or timezone.localdate() - dt.timedelta(days=1)
    row.save(update_fields=["valid_to"])
    record("people.role.ended", row.user.audit_name, acting_user, standing, _role_data(row))
    if row.role == Role.ADMINISTRATOR:
        refuse_last_administrator()
    return row


@transaction.atomic(durable=True)
def appoint_deputy(
    absent: User,
    deputy: User,
    *,
    valid_from: dt.date,
    valid_to: dt.date,
    reason: str = "",
    acting_user: User,
) -> Deputy:
    """For these days `deputy` acts on behalf of `absent`, who appoints him or her; an administrator may do so too."""
    standing = _own_or_administrator(acting_user, absent)
    if standing is not None:
        _refuse_own(acting_user, standing, deputy, "deputy")
    check_open(absent, "absent")
    check_open(deputy, "deputy")
    check_days(valid_from, valid_to)
    if absent.pk == deputy.pk:
        raise Refused(
            "deputy",
            Message("nobody deputises for himself or herself", "ผู้รักษาการแทนต้องเป็นบุคคลอื่น"),
            Message("choose another person", "โปรดเลือกบุคคลอื่น"),
        )
    if valid_to < timezone.localdate():
        raise Refused(
            "valid_to",
            Message("these days have passed", "ช่วงวันดังกล่าวผ่านไปแล้ว"),
            Message("choose today or later", "โปรดเลือกตั้งแต่วันนี้เป็นต้นไป"),
        )
    if Deputy.objects.filter(absent=absent, deputy=deputy, valid_from__lte=valid_to, valid_to__gte=valid_from).exists():
        raise Refused(
            "valid_from",
            Message("this person is already deputy on some of these days", "บุคคลนี้รักษาการแทนอยู่แล้วในบางวัน"),
            Message("choose other days", "โปรดเลือกวันอื่น"),
        )
    row = Deputy(absent=absent, deputy=deputy, valid_from=valid_from, valid_to=valid_to, reason=clean_line(reason))
    checked(row).save()
    record("people.deputy.appointed", absent.audit_name, acting_user, standing, _deputy_data(row))
    return row


@transaction.atomic(durable=True)
def end_deputy(row: Deputy, *, acting_user: User) -> None:
    """Ends a deputy's days at once: the absent person is back. The absent, the deputy or an administrator may."""
    own = acting_user.is_active and acting_user.pk == row.deputy_id
    standing = None if own else _own_or_administrator(acting_user, row.absent)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    data = _deputy_data(row) | {"ended": timezone.localdate().isoformat()}
    if row.valid_from > yesterday:
        row.delete()
    else:
        row.valid_to = min(row.valid_to, yesterday)
        row.save(update_fields=["valid_to"])
    record("people.deputy.ended", f"user:{data['absent']}", acting_user, standing, data)


def _refuse_own(acting_user: User, standing: Standing, receiver: User, path: str) -> None:
    """An administrator gives rights to others: neither to himself or herself, nor to whom he or she stands in for."""
    if receiver in {acting_user, standing.on_behalf_of}:
        raise Refused(
            path,
            Message("nobody gives rights to himself or herself", "ผู้ดูแลระบบกำหนดสิทธิให้ตนเองไม่ได้"),
            Message("ask another administrator", "โปรดให้ผู้ดูแลระบบท่านอื่นดำเนินการ"),
        )


def _own_or_administrator(acting_user: User, user: User) -> Standing | None:
    """None for one's own affair; otherwise the standing of an administrator."""
    if acting_user.pk == user.pk and acting_user.is_active:
        return None
    return require_over(acting_user, user)


def _role_data(row: RoleAssignment) -> dict[str, Any]:
    return {
        "role": row.role,
        "agency": row.agency.code if row.agency else None,
        "key_result": row.key_result,
        "from": row.valid_from.isoformat() if row.valid_from else None,
        "to": row.valid_to.isoformat() if row.valid_to else None,
    }


def _deputy_data(row: Deputy) -> dict[str, Any]:
    return {
        "absent": row.absent_id,
        "deputy": row.deputy_id,
        "from": row.valid_from.isoformat(),
        "to": row.valid_to.isoformat(),
        "reason": row.reason,
    }
