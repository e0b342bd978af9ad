"""Addresses that lead nowhere, pages taken off, floods, bodies too large: kind answers in both languages."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories import publicity, site

from samrit.site.actions import pages
from samrit.site.actions.contributions import MAX_PHOTO
from samrit.site.models import Contribution
from samrit.surveys import slowing
from samrit.web.public.page import MOST_SENT

pytestmark = pytest.mark.django_db
SPACES = {"th": "site", "en": "site-en"}
both = pytest.mark.parametrize("language", SPACES)


@pytest.fixture
def place():
    office = publicity.office(number=1)
    site.district_page(office)
    return office


def kind(answer, language, status, heading):
    """The page, once it is what a reader of the language should get: no way out in the other, nothing of ours."""
    page = answer.content.decode()
    assert answer.status_code == status
    assert (answer["Content-Language"], f'<html lang="{language}">' in page) == (language, True)
    assert re.search(r"<h1>(.*?)</h1>", page)[1] == heading
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert all(
        path.startswith("/en/") == (language == "en") for path in re.findall(r'(?:href|action)="(/[^"]*)"', main)
    )
    assert not re.search(r"Traceback|Exception|samrit\.|/src/|SELECT ", page)
    assert not answer.cookies
    return main


@both
def test_an_address_that_leads_nowhere_offers_a_search(client, language):
    """Also where a part of the address is right, and where it holds what nobody may type into a page."""
    heading = {"th": "ไม่พบหน้าที่ท่านต้องการ", "en": "The page you asked for was not found"}[language]
    front = "/en" if language == "en" else ""
    for path in ("/nowhere/", "/stories/none/", "/results/1-1/", "/stories/<script>/", "/media/" + "0" * 64):
        main = kind(client.get(front + path), language, 404, heading)
        assert f'action="{front}/find/"' in main
        assert "<script>" not in main


@both
def test_what_was_taken_off_says_so(client, place, language):
    """410 and other stories; not a word of what stood there."""
    page = site.story_page(place, slug="gone", title="เรื่องที่นำลง")
    pages.withdraw_page(page, reason="ขอให้นำลง", read_version=page.version, acting_user=place.maker)
    heading = {"th": "หน้านี้ไม่แสดงแล้ว", "en": "This page is shown no more"}[language]
    main = kind(client.get(reverse(f"{SPACES[language]}:story", args=["gone"])), language, 410, heading)
    assert "เรื่องที่นำลง" not in main
    assert "ขอให้นำลง" not in main
    assert f'href="{reverse(f"{SPACES[language]}:stories")}"' in main


@both
def test_a_flood_is_told_how_long_to_wait(client, place, language, monkeypatch):
    """By people in words, by machines in a header."""
    monkeypatch.setattr(slowing, "CAPACITY", 0)
    answer = client.post(reverse(f"{SPACES[language]}:pulse", args=[place.districts[0].slug]), {"answer": "new"})
    kind(answer, language, 429, {"th": "ส่งมามากในเวลาสั้น ๆ", "en": "A lot was sent in a short time"}[language])
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("60", "no-store")


@both
def test_a_body_that_is_too_large_is_not_read(place, language):  # noqa: ARG001 -- the form needs a district
    """A visitor who announces more than the largest photograph gets 413 before a byte of it is taken."""

    class Untouched:
        def read(self, *_size):
            raise AssertionError("it was read")

        readline = read

    asked = {"CONTENT_LENGTH": str(MOST_SENT + 1), "wsgi.input": Untouched()}
    answer = Client().post(reverse(f"{SPACES[language]}:contribute"), **asked)
    kind(answer, language, 413, {"th": "สิ่งที่ส่งมามีขนาดใหญ่เกินไป", "en": "What you sent is too large"}[language])


@both
def test_words_without_end_are_too_large_too(client, place, language, settings):  # noqa: ARG001 -- see above
    """What Django counts while it reads is answered in the same words."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    answer = client.post(reverse(f"{SPACES[language]}:contribute"), {"text": "ก" * 2_000})
    kind(answer, language, 413, {"th": "สิ่งที่ส่งมามีขนาดใหญ่เกินไป", "en": "What you sent is too large"}[language])


@both
def test_a_form_of_too_many_fields_is_not_understood(client, place, language, settings):  # noqa: ARG001 -- see above
    """400 in words."""
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    answer = client.post(reverse(f"{SPACES[language]}:contribute"), {f"f{number}": "1" for number in range(9)})
    kind(answer, language, 400, {"th": "ระบบอ่านคำขอนี้ไม่ได้", "en": "We cannot read this request"}[language])


def test_a_photograph_that_is_too_large_costs_nobody_their_words(client, place):
    """413 with the form as it was typed."""
    photo = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff" + b"0" * MAX_PHOTO, content_type="image/jpeg")
    sent = {
        "kind": "photo",
        "district": place.districts[0].slug,
        "title": "สะพานตอนเช้า",
        "name": "คนริมคลอง",
        "age_group": "adult",
        "licence": "CC-BY-4.0",
        "consent": "on",
        "photo": photo,
    }
    answer = client.post(reverse("site:contribute"), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (413, ["photo"])
    assert 'value="สะพานตอนเช้า"' in answer.content.decode()
    assert not Contribution.objects.exists()
