"""What TikTok knows: apps, creators, tokens, posts on their way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from emulators.media import Media

KEY, SECRET = "awemulatedclientkey", "emulated-tiktok-secret"
CREATOR, ACCESS, REFRESH = "-000emulatedOpenId7301", "act.emulated.first", "rft.emulated.first"
SCOPES = ("user.info.basic", "user.info.profile", "user.info.stats", "video.publish", "video.upload", "video.list")
ACCESS_LIFE, REFRESH_LIFE = timedelta(hours=2), timedelta(days=180)
PUBLIC, FRIENDS, FOLLOWERS, SELF = "PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "FOLLOWER_OF_CREATOR", "SELF_ONLY"


@dataclass
class App:
    key: str
    secret: str
    audited: bool = True
    verified: tuple[str, ...] = ("http://", "https://")  # address prefixes whose ownership is verified
    webhook: str = ""


@dataclass
class Creator:
    """One account. `private` closes the account; `can_post` is false when TikTok refuses more posts for now."""

    id: str
    username: str = "bkk.creative"
    nickname: str = "ย่านสร้างสรรค์ กทม. (จำลอง)"
    private: bool = False
    can_post: bool = True
    banned: bool = False
    max_seconds: int = 600
    comment_disabled: bool = False
    duet_disabled: bool = False
    stitch_disabled: bool = False
    processing_seconds: float = 15
    moderation_seconds: float = 60
    posts_per_day: int = 25
    followers: int = 1800


@dataclass
class Grant:
    """One access token with its refresh token. After a refresh both old ones are dead."""

    access: str
    refresh: str
    creator: str
    app: str
    scopes: frozenset[str]
    issued: datetime
    expires: datetime
    refresh_expires: datetime
    dead: bool = False
    used: bool = False


@dataclass
class Publish:
    """One post on its way, from init on."""

    id: str
    creator: str
    app: str
    kind: str
    source: str
    created: datetime
    info: dict[str, Any]
    size: int = 0
    chunk: int = 0
    chunks: int = 0
    upload: str = ""
    upload_expires: datetime | None = None
    content: bytearray = field(default_factory=bytearray)
    media: list[Media] = field(default_factory=list)
    received: datetime | None = None
    downloaded: int = 0
    failed: str = ""
    for_ever: bool = False
    id_after: float | None = None
    cancelled: bool = False
    video: str = ""
    announced: set[str] = field(default_factory=set)


@dataclass
class Video:
    """What is on the profile."""

    id: str
    creator: str
    created: datetime
    text: str
    privacy: str
    kind: str
    media: list[Media]
    publish: str
    app: str
    public_at: datetime | None = None
    state: str = "live"
    metrics: dict[str, Any] = field(default_factory=dict)


class Store:
    def __init__(self, now: datetime) -> None:
        self._numbers = count(1)
        self.apps = {KEY: App(KEY, SECRET)}
        self.creators = {CREATOR: Creator(CREATOR)}
        first = Grant(ACCESS, REFRESH, CREATOR, KEY, frozenset(SCOPES), now, now + ACCESS_LIFE, now + REFRESH_LIFE)
        self.grants = {ACCESS: first}
        self.codes: dict[str, dict[str, Any]] = {}
        self.publishes: dict[str, Publish] = {}
        self.videos: dict[str, Video] = {}
        self.called: dict[tuple[str, str], list[datetime]] = {}

    def number(self) -> int:
        return next(self._numbers)

    def by_refresh(self, text: str) -> Grant | None:
        return next((grant for grant in self.grants.values() if grant.refresh == text), None)

    def by_upload(self, upload: str) -> Publish | None:
        return next((one for one in self.publishes.values() if one.upload and one.upload == upload), None)
