"""Activities that the public may know of."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from django.db.models import (
    DateTimeField,
    Prefetch,
    Q,
    QuerySet,
    UUIDField,
)
from django.utils import timezone

from samrit.districts.models import CreativeDistrict
from samrit.platform.prepared import Given, Prepared
from samrit.publicity.enums import WorkState
from samrit.publicity.models import ActivityDetail
from samrit.site.queries.rule import DISTRICT, NOW, PLACE, at_this_time, works_of

ANNOUNCED = (WorkState.APPROVED, WorkState.DONE, WorkState.VERIFIED)
"""States in which an announced activity stands in the calendar."""
_SINCE, _OVER_BY, _UID = Given("since", DateTimeField()), Given("over_by", DateTimeField()), Given("uid", UUIDField())
_ASKED = {
    "district": Q(work__in=works_of(PLACE)),
    "since": Q(ends_at__gte=_SINCE) | Q(ends_at=None, starts_at__gte=_SINCE),
    "over_by": Q(ends_at__lt=_OVER_BY) | Q(ends_at=None, starts_at__lt=_OVER_BY),
    "uid": Q(work__uid=_UID),
}


def announced_activities() -> Q:
    """Which activities the public may know of."""
    return _announced(timezone.now())


def _announced(now: Any) -> Q:
    open_to_all = Q(announced_at__lte=now, open_to_public=True, starts_at__isnull=False)
    return open_to_all & Q(work__state__in=ANNOUNCED)


def activities(
    *,
    district: CreativeDistrict | None = None,
    since: dt.datetime | None = None,
    over_by: dt.datetime | None = None,
    latest: int | None = None,
    uid: str = "",
) -> list[ActivityDetail]:
    """Announced activities that are open to the public, by their beginning; of many the `latest`. 2 queries.

    One that has begun and not ended is neither to come nor over: `since` gives it, `over_by` does not.
    """
    given = {"district": district.pk if district else None, "since": since, "over_by": over_by, "uid": uid or None}
    asked = frozenset(name for name, value in given.items() if value is not None)
    rows = _activities(asked, latest)(**at_this_time(), **given)
    return rows if latest is None else rows[::-1]


@lru_cache(maxsize=64)
def _activities(asked: frozenset[str], latest: int | None) -> Prepared[ActivityDetail]:
    def make() -> QuerySet[ActivityDetail]:
        rows = ActivityDetail.objects.filter(_announced(NOW), *(_ASKED[name] for name in sorted(asked)))
        rows = rows.select_related("work").defer("work__search_tokens", "work__duties")
        districts = Prefetch("work__districts", CreativeDistrict.objects.only(*DISTRICT), to_attr="places")
        rows = rows.prefetch_related(districts)
        return rows.order_by("starts_at", "pk") if latest is None else rows.order_by("-starts_at", "-pk")[:latest]

    return Prepared(make)


def activity(uid: str) -> ActivityDetail | None:
    """One announced activity; None where there is none. 2 queries."""
    return next(iter(activities(uid=uid)), None)
