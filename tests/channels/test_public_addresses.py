"""What the public and the platforms open: short links, their QR codes, and signed files."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.utils import timezone
from PIL import Image
from tests.factories import channels, files, publicity, site

from samrit.channels import addresses
from samrit.channels.models import ShortLink, ShortLinkDay
from samrit.platform.clock import at
from samrit.platform.files import store_file

pytestmark = pytest.mark.django_db
PERSON = {"User-Agent": "Mozilla/5.0 (Linux; Android 14)"}
ROBOT = {"User-Agent": "facebookexternalhit/1.1"}


@pytest.fixture(autouse=True)
def _public(settings):
    settings.SAMRIT_PUBLIC_ADDRESS = "https://city.example"


def post(place):
    return channels.delivery(place, channels.account(place, "facebook"), form="text")


def test_a_short_link_leads_to_the_page_of_its_work_and_is_counted_by_day(client):
    place = publicity.office()
    made = post(place)
    address = f"/s/{made.link.code}"
    told = f"?utm_source=facebook&utm_medium=social&utm_campaign={made.link.campaign}&utm_content={made.work.uid}"
    assert client.get(address, headers=PERSON)["location"] == f"https://city.example/{told}"
    district = site.district_page(place, made.work.districts.first())
    came = client.get(f"{address}/", headers=PERSON)
    assert came["location"] == f"https://city.example/creative-districts/{district.slug}/{told}"
    story = site.story_page(place, made.work)
    came = client.get(address, headers=ROBOT)
    assert (came.status_code, came["location"]) == (302, f"https://city.example/stories/{story.slug}/{told}")
    assert (came.cookies, "no-store" in came["cache-control"]) == ({}, True)
    assert client.head(address, headers=PERSON).status_code == 302
    row = ShortLinkDay.objects.get()
    assert (row.link, row.day, row.clicks, row.robots) == (made.link, timezone.localdate(), 2, 2)


def test_a_link_never_leads_off_the_citys_own_pages(client):
    ShortLink.objects.create(code="abcdefg", target="https://evil.example/x", campaign="c", source="s", content="x")
    assert client.get("/s/abcdefg")["location"].startswith("https://city.example/?utm_source=s")


def test_a_code_that_is_no_short_link_is_asked_of_the_surveys(client):
    assert client.get("/s/zzzzzzz")["location"] == "/s/zzzzzzz/"
    assert client.get("/s/zzzzzzz/").status_code == 404
    assert client.get("/s/zzzzzzz.svg").status_code == 404
    assert client.post("/s/zzzzzzz").status_code == 405


def test_its_qr_code_is_given_out_for_print(client):
    made = post(publicity.office())
    drawing = client.get(f"/s/{made.link.code}.svg")
    assert (drawing["content-type"], b"<svg" in drawing.content) == ("image/svg+xml", True)
    picture = client.get(f"/s/{made.link.code}.png")
    with Image.open(io.BytesIO(picture.content)) as image:
        assert (image.format, image.width >= 400) == ("PNG", True)
    assert client.get(f"/s/{made.link.code}.exe").status_code == 404
    assert ShortLinkDay.objects.count() == 0


def path_of(address):
    return address.removeprefix("https://city.example")


def test_a_platform_fetches_a_file_by_its_signed_address_only_and_only_in_time(client):
    row = store_file([files.image(size=(1200, 900))])
    address = path_of(addresses.file_address(row.pk, "jpg"))
    came = client.get(address)
    assert (came.status_code, came["content-type"], len(b"".join(came))) == (200, row.media_type, row.size)
    small = client.get(path_of(addresses.file_address(row.pk, "jpg", preview=True)))
    with Image.open(io.BytesIO(b"".join(small))) as image:
        assert image.size == (480, 360)
    other = store_file([files.image(size=(40, 40))])
    for wrong in (f"/f/{row.pk}.jpg", address.replace(row.pk, other.pk), "/f/x", f"/f/{row.pk}-20990101~x.jpg"):
        assert client.get(wrong).status_code == 404
    later = timezone.now() + dt.timedelta(days=31)
    with at(lambda: later):
        assert client.get(address).status_code == 404
