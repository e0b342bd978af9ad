"""Uploading: a resumable session, its chunks, its probe; thumbnails."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from emulators.routing import Router
from emulators.wire import Answer, Call, json_answer, multipart_parts, whole
from emulators.youtube import resources
from emulators.youtube.errors import refuse
from emulators.youtube.state import Access, Session, Video

if TYPE_CHECKING:
    from emulators.youtube.platform import YouTube

api = Router()
STEP, WEEK, LARGEST = 256 * 1024, timedelta(days=7), 256 << 30
UPLOAD = ("youtube", "youtube.upload", "youtube.force-ssl")


@api.post("/upload/youtube/v3/videos", "/resumable/upload/youtube/v3/videos")
def start(youtube: YouTube, call: Call) -> Answer:
    access = youtube.access(call, *UPLOAD)
    youtube.spend(call, access, 1, "uploads")
    kind = call.query.get("uploadType")
    if kind == "multipart":
        parts = multipart_parts(call.headers.get("content-type", ""), call.body)
        if len(parts) != 2:
            raise refuse("mediaBodyRequired", "The request does not include the video content.", 400, "youtube.video")
        session = _session(youtube, call, access, _json(parts[0].content), len(parts[1].content))
        session.content += parts[1].content
        return json_answer(resources.row(youtube, _complete(youtube, call, session), session.parts))
    if kind != "resumable":
        raise refuse("mediaBodyRequired", "The request does not include the video content.", 400, "youtube.video")
    announced = call.headers.get("x-upload-content-length")
    session = _session(
        youtube, call, access, call.object, whole(announced, "X-Upload-Content-Length") if announced else None
    )
    query = f"uploadType=resumable&part={','.join(session.parts)}&upload_id={session.id}"
    return Answer(
        200, b"", {"Location": youtube.world.at(call.host, f"{call.path}?{query}"), "X-GUploader-UploadID": session.id}
    )


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise refuse("parseError", "Parse Error", 400, "global")
    return found


def _session(youtube: YouTube, call: Call, access: Access, resource: dict[str, Any], size: int | None) -> Session:
    parts = [part.strip() for part in call.query.get("part", "").split(",") if part.strip()]
    resources.ask_parts(parts)
    resources.ask_resource(youtube, resource)
    channel = youtube.store.channels[access.channel]
    now = youtube.world.clock.now()
    recent = [
        one
        for one in youtube.store.videos.values()
        if one.channel == channel.id and now - one.created < timedelta(hours=24)
    ]
    if len(recent) >= channel.uploads_limit:
        raise refuse(
            "uploadLimitExceeded", "The user has exceeded the number of videos they may upload.", 400, "youtube.video"
        )
    if size is not None and size > LARGEST:
        raise refuse("mediaTooLarge", "The file is larger than 256 GB.", 413, "youtube.video")
    name = f"ABemulated{youtube.store.number():08d}"
    session = Session(name, channel.id, access.client, youtube.world.clock.now(call.host), parts, resource, size)
    youtube.store.sessions[name] = session
    return session


@api.put("/upload/youtube/v3/videos", "/resumable/upload/youtube/v3/videos")
def put(youtube: YouTube, call: Call) -> Answer:
    """A chunk, the whole, or a probe (`bytes */total`). Finished: the video again. Gone: 404."""
    session = youtube.store.sessions.get(call.query.get("upload_id", ""))
    if session is not None and call.fate("session_gone") is not None:
        session.gone = True
    if session is None or session.gone or youtube.world.clock.now() - session.created > WEEK:
        raise refuse("notFound", "Upload session not found", 404, "global")
    if session.video:
        return json_answer(resources.row(youtube, youtube.store.videos[session.video], session.parts))
    given = call.headers.get("content-range", "")
    if call.fate("lost_range") is not None:
        session.content.clear()
        return Answer(308, b"")
    if match := re.fullmatch(r"bytes \*/(\d+|\*)", given):
        if match[1] != "*":
            session.size = session.size or int(match[1])
        if session.size is not None and len(session.content) == session.size:
            return json_answer(resources.row(youtube, _complete(youtube, call, session), session.parts))
        return _more(session)
    _take(call, session, given)
    if session.size is None or len(session.content) < session.size or call.cut:
        return _more(session)
    return json_answer(resources.row(youtube, _complete(youtube, call, session), session.parts))


def _take(call: Call, session: Session, given: str) -> None:
    """Keep what came. Of a broken line whole steps of 256 KiB are kept, as Google does."""
    first = 0
    if match := re.fullmatch(r"bytes (\d+)-(\d+)/(\d+|\*)", given):
        first, last = int(match[1]), int(match[2])
        total = None if match[3] == "*" else int(match[3])
        if total is not None and session.size not in {None, total}:
            raise refuse("badRequest", "Content-Range total does not match the announced length", 400, "global")
        session.size = total if total is not None else session.size
        if not call.cut and last - first + 1 != len(call.body):
            raise refuse("badRequest", "Content-Range does not match the body", 400, "global")
        if not call.cut and session.size is not None and last + 1 < session.size and len(call.body) % STEP:
            raise refuse("badRequest", "Chunks must be multiples of 262144 bytes", 400, "global")
    elif given:
        raise refuse("badRequest", "Failed to parse Content-Range header.", 400, "global")
    else:
        session.size = session.size or whole(call.headers.get("content-length") or len(call.body), "Content-Length")
        session.content.clear()
    held = len(session.content)
    if first > held:
        raise refuse("badRequest", f"Expected byte {held}", 400, "global")
    fresh = call.body[held - first :]
    if call.cut:
        fresh = fresh[: len(fresh) // STEP * STEP]
    session.content += fresh


def _more(session: Session) -> Answer:
    held = len(session.content)
    return Answer(308, b"", {"Range": f"bytes=0-{held - 1}"} if held else {})


def _complete(youtube: YouTube, call: Call, session: Session) -> Video:
    """The last byte is here: now, and only now, there is a video."""
    store, now = youtube.store, youtube.world.clock.now(call.host)
    channel, client = store.channels[session.channel], store.clients[session.client]
    snippet, status = resources.completed(session.resource)
    video = Video(store.video_id(), channel.id, client.id, now, snippet, status)
    video.media = youtube.world.keep(bytes(session.content))
    session.content = bytearray()
    session.video = video.id
    if not video.media.is_video:
        video.failed = "invalidFile"
    elif video.media.seconds is not None and video.media.seconds > 900 and not channel.verified:
        video.rejected = "length"
    if (fault := call.fate("rejected")) is not None:
        video.rejected = str(fault.get("reason", "duplicate"))
    if (fault := call.fate("processing_failed")) is not None:
        video.failed = str(fault.get("reason", "conversion"))
    video.for_ever = call.fate("processing_forever") is not None
    if not client.audited or call.fate("locked_private") is not None:
        video.locked = True
        video.status["privacyStatus"] = "private"
        video.status.pop("publishAt", None)
    if video.status["privacyStatus"] == "public":
        video.published = now
    at = video.status.get("publishAt")
    if at and datetime.fromisoformat(at) <= now:
        video.status["privacyStatus"], video.published = "public", now
        del video.status["publishAt"]
    store.videos[video.id] = video
    return video


@api.post("/upload/youtube/v3/thumbnails/set", "/resumable/upload/youtube/v3/thumbnails/set")
def thumbnail(youtube: YouTube, call: Call) -> Answer:
    access = youtube.access(call, *UPLOAD)
    youtube.spend(call, access, 50)
    video = resources.own(youtube, access, call.query.get("videoId", ""))
    if not youtube.store.channels[video.channel].verified:
        raise refuse(
            "forbidden",
            "The authenticated user doesn't have permissions to upload and set custom video thumbnails.",
            403,
            "youtube.thumbnail",
        )
    if call.query.get("uploadType") == "multipart":
        parts = multipart_parts(call.headers.get("content-type", ""), call.body)
        content = parts[-1].content if parts else b""
    else:
        content = call.body
    media = youtube.world.keep(content)
    largest = 50_000_000 if youtube.world.rules() >= datetime(2026, 9, 14, tzinfo=UTC) else 2_097_152
    if not content:
        raise refuse("mediaBodyRequired", "The request does not include the image content.", 400, "youtube.thumbnail")
    if media.kind not in {"jpeg", "png"}:
        raise refuse("invalidImage", "The provided image content is invalid.", 400, "youtube.thumbnail")
    if media.size > largest:
        raise refuse("mediaTooLarge", "Media is too large. Limit: " + str(largest), 413, "global")
    video.thumbnail = media.sha256
    items = [
        {
            "default": {
                "url": f"{youtube.world.base}/_media/{media.sha256}",
                "width": media.width,
                "height": media.height,
            }
        }
    ]
    return json_answer({"kind": "youtube#thumbnailSetResponse", "etag": media.sha256[:20], "items": items})
