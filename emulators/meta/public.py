"""What anybody sees without logging in: permalinks, oEmbed; and the list of everything posted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from emulators.base import Seen
from emulators.meta import login, nodes
from emulators.meta.errors import graph_answer, no_such
from emulators.meta.insights import day
from emulators.meta.state import Comment, InstagramMedia, Photo, Post, Thing, Video
from emulators.page import login_wall, not_available, post_page
from emulators.routing import Router
from emulators.wire import Answer, Call, html_answer, json_answer

if TYPE_CHECKING:
    from emulators.meta.platform import Meta

pages = Router()


def answer(meta: Meta, call: Call) -> Answer:
    path = re.sub(r"^/v\d+\.0(?=/dialog/)", "", call.path)
    if call.host == "api.instagram.com" and call.method == "POST" and path == "/oauth/access_token":
        return login.instagram_code(meta, call)
    if path in {"/dialog/oauth", "/oauth/authorize"}:
        return login.dialog(meta, call)
    thing = by_address(meta, call.path + (f"?{call.query_string}" if call.query_string else ""))
    network = "Facebook" if call.host == "www.facebook.com" else "Instagram"
    if thing is None:
        return html_answer(not_available(meta.world, network), 200 if network == "Facebook" else 404)
    public, _ = visible(meta, thing)
    if thing.state == "login_wall":
        return html_answer(login_wall(meta.world, network))
    if not public:  # both networks say so with status 200: a soft 404
        return html_answer(not_available(meta.world, network))
    seen = next(each for each in seen_of(meta, thing))
    return html_answer(post_page(meta.world, network, meta.store.pages[thing.page].name, seen))


def by_address(meta: Meta, address: str) -> Thing | None:
    """The thing behind a permalink in any of its forms."""
    parts = urlsplit(address)
    path = parts.path.removeprefix(meta.world.root)
    shortcode = re.fullmatch(r"/(?:www\.instagram\.com/)?(?:p|reel|reels)/([\w-]+)/?", path)
    if shortcode:
        found = (
            one for one in meta.store.of(InstagramMedia) if one.shortcode == shortcode[1] and one.product != "CHILD"
        )
        return next(found, None)
    numbers = re.findall(r"\d{6,}(?:_\d+)*", address)
    for number in reversed(numbers):
        if (thing := meta.store.things.get(number)) is not None:
            return thing
    if len(numbers) == 2:  # /{page}/posts/{post}
        return meta.store.things.get("_".join(numbers))
    return None


def visible(meta: Meta, thing: Thing) -> tuple[bool, str]:
    """Whether a logged-out citizen sees it, and if not, why."""
    if thing.state not in {"live", "login_wall"}:
        return False, thing.state
    if not meta.store.apps[thing.app].live:
        return False, "app in development mode"
    if isinstance(thing, (Photo, Video)):
        post = meta.store.things.get(thing.post)
        return visible(meta, post) if isinstance(post, Post) else (False, "unpublished")
    if isinstance(thing, Post) and not thing.published:
        return False, "draft" if thing.draft else "scheduled" if thing.scheduled else "unpublished"
    story = (isinstance(thing, Post) and thing.story) or (
        isinstance(thing, InstagramMedia) and thing.product == "STORY"
    )
    if story and meta.world.clock.now() - thing.created >= timedelta(hours=24):
        return False, "story over"
    return True, ""


def seen_of(meta: Meta, thing: Thing) -> Iterator[Seen]:
    """A post or Instagram media as the list has it; a video or photo by its post."""
    if isinstance(thing, (Photo, Video)):
        thing = meta.store.things.get(thing.post, thing)
    if isinstance(thing, Post):
        yield _facebook(meta, thing)
    elif isinstance(thing, InstagramMedia) and thing.product != "CHILD":
        yield _instagram(meta, thing)


def _comments(meta: Meta, thing: Thing) -> list[str]:
    made = meta.store.of(Comment, thing.page)
    return [one.text for one in made if one.parent == thing.id and one.state != "deleted"]


def _facebook(meta: Meta, post: Post) -> Seen:
    public, why = visible(meta, post)
    photos = [one for number in post.photos if isinstance(one := meta.store.things[number], Photo) and one.media]
    video = meta.store.things.get(post.video)
    shown = [video.media] if isinstance(video, Video) else [photo.media for photo in photos]
    title = f"{video.title}\n" if isinstance(video, Video) and video.title else ""
    details = {"comments": _comments(meta, post), "link": post.link, "alts": [photo.alt for photo in photos]}
    media = tuple(one.sha256 for one in shown if one)
    link = nodes.permalink(meta, post)
    return Seen(
        "facebook",
        post.page,
        post.id,
        _kind(post, video),
        title + post.text,
        post.created,
        public,
        why,
        link,
        media,
        details,
    )


def _kind(post: Post, video: Thing | None) -> str:
    if post.story:
        return "story"
    if isinstance(video, Video):
        return video.kind
    return {0: "link" if post.link else "text", 1: "photo"}.get(len(post.photos), "album")


def _instagram(meta: Meta, thing: InstagramMedia) -> Seen:
    public, why = visible(meta, thing)
    children = [meta.store.things[number] for number in thing.children]
    shown = [one for one in children or [thing] if isinstance(one, InstagramMedia) and one.media]
    media = tuple(one.media.sha256 for one in shown if one.media)
    kind = {"REELS": "reel", "STORY": "story"}.get(thing.product, "carousel" if children else "photo")
    details = {"comments": _comments(meta, thing), "link": "", "alts": [one.alt for one in shown]}
    account, link = meta.store.pages[thing.page].instagram, nodes.permalink(meta, thing)
    return Seen("instagram", account, thing.id, kind, thing.caption, thing.created, public, why, link, media, details)


def seen(meta: Meta) -> Iterable[Seen]:
    for thing in [*meta.store.of(Post), *meta.store.of(InstagramMedia)]:
        yield from seen_of(meta, thing)


def oembed(meta: Meta, call: Call) -> Answer:
    """Open to anybody since 15 June 2026; shows only what the public sees."""
    now = meta.world.clock.now(call.host)
    if meta.world.rules(call.host) < day("2026-06-15"):
        meta.caller(call)
    thing = by_address(meta, str(call.params.get("url", "")))
    if thing is None or not visible(meta, thing)[0] or thing.state == "login_wall":
        return (
            no_such("oembed").answer
            if thing is None
            else graph_answer("(#100) The requested resource does not exist or is private", 100, 2207006)
        )
    recent = meta.store.asked.setdefault(call.path, [])
    recent[:] = [at for at in recent if (now - at).total_seconds() < 3600] + [now]
    if len(recent) > 1000:
        return graph_answer("(#4) Application request limit reached", 4)
    network = "Instagram" if isinstance(thing, InstagramMedia) else "Facebook"
    link = escape(nodes.permalink(meta, thing), quote=True)
    html = f'<blockquote class="{network.lower()}-media" data-href="{link}"><a href="{link}">{network}</a></blockquote>'
    address = "https://www.facebook.com" if network == "Facebook" else "https://www.instagram.com"
    row = {
        "html": html,
        "provider_name": network,
        "provider_url": address,
        "type": "rich",
        "version": "1.0",
        "width": 658,
        "height": None,
    }
    return json_answer(row)


for path in ("/oembed_post", "/oembed_video", "/oembed_page", "/instagram_oembed"):
    login.graph.get(path)(oembed)
