"""One thing read by its id: which fields it has, lists of things with pages, permalinks."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from emulators.growth import grown
from emulators.meta.errors import bad_parameter, no_such
from emulators.meta.processing import container_status, video_status
from emulators.meta.state import Comment, Container, InstagramMedia, Photo, Post, Thing, Video
from emulators.routing import Router
from emulators.wire import Answer, Call, json_answer

if TYPE_CHECKING:
    from emulators.meta.platform import Meta

graph = Router()


def stamp(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%S+0000") if at else None


def alive(meta: Meta, number: str) -> Thing:
    """The thing with this id. Raises 100/33 if it never was or is deleted."""
    found = meta.store.things.get(number)
    if found is None or found.state == "deleted":
        raise no_such(number)
    return found


def is_instagram(thing: Thing) -> bool:
    return isinstance(thing, (InstagramMedia, Container))


def parts(meta: Meta, thing: Thing) -> list[Thing]:
    """What goes when this goes."""
    if isinstance(thing, Post):
        return [meta.store.things[number] for number in [*thing.photos, *([thing.video] if thing.video else [])]]
    if isinstance(thing, (Photo, Video)) and thing.post:
        return [meta.store.things[thing.post]]
    return []


def permalink(meta: Meta, thing: Thing) -> str:
    if isinstance(thing, InstagramMedia):
        kind = "reel" if thing.product == "REELS" else "p"
        return meta.world.at("www.instagram.com", f"/{kind}/{thing.shortcode}/")
    if isinstance(thing, Video):
        return meta.world.at(
            "www.facebook.com", f"/reel/{thing.id}" if thing.kind == "reel" else f"/{thing.page}/videos/{thing.id}"
        )
    if isinstance(thing, Photo):
        return meta.world.at("www.facebook.com", f"/photo.php?fbid={thing.id}")
    return meta.world.at("www.facebook.com", f"/{thing.id}")


# --- fields ---


def wanted(call: Call) -> list[tuple[str, str]]:
    """`fields=a,b.limit(0).summary(true),c{d}` → (name, what follows it)."""
    text = str(call.params.get("fields", ""))
    pieces = re.findall(r"(?:[^,(){}]|\([^()]*\)|\{[^{}]*\})+", text)
    return [(match[1], match[2]) for piece in pieces if (match := re.match(r"\s*([a-z_0-9]+)(.*)", piece, re.DOTALL))]


def extra_fields(meta: Meta, call: Call, thing: Thing) -> dict[str, Any]:
    """What a creating call asked to read back at once."""
    return {key: value for key, value in project(meta, call, thing).items() if wanted(call) and key != "id"}


def project(meta: Meta, call: Call, thing: Thing) -> dict[str, Any]:
    """The asked fields of a thing, always with its id. Raises 100 on one that it does not have."""
    known = FIELDS[type(thing)]
    row: dict[str, Any] = {}
    for name, after in wanted(call) or [(name, "") for name in DEFAULTS[type(thing)]]:
        if name == "id":
            continue
        if name not in known:
            raise bad_parameter(f"Tried accessing nonexisting field ({name}) on node type ({type(thing).__name__})")
        value = known[name](meta, thing, after)
        if value is not None:
            row[name] = value
    row["id"] = thing.id
    return row


def _edge(edge: str) -> Any:
    def count(meta: Meta, thing: Thing, after: str) -> dict[str, Any]:
        made = [each for each in meta.store.of(Comment) if each.parent == thing.id and each.state != "deleted"]
        metric, typical = ("comments", 7) if edge == "comments" else ("post_reactions_by_type_total", 72)
        number = (len(made) if edge == "comments" else 0) + grown(meta.world, thing, metric, typical)
        summary = {
            "total_count": number,
            **({"viewer_reaction": "NONE"} if edge == "reactions" else {"order": "ranked"}),
        }
        return {"data": [], **({"summary": summary} if "summary(" in after else {})}

    return count


def _shares(meta: Meta, thing: Thing, after: str) -> dict[str, int] | None:
    number = grown(meta.world, thing, "shares", 25)
    return {"count": number} if number else None


def _attachments(meta: Meta, post: Post, after: str) -> dict[str, Any] | None:
    rows = []
    for number in post.photos:
        photo = meta.store.things[number]
        rows.append({"type": "photo", "url": permalink(meta, photo), "target": {"id": number}})
    if post.video:
        rows.append(
            {
                "type": "video_inline",
                "url": permalink(meta, meta.store.things[post.video]),
                "target": {"id": post.video},
            }
        )
    if post.link and not rows:
        rows.append({"type": "share", "url": post.link, "title": post.link})
    if len(rows) > 1:
        rows = [{"type": "album", "url": permalink(meta, post), "subattachments": {"data": rows}}]
    return {"data": rows} if rows else None


def _media_url(meta: Meta, thing: Any, after: str) -> str | None:
    return f"{meta.world.base}/_media/{thing.media.sha256}" if thing.media else None


def _container(part: int) -> Any:
    return lambda meta, container, after: container_status(meta, container)[part]


def _children(meta: Meta, media: InstagramMedia, after: str) -> dict[str, Any] | None:
    return {"data": [{"id": number} for number in media.children]} if media.children else None


POST_FIELDS: dict[str, Any] = {
    "message": lambda meta, post, after: post.text or None,
    "created_time": lambda meta, post, after: stamp(post.created),
    "updated_time": lambda meta, post, after: stamp(post.edited or post.created),
    "permalink_url": lambda meta, post, after: permalink(meta, post),
    "is_published": lambda meta, post, after: post.published,
    "is_hidden": lambda meta, post, after: post.state == "hidden",
    "status_type": lambda meta, post, after: post.status_type,
    "scheduled_publish_time": lambda meta, post, after: int(post.scheduled.timestamp()) if post.scheduled else None,
    "attachments": _attachments,
    "from": lambda meta, post, after: {"name": meta.store.pages[post.page].name, "id": post.page},
    "full_picture": lambda meta, post, after: (
        _media_url(meta, meta.store.things[post.photos[0]], "") if post.photos else None
    ),
    "privacy": lambda meta, post, after: {"value": "SELF" if post.state == "private" else "EVERYONE"},
    "shares": _shares,
    "reactions": _edge("reactions"),
    "likes": _edge("likes"),
    "comments": _edge("comments"),
}
FIELDS: dict[type[Thing], dict[str, Any]] = {
    Post: POST_FIELDS,
    Photo: {
        "name": lambda meta, photo, after: photo.caption or None,
        "created_time": lambda meta, photo, after: stamp(photo.created),
        "link": lambda meta, photo, after: permalink(meta, photo),
        "permalink_url": lambda meta, photo, after: permalink(meta, photo),
        "alt_text_custom": lambda meta, photo, after: photo.alt or None,
        "page_story_id": lambda meta, photo, after: photo.post or None,
        "width": lambda meta, photo, after: photo.media.width,
        "height": lambda meta, photo, after: photo.media.height,
        "images": lambda meta, photo, after: [{"source": _media_url(meta, photo, "")}],
    },
    Video: {
        "status": lambda meta, video, after: video_status(meta, video),
        "title": lambda meta, video, after: video.title or None,
        "description": lambda meta, video, after: video.text or None,
        "created_time": lambda meta, video, after: stamp(video.created),
        "permalink_url": lambda meta, video, after: permalink(meta, video),
        "length": lambda meta, video, after: video.media.seconds if video.media else None,
        "published": lambda meta, video, after: bool(video.post and meta.store.things[video.post].published),
        "post_id": lambda meta, video, after: video.post.partition("_")[2] or None,
        "source": _media_url,
    },
    Comment: {
        "message": lambda meta, comment, after: comment.text,
        "created_time": lambda meta, comment, after: stamp(comment.created),
        "from": lambda meta, comment, after: {"name": meta.store.pages[comment.page].name, "id": comment.page},
        "permalink_url": lambda meta, comment, after: permalink(meta, comment),
    },
    Container: {
        "status_code": _container(0),
        "status": _container(1),
        "copyright_check_status": lambda meta, container, after: {"status": "completed", "matches_found": False},
    },
    InstagramMedia: {
        "caption": lambda meta, media, after: media.caption or None,
        "media_type": lambda meta, media, after: media.media_type,
        "media_product_type": lambda meta, media, after: media.product,
        "permalink": lambda meta, media, after: permalink(meta, media),
        "shortcode": lambda meta, media, after: media.shortcode,
        "timestamp": lambda meta, media, after: stamp(media.created),
        "username": lambda meta, media, after: meta.store.pages[media.page].username,
        "media_url": _media_url,
        "alt_text": lambda meta, media, after: media.alt or None,
        "children": _children,
        "like_count": lambda meta, media, after: grown(meta.world, media, "likes", 80),
        "comments_count": lambda meta, media, after: grown(meta.world, media, "comments", 9),
    },
}
DEFAULTS: dict[type[Thing], tuple[str, ...]] = {
    Post: ("created_time", "message"),
    Photo: ("created_time", "name"),
    Video: ("description",),
    Comment: ("created_time", "from", "message"),
    Container: (),
    InstagramMedia: (),
}


# --- lists, one node ---


def listed(meta: Meta, call: Call, rows: Sequence[Thing], path: str) -> Answer:
    """A page of a list: `limit`, `since`, `until`, `after`, and `paging.next` into this emulation."""
    since, until = call.whole("since", 0), call.whole("until", 10**12)
    kept = [row for row in rows if since <= row.created.timestamp() <= until]
    limit = max(1, min(call.whole("limit", 25), 100))
    start = _start(call)
    page = kept[start : start + limit]
    answer: dict[str, Any] = {"data": [project(meta, call, row) for row in page]}
    if page:
        before, after = _cursor(start), _cursor(start + limit)
        answer["paging"] = {"cursors": {"before": before, "after": after}}
        if len(kept) > start + limit:
            rest = {**call.params, "after": after, "limit": limit}
            answer["paging"]["next"] = meta.world.at(call.host, f"/v26.0{path}?{urlencode(rest)}")
    return json_answer(answer)


def _cursor(start: int) -> str:
    return base64.urlsafe_b64encode(f"at{start}".encode()).decode().rstrip("=")


def _start(call: Call) -> int:
    given = str(call.params.get("after", ""))
    if not given:
        return 0
    try:
        return int(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode().removeprefix("at"))
    except ValueError as error:
        raise bad_parameter("Invalid cursors values") from error


@graph.get("/{thing}")
def node(meta: Meta, call: Call, thing: str) -> Answer:
    token = meta.caller(call)
    if thing == "me" and token.kind == "USER":
        return json_answer({"id": token.person, "name": meta.store.person_name})
    account = _account(meta, call, token.page if thing == "me" else thing)
    if account is not None:
        names = {name for name, _ in wanted(call)} or {"name"}
        return json_answer({key: value for key, value in account.items() if key in names | {"id"}})
    found = alive(meta, thing)
    if token.kind == "PAGE" and token.page != found.page:
        raise no_such(thing)
    if (
        isinstance(found, InstagramMedia)
        and found.product == "STORY"
        and (meta.world.clock.now() - found.created).days >= 1
    ):
        raise no_such(thing)
    return json_answer(project(meta, call, found))


def _account(meta: Meta, call: Call, number: str) -> dict[str, Any] | None:
    """A Page, or an Instagram account, as a node; None for anything else."""
    page = meta.store.pages.get(number) or meta.store.page_of_instagram(number)
    if page is None:
        return None
    if number == page.instagram or call.host == "graph.instagram.com":
        media = [
            one for one in meta.store.of(InstagramMedia, page.id) if one.product != "CHILD" and one.state != "deleted"
        ]
        names = {"id": page.instagram, "user_id": page.instagram, "username": page.username, "name": page.name}
        return {**names, "account_type": "BUSINESS", "followers_count": page.followers, "media_count": len(media)}
    return {
        "id": page.id,
        "name": page.name,
        "username": page.username,
        "fan_count": page.likes,
        "followers_count": page.followers,
        "is_published": True,
        "link": meta.world.at("www.facebook.com", f"/{page.id}"),
        "instagram_business_account": {"id": page.instagram},
    }
