"""What may be done with a work as a whole: from submitting to withdrawing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samrit.evidence.queries import evidence_of, judgement_of
from samrit.people.enums import Act
from samrit.publicity.actions import works as actions
from samrit.publicity.actions.readiness import lacking
from samrit.publicity.actions.shared import scope_of
from samrit.publicity.enums import WorkState
from samrit.publicity.models import Work
from samrit.verification import work_actions
from samrit.verification.queries import subjects_of
from samrit.web.office.views.deciding import ApprovalForm, Decision, NoForm, NoteForm, PaperForm, ReasonForm, decide
from samrit.web.office.views.works.shared import at, may_do, trail, uncounted, work_of
from samrit.web.shared.pages import refusal_text, staff_page
from samrit.web.shared.templatetags.samrit import digits


def acts_of(request: HttpRequest, row: Work) -> list[tuple[str, Any, str]]:
    """(act, its button, icon) of everything that state and rights allow; the actions ask again."""
    rows = []
    for act, (needs, states, label, icon, *_rest) in ACTS.items():
        if act == "redate" and row.approved_at is None:
            continue
        if row.state in states and any(may_do(request, need, row) for need in needs):
            rows.append((act, label, icon))
    return rows


def _call(action: Any) -> Any:
    return lambda row, data, version, user: action(row, **data, read_version=version, acting_user=user)


_ALL = tuple(state for state in WorkState if state != WorkState.WITHDRAWN)
ACTS: dict[str, tuple[Any, ...]] = {
    "submit": (
        (Act.EDIT_WORK,),
        (WorkState.DRAFT, WorkState.RETURNED),
        gettext_lazy("เสนอขออนุมัติ"),
        "send",
        NoForm,
        _call(actions.submit_work),
    ),
    "approve": (
        (Act.APPROVE_WORK,),
        (WorkState.SUBMITTED,),
        gettext_lazy("อนุมัติให้เผยแพร่"),
        "check",
        ApprovalForm,
        _call(actions.approve_work),
    ),
    "return": (
        (Act.APPROVE_WORK,),
        (WorkState.SUBMITTED,),
        pgettext_lazy("command", "ส่งกลับแก้ไข"),
        "return",
        ReasonForm,
        _call(actions.return_work),
    ),
    "finish": (
        (Act.EDIT_WORK,),
        (WorkState.APPROVED, WorkState.RETURNED),
        gettext_lazy("แจ้งว่าเผยแพร่/จัดแล้ว"),
        "flag",
        NoForm,
        _call(actions.finish_work),
    ),
    "verify": (
        (Act.VERIFY_WORK,),
        (WorkState.DONE, WorkState.VERIFIED),
        gettext_lazy("รับรองงานนี้"),
        "check",
        NoteForm,
        _call(work_actions.verify_work),
    ),
    "send-back": (
        (Act.VERIFY_WORK,),
        (WorkState.DONE, WorkState.VERIFIED),
        gettext_lazy("ส่งกลับจากการตรวจสอบ"),
        "return",
        ReasonForm,
        _call(work_actions.return_work),
    ),
    "recall": (
        (Act.EDIT_WORK,),
        (WorkState.SUBMITTED, WorkState.APPROVED),
        gettext_lazy("เรียกคืนมาแก้ไข"),
        "return",
        NoForm,
        _call(actions.recall_work),
    ),
    "reopen": (
        (Act.EDIT_WORK,),
        (WorkState.VERIFIED,),
        gettext_lazy("เปิดแก้ไขใหม่"),
        "pen",
        ReasonForm,
        _call(actions.reopen_work),
    ),
    "redate": (
        (Act.APPROVE_WORK,),
        (WorkState.APPROVED, WorkState.DONE, WorkState.VERIFIED, WorkState.RETURNED),
        gettext_lazy("แก้วันที่อนุมัติ"),
        "pen",
        PaperForm,
        _call(actions.redate_approval),
    ),
    "withdraw": (
        (Act.EDIT_WORK, Act.APPROVE_WORK),
        _ALL,
        gettext_lazy("ถอนงานนี้"),
        "cross",
        ReasonForm,
        _call(actions.withdraw_work),
    ),
}


def _unjudged(row: Work) -> str:
    """That there is evidence nobody has judged, which verifying the work verifies with it; "" where there is none."""
    items = [item for rows in evidence_of(subjects_of(row)).values() for item in rows]
    open_ones = sum(judgement_of(item) is None for item in items)
    if not open_ones:
        return ""
    return _(
        "หลักฐานของงานนี้ยังไม่มีผู้ตรวจ %(open)s จาก %(all)s รายการ การรับรองงานนี้จะรับรองหลักฐานเหล่านั้นด้วย "
        "ยกเว้นรายการที่ท่านเพิ่มเอง โปรดเปิดดูหลักฐานก่อน"
    ) % {"open": digits(open_ones), "all": digits(len(items))}


def _warnings(row: Work, act: str) -> Sequence[str]:
    """What to know before the act: what is lacking yet, or what will not count."""
    if act == "submit":
        return [refusal_text(lack) for lack in lacking(row)]
    return uncounted(row) if act in {"finish", "verify"} else ()


@staff_page
def work_act(request: HttpRequest, uid: uuid.UUID, act: str) -> HttpResponse:
    """Submitting, approving, returning, finishing, verifying, opening again, withdrawing."""
    row = work_of(request, uid)
    if act not in ACTS:
        raise Http404
    needs, _states, label, _icon, form, action = ACTS[act]
    decision = Decision(
        title=str(label),
        label=str(label),
        act=lambda data, version: action(row, data, version, request.user),
        back=at(row),
        version=row.version,
        form=form,
        mend=reverse("office:work_edit", args=[row.uid]) if act == "submit" else "",
        subject=row.title,
        refuse=act in {"return", "send-back", "withdraw"},
        text=_unjudged(row) if act == "verify" else "",
        warns=_warnings(row, act),
        told=lambda: uncounted(row) if act in {"finish", "verify", "redate"} else (),
        facts=[
            (_("ประเภท"), str(row.get_kind_display())),
            (_("ผู้ผลิต"), str(row.producer)),
            (_("สถานะ"), str(row.get_state_display())),
        ],
        crumbs=trail(row),
        asks=needs,
        where=(scope_of(row),),
    )
    return decide(request, decision)
