"""What a token may be used for, where and as what a report is handed in, how far a delivery is, what is told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TokenScope(models.TextChoices):
    """What a program with the token may do, within the rights of the account: never more than the person may."""

    READ = "read", _("อ่านข้อมูล")
    WRITE = "write", _("บันทึกและแก้ไข")
    DECIDE = "decide", _("อนุมัติ ตรวจสอบ และรับรอง")
    ADMINISTER = "administer", _("ดูแลผู้ใช้และหน่วยงาน")


class Outlet(models.TextChoices):
    """The outlets that the sheet names; both show the same figures."""

    POLICY_TRACKING = "policy_tracking", _("ระบบ BMA Policy Tracking")
    EXECUTIVES = "executives", _("รายงานต่อผู้บริหารหน่วยงาน")


class Transport(models.TextChoices):
    """How a package went over."""

    BY_HAND = "by_hand", _("บันทึกเองในระบบปลายทาง")
    HTTPS = "https", _("ส่งผ่านเครือข่าย")


class IndicatorKind(models.TextChoices):
    """What kind of indicator it is, in the words of the other system's form."""

    STRATEGIC = "strategic", _("ตัวชี้วัดเชิงยุทธศาสตร์")
    ROUTINE = "routine", _("ตัวชี้วัดงานประจำ")
    NEGOTIATED = "negotiated", _("ตัวชี้วัดเจรจา")


class IndicatorLevel(models.TextChoices):
    """What the indicator measures, in the words of the other system's form."""

    OUTPUT = "output", _("ตัวชี้วัดระดับผลผลิต")
    OUTCOME = "outcome", _("ตัวชี้วัดระดับผลลัพธ์")


class DeliveryState(models.TextChoices):
    """How far a delivery of a webhook is."""

    WAITING = "waiting", _("รอส่ง")
    DELIVERED = "delivered", _("ส่งแล้ว")
    FAILED = "failed", _("ส่งไม่สำเร็จ")


class UrgentKind(models.TextChoices):
    """What a person may be told of at once, rather than by tomorrow's digest."""

    RETURNED = "returned", _("งาน แผน หรือรายงานถูกส่งกลับ หรือต้องนำลง")
    APPROVED = "approved", _("งานหรือแผนได้รับอนุมัติ หรือผู้บริหารรับทราบรายงาน")
    OVERDUE = "overdue", _("รายงานเกินกำหนดส่ง")
    CHANNELS = "channels", _("บัญชีช่องทางขาดการเชื่อมต่อ หรือการเผยแพร่รอท่านตัดสินใจ")


class Way(models.TextChoices):
    """By what a notice goes; `none` where its person chose no way."""

    MAIL = "mail", _("อีเมล")
    LINE = "line", "LINE"
    NONE = "none", _("ไม่ส่ง")
