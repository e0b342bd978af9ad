"""Pieces, stories and activities through their states: entered, submitted, approved, done, opened again, withdrawn.

`verify` and `return` by a verifier belong to the part *verification*, which takes the same table of transitions.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from samrit.people.enums import Act
from samrit.people.four_eyes import require_another
from samrit.people.models import Agency, User
from samrit.people.rights import Rights, Scope, Standing, people_who_may
from samrit.platform.search import stored_tokens
from samrit.publicity import notices
from samrit.publicity.actions import details, duplicates
from samrit.publicity.actions.consents import refuse_without_consent
from samrit.publicity.actions.plans import not_chosen
from samrit.publicity.actions.readiness import lacking, refuse_not_done
from samrit.publicity.actions.shared import (
    advance,
    because,
    begin,
    choice,
    line,
    record,
    refuse,
    refuse_far_day,
    scope_of,
    step,
    text,
    touch,
)
from samrit.publicity.actions.tasks import close_take_downs
from samrit.publicity.drafts import WorkDraft
from samrit.publicity.enums import DerivationKind, Minimum, NoticeCode, WorkKind, WorkState
from samrit.publicity.makers import makers
from samrit.publicity.models import Work
from samrit.publicity.states import WORK_TRANSITIONS
from samrit.results.models import ChosenDistrict, KeyResult

_OWN_MINIMUM = {
    WorkKind.PIECE: Minimum.MEDIA,
    WorkKind.STORY: Minimum.STORY,
    WorkKind.ACTIVITY: Minimum.ACTIVITY,
}
_FITS = {
    WorkKind.PIECE: (Minimum.MEDIA, Minimum.STORY),
    WorkKind.STORY: (Minimum.STORY,),
    WorkKind.ACTIVITY: (Minimum.ACTIVITY,),
}
_MASTER = ("title", "text")


@transaction.atomic(durable=True)
def create_work(draft: WorkDraft, *, key_result: KeyResult, agency: Agency, acting_user: User) -> Work:
    """Enters a piece, story or activity (by its detail) as a draft. Entered on behalf of another, both are recorded."""
    standing = Rights(acting_user).require(Act.EDIT_WORK, Scope(agency.pk, key_result.key))
    kind = draft.detail.kind
    values = _checked(draft, key_result=key_result, kind=kind, work=None)
    work = Work.objects.create(
        key_result=key_result,
        agency=agency,
        kind=kind,
        producer=draft.producer or standing.on_behalf_of or acting_user,
        entered_by=acting_user,
        on_behalf_of=standing.on_behalf_of,
        deliverable_at=timezone.now() if values["plan_line"] and draft.derivation else None,
        **values,
    )
    work.districts.set(draft.districts)
    details.write(work, draft.detail)
    _index(work)
    step(
        work.subject,
        "create",
        key_result=key_result,
        acting_user=acting_user,
        standing=standing,
        states=("", work.state),
    )
    data = {"key_result": key_result.key, "agency": agency.code, "kind": str(kind), **_data(values, draft)}
    record("work.entered", work.subject, acting_user=acting_user, standing=standing, data=data)
    return work


@transaction.atomic(durable=True)
def save_work(work: Work, draft: WorkDraft, *, read_version: int, acting_user: User) -> Work:
    """Writes a work. Title and text stay as approved once it is; a verified work is opened again first."""
    standing = begin_edit(work, read_version=read_version, acting_user=acting_user)
    if draft.detail.kind != work.kind:
        raise refuse("kind", ("a work keeps its kind", "เปลี่ยนประเภทงานไม่ได้"), ("enter a new work", "โปรดบันทึกเป็นงานใหม่"))
    values = _checked(draft, key_result=work.key_result, kind=WorkKind(work.kind), work=work)
    if work.approved_at is not None:
        _refuse_other_master(work, draft, values)
    if draft.producer is not None:
        values["producer"] = draft.producer
    if values["plan_line"] and draft.derivation and work.deliverable_at is None:
        values["deliverable_at"] = timezone.now()
    touch(
        work,
        "edit",
        "work.saved",
        acting_user=acting_user,
        standing=standing,
        values=values,
        data=_data(values, draft),
    )
    work.districts.set(draft.districts)
    details.write(work, draft.detail)
    _index(work)
    return work


def begin_edit(work: Work, *, read_version: int, acting_user: User, master: bool = False) -> Standing:
    """The right to edit, the version that was read, and a state in which facts (or the `master`) may still change."""
    standing = begin(work, Act.EDIT_WORK, read_version=read_version, acting_user=acting_user)
    if master and work.approved_at is not None:
        raise _approved()
    locked = {
        WorkState.SUBMITTED: ("it waits for approval", "งานนี้รออนุมัติ"),
        WorkState.VERIFIED: ("it is verified", "งานนี้ตรวจสอบแล้ว"),
        WorkState.WITHDRAWN: ("it is withdrawn", "งานนี้ถอนแล้ว"),
    }
    if work.state in locked:
        mend = {
            WorkState.SUBMITTED: ("take it back first", "โปรดเรียกคืนก่อนแก้ไข"),
            WorkState.VERIFIED: ("open it again first, with a reason", "โปรดเปิดแก้ไขใหม่พร้อมเหตุผล"),
            WorkState.WITHDRAWN: ("enter a new work", "โปรดบันทึกเป็นงานใหม่"),
        }
        raise refuse("state", locked[WorkState(work.state)], mend[WorkState(work.state)])
    return standing


def _approved() -> Exception:
    return refuse(
        "state",
        ("title, text, media, people and producer were approved as they are", "ชื่อ ข้อความ สื่อ บุคคลในงาน และผู้จัดทำอนุมัติแล้ว"),
        ("take it back before release, or enter a new work", "โปรดเรียกคืนก่อนเผยแพร่ หรือบันทึกเป็นงานใหม่"),
    )


def _refuse_other_master(work: Work, draft: WorkDraft, values: dict[str, Any]) -> None:
    """The producer too: whoever made it must stay known, so that another verifies it."""
    producer = draft.producer is not None and draft.producer.pk != work.producer_id
    if producer or any(getattr(work, name) != values[name] for name in _MASTER):
        raise _approved()


def _checked(draft: WorkDraft, *, key_result: KeyResult, kind: WorkKind, work: Work | None) -> dict[str, Any]:
    chosen = set(ChosenDistrict.objects.filter(key_result=key_result).values_list("district_id", flat=True))
    kept = set() if work is None else set(work.districts.values_list("pk", flat=True))
    for district in draft.districts:
        if district.pk not in chosen | kept:
            raise not_chosen("districts", str(district))
    if draft.plan_line is not None and draft.plan_line.plan.key_result_id != key_result.pk:
        raise refuse(
            "plan_line", ("this line is of another plan", "รายการนี้เป็นของแผนอื่น"), ("choose a line", "โปรดเลือกใหม่")
        )
    return {
        "title": line(draft.title, "title"),
        "text": text(draft.text, "text"),
        "duties": _duties(draft, kind),
        "planned_on": draft.planned_on,
        "plan_line": draft.plan_line,
        **_derived(draft, work),
    }


def _duties(draft: WorkDraft, kind: WorkKind) -> list[str]:
    if draft.duties is None:
        return [str(_OWN_MINIMUM[kind])]
    return [choice(duty, "duties", _FITS[kind]) for duty in dict.fromkeys(draft.duties)]


def _derived(draft: WorkDraft, work: Work | None) -> dict[str, Any]:
    if draft.derived_from is None and not draft.derivation:
        return {"derived_from": None, "derivation": "", "edited_as_work": None}
    if draft.derived_from is None or (work is not None and draft.derived_from.pk == work.pk):
        raise refuse(
            "derived_from",
            ("say from which work this was made", "ยังไม่ได้ระบุงานต้นทาง"),
            ("choose another work", "โปรดเลือกงานอื่น"),
        )
    return {
        "derived_from": draft.derived_from,
        "derivation": choice(draft.derivation, "derivation", DerivationKind),
        "edited_as_work": draft.edited_as_work,
    }


def _data(values: dict[str, Any], draft: WorkDraft) -> dict[str, Any]:
    names = ("title", "text", "duties", "planned_on", "derivation", "edited_as_work")
    return {
        **{name: values[name] for name in names},
        "plan_line": str(draft.plan_line.uid) if draft.plan_line else None,
        "derived_from": draft.derived_from.subject if draft.derived_from else None,
        "districts": sorted(district.slug for district in draft.districts),
        "producer": draft.producer.audit_name if draft.producer else None,
        "detail": details.data(draft.detail),
    }


def _index(work: Work) -> None:
    work.search_tokens = stored_tokens(work.title, work.text, *details.words(work))
    Work.objects.filter(pk=work.pk).update(search_tokens=work.search_tokens)


# --- states ---


@transaction.atomic(durable=True)
def submit_work(work: Work, *, read_version: int, acting_user: User) -> Work:
    """Hands a work to its approver, complete: districts, master, media with alt text, credit, captions, consents."""
    standing = begin(work, Act.EDIT_WORK, read_version=read_version, acting_user=acting_user)
    if work.approved_at is not None and work.state == WorkState.RETURNED:
        raise refuse(
            "state",
            ("it is approved; its verifier returned it", "งานนี้อนุมัติแล้ว แต่ผู้ตรวจสอบส่งกลับ"),
            ("mend what was returned and report it as done", "โปรดแก้ไขตามที่ส่งกลับ แล้วแจ้งว่าเผยแพร่/จัดแล้ว"),
        )
    for lack in lacking(work):
        raise lack
    advance(work, WORK_TRANSITIONS, "submit", acting_user=acting_user, standing=standing)
    duplicates.flag(work)
    _tell(work, NoticeCode.WORK_SUBMITTED, to=people_who_may(Act.APPROVE_WORK, scope_of(work)), by=acting_user)
    return work


@transaction.atomic(durable=True)
def approve_work(
    work: Work, *, read_version: int, acting_user: User, reason: str = "", approved_on: dt.date | None = None
) -> Work:
    """Leave to release, from somebody who neither produced nor entered it. The consents must hold today.

    `approved_on` is the day on the signed paper, where leave was given outside the system; `reason` names the paper.
    """
    standing = begin(work, Act.APPROVE_WORK, read_version=read_version, acting_user=acting_user)
    require_another(acting_user, makers(work))
    for shown in work.people_shown.select_related("consent"):
        refuse_without_consent(shown.consent, on=timezone.localdate(), path="people_shown")
    at = timezone.now() if approved_on is None else _on_paper(work, approved_on, reason)
    advance(
        work,
        WORK_TRANSITIONS,
        "approve",
        acting_user=acting_user,
        standing=standing,
        reason=text(reason, "reason", longest=2_000),
        values={
            "approved_by": acting_user,
            "approved_on_behalf_of": standing.on_behalf_of,
            "approved_at": at,
        },
        data=None if approved_on is None else {"approved_on": approved_on.isoformat()},
    )
    _tell(work, NoticeCode.WORK_APPROVED, to=_makers(work), by=acting_user)
    return work


@transaction.atomic(durable=True)
def redate_approval(work: Work, *, read_version: int, approved_on: dt.date, reason: str, acting_user: User) -> Work:
    """Sets right the day of an approval given on paper, where it was left empty or mistyped; `reason` names the paper.

    Whoever names the day answers for the approval from then on. A work verified before is to be verified anew.
    """
    standing = begin(work, Act.APPROVE_WORK, read_version=read_version, acting_user=acting_user)
    require_another(acting_user, makers(work))
    if work.approved_at is None:
        raise refuse("state", ("it has not been approved", "งานนี้ยังไม่ได้รับอนุมัติ"), ("approve it", "โปรดอนุมัติก่อน"))
    before, verified = work.approved_at, work.state == WorkState.VERIFIED
    advance(
        work,
        WORK_TRANSITIONS,
        "redate",
        acting_user=acting_user,
        standing=standing,
        reason=because(reason),
        values={
            "approved_by": acting_user,
            "approved_on_behalf_of": standing.on_behalf_of,
            "approved_at": _on_paper(work, approved_on, reason),
        },
        data={"approved_before": before.isoformat(), "approved_on": approved_on.isoformat()},
    )
    if verified:
        _tell(work, NoticeCode.WORK_DONE, to=people_who_may(Act.VERIFY_WORK, scope_of(work)), by=acting_user)
    return work


def _on_paper(work: Work, day: dt.date, reason: str) -> dt.datetime:
    """The beginning of the day on a signed paper, which tells no hour. Refused where the paper is not named."""
    refuse_far_day(day, work.key_result.fiscal_year)
    if not reason.strip():
        raise refuse(
            "reason",
            ("the signed paper is not named", "ยังไม่ได้ระบุหนังสือที่ลงนาม"),
            ("write its number", "โปรดระบุเลขที่หนังสือหรือเรื่องที่อนุมัติ"),
        )
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


@transaction.atomic(durable=True)
def return_work(work: Work, *, reason: str, read_version: int, acting_user: User) -> Work:
    """The approver sends a submitted work back, saying why. (A verifier returns work that is done.)"""
    standing = begin(work, Act.APPROVE_WORK, read_version=read_version, acting_user=acting_user)
    why = because(reason)
    if work.state != WorkState.SUBMITTED:
        raise refuse(
            "state",
            ("only a work that waits for approval is returned here", "ส่งกลับได้เฉพาะงานที่รออนุมัติ"),
            ("let its verifier return it", "งานที่เผยแพร่แล้วให้ผู้ตรวจสอบเป็นผู้ส่งกลับ"),
        )
    require_another(acting_user, makers(work))
    advance(work, WORK_TRANSITIONS, "return", acting_user=acting_user, standing=standing, reason=why)
    _tell(work, NoticeCode.WORK_RETURNED, to=_makers(work), by=acting_user, note=why)
    return work


@transaction.atomic(durable=True)
def recall_work(work: Work, *, read_version: int, acting_user: User) -> Work:
    """Takes a submitted or approved work back to a draft, before anything of it is public. Its approval ends."""
    standing = begin(work, Act.EDIT_WORK, read_version=read_version, acting_user=acting_user)
    if work.publications.exists():
        raise _approved()
    advance(
        work,
        WORK_TRANSITIONS,
        "recall",
        acting_user=acting_user,
        standing=standing,
        values={"approved_by": None, "approved_on_behalf_of": None, "approved_at": None},
    )
    return work


@transaction.atomic(durable=True)
def finish_work(work: Work, *, read_version: int, acting_user: User) -> Work:
    """Reports a work as published, told or held: it now waits for its verification."""
    standing = begin(work, Act.EDIT_WORK, read_version=read_version, acting_user=acting_user)
    if work.approved_at is None and work.state == WorkState.RETURNED:
        raise refuse(
            "state",
            ("it has not been approved", "งานนี้ยังไม่ได้รับอนุมัติ"),
            ("mend and submit it again", "โปรดแก้ไขแล้วเสนอใหม่"),
        )
    if work.state in {WorkState.APPROVED, WorkState.RETURNED}:
        refuse_not_done(work)
    advance(work, WORK_TRANSITIONS, "finish", acting_user=acting_user, standing=standing)
    _tell(work, NoticeCode.WORK_DONE, to=people_who_may(Act.VERIFY_WORK, scope_of(work)), by=acting_user)
    return work


@transaction.atomic(durable=True)
def reopen_work(work: Work, *, reason: str, read_version: int, acting_user: User) -> Work:
    """Opens a verified work to set its facts right. What was verified must be verified anew."""
    standing = begin(work, Act.EDIT_WORK, read_version=read_version, acting_user=acting_user)
    advance(work, WORK_TRANSITIONS, "reopen", acting_user=acting_user, standing=standing, reason=because(reason))
    return work


@transaction.atomic(durable=True)
def withdraw_work(work: Work, *, reason: str, read_version: int, acting_user: User) -> Work:
    """Ends a work for good, saying why: its publications are down, its take-down tasks are done.

    Those who may approve it may withdraw it too, so that nothing stays up because its owner is away.
    """
    standing = begin(work, Act.EDIT_WORK, Act.APPROVE_WORK, read_version=read_version, acting_user=acting_user)
    why = because(reason)
    advance(work, WORK_TRANSITIONS, "withdraw", acting_user=acting_user, standing=standing, reason=why)
    now = timezone.now()
    work.publications.filter(withdrawn_at=None).update(withdrawn_at=now, withdrawal_reason=why)
    close_take_downs(work, acting_user=acting_user)
    return work


def _makers(work: Work) -> list[User]:
    return list(User.objects.filter(pk__in=makers(work), is_active=True))


def _tell(work: Work, code: NoticeCode, *, to: Any, by: User, note: str = "") -> None:
    notices.tell(to, code, subject=work.subject, key_result=work.key_result, title=work.title, note=note, by=by)
