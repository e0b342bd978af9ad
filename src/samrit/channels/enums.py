"""States, verdicts and kinds of what goes out on the channels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    """Where the sending of one publication stands."""

    DRAFT = "draft", _("ร่าง")
    APPROVED = "approved", _("อนุมัติแล้ว รอกำหนดเวลา")
    SCHEDULED = "scheduled", _("ตั้งเวลาแล้ว")
    PREPARING = "preparing", _("กำลังเตรียมไฟล์")
    SENDING = "sending", _("กำลังส่ง")
    ACCEPTED = "accepted", _("แพลตฟอร์มรับแล้ว กำลังประมวลผล")
    LIVE = "live", _("เผยแพร่แล้ว")
    REJECTED = "rejected", _("แพลตฟอร์มไม่รับ")
    UNKNOWN = "unknown", _("ยังไม่ทราบผล กำลังตรวจสอบ")
    NEEDS_PERSON = "needs_person", _("รอเจ้าหน้าที่ตัดสินใจ")
    GONE = "gone", _("ไม่อยู่แล้ว")


class PostForm(models.TextChoices):
    """What is made on the platform; `publicity.enums.Form` says what the work is."""

    TEXT = "text", _("ข้อความ")
    LINK = "link", _("ข้อความพร้อมลิงก์")
    PHOTO = "photo", _("ภาพเดี่ยว")
    ALBUM = "album", _("อัลบั้ม/ภาพเลื่อน")
    VIDEO = "video", _("วิดีโอ")
    REEL = "reel", _("คลิปสั้น (reel)")
    STORY = "story", _("สตอรี")
    ARTICLE = "article", _("หน้าเว็บไซต์")


class Safety(models.TextChoices):
    """What may be done when the answer to a call is lost."""

    SAFE = "safe", _("ทำซ้ำได้ ไม่มีสิ่งใดเผยแพร่")
    IDEMPOTENT = "idempotent", _("ทำซ้ำด้วยรหัสเดิมได้")
    RECONCILE_ONLY = "reconcile_only", _("ต้องตรวจสอบก่อน")
    NEVER = "never", _("ห้ามทำซ้ำ")


class Verdict(models.TextChoices):
    """What came of one attempt to write; the last one of an attempt holds."""

    ACCEPTED = "accepted", _("แพลตฟอร์มรับแล้ว")
    REJECTED = "rejected", _("แพลตฟอร์มไม่รับ")
    NOT_SENT = "not_sent", _("ยังไม่ได้ส่งออกไป")
    WAIT = "wait", _("แพลตฟอร์มให้รอ")
    RECONNECT = "reconnect", _("ต้องเชื่อมต่อบัญชีใหม่")
    UNKNOWN = "unknown", _("ไม่ทราบผล")
    ABSENT = "absent", _("แพลตฟอร์มยืนยันว่ายังไม่เผยแพร่")
    DENIED = "denied", _("เจ้าหน้าที่ยืนยันว่ายังไม่เผยแพร่")


REPEATABLE = frozenset(
    {Verdict.NOT_SENT, Verdict.WAIT, Verdict.RECONNECT, Verdict.ABSENT, Verdict.DENIED, Verdict.REJECTED}
)
"""Only after these may a further attempt be made: each says that nothing was published."""


class CheckKind(models.TextChoices):
    """What is tried before a message that nobody can recall."""

    VALIDATED = "validated", _("แพลตฟอร์มตรวจรูปแบบแล้ว")
    TEST_SENT = "test_sent", _("ส่งทดสอบถึงเจ้าหน้าที่แล้ว")


class AccountState(models.TextChoices):
    CONNECTED = "connected", _("เชื่อมต่ออยู่")
    RECONNECT = "reconnect", _("ต้องเชื่อมต่อใหม่")
    BY_HAND = "by_hand", _("เผยแพร่ด้วยมือ")
    CLOSED = "closed", _("เลิกใช้")
