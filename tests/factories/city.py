"""A city with accounts on every emulated platform: one clock for both sides, and a server of files that they fetch."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone
from tests.factories import channels, publicity
from tests.factories import files as images
from tests.factories.publicity import Office

from emulators import running, samples
from emulators.line import state as line
from emulators.meta import state as meta
from emulators.running import Address
from emulators.tiktok import state as tiktok
from emulators.youtube import state as youtube
from samrit.channels.addresses import file_asked_for
from samrit.channels.delivering import due
from samrit.channels.models import Account, Delivery
from samrit.channels.tokens import Tokens
from samrit.platform import clock
from samrit.platform.files import store_file
from samrit.publicity.actions import parts, works
from samrit.publicity.models import Work

APPS = {
    "facebook": {"id": meta.APP, "secret": meta.SECRET},
    "tiktok": {"id": tiktok.KEY, "secret": tiktok.SECRET},
    "youtube": {"id": youtube.CLIENT, "secret": youtube.SECRET},
}
CONNECTED: dict[str, tuple[str, Tokens]] = {
    "facebook": (meta.PAGE, Tokens(meta.PAGE_TOKEN)),
    "instagram": (meta.INSTAGRAM, Tokens(meta.PAGE_TOKEN)),
    "tiktok": (tiktok.CREATOR, Tokens(tiktok.ACCESS, tiktok.REFRESH, 7_200, 15_552_000)),
    "youtube": (youtube.CHANNEL, Tokens(youtube.ACCESS, youtube.REFRESH, 3_600)),
    "line": (line.CHANNEL, Tokens(line.TOKEN, line.SECRET)),
}
FORMS = {
    "website": "article",
    "facebook": "text",
    "instagram": "photo",
    "tiktok": "video",
    "youtube": "video",
    "line": "text",
}
HOSTS = {
    "facebook": "graph.facebook.com",
    "instagram": "graph.facebook.com",
    "tiktok": "open.tiktokapis.com",
    "youtube": "www.googleapis.com",
    "line": "api.line.me",
}


@dataclass
class City:
    """An office, its accounts by channel, and the emulated platforms."""

    office: Office
    at: Address
    accounts: dict[str, Account]

    @property
    def now(self) -> dt.datetime:
        return timezone.now()

    def drain(self) -> int:
        """Everything that is due now, on every lane."""
        return sum(due.run_lane(lane) for lane in due.lanes())

    def run(self, minutes: float = 30, step: float = 15) -> None:
        """Time passes, and everything is done when it is due."""
        for _ in range(int(minutes * 60 / step)):
            self.drain()
            self.at.advance(step)
        self.drain()

    def settle(self, limit: int = 400) -> None:
        """Time jumps to the next thing that is due, until every delivery is at rest."""
        for _ in range(limit):
            self.drain()
            waiting = list(Delivery.objects.exclude(due_at=None).select_related("account"))
            if not waiting:
                return
            due_at = min(max(row.due_at, row.account.throttled_until or row.due_at) for row in waiting)
            self.at.advance(max(1.0, (due_at - timezone.now()).total_seconds() + 0.5))
        raise AssertionError(f"never at rest: {list(Delivery.objects.exclude(due_at=None).values('state', 'why'))}")

    def work(self, *, pictures: int = 1, video: bool = False) -> Work:
        """An approved piece with pictures of its own, or a video."""
        made = publicity.work(self.office)
        shade = Delivery.objects.count() * 8 + Work.objects.count()
        files = [images.image(size=(640, 640 - (shade * 11 + number) % 60)) for number in range(pictures)]
        if video:
            files.append(samples.mp4(seconds=20, size=60_000 + made.pk))
        for number, content in enumerate(files):
            row = store_file([content])
            kind = "mp4" if row.media_type == "video/mp4" else "jpg"
            captions = (
                store_file([f"WEBVTT\n\n00:00.000 --> 00:02.000\nคำ {made.pk}\n".encode()]) if kind == "mp4" else None
            )
            parts.add_media(
                made,
                row,
                file_name=f"{number}.{kind}",
                alt=f"ภาพที่ {number}",
                credit="กทม.",
                captions=captions,
                read_version=made.version,
                acting_user=self.office.maker,
            )
        works.submit_work(made, read_version=made.version, acting_user=self.office.maker)
        return works.approve_work(made, read_version=made.version, acting_user=self.office.approver)

    def scheduled(
        self, channel: str, form: str = "", *, work: Work | None = None, at: dt.datetime | None = None, **content: Any
    ) -> Delivery:
        """A scheduled delivery with the media that its form needs."""
        form = form or FORMS[channel]
        wanted = {"photo": 1, "album": 3, "story": 1}.get(form, 0)
        video = form in {"video", "reel"}
        master = work or self.work(pictures=max(1, wanted), video=video)
        rows = list(master.media.select_related("file").order_by("pk"))
        chosen = [row.pk for row in rows if (row.file.media_type == "video/mp4") == video][: wanted or int(video)]
        told: dict[str, Any] = {"media": tuple(chosen), **content}
        if video and channel in {"line", "youtube"}:
            told.setdefault("thumbnail", rows[0].pk)
        return channels.delivery(
            self.office, self.accounts[channel], work=master, form=form, state="scheduled", at=at, **told
        )

    def published(self, made: Delivery) -> int:
        """How often it stands on its platform, seen or hidden: by its short link, and what has no text by its media."""
        platform = made.account.channel
        return len(self.at.posts(platform, f"/s/{made.link.code}"))


class _Files(BaseHTTPRequestHandler):
    """Serves the files that platforms fetch, as the office's own page does."""

    def do_GET(self) -> None:
        asked = file_asked_for(self.path.removeprefix("/f/").partition("?")[0])
        if asked is None:
            self.send_error(404)
            return
        name = asked.sha256
        with default_storage.open(f"{name[:2]}/{name[2:4]}/{name}") as file:
            content = file.read()
        self.send_response(200)
        kind = "video/mp4" if content[4:8] == b"ftyp" else "image/jpeg"
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def file_server() -> Iterator[str]:
    """The address of a server of our files, while inside."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Files)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def city(settings: Any) -> Iterator[City]:
    """A city on emulated platforms whose clock is also ours."""
    start = timezone.localtime().replace(microsecond=0).isoformat()
    with running(clock=start) as at, file_server() as files:
        settings.SAMRIT_PLATFORMS_AT = str(at)
        settings.SAMRIT_PLATFORM_APPS = APPS
        settings.SAMRIT_PUBLIC_ADDRESS = "https://city.example"
        at.world.names["city.example"] = files
        with clock.at(at.world.clock.now):
            place = publicity.office()
            accounts = {"website": channels.account(place)}
            for channel, (name, tokens) in CONNECTED.items():
                accounts[channel] = channels.account(place, channel, tokens=tokens, external_id=name)
            yield City(place, at, accounts)
