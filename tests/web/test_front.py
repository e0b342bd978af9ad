"""Whole pages are kept until anything changes: an edit shows at once, and the site stays up without its database."""

from __future__ import annotations

import datetime as dt
import gzip
import re
import sqlite3
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from tests.factories import publicity, site
from tests.web.front import Site

from samrit.demo.databases import database
from samrit.publicity.models import PersonShown
from samrit.site.actions import pages
from samrit.web.public import front, keeping
from samrit.web.public.taken_off import Looked, taken_off
from samrit.web.public.views import reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings, tmp_path):
    """Pages are kept, in memory and on disk."""
    settings.SAMRIT_PAGE_CACHE = True
    settings.SAMRIT_KEPT_PAGES = str(tmp_path / "kept")
    settings.SAMRIT_MAINTENANCE = str(tmp_path / "maintenance")
    return tmp_path / "kept"


@pytest.fixture
def story(kept):  # noqa: ARG001 -- pages are kept
    return site.story_page(publicity.office(), slug="kept", title="เดิม")


@pytest.fixture
def away(monkeypatch):
    """A database that does not answer, once this is called."""

    def begin():
        def nothing():
            raise OperationalError

        monkeypatch.setattr(front, "version", nothing)

    return begin


def address(page):
    return reverse("site:story", args=[page.slug])


def test_a_kept_page_costs_one_query_and_an_edit_shows_at_once(story, django_assert_num_queries):
    """The second reader gets the very same; after the next act the new one."""
    server = Site()
    first = server.get(address(story))
    with django_assert_num_queries(1):
        again = server.get(address(story))
    assert again == first
    assert "default-src 'none'" in again.headers["Content-Security-Policy"]
    assert again.headers["X-Content-Type-Options"] == "nosniff"
    texts = site.texts(title="ใหม่", lead="ก", body="ข")
    pages.save_page(story, texts, read_version=story.version, acting_user=story.work.producer)
    assert "ใหม่" not in server.get(address(story)).text
    story.refresh_from_db()
    site.publish(story, story.work.producer)
    assert "ใหม่" in server.get(address(story)).text
    story.refresh_from_db()
    pages.withdraw_page(story, reason="ขอทบทวน", read_version=story.version, acting_user=story.work.producer)
    assert server.get(address(story)).status == 410


def test_the_answer_is_compressed_and_knows_its_tag(story):
    """Brotli or gzip as the browser asks; the same again is 304; no cookie, and the address alone decides."""
    server = Site()
    page = server.get(address(story), HTTP_ACCEPT_ENCODING="gzip")
    assert b"<html" in gzip.decompress(page.body)
    assert page.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in page.headers
    unchanged = server.get(address(story), HTTP_IF_NONE_MATCH=page.headers["ETag"])
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert server.get(address(story), HTTP_ACCEPT_ENCODING="br").headers["Content-Encoding"] == "br"
    assert server.get(address(story), method="HEAD").body == b""


def test_the_marks_of_campaigns_lead_to_the_page_that_is_kept_already(story, django_assert_num_queries, monkeypatch):
    """What no page reads of a query does not make a page another."""
    now = timezone.now()
    monkeypatch.setattr("samrit.site.versions.timezone.now", lambda: now)  # a page is kept for its minute only
    server = Site()
    first = server.get(address(story))
    with django_assert_num_queries(1):
        assert server.get(address(story) + "?utm_source=line&fbclid=x") == first


def test_made_up_ports_names_and_headers_keep_no_further_page(story, kept, settings):
    """A page is one under all our names; under a name that is not ours it is none, also while the office is closed."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    server = Site()
    first = server.get(address(story))
    for number in range(4):
        assert server.get(address(story), HTTP_HOST=f"testserver:{8000 + number}") == first
        assert server.get(address(story), HTTP_HOST="localhost", HTTP_X_FORWARDED_PROTO=f"x{number}") == first
        assert server.get(address(story), HTTP_HOST=f"made-up-{number}.example").status == 400
    pages = [path for path in kept.iterdir() if path.suffix != ".looked"]
    assert (len(server.front.memory), len(pages)) == (1, 1)
    call_command("maintenance", "on")
    assert server.get(address(story), HTTP_HOST="testserver:99").status == 200
    assert server.get(address(story), HTTP_HOST="made-up.example").status == 503


def test_what_one_readers_address_says_stands_in_nobodys_page(kept, monkeypatch):  # noqa: ARG001 -- pages are kept
    """The page is everybody's: the mark by which a platform knows one reader does not get into its links."""
    place = publicity.office()
    for slug in ("first", "second"):
        site.story_page(place, slug=slug, title=slug)
    monkeypatch.setattr(reading, "A_PAGE", 1)
    first = Site().get(reverse("site:stories") + "?fbclid=reader-7&page=1&x=y")
    assert 'href="?page=2"' in first.text
    assert "reader-7" not in first.text


def test_the_site_stays_up_read_only_without_its_database_also_after_a_restart(story, away):
    """What was read before is shown with the day and time of which it is; what was not is 503 in words."""
    server = Site()
    seen = server.get(address(story))
    away()
    for one in (server, Site()):
        still = one.get(address(story))
        assert (still.status, still.headers["Warning"][:3], still.headers["Cache-Control"]) == (200, "110", "no-store")
        assert "หน้านี้เป็นข้อมูล ณ" in still.text
        assert re.split(r'<div class="wrap">\s*<p class="banner', still.text)[0].rstrip() in seen.text
        never = one.get("/about/")
        assert (never.status, never.headers["Retry-After"]) == (503, "300")
        assert "ปิดปรับปรุงชั่วคราว" in never.text
        assert "Closed for maintenance" in one.get("/en/about/").text


def test_pictures_that_were_read_stay_without_the_database_until_they_are_taken_off(story, away):
    """Whole or in part, from the storage; never what nobody could read, nor after its page was withdrawn."""
    picture = site.picture(story, story.work.producer)
    shown, never = (reverse("site:media", args=[name]) for name in (picture.formats.first().file_id, "0" * 64))
    server = Site()
    seen = server.get(shown)
    assert (seen.status, server.get(never).status) == (200, 404)
    call_command("maintenance", "on")
    for one in (server, Site()):
        still = one.get(shown)
        assert (still.status, still.body, still.headers["Cache-Control"]) == (200, seen.body, "no-store")
        assert still.headers["Content-Type"] == seen.headers["Content-Type"]
        part = one.get(shown, HTTP_RANGE="bytes=0-3")
        assert (part.status, part.body) == (206, seen.body[:4])
        assert (one.get(shown, method="HEAD").body, one.get(never).status) == (b"", 503)
    call_command("maintenance", "off")
    story.refresh_from_db()
    pages.withdraw_page(story, reason="ขอทบทวน", read_version=story.version, acting_user=story.work.producer)
    assert server.get(shown).status == 404
    away()
    assert (server.get(shown).status, Site().get(shown).status) == (503, 503)


def test_what_was_taken_off_is_not_shown_again_when_the_database_is_away(story, away, django_assert_num_queries):
    """Not even where nobody asked for its page after it was withdrawn, nor after a restart."""
    server = Site()
    server.get(address(story))
    pages.withdraw_page(story, reason="ขอทบทวน", read_version=story.version, acting_user=story.work.producer)
    again = Site()
    again.get("/about/")
    with django_assert_num_queries(1):
        again.get("/about/")
    away()
    assert again.get(address(story)).status == 503
    assert again.get("/about/").status == 200


def test_a_consent_that_ended_takes_kept_pages_off(story):
    """A day later, though nobody did anything."""
    consent = publicity.consent(publicity.office(number=2), valid_to=dt.date(2025, 3, 1))
    PersonShown.objects.create(work=story.work, consent=consent)
    assert taken_off(Looked(10**9, dt.date(2025, 3, 1)), Looked(10**9, dt.date(2025, 3, 2)))
    assert not taken_off(Looked(10**9, dt.date(2025, 3, 2)), Looked(10**9, dt.date(2025, 3, 3)))
    assert taken_off(Looked(5, dt.date(2025, 3, 2)), Looked(4, dt.date(2025, 3, 2)))


def test_maintenance_closes_the_office_and_leaves_the_site_up(story, capsys, django_assert_num_queries):
    """`samrit manage maintenance on`: kept pages with a notice, no query at all; everything else waits."""
    server = Site()
    server.get(address(story))
    call_command("maintenance", "on")
    with django_assert_num_queries(0):
        assert "หน้านี้เป็นข้อมูล ณ" in server.get(address(story)).text
        for path, method in (
            (address(story), "POST"),
            ("/week/", "GET"),
            ("/contribute/", "POST"),
            ("/api/v1/", "GET"),
        ):
            assert server.get(path, method=method).status == 503, path
    call_command("maintenance")
    call_command("maintenance", "off")
    assert "closed since 2" in capsys.readouterr().out
    assert "หน้านี้เป็นข้อมูล" not in server.get(address(story)).text


def test_maintenance_needs_its_file(settings):
    settings.SAMRIT_MAINTENANCE = ""
    with pytest.raises(CommandError, match="SAMRIT_MAINTENANCE"):
        call_command("maintenance", "on")


def test_pages_of_the_office_and_forms_are_never_kept(kept):
    """Only what a public view calls public."""
    server = Site()
    for path in (
        reverse("office:front"),
        reverse("site:find") + "?q=x",
        reverse("site:contribute"),
        "/accounts/login/",
    ):
        server.get(path)
    assert len(server.front.memory) == 0
    assert not list(kept.glob("*")) or not [path for path in kept.iterdir() if path.suffix != ".looked"]


def test_a_broken_or_full_disk_holds_nobody_up(story, kept, away):
    """A torn file is no page, and a folder that cannot be written is only a line in the log."""
    server = Site()
    server.get(address(story))
    for path in kept.iterdir():
        path.write_bytes(b'{"version": [1')
    away()
    assert Site().get(address(story)).status == 503
    shelf = keeping.Shelf(kept / "no" / "\0")
    assert shelf.get(keeping.Key("", "", "/", "")) is None


def test_the_oldest_pages_leave_the_disk(tmp_path, monkeypatch):
    """So that a crawler does not fill it."""
    monkeypatch.setattr(keeping, "MOST_ON_DISK", 400)
    monkeypatch.setattr(keeping, "_PRUNE_EVERY", 1)
    shelf = keeping.Shelf(tmp_path)
    page = keeping.Kept(front.Version(1, 1), 9e9, (("Content-Type", "text/html"),), '"a"', b"page")
    for number in range(20):
        shelf.put(keeping.Key("d", "https", f"/{number}", ""), page)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 600


def test_a_database_file_that_a_restore_put_in_place_is_read_at_once(tmp_path, kept):  # noqa: ARG001 -- pages are kept
    """The connection to the former file, open in this thread, would go on showing the former office."""
    live, restored, seen = tmp_path / "live.sqlite3", tmp_path / "restored.sqlite3", []
    for path, last in ((live, 7), (restored, 3)):
        with sqlite3.connect(path) as made:
            made.execute("CREATE TABLE platform_auditentry (sequence INTEGER PRIMARY KEY, action TEXT)")
            made.execute("INSERT INTO platform_auditentry VALUES (?, 'x')", [last])
        made.close()

    def serve():
        layer = front.Front(lambda *_: [])
        with database(live):
            seen.append(layer._version().change)
            restored.replace(live)
            seen.append(layer._version().change)
            live.unlink()
            with pytest.raises(OperationalError):
                layer._version()

    thread = threading.Thread(target=serve)
    thread.start()
    thread.join()
    assert seen == [7, 3]


@pytest.mark.parametrize(
    ("wanted", "encoding"),
    [
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.0, gzip;q=0", ""),
        ("gzip;q=0.5, BR", "br"),
        ("zebra, gzipped", ""),
        ("identity", ""),
    ],
)
def test_a_reader_gets_no_encoding_that_it_forbids(story, wanted, encoding):
    """A weight of 0 forbids one, and a name is the whole word."""
    page = Site().get(address(story), HTTP_ACCEPT_ENCODING=wanted)
    assert page.headers.get("Content-Encoding", "") == encoding
