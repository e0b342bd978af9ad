"""The clock of the emulated world: stands still or runs, is set and moved by hand, and may be wrong at one platform."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")


def parse(text: str) -> datetime:
    """An ISO 8601 instant; one without a zone is Bangkok's."""
    instant = datetime.fromisoformat(text)
    return (instant if instant.tzinfo else instant.replace(tzinfo=BANGKOK)).astimezone(UTC)


class Clock:
    """Unset, it is the real clock. `set` stops it (or lets it run on from there), `advance` moves it, never back.

    `pace`: it goes so many times slower than time outside.
    """

    def __init__(self, at: str | None = None, *, running: bool | None = None, pace: float = 1.0) -> None:
        self._lock = threading.Lock()
        self._real_since = time.monotonic()
        self._base = parse(at) if at else datetime.now(UTC)
        self._running = running if running is not None else at is None
        self._pace = pace
        self.skew: dict[str, float] = {}

    def now(self, host: str = "") -> datetime:
        """The instant in UTC, as this host believes it."""
        with self._lock:
            passed = (time.monotonic() - self._real_since) / self._pace if self._running else 0.0
            return self._base + timedelta(seconds=passed + self.skew.get(host, 0.0))

    def unix(self, host: str = "") -> int:
        return int(self.now(host).timestamp())

    def set(self, at: str, *, running: bool = False) -> None:
        with self._lock:
            self._base, self._running, self._real_since = parse(at), running, time.monotonic()

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._base += timedelta(seconds=seconds)

    def run(self, *, running: bool) -> None:
        at = self.now().isoformat()
        self.set(at, running=running)

    def http_date(self, host: str = "") -> str:
        return format_datetime(self.now(host).replace(microsecond=0), usegmt=True)

    @property
    def running(self) -> bool:
        return self._running
