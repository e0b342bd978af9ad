"""What the map knows: districts with their points and outlines, khets by name. Our own data; no tiles from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from samrit.districts.models import CreativeDistrict
from samrit.people.queries import district_offices
from samrit.platform.language import lang
from samrit.site.basemap import base_map
from samrit.site.khets import khet_name
from samrit.site.models import KhetBoundary
from samrit.site.queries import Shown, district_pages
from samrit.site.sketch import khet_shapes, river_line
from samrit.site.versions import kept
from samrit.web.public.page import link

_FEW = 60
"""Of more districts the map holds names only, so that a page stays light."""


def all_places() -> dict[str, Any]:
    """What `known_places` tells of all districts with a page, once for each version: a city may have a thousand."""
    return kept(("map", link("home")), lambda: known_places(district_pages()))


def known_places(places: Sequence[Shown]) -> dict[str, Any]:
    """Districts (name, address, point, outline) and khets (name, point). 2 queries, once for each version."""
    ids = tuple(row.districts[0].pk for row in places)
    few = len(ids) <= _FEW
    shapes = kept(("shapes", ids), lambda: _shapes(ids), daily=True) if few else {}
    rows = [
        {
            "name": row.title,
            "lead": row.lead[:140] if few else "",
            "url": link("district", row.slug),
            "at": [float(row.districts[0].latitude), float(row.districts[0].longitude)],
            "shape": shapes.get(row.districts[0].pk),
        }
        for row in places
        if row.districts[0].latitude is not None and row.districts[0].longitude is not None
    ]
    khets = kept(("khets on the map", lang()), _khets)
    behind = _base_layer()
    return {"places": rows, "khets": khets, **boundaries_named(or_sketch=not behind), **behind}


def _shapes(ids: tuple[int, ...]) -> dict[int, Any]:
    return dict(CreativeDistrict.objects.filter(pk__in=ids).exclude(shape=None).values_list("pk", "shape"))


def _khets() -> list[dict[str, Any]]:
    return [
        {"name": khet_name(office), "at": [float(office.centroid_lat), float(office.centroid_lon)]}
        for office in district_offices()
        if office.centroid_lat is not None and office.centroid_lon is not None
    ]


def boundaries_named(*, or_sketch: bool) -> dict[str, Any]:
    """Where the outlines of khets are, with what must stand beside them; a sketch where none were brought in.

    No sketch is drawn over a real map.
    """
    row = kept("boundaries", lambda: KhetBoundary.objects.values("source", "licence").first())
    if row is None and not or_sketch:
        return {}
    if row is None:
        said = _("แผนผังโดยประมาณ วาดขึ้นจากจุดกลางและพื้นที่ของเขต ไม่ใช่แนวเขต")
        return {"boundaries": link("sketch", language="th"), "boundaries_from": said}
    said = _("ขอบเขตเขต: %(source)s (%(licence)s)") % row
    return {"boundaries": link("boundaries", language="th"), "boundaries_from": said}


def boundaries_drawn() -> dict[str, Any]:
    """The outlines of all khets as GeoJSON. 1 query."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": row.office.dopa_code, "name_th": row.office.name_th, "name_en": row.office.name_en},
            "geometry": row.shape,
        }
        for row in KhetBoundary.objects.select_related("office").order_by("office__dopa_code")
    ]
    return {"type": "FeatureCollection", "features": features}


def sketch_drawn() -> dict[str, Any]:
    """The khets and the river as a sketch, marked as one, as GeoJSON: data of our own that ships with the program."""
    shapes = [{"type": "Polygon", "coordinates": [ring]} for ring in khet_shapes() if ring]
    river = {"type": "LineString", "coordinates": river_line()}
    features = [{"type": "Feature", "properties": {"part": "khet"}, "geometry": shape} for shape in shapes]
    features.append({"type": "Feature", "properties": {"part": "river"}, "geometry": river})
    return {"type": "FeatureCollection", "sketch": True, "features": features}


def _base_layer() -> dict[str, Any]:
    """Tiles of a map behind ours, where an installation names them (`SAMRIT_MAP_TILES`) or has an archive of them."""
    if settings.SAMRIT_MAP_TILES:
        return {"tiles": settings.SAMRIT_MAP_TILES, "tiles_from": settings.SAMRIT_MAP_ATTRIBUTION}
    archive = base_map()
    if archive is None:
        return {}
    tiles = link("tile", 0, 0, 0, language="th").replace("0/0/0", "{z}/{x}/{y}")  # as Leaflet fills it in
    return {
        "tiles": f"{tiles}?v={archive.version}",
        "tiles_from": archive.attribution,
        "zooms": archive.zooms,
        **({"vector": True} if archive.vector else {}),
    }
