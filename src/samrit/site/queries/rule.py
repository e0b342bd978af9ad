"""What is public now: the one rule that every query of the public site asks, put together once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import (
    BigAutoField,
    DateField,
    DateTimeField,
    Exists,
    Model,
    OuterRef,
    Q,
    QuerySet,
    TextField,
)
from django.db.models.functions import Cast
from django.utils import timezone

from samrit.platform.prepared import Given
from samrit.publicity.enums import Channel, WorkState
from samrit.publicity.models import PersonShown, Work
from samrit.site.models import Page

Row = TypeVar("Row", bound=Model)
NOW, TODAY = Given("now", DateTimeField()), Given("today", DateField())
PLACE = Given("district", BigAutoField())
DISTRICT = ("uid", "slug", "name_th", "name_en", "latitude", "longitude", "sample")


def at_this_time() -> dict[str, Any]:
    """What `NOW` and `TODAY` stand for."""
    now = timezone.now()
    return {"now": now, "today": timezone.localdate(now)}


def shown_pages(kind: str | None = None) -> QuerySet[Page]:
    """Pages that are public now. A page that tells a work is not, while a person shown in it has not consented."""
    now = timezone.now()
    rule = public_rule(now, timezone.localdate(now))
    return Page.objects.filter(rule if kind is None else Q(kind=kind) & rule)


def public_rule(now: Any, today: Any) -> Q:
    """The rule of public pages at a time, which may also be a `Given`."""
    due = Q(published__isnull=False) | Q(waiting__isnull=False, publish_at__lte=now)
    approved = Q(work=None) | (Q(work__approved_at__isnull=False) & ~Q(work__state=WorkState.WITHDRAWN))
    return due & approved & ~Exists(without_consent(today))


@lru_cache(maxsize=4)
def without_consent(today: Any) -> QuerySet[PersonShown]:
    """People shown in the work of a page whose consent does not hold today, or not for the website.

    Channels are a JSON list of plain words, so the one that is looked for stands in its text. Never read by itself,
    only inside other queries; so it is put together once a day.
    """
    lacks = (
        Q(consent__withdrawn_at__isnull=False)
        | Q(consent__valid_from__gt=today)
        | Q(consent__valid_to__lt=today)
        | ~Q(_on__contains=f'"{Channel.WEBSITE.value}"')
    )
    rows = PersonShown.objects.filter(work=OuterRef("work")).alias(_on=Cast("consent__channels", TextField()))
    return rows.filter(lacks)


def works_of(district: Any) -> QuerySet[Any, Any]:
    return Work.districts.through.objects.filter(creativedistrict=district).values("work")


def cut(rows: QuerySet[Row], start: int, limit: int | None) -> QuerySet[Row]:
    return rows if limit is None else rows[start : start + limit]
