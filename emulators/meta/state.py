"""What Meta knows: apps, people, Pages, tokens, and everything posted on either network."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from emulators.media import Media

APP, SECRET = "730100000000001", "emulated-app-secret"
PERSON, PAGE, INSTAGRAM = "7301000000000011", "7301000000000021", "17841400000007301"
PAGE_TOKEN, USER_TOKEN = "EAAemulatedPageToken", "EAAemulatedUserToken"
SCOPES = (
    "pages_show_list",
    "pages_manage_posts",
    "pages_read_engagement",
    "pages_manage_engagement",
    "pages_read_user_content",
    "read_insights",
    "business_management",
    "instagram_basic",
    "instagram_content_publish",
    "instagram_manage_insights",
    "instagram_manage_comments",
    "instagram_manage_contents",
)


@dataclass
class App:
    """A registered app. While `live` is false only people with a role on it see what it posts."""

    id: str
    secret: str
    live: bool = True
    redirects: tuple[str, ...] = ()


@dataclass
class Token:
    """One access token. `dead` is the subcode that it is refused with."""

    value: str
    kind: str
    person: str
    app: str
    scopes: frozenset[str]
    issued: datetime
    expires: datetime | None = None
    page: str = ""
    long_lived: bool = False
    dead: int | None = None


@dataclass
class Page:
    """A Facebook Page with its Instagram account; both networks read its settings."""

    id: str
    name: str
    instagram: str
    username: str
    likes: int = 4200
    processing_seconds: float = 20
    image_seconds: float = 3
    quota_total: int = 50
    reels_per_day: int = 30
    usage: int = 0
    crossposted: bool = False
    publishing_authorised: bool = True
    calls: int = 0
    followers: int = 3100


@dataclass
class Thing:
    """What every node has. `state` is what happened to it behind our back."""

    id: str
    page: str
    app: str
    created: datetime
    state: str = "live"
    metrics: dict[str, Any] = field(default_factory=dict)


@dataclass
class Photo(Thing):
    media: Media | None = None
    caption: str = ""
    alt: str = ""
    published: bool = True
    temporary: bool = False
    post: str = ""


@dataclass
class Video(Thing):
    """A reel, a video or a video story, from *start* on."""

    kind: str = "reel"
    size: int | None = None
    content: bytearray = field(default_factory=bytearray)
    media: Media | None = None
    uploaded: datetime | None = None
    failed: str = ""
    for_ever: bool = False
    seconds: float = 20
    wanted: str = ""
    finished: datetime | None = None
    scheduled: datetime | None = None
    title: str = ""
    text: str = ""
    thumbnail: str = ""
    post: str = ""


@dataclass
class Post(Thing):
    """A post on a Page. `scheduled` and unpublished ones are not on the feed."""

    text: str = ""
    link: str = ""
    published: bool = True
    scheduled: datetime | None = None
    draft: bool = False
    photos: list[str] = field(default_factory=list)
    video: str = ""
    status_type: str = "mobile_status_update"
    edited: datetime | None = None
    story: bool = False
    place: str = ""


@dataclass
class Comment(Thing):
    parent: str = ""
    text: str = ""


@dataclass
class Container(Thing):
    """An Instagram container: a draft that lives a day."""

    media_type: str = "IMAGE"
    caption: str = ""
    media: Media | None = None
    address: str = ""
    children: list[str] = field(default_factory=list)
    is_child: bool = False
    resumable: bool = False
    content: bytearray = field(default_factory=bytearray)
    size: int | None = None
    ready_at: datetime | None = None
    error: str = ""
    published: str = ""
    alt: str = ""
    share_to_feed: bool = True
    thumb_offset: int | None = None


@dataclass
class InstagramMedia(Thing):
    media_type: str = "IMAGE"
    product: str = "FEED"
    caption: str = ""
    shortcode: str = ""
    media: Media | None = None
    children: list[str] = field(default_factory=list)
    alt: str = ""


class Store:
    """Everything of Meta's by id."""

    def __init__(self, now: datetime) -> None:
        self._numbers = count(1)
        self.apps = {APP: App(APP, SECRET)}
        self.pages = {PAGE: Page(PAGE, "ย่านสร้างสรรค์ กรุงเทพมหานคร (จำลอง)", INSTAGRAM, "bkk.creative.district")}
        self.person_name = "เจ้าหน้าที่ประชาสัมพันธ์ (จำลอง)"
        self.tokens: dict[str, Token] = {}
        self.codes: dict[str, dict[str, Any]] = {}
        self.things: dict[str, Thing] = {}
        self.waiting: dict[str, Post] = {}  # not on the feed yet
        self.asked: dict[str, list[datetime]] = {}
        every = frozenset(SCOPES)
        self.tokens[USER_TOKEN] = Token(
            USER_TOKEN, "USER", PERSON, APP, every, now, now + timedelta(days=60), long_lived=True
        )
        self.tokens[PAGE_TOKEN] = Token(PAGE_TOKEN, "PAGE", PERSON, APP, every, now, None, PAGE, long_lived=True)

    def add_post(self, post: Post) -> None:
        """Keep a post; one that is not published waits for its hour or its video."""
        self.things[post.id] = post
        if not post.published:
            self.waiting[post.id] = post

    def number(self) -> int:
        return next(self._numbers)

    def new_id(self, prefix: str) -> str:
        """A numeric id that fits 64 bits, as Meta's do."""
        return f"{prefix}{self.number():010d}"

    def of(self, kind: type[Any], page: str = "") -> list[Any]:
        """All things of one kind, oldest first."""
        found = [each for each in self.things.values() if isinstance(each, kind) and page in {"", each.page}]
        return sorted(found, key=lambda each: each.created)

    def page_of_instagram(self, instagram: str) -> Page | None:
        return next((page for page in self.pages.values() if page.instagram == instagram), None)
