"""How far a video or a container has got: a function of what it is and of the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from emulators.meta.state import Container, Post, Video

if TYPE_CHECKING:
    from emulators.meta.platform import Meta

DAY = timedelta(hours=24)


def processed_at(video: Video) -> datetime | None:
    """When processing ends; None while it has not begun or never will."""
    if video.uploaded is None or video.for_ever:
        return None
    return video.uploaded + timedelta(seconds=video.seconds)


def video_status(meta: Meta, video: Video) -> dict[str, Any]:
    """The `status` field with its three phases."""
    now = meta.world.clock.now()
    ready = processed_at(video)
    failed = bool(video.failed) and video.uploaded is not None
    done = ready is not None and ready <= now and not failed
    return {
        "video_status": _overall(video, now, done=done, failed=failed),
        "uploading_phase": _uploading(video),
        "processing_phase": _processing(video, done=done, failed=failed),
        "publishing_phase": _publishing(meta, video, failed=failed),
    }


def _overall(video: Video, now: datetime, *, done: bool, failed: bool) -> str:
    if failed:
        return "error"
    if done:
        return "ready"
    if video.uploaded is not None:
        return "processing"
    return "expired" if now - video.created > timedelta(hours=24) else "uploading"


def _uploading(video: Video) -> dict[str, Any]:
    held = video.media.size if video.media else len(video.content)
    state = "complete" if video.uploaded else "in_progress" if held else "not_started"
    size = {} if video.size is None else {"source_file_size": video.size}
    return {"status": state, "bytes_transfered": held, **size}


def _processing(video: Video, *, done: bool, failed: bool) -> dict[str, Any]:
    if failed:
        return {"status": "error", "error": {"message": video.failed}}
    return {"status": "complete" if done else "in_progress" if video.uploaded else "not_started"}


def _publishing(meta: Meta, video: Video, *, failed: bool) -> dict[str, Any]:
    post = meta.store.things.get(video.post)
    if isinstance(post, Post) and post.published:
        return {"status": "complete", "publish_status": "published", "publish_time": int(post.created.timestamp())}
    if not video.wanted:
        return {"status": "not_started", "publish_status": "draft", "publish_time": 0}
    if failed:
        return {"status": "error", "publish_status": "error", "publish_time": 0}
    at = int(video.scheduled.timestamp()) if video.scheduled else 0
    return {"status": "in_progress", "publish_status": "scheduled" if at else "draft", "publish_time": at}


def container_status(meta: Meta, made: Container) -> tuple[str, str]:
    """(status_code, status) by now."""
    now = meta.world.clock.now()
    if made.published:
        return "PUBLISHED", "Published: Media has been already published."
    if now - made.created >= DAY:
        return "EXPIRED", "Expired: The container was not published within 24 hours."
    children = [meta.store.things[number] for number in made.children]
    if (
        made.ready_at is None
        or made.ready_at > now
        or any(isinstance(one, Container) and container_status(meta, one)[0] == "IN_PROGRESS" for one in children)
    ):
        return "IN_PROGRESS", "In Progress: Media is still being processed."
    if made.error or any(isinstance(one, Container) and container_status(meta, one)[0] == "ERROR" for one in children):
        return "ERROR", f"Error: Media upload has failed with error code {made.error or 2207026}"
    return "FINISHED", "Finished: Media has been uploaded and it is ready to be published."
