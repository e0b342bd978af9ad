"""What LINE knows: channels, tokens, friends, what was sent, retry keys."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

CHANNEL, SECRET, TOKEN = "2007301001", "emulated-line-channel-secret", "emulated-line-channel-access-token"


@dataclass
class Token:
    value: str
    channel: str
    issued: datetime
    expires: datetime | None = None
    stateless: bool = False
    key_id: str = ""
    revoked: bool = False


@dataclass
class Channel:
    """One Messaging API channel with its Official Account."""

    id: str
    secret: str
    name: str = "ย่านสร้างสรรค์ กทม. (จำลอง)"
    basic_id: str = "@730creative"
    friends: int = 1200
    blocks: int = 75
    quota: int | None = 15000
    used_elsewhere: int = 0
    webhook: str = ""
    webhook_active: bool = True
    staff: tuple[str, ...] = ("U00000000000000000000000000007301",)
    public_keys: dict[str, Any] = field(default_factory=dict)

    def friend(self, number: int) -> str:
        return "U" + hashlib.md5(f"{self.id}/{number}".encode(), usedforsecurity=False).hexdigest()


@dataclass
class Sent:
    """One accepted request to send. `recipients` is what is billed."""

    id: str
    channel: str
    kind: str
    messages: list[dict[str, Any]]
    created: datetime
    recipients: int
    to: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    silent: bool = False
    failed: str = ""
    code: int | None = None
    metrics: dict[str, Any] = field(default_factory=dict)
    media: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    state: str = "live"


@dataclass
class Kept:
    """A retry key: what it was accepted for, and until when it is known."""

    request: str
    until: datetime
    answer: bytes = b"{}"


class Store:
    def __init__(self, now: datetime) -> None:
        self._numbers = count(1)
        self.channels = {CHANNEL: Channel(CHANNEL, SECRET)}
        self.tokens = {TOKEN: Token(TOKEN, CHANNEL, now)}
        self.sent: dict[str, Sent] = {}
        self.keys: dict[tuple[str, str], Kept] = {}
        self.called: dict[tuple[str, str], list[datetime]] = {}

    def number(self) -> int:
        return next(self._numbers)

    def request_id(self) -> str:
        return hashlib.sha256(f"line request {self.number()}".encode()).hexdigest()[:36]

    def of(self, channel: str, since: datetime | None = None) -> list[Sent]:
        return [one for one in self.sent.values() if one.channel == channel and (since is None or one.created >= since)]


KEPT = timedelta(hours=24)
