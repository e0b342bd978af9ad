"""What comes of speaking with a platform: one small vocabulary for six of them."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Kind(enum.StrEnum):
    """What is known after a call."""

    STEP = "step"
    """A preparing step is done; there may be more."""
    READY = "ready"
    """Everything is prepared."""
    PENDING = "pending"
    """The platform is still at it: ask again."""
    PARTLY = "partly"
    """A part of the file is taken, not the last: the same attempt goes on."""
    ACCEPTED = "accepted"
    """The platform has it, and said how it calls it."""
    LIVE = "live"
    """It is published."""
    ABSENT = "absent"
    """The platform itself says of this handle that it is not published: the same handle may be used once more."""
    UNSEEN = "unseen"
    """It was looked for and not found, which proves little."""
    REJECTED = "rejected"
    WAIT = "wait"
    """Refused for now: too much was asked."""
    RECONNECT = "reconnect"
    """The token holds no more, or lacks a right."""
    NOT_SENT = "not_sent"
    """No connection was made: nothing left this machine."""
    UNKNOWN = "unknown"
    """The answer was lost, or says nothing that can be relied on."""


@dataclass(frozen=True, slots=True)
class Post:
    """What stands on the platform. `visibility` in the words of `publicity.enums.Visibility`; `at` since when."""

    id: str
    permalink: str = ""
    visibility: str = "public"
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call. `handles` and `secrets` are kept with the delivery (None forgets one).

    `why` is a code of `reasons`, `detail` the platform's own words, `wait` how long to be quiet, `answer` its JSON
    without tokens.
    """

    kind: Kind
    why: str = ""
    detail: str = ""
    wait: dt.timedelta | None = None
    handles: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str | None] = field(default_factory=dict)
    post: Post | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)


class Refusal(Exception):  # noqa: N818 -- not always a fault: "wait" is one of them
    """A platform's answer that ends what an adapter was at; `outcome` says how."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.why, outcome.detail)
        self.outcome = outcome


def refusal(kind: Kind, why: str, detail: str = "", **more: Any) -> Refusal:
    """A refusal with its code and the platform's own words."""
    return Refusal(Outcome(kind, why, detail[:1_000], **more))
