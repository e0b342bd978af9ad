"""Films with their words in both languages: the reader's own is shown, the other may be chosen."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from tests.factories import publicity, site
from tests.factories.files import MP4
from tests.web.office import errors, post, signed_in, upload, url

from samrit.publicity.actions import works
from samrit.publicity.models import Media

pytestmark = pytest.mark.django_db
THAI = "WEBVTT\n\n00:00.000 --> 00:02.000\nสวัสดี\n".encode()
ENGLISH = b"\xef\xbb\xbf1\r\n00:00:00,000 --> 00:00:02,500\r\nHello, 1,000 friends\r\n"


@pytest.fixture
def place():
    return publicity.office()


@pytest.fixture
def page(place):
    """The public page of an approved film with Thai captions."""
    work = publicity.work(place)
    film = {"file": upload("a.mp4", MP4), "captions": upload("a.vtt", THAI), "alt": "คลิป", "credit": "สปส."}
    assert post(place.maker, url("media_new", work.uid), version=work.version, **film).status_code == 302
    work.refresh_from_db()
    works.submit_work(work, read_version=work.version, acting_user=place.maker)
    works.approve_work(work, read_version=work.version, acting_user=place.approver)
    return site.story_page(place, work, slug="film", transcript="<p>สวัสดี</p>")


def tracks(client, space):
    """Language, address and whether it is the one that is shown, of each track on the page."""
    text = client.get(reverse(f"{space}:story", args=["film"])).content.decode()
    found = re.findall(r'<track kind="captions" srclang="(..)" label="[^"]+" src="([^"]+)"( default)?>', text)
    return [(language, address, bool(shown)) for language, address, shown in found]


def test_each_reader_gets_the_captions_of_the_page_and_may_choose_the_other(client, place, page):
    """SubRip is sent on as WebVTT, which is all that browsers read; what is taken off is gone at once."""
    [(language, thai, shown)] = tracks(client, "site-en")
    assert (language, shown) == ("th", True)
    where = url("site_captions", page.uid, Media.objects.get().pk)
    assert where in signed_in(place.maker).get(url("site_page", page.uid)).content.decode()
    sent = post(place.maker, where, version=page.version, file=upload("a.srt", ENGLISH))
    assert sent.status_code == 302
    english = tracks(client, "site-en")[1][1]
    assert tracks(client, "site") == [("th", thai, True), ("en", english, False)]
    assert tracks(client, "site-en") == [("th", thai, False), ("en", english, True)]
    answer = client.get(english)
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert b"".join(answer) == b"WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.500\nHello, 1,000 friends\n"
    page.refresh_from_db()
    assert post(place.maker, where, version=page.version, remove="1").status_code == 302
    assert [row[0] for row in tracks(client, "site")] == ["th"]
    assert client.get(english).status_code == 404


def test_a_text_without_times_is_no_captions(place, page):
    """Refused at its field, like no file at all."""
    where = url("site_captions", page.uid, Media.objects.get().pk)
    for given in ({"file": upload("a.vtt", "บันทึก".encode())}, {}):
        answer = post(place.maker, where, version=page.version, **given)
        assert (answer.status_code, list(errors(answer))) == (422, ["file"])


def test_a_film_is_sought_in_on_the_public_page(client, place, page):  # noqa: ARG001 -- what stands there
    """Safari asks for two bytes first and plays nothing without them; captions are sent alike."""
    film, [(_language, captions, _shown)] = Media.objects.get(), tracks(client, "site")
    address = reverse("site:media", args=[film.file_id])
    sent = client.get(address)
    whole = b"".join(sent)
    assert sent["Content-Type"] == "video/mp4"
    for path, content in ((address, whole), (captions, THAI)):
        answer = client.get(path, headers={"Range": "bytes=0-1"})
        said = (answer.status_code, answer["Content-Range"], answer["Content-Length"], b"".join(answer))
        assert said == (206, f"bytes 0-1/{len(content)}", "2", content[:2])
        assert client.get(path, headers={"Range": f"bytes={len(content)}-"}).status_code == 416
        assert client.get(path, headers={"If-None-Match": "*"}).status_code == 304
