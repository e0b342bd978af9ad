"""open-upload.tiktokapis.com: chunks in order, by Content-Range."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from emulators.tiktok.posting import LARGEST, LAST, SMALLEST, received
from emulators.tiktok.state import Publish
from emulators.wire import Answer, Call

if TYPE_CHECKING:
    from emulators.tiktok.platform import TikTok

TYPES = {"video/mp4", "video/quicktime", "video/webm"}


def answer(tiktok: TikTok, call: Call) -> Answer:
    publish = tiktok.store.by_upload(call.query.get("upload_id", ""))
    if call.method != "PUT" or publish is None:
        return Answer(404, b"")
    now = tiktok.world.clock.now(call.host)
    expired = publish.upload_expires is None or publish.upload_expires <= now
    if (
        expired
        or call.fate("upload_url_expired") is not None
        or call.query.get("upload_token", "")[-6:] != publish.upload[-6:]
    ):
        return Answer(403, b"")
    if call.cut or call.content_type not in TYPES:
        return Answer(400, b"")
    return _take(tiktok, call, publish)


def _take(tiktok: TikTok, call: Call, publish: Publish) -> Answer:
    match = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", call.headers.get("content-range", ""))
    if not match:
        return Answer(400, b"")
    first, last, total = (int(number) for number in match.groups())
    held = len(publish.content) if publish.received is None else publish.size
    bad = total != publish.size or first != held or last < first or last >= total
    if bad or call.fate("range_refused") is not None:
        return Answer(
            416, b"", {"Content-Range": f"bytes 0-{held - 1}/{publish.size}" if held else f"bytes */{publish.size}"}
        )
    length = last - first + 1
    final = last == total - 1
    too_small = not final and length < SMALLEST
    if length != len(call.body) or too_small or length > (LAST if final else LARGEST):
        return Answer(400, b"")
    publish.content += call.body
    headers = {"Content-Range": f"bytes 0-{last}/{total}"}
    if not final:
        return Answer(206, b"", headers)
    publish.media = [tiktok.world.keep(bytes(publish.content))]
    publish.content = bytearray()
    received(tiktok, publish)
    return Answer(201, b"", headers)
