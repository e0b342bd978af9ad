"""What may be done with a delivery: from approving to the two decisions where the platform cannot tell."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
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
from samrit.web.office.views.deciding import NoForm, NoteForm, ReasonForm, Verb, decide, decision_by
from samrit.web.office.views.works.shared import may_do
from samrit.web.shared.pages import staff_page

_BOTH = (Act.EDIT_WORK, Act.APPROVE_WORK)
_SETTLED = frozenset({State.REJECTED, State.NEEDS_PERSON})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deed(Verb):
    """An act on a delivery: also in which states it can be done, its icon, and what it comes to (`text`).

    `lost`: only where nobody knows what came of an attempt; False: only else.
    """

    states: frozenset[State]
    icon: str
    text: Any = ""
    line_only: bool = False
    lost: bool | None = None


def _deed(label: Any, **about: Any) -> _Deed:
    return _Deed(title=label, label=label, **about)


def _schedule(row: Delivery, scheduled_at: dt.datetime | None, **by: Any) -> Delivery:
    return scheduling.schedule_delivery(row, scheduled_at, **by)


_DEEDS: dict[str, _Deed] = {
    "is-out": _deed(
        _("พบว่าเผยแพร่แล้ว"),
        action=deciding.say_it_is_out,
        asks=_BOTH,
        form=FoundForm,
        states=frozenset({State.NEEDS_PERSON}),
        icon="check",
        text=_("บันทึกลิงก์ที่พบ ระบบจะไม่ส่งซ้ำ"),
        lost=True,
    ),
    "is-not-out": _deed(
        _("ยืนยันว่ายังไม่เผยแพร่"),
        action=deciding.say_it_is_not_out,
        asks=_BOTH,
        form=ReasonForm,
        states=frozenset({State.NEEDS_PERSON}),
        icon="send",
        text=_("ระบบจะถามแพลตฟอร์มอีกครั้งก่อน แล้วจึงส่งใหม่ โปรดค้นในบัญชีให้แน่ใจ มิฉะนั้นอาจเผยแพร่ซ้ำ"),
        lost=True,
    ),
    "look": _deed(
        _("ให้ระบบค้นหาอีกครั้ง"),
        action=deciding.look_again,
        asks=_BOTH,
        form=NoForm,
        states=frozenset({State.NEEDS_PERSON}),
        icon="search",
        text=_("ระบบอ่านจากแพลตฟอร์มเท่านั้น ไม่ส่งสิ่งใดออกไป"),
        lost=True,
    ),
    "validate": _deed(
        _("ให้ LINE ตรวจรูปแบบ"),
        action=checking.validate_delivery,
        asks=_BOTH,
        form=NoForm,
        states=frozenset({State.DRAFT}),
        icon="check",
        text=_("LINE ตรวจข้อความโดยไม่ส่งถึงผู้ใด"),
        line_only=True,
    ),
    "send-test": _deed(
        _("ส่งทดสอบถึงเจ้าหน้าที่"),
        action=checking.send_test,
        asks=_BOTH,
        form=StaffForm,
        states=frozenset({State.DRAFT}),
        icon="send",
        text=_("ส่งข้อความนี้ถึงเจ้าหน้าที่หนึ่งคน เพื่ออ่านตรวจก่อนส่งถึงทุกคน"),
        line_only=True,
    ),
    "approve": _deed(
        _("อนุมัติให้เผยแพร่"),
        action=composing.approve_delivery,
        asks=(Act.APPROVE_WORK,),
        form=NoForm,
        states=frozenset({State.DRAFT}),
        icon="check",
        text=_("อนุมัติเนื้อหาตามที่แสดงในหน้านี้ หากแก้ไขภายหลังต้องอนุมัติใหม่"),
    ),
    "schedule": _deed(
        _("ตั้งเวลาเผยแพร่"),
        action=_schedule,
        asks=_BOTH,
        form=HourForm,
        states=frozenset({State.APPROVED, State.SCHEDULED, *_SETTLED}),
        icon="clock",
        lost=False,
    ),
    "unschedule": _deed(
        _("ยกเลิกเวลา"),
        action=scheduling.unschedule_delivery,
        asks=_BOTH,
        form=NoForm,
        states=frozenset({State.SCHEDULED}),
        icon="return",
        text=_("รายการจะกลับไปรอกำหนดเวลา โดยยังคงได้รับอนุมัติ"),
    ),
    "by-hand": _deed(
        _("บันทึกการเผยแพร่ด้วยมือ"),
        action=deciding.publish_by_hand,
        asks=_BOTH,
        form=ByHandForm,
        states=frozenset({State.DRAFT, State.APPROVED, State.SCHEDULED, *_SETTLED}),
        icon="link",
        text=_("ใช้เมื่อเจ้าหน้าที่เผยแพร่บนแพลตฟอร์มเอง ระบบจะไม่ส่งรายการนี้"),
        lost=False,
    ),
    "take-down": _deed(
        pgettext_lazy("command", "นำลงจากแพลตฟอร์ม"),
        action=removing.take_down_delivery,
        asks=_BOTH,
        form=ReasonForm,
        states=frozenset({State.LIVE}),
        icon="cross",
        text=_("ระบบนำลงภายในไม่กี่นาที ส่วน TikTok LINE และรายการที่โพสต์ด้วยมือ ระบบจะมอบหมายให้เจ้าหน้าที่นำลงเอง"),
    ),
    "is-down": _deed(
        _("บันทึกว่านำลงแล้ว"),
        action=removing.say_it_is_down,
        asks=_BOTH,
        form=ReasonForm,
        states=frozenset({State.LIVE}),
        icon="check",
        text=_("ใช้เมื่อเจ้าหน้าที่นำโพสต์ลงบนแพลตฟอร์มเอง หรือพบว่าไม่อยู่แล้ว จำนวนที่รับรองแล้วไม่ลดลงเอง"),
    ),
    "recall": _deed(
        pgettext_lazy("command", "เรียกคืนมาแก้ไข"),
        action=composing.recall_delivery,
        asks=_BOTH,
        form=NoteForm,
        states=frozenset({State.APPROVED, State.SCHEDULED, State.PREPARING, *_SETTLED}),
        icon="return",
        text=_("รายการจะกลับเป็นร่าง และต้องอนุมัติใหม่"),
        lost=False,
    ),
}
"""By its name in the address."""


def acts_of(request: HttpRequest, row: Delivery) -> list[tuple[str, Any, str]]:
    """(act, its button, icon) of everything that state and rights allow; the actions ask again."""
    lost = not fence.is_settled(fence.last_attempt(row))
    return [
        (name, deed.label, deed.icon)
        for name, deed in _DEEDS.items()
        if row.state in deed.states
        and (not deed.line_only or row.account.channel == Channel.LINE)
        and deed.lost in {None, lost}
        and any(may_do(request, need, row.work) for need in deed.asks)
    ]


@staff_page
def delivery_act(request: HttpRequest, uid: uuid.UUID, act: str) -> HttpResponse:
    """One act on a page of its own, with what it comes to."""
    row = delivery_of(request, uid)
    deed = _DEEDS.get(act)
    decision = decision_by(
        request,
        _DEEDS,
        act,
        row,
        back=at(row),
        initial={"scheduled_at": row.scheduled_at},
        subject=row.work.title,
        text=str(deed.text) if deed else "",
        facts=[(_("ช่องทาง"), f"{row.account.get_channel_display()} · {row.account.name}")],
        crumbs=trail(row),
        where=(scope_of(row.work),),
    )
    return decide(request, decision)
