"""Storytellers as the public may know them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import (
    Prefetch,
)
from django.utils import timezone

from samrit.core.thai import sort_key
from samrit.districts.models import CreativeDistrict
from samrit.evidence.consents import is_in_force
from samrit.evidence.enums import ConsentPurpose
from samrit.publicity.enums import Channel
from samrit.publicity.models import Storyteller, Work
from samrit.site.enums import PageKind
from samrit.site.queries.rule import DISTRICT, shown_pages
from samrit.site.queries.shown import Shown, as_shown, with_parts
from samrit.site.versions import kept


@dataclass(frozen=True, slots=True)
class Teller:
    """A storyteller as the public may know one: the name, the districts, the public stories."""

    name: str
    districts: tuple[CreativeDistrict, ...]
    stories: tuple[Shown, ...]


def storytellers(district: CreativeDistrict | None = None) -> list[Teller]:
    """Members of the network whose consent to be named on the website holds today; no minors. 8 queries, once."""
    everybody = kept("storytellers", _storytellers)
    return everybody if district is None else [row for row in everybody if district in row.districts]


def _storytellers() -> list[Teller]:
    today = timezone.localdate()
    rows = Storyteller.objects.filter(left_on=None, consent__minor=False).select_related("consent")
    districts = Prefetch("districts", CreativeDistrict.objects.only(*DISTRICT))
    works = Prefetch("contributions", Work.objects.only("pk"))
    held = [
        row
        for row in rows.prefetch_related(districts, works).order_by("pk")
        if is_in_force(row.consent, today, purpose=ConsentPurpose.STORYTELLER, channel=Channel.WEBSITE)
    ]
    told_by = {work.pk for row in held for work in row.contributions.all()}
    told = {page.work_id: page for page in with_parts(shown_pages(PageKind.STORY).filter(work__in=told_by))}
    tellers = {}
    for row in held:
        stories = tuple(as_shown(told[work.pk]) for work in row.contributions.all() if work.pk in told)
        tellers.setdefault(row.consent.person, Teller(row.consent.person, tuple(row.districts.all()), stories))
    return sorted(tellers.values(), key=lambda row: sort_key(row.name))
