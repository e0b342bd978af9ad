"""How many stories a district has, and what was answered on its page."""

from __future__ import annotations

from django.db.models import (
    Count,
    Sum,
)

from samrit.districts.models import CreativeDistrict
from samrit.publicity.models import Work
from samrit.site.enums import PageKind, Pulse
from samrit.site.models import PulseAnswer
from samrit.site.queries.rule import shown_pages
from samrit.site.versions import kept


def counts_by_district() -> dict[int, int]:
    """How many public stories each district has. 1 query over all of them, once for each version."""
    return kept("counts_by_district", _counts_by_district)


def _counts_by_district() -> dict[int, int]:
    through = Work.districts.through.objects.filter(work__in=shown_pages(PageKind.STORY).values("work"))
    return dict(through.values_list("creativedistrict_id").annotate(number=Count("id")))


def pulse_of(district: CreativeDistrict) -> list[tuple[str, int]]:
    """How many gave each answer to the question of a district's page, in the order of the answers. 1 query."""
    rows = PulseAnswer.objects.filter(district=district).values_list("answer").annotate(number=Sum("count"))
    counts = dict(rows)
    return [(str(label), counts.get(value, 0)) for value, label in Pulse.choices]
