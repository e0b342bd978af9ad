"""Webhooks: made, given another secret, sent again, ended. For administrators of the whole installation."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.exchange.enums import DeliveryState
from samrit.exchange.models import Delivery, Webhook
from samrit.exchange.webhooks import checked_address, secret_of
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.recording import record
from samrit.people.rights import EVERYWHERE, Rights
from samrit.platform.models import AuditEntry

MOST = 20
_EVENT = re.compile(r"[a-z_]+(\.[a-z_]+)*(\.?\*)?|\*")


@transaction.atomic(durable=True)
def make_webhook(*, url: str, events: Iterable[str], acting_user: User) -> tuple[Webhook, str]:
    """An address that is told of changes from now on, and the secret of its signatures, which is told this once."""
    standing = Rights(acting_user).require(Act.ADMINISTER, EVERYWHERE)
    wanted = list(dict.fromkeys(one.strip() for one in events if one.strip()))
    if not wanted or len(wanted) > 50 or not all(_EVENT.fullmatch(one) for one in wanted):
        raise Refused(
            "events",
            Message("no event is named, or one that is written wrongly", "ยังไม่ได้ระบุเหตุการณ์ หรือเขียนไม่ถูกต้อง"),
            Message("one a line, such as results.report.*", "บรรทัดละหนึ่งเหตุการณ์ เช่น results.report.*"),
        )
    address = checked_address(url.strip())
    if Webhook.objects.filter(ended_at=None).count() >= MOST:
        raise Refused(
            "",
            Message(f"there are {MOST} webhooks already", f"มีครบ {MOST} รายการแล้ว"),
            Message("end one that is not used", "โปรดยกเลิกรายการที่ไม่ใช้"),
        )
    last = AuditEntry.objects.aggregate(last=Max("sequence"))["last"] or 0
    row = Webhook.objects.create(url=address, events=wanted, through=last, made_by=acting_user)
    data = {"url": address, "events": wanted}
    record("exchange.webhook.made", subject=row.subject, acting_user=acting_user, standing=standing, data=data)
    return row, secret_of(row)


@transaction.atomic(durable=True)
def change_secret(webhook: Webhook, *, acting_user: User) -> str:
    """Another secret at once, told this once; the old one signs nothing any more."""
    standing = Rights(acting_user).require(Act.ADMINISTER, EVERYWHERE)
    row = Webhook.objects.select_for_update().get(pk=webhook.pk)
    row.secret_number += 1
    row.save(update_fields=["secret_number"])
    record("exchange.webhook.secret", subject=row.subject, acting_user=acting_user, standing=standing)
    return secret_of(row)


@transaction.atomic(durable=True)
def end_webhook(webhook: Webhook, *, acting_user: User) -> Webhook:
    """Nothing more is told to this address."""
    standing = Rights(acting_user).require(Act.ADMINISTER, EVERYWHERE)
    now = timezone.now()
    if Webhook.objects.filter(pk=webhook.pk, ended_at=None).update(ended_at=now):
        webhook.ended_at = now
        record("exchange.webhook.ended", subject=webhook.subject, acting_user=acting_user, standing=standing)
    return webhook


@transaction.atomic(durable=True)
def send_again(webhook: Webhook, *, delivery: int | None = None, acting_user: User) -> int:
    """Sends one message again (by its number), or all that failed, with all tries to come; gives how many.

    The earlier tries stay in the log.
    """
    standing = Rights(acting_user).require(Act.ADMINISTER, EVERYWHERE)
    rows = Delivery.objects.filter(webhook=webhook)
    rows = rows.filter(state=DeliveryState.FAILED) if delivery is None else rows.filter(pk=delivery)
    found = list(rows.select_for_update())
    for row in found:
        row.state, row.next_at, row.earlier = DeliveryState.WAITING, timezone.now(), len(row.tries)
    Delivery.objects.bulk_update(found, ["state", "next_at", "earlier"], batch_size=500)
    number = len(found)
    data = {"messages": number}
    record("exchange.webhook.again", subject=webhook.subject, acting_user=acting_user, standing=standing, data=data)
    return number
