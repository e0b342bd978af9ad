"""Whatever is sent to any route, the emulator answers as a platform does: it never breaks."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from emulators.dispatch import dispatch
from emulators.line.platform import Line
from emulators.line.state import TOKEN
from emulators.meta.platform import Meta
from emulators.meta.state import INSTAGRAM, PAGE, PAGE_TOKEN
from emulators.routing import Router
from emulators.tiktok.platform import TikTok
from emulators.tiktok.state import ACCESS
from emulators.traffy import exchange, public
from emulators.wire import Call
from emulators.world import World
from emulators.youtube import analytics, login
from emulators.youtube.platform import YouTube
from emulators.youtube.state import ACCESS as GOOGLE

ROUTERS: tuple[tuple[str, str, tuple[Router, ...]], ...] = (
    ("graph.facebook.com", PAGE_TOKEN, Meta.routers),
    ("open.tiktokapis.com", ACCESS, TikTok.routers),
    ("www.googleapis.com", GOOGLE, YouTube.routers),
    ("oauth2.googleapis.com", "", (login.api,)),
    ("youtubeanalytics.googleapis.com", GOOGLE, (analytics.api,)),
    ("api.line.me", TOKEN, Line.routers),
    ("publicapi.traffy.in.th", "", (public.api, exchange.api)),
)
NAMES = [
    "message",
    "link",
    "published",
    "scheduled_publish_time",
    "attached_media",
    "fields",
    "limit",
    "since",
    "until",
    "after",
    "metric",
    "period",
    "upload_phase",
    "video_id",
    "file_size",
    "start_offset",
    "media_type",
    "image_url",
    "video_url",
    "children",
    "caption",
    "thumb_offset",
    "creation_id",
    "url",
    "client_id",
    "code",
    "uploadType",
    "part",
    "id",
    "maxResults",
    "pageToken",
    "playlistId",
    "videoId",
    "upload_id",
    "startDate",
    "endDate",
    "metrics",
    "dimensions",
    "filters",
    "ids",
    "requestId",
    "date",
    "from",
    "to",
    "customAggregationUnit",
    "start",
    "offset",
    "output_format",
    "problem_type",
    "sort",
    "org_id",
    "duration",
    "ticket_id",
    "text",
    "post_info",
    "source_info",
    "publish_id",
    "max_count",
    "cursor",
    "messages",
    "snippet",
    "status",
    "photo_images",
    "photo_cover_index",
    "post_mode",
    "grant_type",
    "refresh_token",
    "max",
    "notificationDisabled",
    "filter",
    "recipient",
    "X",
]
VALUES: list[Any] = [
    "",
    "0",
    "-1",
    "x",
    "1e9",
    "9" * 40,
    "null",
    "[]",
    "{}",
    "[1]",
    '{"a":1}',
    None,
    [],
    {},
    [None],
    5,
    -5,
    1.5,
    True,
    "ก" * 50,
]
VALUES += [
    "2026-13-45",
    "START",
    "FINISH",
    "transfer",
    "REELS",
    "CAROUSEL",
    "snippet",
    "snippet,status",
    "FILE_UPLOAD",
    "PULL_FROM_URL",
]


SENSIBLE = {
    "part": "snippet",
    "fields": "id",
    "uploadType": "resumable",
    "ids": "channel==MINE",
    "startDate": "2026-12-01",
    "endDate": "2026-12-02",
    "metrics": "views",
    "upload_phase": "start",
    "message": "ก",
    "source_info": {"source": "FILE_UPLOAD", "video_size": 5, "chunk_size": 5, "total_chunk_count": 1},
    "post_info": {"privacy_level": "SELF_ONLY"},
    "messages": [{"type": "text", "text": "ก"}],
    "media_type": "REELS",
    "metric": "page_follows",
}


def paths(router: Router) -> Iterator[tuple[str, str]]:
    for method, pattern, _ in router._routes:
        if (method, pattern.pattern) == ("DELETE", "/me/permissions"):
            continue
        path = re.sub(r"\(\?P<\w+>1784[^)]*\)", INSTAGRAM, pattern.pattern)
        path = re.sub(r"\(\?P<\w+>([a-z]+)\|[^)]*\)", r"\1", path)
        yield method, re.sub(r"\(\?P<\w+>(?:\([^)]*\)|[^()])*\)", PAGE, path).replace("\\", "")


def value(dice: random.Random, name: str, other: Any = None) -> Any:
    """Half of the time one that opens the door to the next question."""
    good = SENSIBLE.get(name)
    return good if good is not None and dice.random() < 0.5 else other if other is not None else dice.choice(VALUES)


def nested(dice: random.Random, depth: int = 0) -> Any:
    if depth < 3 and dice.random() < 0.4:
        return {dice.choice(NAMES): nested(dice, depth + 1) for _ in range(dice.randrange(4))}
    return dice.choice(VALUES)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_breaks_it(seed: int):
    world = World("http://127.0.0.1:1", "2026-12-01T09:00")
    dice = random.Random(seed)  # noqa: S311 -- repeatable on purpose
    calls = [(host, token, *route) for host, token, routers in ROUTERS for router in routers for route in paths(router)]
    assert len(calls) > 100
    many = calls * 8
    dice.shuffle(many)
    for number, (host, token, method, path) in enumerate(many):
        if number % 20 == 0:  # a token that was revoked on the way hides the rest
            world.reset()
        query = "&".join(f"{name}={value(dice, name)}" for name in dice.sample(NAMES, dice.randrange(25)))
        body = json.dumps(
            {name: value(dice, name, nested(dice)) for name in dice.sample(NAMES, dice.randrange(40))}
        ).encode()
        kind = dice.choice(
            [
                "application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain",
                "",
            ]
        )
        if kind.startswith("application/x"):
            body = query.encode()
        headers = {
            "authorization": f"Bearer {token}",
            "content-type": kind,
            "content-range": dice.choice(["", "bytes */5", "bytes 0-1/2"]),
        }
        call = Call(method, host, path, query, headers, dice.choice([body, body, b"", b"[1]", b"{", b"null"]))
        answer, _ = dispatch(world, call)
        assert answer.status < 500, (method, host, path, query, call.body, answer.body)
    world.posts()
