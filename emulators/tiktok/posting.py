"""Content Posting: creator info, the three inits, status, cancel."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from emulators.routing import Router
from emulators.tiktok.errors import envelope, refuse
from emulators.tiktok.state import FOLLOWERS, FRIENDS, PUBLIC, SELF, App, Creator, Grant, Publish
from emulators.wire import Answer, Call, whole
from emulators.world import Unfetchable

if TYPE_CHECKING:
    from emulators.tiktok.platform import TikTok

api = Router()
MIB = 1 << 20
SMALLEST, LARGEST, LAST, FILE = 5 * MIB, 64 * MIB, 128 * MIB, 4 << 30


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def options(creator: Creator) -> list[str]:
    return [FOLLOWERS if creator.private else PUBLIC, FRIENDS, SELF]


@api.post("/v2/post/publish/creator_info/query/")
def creator_info(tiktok: TikTok, call: Call) -> Answer:
    grant = tiktok.grant(call, "video.publish")
    creator = tiktok.store.creators[grant.creator]
    if creator.banned:
        return envelope({}, "spam_risk_user_banned_from_posting", "The user is banned from making new posts.")
    if not creator.can_post or _today(tiktok, creator) >= creator.posts_per_day or call.fate("spam") is not None:
        return envelope(
            {}, "spam_risk_too_many_posts", "The daily post cap from the API is reached for the current user."
        )
    return envelope(
        {
            "creator_avatar_url": tiktok.world.at("www.tiktok.com", f"/avatar/{creator.username}.jpeg"),
            "creator_username": creator.username,
            "creator_nickname": creator.nickname,
            "privacy_level_options": options(creator),
            "comment_disabled": creator.comment_disabled,
            "duet_disabled": creator.duet_disabled,
            "stitch_disabled": creator.stitch_disabled,
            "max_video_post_duration_sec": creator.max_seconds,
        }
    )


def _today(tiktok: TikTok, creator: Creator) -> int:
    since = tiktok.world.clock.now() - timedelta(hours=24)
    return sum(
        1
        for one in tiktok.store.publishes.values()
        if one.creator == creator.id and one.kind != "inbox" and one.created > since
    )


def _given(call: Call) -> tuple[dict[str, Any], dict[str, Any]]:
    given = call.object
    if call.content_type != "application/json":
        raise refuse("invalid_params", "The request body is not valid JSON.")
    info, source = given.get("post_info", {}), given.get("source_info")
    if not isinstance(info, dict) or not isinstance(source, dict):
        raise refuse("invalid_params", "The request post info is empty or incorrect")
    return info, source


def _ask_post(tiktok: TikTok, call: Call, grant: Grant, info: dict[str, Any]) -> None:
    app, creator = tiktok.store.apps[grant.app], tiktok.store.creators[grant.creator]
    if creator.banned:
        raise refuse("spam_risk_user_banned_from_posting", "The user is banned from making new posts.", 403)
    if not creator.can_post or _today(tiktok, creator) >= creator.posts_per_day or call.fate("spam") is not None:
        raise refuse(
            "spam_risk_too_many_posts", "The daily post cap from the API is reached for the current user.", 403
        )
    privacy = info.get("privacy_level")
    if privacy not in options(creator):
        raise refuse("privacy_level_option_mismatch", "privacy_level is not specified or not among the options.", 403)
    if not app.audited and (privacy != SELF or not creator.private):
        raise refuse(
            "unaudited_client_can_only_post_to_private_accounts", "Please review our integration guidelines.", 403
        )
    if info.get("brand_content_toggle") and privacy == SELF:
        raise refuse("invalid_params", "Branded content visibility cannot be set to private.")


@api.post("/v2/post/publish/video/init/")
def video(tiktok: TikTok, call: Call) -> Answer:
    grant = tiktok.grant(call, "video.publish")
    info, source = _given(call)
    _ask_post(tiktok, call, grant, info)
    if units(str(info.get("title", ""))) > 2200:
        raise refuse("invalid_params", "title is longer than 2200 UTF-16 units")
    return _video(tiktok, call, grant, "video", info, source)


@api.post("/v2/post/publish/inbox/video/init/")
def inbox(tiktok: TikTok, call: Call) -> Answer:
    """A draft in the creator's inbox; the person finishes it in the app."""
    grant = tiktok.grant(call, "video.upload")
    _, source = _given(call)
    since = tiktok.world.clock.now() - timedelta(hours=24)
    pending = [
        one
        for one in tiktok.store.publishes.values()
        if one.creator == grant.creator and one.kind == "inbox" and one.created > since
    ]
    if len(pending) >= 5:
        raise refuse(
            "spam_risk_too_many_pending_share", "There may be at most 5 pending shares within any 24-hour period.", 403
        )
    return _video(tiktok, call, grant, "inbox", {}, source)


def _new(tiktok: TikTok, call: Call, grant: Grant, kind: str, source: str, info: dict[str, Any]) -> Publish:
    number = tiktok.store.number()
    prefix = {"video": "v_pub", "inbox": "v_inbox", "photo": "p_pub"}[kind]
    name = f"{prefix}_{'file' if source == 'FILE_UPLOAD' else 'url'}~v2-1.73{number:016d}"
    publish = Publish(name, grant.creator, grant.app, kind, source, tiktok.world.clock.now(call.host), info)
    if (fault := call.fate("processing_failed")) is not None:
        publish.failed = str(fault.get("reason", "file_format_check_failed"))
    publish.for_ever = call.fate("processing_forever") is not None
    if (fault := call.fate("id_late")) is not None:
        publish.id_after = float(fault.get("seconds", 10800))
    tiktok.store.publishes[name] = publish
    return publish


def _video(tiktok: TikTok, call: Call, grant: Grant, kind: str, info: dict[str, Any], source: dict[str, Any]) -> Answer:
    if source.get("source") == "PULL_FROM_URL":
        address = str(source.get("video_url", ""))
        _ask_owned(tiktok.store.apps[grant.app], [address])
        publish = _new(tiktok, call, grant, kind, "PULL_FROM_URL", info)
        _pull(tiktok, call, publish, [address], "video_pull_failed")
        return envelope({"publish_id": publish.id})
    if source.get("source") != "FILE_UPLOAD":
        raise refuse("invalid_params", "source must be FILE_UPLOAD or PULL_FROM_URL")
    size, chunk, chunks = (source.get(name) for name in ("video_size", "chunk_size", "total_chunk_count"))
    if not all(isinstance(number, int) and number > 0 for number in (size, chunk, chunks)):
        raise refuse("invalid_params", "video_size, chunk_size and total_chunk_count are required")
    assert isinstance(size, int) and isinstance(chunk, int) and isinstance(chunks, int)  # noqa: S101, PT018 -- just asked
    _ask_chunks(size, chunk, chunks)
    publish = _new(tiktok, call, grant, kind, "FILE_UPLOAD", info)
    publish.size, publish.chunk, publish.chunks = size, chunk, chunks
    publish.upload = f"73{tiktok.store.number():017d}"
    publish.upload_expires = tiktok.world.clock.now(call.host) + timedelta(hours=1)
    address = tiktok.world.at(
        "open-upload.tiktokapis.com", f"/video/?upload_id={publish.upload}&upload_token=emulated-{publish.upload[-6:]}"
    )
    return envelope({"publish_id": publish.id, "upload_url": address})


def _ask_chunks(size: int, chunk: int, chunks: int) -> None:
    if size > FILE:
        raise refuse("invalid_params", "The video is larger than 4 GB")
    if size < SMALLEST and (chunk, chunks) != (size, 1):
        raise refuse("invalid_params", "A video smaller than 5 MB must be uploaded as a whole")
    whole = chunks == 1 and chunk == size and size <= LARGEST
    if not whole and (not SMALLEST <= chunk <= LARGEST or chunks != max(1, size // chunk) or chunks > 1000):
        raise refuse("invalid_params", "The total chunk count is invalid")


def _ask_owned(app: App, addresses: list[str]) -> None:
    if not all(address.startswith(app.verified) for address in addresses):
        raise refuse("url_ownership_unverified", "Please review our URL ownership verification rules.", 403)


def _pull(tiktok: TikTok, call: Call, publish: Publish, addresses: list[str], failure: str) -> None:
    """From here the post comes to be by itself: for PULL_FROM_URL the init is the irreversible step."""
    if call.fate("unfetchable") is not None:
        publish.failed = publish.failed or failure
        return
    try:
        contents = [tiktok.world.fetch(address, "TikTokBot") for address in addresses]
    except Unfetchable:
        publish.failed = publish.failed or failure
        return
    publish.media = [tiktok.world.keep(content) for content in contents]
    publish.downloaded = sum(media.size for media in publish.media)
    received(tiktok, publish)


def received(tiktok: TikTok, publish: Publish) -> None:
    """All is there: judge it."""
    publish.received = tiktok.world.clock.now()
    creator = tiktok.store.creators[publish.creator]
    for media in publish.media:
        if publish.kind == "photo":
            bad = media.kind not in {"jpeg", "webp"} or media.size > 20_000_000
            publish.failed = publish.failed or ("file_format_check_failed" if bad else "")
        elif not media.is_video:
            publish.failed = publish.failed or "file_format_check_failed"
        elif media.seconds is not None and media.seconds > creator.max_seconds:
            publish.failed = publish.failed or "duration_check_failed"
        elif media.width and media.height and not (360 <= media.width <= 4096 and 360 <= media.height <= 4096):
            publish.failed = publish.failed or "picture_size_check_failed"


@api.post("/v2/post/publish/content/init/")
def photos(tiktok: TikTok, call: Call) -> Answer:
    grant = tiktok.grant(call, "video.publish")
    info, source = _given(call)
    if call.object.get("media_type") != "PHOTO" or call.object.get("post_mode") not in {"DIRECT_POST", "MEDIA_UPLOAD"}:
        raise refuse("invalid_params", "media_type must be PHOTO and post_mode DIRECT_POST or MEDIA_UPLOAD")
    direct = call.object["post_mode"] == "DIRECT_POST"
    if direct:
        _ask_post(tiktok, call, grant, info)
    images = source.get("photo_images")
    if source.get("source") != "PULL_FROM_URL" or not isinstance(images, list) or not 1 <= len(images) <= 35:
        raise refuse("invalid_params", "photo_images must hold 1 to 35 addresses to pull")
    if units(str(info.get("title", ""))) > 90 or units(str(info.get("description", ""))) > 4000:
        raise refuse("invalid_params", "title or description is too long")
    if not 0 <= whole(source.get("photo_cover_index", 0), "photo_cover_index") < len(images):
        raise refuse("invalid_params", "photo_cover_index is out of range")
    _ask_owned(tiktok.store.apps[grant.app], images)
    publish = _new(tiktok, call, grant, "photo" if direct else "inbox", "PULL_FROM_URL", info)
    publish.kind = "photo" if direct else "inbox"
    _pull(tiktok, call, publish, images, "photo_pull_failed")
    return envelope({"publish_id": publish.id})


@api.post("/v2/post/publish/status/fetch/")
def status(tiktok: TikTok, call: Call) -> Answer:
    grant = tiktok.grant(call, "video.publish")
    publish = _own(tiktok, call, grant)
    state = tiktok.status(publish)
    data: dict[str, Any] = {"status": state}
    if state == "FAILED":
        data["fail_reason"] = publish.failed
    if publish.source == "FILE_UPLOAD":
        data["uploaded_bytes"] = publish.size if publish.received else len(publish.content)
    else:
        data["downloaded_bytes"] = publish.downloaded
    if state == "PUBLISH_COMPLETE":
        found = tiktok.store.videos.get(publish.video)
        data["publicaly_available_post_id"] = [int(found.id)] if found and tiktok.public(found)[0] else []
    return envelope(data)


def _own(tiktok: TikTok, call: Call, grant: Grant) -> Publish:
    name = call.object.get("publish_id")
    publish = tiktok.store.publishes.get(str(name))
    if publish is None or publish.creator != grant.creator:
        raise refuse("invalid_publish_id", "The publish_id does not exist.")
    return publish


@api.post("/v2/post/publish/cancel/")
def cancel(tiktok: TikTok, call: Call) -> Answer:
    grant = tiktok.grant(call, "video.publish")
    publish = _own(tiktok, call, grant)
    if tiktok.status(publish) in {"PUBLISH_COMPLETE", "SEND_TO_USER_INBOX", "FAILED"}:
        raise refuse("publish_not_cancellable", "The post can no longer be cancelled.")
    publish.cancelled, publish.failed = True, "publish_cancelled"
    return envelope({})
