"""rupload.facebook.com: bytes of reels, stories and Instagram reels, resumable by offset."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from emulators.meta.errors import upload_refusal
from emulators.meta.fetching import fetched
from emulators.meta.instagram import container_arrived
from emulators.meta.state import Container, Video
from emulators.meta.videos import arrived
from emulators.wire import Answer, Call, json_answer

if TYPE_CHECKING:
    from emulators.meta.platform import Meta


def answer(meta: Meta, call: Call) -> Answer:
    match = re.fullmatch(r"/(video-upload|ig-api-upload)/(?:v[\d.]+/)?(\d+)", call.path)
    if not match:
        raise upload_refusal("NotAuthorizedError", "Unknown upload address", 404)
    token = meta.caller(call)
    thing = meta.store.things.get(match[2])
    right = Video if match[1] == "video-upload" else Container
    if not isinstance(thing, (Video, Container)) or not isinstance(thing, right) or thing.page != token.page:
        raise upload_refusal("NotAuthorizedError", "Request does not match an upload session", 404)
    if call.method == "GET":
        return json_answer({"bytes_transfered": len(thing.content) if thing.media is None else thing.media.size})
    if thing.media is None:
        _take(meta, call, thing)
    return json_answer(
        {"success": True, "message": "Upload successful."} if isinstance(thing, Container) else {"success": True}
    )


def _take(meta: Meta, call: Call, thing: Video | Container) -> None:
    if address := call.headers.get("file_url"):
        content = None if "fbcdn" in address else fetched(meta, call, address)
        if content is None:
            raise upload_refusal("ProcessingFailedError", f"Unable to fetch video file from URL {address}.")
        thing.content, thing.size = bytearray(content), len(content)
    else:
        _append(call, thing)
    assert thing.size is not None  # noqa: S101 -- set by either
    if len(thing.content) < thing.size:
        words = f"Upload incomplete: {len(thing.content)} of {thing.size} bytes"
        raise upload_refusal("PartialRequestError", words, retriable=True)
    if isinstance(thing, Video):
        arrived(meta, thing)
    else:
        container_arrived(meta, call, thing)


def _append(call: Call, thing: Video | Container) -> None:
    try:
        offset, size = int(call.headers.get("offset", "")), int(call.headers.get("file_size", ""))
    except ValueError as error:
        raise upload_refusal(
            "ProcessingFailedError", "Request processing failed: offset and file_size are needed"
        ) from error
    if thing.size not in {None, size}:
        raise upload_refusal("ProcessingFailedError", f"file_size changed from {thing.size} to {size}")
    if offset != len(thing.content):
        raise upload_refusal(
            "OffsetInvalidError", f"Offset {offset} is not {len(thing.content)}, the bytes received so far"
        )
    thing.size = size
    thing.content += call.body[: size - offset]
