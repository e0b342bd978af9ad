"""A delivery's change of state, by the table, with its step and its audit entry; and how long to wait."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from samrit.channels import telling, vault
from samrit.channels.enums import DeliveryState
from samrit.channels.models import Delivery, DeliveryStep
from samrit.channels.platforms.outcome import Outcome
from samrit.channels.states import AT_REST, TRANSITIONS, WORDS
from samrit.people import recording
from samrit.people.models import User
from samrit.people.rights import Standing
from samrit.platform.states import next_state

_PAUSES = tuple(dt.timedelta(seconds=seconds) for seconds in (15, 30, 60, 120, 300, 600, 900))


def pause(tries: int) -> dt.timedelta:
    """How long to wait after so many tries in vain."""
    return _PAUSES[min(tries, len(_PAUSES) - 1)]


def move(
    delivery: Delivery,
    act: str,
    *,
    why: str = "",
    detail: str = "",
    due_at: dt.datetime | None = None,
    acting_user: User | None = None,
    standing: Standing | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Takes the delivery by `act` to where the table leads, and saves it. Call it inside a transaction.

    `due_at`: when the machine goes on; now, where nothing is said and the new state is no place of rest.
    """
    before = delivery.state
    after = str(next_state(TRANSITIONS, before, act, names=WORDS))
    delivery.state, delivery.why, delivery.detail, delivery.looks = after, why, detail[:2_000], 0
    delivery.due_at = None if after in AT_REST else (due_at or timezone.now())
    save(delivery)
    DeliveryStep.objects.create(
        delivery=delivery,
        act=act,
        from_state=before,
        to_state=after,
        by=acting_user,
        role=standing.role if standing else "",
        on_behalf_of=standing.on_behalf_of if standing else None,
        why=why,
        detail=delivery.detail,
    )
    recording.record(
        f"channels.delivery.{act}",
        acting_user=acting_user,
        standing=standing,
        subject=delivery.subject,
        data={
            "from": before,
            "to": after,
            "work": delivery.work.subject,
            "channel": delivery.account.channel,
            **({"why": why} if why else {}),
            **(data or {}),
        },
    )
    if after in AT_REST and acting_user is None:
        telling.delivery_stopped(delivery)


def wait(delivery: Delivery, outcome: Outcome, *, tried: bool = True) -> None:
    """Stays where it is, and says why and until when. `tried`: it counts as a try in vain."""
    delivery.why, delivery.detail = outcome.why, outcome.detail[:2_000]
    delivery.due_at = timezone.now() + (outcome.wait or pause(delivery.looks))
    delivery.looks += int(tried)
    save(delivery)


def keep(delivery: Delivery, outcome: Outcome) -> None:
    """Keeps what the platform gave on the way; None forgets a handle. Save it afterwards."""
    handles = {**delivery.handles, **outcome.handles}
    delivery.handles = {name: value for name, value in handles.items() if value is not None}
    if outcome.secrets:
        secrets = {**vault.unseal_all(delivery.sealed), **outcome.secrets}
        delivery.sealed = vault.seal_all({name: value for name, value in secrets.items() if value is not None})


def save(delivery: Delivery) -> None:
    """Writes the row and raises its version, so that a page read before is known to be old."""
    delivery.version += 1
    delivery.save(
        update_fields=[
            "state",
            "why",
            "detail",
            "looks",
            "due_at",
            "handles",
            "sealed",
            "platform_id",
            "permalink",
            "publication",
            "version",
        ]
    )


def entered_at(delivery: Delivery) -> dt.datetime:
    """Since when it is in its present state."""
    step = delivery.steps.exclude(from_state=delivery.state).filter(to_state=delivery.state).order_by("-pk").first()
    return step.at if step is not None else delivery.created_at


def growing(delivery: Delivery) -> dt.timedelta:
    """How long to wait where tries are not counted: a quarter of the time waited so far, at most 15 minutes."""
    so_far = (timezone.now() - entered_at(delivery)) / 4
    return min(max(so_far, _PAUSES[0]), _PAUSES[-1])


def is_over(delivery: Delivery, limit: dt.timedelta) -> bool:
    """Whether it has been in its present state for longer than that."""
    return timezone.now() - entered_at(delivery) > limit


MACHINE = frozenset(
    {
        DeliveryState.SCHEDULED,
        DeliveryState.PREPARING,
        DeliveryState.SENDING,
        DeliveryState.ACCEPTED,
        DeliveryState.UNKNOWN,
    }
)
"""Here the machine is at work; such a delivery always has a `due_at`."""
