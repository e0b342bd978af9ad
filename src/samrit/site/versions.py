"""The version of all that the public may see, and parts of pages that are worked out once for each version.

Every change of the office leaves an entry in the audit chain, in its own transaction. So the number of the last entry
is the version of everything that a page may show, and nobody needs to say what belongs to which page. What comes by
itself with time (a scheduled page, a consent that ends, an activity that begins) does so at whole minutes at the
earliest, so the minute belongs to the version too.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.db import connection
from django.utils import timezone

from samrit.platform.models import AuditEntry

MOST_PARTS = 4_000
Part = TypeVar("Part")


class Version(NamedTuple):
    """The number of the last change, and the minute."""

    change: int
    minute: int


def version() -> Version:
    """What is shown now is of this version. One query on a primary key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(sequence) FROM platform_auditentry")
        return Version(cursor.fetchone()[0] or 0, int(timezone.now().timestamp() // 60))


_LOCK = threading.Lock()
_PARTS: OrderedDict[tuple[str, Hashable], tuple[tuple[int, Hashable], Any]] = OrderedDict()


def kept(name: Hashable, make: Callable[[], Part], *, daily: bool = False, unmoved_by: tuple[str, ...] = ()) -> Part:
    """A part of pages as `make` gives it, made once for each version; all threads read the same, so none changes it.

    `daily`: what time brings comes with the day, not the minute. `unmoved_by`: how codes of acts begin that change
    nothing of it. 1 query where it is there. `settings.SAMRIT_KEEP_PARTS` switches it off: tests write rows past the
    audit chain.
    """
    if not settings.SAMRIT_KEEP_PARTS:
        return make()
    change, minute = version()
    time = timezone.localdate() if daily else minute
    key = (str(connection.settings_dict["NAME"]), name)
    with _LOCK:
        found = _PARTS.get(key)
    holds = found is not None and found[0][1] == time and _still(found[0][0], change, unmoved_by)
    part = found[1] if found is not None and holds else make()
    with _LOCK:
        _PARTS[key] = ((change, time), part)
        _PARTS.move_to_end(key)
        while len(_PARTS) > MOST_PARTS:
            _PARTS.popitem(last=False)
    return part


def _still(before: int, now: int, unmoved_by: tuple[str, ...]) -> bool:
    """Whether nothing that matters happened between."""
    if now <= before or not unmoved_by:
        return now == before
    acts = AuditEntry.objects.filter(sequence__gt=before, sequence__lte=now).values_list("action", flat=True)
    return all(action.startswith(unmoved_by) for action in acts.iterator())


def forget() -> None:
    """Forgets all parts."""
    with _LOCK:
        _PARTS.clear()
