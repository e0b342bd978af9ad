"""What YouTube knows: clients, channels, grants, upload sessions, videos, playlists, captions, units used."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from emulators.media import Media

CLIENT, SECRET = "7301-emulated.apps.googleusercontent.com", "emulated-google-secret"
CHANNEL, ACCESS, REFRESH = "UCemulated7301Bangkok0001", "ya29.emulated.first", "1//emulated-refresh-first"
PREFIX = "https://www.googleapis.com/auth/"
SCOPES = tuple(
    PREFIX + name
    for name in ("youtube", "youtube.upload", "youtube.readonly", "youtube.force-ssl", "yt-analytics.readonly")
)


@dataclass
class Client:
    """An OAuth client with its project.

    While `testing`, refresh tokens live 7 days; while not `audited`, every upload is locked private.
    """

    id: str
    secret: str
    testing: bool = False
    audited: bool = True
    units_per_day: int = 10_000
    uploads_per_day: int = 100
    searches_per_day: int = 100


@dataclass
class Channel:
    id: str
    title: str = "ย่านสร้างสรรค์ กรุงเทพมหานคร (จำลอง)"
    handle: str = "@bkkcreative"
    verified: bool = True
    suspended: bool = False
    processing_seconds: float = 60
    uploads_limit: int = 100
    subscribers: int = 2600

    @property
    def uploads(self) -> str:
        return "UU" + self.id[2:]


@dataclass
class Refresh:
    value: str
    client: str
    channel: str
    scopes: frozenset[str]
    issued: datetime
    expires: datetime | None = None
    used: datetime | None = None
    revoked: bool = False


@dataclass
class Access:
    value: str
    refresh: str
    client: str
    channel: str
    scopes: frozenset[str]
    expires: datetime
    revoked: bool = False


@dataclass
class Session:
    """One resumable upload."""

    id: str
    channel: str
    client: str
    created: datetime
    parts: list[str]
    resource: dict[str, Any]
    size: int | None
    content: bytearray = field(default_factory=bytearray)
    video: str = ""
    gone: bool = False


@dataclass
class Video:
    id: str
    channel: str
    client: str
    created: datetime
    snippet: dict[str, Any]
    status: dict[str, Any]
    media: Media | None = None
    published: datetime | None = None
    locked: bool = False
    failed: str = ""
    rejected: str = ""
    for_ever: bool = False
    thumbnail: str = ""
    deleted: bool = False
    state: str = "live"
    localizations: dict[str, Any] = field(default_factory=dict)
    metrics: dict[str, Any] = field(default_factory=dict)


@dataclass
class Caption:
    id: str
    video: str
    snippet: dict[str, Any]
    content: bytes
    updated: datetime


@dataclass
class Playlist:
    id: str
    channel: str
    snippet: dict[str, Any]
    status: dict[str, Any]
    created: datetime
    items: list[tuple[str, str, datetime]] = field(default_factory=list)  # (item, video, added)


class Store:
    def __init__(self, now: datetime) -> None:
        self._numbers = count(1)
        every = frozenset(SCOPES)
        self.clients = {CLIENT: Client(CLIENT, SECRET)}
        self.channels = {CHANNEL: Channel(CHANNEL)}
        self.refreshes = {REFRESH: Refresh(REFRESH, CLIENT, CHANNEL, every, now)}
        self.accesses = {ACCESS: Access(ACCESS, REFRESH, CLIENT, CHANNEL, every, now + timedelta(hours=1))}
        self.codes: dict[str, dict[str, Any]] = {}
        self.sessions: dict[str, Session] = {}
        self.videos: dict[str, Video] = {}
        self.captions: dict[str, Caption] = {}
        self.playlists: dict[str, Playlist] = {}
        self.units: dict[tuple[str, str, str], int] = {}  # (client, bucket, Pacific day)

    def number(self) -> int:
        return next(self._numbers)

    def video_id(self) -> str:
        """Eleven characters, as YouTube's."""
        return f"emu{self.number():08d}"

    def of(self, channel: str) -> list[Video]:
        found = [one for one in self.videos.values() if one.channel == channel and not one.deleted]
        return sorted(found, key=lambda one: one.created, reverse=True)
