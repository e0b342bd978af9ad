"""What may be done with a delivery: from approving to the two decisions where the platform cannot tell."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samrit.channels.actions import checking, composing, deciding, removing, scheduling
from samrit.channels.delivering import fence
from samrit.channels.enums import DeliveryState as State
from samrit.channels.models import Delivery
from samrit.people.enums import Act
from samrit.publicity.actions.shared import scope_of
from samrit.publicity.enums import Channel
from samrit.web.office.views.channels.forms import ByHandForm, FoundForm, HourForm, StaffForm
from samrit.web.office.views.channels.shared import at, delivery_of, trail
from samrit.web.office.views.deciding import Decision, NoForm, NoteForm, ReasonForm, decide
from samrit.web.office.views.works.shared import may_do
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import staff_page

_BOTH = (Act.EDIT_WORK, Act.APPROVE_WORK)
_SETTLED = frozenset({State.REJECTED, State.NEEDS_PERSON})


@dataclass(frozen=True, slots=True)
class _Deed:
    """Who may, in which states, how it is called and what is asked. `text` says what it comes to."""

    needs: tuple[Act, ...]
    states: frozenset[State]
    label: Any
    icon: str
    form: Callable[..., OfficeForm]
    call: Callable[..., Any]
    text: Any = ""
    line_only: bool = False
    lost: bool | None = None


_DEEDS: dict[str, _Deed] = {
    "is-out": _Deed(
        _BOTH,
        frozenset({State.NEEDS_PERSON}),
        _("พบว่าเผยแพร่แล้ว"),
        "check",
        FoundForm,
        deciding.say_it_is_out,
        _("บันทึกลิงก์ที่พบ ระบบจะไม่ส่งซ้ำ"),
        lost=True,
    ),
    "is-not-out": _Deed(
        _BOTH,
        frozenset({State.NEEDS_PERSON}),
        _("ยืนยันว่ายังไม่เผยแพร่"),
        "send",
        ReasonForm,
        deciding.say_it_is_not_out,
        _("ระบบจะถามแพลตฟอร์มอีกครั้งก่อน แล้วจึงส่งใหม่ โปรดค้นในบัญชีให้แน่ใจ มิฉะนั้นอาจเผยแพร่ซ้ำ"),
        lost=True,
    ),
    "look": _Deed(
        _BOTH,
        frozenset({State.NEEDS_PERSON}),
        _("ให้ระบบค้นหาอีกครั้ง"),
        "search",
        NoForm,
        deciding.look_again,
        _("ระบบอ่านจากแพลตฟอร์มเท่านั้น ไม่ส่งสิ่งใดออกไป"),
        lost=True,
    ),
    "validate": _Deed(
        _BOTH,
        frozenset({State.DRAFT}),
        _("ให้ LINE ตรวจรูปแบบ"),
        "check",
        NoForm,
        checking.validate_delivery,
        _("LINE ตรวจข้อความโดยไม่ส่งถึงผู้ใด"),
        line_only=True,
    ),
    "send-test": _Deed(
        _BOTH,
        frozenset({State.DRAFT}),
        _("ส่งทดสอบถึงเจ้าหน้าที่"),
        "send",
        StaffForm,
        checking.send_test,
        _("ส่งข้อความนี้ถึงเจ้าหน้าที่หนึ่งคน เพื่ออ่านตรวจก่อนส่งถึงทุกคน"),
        line_only=True,
    ),
    "approve": _Deed(
        (Act.APPROVE_WORK,),
        frozenset({State.DRAFT}),
        _("อนุมัติให้เผยแพร่"),
        "check",
        NoForm,
        composing.approve_delivery,
        _("อนุมัติเนื้อหาตามที่แสดงในหน้านี้ หากแก้ไขภายหลังต้องอนุมัติใหม่"),
    ),
    "schedule": _Deed(
        _BOTH,
        frozenset({State.APPROVED, State.SCHEDULED, *_SETTLED}),
        _("ตั้งเวลาเผยแพร่"),
        "clock",
        HourForm,
        scheduling.schedule_delivery,
        lost=False,
    ),
    "unschedule": _Deed(
        _BOTH,
        frozenset({State.SCHEDULED}),
        _("ยกเลิกเวลา"),
        "return",
        NoForm,
        scheduling.unschedule_delivery,
        _("รายการจะกลับไปรอกำหนดเวลา โดยยังคงได้รับอนุมัติ"),
    ),
    "by-hand": _Deed(
        _BOTH,
        frozenset({State.DRAFT, State.APPROVED, State.SCHEDULED, *_SETTLED}),
        _("บันทึกการเผยแพร่ด้วยมือ"),
        "link",
        ByHandForm,
        deciding.publish_by_hand,
        _("ใช้เมื่อเจ้าหน้าที่เผยแพร่บนแพลตฟอร์มเอง ระบบจะไม่ส่งรายการนี้"),
        lost=False,
    ),
    "take-down": _Deed(
        _BOTH,
        frozenset({State.LIVE}),
        pgettext_lazy("command", "นำลงจากแพลตฟอร์ม"),
        "cross",
        ReasonForm,
        removing.take_down_delivery,
        _("ระบบนำลงภายในไม่กี่นาที ส่วน TikTok LINE และรายการที่โพสต์ด้วยมือ ระบบจะมอบหมายให้เจ้าหน้าที่นำลงเอง"),
    ),
    "is-down": _Deed(
        _BOTH,
        frozenset({State.LIVE}),
        _("บันทึกว่านำลงแล้ว"),
        "check",
        ReasonForm,
        removing.say_it_is_down,
        _("ใช้เมื่อเจ้าหน้าที่นำโพสต์ลงบนแพลตฟอร์มเอง หรือพบว่าไม่อยู่แล้ว จำนวนที่รับรองแล้วไม่ลดลงเอง"),
    ),
    "recall": _Deed(
        _BOTH,
        frozenset({State.APPROVED, State.SCHEDULED, State.PREPARING, *_SETTLED}),
        pgettext_lazy("command", "เรียกคืนมาแก้ไข"),
        "return",
        NoteForm,
        composing.recall_delivery,
        _("รายการจะกลับเป็นร่าง และต้องอนุมัติใหม่"),
        lost=False,
    ),
}
"""By its name in the address. `lost`: only where nobody knows what came of an attempt; False: only else."""


def acts_of(request: HttpRequest, row: Delivery) -> list[tuple[str, Any, str]]:
    """(act, its button, icon) of everything that state and rights allow; the actions ask again."""
    lost = not fence.is_settled(fence.last_attempt(row))
    return [
        (name, deed.label, deed.icon)
        for name, deed in _DEEDS.items()
        if row.state in deed.states
        and (not deed.line_only or row.account.channel == Channel.LINE)
        and deed.lost in {None, lost}
        and any(may_do(request, need, row.work) for need in deed.needs)
    ]


@staff_page
def delivery_act(request: HttpRequest, uid: uuid.UUID, act: str) -> HttpResponse:
    """One act on a page of its own, with what it comes to."""
    row = delivery_of(request, uid)
    deed = _DEEDS.get(act)
    if deed is None:
        raise Http404

    def call(data: dict[str, Any], version: int) -> Any:
        given = {"at" if name == "scheduled_at" else name: value for name, value in data.items()}
        return deed.call(row, **given, read_version=version, acting_user=request.user)

    decision = Decision(
        title=str(deed.label),
        label=str(deed.label),
        act=call,
        back=at(row),
        version=row.version,
        form=deed.form,
        initial={"scheduled_at": row.scheduled_at},
        subject=row.work.title,
        text=str(deed.text),
        facts=[(_("ช่องทาง"), f"{row.account.get_channel_display()} · {row.account.name}")],
        crumbs=trail(row),
        asks=deed.needs,
        where=(scope_of(row.work),),
    )
    return decide(request, decision)
