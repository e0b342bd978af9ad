"""Adding to the ledger: what every way of adding or marking evidence shares.

Nothing here opens a durable transaction, so that a verb of a part above may add evidence in its own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.districts.models import CreativeDistrict
from samrit.evidence.enums import GRADES, EvidenceKind, Outcome, Proves
from samrit.evidence.models import EvidenceItem, EvidenceMark
from samrit.evidence.subjects import Subject, subject_of
from samrit.people.enums import Act
from samrit.people.four_eyes import require_another
from samrit.people.models import User
from samrit.people.recording import record
from samrit.people.rights import Rights, Standing
from samrit.platform.models import StoredFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What is to be added: the kind, and what only that kind has."""

    kind: EvidenceKind
    title: str
    proves: str = ""
    district: CreativeDistrict | None = None
    captured_at: dt.datetime | None = None
    file: StoredFile | None = None
    file_name: str = ""
    public_copy: StoredFile | None = None
    url: str = ""
    statement: str = ""


def may_add(name: str, acting_user: User) -> tuple[Subject, Standing]:
    """The subject, and in which role evidence may be added to it. Raises Refused."""
    subject = subject_of(name)
    return subject, Rights(acting_user).require(Act.ADD_EVIDENCE, subject.scope)


@transaction.atomic
def append(subject: Subject, standing: Standing, proof: Proof, *, acting_user: User) -> EvidenceItem:
    """One more item of evidence. Raises Refused for a proof that says too little or lies in the future."""
    captured_at = _checked(proof)
    item = EvidenceItem.objects.create(
        key_result=subject.key_result,
        subject=subject.name,
        kind=proof.kind,
        grade=GRADES[proof.kind],
        title=proof.title.strip(),
        file=proof.file,
        file_name=proof.file_name,
        public_copy=proof.public_copy,
        url=proof.url,
        statement=proof.statement,
        proves=proof.proves,
        district=proof.district,
        captured_at=captured_at,
        entered_by=acting_user,
        on_behalf_of=standing.on_behalf_of,
    )
    record(
        "evidence.item.added",
        acting_user=acting_user,
        standing=standing,
        subject=subject.name,
        data={
            "evidence": str(item.uid),
            "kind": item.kind,
            "grade": item.grade,
            "title": item.title,
            "proves": item.proves,
            "district": None if item.district is None else item.district.slug,
            "sha256": item.file_id,
            "url": item.url,
            "statement_sha256": hashlib.sha256(item.statement.encode()).hexdigest() if item.statement else None,
            "captured_at": captured_at.isoformat(),
        },
        personal={"file_name": item.file_name} if item.file_name else None,
    )
    return item


def _checked(proof: Proof) -> dt.datetime:
    """When it was captured: now, where nothing is said."""
    if not proof.title.strip() or len(proof.title.strip()) > 300:
        raise Refused(
            "title",
            Message(
                "the evidence has no title, or one of more than 300 letters", "หลักฐานยังไม่มีชื่อ หรือชื่อยาวเกิน 300 ตัวอักษร"
            ),
            Message("say in a few words what it shows", "โปรดระบุสั้น ๆ ว่าหลักฐานนี้แสดงสิ่งใด"),
        )
    if proof.proves and proof.proves not in Proves.values:
        raise Refused(
            "proves",
            Message("this is nothing that evidence can prove here", "ไม่มีรายการนี้ในสิ่งที่หลักฐานพิสูจน์ได้"),
            Message("choose from the list", "โปรดเลือกจากรายการ"),
        )
    if proof.proves == Proves.COMMUNITY_TOOK_PART and proof.district is None:
        raise Refused(
            "district",
            Message("of which district the community took part is not said", "ยังไม่ได้ระบุว่าชุมชนของย่านใดมีส่วนร่วม"),
            Message("choose the district", "โปรดเลือกย่าน"),
        )
    return _moment(proof.captured_at)


def _moment(captured_at: dt.datetime | None) -> dt.datetime:
    now = timezone.now()
    if captured_at is None:
        return now
    if timezone.is_naive(captured_at):
        captured_at = timezone.make_aware(captured_at)
    if captured_at > now:
        raise Refused(
            "captured_at",
            Message("the evidence is dated in the future", "วันเวลาของหลักฐานอยู่ในอนาคต"),
            Message("write when it was made", "โปรดระบุวันเวลาที่เก็บหลักฐานจริง"),
        )
    return captured_at


@transaction.atomic
def judge(
    item: EvidenceItem, outcome: Outcome, *, subject: Subject, standing: Standing, reason: str, acting_user: User
) -> EvidenceMark:
    """What a second pair of eyes found of an item. Raises OwnWork for those whose own it is."""
    require_another(acting_user, subject.own_people | {item.entered_by_id, item.on_behalf_of_id})
    return append_mark(item, outcome, standing=standing, reason=reason, acting_user=acting_user)


@transaction.atomic
def append_mark(
    item: EvidenceItem, outcome: Outcome, *, standing: Standing, reason: str, acting_user: User
) -> EvidenceMark:
    """A mark and its audit entry. Rights and eyes are asked before."""
    made = EvidenceMark.objects.create(
        item=item,
        outcome=outcome,
        by=acting_user,
        role=standing.role,
        on_behalf_of=standing.on_behalf_of,
        reason=reason.strip(),
    )
    record(
        f"evidence.item.{Outcome(outcome).value}",
        acting_user=acting_user,
        standing=standing,
        subject=item.subject,
        data={"evidence": str(item.uid), "reason": made.reason},
    )
    return made
