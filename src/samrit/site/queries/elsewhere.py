"""Where approved works stand on other channels."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db.models import (
    BigAutoField,
    Exists,
    Q,
    QuerySet,
)
from django.utils import timezone

from samrit.districts.models import CreativeDistrict
from samrit.platform.prepared import Given, Prepared
from samrit.publicity.enums import Channel, Visibility, WorkState
from samrit.publicity.models import Publication, Work
from samrit.results.models import KeyResult
from samrit.site.queries.rule import NOW, PLACE, TODAY, at_this_time, cut, without_consent, works_of

_NUMBER = Given("number", BigAutoField())
_POST = ("uid", "channel", "permalink", "first_public_at", "work__uid", "work__title", "work__state")


def public_posts(*, website: bool) -> QuerySet[Publication]:
    """Where approved works stand on other channels (`website`: on ours too) now."""
    now = timezone.now()
    return _public_posts(now, timezone.localdate(now), website=website)


def _public_posts(now: Any, today: Any, *, website: bool) -> QuerySet[Publication]:
    public = Q(withdrawn_at=None, visibility=Visibility.PUBLIC, first_public_at__lte=now)
    public &= Q(work__approved_at__isnull=False) & ~Q(permalink="") & ~Q(work__state=WorkState.WITHDRAWN)
    public &= ~Exists(without_consent(today))
    return Publication.objects.filter(public if website else public & ~Q(channel=Channel.WEBSITE))


def posts(
    *,
    work: Work | None = None,
    district: CreativeDistrict | None = None,
    key_result: KeyResult | None = None,
    website: bool = False,
    start: int = 0,
    limit: int = 24,
) -> list[Publication]:
    """Some of them, of one work, district or key result, the newest first. 1 query."""
    of = "work" if work else "district" if district else "key_result"
    number = (work or district or key_result).pk
    return _posts(of, website, start, limit)(**at_this_time(), number=number, district=number)


@lru_cache(maxsize=200)
def _posts(of: str, website: bool, start: int, limit: int) -> Prepared[Publication]:  # noqa: FBT001 -- names a query
    def make() -> QuerySet[Publication]:
        ours = {
            "work": Q(work=_NUMBER),
            "key_result": Q(work__key_result=_NUMBER),
            "district": Q(work__in=works_of(PLACE)),
        }[of]
        rows = _public_posts(NOW, TODAY, website=website).filter(ours).select_related("work").only(*_POST)
        return cut(rows.order_by("-first_public_at", "-id"), start, limit)

    return Prepared(make)
