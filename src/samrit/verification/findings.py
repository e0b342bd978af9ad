"""An inspector's qualitative findings: written, answered by the owner, closed by an inspector."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.evidence.subjects import Subject, subject_of
from samrit.people.enums import Act
from samrit.people.four_eyes import require_another
from samrit.people.models import User
from samrit.people.recording import record
from samrit.people.rights import Rights, Standing
from samrit.publicity.actions import shared as typed
from samrit.results.models import KeyResult
from samrit.verification.models import Finding

GRADES = ("good", "note", "fault")


@transaction.atomic(durable=True)
def write_finding(key_result: KeyResult, *, subject: str, grade: str, text: str, acting_user: User) -> Finding:
    """Writes a finding on the key result or anything of it (`work:…`, `report:…`); never on one's own work."""
    found = _subject(key_result, subject)
    standing = Rights(acting_user).require(Act.WRITE_FINDING, found.scope)
    require_another(acting_user, found.own_people)
    if grade not in GRADES:
        raise Refused(
            "grade",
            Message("this is not a grade of a finding", "ระดับของข้อค้นพบไม่ถูกต้อง"),
            Message("choose good, note or fault", "โปรดเลือก ดี ข้อสังเกต หรือ ต้องแก้ไข"),
        )
    finding = Finding.objects.create(
        key_result=key_result,
        subject=found.name,
        grade=grade,
        text=typed.text(text, "text", needed=True),
        by=acting_user,
        on_behalf_of=standing.on_behalf_of,
    )
    _record("written", finding, standing, acting_user, {"grade": grade, "text": finding.text})
    return finding


@transaction.atomic(durable=True)
def reply_finding(finding: Finding, *, text: str, acting_user: User) -> None:
    """The owner's answer. One answer stands; who wants to say more waits for the inspector's next finding."""
    found = subject_of(finding.subject)
    standing = Rights(acting_user).require(Act.REPLY_FINDING, found.scope)
    said = typed.text(text, "reply", needed=True)
    _change(
        finding,
        Message("this finding has been answered or closed already", "ข้อค้นพบนี้มีคำตอบหรือปิดไปแล้ว"),
        {"replied_at": None, "closed_at": None},
        {"reply": said, "replied_by": acting_user, "replied_at": timezone.now()},
    )
    _record("answered", finding, standing, acting_user, {"text": said})


@transaction.atomic(durable=True)
def close_finding(finding: Finding, *, acting_user: User) -> None:
    """Closes a finding: one that asks for something only after it has been answered."""
    found = subject_of(finding.subject)
    standing = Rights(acting_user).require(Act.WRITE_FINDING, found.scope)
    require_another(acting_user, {*found.own_people, finding.replied_by_id})
    if finding.grade == "fault" and finding.replied_at is None:
        raise Refused(
            "",
            Message("the owner has not answered yet", "เจ้าของงานยังไม่ได้ตอบข้อค้นพบนี้"),
            Message("wait for the answer", "โปรดรอคำตอบก่อนปิดข้อค้นพบ"),
        )
    _change(
        finding,
        Message("this finding is closed already", "ข้อค้นพบนี้ปิดไปแล้ว"),
        {"closed_at": None},
        {"closed_at": timezone.now()},
    )
    _record("closed", finding, standing, acting_user, {})


def _subject(key_result: KeyResult, name: str) -> Subject:
    found = subject_of(name)
    typed.refuse_other_key_result(found.key_result, key_result)
    return found


def _change(finding: Finding, late: Message, expected: dict[str, Any], values: dict[str, Any]) -> None:
    """Sets the values unless somebody was quicker."""
    if not Finding.objects.filter(pk=finding.pk, **expected).update(**values):
        raise Refused("", late, Message("look at it again", "โปรดเปิดดูอีกครั้ง"))
    finding.refresh_from_db()


def _record(verb: str, finding: Finding, standing: Standing, acting_user: User, data: dict[str, str]) -> None:
    record(
        f"verification.finding.{verb}",
        acting_user=acting_user,
        standing=standing,
        subject=finding.subject,
        data={"finding": str(finding.uid), **data},
    )
