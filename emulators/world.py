"""The emulated world: clock, faults, log of calls, platforms, and the files that platforms fetch."""

from __future__ import annotations

import threading
import urllib.request
import urllib.robotparser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from emulators.base import Platform, Seen
from emulators.clock import Clock, parse
from emulators.faults import Faults
from emulators.journal import Journal
from emulators.media import Media, look_at

LONGEST_LOG = 5000


class Unfetchable(OSError):  # noqa: N818 -- said of an address
    """A platform could not fetch this address; the text says why."""


@dataclass
class Line:
    """One line of the log of calls."""

    number: int
    at: str
    method: str
    host: str
    path: str
    query: str
    status: int | None = None
    faults: list[str] = field(default_factory=list)
    request_bytes: int = 0


class World:
    """Everything. `base` is the address where it is served."""

    def __init__(
        self,
        base: str = "",
        at: str | None = None,
        *,
        running: bool | None = None,
        pace: float = 1.0,
        rules: str | None = None,
        names: dict[str, str] | None = None,
        journal: Journal | None = None,
    ) -> None:
        self.base = base
        self.journal = journal
        self.replaying = False
        self._names = names or {}
        self._at, self._running, self._pace = at, running, pace
        self._rules = parse(rules) if rules else None
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.reset()

    def reset(self) -> None:
        """As it was at the start: no faults, no posts, first accounts, first clock."""
        from emulators import platforms  # noqa: PLC0415 -- platforms need the world's class

        self.clock = Clock(self._at, running=self._running, pace=self._pace)
        self.faults = Faults()
        self.log: list[Line] = []
        self.calls = 0
        self.files: dict[str, tuple[str, bytes]] = {}
        self.names: dict[str, str] = dict(self._names)
        self.media: dict[str, tuple[Media, bytes]] = {}
        self.webhooks: list[dict[str, Any]] = []
        self.robots = ""
        self.platforms: dict[str, Platform] = {kind.name: kind(self) for kind in platforms.ALL}
        self.by_host = {host: platform for platform in self.platforms.values() for host in platform.hosts}

    @property
    def root(self) -> str:
        """The path under which this world is served; empty where it has the whole address."""
        return urlsplit(self.base).path.rstrip("/")

    def rules(self, host: str = "") -> datetime:
        """Of which day the platforms' rules are: of their clock, or of a later one where a past year is told."""
        now = self.clock.now(host)
        return now if self._rules is None else max(now, self._rules)

    def at(self, host: str, path: str = "") -> str:
        """The address of a platform's path inside this emulation."""
        return f"{self.base}/{host}{path}"

    def platform(self, name: str) -> Platform:
        """By its name, or by a channel's: Facebook and Instagram are Meta's. Raises KeyError."""
        return self.platforms["meta" if name in {"facebook", "instagram"} else name]

    def posts(self, platform: str = "") -> list[Seen]:
        """Everything posted, oldest first."""
        found = [post for each in self.platforms.values() for post in each.posts() if platform in {"", post.platform}]
        return sorted(found, key=lambda post: post.created_at)

    def tick(self) -> None:
        for platform in self.platforms.values():
            platform.tick()

    def note(self, method: str, host: str, path: str, query: str, size: int) -> Line:
        self.calls += 1
        line = Line(self.calls, self.clock.now().isoformat(), method, host, path, query, request_bytes=size)
        self.log.append(line)
        del self.log[:-LONGEST_LOG]
        return line

    def keep(self, content: bytes) -> Media:
        """Look at a file and keep it, for the pages and for downloads by its hash."""
        media = look_at(content)
        self.media[media.sha256] = (media, content if len(content) <= 32_000_000 else b"")
        return media

    def fetch(self, address: str, agent: str, limit: int = 300_000_000) -> bytes:
        """Fetch as a platform does, with robots.txt obeyed. The world goes on meanwhile. Raises Unfetchable."""
        with self._unlocked():
            return self.fetch_outside(address, agent, limit)

    def fetch_outside(self, address: str, agent: str, limit: int = 300_000_000) -> bytes:
        """`fetch` for a thread that does not hold the world's lock. In a replay it finds what it found then."""
        if self.replaying and self.journal is not None:
            kept = self.journal.fetched(address)
            if kept is None:
                raise Unfetchable(address)
            return kept
        try:
            content = self._fetched(address, agent, limit)
        except Unfetchable:
            self._keep_fetched(address, None)
            raise
        self._keep_fetched(address, content)
        return content

    def _keep_fetched(self, address: str, content: bytes | None) -> None:
        if self.journal is not None:
            with self.lock:
                self.journal.note_fetched(address, content)

    def _fetched(self, address: str, agent: str, limit: int) -> bytes:
        self._ask_robots(address, agent)
        try:
            request = urllib.request.Request(self.local(address), headers={"User-Agent": agent})  # noqa: S310 -- local
            with self._opener().open(request, timeout=10) as answer:
                return bytes(answer.read(limit + 1))
        except (OSError, ValueError) as error:
            raise Unfetchable(f"{address}: {error}") from error

    def call_out(self, work: Callable[[], Any]) -> Any:
        """Do something slow on the network while the world goes on."""
        with self._unlocked():
            return work()

    def later(self, work: Callable[[], Any]) -> None:
        """Do something on the network on a thread of its own, without the lock; in a replay at once."""
        if self.replaying:
            work()
            return
        threading.Thread(target=work, daemon=True).start()

    def local(self, address: str) -> str:
        """Where this address is served on this machine: `names` leads there. Nothing else is ever asked for.

        Raises Unfetchable for what is neither on this machine nor a known name.
        """
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise Unfetchable(f"{address}: is no web address")
        if known := self.names.get(parts.hostname):
            here = urlsplit(known)
            return urlunsplit((here.scheme, here.netloc, here.path.rstrip("/") + parts.path, parts.query, ""))
        if parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
            raise Unfetchable(f"{address}: {parts.hostname} is not known here; POST /_control/names says where it is")
        return address

    def reachable(self, address: str) -> str:
        """The same page where a visitor of this machine can open it; other addresses as they are."""
        try:
            return self.local(address)
        except Unfetchable:
            return address

    def _ask_robots(self, address: str, agent: str) -> None:
        local = self.local(address)
        parts = urlsplit(local)
        try:
            with self._opener().open(f"{parts.scheme}://{parts.netloc}/robots.txt", timeout=5) as answer:
                lines = answer.read(100_000).decode("utf-8", "replace").splitlines()
        except Unfetchable:
            raise
        except (OSError, ValueError):
            return
        robots = urllib.robotparser.RobotFileParser()
        robots.parse(lines)
        if not robots.can_fetch(agent, local):
            raise Unfetchable(f"{address}: robots.txt refuses {agent}")

    def _opener(self) -> urllib.request.OpenerDirector:
        """Without proxies, and with redirects that stay on this machine."""
        world = self

        class Redirects(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
                return super().redirect_request(req, fp, code, msg, headers, world.local(newurl))

        return urllib.request.build_opener(urllib.request.ProxyHandler({}), Redirects())

    @contextmanager
    def _unlocked(self) -> Iterator[None]:
        held = self.lock.locked()
        if held:
            self.lock.release()
        try:
            yield
        finally:
            if held:
                self.lock.acquire()
