"""What the map knows: districts with their points and outlines, khets by name. Our own data; no tiles from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from samrit.districts.models import CreativeDistrict
from samrit.people.queries import district_offices
from samrit.site.queries import Shown
from samrit.web.public.page import link


def known_places(places: Sequence[Shown], *, around: CreativeDistrict | None = None) -> dict[str, Any]:
    """Districts (name, address, point, outline) and khets (name, point). 1 query for outlines, 1 for khets."""
    ids = [row.districts[0].pk for row in places]
    shapes = dict(CreativeDistrict.objects.filter(pk__in=ids).exclude(shape=None).values_list("pk", "shape"))
    rows = [
        {
            "name": row.title,
            "lead": row.lead[:140],
            "url": link("district", row.slug),
            "at": [float(row.districts[0].latitude), float(row.districts[0].longitude)],
            "shape": shapes.get(row.districts[0].pk),
        }
        for row in places
        if row.districts[0].latitude is not None and row.districts[0].longitude is not None
    ]
    offices = [
        {"name": str(office), "at": [float(office.centroid_lat), float(office.centroid_lon)]}
        for office in district_offices()
        if office.centroid_lat is not None and office.centroid_lon is not None
    ]
    return {"places": rows, "khets": offices, "close": around is not None}
