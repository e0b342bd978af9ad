"""A sketch of the 50 khets for the map of an installation without outlines: made from their midpoints and areas.

Each khet is what lies nearer to its midpoint than to any other, large khets reaching further (a power diagram), and
no further than half as far again as a circle of its area. No boundary was copied; none of these is one. The river is
a line drawn by hand through 36 points.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from samrit.people.offices import khet_figures

Point = tuple[float, float]
"""Kilometres to the east and to the north."""
_RIVER = Path(__file__).parent / "data" / "river.csv"
_NORTH, _EAST = 110.6, 108.2
"""Kilometres in a degree at Bangkok, along a meridian and along its parallel."""
_CORNERS = 40
_REACH = 1.5


class Spot(NamedTuple):
    """A khet by its midpoint (degrees) and its area in square kilometres."""

    latitude: float
    longitude: float
    area: float


@cache
def khet_shapes() -> list[list[Point]]:
    """The rings of the 50 khets from the figures that are shipped, as (longitude, latitude)."""
    figures = khet_figures()
    return sketch(
        [Spot(*(float(row[name]) for name in ("centroid_lat", "centroid_lon", "area_km2"))) for row in figures]
    )


@cache
def river_line() -> list[Point]:
    """The Chao Phraya through the city, as (longitude, latitude)."""
    with _RIVER.open(encoding="utf-8", newline="") as file:
        return [(float(row["longitude"]), float(row["latitude"])) for row in csv.DictReader(file)]


def sketch(spots: Sequence[Spot]) -> list[list[Point]]:
    """The ring of each, as (longitude, latitude) to about ten metres, closed; empty where others leave it nothing."""
    middles = [(spot.longitude * _EAST, spot.latitude * _NORTH) for spot in spots]
    weights = [spot.area / math.pi for spot in spots]
    return [_ring(_cell(here, middles, weights)) for here in range(len(spots))]


def _cell(here: int, middles: Sequence[Point], weights: Sequence[float]) -> list[Point]:
    """The part of a circle that is nearer to this midpoint than to each other one."""
    (x, y), reach = middles[here], _REACH * math.sqrt(weights[here])
    turns = (2 * math.pi * corner / _CORNERS for corner in range(_CORNERS))
    cell = [(x + reach * math.cos(turn), y + reach * math.sin(turn)) for turn in turns]
    for there, (other_x, other_y) in enumerate(middles):
        if there != here:
            bound = other_x**2 + other_y**2 - weights[there] - (x**2 + y**2 - weights[here])
            cell = list(_clipped(cell, (2 * (other_x - x), 2 * (other_y - y)), bound))
    return cell


def _clipped(cell: Sequence[Point], towards: Point, bound: float) -> Iterable[Point]:
    """What of a convex shape lies on this side of a line (Sutherland and Hodgman)."""
    over = [towards[0] * x + towards[1] * y - bound for x, y in cell]
    for at, (here, out) in enumerate(zip(cell, over, strict=True)):
        before, was = cell[at - 1], over[at - 1]
        if (was > 0) != (out > 0):
            part = was / (was - out)
            yield before[0] + part * (here[0] - before[0]), before[1] + part * (here[1] - before[1])
        if out <= 0:
            yield here


def _ring(cell: Sequence[Point]) -> list[Point]:
    ring = [(round(x / _EAST, 4), round(y / _NORTH, 4)) for x, y in cell]
    return [*ring, ring[0]] if ring else []
