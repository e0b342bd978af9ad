"""The city's agencies that are shipped, and the reads about agencies and people."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from tests.factories.people import agency, give, user

from samrit.people import queries
from samrit.people.enums import AgencyKind, Role
from samrit.people.models import Agency
from samrit.people.offices import load_offices
from samrit.platform.models import AuditEntry

pytestmark = pytest.mark.django_db

# domain.md 3.3, from the order on grouping (BMA order 2460/2552).
GROUPS = {
    "กรุงเทพกลาง": "พระนคร ดุสิต ป้อมปราบศัตรูพ่าย สัมพันธวงศ์ ดินแดง ห้วยขวาง พญาไท ราชเทวี วังทองหลาง",
    "กรุงเทพใต้": "ปทุมวัน บางรัก สาทร บางคอแหลม ยานนาวา คลองเตย วัฒนา พระโขนง สวนหลวง บางนา",
    "กรุงเทพเหนือ": "จตุจักร บางซื่อ ลาดพร้าว หลักสี่ ดอนเมือง สายไหม บางเขน",
    "กรุงเทพตะวันออก": "บางกะปิ สะพานสูง บึงกุ่ม คันนายาว ลาดกระบัง มีนบุรี หนองจอก คลองสามวา ประเวศ",
    "กรุงธนเหนือ": "ธนบุรี คลองสาน จอมทอง บางกอกใหญ่ บางกอกน้อย บางพลัด ตลิ่งชัน ทวีวัฒนา",
    "กรุงธนใต้": "ภาษีเจริญ บางแค หนองแขม บางขุนเทียน บางบอน ราษฎร์บูรณะ ทุ่งครุ",
}


def test_groups():
    """All 50 district offices are there, in the six groups of the city's order."""
    load_offices()
    found = {
        group: {office.name_th.removeprefix("สำนักงานเขต") for office in offices}
        for group, offices in queries.district_groups().items()
    }
    assert found == {group: set(names.split()) for group, names in GROUPS.items()}
    assert sum(map(len, found.values())) == 50


def test_both_series_of_codes():
    """Each office has both codes, which never turn into each other: 1005 is Bang Khen, 5005 is Pathum Wan."""
    load_offices()
    assert Agency.objects.get(dopa_code="1005").code == "5012"
    assert Agency.objects.get(code="5005").name_en == "Pathum Wan District Office"
    bang_rak = Agency.objects.get(code="5004")
    assert (bang_rak.name_th, bang_rak.dopa_code, bang_rak.code_confirmed) == ("สำนักงานเขตบางรัก", "1004", True)
    assert (bang_rak.centroid_lat, bang_rak.centroid_lon) == (Decimal("13.727"), Decimal("100.5242"))
    confirmed = queries.district_offices().filter(code_confirmed=True).values_list("code", flat=True)
    assert {*confirmed} == {*"5001 5004 5012 5015 5016 5019 5024 5029 5030 5035 5038 5046 5047".split()}  # noqa: SIM905 -- read as a list of codes


def test_public_relations_office():
    """The office of KR 7301 stands under the permanent secretary's bureau."""
    load_offices()
    office = Agency.objects.get(code="0411")
    assert (office.name_th, office.kind, office.parent.name_th) == (
        "สำนักงานประชาสัมพันธ์",
        AgencyKind.OFFICE,
        "สำนักปลัดกรุงเทพมหานคร",
    )
    assert set(Agency.objects.filter(kind=AgencyKind.BUREAU, code_confirmed=True).values_list("code", flat=True)) == {
        "1100",
        "1500",
        "1800",
        "2100",
        "2300",
    }


def test_loading_twice():
    """Loading again adds only what is missing and leaves alone what people changed."""
    assert load_offices() == 67
    Agency.objects.filter(code="5004").update(name_th="ชื่อใหม่")
    Agency.objects.filter(code="5050").delete()
    assert load_offices() == 1
    assert load_offices() == 0
    assert Agency.objects.get(code="5004").name_th == "ชื่อใหม่"
    entries = AuditEntry.objects.values_list("action", "actor", "subject")
    assert list(entries) == [("people.offices.loaded", "system", "agencies")] * 2


def test_agencies_of_a_day(django_assert_num_queries):
    """An agency that was closed is listed on its days only, each with its parent, in one query."""
    bureau = agency("1")
    part = agency("2", parent=bureau, valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2024, 9, 30))
    with django_assert_num_queries(1):
        found = [(one, one.parent) for one in queries.agencies(dt.date(2024, 9, 30))]
    assert found == [(bureau, None), (part, bureau)]
    assert list(queries.agencies(dt.date(2024, 10, 1))) == [bureau]


def test_people(django_assert_num_queries):
    """People by name with their agency and the roles of the day, in two queries."""
    home = agency()
    second = user(name_th="ข", role=Role.OWNER, agency=home)
    first = user(name_th="ก")
    give(first, Role.READER, valid_to=dt.date(2020, 1, 1))
    with django_assert_num_queries(2):
        found = [(one, one.agency, [role.role for role in one.held]) for one in queries.people()]
    assert found == [(first, None, []), (second, home, ["owner"])]


def test_roles_of():
    """All roles of a person, past ones too."""
    person = user()
    past = give(person, Role.READER, valid_to=dt.date(2020, 1, 1))
    now = give(person, Role.OWNER)
    assert set(queries.roles_of(person)) == {past, now}
