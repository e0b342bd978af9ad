"""What is tried before a message that nobody can recall: LINE's own dry run, and a test send to staff."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import transaction

from samrit.channels.actions.shared import begin
from samrit.channels.delivering.speaking import heed, speak
from samrit.channels.enums import CheckKind, DeliveryState
from samrit.channels.limits import problems
from samrit.channels.models import Delivery, DeliveryCheck
from samrit.channels.parcels import content_sha256, parcel_of
from samrit.channels.platforms.line import Line
from samrit.channels.platforms.outcome import Kind, Outcome
from samrit.channels.platforms.parcel import Parcel
from samrit.channels.registry import adapter_of
from samrit.channels.tokens import token_of
from samrit.core.contract import Refused
from samrit.people import recording
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.publicity.actions.shared import line, refuse

_ACTS = (Act.EDIT_WORK, Act.APPROVE_WORK)
_ONCE = uuid.UUID("1f0c3f4e-9a53-4c0b-8f0e-7301256807d2")
"""Under it the key of a test send is made: the same content to the same person goes out once a day at most."""


def validate_delivery(delivery: Delivery, *, read_version: int, acting_user: User) -> DeliveryCheck:
    """Has LINE look at the message as it stands; nothing is sent. Kept, passed or not; refused without an answer."""
    adapter = _begin(delivery, read_version, acting_user)
    return _kept(delivery, CheckKind.VALIDATED, adapter.validate, acting_user)


def send_test(delivery: Delivery, user_id: str, *, read_version: int, acting_user: User) -> DeliveryCheck:
    """Sends the message as it stands to one member of staff, named by the LINE user id that begins with U.

    The same content to the same person carries the same key, so a lost answer may be asked for again.
    """
    adapter = _begin(delivery, read_version, acting_user)
    to = line(user_id, "user_id", longest=40)
    key = str(uuid.uuid5(_ONCE, f"{delivery.uid} {content_sha256(delivery)} {to}"))
    return _kept(delivery, CheckKind.TEST_SENT, lambda parcel: adapter.send_to_staff(parcel, to, key), acting_user)


def _begin(delivery: Delivery, read_version: int, acting_user: User) -> Line:
    """The right and the version, in a transaction that has ended before anybody is called."""
    with transaction.atomic(durable=True):
        begin(delivery, *_ACTS, read_version=read_version, acting_user=acting_user)
    adapter = adapter_of(delivery.account.channel)
    if not isinstance(adapter, Line):
        raise refuse(
            "",
            ("only a broadcast on LINE is tried beforehand", "การทดสอบก่อนส่งมีเฉพาะช่องทาง LINE"),
            ("look at the preview instead", "โปรดตรวจจากตัวอย่างแทน"),
        )
    if delivery.state != DeliveryState.DRAFT:
        raise refuse(
            "state", ("it is no draft", "รายการนี้ไม่ใช่ร่าง"), ("take it back to try it anew", "โปรดเรียกคืนก่อนทดสอบใหม่")
        )
    for problem in problems(delivery):
        raise Refused(problem.path, problem.what, problem.mend)
    return adapter


def _kept(delivery: Delivery, kind: CheckKind, tried: Callable[[Parcel], Outcome], acting_user: User) -> DeliveryCheck:
    """Speaks outside any transaction, then keeps what LINE said of exactly this content."""
    account, sha256 = delivery.account, content_sha256(delivery)
    outcome = speak(tried, parcel_of(delivery, lambda: token_of(account)), account)
    with transaction.atomic(durable=True):
        heed(delivery, outcome)
    if outcome.kind not in {Kind.ACCEPTED, Kind.REJECTED}:
        raise refuse(
            "",
            (f"LINE did not say whether it is right: {outcome.detail}", f"LINE ยังไม่ได้ตอบผลการตรวจ: {outcome.detail}"),
            ("try again in a minute, or look at the account", "โปรดลองใหม่ในอีกหนึ่งนาที หรือตรวจการเชื่อมต่อบัญชี"),
        )
    with transaction.atomic(durable=True):
        standing = begin(delivery, *_ACTS, read_version=delivery.version, acting_user=acting_user)
        check = DeliveryCheck.objects.create(
            delivery=delivery,
            kind=kind,
            content_sha256=sha256,
            passed=outcome.kind is Kind.ACCEPTED,
            answer={**outcome.answer, "why": outcome.why, "detail": outcome.detail},
            by=acting_user,
        )
        recording.record(
            f"channels.delivery.{kind}",
            acting_user=acting_user,
            standing=standing,
            subject=delivery.subject,
            data={"content_sha256": sha256, "passed": check.passed},
        )
    return check
