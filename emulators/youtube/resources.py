"""Videos as resources: list, update, delete, statistics in bulk; channels; search."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from emulators.routing import Router
from emulators.wire import Answer, Call, Malformed, fingerprint, inside, json_answer
from emulators.youtube.errors import refuse
from emulators.youtube.figures import statistics, views
from emulators.youtube.state import Access, Video

if TYPE_CHECKING:
    from emulators.youtube.platform import YouTube

api = Router()
PARTS = {
    "id",
    "snippet",
    "status",
    "statistics",
    "processingDetails",
    "contentDetails",
    "fileDetails",
    "localizations",
    "player",
    "recordingDetails",
    "topicDetails",
    "paidProductPlacementDetails",
}
READ, WRITE = ("youtube", "youtube.readonly", "youtube.force-ssl"), ("youtube", "youtube.force-ssl")


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def listing(kind: str, items: list[dict[str, Any]], **rest: Any) -> Answer:
    etag = fingerprint(str(items).encode())[:27]
    info = {"totalResults": rest.pop("total", len(items)), "resultsPerPage": rest.pop("per_page", len(items))}
    return json_answer({"kind": f"youtube#{kind}", "etag": etag, **rest, "items": items, "pageInfo": info})


def ask_parts(parts: list[str], known: set[str] = PARTS) -> None:
    if not parts:
        raise refuse(
            "missingRequiredParameter", "No filter selected. Expected one of: part", 400, "youtube.parameter", "part"
        )
    if unknown := sorted(set(parts) - known):
        raise refuse("unknownPart", f"'{unknown[0]}'", 400, "youtube.part", "part")


def ask_resource(youtube: YouTube, resource: dict[str, Any]) -> None:
    """Refuse what YouTube refuses in a video's words."""
    snippet, status = inside(resource, "snippet"), inside(resource, "status")
    title = str(snippet.get("title", "unknown"))
    if not title.strip() or len(title) > 100 or "<" in title or ">" in title:
        raise refuse(
            "invalidTitle",
            "The request metadata specifies an invalid or empty video title.",
            400,
            "youtube.video",
            "body.snippet.title",
        )
    description = str(snippet.get("description", ""))
    if len(description.encode()) > 5000 or "<" in description or ">" in description:
        raise refuse(
            "invalidDescription",
            "The request metadata specifies an invalid video description.",
            400,
            "youtube.video",
            "body.snippet.description",
        )
    tags = snippet.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise Malformed("tags")
    if sum(len(tag) + 2 * (" " in tag) for tag in tags) + max(0, len(tags) - 1) > 500 or any(
        "<" in tag or ">" in tag for tag in tags
    ):
        raise refuse(
            "invalidTags",
            "The request metadata specifies invalid video keywords.",
            400,
            "youtube.video",
            "body.snippet.tags",
        )
    if str(snippet.get("categoryId", "22")) not in {
        "1",
        "2",
        "10",
        "15",
        "17",
        "19",
        "20",
        "22",
        "23",
        "24",
        "25",
        "26",
        "27",
        "28",
        "29",
    }:
        raise refuse(
            "invalidCategoryId",
            "The snippet.categoryId property specifies an invalid category ID.",
            400,
            "youtube.video",
            "body.snippet.categoryId",
        )
    if status.get("privacyStatus", "public") not in {"public", "private", "unlisted"}:
        raise refuse("invalidVideoMetadata", "The request metadata is invalid.", 400, "youtube.video")
    if at := status.get("publishAt"):
        try:
            zoned = datetime.fromisoformat(str(at)).tzinfo is not None
        except ValueError:
            zoned = False
        if not zoned or status.get("privacyStatus") != "private":
            raise refuse(
                "invalidPublishAt",
                "The request metadata specifies an invalid scheduled publishing time.",
                400,
                "youtube.video",
            )


def completed(resource: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(snippet, status) with what YouTube puts where nothing was sent: public, among it."""
    snippet = {"title": "unknown", "description": "", "categoryId": "22", **resource.get("snippet", {})}
    kept = {
        "privacyStatus",
        "publishAt",
        "license",
        "embeddable",
        "publicStatsViewable",
        "selfDeclaredMadeForKids",
        "containsSyntheticMedia",
    }
    given = {key: value for key, value in resource.get("status", {}).items() if key in kept}
    if given.get("publishAt"):
        given["publishAt"] = stamp(datetime.fromisoformat(str(given["publishAt"])).astimezone(UTC))
    return snippet, {
        "privacyStatus": "public",
        "license": "youtube",
        "embeddable": True,
        "publicStatsViewable": True,
        **given,
    }


def own(youtube: YouTube, access: Access, number: str) -> Video:
    video = youtube.store.videos.get(number)
    if video is None or video.deleted:
        raise refuse("videoNotFound", "The video that you are trying to update cannot be found.", 404, "youtube.video")
    if video.channel != access.channel:
        raise refuse("forbidden", "Forbidden", 403, "youtube.video")
    return video


def row(youtube: YouTube, video: Video, parts: list[str]) -> dict[str, Any]:
    """A video resource with these parts."""
    made: dict[str, Any] = {
        "kind": "youtube#video",
        "etag": fingerprint(f"{video.id}{video.snippet}{video.status}".encode())[:27],
        "id": video.id,
    }
    channel = youtube.store.channels[video.channel]
    processed = youtube.processed(video)
    if "snippet" in parts:
        thumb = {
            "url": f"{youtube.world.base}/_media/{video.thumbnail}"
            if video.thumbnail
            else youtube.world.at("www.youtube.com", f"/vi/{video.id}/default.jpg"),
            "width": 120,
            "height": 90,
        }
        published = video.published or video.created
        made["snippet"] = {
            "publishedAt": stamp(published),
            "channelId": channel.id,
            "thumbnails": {"default": thumb},
            "channelTitle": channel.title,
            "liveBroadcastContent": "none",
            **video.snippet,
        }
    if "status" in parts:
        made["status"] = _status(video, processed=processed)
    if "statistics" in parts:
        made["statistics"] = statistics(youtube, video)
    if "processingDetails" in parts:
        made["processingDetails"] = {
            "processingStatus": "failed" if video.failed and processed else "succeeded" if processed else "processing"
        }
    if "contentDetails" in parts:
        seconds = int(video.media.seconds or 0) if video.media and processed else 0
        has = any(one.video == video.id for one in youtube.store.captions.values())
        made["contentDetails"] = {
            "duration": f"PT{seconds // 60}M{seconds % 60}S" if seconds >= 60 else f"PT{seconds}S",
            "dimension": "2d",
            "definition": "hd",
            "caption": str(has).lower(),
            "licensedContent": False,
            "projection": "rectangular",
        }
    if "localizations" in parts and video.localizations:
        made["localizations"] = video.localizations
    if "player" in parts:
        made["player"] = {"embedHtml": f'<iframe src="//www.youtube.com/embed/{video.id}"></iframe>'}
    if "fileDetails" in parts and video.media:
        made["fileDetails"] = {"fileSize": str(video.media.size), "fileType": "video", "container": video.media.kind}
    return made


def _status(video: Video, *, processed: bool) -> dict[str, Any]:
    if not processed:
        return {"uploadStatus": "uploaded", **video.status}
    if video.failed:
        return {"uploadStatus": "failed", **video.status, "failureReason": video.failed}
    if video.rejected:
        return {"uploadStatus": "rejected", **video.status, "rejectionReason": video.rejected}
    return {"uploadStatus": "processed", **video.status}


@api.get("/youtube/v3/videos")
def listed(youtube: YouTube, call: Call) -> Answer:
    """By id; of others only what is public. Unknown, deleted or hidden ones are simply missing."""
    access = youtube.access(call, *READ)
    youtube.spend(call, access, 1)
    parts = call.query.get("part", "").split(",") if call.query.get("part") else []
    ask_parts(parts)
    numbers = [number for number in call.query.get("id", "").split(",") if number]
    if not numbers:
        raise refuse(
            "missingRequiredParameter",
            "No filter selected. Expected one of: id, chart, myRating",
            400,
            "youtube.parameter",
        )
    if len(numbers) > 50:
        raise refuse("invalidFilters", "Too many ids", 400, "youtube.parameter")
    return listing("videoListResponse", [row(youtube, video, parts) for video in _readable(youtube, access, numbers)])


def _readable(youtube: YouTube, access: Access, numbers: list[str]) -> list[Video]:
    found = (youtube.store.videos.get(number) for number in dict.fromkeys(numbers))
    return [
        one
        for one in found
        if one is not None and not one.deleted and (one.channel == access.channel or youtube.public(one)[0])
    ]


@api.get("/youtube/v3/videos:batchGetStats")
def batch(youtube: YouTube, call: Call) -> Answer:
    """Statistics of up to 50 videos for one unit of its own bucket; there since 3 June 2026."""
    access = youtube.access(call, *READ)
    if youtube.world.rules() < datetime(2026, 6, 3, tzinfo=UTC):
        raise refuse("notFound", "Not Found", 404, "global")
    youtube.spend(call, access, 1, "stats")
    numbers = [number for number in call.query.get("id", "").split(",") if number]
    if not 1 <= len(numbers) <= 50:
        raise refuse("invalidFilters", "Between 1 and 50 ids", 400, "youtube.parameter")
    parts = [part for part in call.query.get("part", "").split(",") if part]
    ask_parts(parts, {"id", "snippet", "statistics", "contentDetails"})
    return listing(
        "videoBatchGetStatsResponse", [row(youtube, video, parts) for video in _readable(youtube, access, numbers)]
    )


@api.put("/youtube/v3/videos")
def update(youtube: YouTube, call: Call) -> Answer:
    """Replaces each named part whole: what is not sent is wiped."""
    access = youtube.access(call, *WRITE)
    youtube.spend(call, access, 50)
    given = call.object
    parts = [part for part in call.query.get("part", "").split(",") if part]
    ask_parts(parts)
    video = own(youtube, access, str(given.get("id", "")))
    if "snippet" in parts and not {"title", "categoryId"} <= inside(given, "snippet").keys():
        raise refuse(
            "invalidVideoMetadata",
            "The request metadata is invalid: snippet needs title and categoryId.",
            400,
            "youtube.video",
        )
    ask_resource(youtube, given)
    snippet, status = completed(given)
    if "snippet" in parts:
        video.snippet = snippet
    if "status" in parts:
        if status.get("publishAt") and video.published is not None:
            raise refuse("invalidPublishAt", "The video has already been published.", 400, "youtube.video")
        if video.locked and status["privacyStatus"] != "private":
            raise refuse(
                "forbiddenPrivacySetting",
                "The request attempts to set an invalid privacy setting for the video.",
                403,
                "youtube.video",
            )
        was_public = video.status["privacyStatus"] == "public"
        video.status = status
        if status["privacyStatus"] == "public" and not was_public:
            video.published = video.published or youtube.world.clock.now(call.host)
    if "localizations" in parts:
        video.localizations = inside(given, "localizations")
    youtube.tick()
    return json_answer(row(youtube, video, parts))


@api.delete("/youtube/v3/videos")
def delete(youtube: YouTube, call: Call) -> Answer:
    access = youtube.access(call, *WRITE)
    youtube.spend(call, access, 50)
    own(youtube, access, call.query.get("id", "")).deleted = True
    return Answer(204, b"")


@api.get("/youtube/v3/channels")
def channels(youtube: YouTube, call: Call) -> Answer:
    access = youtube.access(call, *READ)
    youtube.spend(call, access, 1)
    parts = call.query.get("part", "").split(",") if call.query.get("part") else []
    ask_parts(
        parts,
        {
            "id",
            "snippet",
            "contentDetails",
            "statistics",
            "status",
            "brandingSettings",
            "auditDetails",
            "topicDetails",
            "localizations",
        },
    )
    mine = call.query.get("mine") == "true" or access.channel in call.query.get("id", "").split(",")
    if not mine:
        return listing("channelListResponse", [])
    channel = youtube.store.channels[access.channel]
    videos = youtube.store.of(channel.id)
    made: dict[str, Any] = {"kind": "youtube#channel", "etag": "e" + channel.id[-8:], "id": channel.id}
    whole = {
        "snippet": {
            "title": channel.title,
            "description": "",
            "customUrl": channel.handle,
            "publishedAt": "2024-01-05T03:00:00Z",
            "country": "TH",
        },
        "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": channel.uploads}},
        "statistics": {
            "viewCount": str(sum(views(youtube, one)[0] for one in videos)),
            "subscriberCount": str(channel.subscribers),
            "hiddenSubscriberCount": False,
            "videoCount": str(len(videos)),
        },
        "status": {
            "privacyStatus": "public",
            "isLinked": True,
            "longUploadsStatus": "allowed" if channel.verified else "eligible",
        },
    }
    return listing("channelListResponse", [made | {name: value for name, value in whole.items() if name in parts}])


@api.get("/youtube/v3/search")
def search(youtube: YouTube, call: Call) -> Answer:
    """Public videos only, and days behind for new ones: no way to find what was just uploaded."""
    access = youtube.access(call, *READ)
    youtube.spend(call, access, 1, "searches")
    asked, now = call.query.get("q", "").lower(), youtube.world.clock.now()
    found = [
        one
        for one in youtube.store.of(access.channel)
        if youtube.public(one)[0] and now - one.created > timedelta(hours=6)
    ]
    items = [
        {
            "kind": "youtube#searchResult",
            "etag": one.id,
            "id": {"kind": "youtube#video", "videoId": one.id},
            "snippet": row(youtube, one, ["snippet"])["snippet"],
        }
        for one in found
        if asked in str(one.snippet).lower()
    ]
    return listing("searchListResponse", items, regionCode="TH")
