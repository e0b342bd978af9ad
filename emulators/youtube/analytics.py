"""YouTube Analytics: views and engaged views by video and day, about two days behind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from emulators.routing import Router
from emulators.wire import Answer, Call, json_answer
from emulators.youtube.errors import refuse
from emulators.youtube.figures import views

if TYPE_CHECKING:
    from emulators.youtube.platform import YouTube

api = Router()
BEHIND = timedelta(days=2)
METRICS = {
    "views",
    "engagedViews",
    "estimatedMinutesWatched",
    "averageViewDuration",
    "likes",
    "comments",
    "shares",
    "subscribersGained",
}
SHARES = {"estimatedMinutesWatched": 0.7, "likes": 0.04, "comments": 0.005, "shares": 0.01, "subscribersGained": 0.002}


@api.get("/v2/reports")
def reports(youtube: YouTube, call: Call) -> Answer:
    access = youtube.access(call, "yt-analytics.readonly")
    metrics = [name for name in call.query.get("metrics", "").split(",") if name]
    dimensions = [name for name in call.query.get("dimensions", "").split(",") if name]
    try:
        start, end = (
            date.fromisoformat(call.query.get("startDate", "")),
            date.fromisoformat(call.query.get("endDate", "")),
        )
    except ValueError as error:
        raise refuse("badRequest", "Invalid value for startDate or endDate", 400, "global") from error
    if not metrics or set(metrics) - METRICS or set(dimensions) - {"video", "day"} or end < start:
        raise refuse(
            "badRequest", "The query is not supported. Check the documentation for supported queries.", 400, "global"
        )
    if call.query.get("ids") not in {"channel==MINE", f"channel=={access.channel}"}:
        raise refuse("forbidden", "Forbidden", 403, "global")
    wanted = [
        number
        for part in call.query.get("filters", "").split(";")
        if part.startswith("video==")
        for number in part[7:].split(",")
    ]
    videos = [one for one in youtube.store.of(access.channel) if not wanted or one.id in wanted]
    known = min(end, (youtube.world.clock.now() - BEHIND).date())
    headers = [{"name": name, "columnType": "DIMENSION", "dataType": "STRING"} for name in dimensions]
    headers += [{"name": name, "columnType": "METRIC", "dataType": "INTEGER"} for name in metrics]
    rows: dict[tuple[str, ...], list[float]] = {}
    for video in videos:
        born = (video.published or video.created).date()
        total, engaged = views(youtube, video)
        day, age = max(start, born), max(1, (youtube.world.clock.now().date() - born).days)
        while day <= known:
            share = _share((day - born).days, age)
            key = tuple(video.id if name == "video" else day.isoformat() for name in dimensions)
            cells = [_cell(name, total * share, engaged * share) for name in metrics]
            rows[key] = [old + new for old, new in zip(rows.get(key, [0.0] * len(metrics)), cells, strict=True)]
            day += timedelta(days=1)
    table: list[list[Any]] = [
        [*key, *(int(cell) if name != "averageViewDuration" else 42 for name, cell in zip(metrics, cells, strict=True))]
        for key, cells in sorted(rows.items())
    ]
    return json_answer(
        {"kind": "youtubeAnalytics#resultTable", "columnHeaders": headers, "rows": table}
        if table
        else {"kind": "youtubeAnalytics#resultTable", "columnHeaders": headers, "rows": []}
    )


def _share(day: int, age: int) -> float:
    """Which part of all views falls on this day of a video's life: halves about daily, adds up to nearly one."""
    weight = sum(0.6**each for each in range(age))
    return 0.6**day / weight


def _cell(name: str, total: float, engaged: float) -> float:
    if name == "views":
        return total
    return engaged * SHARES.get(name, 1.0)
