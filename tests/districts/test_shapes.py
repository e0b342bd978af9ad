"""Points and shapes: what is taken, in which form, and what is refused."""

from __future__ import annotations

import json
import math
from decimal import Decimal

import pytest

from samrit.core.contract import Refused
from samrit.districts.shapes import MAX_POINTS, checked_point, checked_shape, shape_from_text, text_of_shape

RING = [[100.50, 13.73], [100.52, 13.73], [100.52, 13.75], [100.50, 13.73]]
HOLE = [[100.515, 13.735], [100.518, 13.735], [100.518, 13.738], [100.515, 13.735]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
SEVERAL = {"type": "MultiPolygon", "coordinates": [[RING, HOLE], [RING]]}


def _ring(count):
    """A closed circle of `count` places."""
    turns = [2 * math.pi * place / (count - 1) for place in range(count - 1)]
    places = [[100.5 + 0.1 * math.cos(turn), 13.7 + 0.1 * math.sin(turn)] for turn in turns]
    return [*places, places[0]]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        ("null", None),
        ({}, None),
        (POLYGON, POLYGON),
        (SEVERAL, SEVERAL),
        (json.dumps(POLYGON), POLYGON),
        (json.dumps(POLYGON).encode(), POLYGON),
        ({"type": "Feature", "properties": {"name": "x"}, "geometry": POLYGON}, POLYGON),
        ({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POLYGON}]}, POLYGON),
        (POLYGON | {"bbox": [1, 2, 3, 4], "crs": {"type": "name"}, "evil": "<script>"}, POLYGON),
        ({"type": "Polygon", "coordinates": [[[*place, 12.5] for place in RING]]}, POLYGON),
        (
            {
                "type": "Polygon",
                "coordinates": [[[100.5, 13.73], [100.52, 13.73], [100.51234567891, 13.75], [100.5, 13.73]]],
            },
            {
                "type": "Polygon",
                "coordinates": [[[100.5, 13.73], [100.52, 13.73], [100.512346, 13.75], [100.5, 13.73]]],
            },
        ),
        ({"type": "Polygon", "coordinates": ((tuple(RING[0]), *RING[1:]),)}, POLYGON),
    ],
)
def test_taken(given, expected):
    """A polygon or several, bare or as the one feature of a file, as text or value; all else in it is left out."""
    assert checked_shape(given) == expected


def test_most_points():
    """5,000 points are taken, one more refused with the number."""
    made = checked_shape({"type": "Polygon", "coordinates": [_ring(MAX_POINTS)]})
    assert len(made["coordinates"][0]) == MAX_POINTS
    for coordinates in ([_ring(MAX_POINTS + 1)], [_ring(3_000), _ring(2_001)]):
        with pytest.raises(Refused) as refused:
            checked_shape({"type": "Polygon", "coordinates": coordinates})
        assert refused.value.what.en == "the shape has 5001 points"


def _polygon(*places):
    return {"type": "Polygon", "coordinates": [list(places)]}


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ("not json", "this is no GeoJSON"),
        ("[" * 100_000, "this is no GeoJSON"),
        (" " * 2_000_000, "the file is larger than 1 MB"),
        (5, "this is no GeoJSON"),
        ([1, 2], "this is no GeoJSON"),
        ({"type": "Feature", "geometry": None}, "this is no GeoJSON"),
        ({"type": "FeatureCollection", "features": []}, "the shape is empty or damaged"),
        ({"type": "FeatureCollection", "features": [POLYGON, POLYGON]}, "the file holds 2 shapes"),
        ({"type": "Point", "coordinates": [100.5, 13.7]}, "Point is no area"),
        ({"type": "LineString", "coordinates": RING}, "LineString is no area"),
        ({"type": {"a": 1}}, "GeoJSON is no area"),
        ({"coordinates": [RING]}, "GeoJSON is no area"),
        ({"type": "Polygon"}, "the shape is empty or damaged"),
        ({"type": "Polygon", "coordinates": []}, "the shape is empty or damaged"),
        ({"type": "Polygon", "coordinates": [[]]}, "the shape is empty or damaged"),
        ({"type": "Polygon", "coordinates": "RING"}, "the shape is empty or damaged"),
        ({"type": "Polygon", "coordinates": RING}, "a place is not two numbers"),
        (_polygon(*RING[:3]), "the outline is not closed"),
        (_polygon(RING[0], RING[1], RING[0]), "the outline holds no area"),
        (_polygon([100.5, 13.7], [100.6, 13.7], [100.7, 13.7], [100.5, 13.7]), "the outline holds no area"),
        (_polygon(RING[0], RING[0], RING[0], RING[0]), "the outline holds no area"),
        (_polygon([100.5], *RING), "a place is not two numbers"),
        (_polygon([100.5, "13.7"], *RING), "a place is not two numbers"),
        (_polygon([True, 13.7], *RING), "a place is not two numbers"),
        (_polygon([float("nan"), 13.7], *RING), "a place is not two numbers"),
        (_polygon([float("inf"), 13.7], *RING), "a place is not two numbers"),
        (_polygon([10**400, 13.7], *RING), "a place is not two numbers"),
        (_polygon([13.73, 100.5], *RING), "latitude and longitude have changed places"),
        (_polygon([98.98, 18.79], *RING), "18.7900, 98.9800 is not in greater Bangkok"),
        (_polygon([0, 0], *RING), "0.0000, 0.0000 is not in greater Bangkok"),
    ],
)
def test_refused(given, what):
    """Everything else is refused beside its field, in both languages, with how to mend it."""
    with pytest.raises(Refused) as refused:
        checked_shape(given)
    assert (refused.value.path, refused.value.what.en) == ("shape", what)
    assert refused.value.what.th != what
    assert refused.value.mend.th


def test_point():
    """A point in greater Bangkok is taken to about a metre; no point is taken too."""
    found = checked_point(Decimal("13.737312345"), Decimal("100.5087"))
    assert found == (Decimal("13.73731"), Decimal("100.50870"))
    assert checked_point(None, None) == (None, None)


@pytest.mark.parametrize(
    ("latitude", "longitude", "path", "what"),
    [
        ("13.7", None, "longitude", "latitude and longitude belong together"),
        (None, "100.5", "latitude", "latitude and longitude belong together"),
        ("100.5", "13.7", "latitude", "latitude and longitude have changed places"),
        ("18.79", "98.98", "latitude", "18.7900, 98.9800 is not in greater Bangkok"),
        ("NaN", "100.5", "latitude", "nan, 100.5000 is not in greater Bangkok"),
    ],
)
def test_point_refused(latitude, longitude, path, what):
    """Half a point, an exchanged one, and one elsewhere are refused."""
    with pytest.raises(Refused) as refused:
        checked_point(latitude and Decimal(latitude), longitude and Decimal(longitude))
    assert (refused.value.path, refused.value.what.en) == (path, what)


SQUARE = "13.75, 100.50\n๑๓.๗๕, ๑๐๐.๕๑\n\n13.76 100.51\n13.76; 100.50"


def test_corners_are_typed_one_a_line():
    """Latitude first, either digits, comma or blank between; the outline closes itself, also where it was closed."""
    ring = [[100.5, 13.75], [100.51, 13.75], [100.51, 13.76], [100.5, 13.76], [100.5, 13.75]]
    for text in (SQUARE, f"{SQUARE}\n13.75, 100.50"):
        assert checked_shape(shape_from_text(text)) == {"type": "Polygon", "coordinates": [ring]}
    assert text_of_shape(checked_shape(shape_from_text(SQUARE))).splitlines() == [
        "13.75, 100.5",
        "13.75, 100.51",
        "13.76, 100.51",
        "13.76, 100.5",
    ]


def test_shapes_of_several_parts_stay_geojson():
    """What corners cannot say is edited as GeoJSON, and comes back the same."""
    part = checked_shape(shape_from_text(SQUARE))["coordinates"]
    shape = {"type": "MultiPolygon", "coordinates": [part, part]}
    assert checked_shape(shape_from_text(text_of_shape(shape))) == shape
    assert (text_of_shape(None), shape_from_text("  \n")) == ("", None)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("13.75, 100.5\nที่นี่\n13.76, 100.5", "อ่านบรรทัดที่ 2 ไม่ได้: “ที่นี่”"),
        ("13.75, 100.5\n13.76, 100.5", "2 มุมไม่เป็นพื้นที่"),
        ("13.75 100.5 20\n13.76, 100.5\n13.7, 100.4", "อ่านบรรทัดที่ 1 ไม่ได้"),
    ],
)
def test_a_line_that_is_no_corner_is_named(text, sentence):
    """The refusal says which line."""
    with pytest.raises(Refused) as refused:
        shape_from_text(text)
    assert sentence in refused.value.what.th
