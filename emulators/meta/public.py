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
        return html_answer(not_available(network), 200 if network == "Facebook" else 404)
    public, _ = visible(meta, thing)
    if thing.state == "login_wall":
        return html_answer(login_wall(network))
    if not public:  # both networks say so with status 200: a soft 404
        return html_answer(not_available(network))
    seen = next(each for each in seen_of(meta, thing))
    return html_answer(post_page(meta.world, network, meta.store.pages[thing.page].name, seen))


def by_address(meta: Meta, address: str) -> Thing | None:
    """The thing behind a permalink in any of its forms."""
    parts = urlsplit(address)
    shortcode = re.fullmatch(r"/(?:www\.instagram\.com/)?(?:p|reel|reels)/([\w-]+)/?", parts.path)
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
        if (post := meta.store.things.get(thing.post)) is not None:
            yield from seen_of(meta, post)
        return
    public, why = visible(meta, thing)
    link = nodes.permalink(meta, thing)
    if isinstance(thing, Post):
        kind, text, media = _post_content(meta, thing)
        details = {
            "comments": [
                one.text
                for one in meta.store.of(Comment, thing.page)
                if one.parent == thing.id and one.state != "deleted"
            ],
            "link": thing.link,
        }
        yield Seen("facebook", thing.page, thing.id, kind, text, thing.created, public, why, link, media, details)
    elif isinstance(thing, InstagramMedia) and thing.product != "CHILD":
        children = [meta.store.things[number] for number in thing.children]
        shown = children or [thing]
        media = tuple(one.media.sha256 for one in shown if isinstance(one, InstagramMedia) and one.media)
        kind = {"REELS": "reel", "STORY": "story"}.get(thing.product, "carousel" if children else "photo")
        details = {
            "comments": [one.text for one in meta.store.of(Comment, thing.page) if one.parent == thing.id],
            "link": "",
        }
        account = meta.store.pages[thing.page].instagram
        yield Seen(
            "instagram", account, thing.id, kind, thing.caption, thing.created, public, why, link, media, details
        )


def _post_content(meta: Meta, post: Post) -> tuple[str, str, tuple[str, ...]]:
    if post.video:
        video = meta.store.things[post.video]
        assert isinstance(video, Video)  # noqa: S101 -- by its making
        kind = "story" if post.story else video.kind
        text = "\n".join(part for part in (video.title, video.text) if part)
        return kind, text, (video.media.sha256,) if video.media else ()
    photos = [meta.store.things[number] for number in post.photos]
    media = tuple(photo.media.sha256 for photo in photos if isinstance(photo, Photo) and photo.media)
    kind = (
        "story" if post.story else "album" if len(media) > 1 else "photo" if media else "link" if post.link else "text"
    )
    return kind, post.text, media


def seen(meta: Meta) -> Iterable[Seen]:
    for thing in [*meta.store.of(Post), *meta.store.of(InstagramMedia)]:
        yield from seen_of(meta, thing)


def oembed(meta: Meta, call: Call) -> Answer:
    """Open to anybody since 15 June 2026; shows only what the public sees."""
    now = meta.world.clock.now(call.host)
    if now < day("2026-06-15"):
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
