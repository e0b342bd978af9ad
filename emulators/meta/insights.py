"""Figures of Pages, posts, videos and Instagram media: which names are valid when, delays, empty answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from emulators.growth import grown
from emulators.meta import nodes
from emulators.meta.errors import no_such, refuse
from emulators.meta.instagram import NUMBER, account
from emulators.meta.state import InstagramMedia, Post, Thing, Video
from emulators.routing import Router
from emulators.wire import Answer, Call, Malformed, json_answer

if TYPE_CHECKING:
    from emulators.meta.platform import Meta

graph = Router()


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# name → (typical final value, removed on)
POST_METRICS: dict[str, tuple[float, str]] = {
    "post_media_view": (2600, ""),
    "post_total_media_view_unique": (1700, ""),
    "post_activity_by_action_type": (90, ""),
    "post_activity_by_action_type_unique": (80, ""),
    "post_reactions_like_total": (60, ""),
    "post_reactions_love_total": (12, ""),
    "post_reactions_by_type_total": (72, ""),
    "post_clicks": (110, ""),
    "post_clicks_by_type": (110, ""),
    "post_video_views": (900, ""),
    "post_impressions": (3000, "2025-11-15"),
    "post_impressions_organic": (2800, "2025-11-15"),
    "post_impressions_unique": (1800, "2026-06-15"),
}
PAGE_METRICS: dict[str, tuple[float, str]] = {
    "page_follows": (3100, ""),
    "page_daily_follows": (9, ""),
    "page_daily_follows_unique": (9, ""),
    "page_daily_unfollows_unique": (2, ""),
    "page_media_view": (5200, ""),
    "page_total_media_view_unique": (2300, ""),
    "page_post_engagements": (260, ""),
    "page_views_total": (190, ""),
    "page_total_actions": (14, ""),
    "page_lifetime_engaged_followers_unique": (800, ""),
    "page_fans": (4200, "2025-11-15"),
    "page_impressions": (5600, "2025-11-15"),
    "page_impressions_unique": (2400, "2026-06-15"),
    "page_posts_impressions": (4100, "2026-06-15"),
}
VIDEO_METRICS: dict[str, tuple[float, str]] = {
    "total_video_views": (900, ""),
    "total_video_views_unique": (700, ""),
    "blue_reels_play_count": (1100, ""),
    "fb_reels_total_plays": (1200, ""),
    "post_video_avg_time_watched": (7400, ""),
    "post_video_social_actions": (40, ""),
}
INSTAGRAM_METRICS: dict[str, tuple[float, str]] = {
    "views": (2100, ""),
    "reach": (1400, ""),
    "likes": (80, ""),
    "comments": (9, ""),
    "saved": (21, ""),
    "shares": (17, ""),
    "total_interactions": (127, ""),
    "total_views": (2150, ""),
    "total_likes": (81, ""),
    "total_comments": (9, ""),
    "impressions": (2500, "2025-04-21"),
    "plays": (2500, "2025-04-21"),
    "clips_replays_count": (300, "2025-04-21"),
    "ig_reels_aggregated_all_plays_count": (2800, "2025-04-21"),
    "video_views": (2000, "2025-04-21"),
}
INTERACTIONS = ("likes", "comments", "saved", "shares")
FEED_AND_STORY = {"follows": (4.0, ""), "profile_visits": (22.0, ""), "profile_activity": (5.0, "")}
REELS = {
    "ig_reels_avg_watch_time": (6200.0, ""),
    "ig_reels_video_view_total_time": (9e6, ""),
    "reels_skip_rate": (31.0, ""),
}
CROSS = {"crossposted_views": (3100.0, ""), "facebook_views": (900.0, "")}
IN_PARTS = {
    "post_activity_by_action_type",
    "post_activity_by_action_type_unique",
    "post_reactions_by_type_total",
    "post_clicks_by_type",
}
PARTS = {"post_reactions_by_type_total": ("like", "love"), "post_clicks_by_type": ("link clicks", "other clicks")}


def _metrics(call: Call, known: dict[str, tuple[float, str]], now: datetime) -> list[str]:
    """The names asked for. One that is unknown or removed by now fails the whole call."""
    given = call.params.get("metric", "")
    names = given if isinstance(given, list) else str(given).strip("[]").replace('"', "").split(",")
    names = [name.strip() for name in names if name.strip()]
    for name in names:
        if name not in known or (known[name][1] and now >= day(known[name][1])):
            raise refuse("(#100) The value must be a valid insights metric", 100)
    if not names:
        raise refuse("(#100) The parameter metric is required", 100)
    return names


def _value(meta: Meta, call: Call, thing: Thing, name: str, typical: float) -> Any:
    if name == "total_interactions" and name not in thing.metrics:
        return sum(grown(meta.world, thing, part, INSTAGRAM_METRICS[part][0]) for part in INTERACTIONS)
    number = grown(meta.world, thing, name, typical)
    if name in IN_PARTS:
        first, second = PARTS.get(name, ("share", "like"))
        return {key: value for key, value in {first: number - number // 5, second: number // 5}.items() if value}
    if call.fate("object_value") is not None:
        return {"organic": number - number // 4, "paid": number // 4}
    return number


def _rows(meta: Meta, call: Call, thing: Thing, known: dict[str, tuple[float, str]]) -> Answer:
    names = _metrics(call, known, meta.world.rules(call.host))
    if call.fate("empty_data") is not None:
        return json_answer({"data": []})
    data = [
        {
            "name": name,
            "period": "lifetime",
            "values": [{"value": _value(meta, call, thing, name, known[name][0])}],
            "title": name.replace("_", " ").capitalize(),
            "description": f"Lifetime: {name.replace('_', ' ')}.",
            "id": f"{thing.id}/insights/{name}/lifetime",
        }
        for name in names
    ]
    return json_answer({"data": data, "paging": {}})


@graph.get(f"/{NUMBER}/insights")
def instagram_account(meta: Meta, call: Call, ig: str) -> Answer:
    page = account(meta, call, ig, "instagram_basic", "instagram_manage_insights")
    known = {
        "reach": (1900.0, ""),
        "views": (5200.0, ""),
        "total_interactions": (310.0, ""),
        "follower_count": (8.0, ""),
        "profile_views": (90.0, ""),
    }
    names = _metrics(call, known, meta.world.rules(call.host))
    if call.params.get("period", "day") != "day":
        raise refuse("(#100) period must be day", 100)
    if call.params.get("metric_type") != "total_value" and set(names) & {
        "views",
        "total_interactions",
        "profile_views",
    }:
        raise refuse(
            f"(#100) The following metrics ({', '.join(names)}) should be specified with"
            " parameter metric_type=total_value",
            100,
        )
    posts = [one for one in meta.store.of(InstagramMedia, page.id) if one.product != "CHILD"]
    data = []
    for name in names:
        number = sum(grown(meta.world, one, name, known[name][0] / 2) for one in posts) + 40
        data.append(
            {
                "name": name,
                "period": "day",
                "title": name.capitalize(),
                "total_value": {"value": number},
                "id": f"{page.instagram}/insights/{name}/day",
            }
        )
    return json_answer({"data": data, "paging": {}})


@graph.get(r"/{thing:1801\d+}/insights")
def instagram_media(meta: Meta, call: Call, thing: str) -> Answer:
    meta.caller(call, "instagram_basic", "instagram_manage_insights")
    found = nodes.alive(meta, thing)
    assert isinstance(found, InstagramMedia)  # noqa: S101 -- by its number
    if found.product == "CHILD":
        raise refuse("(#100) Insights are not available for carousel children", 100)
    known = dict(INSTAGRAM_METRICS) | (REELS if found.product == "REELS" else FEED_AND_STORY)
    now = meta.world.clock.now(call.host)
    if found.product == "STORY" and now - found.created >= timedelta(hours=24):
        raise no_such(thing)
    if meta.store.pages[found.page].crossposted:
        known |= CROSS
    answer = _rows(meta, call, found, known)
    reach = grown(meta.world, found, "reach", 1400)
    if now - found.created < timedelta(hours=1):
        return json_answer({"data": []})
    if found.product == "STORY" and reach < 5:
        raise refuse("(#10) Not enough viewers for the media to show insights", 10)
    return answer


def _instant(call: Call, name: str, usual: datetime) -> datetime:
    seconds = call.whole(name, int(usual.timestamp()))
    if not 0 < seconds < 10**10:
        raise Malformed(name)
    return datetime.fromtimestamp(seconds, UTC)


@graph.get(r"/{page:\d+}/insights")
def page_or_post(meta: Meta, call: Call, page: str) -> Answer:
    owner = meta.store.pages.get(page)
    if owner is None:
        raise no_such(page)
    owner = meta.page(call, page, "read_insights")
    if owner.likes < 100:
        return json_answer({"data": [], "paging": {}})
    now = meta.world.clock.now(call.host)
    names = _metrics(call, PAGE_METRICS, now)
    until = _instant(call, "until", now)
    since = _instant(call, "since", until - timedelta(days=2))
    if until - since > timedelta(days=90):
        raise refuse("(#100) There cannot be more than 90 days (7776000 s) between since and until", 100)
    period = str(call.params.get("period", "day"))
    if period not in {"day", "week", "days_28"}:
        raise refuse("(#100) period must be one of day, week, days_28", 100)
    data = []
    for name in names:
        values = []
        end = since.replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)
        while end <= min(until, now) + timedelta(days=1):
            if end <= now:
                wobble = (end.toordinal() * 37 + len(name)) % 40
                values.append({"value": int(PAGE_METRICS[name][0] * (80 + wobble) / 100), "end_time": nodes.stamp(end)})
            end += timedelta(days=1)
        data.append(
            {
                "name": name,
                "period": period,
                "values": values,
                "title": name,
                "description": name,
                "id": f"{page}/insights/{name}/{period}",
            }
        )
    return json_answer({"data": [] if call.fate("empty_data") is not None else data, "paging": {}})


@graph.get("/{post}/insights")
def post_insights(meta: Meta, call: Call, post: str) -> Answer:
    """Of a post; a reel's own number has none, its wrapper post has."""
    token = meta.caller(call, "read_insights")
    found = nodes.alive(meta, post)
    if token.page != found.page or not isinstance(found, Post):
        raise no_such(post)
    return _rows(meta, call, found, POST_METRICS)


@graph.get("/{video}/video_insights")
def video_insights(meta: Meta, call: Call, video: str) -> Answer:
    meta.caller(call, "read_insights")
    found = nodes.alive(meta, video)
    if not isinstance(found, Video):
        raise no_such(video)
    if not call.params.get("metric"):
        call.params["metric"] = ",".join(VIDEO_METRICS)
    return _rows(meta, call, found, VIDEO_METRICS)
