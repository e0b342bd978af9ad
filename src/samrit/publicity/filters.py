"""A selection of works: what the list, the board and the calendar show, and what a saved filter keeps."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from samrit.platform.search import matching
from samrit.publicity.enums import Channel, WorkKind, WorkState
from samrit.publicity.models import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFilter:
    """Each field that is empty asks nothing. Districts go by slug, agencies by code, `mine` by the user's id."""

    text: str = ""
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    mine: int | None = None
    planned_from: dt.date | None = None
    planned_to: dt.date | None = None


def chosen_works(works: QuerySet[Work], chosen: WorkFilter) -> QuerySet[Work]:
    """The works that a filter selects."""
    wanted = Q()
    for column, values in (("kind", chosen.kinds), ("state", chosen.states), ("agency__code", chosen.agencies)):
        if values:
            wanted &= Q(**{f"{column}__in": values})
    if chosen.mine is not None:
        wanted &= Q(producer=chosen.mine) | Q(entered_by=chosen.mine) | Q(on_behalf_of=chosen.mine)
    if chosen.planned_from is not None:
        wanted &= Q(planned_on__gte=chosen.planned_from)
    if chosen.planned_to is not None:
        wanted &= Q(planned_on__lte=chosen.planned_to)
    works = works.filter(wanted)
    # By subquery, not by join: a work of three districts is one work.
    if chosen.districts:
        served = Work.districts.through.objects.filter(creativedistrict__slug__in=chosen.districts)
        works = works.filter(pk__in=served.values("work_id"))
    if chosen.channels:
        works = works.filter(pk__in=Work.objects.filter(publications__channel__in=chosen.channels).values("pk"))
    return matching(works, chosen.text)


def filter_data(chosen: WorkFilter) -> dict[str, Any]:
    """The filter as JSON, only what it asks."""
    asked = {field.name: getattr(chosen, field.name) for field in dataclasses.fields(chosen)}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else list(value) if isinstance(value, tuple) else value
        for name, value in asked.items()
        if value not in (None, "", ())
    }


def read_filter(data: Mapping[str, Any]) -> WorkFilter:
    """The filter in what was saved or asked. What it does not know (an old word, a broken day) asks nothing."""
    return WorkFilter(
        text=data["text"] if isinstance(data.get("text"), str) else "",
        kinds=_words(data.get("kinds"), WorkKind.values),
        states=_words(data.get("states"), WorkState.values),
        districts=_words(data.get("districts")),
        channels=_words(data.get("channels"), Channel.values),
        agencies=_words(data.get("agencies")),
        mine=data["mine"] if type(data.get("mine")) is int else None,
        planned_from=_day(data.get("planned_from")),
        planned_to=_day(data.get("planned_to")),
    )


def _words(value: Any, allowed: list[str] | None = None) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        return ()
    return tuple(word for word in value if isinstance(word, str) and (allowed is None or word in allowed))


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
