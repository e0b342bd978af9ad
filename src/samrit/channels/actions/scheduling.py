"""The hour of a delivery: set, moved, taken away."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from samrit.channels.actions.shared import begin
from samrit.channels.delivering import fence, moving
from samrit.channels.enums import AccountState, DeliveryState
from samrit.channels.models import Delivery
from samrit.channels.releasable import why_not
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.publicity.actions.shared import moment, refuse

_FAR = dt.timedelta(days=400)


@transaction.atomic(durable=True)
def schedule_delivery(delivery: Delivery, at: dt.datetime | None, *, read_version: int, acting_user: User) -> Delivery:
    """It goes out at that moment; None is now. What was scheduled is moved."""
    standing = begin(delivery, Act.EDIT_WORK, Act.APPROVE_WORK, read_version=read_version, acting_user=acting_user)
    when = moment(at, "scheduled_at") or timezone.now()
    _refuse_hour(when, now=at is None)
    _refuse_unready(delivery)
    delivery.scheduled_at, delivery.scheduled_by = when, acting_user
    delivery.scheduled_role, delivery.scheduled_for = standing.role, standing.on_behalf_of
    if delivery.state in {DeliveryState.REJECTED, DeliveryState.NEEDS_PERSON}:
        delivery.handles, delivery.sealed = {}, ""
    delivery.save(update_fields=["scheduled_at", "scheduled_by", "scheduled_role", "scheduled_for"])
    moving.move(
        delivery,
        "schedule",
        due_at=when,
        acting_user=acting_user,
        standing=standing,
        data={"scheduled_at": when.isoformat()},
    )
    return delivery


def _refuse_hour(when: dt.datetime, *, now: bool) -> None:
    if not now and when < timezone.now() - dt.timedelta(minutes=5):
        raise refuse(
            "scheduled_at",
            ("this hour has passed", "เวลานี้ผ่านไปแล้ว"),
            ("choose a later one, or send it now", "โปรดเลือกเวลาใหม่ หรือเผยแพร่ทันที"),
        )
    if when > timezone.now() + _FAR:
        raise refuse(
            "scheduled_at", ("this is more than a year away", "เวลานี้ไกลเกินหนึ่งปี"), ("check the year", "โปรดตรวจสอบปี")
        )


def _refuse_unready(delivery: Delivery) -> None:
    if delivery.account.state == AccountState.BY_HAND:
        raise refuse(
            "account",
            ("on this account people publish by hand", "บัญชีนี้เผยแพร่ด้วยมือ"),
            ("take the bundle, publish it, and record the link", "โปรดดาวน์โหลดชุดเผยแพร่ เผยแพร่ แล้วบันทึกลิงก์"),
        )
    if not fence.is_settled(fence.last_attempt(delivery)):
        raise refuse(
            "state",
            ("nobody knows yet whether it is out", "ยังไม่ทราบว่ารายการนี้เผยแพร่ออกไปแล้วหรือไม่"),
            ("decide that first", "โปรดตัดสินผลก่อน"),
        )
    if why_not(delivery):
        raise refuse(
            "state",
            ("it is not approved as it stands now", "เนื้อหาปัจจุบันยังไม่ได้รับอนุมัติ"),
            ("have it approved first", "โปรดขออนุมัติก่อนตั้งเวลา"),
        )


@transaction.atomic(durable=True)
def unschedule_delivery(delivery: Delivery, *, read_version: int, acting_user: User) -> Delivery:
    """Takes the hour away; it stays approved."""
    standing = begin(delivery, Act.EDIT_WORK, Act.APPROVE_WORK, read_version=read_version, acting_user=acting_user)
    moving.move(delivery, "unschedule", acting_user=acting_user, standing=standing)
    delivery.scheduled_at = None
    delivery.save(update_fields=["scheduled_at"])
    return delivery
