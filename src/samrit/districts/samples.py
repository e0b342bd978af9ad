"""Creative districts that public pages name: sample data for trying Samrit out, marked as such.

The 30 districts of 2567, and the 10 that KR 7301 chose, stand in no public source: this is not that list. A point is
that of a public page where one gives it, otherwise the middle of the khet.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from samrit.districts.actions import create_district
from samrit.districts.models import CreativeDistrict
from samrit.people.enums import Act
from samrit.people.models import Agency, User
from samrit.people.queries import district_offices
from samrit.people.rights import Rights


class Sample(NamedTuple):
    """A district, the khets it lies in, where its name was read, and its point if a page gives one."""

    name_th: str
    name_en: str
    khets: tuple[str, ...]
    source: str
    source_url: str
    point: tuple[str, str] | None = None


_POST = (
    "Bangkok Post, Teasing out the city's charms",
    "https://www.bangkokpost.com/thailand/general/2373666/teasing-out-the-citys-charms",
)

SAMPLES = (
    Sample(
        "ทรงวาด",
        "Song Wat",
        ("สัมพันธวงศ์",),
        "thailand4: ๓๐ ย่านสร้างสรรค์ ปีงบประมาณ ๒๕๖๗",
        "https://thailand4.com/th/MaJf",
        ("13.7373", "100.5087"),
    ),
    Sample(
        "ตลาดน้อย",
        "Talat Noi",
        ("สัมพันธวงศ์",),
        "สำนักงานประชาสัมพันธ์ กทม. (๒๕๖๖)",
        "https://pr-bangkok.com/?p=168801",
        ("13.7330", "100.5138"),
    ),
    Sample(
        "เจริญกรุง",
        "Charoenkrung",
        ("บางรัก",),
        "สำนักงานส่งเสริมเศรษฐกิจสร้างสรรค์ (CEA)",
        "https://creativecity.cea.or.th/th/districts/charoenkrung/about",
        ("13.7262", "100.5130"),
    ),
    Sample("ตลาดพลู", "Talat Phlu", ("ธนบุรี",), *_POST),
    Sample("ตลาดเจริญกรุง 103", "Charoenkrung 103 Market", ("บางคอแหลม",), *_POST),
    Sample("ตลาดน้ำตลิ่งชัน–สองคลอง", "Taling Chan Floating Market", ("ตลิ่งชัน",), *_POST),
    Sample("หัวตะเข้", "Hua Takhe", ("ลาดกระบัง",), *_POST),
    Sample("ตรอกดิลกจันทร์", "Trok Dilok Chan", ("คลองสาน",), *_POST),
    Sample("บางแคภิรมย์", "Bang Khae Phirom", ("บางแค",), *_POST),
    Sample("พระราม 2", "Rama II", ("บางขุนเทียน",), *_POST),
    Sample("ตลาดนัดจตุจักร", "Chatuchak Market", ("จตุจักร",), *_POST),
    Sample("คลองผดุงกรุงเกษม", "Khlong Phadung Krung Kasem", ("ป้อมปราบศัตรูพ่าย", "สัมพันธวงศ์"), *_POST),
    Sample(
        "บางโพ",
        "Bang Pho",
        ("บางซื่อ",),
        "สำนักงานประชาสัมพันธ์ กทม. (๒๕๖๖)",
        "https://pr-bangkok.com/?p=148373",
    ),
)


def load_samples(*, acting_user: User) -> list[CreativeDistrict]:
    """Adds the sample districts that are not there yet, through the action that people use, and gives all of them.

    The district offices must have been loaded. In the order of SAMPLES.
    """
    Rights(acting_user).require(Act.EDIT_DISTRICT)
    offices = {office.name_th.removeprefix("สำนักงานเขต"): office for office in district_offices()}
    there = {district.name_th: district for district in CreativeDistrict.objects.filter(sample=True)}
    return [there.get(sample.name_th) or _create(sample, offices, acting_user) for sample in SAMPLES]


def _create(sample: Sample, offices: dict[str, Agency], acting_user: User) -> CreativeDistrict:
    khets = [offices[name] for name in sample.khets]
    latitude, longitude = _point(sample, khets)
    return create_district(
        name_th=sample.name_th,
        name_en=sample.name_en,
        khets=khets,
        latitude=latitude,
        longitude=longitude,
        source=sample.source,
        source_url=sample.source_url,
        sample=True,
        acting_user=acting_user,
    )


def _point(sample: Sample, khets: list[Agency]) -> tuple[Decimal | None, Decimal | None]:
    if sample.point:
        return Decimal(sample.point[0]), Decimal(sample.point[1])
    return _middle([khet.centroid_lat for khet in khets]), _middle([khet.centroid_lon for khet in khets])


def _middle(values: list[Decimal | None]) -> Decimal | None:
    """Between the middles of its khets, for a district that lies in several: as near as the register's sources lead."""
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return (sum(known, Decimal(0)) / len(known)).quantize(Decimal("0.00001"))
