"""Creative districts through their forms: texts, khets, point and outline, and who vouches for them."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories import districts as rows
from tests.factories import people
from tests.web import year as made
from tests.web.office import signed_in

from samrit.districts.models import CreativeDistrict

pytestmark = pytest.mark.django_db
CORNERS = "13.75, 100.50\n13.75, 100.51\n13.76, 100.51"
RING = [[100.5, 13.75], [100.51, 13.75], [100.51, 13.76], [100.5, 13.75]]


def edit(user, district, part, **data):
    url = reverse("office:district_edit", args=[district.slug, part])
    return signed_in(user).post(url, {"version": CreativeDistrict.objects.get(pk=district.pk).version, **data})


@pytest.fixture
def staff():
    return made.staff()


@pytest.fixture
def district():
    return rows.district("บางลำพู", slug="banglamphu")


def test_a_district_is_entered(staff):
    """Names, texts, source and khets; it stands unverified in the list."""
    khet = people.khet(name_th="สำนักงานเขตพระนคร")
    client = signed_in(staff["officer"])
    typed = {"name_th": "นางเลิ้ง", "story_th": "ตลาดบก", "source": "กทม.", "khets": [khet.code]}
    refused = client.post(reverse("office:district_new"), typed | {"name_th": ""})
    assert (refused.status_code, "ตลาดบก" in refused.content.decode()) == (422, True)
    assert client.post(reverse("office:district_new"), typed).status_code == 302
    made_one = CreativeDistrict.objects.get()
    assert (made_one.name_th, list(made_one.khets.all()), made_one.verified) == ("นางเลิ้ง", [khet], False)
    assert "ยังไม่รับรอง" in client.get(reverse("office:districts"), {"q": "นางเลิ้ง"}).content.decode()
    assert "ไม่พบย่านที่ค้นหา" in client.get(reverse("office:districts"), {"q": "ไม่มีย่านนี้"}).content.decode()


def test_an_empty_list_says_what_to_do(staff):
    """Who may add is led there; others are told."""
    page = reverse("office:district_new")
    assert page in signed_in(staff["officer"]).get(reverse("office:districts")).content.decode()
    assert page not in signed_in(staff["reader"]).get(reverse("office:districts")).content.decode()


def test_texts_and_khets_are_edited(staff, district):
    """Each part by its own form; an address that is no address is told at its field."""
    khet = people.khet()
    wrong = edit(staff["officer"], district, "texts", name_th="บางลำพู", source_url="ไม่ใช่ลิงก์", story_th="ยาวมาก")
    assert (wrong.status_code, "source_url" in wrong.context["form"].errors) == (422, True)
    assert "ยาวมาก" in wrong.content.decode()
    assert edit(staff["officer"], district, "texts", name_th="บางลำพู", story_th="ตลาด").status_code == 302
    assert edit(staff["officer"], district, "khets", khets=[khet.code]).status_code == 302
    district.refresh_from_db()
    assert (district.story_th, list(district.khets.all())) == ("ตลาด", [khet])
    assert edit(staff["officer"], district, "colours").status_code == 404
    assert edit(staff["reader"], district, "texts", name_th="ก").status_code == 403


def test_point_and_outline_are_typed(staff, district):
    """Without a map: Thai digits, corners one a line; the form shows them again as they were typed."""
    answer = edit(staff["officer"], district, "place", latitude="๑๓.๗๕๖๓", longitude="๑๐๐.๕๐๑๘", shape=CORNERS)
    assert answer.status_code == 302, answer.content.decode()
    district.refresh_from_db()
    assert (district.latitude, district.longitude) == (Decimal("13.75630"), Decimal("100.50180"))
    assert district.shape == {"type": "Polygon", "coordinates": [RING]}
    form = signed_in(staff["officer"]).get(reverse("office:district_edit", args=[district.slug, "place"]))
    assert form.context["form"].initial["shape"].splitlines()[0] == "13.75, 100.5"
    page = signed_in(staff["reader"]).get(reverse("office:district", args=[district.slug]))
    assert page.context["map"]["shape"] == district.shape
    assert edit(staff["officer"], district, "place", latitude="", longitude="", shape="").status_code == 302
    district.refresh_from_db()
    assert (district.latitude, district.shape) == (None, None)


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"shape": "13.75, 100.5\nตรงนี้"}, "shape", "อ่านบรรทัดที่ ๒ ไม่ได้"),
        ({"shape": "{ไม่ใช่"}, "shape", "ไม่ใช่ GeoJSON"),
        ({"shape": "51.5, 0.1\n51.6, 0.1\n51.6, 0.2"}, "shape", "อยู่นอกกรุงเทพมหานคร"),
        ({"latitude": "13.75"}, "longitude", "ทั้งละติจูดและลองจิจูด"),
        ({"latitude": "100.5", "longitude": "13.75"}, "latitude", "สลับกัน"),
        ({"latitude": "เหนือ", "longitude": "13.75"}, "latitude", "อ่านตัวเลข"),
    ],
)
def test_a_place_that_cannot_be_is_told(staff, district, data, field, sentence):
    """At its field, with what was typed."""
    answer = edit(staff["officer"], district, "place", **data)
    assert (answer.status_code, sentence in str(answer.context["form"].errors[field])) == (422, True)
    assert answer.context["form"][field].value() == data.get(field, "") or field == "longitude"


def test_an_uploaded_outline_is_taken_and_never_lost(staff, district):
    """A file becomes the outline; one that is refused stays in the text, as does one that came too late."""
    good = json.dumps({"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [RING]}})
    stale, upload = district.version, SimpleUploadedFile("a.geojson", good.encode())
    assert edit(staff["officer"], district, "place", file=upload).status_code == 302
    district.refresh_from_db()
    assert district.shape["coordinates"] == [RING]
    point = '{"type": "Point", "coordinates": [100.5, 13.75]}'
    refused = edit(staff["officer"], district, "place", file=SimpleUploadedFile("p.json", point.encode()))
    assert (refused.status_code, refused.context["form"]["shape"].value()) == (422, point)
    assert "ไม่ใช่พื้นที่" in str(refused.context["form"].errors["shape"])
    other = good.replace("13.76", "13.77")
    late = edit(staff["officer"], district, "place", file=SimpleUploadedFile("b.json", other.encode()), version=stale)
    assert (late.status_code, ("shape", other) in late.context["again"]) == (409, True)


def test_two_who_edit_a_district_at_once(staff, district):
    """Both versions stand side by side; the second may still send theirs."""
    stale = district.version
    edit(staff["owner"], district, "texts", name_th="ชื่อของผู้อื่น")
    late = edit(staff["officer"], district, "texts", name_th="ชื่อของข้าพเจ้า", version=stale)
    html = late.content.decode()
    assert (late.status_code, "ชื่อของผู้อื่น" in html, "ชื่อของข้าพเจ้า" in html) == (409, True, True)


def test_another_vouches_for_a_district(staff):
    """Not who entered it; taking it back needs a reason."""
    typed = {"name_th": "ตลาดน้อย", "source": "กทม."}
    signed_in(staff["officer"]).post(reverse("office:district_new"), typed)
    district = CreativeDistrict.objects.get()
    url = reverse("office:district_verify", args=[district.slug])

    def verify(user, **data):
        version = CreativeDistrict.objects.get(pk=district.pk).version
        return signed_in(user).post(url, {"version": version, **data})

    assert verify(staff["officer"]).status_code == 403
    assert verify(staff["reviewer"]).status_code == 302
    assert CreativeDistrict.objects.get().verified
    refused = verify(staff["reviewer"], reason="")
    assert (refused.status_code, "reason" in refused.context["form"].errors) == (422, True)
    assert verify(staff["reviewer"], reason="แหล่งที่มาผิด").status_code == 302
    assert not CreativeDistrict.objects.get().verified
