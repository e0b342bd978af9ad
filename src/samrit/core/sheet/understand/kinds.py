"""Which kind of method or duty a Thai text describes, by the words that officials use for it.

Each table is read from the top; the first row whose words are found decides. No row: None for a method (asked), `other`
for a duty.
"""

from __future__ import annotations

import re

from samrit.core.sheet.quantities import PERCENT
from samrit.core.thai import to_arabic

_DUTIES: tuple[tuple[str, str], ...] = (
    ("report", r"^(?:จัดทำ|จัดส่ง|ส่ง|สรุป|ติดตาม)?\s*(?:และ)?(?:เล่ม)?รายงาน(?!ตัว)|^สรุปผล|^จัดทำสรุปผล|^ประมวลผล.{0,30}รายงาน"),
    ("plan", r"^(?:ร่วม)?(?:จัดทำ|กำหนด|วาง|เสนอ|ทบทวน|ยกร่าง|พัฒนา)(?:\S{0,12})?\s*(?:\(?ร่าง\)?)?\s*แผน(?!ที่)|^แผน(?!ที่)"),
    (
        "network",
        r"^(?:สร้าง|พัฒนา|อบรม|จัดอบรม|คัดเลือก|ขยาย|จัดตั้ง|รวบรวม).{0,40}(?:เครือข่าย|story\s*teller|นักเล่าเรื่อง|นักสื่อสาร)",
    ),
    ("story", r"story\s*-?telling|สตอรี่?\s*เทลลิ|(?<!นัก)เล่าเรื่อง|เรื่องเล่า|influencer|อินฟลูเอนเซอร์"),
    ("network", r"story\s*teller|นักเล่าเรื่อง|เครือข่าย(?:ประชาสัมพันธ์|นัก|ชุมชน|สื่อ)"),
    (
        "awareness",
        r"^(?:ร้อยละ)?.{0,20}(?:ประชาชน|ผู้).{0,40}รับรู้.*(?:ร้อยละ|%)|^(?:จัดทำ|ดำเนินการ)?(?:แบบ)?(?:การ)?สำรวจ.{0,30}รับรู้",
    ),
    ("awareness", r"^(?:ประเมิน|วัด)ผล?.{0,20}(?:การ)?รับรู้"),
    (
        "activity",
        r"^(?:ร่วม)?(?:จัด|ดำเนิน|ส่งเสริม|สนับสนุน)(?:ให้มี)?(?:การ)?(?:กิจกรรม|งาน(?!วิจัย)|ประกวด|เสวนา|นิทรรศการ|อีเว|เทศกาล|ประชุม|แข่งขัน)",
    ),
    ("website", r"(?:website|เว็บไซต์|เว็บไซด์|แพลตฟอร์ม|web\s*site).*"),
    (
        "media",
        r"(?:ผลิต|จัดทำ|เผยแพร่|สร้าง|ออกแบบ).{0,30}(?:สื่อ|คลิป|วิดีโอ|วีดิทัศน์|อินโฟกราฟิก|ชิ้นงาน|ข่าว|บทความ|ป้าย|แผ่นพับ|โปสเตอร์)",
    ),
    ("media", r"ชิ้นงาน|สื่อประชาสัมพันธ์"),
    ("awareness", r"รับรู้.{0,60}(?:ร้อยละ|%)|สำรวจ.{0,20}รับรู้"),
    ("activity", r"กิจกรรม"),
    ("report", r"รายงานผล"),
)
_MEDIA_FIRST = re.compile(r"^(?:ร่วม)?(?:ผลิต|ออกแบบ|จัดทำสื่อ|จัดทำคลิป|เผยแพร่สื่อ)", re.IGNORECASE)

_METHODS: tuple[tuple[str, str], ...] = (
    ("reduction", r"ลดลง|ปีก่อน\s*[-–−]|ปี\s*25\d\d\)?\s*[-–−].{0,15}ปี\s*25\d\d|ลบด้วย.{0,60}ปี(?:นี้|ปัจจุบัน)"),
    ("composite", r"ถ่วงน้ำหนัก|น้ำหนัก|[ΣW]\s*\(?\s*W|ผลรวมของคะแนน.{0,20}x"),
    ("judged", r"คณะกรรมการ.{0,30}(?:ประเมิน|ให้คะแนน)|ผู้ประเมิน.{0,20}ให้คะแนน|ดุลพินิจ|ประเมินเชิงคุณภาพ"),
    ("mean", r"ค่าเฉลี่ย|คะแนนเฉลี่ย|เฉลี่ยของ"),
    ("survey", r"สำรวจ|แบบสอบถาม|ผู้ตอบ|กลุ่มตัวอย่าง"),
    ("milestone", r"ขั้นตอน|ระดับความสำเร็จของ|แล้วเสร็จตาม|ความก้าวหน้าตามแผน"),
    ("checklist", r"รายการตรวจ|จำนวนข้อ|ดำเนินการได้.{0,10}ข้อ|check\s*list"),
    (
        "rate",
        r"ต่อ\s*(?:ประชากร\s*)?(?:1,?000|10,?000|100,?000|พัน|หมื่น|แสน)|[x×*]\s*(?:1,?000|10,?000|100,?000)(?!\d)|คูณ(?:ด้วย)?\s*(?:1,?000|100,?000)(?!\d)|^อัตรา",
    ),
    ("ratio", r"[x×*]\s*100(?!\d)|คูณ(?:ด้วย)?\s*(?:100(?!\d)|ร้อย)|หาร(?:ด้วย)?|/\s*จำนวน|สัดส่วน|^ร้อยละ|คิดเป็นร้อยละ"),
    ("time", r"ระยะเวลา|นาที|ชั่วโมง|วันทำการ|ใช้เวลา|ภายในเวลา"),
    ("deliverable", r"เล่ม|มี\s*/\s*ไม่มี|จัดทำ.{0,40}แล้วเสร็จ|ผลผลิต\s*1"),
    ("count", r"นับ|จำนวน|ผลรวม|รวมทั้งหมด"),
    ("formula", r"(?<![A-Za-z])[A-Z]\s*[-+*/×÷]\s*\(?\s*[A-Z](?![A-Za-z])"),
)
_COUNTED = re.compile(r"\s*นับ(?!ระยะ|เวลา|จำนวนข้อ|ขั้นตอน|จำนวนขั้นตอน|จำนวนวัน|วัน)")
_COMPILED_DUTIES = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _DUTIES)
_COMPILED_METHODS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _METHODS)


def duty_kind(text: str) -> str:
    """The kind of a duty (`definition.DUTY_KINDS`)."""
    first = text.strip().lstrip("-–•* ")
    if _MEDIA_FIRST.search(first):
        return "media"
    return next((kind for kind, pattern in _COMPILED_DUTIES if pattern.search(first)), "other")


def method_kind(text: str | None, unit: str | None, target_text: str = "") -> str | None:
    """The kind of a method (`definition.METHOD_KINDS`), by its words, then by the unit of the target."""
    if "ลดลง" in target_text:
        return "reduction"
    if text is None:
        return None
    written = to_arabic(text)
    if _COUNTED.match(written) and unit != PERCENT:
        return "count"
    for kind, pattern in _COMPILED_METHODS:
        if pattern.search(written):
            return kind
    return "ratio" if unit == PERCENT else None
