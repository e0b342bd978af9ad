"""What stands beside the works: the storyteller network with its consents, and people shown."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import NamedTuple

from samrit.demo import pictures
from samrit.demo.diary import Diary
from samrit.demo.year.office import Office
from samrit.evidence.consents import Given, record_consent
from samrit.evidence.models import Consent
from samrit.publicity.actions import consents, parts, publications, storytellers
from samrit.publicity.models import Storyteller, Work

_CHANNELS = ("website", "facebook", "instagram", "youtube", "tiktok", "line")


class Member(NamedTuple):
    """Somebody of the network; every name is invented."""

    name: str
    age: int
    place: str
    joined: dt.date
    skills: str


_MEMBERS = (
    Member("นายประยูร ค้าเจริญ", 67, "songwat", dt.date(2024, 12, 4), "เล่าประวัติการค้าริมน้ำ นำเดินย่าน"),
    Member("นางสาวเมธินี ช่างทอง", 34, "talatnoi", dt.date(2024, 12, 4), "ถ่ายภาพ ประสานช่างในย่าน"),
    Member("นางละเอียด หอมหวาน", 72, "talatphlu", dt.date(2025, 1, 20), "ทำขนม เล่าเรื่องตลาด"),
    Member("นายธีรเดช ศรีถนน", 41, "charoenkrung", dt.date(2025, 2, 24), "ออกแบบ นำเดินยามค่ำ"),
    Member("นายสมหมาย สวนริมคลอง", 58, "talingchan", dt.date(2025, 3, 3), "พายเรือ เล่าเรื่องสวน"),
    Member("นางสาวแป้งร่ำ ระบายสี", 37, "huatakhe", dt.date(2025, 4, 1), "สอนศิลปะ จัดนิทรรศการ"),
    Member("นายบุญเลิศ แกะไม้", 55, "bangpho", dt.date(2025, 4, 28), "สาธิตงานไม้"),
    Member("นางสมใจ บ้านใกล้", 69, "dilokchan", dt.date(2025, 7, 1), "นำทัวร์หน้าบ้าน ถ่ายคลิปสั้น"),
    Member("นายอำนาจ เสียงหวาน", 61, "bangkhae", dt.date(2025, 7, 21), "ดนตรี พิธีกร"),
    Member("นางสาวมิรา วิ่งริมคลอง", 29, "phadung", dt.date(2025, 7, 28), "วิ่งนำชม ทำคลิปสั้น"),
)
_CHILD = "เด็กหญิงองุ่น สวนริมคลอง"
_SHOWN = "นายวสันต์ ลายไม้"


def write(diary: Diary, office: Office) -> None:
    """The entries of both."""
    for member in _MEMBERS:
        diary.on(member.joined, partial(_join, office, member), 13)
    diary.on(dt.date(2025, 3, 14), lambda: _minor(office), 11)
    diary.on(dt.date(2025, 5, 5), lambda: _consented(office), 10)
    diary.on(dt.date(2025, 5, 7), lambda: _shown(office), 10)
    diary.on(dt.date(2025, 6, 24), lambda: _withdraw(office), 13)
    diary.on(dt.date(2025, 7, 2), lambda: _take_down(office), 9)
    diary.on(dt.date(2025, 9, 2), lambda: _contributions(office), 10)


# --- the network ---


def _consent(office: Office, name: str, age: int, purpose: str, day: dt.date, **more: str) -> Consent:
    given = Given(
        person=name,
        age=age,
        purpose=purpose,
        channels=_CHANNELS,
        valid_from=day,
        valid_to=day + dt.timedelta(days=730),
        contact="ติดต่อผ่านคณะกรรมการชุมชน",
        **more,
    )
    form = [pictures.form(name)]
    return record_consent(given, key_result=office.key_result, form=form, acting_user=office.who("officer"))


def _join(office: Office, member: Member) -> None:
    consent = _consent(office, member.name, member.age, "storyteller", member.joined)
    storytellers.add_storyteller(
        office.key_result,
        consent,
        districts=[office.place(member.place)],
        review_on=member.joined + dt.timedelta(days=180),
        skills=member.skills,
        trained_on=member.joined - dt.timedelta(days=2),
        acting_user=office.who("officer"),
    )


def _contributions(office: Office) -> None:
    for row in Storyteller.objects.filter(left_on=None).prefetch_related("districts"):
        mine = list(Work.objects.filter(kind="story", districts__in=row.districts.all()).order_by("pk")[:2])
        storytellers.record_contributions(row, mine, read_version=row.version, acting_user=office.who("officer"))


# --- people shown ---


def _minor(office: Office) -> None:
    _consent(
        office, _CHILD, 13, "publicity", dt.date(2025, 3, 14), guardian="นายสมหมาย สวนริมคลอง", guardian_is="parent"
    )


def _consented(office: Office) -> None:
    _consent(office, _SHOWN, 47, "publicity", dt.date(2025, 5, 5))


def _shown(office: Office) -> None:
    work = office.work("bangpho-story")
    consent = Consent.objects.get(person=_SHOWN)
    parts.show_people(work, [consent], read_version=work.version, acting_user=office.who("officer"))


def _withdraw(office: Office) -> None:
    consents.withdraw_consent(
        Consent.objects.get(person=_SHOWN),
        key_result=office.key_result,
        reason="ย้ายที่ทำงานและไม่ประสงค์ให้ใช้ภาพต่อ",
        acting_user=office.who("officer"),
    )


def _take_down(office: Office) -> None:
    for row in office.work("bangpho-story").publications.filter(withdrawn_at=None):
        work = office.work("bangpho-story")
        publications.withdraw_publication(
            row,
            reason="นำลงตามคำขอของผู้ให้ภาพ หลังเผยแพร่ครบกำหนดแล้ว",
            read_version=work.version,
            acting_user=office.who("officer"),
        )
