"""The map and the khets: our own shapes, names that need no JavaScript, and no other server unless it was named."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from tests.factories import publicity, site

from samrit.people.offices import khet_figures, load_offices
from samrit.people.queries import district_offices
from samrit.settings import maps
from samrit.site.khets import khets, places
from samrit.site.models import KhetBoundary

pytestmark = pytest.mark.django_db


def test_every_khet_has_a_tile_of_its_own():
    """50 khets, 50 different places, each known by the ministry's code."""
    load_offices()
    assert set(places()) == {row.dopa_code for row in district_offices()}
    assert len(set(places().values())) == 50


def test_tiles_and_table_say_the_same(client):
    """A story counts in the khets of its district, and 0 is shown as 0."""
    load_offices()
    place = publicity.office()
    site.district_page(place)
    phra_nakhon = district_offices().get(dopa_code="1001")
    place.districts[0].khets.add(phra_nakhon)
    site.story_page(place)
    found = {row.office.dopa_code: row for row in khets()}
    assert len(found) == 50
    assert (found["1001"].districts, found["1001"].stories, found["1001"].shade) == (1, 1, 1)
    assert (found["1002"].districts, found["1002"].stories, found["1002"].shade) == (0, 0, 0)
    page = client.get(reverse("site-en:khets")).content.decode()
    cells = [r'<th scope="row">Phra Nakhon</th>', *[r'<td class="num">1</td>'] * 2]
    assert re.search(r"\s*".join(cells), page)
    assert page.count('class="tile tile-') == 50


def test_without_outlines_the_map_shows_a_sketch_and_says_so(client):
    """One closed ring for each khet with its midpoint inside, and the river; beside it that these are no boundaries."""
    load_offices()
    site.district_page(publicity.office())
    home = client.get(reverse("site:home")).content.decode()
    assert reverse("site:sketch") in home
    assert "ไม่ใช่แนวเขต" in home
    drawn = json.loads(client.get(reverse("site:sketch")).content)["features"]
    assert [shape["properties"]["part"] for shape in drawn] == ["khet"] * 50 + ["river"]
    for row, shape in zip(khet_figures(), drawn, strict=False):
        [ring] = shape["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        assert _holds(ring, float(row["centroid_lon"]), float(row["centroid_lat"])), row["name_en"]


def _holds(ring, x, y):
    """Whether a point lies in a convex ring."""
    turns = [
        (here[0] - before[0]) * (y - before[1]) - (here[1] - before[1]) * (x - before[0])
        for before, here in pairwise(ring)
    ]
    return all(turn >= 0 for turn in turns) or all(turn <= 0 for turn in turns)


def test_imported_outlines_are_on_the_map_with_their_source(client):
    """The map names the file, and says beside it where the outlines come from."""
    load_offices()
    shape = {"type": "Polygon", "coordinates": [[[100.5, 13.7], [100.6, 13.7], [100.6, 13.8], [100.5, 13.7]]]}
    row = district_offices().get(dopa_code="1001")
    KhetBoundary.objects.create(office=row, shape=shape, source="ศูนย์ข้อมูล", licence="CC BY 4.0")
    site.district_page(publicity.office())
    home = client.get(reverse("site:home")).content.decode()
    assert reverse("site:boundaries") in home
    assert "ศูนย์ข้อมูล (CC BY 4.0)" in home
    drawn = json.loads(client.get(reverse("site:boundaries")).content)
    assert [(one["properties"]["code"], one["geometry"]) for one in drawn["features"]] == [("1001", shape)]


@pytest.mark.parametrize(
    ("tiles", "let_in"),
    [
        ("", []),
        ("/tiles/{z}/{x}/{y}.png", []),
        ("https://tiles.example/{z}/{x}/{y}.png?key=1", ["https://tiles.example"]),
    ],
)
def test_only_the_named_host_of_tiles_is_let_in(tiles, let_in):
    assert maps.origin(tiles) == let_in


@pytest.mark.parametrize("tiles", ["https://tiles.example/", "http://tiles.example/{z}/{x}/{y}.png"])
def test_an_address_that_is_no_template_of_tiles_is_refused(tiles):
    with pytest.raises(ImproperlyConfigured, match="SAMRIT_MAP_TILES"):
        maps.origin(tiles)
