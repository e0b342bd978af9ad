"""Reels, videos and video stories of a Page: start, transfer, finish; and what becomes of them with time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from emulators.meta import nodes
from emulators.meta.errors import bad_parameter, no_such, refuse
from emulators.meta.fetching import fetched
from emulators.meta.pages import schedule
from emulators.meta.processing import processed_at
from emulators.meta.state import Page, Post, Video
from emulators.routing import Router
from emulators.wire import Answer, Call, json_answer

if TYPE_CHECKING:
    from emulators.meta.platform import Meta

graph = Router()
FAILED_WORDS = "Video processing failed: the file could not be decoded."


@graph.post("/{page}/video_reels")
def reels(meta: Meta, call: Call, page: str) -> Answer:
    return _phase(meta, call, page, "reel")


@graph.post("/{page}/video_stories")
def stories(meta: Meta, call: Call, page: str) -> Answer:
    return _phase(meta, call, page, "story")


@graph.post("/{page}/videos")
def old_videos(meta: Meta, call: Call, page: str) -> Answer:
    """Three phases as for long videos, or the whole file or address in one call."""
    if call.params.get("upload_phase"):
        return _phase(meta, call, page, "video")
    owner = meta.page(call, page, "pages_manage_posts")
    content = (
        call.files["source"].content
        if "source" in call.files
        else fetched(meta, call, str(call.params.get("file_url", "")))
    )
    if not content:
        raise refuse("There was a problem uploading your video file. Please try again with another file.", 389, 1363030)
    video = _new(meta, call, owner, "video")
    video.size, video.content = len(content), bytearray(content)
    arrived(meta, video)
    _finish(meta, call, video)
    return json_answer({"id": video.id})


def _new(meta: Meta, call: Call, owner: Page, kind: str) -> Video:
    video = Video(
        meta.store.new_id("9801"), owner.id, meta.caller(call).app, meta.world.clock.now(call.host), kind=kind
    )
    video.seconds = owner.processing_seconds
    meta.store.things[video.id] = video
    return video


def _phase(meta: Meta, call: Call, page: str, kind: str) -> Answer:
    owner = meta.page(call, page, "pages_manage_posts")
    phase = call.params.get("upload_phase")
    if phase == "start":
        return _start(meta, call, owner, kind)
    video = _own(meta, owner, str(call.params.get("video_id") or call.params.get("upload_session_id") or ""))
    if phase == "transfer" and kind == "video":
        return _transfer(meta, call, video)
    if phase == "finish":
        answer = {"success": True}
        post = _finish(meta, call, video)
        if call.fate("post_id") is not None or kind == "story":
            return json_answer({**answer, "post_id": post.id.partition("_")[2]})
        return json_answer(answer)
    raise bad_parameter("Param upload_phase must be one of {START, TRANSFER, FINISH, CANCEL}")


def _start(meta: Meta, call: Call, owner: Page, kind: str) -> Answer:
    if kind == "reel":
        day_ago = meta.world.clock.now() - timedelta(hours=24)
        recent = [
            each
            for each in meta.store.of(Video, owner.id)
            if each.kind == "reel" and each.wanted and each.created > day_ago
        ]
        if len(recent) >= owner.reels_per_day:
            raise refuse("(#4) Application request limit reached: too many reels in 24 hours", 4, 1390008)
    video = _new(meta, call, owner, kind)
    if kind == "video":
        video.size = call.whole("file_size", 0) or None
        if video.size is None:
            raise bad_parameter("Param file_size is required")
        first = min(video.size, 4_000_000)
        answer: dict[str, Any] = {
            "upload_session_id": video.id,
            "video_id": video.id,
            "start_offset": "0",
            "end_offset": str(first),
        }
        return json_answer(answer)
    return json_answer(
        {"video_id": video.id, "upload_url": meta.world.at("rupload.facebook.com", f"/video-upload/v26.0/{video.id}")}
    )


def _own(meta: Meta, owner: Page, number: str) -> Video:
    video = meta.store.things.get(number)
    if not isinstance(video, Video) or video.page != owner.id or video.state == "deleted":
        raise bad_parameter("Param video_id must be a valid video id")
    return video


def _transfer(meta: Meta, call: Call, video: Video) -> Answer:
    start = call.whole("start_offset", -1)
    if start != len(video.content):
        words = "Your video upload timed out before it could be completed."
        raise refuse(words, 6001, 1363037, transient=True)
    video.content += next(iter(call.files.values())).content if call.files else b""
    assert video.size is not None  # noqa: S101 -- set at start
    done = len(video.content)
    if done >= video.size:
        arrived(meta, video)
    return json_answer({"start_offset": str(done), "end_offset": str(min(video.size, done + 4_000_000))})


def arrived(meta: Meta, video: Video) -> None:
    """All bytes are there: look at them."""
    video.media = meta.world.keep(bytes(video.content))
    video.uploaded = meta.world.clock.now()
    video.content = bytearray()
    if not video.media.is_video:
        video.failed = "The video file is not in a supported format."
    elif video.kind == "reel" and video.media.seconds is not None and not 3 <= video.media.seconds <= 90:
        video.failed = "Reels must be between 3 and 90 seconds long."
    elif video.kind == "reel" and video.media.width and video.media.width < 540:
        video.failed = "Reels must be at least 540x960 pixels."


def _finish(meta: Meta, call: Call, video: Video) -> Post:
    if video.uploaded is None:
        raise refuse("The video has not been uploaded completely.", 6000, 1363042)
    if video.wanted:
        raise refuse("This video was already published.", 100, 1363047)
    now = meta.world.clock.now(call.host)
    at, draft = schedule(call, now, timedelta(days=29) if video.kind == "reel" else timedelta(days=30))
    state = str(call.params.get("video_state", "PUBLISHED")).upper()
    if state not in {"PUBLISHED", "SCHEDULED", "DRAFT"} or (state == "SCHEDULED") > (at is not None):
        raise bad_parameter("Param video_state must be one of {PUBLISHED, DRAFT, SCHEDULED}, with a time for SCHEDULED")
    video.title = str(call.params.get("title", ""))
    video.text = str(call.params.get("description", ""))
    if (thumbnail := call.files.get("thumb")) is not None:
        video.thumbnail = meta.world.keep(thumbnail.content).sha256
    video.finished, video.scheduled = now, at
    unpublished = str(call.params.get("published", "true")).lower() in {"false", "0"} and at is None
    video.wanted = "SCHEDULED" if at else "DRAFT" if draft or state == "DRAFT" or unpublished else "PUBLISHED"
    if (fault := call.fate("processing_failed")) is not None:
        video.failed = str(fault.get("reason", FAILED_WORDS))
    video.for_ever = call.fate("processing_forever") is not None
    post = Post(f"{video.page}_{video.id}", video.page, video.app, now, published=False)
    post.text, post.video, post.status_type, post.scheduled = video.text, video.id, "added_video", at
    post.story, post.draft = video.kind == "story", video.wanted == "DRAFT"
    video.post = post.id
    meta.store.add_post(post)
    publish_due(meta, now)
    return post


def publish_due(meta: Meta, now: datetime) -> None:
    """What waits appears: a scheduled post at its hour, a video once it is processed and due."""
    for post in list(meta.store.waiting.values()):
        video = meta.store.things.get(post.video)
        at = post.scheduled
        if isinstance(video, Video):
            ready = None if video.failed or video.wanted == "DRAFT" else processed_at(video)
            at = max(ready, video.scheduled or ready) if ready is not None else None
        if not post.published and at is not None and at <= now:
            post.published, post.created, post.scheduled = True, at, None
        if post.published:
            del meta.store.waiting[post.id]


@graph.get("/{page}/video_reels", "/{page}/videos")
def list_videos(meta: Meta, call: Call, page: str) -> Answer:
    owner = meta.page(call, page, "pages_read_engagement")
    reel = call.path.endswith("/video_reels")
    rows = [
        video
        for video in meta.store.of(Video, owner.id)
        if (video.kind == "reel") == reel and video.kind != "story" and video.state != "deleted" and video.post
    ]
    return nodes.listed(meta, call, rows[::-1], call.path)


@graph.post("/{video}/thumbnails")
def thumbnails(meta: Meta, call: Call, video: str) -> Answer:
    found = _video(meta, call, video)
    if "source" not in call.files:
        raise bad_parameter("The parameter source is required")
    found.thumbnail = meta.world.keep(call.files["source"].content).sha256
    return json_answer({"success": True})


@graph.post("/{video}/captions")
def captions(meta: Meta, call: Call, video: str) -> Answer:
    """`captions_file` named like `filename.th_TH.srt`."""
    _video(meta, call, video)
    given = call.files.get("captions_file")
    if given is None or not given.filename.endswith(".srt") or len(given.filename.split(".")) < 3:
        raise refuse("(#386) The caption file should be in SRT format, named filename.locale.srt", 386)
    return json_answer({"success": True})


def _video(meta: Meta, call: Call, number: str) -> Video:
    found = nodes.alive(meta, number)
    if not isinstance(found, Video):
        raise no_such(number)
    meta.page(call, found.page, "pages_manage_posts")
    return found
