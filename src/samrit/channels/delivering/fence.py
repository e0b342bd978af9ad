"""The write fence: a committed row before each irreversible call, a verdict after it, and when one more is allowed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from samrit.channels.delivering.holding import LeaseLost
from samrit.channels.enums import REPEATABLE, Safety, Verdict
from samrit.channels.models import AttemptVerdict, Delivery, ProviderWriteAttempt
from samrit.channels.platforms.http import LONGEST_CALL
from samrit.channels.platforms.line import KEY_LIFE
from samrit.people.models import User

PUBLISH = "publish"
QUIET = dt.timedelta(seconds=LONGEST_CALL + 30)
"""After an attempt that nobody heard of again nobody looks before the call must have ended."""
_KEY_MARGIN = dt.timedelta(hours=1)


def last_attempt(delivery: Delivery, operation: str = PUBLISH) -> ProviderWriteAttempt | None:
    """The latest attempt of an operation."""
    return delivery.attempts.filter(operation=operation).order_by("-number").first()


def verdict_of(attempt: ProviderWriteAttempt) -> AttemptVerdict | None:
    """What holds of an attempt; None while nobody knows whether it was made."""
    return attempt.verdicts.order_by("-pk").first()


def key_holds(attempt: ProviderWriteAttempt) -> bool:
    """Whether the platform still remembers the key of an attempt, with an hour to spare."""
    until = attempt.key_expires_at
    return until is not None and timezone.now() < until - _KEY_MARGIN


def may_follow(attempt: ProviderWriteAttempt | None) -> bool:
    """Whether one more attempt may be made: the last one published nothing, or the platform takes the same key."""
    if attempt is None:
        return True
    verdict = verdict_of(attempt)
    if verdict is not None and verdict.verdict in REPEATABLE:
        return True
    lost = verdict is None or verdict.verdict == Verdict.UNKNOWN
    return lost and attempt.safety == Safety.IDEMPOTENT and (attempt.idempotency_key is None or key_holds(attempt))


def is_settled(attempt: ProviderWriteAttempt | None) -> bool:
    """Whether it is known that nothing of this delivery is out: then its content may be changed."""
    verdict = None if attempt is None else verdict_of(attempt)
    return attempt is None or (verdict is not None and verdict.verdict in REPEATABLE)


def open_attempt(
    delivery: Delivery,
    *,
    safety: Safety,
    payload_sha256: str,
    handle: str = "",
    key: uuid.UUID | None = None,
    operation: str = PUBLISH,
) -> ProviderWriteAttempt:
    """Commits the row before the call. Raises LeaseLost where somebody else made the same one at this moment."""
    before = last_attempt(delivery, operation)
    if not may_follow(before):
        raise LeaseLost
    now = timezone.now()
    try:
        with transaction.atomic():
            return ProviderWriteAttempt.objects.create(
                delivery=delivery,
                operation=operation,
                operation_id=before.operation_id if before else uuid.uuid4(),
                number=before.number + 1 if before else 1,
                safety=safety,
                payload_sha256=payload_sha256,
                handle=handle[:300],
                idempotency_key=key,
                key_expires_at=None if key is None else _key_until(before, key, now),
                reconcile_after=now + QUIET,
                at=now,
            )
    except IntegrityError:
        raise LeaseLost from None


def _key_until(before: ProviderWriteAttempt | None, key: uuid.UUID, now: dt.datetime) -> dt.datetime:
    """A repeated key lives from its first use on."""
    if before is not None and before.idempotency_key == key and before.key_expires_at and before.key_expires_at > now:
        return before.key_expires_at
    return now + KEY_LIFE


def judge(
    attempt: ProviderWriteAttempt,
    verdict: Verdict,
    *,
    why: str = "",
    detail: str = "",
    answer: Mapping[str, Any] | None = None,
    by: User | None = None,
) -> AttemptVerdict:
    """Notes what came of an attempt."""
    return AttemptVerdict.objects.create(
        attempt=attempt,
        verdict=verdict,
        why=why,
        detail=detail[:2_000],
        answer=dict(answer or {}),
        by=by,
        at=timezone.now(),
    )


def settle(delivery: Delivery, verdict: Verdict, **told: Any) -> None:
    """Notes what a later look found of the last attempt, where that is not settled already."""
    attempt = last_attempt(delivery)
    if attempt is None:
        return
    before = verdict_of(attempt)
    if before is None or before.verdict != verdict:
        judge(attempt, verdict, **told)
