"""Taking down what is out: because its work or a consent was withdrawn, or because a person says so.

What is to come down is found from what stands in the database, not from an event that could be lost. A platform that
has no such call, or gives no answer for long, leaves it to a person, who is told and given a task.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from samrit.channels.delivering import fence, moving
from samrit.channels.delivering.releasing import sender, standing_of
from samrit.channels.delivering.speaking import speak
from samrit.channels.enums import AccountState, DeliveryState, Safety, Verdict
from samrit.channels.models import Delivery, Errand
from samrit.channels.parcels import parcel_of
from samrit.channels.platforms.outcome import Kind, Outcome
from samrit.channels.platforms.parcel import digest
from samrit.channels.registry import adapter_of
from samrit.channels.telling import tell_people
from samrit.channels.tokens import token_of
from samrit.core.contract import Message
from samrit.people.models import User
from samrit.people.rights import Standing
from samrit.publicity.actions.publications import record_take_down
from samrit.publicity.actions.tasks import open_take_downs
from samrit.publicity.enums import Channel, ChannelCode, WorkState

TAKE_DOWN = "take_down"
_TRIES = 6
_UP = Q(state=DeliveryState.LIVE) | Q(state=DeliveryState.ACCEPTED, why="native_hour")
_BY_HAND = Message("the platform does not let the system take it down", "แพลตฟอร์มไม่ให้ระบบนำลง ต้องนำลงในแอปของแพลตฟอร์ม")


def plan_take_downs() -> int:
    """An errand for everything that is out although its work or a consent was withdrawn. One query where nothing is."""
    withdrawn = Q(work__state=WorkState.WITHDRAWN) | Q(work__people_shown__consent__withdrawn_at__isnull=False)
    rows = Delivery.objects.filter(_UP, withdrawn).exclude(errands__name=TAKE_DOWN).distinct()
    wanted = [Errand(delivery=row, name=TAKE_DOWN, due_at=timezone.now()) for row in rows]
    if wanted:
        Errand.objects.bulk_create(wanted, ignore_conflicts=True)
    return len(wanted)


def ask_for_take_down(delivery: Delivery, reason: str) -> None:
    """A person wants it down: at once, and once more where an earlier try was given up. Inside a transaction."""
    Errand.objects.update_or_create(
        delivery=delivery,
        name=TAKE_DOWN,
        defaults={"due_at": timezone.now(), "tries": 0, "done_at": None, "why": "", "detail": reason[:2_000]},
    )


def run_take_down(errand: Errand, delivery: Delivery) -> Outcome:
    """One try, behind a fence of its own. Deleting the same post twice deletes it once, so it may be repeated."""
    if not Delivery.objects.filter(_UP, pk=delivery.pk).exists():
        return Outcome(Kind.READY)
    adapter, account = adapter_of(delivery.account.channel), delivery.account
    reason = errand.detail if errand.tries == 0 and errand.detail else _why(delivery)
    if not _can(delivery):
        return _leave_up(delivery, reason)
    parcel = parcel_of(delivery, lambda: token_of(account))
    with transaction.atomic(durable=True):
        attempt = fence.open_attempt(
            delivery,
            safety=Safety.IDEMPOTENT,
            payload_sha256=digest({"take_down": delivery.platform_id}),
            handle=delivery.platform_id,
            operation=TAKE_DOWN,
        )
    said = speak(adapter.take_down, parcel, account)
    if said.kind is Kind.UNKNOWN and speak(adapter.check_live, parcel, account).kind is Kind.ABSENT:
        said = Outcome(Kind.ABSENT, "not_public", said.detail)
    with transaction.atomic():
        if said.kind is Kind.ABSENT:
            fence.judge(attempt, Verdict.ACCEPTED, why=said.why, detail=said.detail, answer=said.answer)
            taken_down(delivery, reason, acting_user=None, standing=None)
            return Outcome(Kind.READY)
        verdict = Verdict.REJECTED if said.kind is Kind.REJECTED else Verdict.UNKNOWN
        fence.judge(attempt, verdict, why=said.why, detail=said.detail, answer=said.answer)
    if said.kind is Kind.REJECTED or errand.tries >= _TRIES:
        return _leave_up(delivery, reason)
    return Outcome(Kind.UNKNOWN, said.why, reason, wait=said.wait or dt.timedelta(minutes=5))


def _can(delivery: Delivery) -> bool:
    """Whether the system itself can take it down."""
    account = delivery.account
    return (
        adapter_of(account.channel).deletes
        and not delivery.handles.get("by_hand")
        and bool(delivery.handles.get("post_id") or account.channel == Channel.WEBSITE)
        and account.state in {AccountState.CONNECTED, AccountState.RECONNECT}
    )


def _why(delivery: Delivery) -> str:
    """What was withdrawn, in the words under which the publication is kept."""
    if delivery.work.state == WorkState.WITHDRAWN:
        return "ถอนงานหรือการอนุมัติ"
    return "มีผู้ถอนความยินยอม"


def _leave_up(delivery: Delivery, reason: str) -> Outcome:
    """A person must do it: a task for the work, a notice to its people, and words where the delivery is shown."""
    with transaction.atomic():
        row = Delivery.objects.select_related("work__key_result", "account").get(pk=delivery.pk)
        row.why, row.detail = "left_up", reason
        moving.save(row)
        open_take_downs(
            [row.work], reason=f"{row.account.get_channel_display()}: {row.permalink}", opened_by=sender(row)
        )
        tell_people(row, ChannelCode.LEFT_UP, _BY_HAND)
    return Outcome(Kind.READY, "left_up", reason)


def taken_down(delivery: Delivery, reason: str, *, acting_user: User | None, standing: Standing | None) -> None:
    """It is down: the delivery is gone, its publication withdrawn. Inside a transaction."""
    row = Delivery.objects.select_related("work__key_result", "account", "publication").get(pk=delivery.pk)
    moving.move(
        row,
        TAKE_DOWN,
        why="withdrawn",
        detail=reason,
        acting_user=acting_user,
        standing=standing,
        data={"platform_id": row.platform_id, "permalink": row.permalink},
    )
    if row.publication is not None:
        record_take_down(
            row.publication,
            reason=reason,
            acting_user=acting_user or sender(row),
            standing=standing or standing_of(row),
        )
    delivery.refresh_from_db()
