"""What a token may be used for, where a report is handed in, and how far a delivery is."""

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


class DeliveryState(models.TextChoices):
    """How far a delivery of a webhook is."""

    WAITING = "waiting", _("รอส่ง")
    DELIVERED = "delivered", _("ส่งแล้ว")
    FAILED = "failed", _("ส่งไม่สำเร็จ")
