"""YouTube as a whole: who calls, what it costs, and what becomes of videos with time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from emulators.base import Platform, Seen, known_state, set_properties
from emulators.wire import Answer, Call
from emulators.youtube import analytics, captions, login, playlists, public, resources, uploads
from emulators.youtube.errors import error, refuse
from emulators.youtube.state import PREFIX, SCOPES, Access, Channel, Client, Refresh, Store, Video

if TYPE_CHECKING:
    from emulators.world import World

DATA = ("www.googleapis.com", "youtube.googleapis.com")
PACIFIC = ZoneInfo("America/Los_Angeles")
EXCEEDED = (
    "The request cannot be completed because you have exceeded your"
    ' <a href="/youtube/v3/getting-started#quota">quota</a>.'
)


class YouTube(Platform):
    name = "youtube"
    hosts = (
        *DATA,
        "oauth2.googleapis.com",
        "accounts.google.com",
        "youtubeanalytics.googleapis.com",
        "www.youtube.com",
        "youtu.be",
    )
    routers = (uploads.api, resources.api, captions.api, playlists.api)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.store = Store(world.clock.now())

    def answer(self, call: Call) -> Answer:
        if call.host == "accounts.google.com":
            return login.consent(self, call)
        if call.host in {"www.youtube.com", "youtu.be"}:
            return public.answer(self, call)
        routers = (
            self.routers if call.host in DATA else (login.api,) if call.host.startswith("oauth2") else (analytics.api,)
        )
        if (answer := self.routed(call, routers)) is not None:
            return answer
        raise refuse("notFound", "Not Found", 404, "global")

    def access(self, call: Call, *scopes: str) -> Access:
        """Who calls, with one of these scopes. Raises 401, 403."""
        access = self.store.accesses.get(call.bearer or str(call.query.get("access_token", "")))
        if access is None or access.revoked or access.expires <= self.world.clock.now():
            raise refuse("authError", "Invalid Credentials", 401, "global", "Authorization")
        if scopes and not any(PREFIX + scope in access.scopes for scope in scopes):
            raise refuse("insufficientPermissions", "Request had insufficient authentication scopes.", 403, "global")
        if self.store.channels[access.channel].suspended:
            raise refuse("youtubeSignupRequired", "Unauthorized", 401, "youtube.header")
        return access

    def spend(self, call: Call, access: Access, units: int, bucket: str = "units") -> None:
        """Units of the project's day, which ends at midnight Pacific. Raises 403 quotaExceeded."""
        client = self.store.clients[access.client]
        limit = {
            "units": client.units_per_day,
            "uploads": client.uploads_per_day,
            "searches": client.searches_per_day,
            "stats": 10_000,
        }[bucket]
        day = self.world.clock.now().astimezone(PACIFIC).strftime("%Y%m%d")
        used = self.store.units.get((client.id, bucket, day), 0)
        if call.fate("quota") is not None or used + units > limit:
            raise refuse("quotaExceeded", EXCEEDED, 403, "youtube.quota")
        self.store.units[client.id, bucket, day] = used + units

    # --- time ---

    def processed_at(self, video: Video) -> datetime | None:
        return (
            None
            if video.for_ever
            else video.created + timedelta(seconds=self.store.channels[video.channel].processing_seconds)
        )

    def processed(self, video: Video) -> bool:
        at = self.processed_at(video)
        return at is not None and at <= self.world.clock.now()

    def tick(self) -> None:
        now = self.world.clock.now()
        for video in self.store.videos.values():
            at = video.status.get("publishAt")
            if (
                at
                and not video.locked
                and datetime.fromisoformat(at) <= now
                and video.status["privacyStatus"] == "private"
            ):
                video.status["privacyStatus"] = "public"
                video.published = datetime.fromisoformat(at)
                del video.status["publishAt"]

    def public(self, video: Video) -> tuple[bool, str]:
        """Whether anybody with the link sees it, and if not, why. Unlisted is not public."""
        if video.deleted or video.state not in {"live", "login_wall"}:
            return False, "deleted" if video.deleted else video.state
        if video.rejected and self.processed(video):
            return False, f"rejected: {video.rejected}"
        if not self.processed(video) or video.failed:
            return False, "failed" if video.failed else "processing"
        if video.locked or video.status["privacyStatus"] != "public":
            return False, "locked private" if video.locked else str(video.status["privacyStatus"])
        if self.store.channels[video.channel].suspended:
            return False, "channel suspended"
        return True, ""

    # --- the platform's side ---

    def keeps_part(self, call: Call) -> bool:
        return call.method == "PUT" and "upload_id" in call.query

    def server_error(self, call: Call, status: int) -> Answer:
        return error("backendError" if status != 503 else "SERVICE_UNAVAILABLE", "Backend Error", status, "global")

    def malformed(self, call: Call, name: str) -> Answer:
        return error("invalidParameter", f"Invalid value for parameter {name}", 400, "global", name)

    def throttled(self, call: Call) -> Answer:
        return error("rateLimitExceeded", "Rate Limit Exceeded", 403, "usageLimits")

    def kill_token(self, call: Call, how: str) -> None:
        access = self.store.accesses.get(call.bearer)
        refresh = self.store.refreshes.get(access.refresh if access else call.form.get("refresh_token", ""))
        if how == "expired" and access is not None:
            access.expires = self.world.clock.now()
            return
        if access is not None:
            access.revoked = True
        if refresh is not None:
            refresh.revoked = True

    def posts(self) -> Iterable[Seen]:
        for video in self.store.videos.values():
            public_now, why = self.public(video)
            text = "\n".join(part for part in (video.snippet["title"], video.snippet.get("description", "")) if part)
            media = (video.media.sha256,) if video.media else ()
            link = self.world.at("www.youtube.com", f"/watch?v={video.id}")
            details = {
                "privacyStatus": video.status["privacyStatus"],
                "publishAt": video.status.get("publishAt"),
                "thumbnail": video.thumbnail,
            }
            yield Seen(
                "youtube",
                video.channel,
                video.id,
                "video",
                text,
                video.published or video.created,
                public_now,
                why,
                link,
                media,
                details,
            )

    # --- by hand ---

    def accounts(self) -> Any:
        return {
            "clients": {one.id: asdict(one) for one in self.store.clients.values()},
            "channels": {one.id: asdict(one) for one in self.store.channels.values()},
            "access_tokens": [one.value for one in self.store.accesses.values() if not one.revoked],
            "refresh_tokens": [one.value for one in self.store.refreshes.values() if not one.revoked],
            "units": {" ".join(key): used for key, used in self.store.units.items()},
        }

    def change(self, account: str, changes: dict[str, Any]) -> Any:
        thing: Client | Channel | None = self.store.clients.get(account) or self.store.channels.get(account)
        if thing is None:
            raise KeyError(account)
        return set_properties(thing, changes, "id")

    def token(self, account: str, wanted: dict[str, Any]) -> Any:
        channel = self.store.channels[account]
        client = next(iter(self.store.clients))
        scopes = frozenset(wanted.get("scopes", SCOPES))
        refresh = Refresh(f"1//emulated{self.store.number():06d}", client, channel.id, scopes, self.world.clock.now())
        self.store.refreshes[refresh.value] = refresh
        access = login.new_access(self, refresh.value, client, channel.id, scopes)
        if "seconds" in wanted:
            access.expires = self.world.clock.now() + timedelta(seconds=float(wanted["seconds"]))
        return {"access_token": access.value, "refresh_token": refresh.value}

    def touch(self, post: str, state: str) -> None:
        known_state(state)
        video = self.store.videos[post]
        video.state, video.deleted = state, state == "deleted"
        if state in {"private", "live"}:
            video.status["privacyStatus"] = "private" if state == "private" else "public"

    def measure(self, post: str, values: dict[str, Any]) -> None:
        self.store.videos[post].metrics.update(values)
