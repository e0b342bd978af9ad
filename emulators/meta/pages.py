"""A Page's posts: text, link, photos, albums, stories of a photo, comments, editing, deleting, lists."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from emulators.meta import nodes
from emulators.meta.errors import bad_parameter, no_such, refuse
from emulators.meta.fetching import fetched
from emulators.meta.state import Comment, Page, Photo, Post, Token
from emulators.routing import Router
from emulators.wire import Answer, Call, json_answer

if TYPE_CHECKING:
    from emulators.meta.platform import Meta

graph = Router()
LONGEST, LARGEST_PHOTO, SOON, LATE = 63_206, 10_000_000, timedelta(minutes=10), timedelta(days=30)


@graph.post("/{page}/feed")
def feed(meta: Meta, call: Call, page: str) -> Answer:
    owner = meta.page(call, page, "pages_manage_posts")
    token = meta.caller(call)
    text, link = str(call.params.get("message", "")), str(call.params.get("link", ""))
    photos = [_own_photo(meta, owner, number) for number in _attached(call)]
    if not (text or link or photos):
        raise bad_parameter("The parameter message or link is required")
    if len(text) > LONGEST:
        raise bad_parameter("Param message is too long")
    if link and not link.startswith(("http://", "https://")):
        raise refuse("(#100) The link is not a valid URL", 100, 2061006)
    if link and call.fate("unfetchable") is not None:
        raise refuse("The link could not be scraped", 1609005, title="Couldn't share link")
    _ask_policy(meta, call, owner)
    if call.fate("duplicate") is not None or _is_duplicate(meta, owner, text, link, photos):
        raise refuse("Duplicate status message", 506, title="Duplicate Status Update")
    post = _new_post(meta, call, owner, token)
    post.text, post.link, post.photos = text, link, [photo.id for photo in photos]
    post.place = str(call.params.get("place", ""))
    post.status_type = "added_photos" if photos else "shared_story" if link else "mobile_status_update"
    for photo in photos:
        photo.post = post.id
    return json_answer({"id": post.id, **nodes.extra_fields(meta, call, post)})


def _new_post(meta: Meta, call: Call, owner: Page, token: Token) -> Post:
    now = meta.world.clock.now(call.host)
    scheduled, draft = schedule(call, now)
    published = truth(call.params.get("published", True)) and scheduled is None and not draft
    if scheduled is not None and truth(call.params.get("published", True)):
        raise bad_parameter("You cannot specify a scheduled publish time on a published post")
    if (backdated := call.params.get("backdated_time")) and published:
        now = instant(str(backdated))
    post = Post(meta.store.new_id(f"{owner.id}_7301"), owner.id, token.app, now)
    post.published, post.scheduled, post.draft = published, scheduled, draft
    meta.store.add_post(post)
    return post


def schedule(call: Call, now: datetime, latest: timedelta = LATE) -> tuple[datetime | None, bool]:
    """The time asked for, and whether it is a draft. Raises 100 outside 10 minutes to `latest`."""
    kind = str(call.params.get("unpublished_content_type", ""))
    given = call.params.get("scheduled_publish_time")
    if not given:
        return None, kind in {"DRAFT", "INLINE_CREATED"}
    at = instant(str(given))
    if not SOON <= at - now <= latest:
        raise bad_parameter("The specified scheduled publish time is invalid.", 1363045)
    return at, False


def instant(given: str) -> datetime:
    """Unix seconds or ISO 8601."""
    try:
        if given.lstrip("-").isdigit():
            return datetime.fromtimestamp(int(given), UTC)
        at = datetime.fromisoformat(given)
    except (ValueError, OverflowError) as error:
        raise bad_parameter(f"Param scheduled_publish_time must be a valid time: {given}") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def truth(value: Any) -> bool:
    return str(value).lower() not in {"false", "0", ""}


def _attached(call: Call) -> list[str]:
    """Ids of `attached_media`, as a JSON list or as attached_media[0]=…"""
    given = call.params.get("attached_media")
    try:
        rows = json.loads(given) if isinstance(given, str) else list(given or [])
        numbered = sorted(key for key in call.params if key.startswith("attached_media["))
        rows += [json.loads(call.params[key]) for key in numbered]
        return [str(row["media_fbid"]) for row in rows]
    except (ValueError, KeyError, TypeError) as error:
        raise bad_parameter("Param attached_media must be an array of objects with media_fbid.") from error


def _own_photo(meta: Meta, owner: Page, number: str) -> Photo:
    photo = meta.store.things.get(number)
    if not isinstance(photo, Photo) or photo.page != owner.id or photo.state == "deleted":
        raise bad_parameter(f"Invalid media_fbid {number}")
    if photo.post:
        raise refuse("These photos were already posted.", 100, 1366051, title="Photos Already Posted")
    return photo


def _ask_policy(meta: Meta, call: Call, owner: Page) -> None:
    if not owner.publishing_authorised:
        raise refuse("Page Publishing Authorization is required", 100, 1404078, title="Authorization needed")
    if call.fate("spam") is not None:
        raise refuse("The action attempted has been deemed abusive or is otherwise disallowed", 368, 1390008)


def _is_duplicate(meta: Meta, owner: Page, text: str, link: str, photos: list[Photo]) -> bool:
    """Facebook refuses the very same words posted again at once; a link or photos make another post of it."""
    latest = max(meta.store.of(Post, owner.id), key=lambda post: post.created, default=None)
    if latest is None or latest.state == "deleted" or photos or not latest.published:
        return False
    again = (latest.text, latest.link) == (text, link) and not latest.photos
    return again and meta.world.clock.now() - latest.created < timedelta(seconds=60) and not link


@graph.post("/{page}/photos")
def photos(meta: Meta, call: Call, page: str) -> Answer:
    owner = meta.page(call, page, "pages_manage_posts")
    token = meta.caller(call)
    content = _photo_content(meta, call)
    media = meta.world.keep(content)
    if media.kind not in {"jpeg", "png", "gif", "webp"} or len(content) > LARGEST_PHOTO:
        words = "Your photos couldn't be uploaded. Photos should be smaller than 4 MB, saved as JPG or PNG."
        raise refuse("Invalid parameter", 100, 1366046, title="Can't Read Files", explanation=words)
    _ask_policy(meta, call, owner)
    caption = str(call.params.get("message") or call.params.get("caption") or "")
    published = truth(call.params.get("published", True))
    post = _new_post(meta, call, owner, token) if published or call.params.get("scheduled_publish_time") else None
    photo = Photo(meta.store.new_id("1220"), owner.id, token.app, meta.world.clock.now(call.host))
    photo.media, photo.caption, photo.published = media, caption, published
    photo.alt, photo.temporary = str(call.params.get("alt_text_custom", "")), truth(call.params.get("temporary", ""))
    meta.store.things[photo.id] = photo
    answer = {"id": photo.id}
    if post is not None:
        post.text, post.photos, post.status_type, photo.post = caption, [photo.id], "added_photos", post.id
        if post.published:
            answer["post_id"] = post.id
    return json_answer(answer)


def _photo_content(meta: Meta, call: Call) -> bytes:
    if call.files:
        return next(iter(call.files.values())).content
    address = str(call.params.get("url", ""))
    if not address:
        raise refuse("(#324) Requires upload file", 324)
    content = fetched(meta, call, address)
    if content is None:
        raise refuse(
            "Missing or invalid image file",
            324,
            2069019,
            title="Missing or Invalid Image File",
            explanation="We couldn't upload your image. Try again with a different image.",
        )
    return content


@graph.post("/{page}/photo_stories")
def photo_story(meta: Meta, call: Call, page: str) -> Answer:
    owner = meta.page(call, page, "pages_manage_posts")
    photo = _own_photo(meta, owner, str(call.params.get("photo_id", "")))
    post = Post(meta.store.new_id(f"{owner.id}_7301"), owner.id, photo.app, meta.world.clock.now(call.host))
    post.photos, post.story, post.status_type, photo.post = [photo.id], True, "added_photos", post.id
    meta.store.add_post(post)
    return json_answer({"success": True, "post_id": post.id.partition("_")[2]})


# --- comments, editing, deleting ---


@graph.post("/{thing}/comments")
def comment(meta: Meta, call: Call, thing: str) -> Answer:
    parent = nodes.alive(meta, thing)
    meta.page(call, parent.page, "pages_manage_engagement")
    text = str(call.params.get("message", ""))
    if not text and not call.params.get("attachment_url"):
        raise bad_parameter("The parameter message is required")
    number = meta.store.new_id(f"{thing.rpartition('_')[2]}_77")
    made = Comment(number, parent.page, meta.caller(call).app, meta.world.clock.now(call.host))
    made.parent, made.text = thing, text
    meta.store.things[number] = made
    return json_answer({"id": number})


@graph.get("/{thing}/comments")
def comments(meta: Meta, call: Call, thing: str) -> Answer:
    parent = nodes.alive(meta, thing)
    meta.caller(call, "pages_read_engagement")
    rows = [each for each in meta.store.of(Comment, parent.page) if each.parent == thing and each.state != "deleted"]
    return nodes.listed(meta, call, rows, f"/{thing}/comments")


@graph.delete("/{thing}")
def delete(meta: Meta, call: Call, thing: str) -> Answer:
    found = nodes.alive(meta, thing)
    needed = "instagram_manage_contents" if nodes.is_instagram(found) else "pages_manage_posts"
    meta.page(call, found.page, needed)
    found.state = "deleted"
    for part in nodes.parts(meta, found):
        part.state = "deleted"
    return json_answer({"success": True})


@graph.post("/{thing}")
def edit(meta: Meta, call: Call, thing: str) -> Answer:
    """Change the words or the time of a post made by the same app."""
    if thing in meta.store.pages or thing in {"me", ""}:
        raise bad_parameter("Unsupported post request.")
    found = nodes.alive(meta, thing)
    owner = meta.page(call, found.page, "pages_manage_posts")
    if found.app != meta.caller(call).app:
        raise refuse("(#200) This post was not created by this application", 200, status=403)
    if not isinstance(found, Post):
        if isinstance(found, Comment):
            found.text = str(call.params.get("message", found.text))
            return json_answer({"success": True})
        raise no_such(thing)
    found.text = str(call.params.get("message", found.text))
    found.edited = meta.world.clock.now(call.host)
    at, _ = schedule(call, found.edited)
    if at is not None and not found.published:
        found.scheduled = at
    elif truth(call.params.get("is_published", "")) and not found.published:
        found.published, found.scheduled, found.draft, found.created = True, None, False, found.edited
    del owner
    return json_answer({"success": True})


# --- lists ---


@graph.get("/{page}/published_posts", "/{page}/feed", "/{page}/posts")
def published_posts(meta: Meta, call: Call, page: str) -> Answer:
    owner = meta.page(call, page, "pages_read_engagement")
    rows = [
        post for post in meta.store.of(Post, owner.id) if post.published and post.state != "deleted" and not post.story
    ]
    return nodes.listed(meta, call, rows[::-1], f"/{owner.id}/published_posts")


@graph.get("/{page}/scheduled_posts")
def scheduled_posts(meta: Meta, call: Call, page: str) -> Answer:
    owner = meta.page(call, page, "pages_read_engagement", "pages_manage_posts")
    rows = [
        post
        for post in meta.store.of(Post, owner.id)
        if post.scheduled and not post.published and post.state != "deleted"
    ]
    return nodes.listed(meta, call, rows, f"/{owner.id}/scheduled_posts")


@graph.get("/{page}/stories")
def stories(meta: Meta, call: Call, page: str) -> Answer:
    owner = meta.page(call, page, "pages_read_engagement")
    day_ago = meta.world.clock.now() - timedelta(hours=24)
    rows = [
        post
        for post in meta.store.of(Post, owner.id)
        if post.story and post.state != "deleted" and post.created > day_ago
    ]
    data = [
        {
            "post_id": post.id.partition("_")[2],
            "status": "published",
            "creation_time": str(int(post.created.timestamp())),
            "media_type": "video" if post.video else "photo",
            "media_id": post.video or post.photos[0],
            "url": nodes.permalink(meta, post),
        }
        for post in rows[::-1]
    ]
    return json_answer({"data": data, "paging": {}})
