"""States, readings, sources and ways of collecting of an awareness survey."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SurveyState(models.TextChoices):
    """A survey is designed, then locked; after that only its fieldwork goes on."""

    DRAFT = "draft", _("กำลังออกแบบ")
    LOCKED = "locked", _("ล็อกแล้ว")


class Source(models.TextChoices):
    """Whether the persons were drawn by chance, or came by themselves."""

    PROBABILITY = "probability", _("ตัวอย่างสุ่ม")
    WEB = "web", _("ผู้ตอบเองทางเว็บ")


class Mode(models.TextChoices):
    """The way a response came."""

    LINK = "link", _("ลิงก์หรือ QR")
    CODE = "code", _("รหัสของครัวเรือนที่สุ่มได้")
    ENUMERATOR = "enumerator", _("พนักงานสัมภาษณ์")
    OPENROSA = "openrosa", "ODK Collect"
    IMPORT = "import", _("นำเข้าจากไฟล์")


class Recognition(models.TextChoices):
    """What a person says to the name of a district."""

    KNOW = "know", _("รู้จัก")
    NAME_ONLY = "name_only", _("เคยได้ยินแต่ชื่อ")
    NO = "no", _("ไม่รู้จัก")
    NOT_SURE = "not_sure", _("ไม่แน่ใจ")


AWARE = frozenset({Recognition.KNOW, Recognition.NAME_ONLY})
"""Answers that count as aware; “not sure” does not, which is the careful side."""


class Flag(models.TextChoices):
    """What is remarkable about a response. Flagged responses stay; estimates are given with and without them."""

    HONEYPOT = "honeypot", _("กรอกช่องที่คนมองไม่เห็น")
    FAST = "fast", _("ตอบเร็วผิดปกติ")
    LATE = "late", _("ส่งถึงหลังปิดรอบ")
    NO_WORK = "no_work", _("ไม่มีหลักฐานการคำนวณจากเบราว์เซอร์")
    DECOY = "decoy", _("อ้างว่ารู้จักย่านลวง")
    SAME_DEVICE = "same_device", _("หลายคำตอบจากเครื่องเดียวกันในวันเดียว")
    ENUMERATOR = "enumerator", _("ผลของพนักงานสัมภาษณ์ผู้นี้ต่างจากผู้อื่นมาก")


EXCLUDING = frozenset({Flag.HONEYPOT, Flag.FAST, Flag.DECOY, Flag.SAME_DEVICE, Flag.ENUMERATOR})
"""Flags whose responses the second estimate leaves out. A browser without scripts is no fault of a person."""


class Found(models.TextChoices):
    """What a second visit found."""

    SAME = "same", _("สัมภาษณ์จริง คำตอบตรงกัน")
    DIFFERS = "differs", _("สัมภาษณ์จริง แต่คำตอบต่างกัน")
    NOT_MADE = "not_made", _("ไม่เคยมีการสัมภาษณ์")
    NOT_REACHED = "not_reached", _("ติดต่อไม่ได้")
