"""Whole pages are kept until anything changes: an edit shows at once, and the site stays up without its database."""

from __future__ import annotations

import gzip

import pytest
from django.db import OperationalError
from django.urls import reverse
from tests.factories import publicity, site

from samrit.site.actions import pages
from samrit.web.public import cache

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(settings):
    settings.SAMRIT_PAGE_CACHE = True
    cache.PAGES.clear()
    place = publicity.office()
    page = site.story_page(place, slug="kept", title="เดิม")
    yield page
    cache.PAGES.clear()


def address(page):
    return reverse("site:story", args=[page.slug])


def test_a_kept_page_costs_one_query_and_an_edit_shows_at_once(client, story, django_assert_num_queries):
    """The second reader gets the very same; after the next act the new one."""
    first = client.get(address(story))
    with django_assert_num_queries(1):
        again = client.get(address(story))
    assert again.content == first.content
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
    texts = site.texts(title="ใหม่", lead="ก", body="ข")
    pages.save_page(story, texts, read_version=story.version, acting_user=story.work.producer)
    assert "ใหม่" not in client.get(address(story)).content.decode()
    story.refresh_from_db()
    site.publish(story, story.work.producer)
    assert "ใหม่" in client.get(address(story)).content.decode()
    story.refresh_from_db()
    pages.withdraw_page(story, reason="ขอทบทวน", read_version=story.version, acting_user=story.work.producer)
    assert client.get(address(story)).status_code == 410


def test_the_answer_is_compressed_and_knows_its_tag(client, story):
    """Brotli or gzip as the browser asks; the same again is 304; no cookie, and the address alone decides."""
    page = client.get(address(story), headers={"accept-encoding": "gzip"})
    assert b"<html" in gzip.decompress(page.content)
    assert page["Vary"] == "Accept-Encoding"
    assert not page.cookies
    unchanged = client.get(address(story), headers={"if-none-match": page["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert client.get(address(story), headers={"accept-encoding": "br"})["Content-Encoding"] == "br"


def test_the_site_stays_up_read_only_without_its_database(client, story, monkeypatch):
    """What was read before is shown, and says that it may be old."""
    seen = client.get(address(story))

    def away():
        raise OperationalError

    monkeypatch.setattr(cache, "version", away)
    still = client.get(address(story))
    assert (still.status_code, still.content) == (200, seen.content)
    assert still["Warning"].startswith("110")


def test_pages_of_the_office_and_forms_are_never_kept(client, story):  # noqa: ARG001 -- the cache is on
    """Only what a public view calls public."""
    client.get(reverse("office:front"))
    client.get(reverse("site:find"), {"q": "x"})
    assert cache.PAGES.get(("x", "y", "z")) is None
    assert not cache.PAGES._pages
