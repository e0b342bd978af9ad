"""Invented tickets, the same for the same clock: born every few hours, worked on, finished, sometimes reopened.

Everything is made up. Some descriptions hold made-up phone numbers, house numbers and nicknames, as real ones do:
a client must strip them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

FIRST, EVERY = datetime(2024, 9, 1, tzinfo=UTC), timedelta(hours=3)
BEFORE = 1_450_000  # tickets before the first one here: what count_total begins with

# (district, subdistrict, longitude, latitude): places inside Bangkok, and one outside.
PLACES = (
    ("พระนคร", "พระบรมมหาราชวัง", 100.4931, 13.7524),
    ("สัมพันธวงศ์", "ตลาดน้อย", 100.5133, 13.7327),
    ("ธนบุรี", "วัดกัลยาณ์", 100.4913, 13.7389),
    ("บางรัก", "บางรัก", 100.5166, 13.7238),
    ("คลองสาน", "สมเด็จเจ้าพระยา", 100.5040, 13.7330),
    ("พญาไท", "พญาไท", 100.5423, 13.7800),
    ("ดุสิต", "วชิรพยาบาล", 100.5086, 13.7767),
    ("จตุจักร", "ลาดยาว", 100.5530, 13.8280),
    ("ลาดกระบัง", "ขุมทอง", 100.8420, 13.7280),
    ("บางขุนเทียน", "ท่าข้าม", 100.4350, 13.6120),
    ("ตลิ่งชัน", "คลองชักพระ", 100.4570, 13.7770),
    ("บางซื่อ", "บางซื่อ", 100.5210, 13.8050),
    ("บางแค", "บางแค", 100.4080, 13.7130),
    ("บางคอแหลม", "บางคอแหลม", 100.5000, 13.7000),
    ("ป้อมปราบศัตรูพ่าย", "คลองมหานาค", 100.5130, 13.7530),
)
TYPES = (
    "ทางเท้า",
    "ความสะอาด",
    "เสียง",
    "หาบเร่แผงลอย",
    "เสนอแนะ",
    "ชื่นชม",
    "ไฟฟ้า",
    "น้ำท่วม",
    "ถนน",
    "อื่นๆ",
    "ต้นไม้",
    "สายสื่อสาร",
)
TEXTS = (
    "ฝากดูแลบริเวณงานย่านสร้างสรรค์ด้วยครับ",
    "พื้นทางเท้าชำรุด เดินลำบาก",
    "มีขยะตกค้างหลังเลิกงาน",
    "เสียงดังถึงดึก",
    "ขอชื่นชมเจ้าหน้าที่ จัดงานดีมาก",
    "อยากให้มีป้ายบอกทางไปย่านเก่า",
    "ไฟส่องสว่างดับหลายดวง",
    "น้ำขังหลังฝนตก",
)
PERSONAL = (
    " โทร 081-000-0{:03d}",
    " บ้านเลขที่ 99/{}",
    " ติดต่อพี่หมู (นามสมมติ) 02-000-0{:03d}",
    " อีเมล somchai{}@example.com",
)
STATES = {
    "start": "รอรับเรื่อง",
    "inprogress": "กำลังดำเนินการ",
    "forward": "ส่งต่อ(ใหม่)",
    "follow": "ติดตามเรื่อง",
    "finish": "เสร็จสิ้น",
    "irrelevant": "ไม่เกี่ยวข้อง / ยกเลิก",
    "": "",
}


@dataclass(frozen=True)
class Ticket:
    """One complaint as it stands at a moment."""

    number: int
    id: str
    born: datetime
    place: tuple[
        str | None, str | None, str | None, float, float
    ]  # province, district, subdistrict, longitude, latitude
    types: tuple[str, ...]
    text: str
    state: str
    last: datetime
    taken: datetime | None = None
    finished: datetime | None = None
    reopened: int = 0
    org: str = ""


def how_many(now: datetime) -> int:
    return max(0, int((now - FIRST) / EVERY) + 1)


def ticket(number: int, now: datetime) -> Ticket:
    """The ticket with this number, as it stands now."""
    dice = hashlib.sha256(f"ticket {number}".encode()).digest()
    born = FIRST + EVERY * number + timedelta(seconds=dice[0] * 20)
    name = f"{(born + timedelta(hours=7)).year}-" + "".join(
        "ABCDEFGHJKLMNPQRTUVWXYZ2346789"[byte % 30] for byte in dice[1:7]
    )
    district, subdistrict, longitude, latitude = PLACES[dice[7] % len(PLACES)]
    spread = (dice[8] - 128) / 30000, (dice[9] - 128) / 30000
    place: tuple[str | None, str | None, str | None, float, float]
    place = ("กรุงเทพมหานคร", district, subdistrict, round(longitude + spread[0], 6), round(latitude + spread[1], 6))
    if dice[10] < 8:  # some have no district, some lie elsewhere, some have no point at all
        place = ("กรุงเทพมหานคร", None, None, *place[3:])
    elif dice[10] < 14:
        place = ("นนทบุรี", "เมืองนนทบุรี", "สวนใหญ่", 100.4960, 13.8460)
    elif dice[10] < 18:
        place = (place[0], district, subdistrict, 0.0, 0.0)
    types = tuple(dict.fromkeys(TYPES[byte % len(TYPES)] for byte in dice[11 : 12 + dice[12] % 3]))
    text = TEXTS[dice[13] % len(TEXTS)]
    if dice[14] < 7:  # about 27 in 1,000
        text += PERSONAL[dice[15] % len(PERSONAL)].format(dice[16])
    org = f"สำนักงานเขต{place[1]}" if place[1] else "กรุงเทพมหานคร"
    fresh = Ticket(number, name, born, place, types, text, "start", born, org=org)
    return replace(fresh, **_worked_on(born, dice, now))


def _worked_on(born: datetime, dice: bytes, now: datetime) -> dict[str, Any]:
    """State and times by now: taken, moved, finished, perhaps reopened and finished again."""
    taken = born + timedelta(hours=2 + dice[17] % 70)
    finished = taken + timedelta(hours=5 + dice[18] * 3)
    reopening = finished + timedelta(hours=30 + dice[19])
    again = reopening + timedelta(days=9)
    if dice[20] == 5:
        return {"state": ""}
    if now < taken:
        return {}
    if dice[20] < 5:
        return {"state": "irrelevant", "last": taken, "taken": taken}
    if now < finished:
        moved = taken + (finished - taken) / 2
        if now < moved:
            return {"state": "inprogress", "last": taken, "taken": taken}
        state = ("inprogress", "inprogress", "forward", "follow")[dice[21] % 4]
        return {"state": state, "last": moved, "taken": taken}
    if dice[22] < 24 and reopening <= now:  # a finished one comes back
        if now < again:
            return {"state": "inprogress", "last": reopening, "taken": taken, "reopened": 1}
        return {"state": "finish", "last": again, "taken": taken, "finished": again, "reopened": 1}
    return {"state": "finish", "last": finished, "taken": taken, "finished": finished}
