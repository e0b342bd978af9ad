"""The one clock. Everybody asks `django.utils.timezone.now` for the time: actions, queries, `auto_now_add`, sessions.

So that is where it is set, and only a demo sets it (`at`). An installation at work never does: it has the real time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

Clock = Callable[[], dt.datetime]

_real: Clock = timezone.now
_set: ContextVar[Clock | None] = ContextVar("samrit_clock", default=None)


def real_now() -> dt.datetime:
    """The time outside, whatever the clock shows."""
    return _real()


def _now() -> dt.datetime:
    clock = _set.get()
    return _real() if clock is None else clock()


def passing(start: dt.datetime, since: dt.datetime, pace: int = 1) -> Clock:
    """A clock that showed `start` at the real moment `since`, and goes `pace` times slower than time outside."""

    def now() -> dt.datetime:
        return start + (_real() - since) / pace

    return now


@contextmanager
def at(clock: Clock) -> Iterator[None]:
    """In this block, and in this thread only, it is the time of that clock."""
    timezone.now = _now
    before = _set.set(clock)
    try:
        yield
    finally:
        _set.reset(before)
