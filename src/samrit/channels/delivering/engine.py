"""The steps of a delivery, each with what it commits. The order of the lines is the safety: read it slowly."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable

from django.utils import timezone

from samrit.channels.delivering import fence, moving
from samrit.channels.delivering.holding import Held, LeaseLost, leave, take
from samrit.channels.delivering.releasing import go_live
from samrit.channels.delivering.speaking import heed, speak
from samrit.channels.enums import AccountState, DeliveryState, Safety, Verdict
from samrit.channels.models import Account, Delivery, ProviderWriteAttempt
from samrit.channels.parcels import parcel_of
from samrit.channels.platforms.adapter import Adapter
from samrit.channels.platforms.outcome import Kind, Outcome
from samrit.channels.platforms.parcel import Parcel, digest
from samrit.channels.registry import adapter_of
from samrit.channels.releasable import why_not
from samrit.channels.tokens import token_of

logger = logging.getLogger(__name__)

TOO_LATE = dt.timedelta(hours=12)
"""What could not go out so long after its hour is not sent by itself any more: a person says whether it still fits."""
LOOKS = 5
"""How often a lost post is looked for in the platform's list before a person is asked."""
_LOOK_PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 3, 10, 30, 60))
_LONG = dt.timedelta(hours=24)
_QUICK = dt.timedelta(minutes=30)
_ATTEMPTS, _FAULTS = 8, 12
_RECONNECT_LOOK = dt.timedelta(minutes=10)
_VERDICTS = {
    Kind.ACCEPTED: Verdict.ACCEPTED,
    Kind.LIVE: Verdict.ACCEPTED,
    Kind.REJECTED: Verdict.REJECTED,
    Kind.NOT_SENT: Verdict.NOT_SENT,
    Kind.WAIT: Verdict.WAIT,
    Kind.RECONNECT: Verdict.RECONNECT,
}
"""What each outcome of the irreversible call says of its attempt; everything else is unknown."""


def carry_on(pk: int) -> bool:
    """Goes on with a delivery that is due, as far as it can. False where somebody else has it in hand.

    A fault of ours leaves it as it is, to be tried again; the process being killed does the same.
    """
    held = take(pk)
    if held is None:
        return False
    try:
        while _step(held):
            held.renew()
    except LeaseLost:
        return True
    except Exception:
        logger.exception("channels.delivery.failed", extra={"delivery": pk})
        _later(held)
    leave(held)
    return True


def _later(held: Held) -> None:
    """After a fault of ours: not again at once, and after several a person is told."""
    try:
        with held.row() as delivery:
            if delivery.why == "own_fault" and delivery.looks >= _FAULTS:
                moving.move(delivery, "ask", why="own_fault")
            else:
                moving.wait(delivery, Outcome(Kind.UNKNOWN, "own_fault"))
    except LeaseLost:
        return


def _step(held: Held) -> bool:
    """One step; whether the next may follow at once."""
    found = Delivery.objects.select_related("account__grant", "work__key_result", "link")
    delivery = found.filter(pk=held.pk, lease=held.lease).first()
    if delivery is None:
        raise LeaseLost
    step = _STEPS.get(DeliveryState(delivery.state))
    if step is None or delivery.due_at is None or delivery.due_at > timezone.now():
        return False
    return step(held, delivery)


def _parcel(delivery: Delivery) -> Parcel:
    account = delivery.account
    return parcel_of(delivery, lambda: token_of(account))


# --- scheduled ---


def _begin(held: Held, delivery: Delivery) -> bool:
    """Its hour has come: may it still go out?"""
    if delivery.handles.get("look_first"):
        return _look_first(held, delivery)
    reason = why_not(delivery)
    with held.row() as row:
        if reason:
            moving.move(row, "recall", why=reason)
            return False
        if _is_late(row):
            moving.move(row, "ask", why="missed_hour")
            return False
        moving.move(row, "prepare")
        return True


def _is_late(delivery: Delivery) -> bool:
    return delivery.scheduled_at is not None and timezone.now() - delivery.scheduled_at > TOO_LATE


def _if_nothing_is_out(delivery: Delivery, why: str) -> str:
    """The code, where it is known that nothing was published; else a person must look first, whatever stopped it."""
    return why if fence.is_settled(fence.last_attempt(delivery)) else "not_known"


# --- preparing: nothing here is public, so everything may be repeated ---


def _prepare(held: Held, delivery: Delivery) -> bool:
    held.require_time()
    outcome = speak(adapter_of(delivery.account.channel).prepare, _parcel(delivery), delivery.account)
    with held.row() as row:
        heed(row, outcome)
        moving.keep(row, outcome)
        if outcome.kind is Kind.READY:
            moving.move(row, "send")
            return True
        if outcome.kind is Kind.STEP:
            row.looks = 0
            moving.save(row)
            return True
        if outcome.kind is Kind.REJECTED:
            moving.move(row, "reject", why=outcome.why, detail=outcome.detail)
        elif moving.is_over(row, TOO_LATE):
            moving.move(row, "ask", why=_if_nothing_is_out(row, "not_prepared"), detail=outcome.detail)
        elif outcome.kind is Kind.PENDING:
            moving.wait(row, outcome, tried=False)
        else:
            moving.wait(row, _with_pause(outcome))
        return False


def _with_pause(outcome: Outcome, pause: dt.timedelta | None = None) -> Outcome:
    """The same with how long to wait, where the platform says nothing of it."""
    wait = _RECONNECT_LOOK if outcome.kind is Kind.RECONNECT else outcome.wait or pause
    return Outcome(outcome.kind, outcome.why, outcome.detail, wait=wait)


# --- sending: the fence ---


def _send(held: Held, delivery: Delivery) -> bool:
    """Commits the attempt, makes the one irreversible call, commits what came of it."""
    last = fence.last_attempt(delivery)
    if last is not None and not fence.may_follow(last):
        return _lose(held)
    reason = why_not(delivery)
    adapter, parcel = adapter_of(delivery.account.channel), _parcel(delivery)
    with held.row() as row:
        if reason:
            moving.move(row, "recall", why=reason)
            return False
        if last is not None and fence.verdict_of(last) is None:
            fence.judge(last, Verdict.UNKNOWN, why="killed")
        if _is_late(row) or _worn_out(row):
            why = "missed_hour" if _is_late(row) else "too_many_tries"
            moving.move(row, "ask", why=_if_nothing_is_out(row, why))
            return False
        attempt = _opened(row, adapter, parcel)
    held.renew()
    outcome = speak(adapter.send, parcel, delivery.account)
    while outcome.kind is Kind.PARTLY:
        with held.row() as row:
            moving.keep(row, outcome)
            moving.save(row)
        held.renew()
        delivery.refresh_from_db()
        outcome = speak(adapter.send, _parcel(delivery), delivery.account)
    with held.row() as row:
        return _sent(row, attempt, outcome)


def _worn_out(delivery: Delivery) -> bool:
    """Whether it was tried too often since a person last scheduled it: whoever asks again gets as many tries."""
    asked = delivery.steps.filter(act="schedule").order_by("-pk").values_list("at", flat=True).first()
    tried = delivery.attempts.filter(operation=fence.PUBLISH)
    return (tried if asked is None else tried.filter(at__gte=asked)).count() >= _ATTEMPTS


def _opened(row: Delivery, adapter: Adapter, parcel: Parcel) -> ProviderWriteAttempt:
    safety = adapter.safety(parcel)
    return fence.open_attempt(
        row,
        safety=safety,
        payload_sha256=digest(adapter.payload(parcel)),
        handle=adapter.handle(parcel),
        key=uuid.UUID(parcel.key) if safety is Safety.IDEMPOTENT else None,
    )


def _sent(row: Delivery, attempt: ProviderWriteAttempt, outcome: Outcome) -> bool:
    """What came of the call. Only what says that nothing was published lets a further attempt be made."""
    heed(row, outcome)
    moving.keep(row, outcome)
    verdict = _VERDICTS.get(outcome.kind, Verdict.UNKNOWN)
    fence.judge(attempt, verdict, why=outcome.why, detail=outcome.detail, answer=outcome.answer)
    if outcome.kind is Kind.LIVE:
        go_live(row, outcome, act="appear")
        return False
    if outcome.kind is Kind.ACCEPTED:
        moving.move(row, "accept")
        return True
    if outcome.kind is Kind.REJECTED:
        moving.move(row, "reject", why=outcome.why, detail=outcome.detail)
    elif verdict == Verdict.UNKNOWN:
        moving.move(row, "lose", why=outcome.why, detail=outcome.detail, due_at=_from_now(dt.timedelta(minutes=1)))
    else:
        moving.wait(row, _with_pause(outcome))
    return False


def _from_now(wait: dt.timedelta) -> dt.datetime:
    return timezone.now() + wait


def _lose(held: Held) -> bool:
    """An attempt was opened and nobody noted what came of it: whoever made the call was killed."""
    with held.row() as row:
        attempt = fence.last_attempt(row)
        if attempt is not None and fence.verdict_of(attempt) is None:
            fence.judge(attempt, Verdict.UNKNOWN, why="killed")
        left = dt.timedelta() if attempt is None else max(dt.timedelta(), attempt.reconcile_after - timezone.now())
        moving.move(row, "lose", why="killed", due_at=_from_now(left))
    return False


def _look_first(held: Held, delivery: Delivery) -> bool:
    """A person said that it is not out. Once more the platform is asked, before it is sent again."""
    outcome = speak(adapter_of(delivery.account.channel).reconcile, _parcel(delivery), delivery.account)
    with held.row() as row:
        heed(row, outcome)
        if outcome.kind in {Kind.LIVE, Kind.ACCEPTED}:
            moving.keep(row, outcome)
            fence.settle(row, Verdict.ACCEPTED, why="found", answer=outcome.answer)
            go_live(row, outcome, act="appear")
            return False
        if outcome.kind in {Kind.UNSEEN, Kind.ABSENT, Kind.REJECTED}:
            row.handles, row.sealed = {}, ""
            moving.save(row)
            return True
        if moving.is_over(row, _LONG):
            moving.move(row, "ask", why="cannot_look", detail=outcome.detail)
        else:
            moving.wait(row, _with_pause(outcome))
        return False


# --- afterwards: reading only ---


def _unknown(held: Held, delivery: Delivery) -> bool:
    """Nobody knows whether it is out: ask the platform, never send."""
    attempt = fence.last_attempt(delivery)
    if attempt is None or attempt.safety == Safety.NEVER:
        return _ask(held, "cannot_look")
    if _is_quiet(held, attempt):
        return False
    if attempt.safety == Safety.IDEMPOTENT:
        return _same_key(held, attempt)
    outcome = speak(adapter_of(delivery.account.channel).reconcile, _parcel(delivery), delivery.account)
    with held.row() as row:
        return _found(row, outcome)


def _is_quiet(held: Held, attempt: ProviderWriteAttempt) -> bool:
    """Whether a call of which nobody heard may still be under way."""
    verdict = attempt.verdicts.order_by("pk").first()
    left = attempt.reconcile_after - timezone.now()
    if verdict is None or verdict.why != "killed" or left <= dt.timedelta():
        return False
    with held.row() as row:
        moving.wait(row, Outcome(Kind.PENDING, "killed", wait=left), tried=False)
    return True


def _same_key(held: Held, attempt: ProviderWriteAttempt) -> bool:
    if not fence.may_follow(attempt):
        return _ask(held, "key_expired")
    with held.row() as row:
        if _worn_out(row):
            moving.move(row, "ask", why="not_known")
            return False
        moving.move(row, "prepare", why="same_key")
        return True


def _ask(held: Held, why: str) -> bool:
    with held.row() as row:
        moving.move(row, "ask", why=why)
    return False


def _found(row: Delivery, outcome: Outcome) -> bool:
    """What the platform says of an attempt whose answer was lost."""
    heed(row, outcome)
    moving.keep(row, outcome)
    if outcome.kind is Kind.LIVE:
        fence.settle(row, Verdict.ACCEPTED, why="found", answer=outcome.answer)
        go_live(row, outcome, act="appear")
        return False
    if outcome.kind is Kind.ABSENT:
        fence.settle(row, Verdict.ABSENT, why=outcome.why, detail=outcome.detail, answer=outcome.answer)
        moving.move(row, "prepare", why="absent")
        return True
    if outcome.kind is Kind.REJECTED:
        fence.settle(row, Verdict.REJECTED, why=outcome.why, detail=outcome.detail, answer=outcome.answer)
        moving.move(row, "reject", why=outcome.why, detail=outcome.detail)
        return False
    if outcome.kind is Kind.UNSEEN:
        _look_again(row, outcome)
    elif moving.is_over(row, _LONG):
        moving.move(row, "ask", why="cannot_look", detail=outcome.detail)
    else:
        moving.wait(row, _with_pause(outcome, moving.growing(row)), tried=False)
    return False


def _look_again(row: Delivery, outcome: Outcome) -> None:
    if row.looks >= LOOKS - 1:
        moving.move(row, "ask", why="not_found")
        return
    wait = _LOOK_PAUSES[min(row.looks, len(_LOOK_PAUSES) - 1)]
    moving.wait(row, Outcome(Kind.UNSEEN, "not_found_yet", outcome.detail, wait=wait))


def _accepted(held: Held, delivery: Delivery) -> bool:
    """The platform has it: is it processed, and is it public?"""
    outcome = speak(adapter_of(delivery.account.channel).reconcile, _parcel(delivery), delivery.account)
    with held.row() as row:
        heed(row, outcome)
        moving.keep(row, outcome)
        if outcome.kind is Kind.LIVE:
            go_live(row, outcome, act="appear")
        elif outcome.kind is Kind.REJECTED:
            fence.settle(row, Verdict.REJECTED, why=outcome.why, detail=outcome.detail, answer=outcome.answer)
            moving.move(row, "reject", why=outcome.why, detail=outcome.detail)
        elif outcome.kind is Kind.ABSENT and outcome.why == "failed":
            fence.settle(row, Verdict.ABSENT, why=outcome.why, detail=outcome.detail, answer=outcome.answer)
            moving.move(row, "prepare", why="absent", detail=outcome.detail)
            return True
        elif moving.is_over(row, _LONG * 2) and outcome.why != "native_hour":
            moving.move(row, "ask", why="never_appeared", detail=outcome.detail)
        else:
            _poll_later(row, outcome)
        return False


def _poll_later(row: Delivery, outcome: Outcome) -> None:
    """Quickly in the first half hour, then every quarter of an hour."""
    slow = moving.is_over(row, _QUICK)
    wait = outcome.wait or (dt.timedelta(minutes=15) if slow else moving.pause(row.looks))
    if slow:
        wait = max(wait, dt.timedelta(minutes=15))
    moving.wait(row, Outcome(outcome.kind, outcome.why, outcome.detail, wait=wait))


_STEPS: dict[DeliveryState, Callable[[Held, Delivery], bool]] = {
    DeliveryState.SCHEDULED: _begin,
    DeliveryState.PREPARING: _prepare,
    DeliveryState.SENDING: _send,
    DeliveryState.ACCEPTED: _accepted,
    DeliveryState.UNKNOWN: _unknown,
}


def reconnected(account: Account) -> None:
    """After an account was connected anew, what waited for it goes on at once. Inside a transaction."""
    waiting = Delivery.objects.filter(account=account, state__in=moving.MACHINE, due_at__gt=timezone.now())
    waiting.exclude(state=DeliveryState.SCHEDULED).update(due_at=timezone.now())
    Account.objects.filter(pk=account.pk).update(state=AccountState.CONNECTED, problem="", throttled_until=None)
