"""A small map of where a district lies, without any name, to stand beside its name as a picture."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from samrit.core.contract import Message
from samrit.districts.models import CreativeDistrict
from samrit.site.sketch import Point, khet_shapes, river_line
from samrit.surveys.pictures import SIDE

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_FINER = 3
"""Drawn so many times as large and then made small: lines without stairs."""
_WIDE = 14.0
"""Kilometres that the map shows across at least; a large district has half as much again around it."""
_NORTH, _EAST = 110.6, 108.2
"""Kilometres in a degree at Bangkok, along a meridian and along its parallel."""
_PAPER, _LAND, _RIVER, _HERE, _EDGE = "#FBFAF6", "#EFEBDD", "#9CC4CC", "#7FB59F", "#0B6B4F"

MAP_WORDS = Message("A map that shows one place in Bangkok", "แผนที่แสดงตำแหน่งหนึ่งแห่งในกรุงเทพมหานคร")
"""What is said to who does not see it: the same of each, for a name or a khet would give the decoys away."""


def with_a_place() -> QuerySet[CreativeDistrict]:
    """The districts that can be drawn: those with an outline or a point."""
    return CreativeDistrict.objects.filter(Q(shape__isnull=False) | Q(latitude__isnull=False, longitude__isnull=False))


def draw_map(district: CreativeDistrict) -> bytes:
    """The map as PNG: the city and its river pale, the district's outline, or a ring around its point, in green."""
    from PIL import Image, ImageDraw

    rings = _rings(district.shape)
    middle, wide = _window(rings, district)
    size = (SIDE[0] * _FINER, SIDE[1] * _FINER)
    scale = size[0] / wide

    def place(point: Sequence[float]) -> tuple[float, float]:
        east, north = (point[0] - middle[0]) * _EAST, (point[1] - middle[1]) * _NORTH
        return size[0] / 2 + east * scale, size[1] / 2 - north * scale

    image = Image.new("RGB", size, _PAPER)
    draw = ImageDraw.Draw(image)
    for khet in khet_shapes():
        if khet:
            draw.polygon([place(point) for point in khet], fill=_LAND, outline=_LAND, width=2 * _FINER)
    draw.line([place(point) for point in river_line()], fill=_RIVER, width=round(0.3 * scale), joint="curve")
    for ring in rings:
        draw.polygon([place(point) for point in ring], fill=_HERE, outline=_EDGE, width=2 * _FINER)
    if not rings:
        _mark(draw, place(middle))
    out = io.BytesIO()
    image.resize(SIDE, Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _rings(shape: dict[str, Any] | None) -> list[list[Point]]:
    """The outer rings of a shape."""
    if shape is None:
        return []
    parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return [[(float(x), float(y)) for x, y in part[0]] for part in parts]


def _window(rings: Sequence[Sequence[Point]], district: CreativeDistrict) -> tuple[Point, float]:
    """The middle of what is drawn (longitude, latitude), and how many kilometres are seen across."""
    if not rings:
        return (float(district.longitude or 0), float(district.latitude or 0)), _WIDE
    points = [point for ring in rings for point in ring]
    (west, east), (south, north) = ((min(side), max(side)) for side in zip(*points, strict=True))
    across, up = (east - west) * _EAST, (north - south) * _NORTH * SIDE[0] / SIDE[1]
    return ((west + east) / 2, (south + north) / 2), max(_WIDE, 1.5 * max(across, up))


def _mark(draw: ImageDraw, at: tuple[float, float]) -> None:
    """A dot, with a ring that leads the eye to it."""
    for reach, ink in ((26 * _FINER, {"outline": _EDGE, "width": 3 * _FINER}), (5 * _FINER, {"fill": _EDGE})):
        draw.ellipse((at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach), **ink)
