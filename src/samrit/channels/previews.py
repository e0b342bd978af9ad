"""How a variant will look on its channel: the frame of each file and what it cuts off, the words and where they fold.

The same words are shown that the adapter sends. Frames are those of the platforms' applications on a telephone
(November 2026); where a platform folds a long text it does so by lines, so the place is told as near, not as exact.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from samrit.channels.enums import PostForm
from samrit.channels.measures import Measure, measures_of
from samrit.channels.models import Delivery
from samrit.channels.parcels import parcel_of
from samrit.channels.platforms.parcel import Content, Medium, Parcel
from samrit.channels.registry import adapter_of
from samrit.core.contract import Message
from samrit.publicity.enums import Channel

UPRIGHT, SQUARE, WIDE = Fraction(9, 16), Fraction(1), Fraction(16, 9)
_TILE, _CARD = Fraction(3, 4), Fraction(1200, 630)
"""A post in an account's grid on Instagram; the picture of a page whose address is shared."""
_FOLDS: dict[str, int] = {Channel.FACEBOOK: 480, Channel.INSTAGRAM: 125, Channel.TIKTOK: 90, Channel.YOUTUBE: 160}
"""After about so many letters a channel shows the rest only to who asks for it."""
_ALT: dict[str, frozenset[str]] = {
    Channel.WEBSITE: frozenset({PostForm.ARTICLE}),
    Channel.FACEBOOK: frozenset({PostForm.PHOTO, PostForm.ALBUM}),
    Channel.INSTAGRAM: frozenset({PostForm.PHOTO, PostForm.ALBUM}),
}
"""Where a description of a picture goes along with it."""
_MARKS = re.compile(r"(https?://[^\s]+)|((?<!\w)#\w[\w\u0E31-\u0E4E]*)|((?<!\w)@\w[\w.]*)")
_LIVE_LINKS = frozenset({Channel.FACEBOOK, Channel.LINE, Channel.YOUTUBE})


@dataclass(frozen=True, slots=True)
class Frame:
    """A file as it is shown, in a box of `width` to `height`: whole, or filling it and cut.

    `cut`: how many hundredths of it are not seen, at its `sides` ("sides" or "ends"). `key`: the file of the work.
    `told`: its description; None where the channel takes none along.
    """

    key: int
    width: int
    height: int
    is_video: bool
    cut: int = 0
    sides: str = ""
    whole: bool = False
    told: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A text as it is shown: pieces of (kind, text) until the fold, and the rest. Kinds: "", link, tag, name."""

    shown: tuple[tuple[str, str], ...]
    rest: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What people will see. `look`: the layout; `cover`: what stands for a film; `tile`: the picture among others."""

    look: str
    title: str
    words: Words
    frames: tuple[Frame, ...]
    cover: Frame | None
    tile: Frame | None
    first_comment: str
    link: str
    notes: tuple[Message, ...]
    measures: tuple[Measure, ...]


def preview_of(delivery: Delivery, parcel: Parcel | None = None) -> Preview:
    """The preview of a delivery as it stands, saved or not."""
    parcel = parcel or parcel_of(delivery)
    channel, form = delivery.account.channel, delivery.form
    said = dict(_flat(adapter_of(channel).payload(parcel)))
    text = next((said[name] for name in ("text", "message", "caption", "description") if said.get(name)), "")
    title = said.get("title", "")
    if channel == Channel.TIKTOK and form == PostForm.VIDEO:  # its caption travels as a title
        title, text = "", title
    keys = _keys(delivery)
    frames = tuple(_frames(channel, form, list(zip(keys, parcel.media, strict=False))))
    cover = parcel.thumbnail if channel in {Channel.YOUTUBE, Channel.LINE} else None
    box = _box(channel, form, parcel.first) if cover and parcel.media else None
    key = parcel.content.thumbnail
    return Preview(
        look=_look(channel, form, parcel),
        title=title,
        words=words_of(text, channel),
        frames=frames,
        cover=_frame(key, cover, box, told=None) if cover and key else None,
        tile=_tile(channel, form, keys, parcel),
        first_comment=said.get("first_comment", ""),
        link=parcel.link.partition("://")[2],
        notes=tuple(_notes(channel, parcel)),
        measures=tuple(measures_of(parcel, channel)),
    )


def _flat(payload: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in payload.items():
        if isinstance(value, Mapping):
            yield from _flat(value)
        else:
            yield name, value


def _keys(delivery: Delivery) -> list[int]:
    """The chosen files that are still there, in their order: as the parcel has them."""
    there = set(delivery.work.media.values_list("pk", flat=True))
    return [key for key in delivery.content.get("media") or [] if key in there]


def _look(channel: str, form: str, parcel: Parcel) -> str:
    """Upright films share one layout; everything else has its channel's."""
    if form in {PostForm.REEL, PostForm.STORY} or channel == Channel.TIKTOK or _is_short(channel, parcel):
        return "upright"
    return channel


def _is_short(channel: str, parcel: Parcel) -> bool:
    """YouTube shows an upright or square film of up to three minutes as a Short."""
    if channel != Channel.YOUTUBE or not parcel.media:
        return False
    film = parcel.first
    if not film.width or not film.height or film.seconds is None:
        return False
    return film.width <= film.height and film.seconds <= 180


# --- frames ---


def _frames(channel: str, form: str, rows: list[tuple[int, Medium]]) -> Iterator[Frame]:
    first = _box(channel, form, rows[0][1]) if rows else None
    told = form in _ALT.get(channel, ())
    for key, medium in rows:
        box = first if form == PostForm.ALBUM else _box(channel, form, medium)
        yield _frame(key, medium, box, told=medium.alt if told and not medium.is_video else None)


def _box(channel: str, form: str, medium: Medium) -> Fraction | None:
    """Sides of the box that a file is shown in; None: its own."""
    own = _own(medium)
    if form in {PostForm.REEL, PostForm.STORY} or channel == Channel.TIKTOK:
        return UPRIGHT
    if channel == Channel.YOUTUBE:
        return UPRIGHT if own is not None and own <= 1 else WIDE
    if form == PostForm.ALBUM and channel == Channel.FACEBOOK:
        return SQUARE
    if channel == Channel.INSTAGRAM and own is not None:
        return min(max(own, Fraction(4, 5)), Fraction(191, 100))
    return None


def _own(medium: Medium) -> Fraction | None:
    return Fraction(medium.width, medium.height) if medium.width and medium.height else None


def _frame(key: int, medium: Medium, box: Fraction | None, *, told: str | None) -> Frame:
    own = _own(medium)
    box = box or own or SQUARE
    film = medium.is_video
    shape = (box.limit_denominator(1_000).numerator, box.limit_denominator(1_000).denominator)
    if own is None or film or box == UPRIGHT:  # films and upright frames show the whole, with bars beside it
        return Frame(key, *shape, film, whole=True, told=told)
    part = min(own / box, box / own)
    cut = round((1 - part) * 100)
    sides = "" if not cut else "sides" if own > box else "ends"
    return Frame(key, *shape, film, cut, sides, told=told)


def _tile(channel: str, form: str, keys: list[int], parcel: Parcel) -> Frame | None:
    """The first picture where a post is one of many: in an account's grid, or on the card of a page that is shared."""
    box = {Channel.INSTAGRAM: _TILE, Channel.WEBSITE: _CARD}.get(Channel(channel))
    if box is None or form == PostForm.STORY or not keys or parcel.first.is_video:
        return None
    return _frame(keys[0], parcel.first, box, told=None)


# --- words ---


def words_of(text: str, channel: str) -> Words:
    """The text with its links, hashtags and names marked, folded where the channel folds it."""
    at = _fold(text, _FOLDS.get(channel))
    return Words(tuple(_pieces(text[:at], channel)), tuple(_pieces(text[at:], channel)))


def _fold(text: str, most: int | None) -> int:
    """At a blank where there is one near, and never between a letter and what stands above or below it."""
    if most is None or len(text) <= most:
        return len(text)
    blank = max(text.rfind(" ", 0, most), text.rfind("\n", 0, most))
    if blank > most * 2 // 3:
        return blank
    at = most
    while at > 0 and (unicodedata.category(text[at]).startswith("M") or text[at] in "ะาำๅ"):
        at -= 1
    return at


def _pieces(text: str, channel: str) -> Iterator[tuple[str, str]]:
    place = 0
    for found in _MARKS.finditer(text):
        kind = "link" if found[1] else "tag" if found[2] else "name"
        if (kind == "link" and channel not in _LIVE_LINKS) or (
            kind != "link" and channel in {Channel.LINE, Channel.WEBSITE}
        ):
            continue
        if found.start() > place:
            yield "", text[place : found.start()]
        yield kind, found[0]
        place = found.end()
    if place < len(text):
        yield "", text[place:]


# --- what is not seen in the picture ---

_PRIVATE = Message("only the account itself sees it: it does not count", "เห็นเฉพาะเจ้าของบัญชี จึงไม่นับเป็นผลงาน")
_UNLISTED = Message("only who has the link sees it", "เห็นเฉพาะผู้มีลิงก์")


def _notes(channel: str, parcel: Parcel) -> Iterator[Message]:
    """What goes along and is not seen at first sight."""
    content = parcel.content
    tags = ", ".join(content.tags)
    only = {
        Channel.TIKTOK: [
            (content.advertising, Message("labelled as promotional content", "ติดป้าย “เนื้อหาส่งเสริมการขาย”")),
            (not content.comments, Message("nobody can comment", "ปิดไม่ให้แสดงความเห็น")),
        ],
        Channel.LINE: [
            (True, Message("goes to every friend, and cannot be called back", "ส่งถึงเพื่อนทุกคนของบัญชี และเรียกคืนไม่ได้")),
            (content.quiet, Message("without a notification", "ส่งโดยไม่แจ้งเตือน")),
        ],
        Channel.YOUTUBE: [
            (parcel.captions, Message("with captions", "มีคำบรรยายแทนเสียง")),
            (tags, Message(f"keywords, not shown: {tags}", f"คำสำคัญ (ไม่แสดง): {tags}")),
        ],
    }
    if channel in {Channel.TIKTOK, Channel.YOUTUBE}:
        yield from (note for holds, note in _watched(content) if holds)
    yield from (note for holds, note in only.get(Channel(channel), ()) if holds)


def _watched(content: Content) -> tuple[tuple[bool, Message], ...]:
    """Who sees a film, and how it was made."""
    return (
        (content.privacy in {"private", "self_only"}, _PRIVATE),
        (content.privacy == "unlisted", _UNLISTED),
        (content.made_with_ai, Message("labelled as made with AI", "ติดป้ายว่าสร้างด้วย AI")),
    )
