"""TikTok as a whole: envelope, who calls, how often, what becomes of posts with time."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from emulators.base import Platform, Seen, known_state, set_properties
from emulators.tiktok import display, login, posting, uploads
from emulators.tiktok.errors import envelope, refuse
from emulators.tiktok.state import PUBLIC, SELF, App, Creator, Grant, Publish, Store, Video
from emulators.webhooks import deliver
from emulators.wire import Answer, Call

if TYPE_CHECKING:
    from emulators.world import World

# Calls a minute for each token.
LIMITS = {
    "/v2/post/publish/creator_info/query/": 20,
    "/v2/post/publish/video/init/": 6,
    "/v2/post/publish/inbox/video/init/": 6,
    "/v2/post/publish/content/init/": 6,
    "/v2/post/publish/status/fetch/": 30,
    "/v2/video/list/": 600,
    "/v2/video/query/": 600,
    "/v2/user/info/": 600,
}


class TikTok(Platform):
    name = "tiktok"
    hosts = ("open.tiktokapis.com", "open-upload.tiktokapis.com", "www.tiktok.com")
    routers = (login.api, posting.api, display.api)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.store = Store(world.clock.now())

    def answer(self, call: Call) -> Answer:
        if call.host == "open-upload.tiktokapis.com":
            return uploads.answer(self, call)
        if call.host == "www.tiktok.com":
            return display.public(self, call)
        path = call.path if call.path.endswith("/") else call.path + "/"
        if (answer := self.routed(call, self.routers, path)) is not None:
            return answer
        raise refuse("invalid_request", "Unsupported path", 404)

    def grant(self, call: Call, scope: str) -> Grant:
        """Who calls, with this scope and not too often. Raises 401, 429."""
        grant = self.store.grants.get(call.bearer)
        now = self.world.clock.now()
        if grant is None or grant.dead or grant.expires <= now:
            raise refuse("access_token_invalid", "The access token is invalid or not found in the request.", 401)
        if scope not in grant.scopes:
            raise refuse(
                "scope_not_authorized",
                "The user did not authorize the scope required for completing this request.",
                401,
            )
        path = call.path if call.path.endswith("/") else call.path + "/"
        recent = self.store.called.setdefault((grant.creator, path), [])
        recent[:] = [at for at in recent if now - at < timedelta(minutes=1)]
        if len(recent) >= LIMITS.get(path, 600):
            raise refuse("rate_limit_exceeded", "The API rate limit was exceeded. Please try again later.", 429)
        recent.append(now)
        return grant

    # --- time ---

    def tick(self) -> None:
        now = self.world.clock.now()
        for publish in self.store.publishes.values():
            if self.status(publish) == "PUBLISH_COMPLETE" and not publish.video:
                self._appear(publish)
            self._announce(publish)
        for publish in self.store.publishes.values():
            if (
                publish.upload_expires
                and publish.received is None
                and publish.upload_expires <= now
                and not publish.failed
            ):
                publish.failed = "internal" if publish.content else ""

    def done_at(self, publish: Publish) -> datetime | None:
        if publish.received is None or publish.for_ever:
            return None
        return publish.received + timedelta(seconds=self.store.creators[publish.creator].processing_seconds)

    def status(self, publish: Publish) -> str:
        if publish.cancelled or publish.failed:
            return "FAILED"
        done = self.done_at(publish)
        if done is None or done > self.world.clock.now():
            return "PROCESSING_DOWNLOAD" if publish.source == "PULL_FROM_URL" else "PROCESSING_UPLOAD"
        return "SEND_TO_USER_INBOX" if publish.kind == "inbox" else "PUBLISH_COMPLETE"

    def _appear(self, publish: Publish) -> None:
        at = self.done_at(publish)
        assert at is not None  # noqa: S101 -- asked by the status
        creator = self.store.creators[publish.creator]
        number = "74" + publish.id[-17:]  # of the post itself: the order in which posts get ready must not matter
        text = "\n".join(str(publish.info[key]) for key in ("title", "description") if publish.info.get(key))
        privacy = str(publish.info.get("privacy_level", SELF))
        video = Video(number, creator.id, at, text, privacy, publish.kind, publish.media, publish.id, publish.app)
        if privacy == PUBLIC:
            video.public_at = at + timedelta(
                seconds=creator.moderation_seconds if publish.id_after is None else publish.id_after
            )
        self.store.videos[number] = video
        publish.video = number

    def _announce(self, publish: Publish) -> None:
        """Webhooks of what has happened to this post, each once."""
        status = self.status(publish)
        names = {
            "FAILED": "post.publish.failed",
            "PUBLISH_COMPLETE": "post.publish.complete",
            "SEND_TO_USER_INBOX": "post.publish.inbox_delivered",
        }
        events = [names[status]] if status in names else []
        video = self.store.videos.get(publish.video)
        if video is not None and self.public(video)[0]:
            events.append("post.publish.publicly_available")
        elif video is not None and "post.publish.publicly_available" in publish.announced:
            events.append("post.publish.no_longer_publicaly_available")
        for event in events:
            if event not in publish.announced:
                publish.announced.add(event)
                content = {
                    "publish_id": publish.id,
                    "publish_type": "INBOX_SHARE" if publish.kind == "inbox" else "DIRECT_PUBLISH",
                }
                if event.endswith("failed"):
                    content["reason"] = publish.failed
                if "publica" in event or "publicly" in event:
                    content["post_id"] = publish.video
                self._webhook(self.store.apps[publish.app], publish.creator, event, content)

    def _webhook(self, app: App, creator: str, event: str, content: dict[str, Any]) -> None:
        now = self.world.clock.unix("open.tiktokapis.com")
        body = json.dumps(
            {
                "client_key": app.key,
                "event": event,
                "create_time": now,
                "user_openid": creator,
                "content": json.dumps(content),
            }
        ).encode()
        signature = hmac.new(app.secret.encode(), f"{now}.".encode() + body, "sha256").hexdigest()
        entry: dict[str, Any] = {
            "platform": "tiktok",
            "to": app.webhook,
            "event": event,
            "content": content,
            "status": None,
        }
        self.world.webhooks.append(entry)
        if not app.webhook:
            return
        headers = {"Content-Type": "application/json", "TikTok-Signature": f"t={now},s={signature}"}
        self.world.later(lambda: entry.update(status=deliver(self.world, app.webhook, body, headers)[0]))

    # --- the platform's side ---

    def public(self, video: Video) -> tuple[bool, str]:
        """Whether a logged-out citizen sees it, and if not, why."""
        creator = self.store.creators[video.creator]
        if video.state not in {"live", "login_wall"}:
            return False, video.state
        if video.privacy != PUBLIC:
            return False, video.privacy
        if creator.private:
            return False, "private account"
        if video.public_at is None or video.public_at > self.world.clock.now():
            return False, "in moderation"
        return True, ""

    def server_error(self, call: Call, status: int) -> Answer:
        return envelope({}, "internal_error", "Something went wrong. Please try again later.", status)

    def malformed(self, call: Call, name: str) -> Answer:
        return envelope({}, "invalid_params", f"The {name} is invalid", 400)

    def throttled(self, call: Call) -> Answer:
        return envelope({}, "rate_limit_exceeded", "The API rate limit was exceeded. Please try again later.", 429)

    def kill_token(self, call: Call, how: str) -> None:
        grant = self.store.grants.get(call.bearer) or self.store.by_refresh(call.form.get("refresh_token", ""))
        if grant is None:
            return
        if how == "expired":
            grant.expires = self.world.clock.now()
        else:
            grant.dead = grant.used = True

    def posts(self) -> Iterable[Seen]:
        for video in self.store.videos.values():
            public, why = self.public(video)
            media = tuple(one.sha256 for one in video.media)
            details = {"publish_id": video.publish, "privacy": video.privacy}
            kind = "photo" if video.kind == "photo" else "video"
            yield Seen(
                "tiktok",
                video.creator,
                video.id,
                kind,
                video.text,
                video.created,
                public,
                why,
                display.share_url(self, video),
                media,
                details,
            )

    # --- by hand ---

    def accounts(self) -> Any:
        return {
            "apps": {one.key: asdict(one) for one in self.store.apps.values()},
            "creators": {one.id: asdict(one) for one in self.store.creators.values()},
            "grants": [
                {"access_token": one.access, "refresh_token": one.refresh, "dead": one.dead, "used": one.used}
                for one in self.store.grants.values()
            ],
        }

    def change(self, account: str, changes: dict[str, Any]) -> Any:
        thing: App | Creator | None = self.store.apps.get(account) or self.store.creators.get(account)
        if thing is None:
            raise KeyError(account)
        return set_properties(thing, changes, "id", "key")

    def token(self, account: str, wanted: dict[str, Any]) -> Any:
        grant = login.new_grant(
            self,
            self.store.creators[account].id,
            next(iter(self.store.apps)),
            frozenset(wanted.get("scopes", login.SCOPES)),
        )
        if "seconds" in wanted:
            grant.expires = self.world.clock.now() + timedelta(seconds=float(wanted["seconds"]))
        return {"access_token": grant.access, "refresh_token": grant.refresh, "open_id": grant.creator}

    def touch(self, post: str, state: str) -> None:
        known_state(state)
        self.store.videos[post].state = state

    def measure(self, post: str, values: dict[str, Any]) -> None:
        self.store.videos[post].metrics.update(values)
