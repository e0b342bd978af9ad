"""Where the platforms stand that this installation speaks with: the real ones, or emulated ones on this machine.

The setting `SAMRIT_PLATFORMS_AT` says so for an installation; in a demo each moment has platforms of its own, so there
it is said for a block (`platforms_at`), as the clock is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

_HERE: ContextVar[str | None] = ContextVar("samrit_platforms_at", default=None)


def emulated() -> str:
    """The base address of the emulated platforms, without a slash at the end; empty where the platforms are real."""
    here = _HERE.get()
    told: str = settings.SAMRIT_PLATFORMS_AT if here is None else here
    return told.rstrip("/")


@contextmanager
def platforms_at(address: str) -> Iterator[None]:
    """In this block, and in this thread only, the platforms stand there."""
    token = _HERE.set(address)
    try:
        yield
    finally:
        _HERE.reset(token)
