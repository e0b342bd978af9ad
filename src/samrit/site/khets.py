"""The 50 khets as figures: how much of the programme is in each, and where each stands in the grid of tiles."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import BigAutoField, Count

from samrit.districts.models import CreativeDistrict
from samrit.people.models import Agency
from samrit.people.queries import district_offices
from samrit.platform.language import lang
from samrit.platform.prepared import Given, Prepared
from samrit.publicity.models import ActivityDetail
from samrit.site.queries import announced_activities, counts_by_district, district_pages
from samrit.site.versions import kept

_TILES = Path(__file__).parent / "data" / "khet-tiles.csv"
SHADES = 4


@dataclass(frozen=True, slots=True)
class Khet:
    """One khet: its place in the grid (from 1), and what the public can see of it. A khet without anything has 0."""

    office: Agency
    row: int
    column: int
    districts: int
    stories: int
    activities: int
    shade: int

    @property
    def name(self) -> str:
        """Without the word for its office."""
        return bare_name(self.office)


def bare_name(office: Agency) -> str:
    """The name of the khet of a district office, alone: พระนคร, Phra Nakhon."""
    return str(office).removeprefix("สำนักงานเขต").removesuffix(" District Office")


def khet_name(office: Agency) -> str:
    """The same as it is said of a place: เขตพระนคร, Phra Nakhon."""
    name = bare_name(office)
    return name if lang() == "en" or name == str(office) else f"เขต{name}"


def khets_of(district: CreativeDistrict) -> list[Agency]:
    """The district offices of the khets in which a district lies, with nothing but their names. 1 query."""
    return _KHETS_OF(district=district.pk)


_KHETS_OF = Prepared(
    lambda: Agency.objects.filter(creative_districts=Given("district", BigAutoField())).only("name_th", "name_en")
)


def khets() -> list[Khet]:
    """All 50 by code. A district that lies in several khets counts in each. 4 queries, once for each version."""
    return kept("khets", _khets)


def _khets() -> list[Khet]:
    public = {row.districts[0].pk for row in district_pages()}
    stories, activities = counts_by_district(), _activities()
    lies_in: dict[int, list[int]] = {}
    pairs = CreativeDistrict.khets.through.objects.filter(creativedistrict__in=public)
    for district, office in pairs.values_list("creativedistrict_id", "agency_id"):
        lies_in.setdefault(office, []).append(district)
    most = max((sum(stories.get(pk, 0) for pk in pks) for pks in lies_in.values()), default=0)
    found = []
    for row in district_offices():
        place = places().get(row.dopa_code or "")
        if place is None:
            continue
        here = lies_in.get(row.pk, [])
        told = sum(stories.get(pk, 0) for pk in here)
        shade = 0 if not told else 1 + min(SHADES - 1, (told - 1) * SHADES // most)
        found.append(Khet(row, *place, len(here), told, sum(activities[pk] for pk in here), shade))
    return found


def _activities() -> Counter[int]:
    rows = ActivityDetail.objects.filter(announced_activities())
    return Counter(dict(rows.values_list("work__districts").annotate(number=Count("pk"))))


@cache
def places() -> dict[str, tuple[int, int]]:
    """Row and column of each khet in the grid, by the interior ministry's code: neighbours stand near each other."""
    with _TILES.open(encoding="utf-8", newline="") as file:
        return {row["dopa_code"]: (int(row["row"]), int(row["column"])) for row in csv.DictReader(file)}
