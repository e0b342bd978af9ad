"""The emulators inside a test: started on a thread, with their controls in Python."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from emulators.base import Seen
from emulators.faults import Fault
from emulators.journal import Journal
from emulators.server import serving
from emulators.world import Line, World


class Address(str):
    """The base address, with the controls beside it. Everything here is also under `/_control`."""

    __slots__ = ("world",)

    world: World

    def host(self, host: str) -> str:
        """Where a platform's host is served."""
        return f"{self}/{host}"

    def arm(self, kind: str, **where: Any) -> Fault:
        """Arm a fault: `at.arm("drop_after", host="graph.facebook.com", path="/feed$", method="POST", nth=1)`."""
        return self.world.faults.arm(kind, **where)

    def disarm(self) -> None:
        self.world.faults.disarm()

    def set_clock(self, at: str, *, running: bool = False) -> None:
        with self.world.lock:
            self.world.clock.set(at, running=running)
            self.world.tick()

    def advance(self, seconds: float) -> None:
        """Move the clock; everything due by then has happened."""
        with self.world.lock:
            self.world.clock.advance(seconds)
            self.world.tick()

    def posts(self, platform: str = "", text: str = "") -> list[Seen]:
        """Everything ever posted (facebook, instagram, tiktok, youtube, line), oldest first; gone and hidden too."""
        with self.world.lock:
            self.world.tick()
            found = self.world.posts(platform)
        return [post for post in found if text in post.text]

    def public(self, platform: str = "", text: str = "") -> list[Seen]:
        """What logged-out citizens see of it now."""
        return [post for post in self.posts(platform, text) if post.public]

    def calls(self, host: str = "", path: str = "") -> list[Line]:
        return [line for line in list(self.world.log) if host in {"", line.host} and path in line.path]

    def put_file(self, name: str, content: bytes, content_type: str = "application/octet-stream") -> str:
        """Serve a file that platforms may fetch; its address."""
        self.world.files[name] = (content_type, content)
        return f"{self}/_files/{name}"

    def touch(self, platform: str, post: str, state: str) -> None:
        """Delete, hide, make private, wall off a post behind the publisher's back."""
        with self.world.lock:
            self.world.platform(platform).touch(post, state)

    def change(self, platform: str, account: str, **changes: Any) -> Any:
        """Properties of an account or app, as `PATCH /_control/accounts/…`."""
        with self.world.lock:
            return self.world.platform(platform).change(account, changes)

    def reset(self) -> None:
        with self.world.lock:
            self.world.reset()


@contextmanager
def running(
    port: int = 0, clock: str | None = None, *, ticking: bool | None = None, keep: Path | None = None
) -> Iterator[Address]:
    """The emulators on a thread of this process until the block ends.

    `clock` (ISO 8601; Bangkok if without a zone) stops the clock at this instant; without it, it is the real one.
    `ticking` lets a clock that was set run on. `keep` is a file from which posts come back at the next start.
    """
    journal = Journal(keep) if keep else None
    world = World(at=clock, running=ticking, journal=journal)
    with serving(world, port) as base:
        address = Address(base)
        address.world = world
        yield address
    if journal is not None:
        journal.close()
