"""A photo or map beside each name: small, bare of hidden data, on every way of asking, with words for the blind."""

from __future__ import annotations

import gzip
import hashlib
import io
import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image
from tests.factories import districts, files, people
from tests.factories import surveys as made
from tests.web.office import signed_in

from samrit.core.contract import Message, Refused
from samrit.districts.models import CreativeDistrict
from samrit.platform.files import open_file
from samrit.platform.models import StoredFile
from samrit.surveys.actions import design, fieldwork
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.questionnaire import Picture
from samrit.surveys.xlsform import workbook, xform
from samrit.surveys.xlsform_reading import read_workbook
from samrit.web.office.views.surveys.field import token_of

pytestmark = pytest.mark.django_db


def photo(colour: str = "#446688", size: tuple[int, int] = (1600, 1200)) -> bytes:
    """A photo as a telephone takes it, with the place it was taken at."""
    image = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "a telephone"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def put(field, item, data, words="ตึกแถวสองชั้น"):
    field.survey.refresh_from_db()
    return design.put_picture(
        field.survey, item, data=data, alt_th=words, alt_en="shophouses", read_version=field.survey.version,
        acting_user=field.owner,
    )  # fmt: skip


@pytest.fixture
def pictured():
    """A survey in the field, each of its three districts and two decoys with a picture."""
    field = made.draft()
    for place, item in enumerate(("a01", "a02", "a03", "x01", "x02")):
        put(field, item, photo(f"#{place}{place}6688"))
    field.survey.refresh_from_db()
    return made.in_field(made=field)


def test_a_picture_is_made_small_and_carries_nothing_hidden(pictured):
    """480 pixels at most, a JPEG of its pixels alone."""
    [first, *_] = asked(latest(pictured.survey)).battery.items
    with open_file(StoredFile.objects.get(pk=first.picture.file)) as file:
        image = Image.open(io.BytesIO(file.read()))
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (480, 360), {})


def test_a_picture_with_odd_notes_is_taken_and_a_damaged_one_refused():
    """Neither breaks the page."""
    field = made.draft()
    assert asked(put(field, "a01", files.photo_with_odd_notes())).item("a01").picture is not None
    with pytest.raises(Refused):
        put(field, "a02", files.photo_with_odd_notes()[:-300])


def test_words_change_without_a_new_file_and_empty_words_take_the_picture_away():
    """Each is a version of its own; what is no picture is refused, and so is one without words."""
    field = made.draft()
    before = asked(put(field, "a01", photo())).item("a01").picture
    assert asked(put(field, "a01", None, "ริมคลอง")).item("a01").picture == replace(
        before, alt=Message("shophouses", "ริมคลอง")
    )
    for data, words in ((b"%PDF-1.4", "ก"), (photo(), "")):
        with pytest.raises(Refused):
            put(field, "a02", data, words)
    assert asked(put(field, "a01", None, "")).item("a01").picture is None


def test_a_survey_with_pictures_of_some_names_only_is_not_locked():
    """Decoys without a picture would be told from the real ones at a glance."""
    field = made.draft()
    put(field, "a01", photo())
    assert [fault.what.en for fault in design.missing(field.survey)] == [
        "some names have a picture and others have none"
    ]


def test_a_file_of_somebody_else_cannot_be_shown_as_a_picture():
    """A questionnaire that names a stored file which is no picture of this survey is refused."""
    field = made.draft()
    now = asked(latest(field.survey))
    stolen = replace(now.battery.items[0], picture=Picture("0" * 64, Message("", "ภาพ")))
    battery = replace(now.battery, items=(stolen, *now.battery.items[1:]))
    other = replace(now, questions=tuple(battery if one is now.battery else one for one in now.questions))
    with pytest.raises(Refused, match="not one of this survey"):
        design.save_questionnaire(field.survey, other, read_version=field.survey.version, acting_user=field.owner)


def battery_page(client, field):
    """The page with the districts, as a citizen gets it."""
    link = fieldwork.add_link(field.wave, label="ป้าย", acting_user=field.owner)
    address = reverse("public:survey", args=[link.token])
    answer = client.get(address)
    for data in ({"consent": "yes"}, {"age": "30_39"}, {"spontaneous": ""}):
        state = re.search(r'name="state" value="([^"]+)"', answer.content.decode())[1]
        answer = client.post(address, {"state": state, **data})
    return answer.content


def test_citizens_see_each_picture_with_its_words_on_a_page_that_stays_small(client, pictured):
    """An address for ever, which a phone keeps; the page itself stays below 30 KB."""
    page = battery_page(client, pictured)
    shown = re.findall(r'<img src="([^"]+)" alt="ตึกแถวสองชั้น"', page.decode())
    assert len(shown) == 5
    assert len(gzip.compress(page)) < 30_000
    answer = client.get(shown[0])
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "public, max-age=31536000, immutable")
    assert client.get(shown[0].replace("/1/", "/99/").replace("/5/", "/99/").replace("/6/", "/99/")).status_code == 404


def test_pictures_of_a_draft_are_for_those_who_are_signed_in(client):
    """And of a name without a picture there is none."""
    field = made.draft()
    version = put(field, "a01", photo())
    address = reverse("public:survey_picture", args=[field.survey.uid, version.number, "a01"])
    assert client.get(address).status_code == 404
    answer = signed_in(field.owner).get(address)
    assert (answer.status_code, b"".join(answer.streaming_content)[:2]) == (200, b"\xff\xd8")
    assert signed_in(field.owner).get(address.replace("a01", "a02")).status_code == 404


def test_the_phone_and_collect_get_the_pictures_too(client, pictured):
    """The phone's page names them to be kept; Collect gets a list with sums that fit, and a form that names them."""
    psu = pictured.survey.strata.first().psus.first()
    person = people.user("phone", role="reader", agency=pictured.key_result.host)
    row = fieldwork.allocate(pictured.wave, psu, enumerator=person, target=8, acting_user=pictured.owner)
    field = signed_in(person).get(reverse("office:field_app", args=[row.uid])).context["field"]
    assert sorted(field["pictures"]) == ["a01", "a02", "a03", "x01", "x02"]
    token = token_of(row)
    listed = client.get(reverse("office:odk_list", args=[token])).content.decode()
    media = client.get(re.search("<manifestUrl>(.+)</manifestUrl>", listed)[1]).content.decode()
    files = re.findall("<filename>(.+?)</filename><hash>md5:(.+?)</hash><downloadUrl>(.+?)</downloadUrl>", media)
    form = xform(asked(latest(pictured.survey)), form_id="f", version="1", title="t")
    assert len(files) == 5
    for name, digest, address in files:
        data = b"".join(client.get(address).streaming_content)
        assert hashlib.md5(data, usedforsecurity=False).hexdigest() == digest
        assert f"jr://images/{name}" in form


def test_a_workbook_carries_the_names_of_pictures_and_their_words(pictured):
    """It comes back as it went out; a name that the questionnaire does not have is refused by its row."""
    questionnaire = asked(latest(pictured.survey))
    data = workbook(questionnaire)
    assert read_workbook(data, questionnaire) == questionnaire
    book = load_workbook(io.BytesIO(data))
    columns = [cell.value for cell in book["survey"][1]]
    place = columns.index("media::image") + 1
    number = next(row for row in range(2, 60) if book["survey"].cell(row, place).value)
    book["survey"].cell(number, place).value = "another.jpg"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Refused, match=f"sheet survey, row {number}: the questionnaire has no picture"):
        read_workbook(out.getvalue(), questionnaire)


def test_an_official_puts_a_picture_in_on_the_page(client):
    """With a form that says what is wrong and keeps the words that were typed."""
    field = made.draft()
    client = signed_in(field.owner)
    address = reverse("office:questionnaire_picture", args=[field.survey.uid, "a01"])
    seen = {"alt_th": "ริมคลอง", "version": field.survey.version}
    wrong = client.post(address, {**seen, "file": SimpleUploadedFile("a.jpg", b"no picture")})
    assert (wrong.status_code, "ริมคลอง" in wrong.content.decode()) == (422, True)
    assert client.post(address, {**seen, "file": SimpleUploadedFile("a.jpg", photo())}).status_code == 302
    page = client.get(reverse("office:questionnaire", args=[field.survey.uid])).content.decode()
    assert 'alt="ริมคลอง"' in page
    field.survey.refresh_from_db()
    assert client.post(address, {**seen, "remove": "on", "version": field.survey.version}).status_code == 302
    assert asked(latest(field.survey)).pictures == ()


def test_an_official_lets_a_map_be_drawn_of_a_place_in_the_register(client):
    """From its outline or its point, in our words; a place that another name asks about is not offered."""
    field = made.draft()
    for slug, shape in (("place-1", None), ("elsewhere", SQUARE)):
        row = CreativeDistrict.objects.filter(slug=slug).first() or districts.district("อื่น", slug=slug)
        CreativeDistrict.objects.filter(pk=row.pk).update(shape=shape, latitude="13.74000", longitude="100.50500")
    client = signed_in(field.owner)
    own, false = (reverse("office:questionnaire_picture", args=[field.survey.uid, name]) for name in ("a01", "x01"))
    choices = [re.findall(r'<option value="(\d+)"', client.get(address).content.decode()) for address in (own, false)]
    place, elsewhere = (str(CreativeDistrict.objects.get(slug=slug).pk) for slug in ("place-1", "elsewhere"))
    assert [sorted(one) for one in choices] == [sorted([place, elsewhere]), [elsewhere]]
    assert client.post(false, {"place": place, "version": field.survey.version}).status_code == 422
    for address, chosen in ((own, place), (false, elsewhere)):
        field.survey.refresh_from_db()
        assert client.post(address, {"place": chosen, "version": field.survey.version}).status_code == 302
    one, other = asked(latest(field.survey)).pictures
    assert (
        one.alt == other.alt == Message("A map that shows one place in Bangkok", "แผนที่แสดงตำแหน่งหนึ่งแห่งในกรุงเทพมหานคร")
    )
    assert one.file != other.file
    with open_file(StoredFile.objects.get(pk=one.file)) as file, Image.open(file) as image:
        assert image.size == (480, 360)
        red, green, blue = image.convert("RGB").getpixel((240, 180))
        assert (green > red + 60, green > blue) == (True, True)  # the point in the middle is in the city's green


SQUARE = {"type": "Polygon", "coordinates": [[[100.51, 13.73], [100.53, 13.73], [100.53, 13.72], [100.51, 13.73]]]}
