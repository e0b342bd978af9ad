"""What residents send: taken in with consent, considered, kept as evidence; or taken back by who sent it."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from tests.factories import files, publicity, site
from tests.web.office import errors, post, signed_in, url
from tests.web.office import said as said_

from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import is_hidden
from samrit.platform.files import open_file
from samrit.platform.models import StoredFile
from samrit.site.models import Contribution
from samrit.surveys import slowing

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    office = publicity.office(number=1)
    site.district_page(office)
    return office


def typed(place, **fields):
    """A photograph with all that is asked."""
    return {
        "kind": "photo",
        "district": place.districts[0].slug,
        "title": "สะพานตอนเช้า",
        "text": "ถ่ายจากหน้าบ้าน",
        "name": "คนริมคลอง",
        "age_group": "adult",
        "licence": "CC-BY-4.0",
        "consent": "on",
        **fields,
    }


def photo():
    return SimpleUploadedFile("a.jpg", files.photo_with_place(), content_type="image/jpeg")


def test_a_photograph_becomes_evidence_that_the_community_took_part(client, place):
    """Sent without an account, made anew from its pixels, accepted for a work, and answered on its own page."""
    sent = client.post(reverse("site:contribute"), typed(place, photo=photo()))
    assert sent.status_code == 302
    row = Contribution.objects.get()
    with open_file(row.photo) as stream, Image.open(io.BytesIO(stream.read())) as image:
        assert not image.getexif()
    assert client.get(sent["Location"]).status_code == 200
    work = publicity.work(place)
    answer = {"work": work.pk, "answer": "ขอบคุณ", "note": "ดีมาก", "version": row.version}
    assert post(place.maker, url("site_accept", row.uid), **answer).status_code == 302
    item = EvidenceItem.objects.get(subject=work.subject)
    assert (item.proves, item.district, item.file) == ("community_took_part", place.districts[0], row.photo)
    shown = client.get(sent["Location"]).content.decode()
    assert "ขอบคุณ" in shown
    assert "ดีมาก" not in shown


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"consent": ""}, "consent"),
        ({"age_group": "10_to_19"}, "guardian"),
        ({"kind": "story", "text": ""}, "text"),
        ({"kind": "photo"}, "photo"),
        ({"district": "nowhere"}, "district"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(client, place, fields, field):
    """Consent, a guardian, words, a picture, a district with a page; what was typed stays."""
    answer = client.post(reverse("site:contribute"), typed(place, **fields))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "สะพานตอนเช้า" in answer.content.decode()
    assert not Contribution.objects.exists()


@pytest.mark.usefixtures("place")
def test_all_faults_are_told_at_once_and_nothing_is_chosen_for_the_sender(client):
    """Without consent too; neither district nor licence is given before the sender has chosen."""
    form = client.get(reverse("site:contribute")).context["form"]
    assert (form["district"].value(), form["licence"].value()) == (None, None)
    answer = client.post(reverse("site:contribute"), {"title": "สะพาน"})
    assert {"consent", "district", "licence", "kind"} <= set(answer.context["form"].errors)


def test_a_photograph_that_was_chosen_is_asked_for_again_where_something_else_is_wrong(client, place):
    """No browser keeps it: without a word the sender would go on without the photograph."""
    for kind in ("photo", "story"):
        answer = client.post(reverse("site:contribute"), typed(place, kind=kind, photo=photo(), consent=""))
        assert list(errors(answer)) == ["consent", "photo"]
        assert errors(answer)["photo"] == ["โปรดเลือกภาพอีกครั้ง เบราว์เซอร์ไม่เก็บภาพไว้ให้เมื่อมีข้อที่ต้องแก้ไข"]


def test_the_sender_takes_it_back(client, place):
    """Words, names and picture go."""
    sent = client.post(reverse("site:contribute"), typed(place, photo=photo()))
    assert "ได้รับสิ่งที่ท่านส่งแล้ว" in client.get(sent["Location"]).content.decode()
    client.post(sent["Location"])
    row = Contribution.objects.get()
    assert (row.state, row.title, row.text, row.name, row.photo) == ("withdrawn", "", "", "", None)
    assert client.post(sent["Location"]).status_code == 409


@pytest.mark.parametrize("accepted", [True, False])
def test_the_sender_takes_it_back_after_it_was_considered_too(client, place, accepted):
    """As the form promises: at any time. What it proved goes on counting and is closed to everybody."""
    sent = client.post(reverse("site:contribute"), typed(place, photo=photo()))
    row, work = Contribution.objects.get(), publicity.work(place)
    said = {"work": work.pk, "answer": "ขอบคุณ", "version": row.version}
    decided = url("site_accept" if accepted else "site_decline", row.uid)
    assert post(place.maker, decided, **said).status_code == 302
    client.post(sent["Location"])
    row.refresh_from_db()
    assert (row.state, row.title, row.name, row.photo) == ("withdrawn", "", "", None)
    assert [is_hidden(item) for item in EvidenceItem.objects.filter(subject=work.subject)] == [True] * accepted
    for item in EvidenceItem.objects.filter(subject=work.subject):
        file = signed_in(place.maker).get(url("evidence_file", work.uid, item.pk))
        assert file.status_code == 404
    again = client.post(sent["Location"])
    assert (again.status_code, "ถอนสิ่งที่ส่งนี้แล้ว" in said_(again)) == (409, True)


def test_a_flood_is_told_to_wait_and_machines_are_marked(client, place, monkeypatch):
    """429 once the network's bucket is empty; a filled trap is a mark for the moderator, not a refusal."""
    trapped = client.post(reverse("site:contribute"), typed(place, photo=photo(), homepage="http://spam"))
    assert trapped.status_code == 302
    assert Contribution.objects.get().flags == ["honeypot", "no_work"]
    monkeypatch.setattr(slowing, "CAPACITY", 0)
    assert client.post(reverse("site:contribute"), typed(place, photo=photo())).status_code == 429
    assert Contribution.objects.count() == 1


def test_a_hostile_upload_is_refused_kindly(client, place):
    """A program that calls itself a picture."""
    bad = SimpleUploadedFile("a.jpg", b"MZ\x90\x00 not a picture", content_type="image/jpeg")
    answer = client.post(reverse("site:contribute"), typed(place, photo=bad))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["photo"])


def test_only_pictures_are_taken_as_a_photograph(client, place):
    """A video dressed as an icon is refused at its field before it is opened; nothing is kept."""
    video = SimpleUploadedFile("a.ico", files.video_in_an_icon(), content_type="image/x-icon")
    answer = client.post(reverse("site:contribute"), typed(place, photo=video))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["photo"])
    assert "JPEG" in answer.context["form"].errors["photo"][0]
    assert not StoredFile.objects.filter(media_type="video/mp4").exists()
    odd = SimpleUploadedFile("a.jpg", files.photo_with_odd_notes(), content_type="image/jpeg")
    assert client.post(reverse("site:contribute"), typed(place, photo=odd)).status_code == 302
