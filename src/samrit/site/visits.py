"""How often pages are read, without cookies and without addresses: counted in memory, written down now and then.

A visitor is a hash with the salt of the day; salt and hashes go when the next day's first visit is written.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Sum
from django.utils import timezone

from samrit.site.models import Visitor, Visits

AT_ONCE = 200
"""Views that wait in memory at most; a restart loses no more."""
SECONDS = 60
_MACHINES = ("bot", "crawl", "spider", "slurp", "preview", "facebookexternalhit", "curl", "python", "wget", "headless")


def address_of(environ: Mapping[str, Any]) -> str:
    """Where a request came from: as the last proxy that is ours saw it (`SAMRIT_PROXIES`), else the connection's."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    named = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and len(named) >= proxies:
        return str(named[-proxies])
    return str(environ.get("REMOTE_ADDR", ""))


class Counted:
    """The views that wait to be written down. Safe for threads; one for each process and database.

    `salt_of` gives the salt of a day: where several processes serve, one that they share, so that nobody who reaches
    two of them is counted twice.
    """

    def __init__(self, salt_of: Callable[[dt.date], bytes] = lambda _day: secrets.token_bytes(32)) -> None:
        self._lock, self._views = threading.Lock(), Counter[str]()
        self._visitors: dict[str, str] = {}
        self._salt, self._day, self._since = b"", timezone.localdate(), time.monotonic()
        self._salt_of = salt_of

    def see(self, path: str, address: str, agent: str) -> None:
        """Counts one view of a page by a person; writes down when enough wait."""
        if not agent or any(word in agent.lower() for word in _MACHINES):
            return
        today, now = timezone.localdate(), time.monotonic()  # waiting is of this machine: a demo's day hardly passes
        with self._lock:
            waiting = None
            if not self._salt:
                self._salt = self._salt_of(today)
            if today != self._day or sum(self._views.values()) >= AT_ONCE or now - self._since >= SECONDS:
                waiting = self._taken(today, now)
            self._views[path] += 1
            told = hmac.new(self._salt, f"{path}\n{address}\n{agent}".encode(), hashlib.sha256).hexdigest()[:32]
            self._visitors[told] = path
        if waiting is not None:
            write_down(*waiting)

    def flush(self) -> None:
        """Writes down what waits."""
        with self._lock:
            waiting = self._taken(timezone.localdate(), time.monotonic())
        write_down(*waiting)

    def _taken(self, today: dt.date, now: float) -> tuple[dt.date, Counter[str], dict[str, str]]:
        waiting = (self._day, self._views, self._visitors)
        self._views, self._visitors, self._since = Counter(), {}, now
        if today != self._day:
            self._day, self._salt = today, self._salt_of(today)
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


def visits_by_day(days: int = 31) -> list[dict[str, Any]]:
    """Views and visitors of the last days, the latest first; days without any are not there. 1 query.

    A visitor is counted once on each page a day, so visitors of a day are those of its most visited page or more.
    """
    rows = Visits.objects.filter(day__gt=timezone.localdate() - dt.timedelta(days=days)).order_by("-day")
    return list(rows.values("day").annotate(read=Sum("views"), most=Max("visitors")))


def visits_by_page(days: int = 31, limit: int = 50) -> list[dict[str, Any]]:
    """The pages that were read most in the last days. 1 query."""
    rows = Visits.objects.filter(day__gt=timezone.localdate() - dt.timedelta(days=days)).order_by()
    return list(rows.values("path").annotate(read=Sum("views"), came=Sum("visitors")).order_by("-read", "path")[:limit])
