"""The one interface to the channels, and what they share.

An adapter is without memory: everything it knows of a delivery stands in the parcel. Each method makes as few calls as
possible, so that what was learnt is kept before the next one. What may be repeated, and what never, the engine decides
(`delivering`), not the adapter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from samrit.channels.enums import Safety
from samrit.channels.platforms.outcome import Kind, Outcome
from samrit.channels.platforms.parcel import Parcel

SOON, MINUTE = dt.timedelta(seconds=15), dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Version:
    """The version of an interface that we speak, and when it may end at the earliest (None: nothing announced)."""

    name: str
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a platform. `value` None: it gave none, which is not 0. `parts`: of what it is made up."""

    metric: str
    value: int | None
    raw: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, int] = field(default_factory=dict)
    defined_on: dt.date | None = None


class Adapter:
    """What every channel can do; a channel that has no such thing says so."""

    version: ClassVar[Version]
    edits: ClassVar[bool] = False
    deletes: ClassVar[bool] = True

    def payload(self, parcel: Parcel) -> dict[str, Any]:
        """What is published, in one normalised form: hashed for the approval, shown in the preview."""
        raise NotImplementedError

    def safety(self, parcel: Parcel) -> Safety:  # noqa: ARG002 -- some channels look at the form
        """What may be done when the answer to `send` is lost."""
        return Safety.RECONCILE_ONLY

    def handle(self, parcel: Parcel) -> str:  # noqa: ARG002 -- some have none
        """The handle that the platform gave before the irreversible step; empty where it gives none."""
        return ""

    def prepare(self, parcel: Parcel) -> Outcome:  # noqa: ARG002 -- some have nothing to prepare
        """The next step that publishes nothing and may be repeated: STEP, PENDING, or READY where none is left."""
        return Outcome(Kind.READY)

    def send(self, parcel: Parcel) -> Outcome:
        """The irreversible step."""
        raise NotImplementedError

    def reconcile(self, parcel: Parcel) -> Outcome:
        """Reads only: what does the platform say about this delivery."""
        raise NotImplementedError

    def read_metrics(self, parcel: Parcel) -> list[Figure]:
        """The numbers of what was published."""
        raise NotImplementedError

    def check_live(self, parcel: Parcel) -> Outcome:
        """Whether somebody who is not signed in sees it."""
        raise NotImplementedError

    def take_down(self, parcel: Parcel) -> Outcome:
        """Takes it down: ABSENT where it is gone, REJECTED where the platform has no such thing."""
        raise NotImplementedError


def when(stamp: str | int | None) -> dt.datetime | None:
    """A platform's moment: ISO 8601, Meta's form of it, or Unix seconds; None where it says nothing readable."""
    if stamp is None or stamp == "":
        return None
    if isinstance(stamp, int) or str(stamp).isdigit():
        return dt.datetime.fromtimestamp(int(stamp), dt.UTC)
    try:
        read = dt.datetime.fromisoformat(str(stamp).replace("Z", "+00:00").replace("+0000", "+00:00"))
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)


def number(value: Any) -> int | None:
    """A count as a platform writes it: a number or its text; None for nothing."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
