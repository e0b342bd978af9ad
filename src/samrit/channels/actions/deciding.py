"""What people decide where the machine cannot: is it out or not, publish by hand, take down."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from samrit.channels.actions.shared import begin
from samrit.channels.delivering import fence, moving
from samrit.channels.delivering.releasing import go_live
from samrit.channels.enums import DeliveryState, Verdict
from samrit.channels.models import Delivery
from samrit.channels.platforms.outcome import Kind, Outcome, Post
from samrit.evidence.links import checked_url
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Standing
from samrit.publicity.actions.shared import because, moment, refuse
from samrit.publicity.enums import Channel, WorkKind, WorkState
from samrit.publicity.links import permalink
from samrit.publicity.models import Publication

_ACTS = (Act.EDIT_WORK, Act.APPROVE_WORK)
_LINE_MANAGER = "manager.line.biz"


@transaction.atomic(durable=True)
def say_it_is_out(delivery: Delivery, address: str, *, reason: str, read_version: int, acting_user: User) -> Delivery:
    """A person has found the post: here is its link (for LINE the request id or a note). It is not sent again."""
    standing = _begin_decision(delivery, read_version, acting_user)
    why = because(reason)
    link = _address(delivery, address)
    attempt = fence.last_attempt(delivery)
    if attempt is not None:
        fence.judge(attempt, Verdict.ACCEPTED, why="person", detail=why, by=acting_user)
    _stand_for(delivery, standing, acting_user)
    at = attempt.at if attempt else timezone.now()
    _found(delivery, link, address, at, said="it_is_out", why=why, act="appear")
    return delivery


@transaction.atomic(durable=True)
def say_it_is_not_out(delivery: Delivery, *, reason: str, read_version: int, acting_user: User) -> Delivery:
    """A person has looked and it is not there: it is sent again, after the platform was asked once more."""
    standing = _begin_decision(delivery, read_version, acting_user)
    why = because(reason)
    attempt = fence.last_attempt(delivery)
    if attempt is not None and not fence.is_settled(attempt):
        fence.judge(attempt, Verdict.DENIED, why="person", detail=why, by=acting_user)
    _stand_for(delivery, standing, acting_user)
    delivery.handles = {**delivery.handles, "look_first": True}
    delivery.scheduled_at = timezone.now()
    delivery.save(update_fields=["scheduled_at"])
    moving.move(delivery, "schedule", why="said_not_out", detail=why, acting_user=acting_user, standing=standing)
    return delivery


@transaction.atomic(durable=True)
def look_again(delivery: Delivery, *, read_version: int, acting_user: User) -> Delivery:
    """The machine looks for it once more, reading only."""
    standing = _begin_decision(delivery, read_version, acting_user)
    if fence.is_settled(fence.last_attempt(delivery)):
        raise refuse(
            "state",
            ("nothing of it was sent, so there is nothing to look for", "ยังไม่ได้ส่งรายการนี้ จึงไม่มีสิ่งที่ต้องตรวจ"),
            ("set an hour, or take it back", "โปรดตั้งเวลาใหม่หรือเรียกคืน"),
        )
    moving.move(delivery, "look", acting_user=acting_user, standing=standing)
    return delivery


def _begin_decision(delivery: Delivery, read_version: int, acting_user: User) -> Standing:
    standing = begin(delivery, *_ACTS, read_version=read_version, acting_user=acting_user)
    if delivery.state != DeliveryState.NEEDS_PERSON:
        raise refuse(
            "state",
            ("this waits for nobody's decision", "รายการนี้ไม่ได้รอการตัดสินใจ"),
            ("open its page again", "โปรดเปิดหน้านี้ใหม่"),
        )
    return standing


def _stand_for(delivery: Delivery, standing: Standing, acting_user: User) -> None:
    """From now on the machine acts for whoever decided."""
    delivery.scheduled_by, delivery.scheduled_role = acting_user, standing.role
    delivery.scheduled_for = standing.on_behalf_of
    delivery.save(update_fields=["scheduled_by", "scheduled_role", "scheduled_for"])


@transaction.atomic(durable=True)
def publish_by_hand(
    delivery: Delivery,
    address: str,
    *,
    first_public_at: dt.datetime | None,
    read_version: int,
    acting_user: User,
) -> Delivery:
    """Records that a person has published this approved variant on the platform, at this address."""
    standing = begin(delivery, *_ACTS, read_version=read_version, acting_user=acting_user)
    if not fence.is_settled(fence.last_attempt(delivery)):
        raise refuse(
            "state",
            ("the machine has sent it and nobody knows yet what came of it", "ระบบส่งรายการนี้ไปแล้วและยังไม่ทราบผล"),
            ("decide that first, else it stands there twice", "โปรดตัดสินผลก่อน มิฉะนั้นอาจเผยแพร่ซ้ำ"),
        )
    if delivery.work.approved_at is None or delivery.work.state == WorkState.WITHDRAWN:
        raise refuse(
            "work",
            ("the work itself is not approved", "ตัวงานยังไม่ได้รับอนุมัติ"),
            ("approve the work first", "โปรดอนุมัติงานก่อน"),
        )
    at = moment(first_public_at, "first_public_at", past=True) or timezone.now()
    link = _address(delivery, address)
    _stand_for(delivery, standing, acting_user)
    _found(delivery, link, address, at, said="by_hand", why="", act="by_hand")
    return delivery


def _address(delivery: Delivery, address: str) -> str:
    """The post's address in its one form; a LINE broadcast has none. Refused where another publication bears it."""
    if delivery.account.channel == Channel.LINE and _is_message(address):
        return ""
    link = permalink(address, delivery.account.channel, own=delivery.work.kind != WorkKind.STORY)
    there = Publication.objects.filter(channel=delivery.account.channel, permalink=link).select_related("work").first()
    if there is not None and there.work_id != delivery.work_id:
        raise refuse(
            "permalink",
            (f"this address is recorded already, for “{there.work.title}”", f"ลิงก์นี้บันทึกไว้แล้วในงาน “{there.work.title}”"),
            ("one post is one publication of one work", "โพสต์หนึ่งบันทึกได้ครั้งเดียวในงานเดียว"),
        )
    return link


def _is_message(typed: str) -> bool:
    """A message on LINE is no public page: an id, a note, or its page in the account's own manager, for staff alone."""
    return "://" not in typed or urlsplit(checked_url(typed, path="address")).hostname == _LINE_MANAGER


def _found(delivery: Delivery, link: str, typed: str, at: dt.datetime, *, said: str, why: str, act: str) -> None:
    name = link or typed.strip() or str(delivery.uid)
    answer = {"said_by_a_person": said, "reason": why, "address": name}
    post = Post(name, link, "public", at)
    handles = {"permalink": link, "by_hand": True}
    outcome = Outcome(Kind.LIVE, handles=handles, post=post, answer=answer)
    moving.keep(delivery, outcome)
    go_live(delivery, outcome, act=act)
