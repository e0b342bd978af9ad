"""Playlists and their items, the uploads playlist among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from emulators.routing import Router
from emulators.wire import Answer, Call, inside, json_answer, whole
from emulators.youtube.errors import refuse
from emulators.youtube.resources import READ, WRITE, ask_parts, listing, own, stamp
from emulators.youtube.state import Channel, Playlist

if TYPE_CHECKING:
    from emulators.youtube.platform import YouTube

api = Router()
KNOWN = {"id", "snippet", "contentDetails", "status", "player", "localizations"}


def _parts(call: Call) -> list[str]:
    parts = [part for part in call.query.get("part", "").split(",") if part]
    ask_parts(parts, KNOWN)
    return parts


def _entries(youtube: YouTube, channel: Channel, number: str) -> list[tuple[str, str, Any]]:
    if number == channel.uploads:
        return [("UUemu" + one.id, one.id, one.created) for one in youtube.store.of(channel.id)]
    playlist = youtube.store.playlists.get(number)
    if playlist is None:
        raise refuse(
            "playlistNotFound",
            "The playlist identified with the request's playlistId parameter cannot be found.",
            404,
            "youtube.playlistItem",
            "playlistId",
        )
    return [one for one in playlist.items if not youtube.store.videos[one[1]].deleted]


@api.get("/youtube/v3/playlistItems")
def items(youtube: YouTube, call: Call) -> Answer:
    access = youtube.access(call, *READ)
    youtube.spend(call, access, 1)
    parts, channel = _parts(call), youtube.store.channels[access.channel]
    number = call.query.get("playlistId", "")
    entries = _entries(youtube, channel, number)
    count = max(1, min(call.whole("maxResults", 5), 50))
    start = whole(call.query.get("pageToken", "CAE0").removeprefix("CAE"), "pageToken")
    page = entries[start : start + count]
    rest: dict[str, Any] = {"nextPageToken": f"CAE{start + count}"} if len(entries) > start + count else {}
    rows = [_item(youtube, channel, number, entry, position, parts) for position, entry in enumerate(page, start)]
    return listing("playlistItemListResponse", rows, total=len(entries), per_page=count, **rest)


def _item(
    youtube: YouTube, channel: Channel, playlist: str, entry: tuple[str, str, Any], position: int, parts: list[str]
) -> dict[str, Any]:
    item, number, added = entry
    video = youtube.store.videos[number]
    resource = {"kind": "youtube#video", "videoId": number}
    whole: dict[str, Any] = {
        "snippet": {
            "publishedAt": stamp(added),
            "channelId": channel.id,
            "title": video.snippet["title"],
            "description": video.snippet.get("description", ""),
            "channelTitle": channel.title,
            "playlistId": playlist,
            "position": position,
            "resourceId": resource,
            "videoOwnerChannelId": channel.id,
        },
        "contentDetails": {
            "videoId": number,
            **({"videoPublishedAt": stamp(video.published)} if video.published else {}),
        },
        "status": {"privacyStatus": video.status["privacyStatus"]},
    }
    made: dict[str, Any] = {"kind": "youtube#playlistItem", "etag": item, "id": item}
    return made | {name: value for name, value in whole.items() if name in parts}


@api.post("/youtube/v3/playlistItems")
def add(youtube: YouTube, call: Call) -> Answer:
    access = youtube.access(call, *WRITE)
    youtube.spend(call, access, 50)
    parts = _parts(call)
    snippet = inside(call.object, "snippet")
    playlist = youtube.store.playlists.get(str(snippet.get("playlistId", "")))
    if playlist is None:
        raise refuse(
            "playlistNotFound", "The playlist cannot be found.", 404, "youtube.playlistItem", "snippet.playlistId"
        )
    video = own(youtube, access, str(inside(snippet, "resourceId").get("videoId", "")))
    entry = (f"PLIemu{youtube.store.number():06d}", video.id, youtube.world.clock.now(call.host))
    playlist.items.append(entry)
    return json_answer(
        _item(youtube, youtube.store.channels[access.channel], playlist.id, entry, len(playlist.items) - 1, parts)
    )


@api.delete("/youtube/v3/playlistItems")
def remove(youtube: YouTube, call: Call) -> Answer:
    access = youtube.access(call, *WRITE)
    youtube.spend(call, access, 50)
    for playlist in youtube.store.playlists.values():
        if (found := next((one for one in playlist.items if one[0] == call.query.get("id")), None)) is not None:
            playlist.items.remove(found)
            return Answer(204, b"")
    raise refuse("playlistItemNotFound", "Playlist item not found.", 404, "youtube.playlistItem", "id")


def _row(playlist: Playlist, parts: list[str]) -> dict[str, Any]:
    whole = {
        "snippet": {"publishedAt": stamp(playlist.created), "channelId": playlist.channel, **playlist.snippet},
        "status": playlist.status,
        "contentDetails": {"itemCount": len(playlist.items)},
    }
    made: dict[str, Any] = {"kind": "youtube#playlist", "etag": playlist.id, "id": playlist.id}
    return made | {name: value for name, value in whole.items() if name in parts}


@api.get("/youtube/v3/playlists")
def playlists(youtube: YouTube, call: Call) -> Answer:
    access = youtube.access(call, *READ)
    youtube.spend(call, access, 1)
    parts = _parts(call)
    wanted = call.query.get("id", "").split(",")
    rows = [one for one in youtube.store.playlists.values() if call.query.get("mine") == "true" or one.id in wanted]
    return listing("playlistListResponse", [_row(one, parts) for one in rows])


@api.post("/youtube/v3/playlists")
def new_playlist(youtube: YouTube, call: Call) -> Answer:
    access = youtube.access(call, *WRITE)
    youtube.spend(call, access, 50)
    parts, given = _parts(call), call.object
    if not inside(given, "snippet").get("title"):
        raise refuse("playlistTitleRequired", "The request must specify a playlist title.", 400, "youtube.playlist")
    number = f"PLemulated{youtube.store.number():08d}"
    status = {"privacyStatus": "public", **inside(given, "status")}
    playlist = Playlist(number, access.channel, dict(given["snippet"]), status, youtube.world.clock.now(call.host))
    youtube.store.playlists[number] = playlist
    return json_answer(_row(playlist, parts))
