"""What machines read: feeds, the sitemap, oEmbed, open data, cards, structured data."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import feedparser
import icalendar
import pytest
from django.urls import reverse
from PIL import Image
from tests.factories import publicity, site

from samrit.results.models import KeyResult
from samrit.web.public.views import reading

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
        read = feedparser.parse(client.get(reverse(f"site:{name}")).content)
        [entry] = read.entries
        assert (read.bozo, read.feed.language if name == "rss" else "th") == (False, "th")
        assert (entry.title, entry.link, entry.id[:9]) == ("=เรื่องแรก", f"{ORIGIN}/stories/first/", "urn:uuid:")
        assert entry.published_parsed or entry.updated_parsed
    feed = client.get(reverse("site:json_feed")).json()
    assert [item["url"] for item in feed["items"]] == [f"{ORIGIN}/stories/first/"]
    assert feed["items"][0]["id"].startswith("urn:uuid:")
    assert (feed["version"], feed["feed_url"]) == ("https://jsonfeed.org/version/1.1", f"{ORIGIN}/stories.json")


def test_the_calendar_is_read_by_other_programs(client, place):
    """One event with its zone and end, under an identifier that never changes."""
    work = publicity.work(place, publicity.activity_draft(place), state="approved")
    read = icalendar.Calendar.from_ical(client.get(reverse("site:activities_feed")).content)
    [event] = read.walk("VEVENT")
    detail = work.activity
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (
        detail.starts_at.replace(microsecond=0),
        detail.ends_at.replace(microsecond=0),
    )
    assert (str(event["SUMMARY"]), str(event["UID"]).partition("@")[0]) == (work.title, str(work.uid))
    assert read.errors == event.errors == []


ADDED = {"image": ("loc",), "video": ("thumbnail_loc", "title", "description", "content_loc")}


def test_the_sitemap_keeps_to_its_schema(client, place):  # noqa: ARG001 -- what stands there
    """Of sitemaps.org: `loc`, then `lastmod`, then others' elements; each of those with what its own schema needs."""
    tree = ET.fromstring(client.get("/sitemap-1.xml").content)  # noqa: S314 -- our own
    ours = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert tree.tag == f"{ours}urlset"
    for url in tree:
        names = [part.tag for part in url]
        own = [name for name in names if name.startswith(ours)]
        assert names[: len(own)] == own
        assert own in ([f"{ours}loc"], [f"{ours}loc", f"{ours}lastmod"])
        if len(own) > 1:
            assert dt.datetime.fromisoformat(url[1].text).tzinfo is not None
        for part in url[len(own) :]:
            space, _sign, name = part.tag.rpartition("}")
            if name == "link":
                assert (space, part.get("rel")) == ("{http://www.w3.org/1999/xhtml", "alternate")
            else:
                assert space == f"{{http://www.google.com/schemas/sitemap-{name}/1.1"
                assert tuple(one.tag.rpartition("}")[2] for one in part) == ADDED[name]
                assert all(one.text for one in part)


def test_the_sitemap_names_pages_in_both_languages_with_pictures(client, place):
    """And robots lead to it."""
    assert f"Sitemap: {ORIGIN}/sitemap.xml" in client.get("/robots.txt").content.decode()
    text = client.get("/sitemap-1.xml").content.decode()
    slug = place.districts[0].slug
    for path in (f"/creative-districts/{slug}/", f"/en/creative-districts/{slug}/", "/stories/first/", "/en/about/"):
        assert f"<loc>{ORIGIN}{path}</loc>" in text, path
    assert "<image:loc>" in text
    assert client.get("/sitemap-2.xml").status_code == 404


@pytest.mark.parametrize("crawler", ["Googlebot", "facebookexternalhit/1.1", "Twitterbot", "LineBot"])
def test_crawlers_of_platforms_are_let_in_and_find_no_workspace(client, crawler):
    """Every public page in both languages may be read; nothing of the office, no preview, nobody's own page."""
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())
    open_to_all = ("/", "/stories/first/", "/creative-districts/song-wat/", "/results/7301-2568/", "/media/abc")
    open_to_all += ("/results/7301-2568/reports/", "/activities.ics", "/oembed.json", "/open-data/", "/contribute/")
    shut = [reverse(f"office:{name}") for name in ("front", "week", "key_results", "districts", "people", "audit")]
    shut += ["/accounts/login/", "/find/?q=a", "/preview/1/", "/contribute/status/key/"]
    assert [path for path in open_to_all if not rules.can_fetch(crawler, f"{ORIGIN}{path}")] == []
    assert [path for path in open_to_all if not rules.can_fetch(crawler, f"{ORIGIN}/en{path}")] == []
    assert [path for path in shut if rules.can_fetch(crawler, f"{ORIGIN}{path}")] == []


@pytest.mark.parametrize(("space", "front"), [("site", ""), ("site-en", "/en")])
def test_oembed_says_what_a_card_needs(client, place, space, front):
    """In the language of the address that was asked; a district with its picture; the only form is JSON."""
    asked, row = reverse(f"{space}:oembed"), place.districts[0]
    answer = client.get(asked, {"url": f"{ORIGIN}{front}/creative-districts/{row.slug}/", "format": "json"})
    said = answer.json()
    assert (said["version"], said["type"], said["title"]) == ("1.0", "link", row.name_en if front else row.name_th)
    assert (said["provider_url"], said["cache_age"]) == (f"{ORIGIN}/", 3600)
    assert (said["thumbnail_width"], said["thumbnail_height"]) == (1200, 630)
    picture = client.get(said["thumbnail_url"].removeprefix(ORIGIN))
    assert Image.open(io.BytesIO(b"".join(picture.streaming_content))).size == (1200, 630)
    assert answer["Content-Type"] == "application/json"
    xml = client.get(asked, {"url": f"{ORIGIN}/stories/first/", "format": "xml"})
    assert xml.status_code == 501


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
    needed = ("data_type", "title", "owner_org", "maintainer", "tag_string", "notes", "objective")
    needed += ("update_frequency_unit", "geo_coverage", "data_source", "data_format", "data_category", "license_id")
    assert [name for name in needed if not ckan[name]] == []
    assert all(row["url"] and row["name"] and row["format"] for row in ckan["resources"])
    described = client.get(reverse("site:dcat")).json()["dcat:dataset"]
    assert len(described) == 5
    assert {row["dct:publisher"]["foaf:name"]["@value"] for row in described} == {"กรุงเทพมหานคร"}
    assert all(row["dcat:contactPoint"]["vcard:fn"] for row in described)


def test_who_keeps_the_data_is_the_agency_that_answers_for_it(client, place, settings):
    """The host of the open key result and the installation's own address; the city where nothing is open yet."""
    asked = reverse("site:download", args=["stories", "ckan"])
    assert client.get(asked).json()["maintainer"] == "กรุงเทพมหานคร"
    KeyResult.objects.filter(pk=place.key_result.pk).update(public=True)
    settings.SAMRIT_DATA_EMAIL = "data@office.example"
    assert client.get(reverse("site:dcat")).json()["dcat:dataset"][0]["dcat:contactPoint"] == {
        "@type": "vcard:Organization",
        "vcard:fn": place.key_result.host.name_th,
        "vcard:hasEmail": {"@id": "mailto:data@office.example"},
    }
    said = client.get(asked).json()
    assert (said["maintainer"], said["maintainer_email"]) == (place.key_result.host.name_th, "data@office.example")


NEEDED = {
    "WebSite": {"name", "url"},
    "Place": {"name", "url", "image", "address", "geo"},
    "Article": {"headline", "image", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage"},
    "Event": {"name", "startDate", "location", "eventStatus", "eventAttendanceMode", "organizer"},
    "BreadcrumbList": {"itemListElement"},
    "Dataset": {"name", "description", "url", "license", "creator", "distribution"},
}
"""What schema.org's types are asked for by those who read them."""


def test_structured_data_has_what_its_types_need(client, place):
    """On each type of page that has some; nothing in it is null."""
    activity = publicity.work(place, publicity.activity_draft(place, ends_at=None), state="approved")
    slug = place.districts[0].slug
    found = set()
    pages = {"home": [], "district": [slug], "story": ["first"], "activity": [activity.uid], "dataset": ["stories"]}
    for name, args in pages.items():
        page = client.get(reverse(f"site:{name}", args=args)).content.decode()
        data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
        for row in data if isinstance(data, list) else [data]:
            kind = row["@type"] if isinstance(row["@type"], str) else row["@type"][-1]
            found.add(kind)
            assert row["@context"] == "https://schema.org"
            assert NEEDED[kind] - set(row) == set(), name
        assert "null" not in json.dumps(data).replace('"null"', "")
    assert found == set(NEEDED)


def test_each_page_of_a_list_is_an_address_of_its_own(client, place, monkeypatch):
    """Search engines would leave out what stands on later pages; a list of one district is part of the whole."""
    site.story_page(place, slug="second", title="เรื่องที่สอง")
    monkeypatch.setattr(reading, "A_PAGE", 1)
    stories = reverse("site:stories")
    for query, own in (("", ""), ("?page=1", ""), ("?page=2", "?page=2"), (f"?district={place.districts[0].slug}", "")):
        page = client.get(stories + query).content.decode()
        assert f'<link rel="canonical" href="{ORIGIN}/stories/{own}">' in page, query
        assert f'hreflang="en" href="{ORIGIN}/en/stories/{own}"' in page, query


def test_each_district_has_a_code_to_print(client, place):
    """SVG for signs and PNG for letters, of the Thai page; nothing else, and of no page that is not there."""
    slug = place.districts[0].slug
    drawn = client.get(reverse("site:code", args=[slug, "svg"]))
    assert (drawn["Content-Type"], ET.fromstring(drawn.content).tag) == (  # noqa: S314 -- our own
        "image/svg+xml",
        "{http://www.w3.org/2000/svg}svg",
    )
    assert Image.open(io.BytesIO(client.get(reverse("site:code", args=[slug, "png"])).content)).format == "PNG"
    assert client.get(reverse("site-en:code", args=[slug, "svg"])).content == drawn.content
    for args in ((slug, "gif"), ("nowhere", "svg")):
        assert client.get(reverse("site:code", args=args)).status_code == 404


@pytest.mark.usefixtures("place")
def test_every_page_has_a_picture_for_social_media(client):
    """The site's own card where a page has none: home, results and a story without a picture, in both languages."""
    for space, prefix in (("site", ""), ("site-en", "/en")):
        mark = f'<meta property="og:image" content="{ORIGIN}{prefix}/card.jpg">'
        pages = (reverse(f"{space}:home"), reverse(f"{space}:results"), reverse(f"{space}:story", args=["first"]))
        for address in pages:
            assert client.get(address).content.decode().count(mark) == 1, address
        assert Image.open(io.BytesIO(client.get(reverse(f"{space}:site_card")).content)).size == (1200, 630)


@pytest.mark.usefixtures("place")
def test_every_page_of_the_sitemap_names_itself_to_social_media(client, place):  # noqa: ARG001 -- what stands there
    found = re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap-1.xml").content.decode())
    pages = {path: client.get(path).content.decode() for path in (one.removeprefix(ORIGIN) for one in found)}
    assert [path for path, page in pages.items() if '<meta property="og:title" content="' not in page] == []
    assert len(pages) > 20


def test_the_check_in_the_browser_speaks_the_language_of_the_page_before(client):
    """An English page leads to the English check, whatever the browser prefers."""
    english = client.get(reverse("site-en:how")).content.decode()
    assert 'href="/en/verify/"' in english
    assert '<html lang="en">' in client.get("/en/verify/", headers={"accept-language": "th"}).content.decode()
    assert 'href="/verify/"' in client.get(reverse("site:how")).content.decode()


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
