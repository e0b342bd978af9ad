"""Reading: profile, videos, their counts; and what anybody sees: oEmbed and the video's page."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from emulators.growth import grown
from emulators.page import not_available, post_page
from emulators.routing import Router
from emulators.tiktok import login
from emulators.tiktok.errors import envelope, refuse
from emulators.tiktok.state import Grant, Video
from emulators.wire import Answer, Call, html_answer, inside, json_answer, whole

if TYPE_CHECKING:
    from emulators.tiktok.platform import TikTok

api = Router()
COUNTS = {"view_count": 4000.0, "like_count": 220.0, "comment_count": 18.0, "share_count": 31.0}
FIELDS = {
    "id",
    "create_time",
    "cover_image_url",
    "share_url",
    "video_description",
    "duration",
    "height",
    "width",
    "title",
    "embed_html",
    "embed_link",
    *COUNTS,
}


def share_url(tiktok: TikTok, video: Video) -> str:
    creator = tiktok.store.creators[video.creator]
    return tiktok.world.at(
        "www.tiktok.com", f"/@{creator.username}/{'photo' if video.kind == 'photo' else 'video'}/{video.id}"
    )


def _row(tiktok: TikTok, video: Video, fields: list[str]) -> dict[str, Any]:
    media = video.media[0] if video.media else None
    title, _, rest = video.text.partition("\n")
    row: dict[str, Any] = {
        "id": video.id,
        "create_time": int(video.created.timestamp()),
        "share_url": share_url(tiktok, video),
        "video_description": rest or title,
        "title": title,
        "duration": int(media.seconds or 0) if media else 0,
        "height": media.height if media else None,
        "width": media.width if media else None,
        "cover_image_url": tiktok.world.at("www.tiktok.com", f"/cover/{video.id}.jpeg"),
        "embed_link": tiktok.world.at("www.tiktok.com", f"/embed/v2/{video.id}"),
        "embed_html": "",
    }
    row |= {name: grown(tiktok.world, video, name, typical) for name, typical in COUNTS.items()}
    return {name: row[name] for name in fields}


def _fields(call: Call) -> list[str]:
    fields = [name for name in call.query.get("fields", "").split(",") if name]
    if not fields or set(fields) - FIELDS:
        raise refuse("invalid_params", "Fields is required, or holds an unknown name")
    return fields


def _public(tiktok: TikTok, grant: Grant) -> list[Video]:
    found = [one for one in tiktok.store.videos.values() if one.creator == grant.creator and tiktok.public(one)[0]]
    return sorted(found, key=lambda one: one.created, reverse=True)


@api.post("/v2/video/list/")
def listed(tiktok: TikTok, call: Call) -> Answer:
    """Public videos, newest first; the cursor is a time in milliseconds."""
    grant = tiktok.grant(call, "video.list")
    fields, given = _fields(call), call.object
    count = whole(given.get("max_count", 10), "max_count")
    if not 1 <= count <= 20:
        raise refuse("invalid_params", "max_count must be 20 or less")
    before = whole(given.get("cursor") or tiktok.world.clock.unix() * 1000 + 1000, "cursor")
    older = [one for one in _public(tiktok, grant) if one.created.timestamp() * 1000 < before]
    page = older[:count]
    cursor = int(page[-1].created.timestamp() * 1000) if page else before
    return envelope(
        {"videos": [_row(tiktok, one, fields) for one in page], "cursor": cursor, "has_more": len(older) > count}
    )


@api.post("/v2/video/query/")
def query(tiktok: TikTok, call: Call) -> Answer:
    grant = tiktok.grant(call, "video.list")
    fields = _fields(call)
    numbers = inside(call.object, "filters").get("video_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 20:
        raise refuse("invalid_params", "video_ids must hold 1 to 20 ids")
    wanted = {str(number) for number in numbers}
    return envelope({"videos": [_row(tiktok, one, fields) for one in _public(tiktok, grant) if one.id in wanted]})


@api.get("/v2/user/info/")
def user(tiktok: TikTok, call: Call) -> Answer:
    needs = {
        "follower_count": "user.info.stats",
        "likes_count": "user.info.stats",
        "video_count": "user.info.stats",
        "following_count": "user.info.stats",
        "username": "user.info.profile",
    }
    fields = [name for name in call.query.get("fields", "").split(",") if name]
    grant = tiktok.grant(call, "user.info.basic")
    for name in fields:
        tiktok_scope = needs.get(name, "user.info.basic")
        if tiktok_scope not in grant.scopes:
            raise refuse(
                "scope_not_authorized",
                "The user did not authorize the scope required for completing this request.",
                401,
            )
    creator = tiktok.store.creators[grant.creator]
    videos = _public(tiktok, grant)
    row = {
        "open_id": creator.id,
        "union_id": creator.id[::-1],
        "avatar_url": tiktok.world.at("www.tiktok.com", f"/avatar/{creator.username}.jpeg"),
        "display_name": creator.nickname,
        "username": creator.username,
        "follower_count": creator.followers,
        "following_count": 12,
        "likes_count": sum(grown(tiktok.world, one, "like_count", COUNTS["like_count"]) for one in videos),
        "video_count": len(videos),
    }
    if not fields or set(fields) - set(row):
        raise refuse("invalid_params", "Fields is required, or holds an unknown name")
    return envelope({"user": {name: row[name] for name in fields}})


# --- anybody ---


def public(tiktok: TikTok, call: Call) -> Answer:
    """www.tiktok.com: consent, oEmbed, a video's page."""
    if call.path.rstrip("/") == "/v2/auth/authorize":
        return login.authorize(tiktok, call)
    if call.path.rstrip("/") == "/oembed":
        return _oembed(tiktok, call)
    video = _by_address(tiktok, call.path)
    if video is None or not tiktok.public(video)[0]:  # TikTok's page answers 200 and says that the video is unavailable
        return html_answer(not_available(tiktok.world, "TikTok"))
    seen = next(one for one in tiktok.posts() if one.id == video.id)
    return html_answer(post_page(tiktok.world, "TikTok", tiktok.store.creators[video.creator].nickname, seen))


def _by_address(tiktok: TikTok, address: str) -> Video | None:
    match = re.search(r"/(?:video|photo)/(\d+)", address)
    return tiktok.store.videos.get(match[1]) if match else None


def _oembed(tiktok: TikTok, call: Call) -> Answer:
    address = call.query.get("url", "")
    video = _by_address(tiktok, address)
    if video is None or not tiktok.public(video)[0] or video.state == "login_wall":
        return json_answer({"status_msg": "Something went wrong", "code": 400}, 400)
    creator = tiktok.store.creators[video.creator]
    link = escape(share_url(tiktok, video), quote=True)
    return json_answer(
        {
            "version": "1.0",
            "type": "video",
            "title": video.text,
            "author_url": tiktok.world.at("www.tiktok.com", f"/@{creator.username}"),
            "author_name": creator.nickname,
            "width": "100%",
            "height": "100%",
            "html": f'<blockquote class="tiktok-embed" cite="{link}" data-video-id="{video.id}"></blockquote>',
            "provider_url": "https://www.tiktok.com",
            "provider_name": "TikTok",
            "embed_product_id": video.id,
            "embed_type": "video",
        }
    )
