"""Kinds, grades and liveness of evidence."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EvidenceKind(models.TextChoices):
    FILE = "file", _("ไฟล์")
    LINK = "link", _("ลิงก์")
    PLATFORM_ANSWER = "platform_answer", _("คำตอบจากแพลตฟอร์ม")
    CAPTURE = "capture", _("ภาพเก็บของเว็บไซต์")
    STATEMENT = "statement", _("คำรับรอง")


class Grade(models.TextChoices):
    """How much a proof is worth, best first (the words of `core.counting`)."""

    PLATFORM_ANSWER = "platform_answer", _("คำตอบจากแพลตฟอร์ม")
    OWN_CAPTURE = "own_capture", _("ภาพเก็บจากเว็บไซต์ของเมือง")
    FILE = "file", _("ไฟล์พร้อมค่าแฮช")
    LINK = "link", _("ลิงก์อย่างเดียว")
    STATEMENT = "statement", _("คำรับรอง")


class ConsentPurpose(models.TextChoices):
    PUBLICITY = "publicity", _("เผยแพร่ในการประชาสัมพันธ์")
    STORYTELLER = "storyteller", _("เป็นนักเล่าเรื่องของย่าน")


class Outcome(models.TextChoices):
    """What happened to a proof later."""

    VERIFIED = "verified", _("รับรอง")
    RETURNED = "returned", _("ส่งกลับ")
    HIDDEN = "hidden", _("ปิดส่วนบุคคล")
    WRONG = "wrong", _("แจ้งว่าผิด")


class Proves(models.TextChoices):
    """What a proof shows of its subject: a minimum of the duties, or one condition of the counting rule.

    The subject is the unit; together they say which unit of which minimum is proved.
    """

    PLAN = "plan", _("แผนประชาสัมพันธ์")
    MEDIA = "media", _("ชิ้นงานสื่อ")
    STORY = "story", _("เรื่องเล่าของชุมชน")
    ACTIVITY = "activity", _("กิจกรรม")
    WEBSITE = "website", _("ข้อมูลย่านบนเว็บไซต์")
    NETWORK = "network", _("เครือข่ายนักเล่าเรื่อง")
    AWARENESS = "awareness", _("การรับรู้ของประชาชน")
    REPORT = "report", _("รายงานผล")
    COMMUNITY_TOOK_PART = "community_took_part", _("ชุมชนในย่านมีส่วนร่วม")
    PARTICIPATION_PROVED = "participation_proved", _("จำนวนผู้มีส่วนร่วมในกิจกรรม")
    ANNOUNCED_BEFOREHAND = "announced_beforehand", _("ประกาศล่วงหน้า")
    PUBLIC = "public", _("เผยแพร่ต่อสาธารณะ")


GRADES: dict[str, Grade] = {
    EvidenceKind.PLATFORM_ANSWER: Grade.PLATFORM_ANSWER,
    EvidenceKind.CAPTURE: Grade.OWN_CAPTURE,
    EvidenceKind.FILE: Grade.FILE,
    EvidenceKind.LINK: Grade.LINK,
    EvidenceKind.STATEMENT: Grade.STATEMENT,
}
"""The grade that each kind of evidence has: decided by what it is, never typed."""
