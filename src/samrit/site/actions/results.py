"""Key results opened to the public, and closed to it again: an act of its own, never a side effect."""

from __future__ import annotations

from django.db import transaction

from samrit.people import recording
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights
from samrit.platform.locking import change
from samrit.publicity.actions.shared import because, lock, refuse
from samrit.results.enums import RevisionState
from samrit.results.models import KeyResult


@transaction.atomic(durable=True)
def open_result(key_result: KeyResult, *, read_version: int, acting_user: User) -> KeyResult:
    """Shows a key result with its score, reasons and accepted reports to everybody. Needs a signed sheet."""
    standing = Rights(acting_user).require(Act.OPEN_RESULT, key_result.scope)
    lock(key_result, read_version)
    if key_result.public:
        raise refuse("", ("it is public already", "ตัวชี้วัดนี้เผยแพร่อยู่แล้ว"), ("nothing is to be done", "ไม่ต้องดำเนินการ"))
    if not key_result.revisions.filter(state=RevisionState.SIGNED).exists():
        raise refuse(
            "",
            ("no definition has been signed yet", "ยังไม่มีรายละเอียดตัวชี้วัดที่ลงนามแล้ว"),
            ("sign the definition first", "โปรดลงนามรายละเอียดตัวชี้วัดก่อน"),
        )
    change(key_result, read_version=key_result.version, public=True)
    recording.record(
        "site.result.opened", acting_user=acting_user, standing=standing, subject=key_result.subject, data={}
    )
    return key_result


@transaction.atomic(durable=True)
def close_result(key_result: KeyResult, *, reason: str, read_version: int, acting_user: User) -> KeyResult:
    """Shows a key result to the public no more, and says why in the audit chain."""
    standing = Rights(acting_user).require(Act.OPEN_RESULT, key_result.scope)
    lock(key_result, read_version)
    why = because(reason)
    if not key_result.public:
        raise refuse("", ("it is not public", "ตัวชี้วัดนี้ยังไม่เผยแพร่"), ("nothing is to be done", "ไม่ต้องดำเนินการ"))
    change(key_result, read_version=key_result.version, public=False)
    recording.record(
        "site.result.closed",
        acting_user=acting_user,
        standing=standing,
        subject=key_result.subject,
        data={"reason": why},
    )
    return key_result
