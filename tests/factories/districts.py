"""Creative districts as plain rows."""

from __future__ import annotations

import itertools

from samrit.core.thai import sort_text
from samrit.districts.models import CreativeDistrict
from samrit.people.models import Agency

_numbers = itertools.count(1)


def district(name_th: str = "", *khets: Agency, **fields: object) -> CreativeDistrict:
    """A creative district in the given khets; without a name it gets one of its own."""
    number = next(_numbers)
    name_th = name_th or f"ย่านที่ {number}"
    made = CreativeDistrict.objects.create(
        slug=fields.pop("slug", f"district-{number}"),
        name_th=name_th,
        sort_name=sort_text(name_th),
        name_en=fields.pop("name_en", f"District {number}"),
        **fields,
    )
    made.khets.set(khets)
    return made


def districts(count: int, *khets: Agency) -> list[CreativeDistrict]:
    """Several districts at once."""
    return [district("", *khets) for _ in range(count)]
