"""Whether the office is closed for maintenance: a file that says so, because the database may be away meanwhile."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def is_closed() -> bool:
    """Whether only pages that were kept are shown. Asked on every page: one look at the disk."""
    return bool(settings.SAMRIT_MAINTENANCE) and os.path.exists(settings.SAMRIT_MAINTENANCE)  # noqa: PTH110 -- each page


def close() -> None:
    """From now on the public site is read only, and the office shows that it is closed."""
    Path(settings.SAMRIT_MAINTENANCE).write_text(timezone.now().isoformat(timespec="seconds"), encoding="ascii")


def open_again() -> None:
    """Everything is as before."""
    Path(settings.SAMRIT_MAINTENANCE).unlink(missing_ok=True)


def closed_since() -> dt.datetime | None:
    """Since when; None where the office is open."""
    if not is_closed():
        return None
    try:
        return dt.datetime.fromisoformat(Path(settings.SAMRIT_MAINTENANCE).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return dt.datetime.fromtimestamp(Path(settings.SAMRIT_MAINTENANCE).stat().st_mtime, tz=dt.UTC)
