"""Accounts of people."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from samrit.core.contract import Message, Refused
from samrit.core.thai import clean_line
from samrit.people.actions.shared import only, record, refuse_last_administrator, require_over, scope_of
from samrit.people.enums import Act, Role
from samrit.people.models import Agency, RoleAssignment, User
from samrit.people.pid import is_pid, pid_hash
from samrit.people.rights import EVERYWHERE, Forbidden, Rights, Standing
from samrit.platform import audit
from samrit.platform.checking import checked, refusal
from samrit.platform.fitting import required_reason
from samrit.platform.locking import require_stand


@transaction.atomic(durable=True)
def make_user(
    *,
    username: str,
    name_th: str,
    agency: Agency | None,
    password: str | None = None,
    acting_user: User,
    **more: Any,
) -> User:
    """An account for a person. Without a password the person signs in through the identity provider, or not at all.

    `more`: name_en, position, email, language, wants_digest.
    """
    standing = Rights(acting_user).require(Act.ADMINISTER, scope_of(agency))
    user = _new_user(username, name_th, agency, password, more)
    _record_person("people.user.made", user, acting_user, standing)
    return user


@transaction.atomic(durable=True)
def make_first_administrator(*, username: str, name_th: str, password: str, email: str = "") -> User:
    """The account with which an installation starts. Only while there is no administrator; the system itself acts."""
    if RoleAssignment.objects.filter(role=Role.ADMINISTRATOR).exists():
        raise Refused(
            "",
            Message("there is an administrator already", "มีผู้ดูแลระบบอยู่แล้ว"),
            Message("ask that person for an account", "โปรดขอบัญชีจากผู้ดูแลระบบ"),
        )
    user = _new_user(username, name_th, None, password, {"email": email})
    RoleAssignment.objects.create(user=user, role=Role.ADMINISTRATOR)
    audit.record(
        "people.administrator.made", actor="system", subject=user.audit_name, personal={"username": user.username}
    )
    return user


SAME_PASSWORD = (
    Message("the new password is the same as the old one", "รหัสผ่านใหม่ซ้ำกับรหัสผ่านเดิม"),
    Message("choose another", "โปรดตั้งรหัสผ่านอื่น"),
)

CORRECTED = ("name_th", "position", "email", "agency", "is_active")
"""What the form of a person shows; `locking.stand_of` these is the version that it was filled in from."""


@transaction.atomic(durable=True)
def change_user(user: User, *, acting_user: User, read_version: int | None = None, **values: Any) -> User:
    """Corrects name, position, mail or agency of a person; closes (`is_active=False`) or reopens the account.

    Raises Stale where somebody else has corrected it since it was read.
    """
    standing = require_over(acting_user, user)
    only(values, {"name_th", "name_en", "position", "email", "agency", "is_active"})
    if "agency" in values:
        Rights(acting_user).require(Act.ADMINISTER, scope_of(values["agency"]))
    user = User.objects.select_for_update().get(pk=user.pk)
    require_stand(user, CORRECTED, read_version)
    for name, value in values.items():
        setattr(user, name, clean_line(value) if isinstance(value, str) else value)
    checked(user).save(update_fields=[*values])
    _record_person("people.user.changed", user, acting_user, standing)
    if not user.is_active:
        refuse_last_administrator()
    return user


@transaction.atomic(durable=True)
def set_password(user: User, password: str, *, acting_user: User) -> None:
    """A new password for somebody who lost the old one; all open sessions of that person end.

    The person is asked for one of their own at the next sign-in, before anything else.
    """
    standing = require_over(acting_user, user)
    _check_password(password, user)
    user.set_password(password)
    user.must_change_password = acting_user.pk != user.pk
    user.save(update_fields=["password", "must_change_password"])
    record("people.user.password_set", user.audit_name, acting_user, standing, {})


@transaction.atomic(durable=True)
def choose_password(password: str, *, acting_user: User) -> User:
    """One's own password, which nobody else knows. Everybody with an open account may."""
    if not acting_user.is_active:
        raise Forbidden(Act.VIEW)
    user = User.objects.select_for_update().get(pk=acting_user.pk)
    if user.check_password(password):
        raise Refused("password", *SAME_PASSWORD)
    _check_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record("people.user.own_password", user.audit_name, acting_user, None, {})
    return user


@transaction.atomic(durable=True)
def set_pid(user: User, pid: str | None, *, acting_user: User) -> None:
    """The national identity number under which a person comes from the identity provider; None ends that.

    Only the keyed hash is kept, and the audit chain says only that it was set.
    """
    standing = require_over(acting_user, user)
    if pid is not None and not is_pid(pid):
        raise Refused(
            "pid",
            Message("this is not a national identity number", "เลขประจำตัวประชาชนไม่ถูกต้อง"),
            Message("write the 13 digits of the card", "โปรดกรอกเลข ๑๓ หลักตามบัตร"),
        )
    user.pid_hash = None if pid is None else pid_hash(pid)
    if user.pid_hash and User.objects.filter(pid_hash=user.pid_hash).exclude(pk=user.pk).exists():
        raise Refused(
            "pid",
            Message("another account has this number", "มีบัญชีอื่นใช้เลขนี้แล้ว"),
            Message("check the number and the account", "โปรดตรวจสอบเลขและบัญชี"),
        )
    user.save(update_fields=["pid_hash"])
    record("people.user.pid_set", user.audit_name, acting_user, standing, {"set": pid is not None})


@transaction.atomic(durable=True)
def change_own_settings(*, language: str | None = None, wants_digest: bool | None = None, acting_user: User) -> User:
    """One's own language and daily digest. Everybody with an open account may."""
    if not acting_user.is_active:
        raise Forbidden(Act.VIEW)
    user = User.objects.select_for_update().get(pk=acting_user.pk)
    user.language = user.language if language is None else language
    user.wants_digest = user.wants_digest if wants_digest is None else wants_digest
    checked(user).save(update_fields=["language", "wants_digest"])
    data = {"language": user.language, "wants_digest": user.wants_digest}
    record("people.user.own_settings", user.audit_name, acting_user, None, data)
    return user


@transaction.atomic(durable=True)
def erase_personal_values(subject: str, *, reason: str, acting_user: User) -> int:
    """Erases the personal values that the audit chain keeps about `subject`, and gives their number."""
    standing = Rights(acting_user).require(Act.ADMINISTER, EVERYWHERE)
    reason = required_reason(reason)
    erased = audit.erase_personal(subject)
    record("people.personal.erased", subject, acting_user, standing, {"reason": reason, "values": erased})
    return erased


def _new_user(username: str, name_th: str, agency: Agency | None, password: str | None, more: dict[str, Any]) -> User:
    only(more, {"name_en", "position", "email", "language", "wants_digest"})
    name = clean_line(username)
    user = User(username=name, name_th=clean_line(name_th), agency=agency, **more)
    if User.objects.filter(username__iexact=name).exists():
        raise Refused(
            "username",
            Message("this user name is taken", "มีผู้ใช้ชื่อผู้ใช้นี้แล้ว"),
            Message("choose another", "โปรดเลือกชื่ออื่น"),
        )
    if password is not None:
        _check_password(password, user)
    user.set_password(password)
    user.must_change_password = password is not None
    checked(user).save()
    return user


def _check_password(password: str, user: User) -> None:
    def fault() -> str:  # Django words it in the language of the moment, so it is asked once in each
        try:
            validate_password(password, user)
        except ValidationError as error:
            return error.messages[0]
        return ""

    if fault():
        raise refusal("password", fault)


def _record_person(action: str, user: User, acting_user: User, standing: Standing) -> None:
    data = {"agency": user.agency.code if user.agency else None, "active": user.is_active}
    personal = {
        "username": user.username,
        "name_th": user.name_th,
        "name_en": user.name_en,
        "position": user.position,
        "email": user.email,
    }
    record(action, user.audit_name, acting_user, standing, data, personal)
