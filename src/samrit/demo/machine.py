"""The machine in the year that is told: sends what is due at its hour and reads what comes of it, all emulated.

No worker runs while a year passes in a minute, so the diary asks this one, between two deeds, what is due by then.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from samrit.channels.addresses import file_asked_for
from samrit.channels.delivering import due
from samrit.channels.models import Delivery, Errand
from samrit.demo.emulating import RULES, emulators, set_clock
from samrit.demo.moments import BANGKOK, MOMENTS
from samrit.platform import clock
from samrit.platform.emulated import platforms_at

_YEAR = "year"
_FIRST = dt.datetime(2024, 10, 1, tzinfo=BANGKOK)
_AGAIN = dt.timedelta(minutes=1)


class Machine:
    """Sends and reads on the platforms that stand at `address`, whose clock it sets."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.tried = dt.datetime.min.replace(tzinfo=dt.UTC)

    def next_due(self) -> dt.datetime | None:
        """When it has something to do next; None where nothing waits."""
        firsts = [
            rows.exclude(due_at=None).order_by("due_at").values_list("due_at", flat=True).first()
            for rows in (Delivery.objects.all(), Errand.objects.all())
        ]
        found = min((moment for moment in firsts if moment is not None), default=None)
        # What was due and was not done then waits for its platform: it is tried again a minute later.
        return None if found is None else max(found, self.tried)

    def run(self) -> None:
        """Everything that is due now."""
        now = timezone.now()
        set_clock(self._address)
        self.tried = now + _AGAIN
        for lane in due.lanes():
            due.run_lane(lane)
        self._put_off(now)

    @staticmethod
    def _put_off(now: dt.datetime) -> None:
        """Weekly looks are told once before each moment, on its eve: nobody would read the others."""
        eves = [moment.start - dt.timedelta(days=1) for moment in MOMENTS]
        eve = next((one for one in eves if one > now), None)
        if eve is not None:
            Errand.objects.filter(name="liveness:weekly", due_at__gt=now, due_at__lt=eve).update(due_at=eve)


@contextmanager
def machine(journal: Path, port: int = 0) -> Iterator[Machine]:
    """A machine on platforms that nobody has used, with a server of the files that they fetch from us.

    The platforms' own addresses stand in their answers, which are evidence: `port` keeps them the same.
    """
    with _files() as files:
        world = {
            "clock": _FIRST.isoformat(),
            "stopped": True,
            "rules": RULES,
            "names": {urlsplit(settings.SAMRIT_SITE).hostname: files},
            "keep": str(journal),
        }
        with emulators({_YEAR: world}, port) as root, platforms_at(f"{root}/{_YEAR}"):
            yield Machine(f"{root}/{_YEAR}")


class _Files(BaseHTTPRequestHandler):
    """Gives the files that platforms fetch from our addresses, as the public pages do."""

    def do_GET(self) -> None:
        with clock.at(lambda: _FIRST):  # no address is too old in a year that is told
            asked = file_asked_for(self.path.removeprefix("/f/").partition("?")[0])
        if asked is None:
            self.send_error(404)
            return
        with default_storage.open(f"{asked.sha256[:2]}/{asked.sha256[2:4]}/{asked.sha256}") as file:
            content = file.read()
        self.send_response(200)
        self.send_header("content-type", "application/octet-stream")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- as above
        """Nothing on the terminal."""


@contextmanager
def _files() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Files)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
