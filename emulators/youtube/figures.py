"""A video's figures, with the day on which a view changed its meaning."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from emulators.growth import grown
from emulators.youtube.state import Video

if TYPE_CHECKING:
    from emulators.youtube.platform import YouTube

FIRST_FRAME = datetime(2026, 8, 25, tzinfo=UTC)  # a view is a first frame played from here on


def views(youtube: YouTube, video: Video) -> tuple[int, int]:
    """(views, engaged views): the same until a view became a first frame played, then views run ahead."""
    since = video.published or video.created
    if not youtube.public(video)[0] and "viewCount" not in video.metrics:
        return 0, 0
    engaged = grown(youtube.world, video, "engagedViews", 1500, since=since)
    if "viewCount" in video.metrics:
        return int(video.metrics["viewCount"]), min(engaged, int(video.metrics["viewCount"]))
    now = youtube.world.clock.now()
    share = max(0.0, min(1.0, (now - max(since, FIRST_FRAME)) / (now - since))) if now > since else 0.0
    return engaged + int(engaged * 0.35 * share), engaged


def statistics(youtube: YouTube, video: Video) -> dict[str, str]:
    """Numbers as strings. Likes may be hidden by their owner; then the key is missing."""
    since = video.published or video.created
    hidden = not youtube.public(video)[0]
    figures = {"viewCount": views(youtube, video)[0]}
    for name, typical in (("likeCount", 60.0), ("favoriteCount", 0.0), ("commentCount", 7.0)):
        figures[name] = (
            0 if hidden and name not in video.metrics else grown(youtube.world, video, name, typical, since=since)
        )
    return {name: str(number) for name, number in figures.items()}
