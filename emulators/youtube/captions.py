"""Caption files: list, insert, update, download, delete."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from emulators.routing import Router
from emulators.wire import Answer, Call, inside, json_answer, multipart_parts
from emulators.youtube.errors import refuse
from emulators.youtube.resources import ask_parts, listing, own, stamp
from emulators.youtube.state import Caption

if TYPE_CHECKING:
    from emulators.youtube.platform import YouTube

api = Router()
SCOPE = ("youtube.force-ssl",)
WHERE = ("/upload/youtube/v3/captions", "/resumable/upload/youtube/v3/captions")


def _row(caption: Caption) -> dict[str, Any]:
    snippet = {
        "videoId": caption.video,
        "lastUpdated": stamp(caption.updated),
        "trackKind": "standard",
        "status": "serving",
        **caption.snippet,
    }
    return {"kind": "youtube#caption", "etag": caption.id, "id": caption.id, "snippet": snippet}


def _sent(call: Call) -> tuple[dict[str, Any], bytes]:
    parts = multipart_parts(call.headers.get("content-type", ""), call.body)
    if call.query.get("uploadType") != "multipart" or len(parts) != 2:
        raise refuse(
            "contentRequired", "The request does not contain the caption track contents.", 400, "youtube.caption"
        )
    try:
        resource = json.loads(parts[0].content)
    except ValueError as error:
        raise refuse("parseError", "Parse Error", 400, "global") from error
    if not parts[1].content.strip() or len(parts[1].content) > 100_000_000:
        raise refuse(
            "contentRequired", "The request does not contain the caption track contents.", 400, "youtube.caption"
        )
    return resource, parts[1].content


@api.get("/youtube/v3/captions")
def listed(youtube: YouTube, call: Call) -> Answer:
    access = youtube.access(call, *SCOPE)
    youtube.spend(call, access, 50)
    ask_parts([part for part in call.query.get("part", "").split(",") if part], {"id", "snippet"})
    video = own(youtube, access, call.query.get("videoId", ""))
    return listing(
        "captionListResponse", [_row(one) for one in youtube.store.captions.values() if one.video == video.id]
    )


@api.post(*WHERE)
def insert(youtube: YouTube, call: Call) -> Answer:
    access = youtube.access(call, *SCOPE)
    youtube.spend(call, access, 400)
    resource, content = _sent(call)
    snippet = inside(resource, "snippet")
    video = own(youtube, access, str(snippet.get("videoId", "")))
    if not snippet.get("language") or snippet.get("name") is None or len(str(snippet["name"])) > 150:
        raise refuse("invalidMetadata", "The request contains invalid metadata values.", 400, "youtube.caption")
    same = [one for one in youtube.store.captions.values() if one.video == video.id]
    if any((one.snippet["language"], one.snippet["name"]) == (snippet["language"], snippet["name"]) for one in same):
        raise refuse(
            "captionExists",
            "The specified video already has a caption track with the given language and name.",
            409,
            "youtube.caption",
        )
    kept = {"language": snippet["language"], "name": snippet["name"], "isDraft": bool(snippet.get("isDraft"))}
    caption = Caption(f"AUemu{youtube.store.number():08d}", video.id, kept, content, youtube.world.clock.now(call.host))
    youtube.store.captions[caption.id] = caption
    return json_answer(_row(caption))


def _own_caption(youtube: YouTube, call: Call, number: str) -> Caption:
    caption = youtube.store.captions.get(number)
    if caption is None:
        raise refuse("captionNotFound", "The caption track could not be found.", 404, "youtube.caption", "id")
    return caption


@api.put(*WHERE)
def update(youtube: YouTube, call: Call) -> Answer:
    access = youtube.access(call, *SCOPE)
    youtube.spend(call, access, 450)
    resource, content = _sent(call)
    caption = _own_caption(youtube, call, str(resource.get("id", "")))
    caption.content, caption.updated = content, youtube.world.clock.now(call.host)
    return json_answer(_row(caption))


@api.get("/youtube/v3/captions/{number}")
def download(youtube: YouTube, call: Call, number: str) -> Answer:
    access = youtube.access(call, *SCOPE)
    youtube.spend(call, access, 200)
    return Answer(200, _own_caption(youtube, call, number).content, content_type="application/octet-stream")


@api.delete("/youtube/v3/captions")
def delete(youtube: YouTube, call: Call) -> Answer:
    access = youtube.access(call, *SCOPE)
    youtube.spend(call, access, 50)
    del youtube.store.captions[_own_caption(youtube, call, call.query.get("id", "")).id]
    return Answer(204, b"")
