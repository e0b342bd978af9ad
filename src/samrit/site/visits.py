"""How often pages are read, without cookies and without addresses: counted in memory, written down now and then.

A visitor is a hash with the salt of the day; salt and hashes go when the next day's first visit is written.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
import threading
from collections import Counter

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from samrit.site.models import Visitor, Visits

AT_ONCE = 200
"""Views that wait in memory at most; a restart loses no more."""
SECONDS = 60
_MACHINES = ("bot", "crawl", "spider", "slurp", "preview", "facebookexternalhit", "curl", "python", "wget", "headless")


class Counted:
    """The views that wait to be written down. Safe for threads; one for each process."""

    def __init__(self) -> None:
        self._lock, self._views = threading.Lock(), Counter[str]()
        self._visitors: dict[str, str] = {}
        self._salt, self._day, self._since = secrets.token_bytes(32), timezone.localdate(), timezone.now()

    def see(self, path: str, address: str, agent: str) -> None:
        """Counts one view of a page by a person; writes down when enough wait."""
        if not agent or any(word in agent.lower() for word in _MACHINES):
            return
        today, now = timezone.localdate(), timezone.now()
        with self._lock:
            waiting = None
            if today != self._day or sum(self._views.values()) >= AT_ONCE or (now - self._since).seconds >= SECONDS:
                waiting = self._taken(today, now)
            self._views[path] += 1
            told = hmac.new(self._salt, f"{path}\n{address}\n{agent}".encode(), hashlib.sha256).hexdigest()[:32]
            self._visitors[told] = path
        if waiting is not None:
            write_down(*waiting)

    def flush(self) -> None:
        """Writes down what waits."""
        with self._lock:
            waiting = self._taken(timezone.localdate(), timezone.now())
        write_down(*waiting)

    def _taken(self, today: dt.date, now: dt.datetime) -> tuple[dt.date, Counter[str], dict[str, str]]:
        waiting = (self._day, self._views, self._visitors)
        self._views, self._visitors, self._since = Counter(), {}, now
        if today != self._day:
            self._day, self._salt = today, secrets.token_bytes(32)
        return waiting


@transaction.atomic
def write_down(day: dt.date, views: Counter[str], visitors: dict[str, str]) -> None:
    """Adds views and new visitors to a day; the hashes of the days before go."""
    Visitor.objects.filter(day__lt=day).delete()
    known = set(Visitor.objects.filter(hash__in=list(visitors)).values_list("hash", flat=True))
    fresh = {told: path for told, path in visitors.items() if told not in known}
    Visitor.objects.bulk_create([Visitor(day=day, hash=told) for told in fresh], ignore_conflicts=True)
    new = Counter(fresh.values())
    for path, number in views.items():
        row, _made = Visits.objects.get_or_create(day=day, path=path[:200])
        Visits.objects.filter(pk=row.pk).update(views=F("views") + number, visitors=F("visitors") + new[path])


COUNTED = Counted()
