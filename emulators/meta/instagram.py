"""Instagram: containers, their processing, publishing, the day's quota, lists."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from emulators.meta import nodes
from emulators.meta.errors import bad_parameter, refuse
from emulators.meta.fetching import fetched
from emulators.meta.pages import truth
from emulators.meta.processing import DAY, container_status
from emulators.meta.state import Comment, Container, InstagramMedia, Page
from emulators.routing import Router
from emulators.wire import Answer, Call, Refusal, json_answer

if TYPE_CHECKING:
    from emulators.meta.platform import Meta

graph = Router()
NUMBER = r"{ig:1784\d+|me}"


def account(meta: Meta, call: Call, ig: str, *needed: str) -> Page:
    token = meta.caller(call, *needed)
    page = meta.store.pages.get(token.page) if ig == "me" else meta.store.page_of_instagram(ig)
    if page is None or (token.kind == "PAGE" and token.page != page.id):
        raise refuse(
            "(#10) Application does not have permission for this action", 10, 2207050 if page else None, status=403
        )
    return page


@graph.post(f"/{NUMBER}/media")
def create(meta: Meta, call: Call, ig: str) -> Answer:
    page = account(meta, call, ig, "instagram_basic", "instagram_content_publish")
    given = call.params
    made = Container(meta.store.new_id("1790"), page.id, meta.caller(call).app, meta.world.clock.now(call.host))
    made.media_type = str(given.get("media_type") or "IMAGE").upper()
    made.caption, made.alt = str(given.get("caption", "")), str(given.get("alt_text", ""))
    made.is_child, made.share_to_feed = (
        truth(given.get("is_carousel_item", "")),
        truth(given.get("share_to_feed", True)),
    )
    made.resumable = given.get("upload_type") == "resumable"
    _ask_caption(made.caption)
    if call.fate("spam") is not None:
        raise refuse("Application request limit reached", 4, 2207051, title="Action is blocked")
    _fill(meta, call, page, made)
    if call.fate("container_expired") is not None:
        made.created -= DAY
    if (fault := call.fate("processing_failed")) is not None:
        made.error = str(fault.get("reason", "2207026"))
    if call.fate("processing_forever") is not None:
        made.ready_at = made.created + timedelta(days=365)
    meta.store.things[made.id] = made
    answer = {"id": made.id}
    if made.resumable:
        answer["uri"] = meta.world.at("rupload.facebook.com", f"/ig-api-upload/v26.0/{made.id}")
    return json_answer(answer)


def _ask_caption(caption: str) -> None:
    if len(caption) > 2200 or len(re.findall(r"#\w", caption)) > 30 or len(re.findall(r"@\w", caption)) > 20:
        raise refuse("The caption was too long.", 36004, 2207010, title="Caption too long")


def _fill(meta: Meta, call: Call, page: Page, made: Container) -> None:
    given = call.params
    if made.media_type == "CAROUSEL":
        made.children = _children(meta, page, given.get("children"))
        made.ready_at = made.created + timedelta(seconds=page.image_seconds)
        return
    if made.media_type == "VIDEO" and not made.is_child:
        raise refuse(
            "The VIDEO value for media_type is no longer supported. Use the REELS media type to publish a video.",
            100,
            2207023,
        )
    if made.media_type not in {"IMAGE", "REELS", "STORIES", "VIDEO"}:
        raise refuse("Unknown media type", 100, 2207023)
    if given.get("thumb_offset"):
        made.thumb_offset = call.whole("thumb_offset", 0)
    if made.resumable:
        if made.media_type == "IMAGE" or call.host == "graph.instagram.com":
            raise bad_parameter("upload_type resumable is for videos with Facebook Login")
        return
    made.address = str(given.get("video_url") or given.get("image_url") or "")
    if not made.address:
        needed = "image_url" if made.media_type == "IMAGE" else "video_url"
        raise bad_parameter(f"The parameter {needed} is required")
    content = fetched(meta, call, made.address)
    if content is None:
        raise refuse(
            "Only photo or video can be accepted as media type.",
            9004,
            2207052,
            title="Media download has failed.",
            explanation="The media could not be fetched from this URI: " + made.address,
        )
    made.content = bytearray(content)
    container_arrived(meta, call, made)


def _children(meta: Meta, page: Page, given: Any) -> list[str]:
    try:
        numbers = json.loads(given) if isinstance(given, str) and given.startswith("[") else given
        children = [str(one).strip() for one in (numbers.split(",") if isinstance(numbers, str) else numbers or [])]
    except (ValueError, TypeError):
        children = []
    found = [meta.store.things.get(number) for number in children]
    if not 2 <= len(found) <= 10 or not all(
        isinstance(one, Container) and one.is_child and one.page == page.id for one in found
    ):
        raise refuse("A carousel needs between 2 and 10 children", 100, 2207028, title="Carousel children")
    return children


def container_arrived(meta: Meta, call: Call, made: Container) -> None:
    """The bytes are there. Photos are judged at once, videos while they are processed."""
    page = meta.store.pages[made.page]
    media = made.media = meta.world.keep(bytes(made.content))
    made.content = bytearray()
    if made.ready_at is None:
        seconds = page.processing_seconds if media.is_video else page.image_seconds
        made.ready_at = meta.world.clock.now(call.host) + timedelta(seconds=seconds)
    if made.media_type == "IMAGE" or (made.media_type == "STORIES" and not media.is_video):
        _ask_image(made)
        return
    story = made.media_type == "STORIES"
    longest, largest = (60, 100_000_000) if story else (900, 300_000_000)
    length = media.seconds if media.seconds is not None else longest
    if (
        media.kind not in {"mp4", "mov"}
        or media.moov_first is False
        or media.size > largest
        or not 3 <= length <= longest
    ):
        made.error = "2207026"
    elif made.thumb_offset is not None and made.thumb_offset > length * 1000:
        raise refuse("The thumbnail offset is out of range", 1, 2207057)


def _ask_image(made: Container) -> None:
    media = made.media
    assert media is not None  # noqa: S101 -- just looked at
    if media.kind != "jpeg":
        raise refuse(
            "Only photo or video can be accepted as media type.", 36001, 2207005, title="Unsupported image format"
        )
    if media.size > 8_000_000:
        raise refuse("The image is too large to download. It should be less than 8 MiB.", 36000, 2207004)
    if made.media_type == "IMAGE" and media.ratio is not None and not 0.799 <= media.ratio <= 1.911:
        words = "The submitted image with aspect ratio is out of the range 4:5 to 1.91:1"
        raise refuse("Invalid aspect ratio", 36003, 2207009, title="Invalid image aspect ratio", explanation=words)


@graph.post(f"/{NUMBER}/media_publish")
def publish(meta: Meta, call: Call, ig: str) -> Answer:
    page = account(meta, call, ig, "instagram_basic", "instagram_content_publish")
    made = meta.store.things.get(str(call.params.get("creation_id", "")))
    if not isinstance(made, Container) or made.page != page.id or made.is_child:
        raise refuse("The requested resource does not exist", 24, 2207006, title="Media Not Found")
    code, _ = container_status(meta, made)
    if code == "PUBLISHED":
        raise refuse("The requested resource does not exist", 24, 2207006, title="Media Not Found")
    if code == "EXPIRED":
        raise refuse("The media container has expired", 24, 2207008, title="Media builder expired")
    if code == "IN_PROGRESS":
        words = "The media is not ready for publishing, please wait for a moment"
        raise refuse(
            "Media ID is not available", 9007, 2207027, title="The media could not be published", explanation=words
        )
    if code == "ERROR":
        raise refuse("Media upload has failed", -1, 2207032, title="Create media fail, please try to re-create media")
    if used(meta, page) >= page.quota_total or call.fate("quota") is not None:
        raise refuse("Application request limit reached", 9, 2207042, title="You reached maximum number of posts")
    if call.fate("restricted") is not None:
        raise _restricted()
    media = _publish(meta, call, made)
    if call.fate("restricted_but_published") is not None:
        raise _restricted()
    return json_answer({"id": media.id})


def _restricted() -> Refusal:
    words = "We restrict certain activity to protect our community. Tell us if you think we made a mistake."
    return refuse(
        "Application request limit reached", 4, 2207051, status=403, title="Action is blocked", explanation=words
    )


def _publish(meta: Meta, call: Call, made: Container) -> InstagramMedia:
    number = meta.store.new_id("1801")
    media = InstagramMedia(number, made.page, made.app, meta.world.clock.now(call.host))
    video = made.media is not None and made.media.is_video
    media.media_type = {"CAROUSEL": "CAROUSEL_ALBUM"}.get(made.media_type, "VIDEO" if video else "IMAGE")
    media.product = {"REELS": "REELS", "STORIES": "STORY"}.get(made.media_type, "FEED")
    media.caption, media.media, media.alt = made.caption, made.media, made.alt
    media.shortcode = "DS" + number[-9:]
    meta.store.things[number] = media
    made.published = number
    for child in made.children:
        part = meta.store.things[child]
        assert isinstance(part, Container)  # noqa: S101 -- asked when the carousel was made
        media.children.append(_publish_child(meta, media, part))
    if media.media is None and media.children:
        media.media = meta.store.things[media.children[0]].media  # type: ignore[attr-defined]  # a child is one medium
    return media


def _publish_child(meta: Meta, parent: InstagramMedia, part: Container) -> str:
    number = meta.store.new_id("1801")
    child = InstagramMedia(number, parent.page, parent.app, parent.created, product="CHILD", media=part.media)
    child.media_type = "VIDEO" if part.media and part.media.is_video else "IMAGE"
    child.shortcode, child.alt = parent.shortcode, part.alt
    meta.store.things[number] = child
    part.published = number
    return number


def used(meta: Meta, page: Page) -> int:
    """Posts of the last 24 hours; a carousel counts once."""
    since = meta.world.clock.now() - DAY
    return sum(1 for each in meta.store.of(InstagramMedia, page.id) if each.product != "CHILD" and each.created > since)


@graph.get(f"/{NUMBER}/content_publishing_limit")
def limit(meta: Meta, call: Call, ig: str) -> Answer:
    page = account(meta, call, ig, "instagram_basic", "instagram_content_publish")
    row: dict[str, Any] = {"quota_usage": used(meta, page)}
    if "config" in str(call.params.get("fields", "")):
        row["config"] = {"quota_total": page.quota_total, "quota_duration": 86400}
    return json_answer({"data": [row]})


@graph.get(f"/{NUMBER}/media")
def media(meta: Meta, call: Call, ig: str) -> Answer:
    page = account(meta, call, ig, "instagram_basic")
    rows = [
        one
        for one in meta.store.of(InstagramMedia, page.id)
        if one.product not in {"CHILD", "STORY"} and one.state != "deleted"
    ]
    return nodes.listed(meta, call, rows[::-1], f"/{page.instagram}/media")


@graph.get(f"/{NUMBER}/stories")
def stories(meta: Meta, call: Call, ig: str) -> Answer:
    page = account(meta, call, ig, "instagram_basic")
    since = meta.world.clock.now() - DAY
    rows = [
        one
        for one in meta.store.of(InstagramMedia, page.id)
        if one.product == "STORY" and one.created > since and one.state != "deleted"
    ]
    return nodes.listed(meta, call, rows[::-1], f"/{page.instagram}/stories")


@graph.post(r"/{thing:1801\d+}/comments")
def comment(meta: Meta, call: Call, thing: str) -> Answer:
    """The first comment under one's own media."""
    found = nodes.alive(meta, thing)
    token = meta.caller(call, "instagram_manage_comments")
    text = str(call.params.get("message", ""))
    if not text:
        raise bad_parameter("The parameter message is required")
    made = Comment(
        meta.store.new_id("1799"), found.page, token.app, meta.world.clock.now(call.host), parent=thing, text=text
    )
    meta.store.things[made.id] = made
    return json_answer({"id": made.id})
