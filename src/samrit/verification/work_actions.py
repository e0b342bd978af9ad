"""Verifying and returning works: a second pair of eyes on every piece, story and activity.

The verifier judges the work and the evidence that shows it in one act. What the sheet ticks as its way of evaluation
decides who may verify (`required`), and an open fault of an inspector stands in the way.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from samrit.core.contract import Message, Refused
from samrit.evidence import ledger
from samrit.evidence.enums import Grade, Outcome
from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import evidence_of, is_usable, judgement_of
from samrit.people.enums import Act
from samrit.people.four_eyes import eyes_of, may_judge, require_another
from samrit.people.models import User
from samrit.people.recording import record
from samrit.people.rights import Rights, Standing
from samrit.publicity.actions.bulk import Done, for_each
from samrit.publicity.actions.shared import advance, because, begin, scope_of
from samrit.publicity.enums import NoticeCode, WorkState
from samrit.publicity.makers import makers
from samrit.publicity.models import Work
from samrit.publicity.notices import tell
from samrit.publicity.states import WORK_TRANSITIONS
from samrit.verification.models import Finding, WorkCheck
from samrit.verification.queries import checks_required_for, subjects_of
from samrit.verification.required import CheckKind, is_required

DATA_GRADES = frozenset({Grade.PLATFORM_ANSWER, Grade.OWN_CAPTURE})
"""Evidence that a data system gave, where the sheet asks one to confirm the result."""


@transaction.atomic(durable=True)
def verify_work(work: Work, *, read_version: int, reason: str = "", acting_user: User) -> WorkCheck:
    """Verifies a work that is done, and with it the evidence that nobody has judged yet.

    Evidence that the verifier entered stays unjudged: another must look at it. Raises Refused without right, evidence
    or the check that the sheet asks for, while a fault is open, for the work's own people, their deputies and whoever
    approved it, in a state that forbids it, and Stale where somebody else has changed the work.
    """
    standing = _begin(work, read_version=read_version, acting_user=acting_user)
    evidence = [item for items in evidence_of(subjects_of(work)).values() for item in items if is_usable(item)]
    _ask_what_the_sheet_asks(work, evidence, acting_user)
    _refuse_open_fault(work)
    check = _decide(work, "verify", Outcome.VERIFIED, standing=standing, reason=reason, acting_user=acting_user)
    eyes = eyes_of(acting_user)
    for item in evidence:
        if judgement_of(item) is None and may_judge(eyes, {item.entered_by_id, item.on_behalf_of_id}):
            ledger.append_mark(item, Outcome.VERIFIED, standing=standing, reason="", acting_user=acting_user)
    return check


@transaction.atomic(durable=True)
def return_work(work: Work, *, read_version: int, reason: str, acting_user: User) -> WorkCheck:
    """Returns a work to its makers with the reason; it counts no longer until it has been verified again."""
    standing = _begin(work, read_version=read_version, acting_user=acting_user)
    if work.state not in {WorkState.DONE, WorkState.VERIFIED}:
        raise Refused(
            "state",
            Message("only a work that is done is returned here", "ส่งกลับที่นี่ได้เฉพาะงานที่เผยแพร่หรือจัดแล้ว"),
            Message("let its approver return what waits for approval", "งานที่รออนุมัติให้ผู้อนุมัติเป็นผู้ส่งกลับ"),
        )
    return _decide(work, "return", Outcome.RETURNED, standing=standing, reason=because(reason), acting_user=acting_user)


def _begin(work: Work, *, read_version: int, acting_user: User) -> Standing:
    """Right, version and four eyes: neither whoever made it or approved it, nor a deputy of one of them."""
    standing = begin(work, Act.VERIFY_WORK, read_version=read_version, acting_user=acting_user)
    approvers = {work.approved_by_id, work.approved_on_behalf_of_id} - {None}
    require_another(acting_user, makers(work) | approvers)
    return standing


def _decide(work: Work, act: str, outcome: Outcome, *, standing: Standing, reason: str, acting_user: User) -> WorkCheck:
    advance(work, WORK_TRANSITIONS, act, acting_user=acting_user, standing=standing, reason=reason)
    check = WorkCheck.objects.create(
        work=work,
        outcome=outcome,
        by=acting_user,
        role=standing.role,
        on_behalf_of=standing.on_behalf_of,
        reason=reason,
    )
    record(
        f"verification.work.{outcome.value}",
        acting_user=acting_user,
        standing=standing,
        subject=work.subject,
        data={"reason": reason},
    )
    code = NoticeCode.WORK_VERIFIED if outcome is Outcome.VERIFIED else NoticeCode.WORK_RETURNED
    people = User.objects.filter(pk__in=makers(work), is_active=True)
    tell(people, code, subject=work.subject, key_result=work.key_result, title=work.title, note=reason, by=acting_user)
    return check


def _ask_what_the_sheet_asks(work: Work, evidence: list[EvidenceItem], acting_user: User) -> None:
    if not evidence:
        raise Refused(
            "evidence",
            Message("this work has no evidence that stands", "งานนี้ยังไม่มีหลักฐานที่ใช้ได้"),
            Message("ask its makers to add evidence, or return it", "โปรดแจ้งผู้จัดทำให้เพิ่มหลักฐาน หรือส่งกลับแก้ไข"),
        )
    required = checks_required_for(work.key_result)
    if is_required(required, CheckKind.INSPECTOR) and not Rights(acting_user).may(Act.WRITE_FINDING, scope_of(work)):
        raise Refused(
            "",
            Message(
                "the sheet of this key result asks for an inspector's check",
                "แบบรายละเอียดตัวชี้วัดนี้กำหนดให้ผู้ตรวจราชการกำกับเชิงคุณภาพ",
            ),
            Message("leave the verification to the inspector", "โปรดให้ผู้ตรวจราชการเป็นผู้รับรอง"),
        )
    if is_required(required, CheckKind.DATA_SYSTEM) and not any(item.grade in DATA_GRADES for item in evidence):
        raise Refused(
            "evidence",
            Message(
                "the sheet asks a data system to confirm the result, and none of the evidence comes from one",
                "แบบรายละเอียดตัวชี้วัดกำหนดให้ใช้ระบบข้อมูลยืนยัน แต่ยังไม่มีหลักฐานที่มาจากระบบข้อมูล",
            ),
            Message(
                "add the platform's answer or a capture of our own site",
                "โปรดเพิ่มคำตอบจากแพลตฟอร์ม หรือภาพเก็บจากเว็บไซต์ของเมือง",
            ),
        )


def _refuse_open_fault(work: Work) -> None:
    if Finding.objects.filter(subject=work.subject, grade="fault", closed_at=None).exists():
        raise Refused(
            "",
            Message("an inspector's finding on this work is still open", "ยังมีข้อค้นพบของผู้ตรวจราชการที่ต้องแก้ไขในงานนี้"),
            Message("let it be answered and closed first", "โปรดให้เจ้าของงานตอบและปิดข้อค้นพบก่อน"),
        )


# --- many at once ---


def verify_works(works: Iterable[tuple[Work, int]], *, acting_user: User) -> Done:
    """Verifies each, in the version that was read, as `verify_work` does; one that is refused stops no other."""
    return for_each(verify_work, works, acting_user=acting_user)


def return_works(works: Iterable[tuple[Work, int]], *, reason: str, acting_user: User) -> Done:
    """Returns each, in the version that was read, with the same reason, as `return_work` does."""
    return for_each(return_work, works, reason=reason, acting_user=acting_user)
