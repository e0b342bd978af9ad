"""Keeping the public site from the office: written, looked at, published, seen; and results opened by an act."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories import files, publicity, site
from tests.web.office import post, said, signed_in, upload, url
from tests.web.year import signed, staff

from samrit.publicity.actions import works
from samrit.publicity.models import Media
from samrit.site.models import Page, Visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return publicity.office()


def test_a_story_written_in_the_office_is_on_the_site_when_published(place, client):
    """Begun from an approved work, written in two languages, previewed by who may, published, read by everybody."""
    work = publicity.work(place, state="approved")
    begun = post(place.maker, url("site_begin"), about=f"work:{work.uid}")
    page = Page.objects.get(work=work)
    assert begun["Location"] == url("site_page", page.uid)
    address = reverse("site:story", args=[page.slug])
    texts = {
        "th_title": "เรื่องของเรา",
        "th_lead": "คำนำ",
        "th_body": "<p>เนื้อ<script>x</script></p>",
        "en_title": "Our story",
    }
    saved = post(place.maker, url("site_page", page.uid), version=page.version, **texts)
    assert saved.status_code == 302
    assert client.get(address).status_code == 404
    preview = reverse("site:preview", args=[page.uid])
    assert "เรื่องของเรา" in said(signed_in(place.maker).get(preview))
    assert client.get(preview).status_code == 302
    page.refresh_from_db()
    picture = {"file": upload("a.png", files.image("PNG")), "alt_th": "ภาพ", "credit": "ชุมชน", "licence": "CC-BY-4.0"}
    focus = {"focus_x": "20", "focus_y": "50", "place": "0"}
    new = post(place.maker, url("site_picture_new", page.uid), version=page.version, **picture, **focus)
    assert new.status_code == 302
    page.refresh_from_db()
    shown = post(place.maker, url("site_publish", page.uid), version=page.version, at="")
    assert shown.status_code == 302
    assert "เรื่องของเรา" in said(client.get(address))
    assert "Our story" in said(client.get(reverse("site-en:story", args=[page.slug])))
    assert "<script>x" not in client.get(address).content.decode()
    assert work.publications.get().channel == "website"


def test_the_editor_keeps_what_was_typed_and_says_where_it_is_too_long(place):
    """422 at the field, with the text still there."""
    page = site.story_page(place, public=False)
    answer = post(place.maker, url("site_page", page.uid), version=page.version, th_title="ก" * 201, th_body="คงอยู่")
    assert answer.status_code == 422
    assert "th_title" in answer.context["form"].errors
    assert "คงอยู่" in answer.content.decode()


def test_a_site_without_districts_says_what_will_come_and_to_staff_what_is_next(place, client):
    """No map of nothing and no button for a citizen; nothing of it is kept, for it depends on who reads."""
    home = client.get(reverse("site:home"))
    assert "กำลังเตรียมเรื่องของย่าน" in said(home)
    text = home.content.decode()
    assert ("data-site-map" in text, "leaflet" in text, 'class="button"' in text) == (False, False, False)
    assert home["Cache-Control"] == "private, no-store"
    people = (place.maker, place.reader)
    keeper, reader = (signed_in(person).get(reverse("site:home")).content.decode() for person in people)
    assert f'<a class="button" href="{url("site")}">เขียนหน้าย่านแรก</a>' in keeper
    words = '<span>เข้าพื้นที่ทำงานของ<span class="whole">เจ้าหน้าที่</span></span>'
    assert f'<a class="button" href="{url("front")}">{words}</a>' in reader
    site.district_page(place)
    home = client.get(reverse("site:home"))
    assert "data-site-map" in home.content.decode()
    assert home["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_pages_for_keepers_only(place):
    """Readers are refused; the list says what could be told next."""
    assert signed_in(place.reader).get(url("site")).status_code == 403
    publicity.work(place, publicity.draft(place, title="ยังไม่มีหน้า"), state="approved")
    assert "ยังไม่มีหน้า" in said(signed_in(place.maker).get(url("site")))


def test_broken_links_are_named(place):
    """A link to a page of ours that is not public."""
    site.story_page(place, slug="with-link", body='<p><a href="/stories/nowhere/">ไป</a><a href="/about/">ข</a></p>')
    assert "/stories/nowhere/" in said(signed_in(place.maker).get(url("site")))


def test_a_result_is_public_by_an_act_of_who_may(client):
    """Before it a 404; then ladder, reasons and downloads for everybody; closed again with a reason."""
    people = staff()
    key_result = signed(people)
    address = reverse("site:result", args=[key_result.key])
    assert client.get(address).status_code == 404
    opening = url("open_result", key_result.key)
    assert post(people["officer"], opening, version=key_result.version).status_code == 403
    key_result.refresh_from_db()
    assert post(people["owner"], opening, version=key_result.version).status_code == 302
    page = client.get(address)
    assert page.context["ladder"].rungs
    assert "ตรวจสอบด้วยตนเอง" in said(page)
    data = client.get(reverse("site:result_data", args=[key_result.key])).json()
    assert data["key_result"] == key_result.key
    zipped = client.get(reverse("site:dossier", args=[key_result.key]))
    assert zipped.content[:2] == b"PK"
    key_result.refresh_from_db()
    assert post(people["owner"], opening, version=key_result.version, reason="ทบทวน").status_code == 302
    assert client.get(address).status_code == 404


def test_visits_are_shown_to_those_who_keep_the_site(place):
    """The pages that were read most, and each day; nobody else sees them, and an empty month says so."""
    assert "ยังไม่มีการเข้าชม" in said(signed_in(place.maker).get(url("site_visits")))
    for path, views, visitors in (("/stories/a/", 5, 3), ("/", 9, 8)):
        Visits.objects.create(day=timezone.localdate(), path=path, views=views, visitors=visitors)
    page = said(signed_in(place.maker).get(url("site_visits")))
    assert "/stories/a/" in page
    assert "๑๔" in page  # views of the day
    assert signed_in(place.reader).get(url("site_visits")).status_code == 403


def test_a_new_picture_gives_no_rights_away_and_says_what_publishing_needs(place):
    """Its licence is none until somebody chooses one; its point is chosen on the picture, or typed."""
    page = site.story_page(place, slug="one")
    shown = signed_in(place.maker).get(url("site_picture_new", page.uid))
    assert shown.context["form"]["licence"].initial == "reserved"
    assert said(shown).count("ต้องมีก่อนเผยแพร่") == 2
    picture = site.picture(page, place.maker)
    edit = signed_in(place.maker).get(url("site_picture", page.uid, picture.uid)).content.decode()
    widest = picture.formats.exclude(name="card").last()
    assert f'<img src="{url("site_picture_file", page.uid, picture.uid, widest.name)}" alt="" hidden>' in edit


def test_who_writes_a_page_sees_its_film_and_captions_before_they_are_public(place, client):
    """In the preview; nobody else does."""
    work = publicity.work(place)
    film = {"file": upload("a.mp4", files.MP4), "captions": upload("a.vtt", b"WEBVTT\n\n00:00.000 --> 00:02.000\na\n")}
    post(place.maker, url("media_new", work.uid), version=work.version, alt="คลิป", credit="สปส.", **film)
    media = Media.objects.get()
    work.refresh_from_db()
    works.submit_work(work, read_version=work.version, acting_user=place.maker)
    works.approve_work(work, read_version=work.version, acting_user=place.approver)
    page = site.story_page(place, work, slug="film", public=False)
    assert page.published is None
    for sha256 in (media.file_id, media.captions_id):
        address = reverse("site:media", args=[sha256])
        assert client.get(address).status_code == 404
        answer = signed_in(place.maker).get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
        assert b"".join(answer)
