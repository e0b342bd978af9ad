"""What is done about a publication after it went live: first comment, captions, looks, figures, proofs."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from samrit.channels.delivering import fence, moving
from samrit.channels.delivering.holding import LEASE
from samrit.channels.delivering.releasing import ENDS, add_answer
from samrit.channels.delivering.removing import run_take_down
from samrit.channels.delivering.speaking import heed, speak
from samrit.channels.enums import DeliveryState, Safety, Verdict
from samrit.channels.models import Delivery, Errand, LivenessLook, MetricSnapshot
from samrit.channels.parcels import parcel_of
from samrit.channels.platforms.adapter import Adapter, Figure
from samrit.channels.platforms.facebook import Facebook
from samrit.channels.platforms.http import Lost, NotSent
from samrit.channels.platforms.outcome import Kind, Outcome, Refusal
from samrit.channels.platforms.parcel import Parcel, digest
from samrit.channels.platforms.youtube import YouTube
from samrit.channels.registry import adapter_of
from samrit.channels.tokens import token_of
from samrit.platform.clock import real_now
from samrit.publicity.actions.publications import note_seen

logger = logging.getLogger(__name__)

_TRIES = 8
_DAY, _WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
STRIKES, STRIKES_OVER = 3, dt.timedelta(hours=72)
"""So many looks in vain over so long a time before a post counts as gone."""


def _due(now: dt.datetime) -> QuerySet[Errand]:
    free = Q(lease_until=None) | Q(lease_until__lt=real_now())
    quiet = Q(delivery__account__throttled_until=None) | Q(delivery__account__throttled_until__lte=now)
    return Errand.objects.filter(free, quiet, due_at__lte=now)


def lanes_of_errands(now: dt.datetime) -> set[int]:
    """The accounts with errands that are due. One query."""
    return set(_due(now).values_list("delivery__account_id", flat=True).distinct())


def run_errands(account_id: int, *, limit: int = 200) -> int:
    """Runs what is due on an account; gives how many."""
    done = 0
    for pk in list(
        _due(timezone.now())
        .filter(delivery__account_id=account_id)
        .order_by("due_at", "pk")
        .values_list("pk", flat=True)[:limit]
    ):
        if _due(timezone.now()).filter(pk=pk).update(lease_until=real_now() + LEASE):
            done += _run(pk)
    return done


def _run(pk: int) -> int:
    errand = Errand.objects.select_related(
        "delivery__account", "delivery__work__key_result", "delivery__publication", "delivery__link"
    ).get(pk=pk)
    kind = errand.name.partition(":")[0]
    try:
        outcome = _KINDS[kind](errand, errand.delivery)
    except Refusal as refused:
        outcome = refused.outcome
    except (Lost, NotSent) as error:
        outcome = Outcome(Kind.UNKNOWN, "no_answer", str(error))
    except Exception as error:
        logger.exception("channels.errand.failed", extra={"errand": pk})
        outcome = Outcome(Kind.UNKNOWN, "own_fault", type(error).__name__)
    with transaction.atomic():
        _ended(errand, outcome)
    return 1


def _ended(errand: Errand, outcome: Outcome) -> None:
    """READY is done; REJECTED is given up, with its reason; everything else is tried again for a while."""
    heed(errand.delivery, outcome)
    errand.lease_until, errand.why, errand.detail = None, outcome.why, outcome.detail
    if outcome.kind is Kind.READY:
        errand.due_at, errand.done_at = None, timezone.now()
    elif outcome.kind is Kind.STEP:
        errand.due_at, errand.tries = timezone.now() + (outcome.wait or _WEEK), 0
    elif outcome.kind is Kind.REJECTED or errand.tries >= _TRIES:
        errand.due_at, errand.why = None, outcome.why or "given_up"
    else:
        errand.due_at = timezone.now() + (outcome.wait or moving.pause(errand.tries + 2))
        errand.tries += 1
    errand.save(update_fields=["lease_until", "why", "detail", "due_at", "done_at", "tries"])


def _spoken(delivery: Delivery) -> tuple[Adapter, Parcel]:
    account = delivery.account
    return adapter_of(account.channel), parcel_of(delivery, lambda: token_of(account))


def _over(delivery: Delivery) -> bool:
    """Nothing more is to be learnt of it."""
    return delivery.state != DeliveryState.LIVE or delivery.publication is None


def has_ended(delivery: Delivery) -> bool:
    """Whether its platform has taken it down by itself, as it does with a story after a day."""
    publication = delivery.publication
    since = None if publication is None else publication.first_public_at
    ends = (delivery.account.channel, delivery.form) in ENDS
    return ends and since is not None and timezone.now() >= since + _DAY


# --- looks ---


def _liveness(errand: Errand, delivery: Delivery) -> Outcome:
    """One look as anybody has it. Three in vain over 72 hours open a review; a count is never lowered by a machine."""
    if _over(delivery):
        return Outcome(Kind.READY)
    if has_ended(delivery):  # a look that comes too late says nothing of a story
        return Outcome(Kind.READY, "ended")
    adapter, parcel = _spoken(delivery)
    seen = speak(adapter.check_live, parcel, delivery.account)
    if seen.why in {"no_public_page", "no_permalink"}:
        return Outcome(Kind.READY, seen.why)
    found = {Kind.LIVE: "live", Kind.ABSENT: "gone"}.get(seen.kind, "error")
    with transaction.atomic():
        LivenessLook.objects.create(
            delivery=delivery, found=found, detail=seen.detail[:500], answer=dict(seen.answer), at=timezone.now()
        )
        publication = delivery.publication
        if publication is not None and found != "error":
            note_seen(publication, seen=found == "live")
    if found == "error":
        return seen
    if found == "gone":
        return _strike(delivery)
    return Outcome(Kind.STEP, wait=_WEEK) if errand.name.endswith("weekly") else Outcome(Kind.READY)


def _strike(delivery: Delivery) -> Outcome:
    """The latest looks, back to the last that saw it."""
    looks = list(delivery.liveness.exclude(found="error").order_by("-pk")[:20])
    vain = []
    for look in looks:
        if look.found == "live":
            break
        vain.append(look)
    if len(vain) >= STRIKES and vain[0].at - vain[-1].at >= STRIKES_OVER:
        with transaction.atomic():
            row = Delivery.objects.select_related("work", "account").get(pk=delivery.pk)
            if row.state == DeliveryState.LIVE:
                moving.move(row, "vanish", why="not_seen")
        return Outcome(Kind.READY, "not_seen")
    return Outcome(Kind.STEP, "not_seen_yet", wait=dt.timedelta(hours=24.5))


def _answer(errand: Errand, delivery: Delivery) -> Outcome:
    """What the platform says of it now, as one more proof."""
    publication = delivery.publication
    if delivery.handles.get("by_hand"):
        return Outcome(Kind.READY, "by_hand")
    if _over(delivery) or publication is None:
        return Outcome(Kind.READY, "over")
    if has_ended(delivery):
        return Outcome(Kind.READY, "ended")
    adapter, parcel = _spoken(delivery)
    said = speak(adapter.reconcile, parcel, delivery.account)
    if said.kind is not Kind.LIVE or said.post is None:
        again = said.kind in {Kind.UNKNOWN, Kind.NOT_SENT, Kind.WAIT, Kind.RECONNECT}
        return said if again else Outcome(Kind.READY, "not_there", said.detail)
    with transaction.atomic():
        occasion = errand.name.partition(":")[2]
        add_answer(delivery, publication, said.answer, occasion=occasion, at=timezone.now())
        note_seen(publication, seen=bool(publication.seen_logged_out), visibility=said.post.visibility)
    return Outcome(Kind.READY)


# --- figures ---


def _metrics(errand: Errand, delivery: Delivery) -> Outcome:
    if _over(delivery) or delivery.handles.get("by_hand"):
        return Outcome(Kind.READY)
    if has_ended(delivery):
        return Outcome(Kind.READY, "ended")
    adapter, parcel = _spoken(delivery)
    figures = adapter.read_metrics(parcel)
    keep_figures(delivery, adapter, figures, occasion=errand.name.partition(":")[2])
    return Outcome(Kind.READY)


def keep_figures(delivery: Delivery, adapter: Adapter, figures: list[Figure], *, occasion: str) -> None:
    """One row each, never changed. How many people a message reached is noted with its publication."""
    now = timezone.now()
    with transaction.atomic():
        MetricSnapshot.objects.bulk_create(
            MetricSnapshot(
                delivery=delivery,
                metric=row.metric,
                value=row.value,
                parts=dict(row.parts),
                raw=dict(row.raw),
                api_version=adapter.version.name,
                defined_on=row.defined_on,
                occasion=occasion,
                captured_at=now,
            )
            for row in figures
        )
        delivered = next((row.value for row in figures if row.metric == "delivered" and row.value is not None), None)
        if delivered is not None and delivery.publication is not None:
            note_seen(delivery.publication, seen=bool(delivery.publication.seen_logged_out), delivered=delivered)


# --- what belongs to the post ---


def _comment(errand: Errand, delivery: Delivery) -> Outcome:  # noqa: ARG001 -- as the other errands
    """The first comment, behind a fence of its own: it is looked for before it is ever written a second time."""
    adapter, parcel = _spoken(delivery)
    if not isinstance(adapter, Facebook) or _over(delivery):
        return Outcome(Kind.READY)
    last = fence.last_attempt(delivery, "comment")
    if last is not None and not fence.may_follow(last):
        found = speak(adapter.find_comment, parcel, delivery.account)
        return _found_comment(last, found)
    with transaction.atomic(durable=True):
        attempt = fence.open_attempt(
            delivery,
            safety=Safety.RECONCILE_ONLY,
            payload_sha256=digest({"comment": parcel.content.first_comment}),
            operation="comment",
        )
    said = speak(adapter.comment, parcel, delivery.account)
    verdicts = {Kind.LIVE: Verdict.ACCEPTED, Kind.REJECTED: Verdict.REJECTED, Kind.NOT_SENT: Verdict.NOT_SENT}
    verdicts |= {Kind.WAIT: Verdict.WAIT, Kind.RECONNECT: Verdict.RECONNECT}
    verdict = verdicts.get(said.kind, Verdict.UNKNOWN)
    fence.judge(attempt, verdict, why=said.why, detail=said.detail, answer=said.answer)
    return Outcome(Kind.READY) if said.kind is Kind.LIVE else said


def _found_comment(attempt: fence.ProviderWriteAttempt, found: Outcome) -> Outcome:
    """A lost comment that is not found is left to a person: better none than two."""
    if found.kind is Kind.LIVE:
        fence.judge(attempt, Verdict.ACCEPTED, why="found", answer=found.answer)
        return Outcome(Kind.READY)
    if found.kind is Kind.UNSEEN:
        return Outcome(Kind.UNKNOWN, "comment_not_found", wait=dt.timedelta(minutes=10))
    return found


def _thumbnail(errand: Errand, delivery: Delivery) -> Outcome:  # noqa: ARG001 -- as the other errands
    adapter, parcel = _spoken(delivery)
    if not isinstance(adapter, YouTube) or _over(delivery) or delivery.handles.get("by_hand"):
        return Outcome(Kind.READY)
    return speak(adapter.set_thumbnail, parcel, delivery.account)


def _captions(errand: Errand, delivery: Delivery) -> Outcome:  # noqa: ARG001 -- as the other errands
    """Captions are looked for before they are added: adding twice makes two tracks."""
    adapter, parcel = _spoken(delivery)
    no = not isinstance(adapter, YouTube) or parcel.captions is None
    if no or _over(delivery) or delivery.handles.get("by_hand") or not isinstance(adapter, YouTube):
        return Outcome(Kind.READY)
    found = speak(adapter.find_captions, parcel, delivery.account)
    if found.kind is Kind.LIVE:
        return Outcome(Kind.READY)
    if found.kind is not Kind.UNSEEN:
        return found
    said = speak(adapter.add_captions, parcel, delivery.account)
    return Outcome(Kind.READY) if said.kind is Kind.LIVE else said


_KINDS: dict[str, Callable[[Errand, Delivery], Outcome]] = {
    "liveness": _liveness,
    "answer": _answer,
    "metrics": _metrics,
    "comment": _comment,
    "thumbnail": _thumbnail,
    "captions": _captions,
    "take_down": run_take_down,
}
