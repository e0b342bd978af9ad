"""The simulated time of a machine: eight bytes in a file that one process writes and all read."""

from __future__ import annotations

import datetime as dt
import mmap
import struct
import time
from pathlib import Path

_SECONDS = struct.Struct("<d")


class Watch:
    """What the machine's clock shows. It stands still between two settings, but for the microseconds that pass."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(_SECONDS.pack(0.0))
        self._file = path.open("r+b")
        self._shared = mmap.mmap(self._file.fileno(), _SECONDS.size)

    def set(self, moment: dt.datetime) -> None:
        """All processes see this time from now on."""
        _SECONDS.pack_into(self._shared, 0, moment.timestamp())

    def now(self) -> dt.datetime:
        """The simulated moment; a thousandth of real time is added so that no two readings are the same."""
        (seconds,) = _SECONDS.unpack_from(self._shared, 0)
        return dt.datetime.fromtimestamp(seconds + (time.monotonic() % 1000) / 1000, dt.UTC)


def wear(watch: Watch) -> None:
    """This process takes the watch for its machine's clock. Call it before anything of Samrit is imported."""
    from django.utils import timezone

    timezone.now = watch.now
