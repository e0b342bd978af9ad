"""A map behind ours out of one PMTiles file that an office puts into its folder."""

from __future__ import annotations

import gzip
import json
import os
import re

import pytest
from django.urls import reverse
from tests.factories import maps, publicity, site

pytestmark = pytest.mark.django_db
SONG_WAT = maps.tile_at(10, 100.5087, 13.7373)


@pytest.fixture
def archive(settings, tmp_path):
    """Where the file lies; with a district, for a site without one shows no map."""
    site.district_page(publicity.office(number=1))
    path = tmp_path / "map.pmtiles"
    settings.SAMRIT_MAP_FILE = str(path)
    return path


def known(client):
    """What the map of the front page is given, and the scripts of the page."""
    page = client.get(reverse("site:home")).content.decode()
    data = json.loads(re.search(r'<script id="map-data" type="application/json">(.*?)</script>', page)[1])
    return data, re.findall(r'<script src="[^"]*/([^/"]+)"', page), page


def test_pictures_out_of_the_file_lie_behind_our_map(client, archive):
    """As they stand in the file, by zoom and place; said to be whose they are; nothing more is loaded for them."""
    square = maps.pictures(archive)
    data, scripts, page = known(client)
    assert (data["tiles"].partition("?v=")[0], data["zooms"], data["tiles_from"]) == (
        "/map/{z}/{x}/{y}",
        [9, 12],
        "OpenStreetMap",
    )
    assert ("vector" in data, scripts) == (False, ["type.js", "leaflet.js", "site_map.js"])
    assert "แผนที่ฐาน: OpenStreetMap" in page
    assert "boundaries" not in data  # a sketch would contradict the map
    for place in (SONG_WAT, maps.tile_at(12, 100.9, 13.5)):
        answer = client.get(reverse("site:tile", args=place))
        assert (answer.content, answer["Content-Type"]) == (square, "image/png")
        assert (answer["Cache-Control"], len(answer.cookies)) == ("public, max-age=86400", 0)
    again = client.get(reverse("site:tile", args=SONG_WAT), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_where_the_file_has_no_tile_there_is_nothing_and_no_fault(client, archive):
    """At its edges, below its deepest zoom, and at places that no map has."""
    maps.pictures(archive)
    asked = [
        maps.tile_at(12, 99.0, 13.7),
        (8, 199, 118),
        (13, *SONG_WAT[1:]),
        (9, 512, 0),
        (9, 0, 10**30),
        (10**30, 0, 0),
    ]
    assert [client.get(reverse("site:tile", args=place)).status_code for place in asked] == [204] * 6


def test_vector_tiles_are_given_packed_to_who_takes_them_so(client, archive):
    """And what draws them is loaded then, and only then."""
    tile = maps.vectors(archive)
    data, scripts, _page = known(client)
    assert (data["vector"], scripts) == (True, ["type.js", "leaflet.js", "protomaps-leaflet.js", "site_map.js"])
    where = reverse("site:tile", args=SONG_WAT)
    packed = client.get(where, headers={"Accept-Encoding": "gzip, br"})
    assert (gzip.decompress(packed.content), packed["Content-Encoding"]) == (tile, "gzip")
    plain = client.get(where, headers={"Accept-Encoding": "identity"})
    assert (plain.content, plain["Content-Type"]) == (tile, "application/vnd.mapbox-vector-tile")
    assert not plain.has_header("Content-Encoding")


def test_another_file_under_the_name_is_read_at_once(client, archive, settings):
    """No restart; the office's own words say whose the map is, where it wrote any."""
    square = maps.pictures(archive)
    assert client.get(reverse("site:tile", args=SONG_WAT)).content == square
    before = known(client)[0]["tiles"]
    other = archive.with_suffix(".new")
    tile = maps.vectors(other)
    other.replace(archive)
    settings.SAMRIT_MAP_ATTRIBUTION = "สำนักการวางผังและพัฒนาเมือง"
    os.utime(archive, (2_000_000_000, 2_000_000_000))
    assert (
        gzip.decompress(client.get(reverse("site:tile", args=SONG_WAT), headers={"Accept-Encoding": "gzip"}).content)
        == tile
    )
    assert known(client)[0]["tiles"] != before  # what a browser kept of the former file is not asked for
    assert known(client)[0]["tiles_from"] == "สำนักการวางผังและพัฒนาเมือง"


def test_tiles_of_another_server_come_first(client, archive, settings):
    """Whoever names them wants them."""
    maps.pictures(archive)
    settings.SAMRIT_MAP_TILES = "https://tiles.example/{z}/{x}/{y}.png"
    assert known(client)[0]["tiles"] == settings.SAMRIT_MAP_TILES


@pytest.mark.parametrize("content", [None, b"", b"PMTiles\x03 and no more", b"not a map at all" * 100])
def test_without_a_file_that_can_be_read_the_map_is_as_without_one(client, archive, content, caplog):
    """No fault on any page; what is wrong stands in the log."""
    if content is not None:
        archive.write_bytes(content)
    assert "tiles" not in known(client)[0]
    assert client.get(reverse("site:tile", args=SONG_WAT)).status_code == 404
    assert ("site.map_file_unreadable" in caplog.text) == (content is not None)


def test_a_tile_that_cannot_be_read_is_none(client, archive):
    """The head of the file is sound, and what it points to is not: the map goes on without the tile."""
    maps.pictures(archive)
    whole = archive.read_bytes()
    broken = archive.with_name("broken.pmtiles")
    broken.write_bytes(whole[:127] + b"\xff" * 8 + whole[135:])  # the directory stands right after the head
    broken.replace(archive)
    assert client.get(reverse("site:tile", args=SONG_WAT)).status_code == 204
