"""Taking down what is out, by a person's word: the system does it where it can, else says who did."""

from __future__ import annotations

from django.db import transaction

from samrit.channels.actions.shared import begin
from samrit.channels.delivering.removing import ask_for_take_down, taken_down
from samrit.channels.enums import DeliveryState
from samrit.channels.models import Delivery
from samrit.people import recording
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Standing
from samrit.publicity.actions.shared import because, refuse

_ACTS = (Act.EDIT_WORK, Act.APPROVE_WORK)


@transaction.atomic(durable=True)
def take_down_delivery(delivery: Delivery, *, reason: str, read_version: int, acting_user: User) -> Delivery:
    """Has the system take it down from its platform. Where that has no such call, a task says who must do it."""
    standing = _begin(delivery, read_version, acting_user)
    why = because(reason)
    ask_for_take_down(delivery, why)
    delivery.scheduled_by, delivery.scheduled_role = acting_user, standing.role
    delivery.scheduled_for = standing.on_behalf_of
    delivery.version += 1
    delivery.save(update_fields=["scheduled_by", "scheduled_role", "scheduled_for", "version"])
    recording.record(
        "channels.delivery.ask_take_down",
        acting_user=acting_user,
        standing=standing,
        subject=delivery.subject,
        data={"work": delivery.work.subject, "channel": delivery.account.channel, "reason": why},
    )
    return delivery


@transaction.atomic(durable=True)
def say_it_is_down(delivery: Delivery, *, reason: str, read_version: int, acting_user: User) -> Delivery:
    """A person has taken it down on the platform itself, or found it gone."""
    standing = _begin(delivery, read_version, acting_user)
    taken_down(delivery, because(reason), acting_user=acting_user, standing=standing)
    return delivery


def _begin(delivery: Delivery, read_version: int, acting_user: User) -> Standing:
    standing = begin(delivery, *_ACTS, read_version=read_version, acting_user=acting_user)
    if delivery.state != DeliveryState.LIVE:
        raise refuse(
            "state",
            ("this is not out", "รายการนี้ไม่ได้เผยแพร่อยู่"),
            ("open its page again", "โปรดเปิดหน้านี้ใหม่"),
        )
    return standing
