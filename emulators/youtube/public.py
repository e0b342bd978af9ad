"""What anybody sees: the watch page and oEmbed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from emulators.page import not_available, post_page
from emulators.wire import Answer, Call, html_answer, json_answer
from emulators.youtube.state import Video

if TYPE_CHECKING:
    from emulators.youtube.platform import YouTube


def _by_address(youtube: YouTube, address: str) -> Video | None:
    parts = urlsplit(address)
    asked = parse_qs(parts.query).get("v", [parts.path.rstrip("/").rpartition("/")[2]])
    return youtube.store.videos.get(asked[0])


def answer(youtube: YouTube, call: Call) -> Answer:
    if call.path == "/oembed":
        return _oembed(youtube, call)
    video = _by_address(youtube, f"{call.path}?{call.query_string}")
    unlisted = (
        video is not None
        and not video.deleted
        and not video.locked
        and video.status["privacyStatus"] == "unlisted"
        and youtube.processed(video)
    )
    if video is None or not (youtube.public(video)[0] or unlisted):  # status 200 with "Video unavailable": a soft 404
        return html_answer(not_available(youtube.world, "YouTube"))
    seen = next(one for one in youtube.posts() if one.id == video.id)
    return html_answer(post_page(youtube.world, "YouTube", youtube.store.channels[video.channel].title, seen))


def _oembed(youtube: YouTube, call: Call) -> Answer:
    """404 for what never was, 403 for private ones (with 401 where embedding is off)."""
    video = _by_address(youtube, call.query.get("url", ""))
    if video is None or video.deleted:
        return Answer(404, b"Not Found", content_type="text/plain")
    if not youtube.public(video)[0] and video.status["privacyStatus"] != "unlisted":
        return Answer(403, b"Forbidden", content_type="text/plain")
    if not video.status.get("embeddable", True):
        return Answer(401, b"Unauthorized", content_type="text/plain")
    channel = youtube.store.channels[video.channel]
    embed = youtube.world.at("www.youtube.com", f"/embed/{video.id}")
    return json_answer(
        {
            "title": video.snippet["title"],
            "author_name": channel.title,
            "author_url": youtube.world.at("www.youtube.com", f"/{channel.handle}"),
            "type": "video",
            "height": 113,
            "width": 200,
            "version": "1.0",
            "provider_name": "YouTube",
            "provider_url": "https://www.youtube.com/",
            "thumbnail_height": 360,
            "thumbnail_width": 480,
            "thumbnail_url": youtube.world.at("www.youtube.com", f"/vi/{video.id}/hqdefault.jpg"),
            "html": f'<iframe width="200" height="113" src="{embed}"></iframe>',
        }
    )
