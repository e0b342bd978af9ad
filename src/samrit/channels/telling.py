"""Telling people that something of the channels needs them; `exchange.urgent` sends such notices at once.

A dead account is noticed at its first refusal and told of once; what stopped is told to whoever stands for it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from samrit.channels.enums import AccountState, DeliveryState
from samrit.channels.models import Account, Delivery
from samrit.channels.reasons import reason_of, words_of
from samrit.core.contract import Message
from samrit.people import recording
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Scope, people_who_may
from samrit.publicity.actions.shared import scope_of
from samrit.publicity.enums import ChannelCode
from samrit.publicity.notices import tell
from samrit.results.models import KeyResult

logger = logging.getLogger(__name__)

_UNDER_WAY = (
    DeliveryState.SCHEDULED,
    DeliveryState.PREPARING,
    DeliveryState.SENDING,
    DeliveryState.ACCEPTED,
    DeliveryState.UNKNOWN,
)
_TROUBLE = frozenset({DeliveryState.NEEDS_PERSON, DeliveryState.REJECTED, DeliveryState.GONE})
_UNCLEAR = Message("the platform refuses the connection", "แพลตฟอร์มปฏิเสธการเชื่อมต่อ")


def named(account: Account) -> str:
    """An account in a notice: its channel and its name."""
    return f"{account.get_channel_display()} · {account.name}"


def keepers(account: Account) -> list[User]:
    """Who can connect an account anew."""
    return people_who_may(Act.CONNECT_CHANNEL, Scope(account.agency_id))


@transaction.atomic
def account_died(pk: int, why: str) -> None:
    """Notes that an account must be connected anew; told once, to its keepers and to those who wait for it."""
    changed = Account.objects.filter(pk=pk, state=AccountState.CONNECTED).update(
        state=AccountState.RECONNECT, problem=why, checked_at=timezone.now()
    )
    if not changed:
        return
    account = Account.objects.get(pk=pk)
    logger.warning("channels.account.reconnect", extra={"account": pk, "why": why})
    recording.record(
        "channels.account.died", acting_user=None, standing=None, subject=account.subject, data={"why": why}
    )
    waiting = Delivery.objects.filter(account=account, state__in=_UNDER_WAY)
    senders = User.objects.filter(pk__in=waiting.values("scheduled_by"), is_active=True)
    told = words_of(why) or _UNCLEAR
    _tell([*keepers(account), *senders], ChannelCode.DEAD, account.subject, None, named(account), told)


def tell_keepers(account: Account, code: ChannelCode, note: Message) -> None:
    """A notice about an account to those who keep it."""
    _tell(keepers(account), code, account.subject, None, named(account), note)


def delivery_stopped(delivery: Delivery) -> None:
    """The machine cannot go on with it: its people are told why. Inside the transaction of the move."""
    if delivery.state not in _TROUBLE or delivery.why == "withdrawn":
        return
    reason = reason_of(delivery)
    note = reason[0] if reason else Message(str(delivery.state), delivery.get_state_display())
    tell_people(delivery, ChannelCode.STOPPED, note)


def tell_people(delivery: Delivery, code: ChannelCode, note: Message) -> None:
    """A notice about a delivery to whoever scheduled, wrote or made it; to all who may edit it where none is left."""
    work = delivery.work
    own = User.objects.filter(
        pk__in=[one for one in (delivery.scheduled_by_id, delivery.entered_by_id, work.producer_id) if one],
        is_active=True,
    )
    people = list(own) or people_who_may(Act.EDIT_WORK, scope_of(work))
    title = f"{work.title} ({delivery.account.get_channel_display()})"
    _tell(people, code, delivery.subject, work.key_result, title, note)


def _tell(
    people: Iterable[User], code: ChannelCode, subject: str, key_result: KeyResult | None, title: str, note: Message
) -> None:
    tell(people, code, subject=subject, key_result=key_result, title=title, note=f"{note.en}\n{note.th}")
