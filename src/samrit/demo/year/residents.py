"""What residents send through the site during the year, and what the office makes of it; every name is invented."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import NamedTuple

from samrit.demo import pictures
from samrit.demo.diary import Diary
from samrit.demo.year.office import Office
from samrit.site.actions.contributions import Sent, accept_contribution, decline_contribution, send_in
from samrit.site.enums import AgeGroup, ContributionKind
from samrit.site.models import Contribution


class _Resident(NamedTuple):
    """Somebody who sends something; `work`: the work as whose evidence it is accepted, `refusal`: why it is not."""

    day: dt.date
    place: str
    kind: str
    title: str
    text: str
    name: str
    work: str = ""
    answer: str = ""
    refusal: str = ""
    guardian: str = ""


_RESIDENTS = (
    _Resident(
        dt.date(2025, 5, 27),
        "bangpho",
        ContributionKind.PHOTO,
        "มือของพ่อบนกบไสไม้",
        "พ่อทำงานในโรงไม้เดียวกันมาสี่สิบปี ภาพนี้วาดจากเช้าวันที่พ่อสอนลายไม้ให้เด็กในซอย",
        "นายวิทยา ไม้งาม",
        work="bangpho-identity",
        answer="ขอบคุณครับ เรานำไปใช้ในแผ่นภาพอ่านลายไม้แล้ว",
    ),
    _Resident(
        dt.date(2025, 6, 2),
        "charoenkrung",
        ContributionKind.PLACE,
        "กันสาดหน้าร้านนาฬิกาไม่มีรูรั่วแล้ว",
        "เจ้าของเพิ่งซ่อมเสร็จ เดินต่อจากตรอกได้โดยไม่เปียก และมีเก้าอี้ให้นั่งสองตัว",
        "นางสาวกานดา เดินไกล",
        work="rain-walk",
        answer="ขอบคุณค่ะ เราเพิ่มจุดนี้ในเส้นทางแล้ว",
    ),
    _Resident(
        dt.date(2025, 6, 12),
        "talatphlu",
        ContributionKind.EVENT,
        "ลดราคาทั้งร้านสามวัน",
        "มาก่อนมีสิทธิก่อน",
        "ร้านตัวอย่าง",
        refusal="เว็บไซต์นี้ไม่ลงโฆษณาสินค้า หากมีเรื่องของร้านหรือของย่านที่อยากเล่า เรายินดีรับ",
    ),
    _Resident(
        dt.date(2025, 6, 26),
        "talingchan",
        ContributionKind.STORY,
        "ยายสอนหนูพายเรือ",
        "หนูพายวนอยู่ที่เดิมสามวัน วันที่สี่ยายบอกว่าให้มองต้นมะพร้าวฝั่งโน้น แล้วเรือก็ตรง",
        "เด็กหญิงข้าวหอม ริมสวน",
        guardian="นางสายใจ ริมสวน",
    ),
    _Resident(
        dt.date(2025, 9, 25),
        "phadung",
        ContributionKind.STORY,
        "สะพานที่พ่อกับแม่พบกัน",
        "พ่อลงเรือผิดเที่ยว แม่ขายน้ำแข็งไสอยู่เชิงสะพาน ทั้งสองยังเถียงกันว่าใครยิ้มก่อน",
        "นายสายชล สองฝั่ง",
    ),
)


def write(diary: Diary, office: Office) -> None:
    """Sent on a day; answered three days later, or waiting still."""
    for row in _RESIDENTS:
        diary.on(row.day, partial(_send, office, row), 20)
        if row.work or row.refusal:
            diary.on(row.day + dt.timedelta(days=3), partial(_answer, office, row), 10)


def _send(office: Office, row: _Resident) -> None:
    photo = [pictures.scene(row.title, row.place)] if row.kind == ContributionKind.PHOTO else None
    sent = Sent(
        kind=row.kind,
        district=office.place(row.place),
        title=row.title,
        text=row.text,
        name=row.name,
        age_group=AgeGroup.CHILD if row.guardian else AgeGroup.ADULT,
        guardian=row.guardian,
        consent=True,
    )
    send_in(sent, photo)


def _answer(office: Office, row: _Resident) -> None:
    sent, who = Contribution.objects.get(title=row.title), office.who("officer")
    if row.refusal:
        decline_contribution(sent, answer=row.refusal, read_version=sent.version, acting_user=who)
    else:
        work = office.work(row.work)
        accept_contribution(sent, work, answer=row.answer, read_version=sent.version, acting_user=who)
