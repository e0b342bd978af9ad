"""What machines read: feeds, the sitemap, oEmbed, open data, cards, structured data."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from PIL import Image
from tests.factories import publicity, site

pytestmark = pytest.mark.django_db
ORIGIN = "https://www.bangkok.go.th"


@pytest.fixture
def place():
    office = publicity.office(number=1)
    office.districts[0].latitude, office.districts[0].longitude = "13.73730", "100.50870"
    office.districts[0].save()
    district = site.district_page(office)
    site.picture(district, office.maker)
    site.story_page(office, slug="first", title="=เรื่องแรก")
    return office


def test_feeds_hold_the_latest_stories(client, place):  # noqa: ARG001 -- what stands there
    """RSS, Atom and JSON Feed, with identifiers that never change."""
    for name in ("rss", "atom"):
        ET.fromstring(client.get(reverse(f"site:{name}")).content)  # noqa: S314 -- our own
    feed = client.get(reverse("site:json_feed")).json()
    assert [item["url"] for item in feed["items"]] == [f"{ORIGIN}/stories/first/"]
    assert feed["items"][0]["id"].startswith("urn:uuid:")


def test_the_sitemap_names_pages_in_both_languages_with_pictures(client, place):
    """And robots lead to it."""
    assert f"Sitemap: {ORIGIN}/sitemap.xml" in client.get("/robots.txt").content.decode()
    text = client.get("/sitemap-1.xml").content.decode()
    slug = place.districts[0].slug
    for path in (f"/creative-districts/{slug}/", f"/en/creative-districts/{slug}/", "/stories/first/", "/en/about/"):
        assert f"<loc>{ORIGIN}{path}</loc>" in text, path
    assert "<image:loc>" in text
    assert client.get("/sitemap-2.xml").status_code == 404


def test_oembed_is_for_our_own_pages(client, place):  # noqa: ARG001 -- what stands there
    """A card of a story; 404 for every other address."""
    asked = reverse("site:oembed")
    assert client.get(asked, {"url": f"{ORIGIN}/stories/first/"}).json()["title"] == "=เรื่องแรก"
    for address in ("https://example.com/stories/first/", f"{ORIGIN}/week/", "", f"{ORIGIN}/stories/none/"):
        assert client.get(asked, {"url": address}).status_code == 404


def test_open_data_in_each_form(client, place):
    """CSV with a mark and English columns, in which nothing runs; GeoJSON points; Thai CKAN's required fields."""
    raw = client.get(reverse("site:download", args=["stories", "csv"])).content
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert (rows[0]["slug"], rows[0]["title_th"]) == ("first", "'=เรื่องแรก")
    points = json.loads(client.get(reverse("site:download", args=["creative-districts", "geojson"])).content)
    assert points["features"][0]["geometry"] == {"type": "Point", "coordinates": [100.5087, 13.7373]}
    assert points["features"][0]["id"] == str(place.districts[0].uid)
    ckan = json.loads(client.get(reverse("site:download", args=["results", "ckan"])).content)
    needed = {"data_type", "title", "maintainer", "tag_string", "notes", "objective", "update_frequency_unit"}
    assert needed | {"geo_coverage", "data_source", "data_format", "data_category", "license_id"} <= set(ckan)
    assert len(client.get(reverse("site:dcat")).json()["dcat:dataset"]) == 5


def test_each_district_has_a_card_and_says_what_it_is(client, place):
    """1200 by 630; JSON-LD that holds together; canonical address and twin."""
    slug = place.districts[0].slug
    card = client.get(reverse("site:card", args=[slug]))
    assert Image.open(io.BytesIO(card.content)).size == (1200, 630)
    page = client.get(reverse("site:district", args=[slug])).content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert [row["@type"] for row in data] == [["TouristAttraction", "Place"], "BreadcrumbList"]
    assert f'<link rel="canonical" href="{ORIGIN}/creative-districts/{slug}/">' in page
    assert f'hreflang="en" href="{ORIGIN}/en/creative-districts/{slug}/"' in page
