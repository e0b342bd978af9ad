"""States of definitions and reports, kinds of periods and measures, and the tables of what leads where."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from samrit.core.contract import Message
from samrit.platform.states import Transitions


class RevisionState(models.TextChoices):
    READ = "read", _("อ่านแล้ว รอยืนยัน")
    CONFIRMED = "confirmed", _("ยืนยันแล้ว รอลงนาม")
    SIGNED = "signed", _("ลงนามแล้ว ใช้อยู่")
    REPLACED = "replaced", _("มีฉบับใหม่แทนแล้ว")


class PeriodKind(models.TextChoices):
    MONTH = "month", _("รายเดือน")
    QUARTER = "quarter", _("รายไตรมาส")


class ReportState(models.TextChoices):
    """draft → submitted → checked → verified → acknowledged; returned with a reason; withdrawn by its owner."""

    DRAFT = "draft", _("ร่าง")
    SUBMITTED = "submitted", _("ส่งแล้ว")
    CHECKED = "checked", _("หน่วยงานหลักตรวจแล้ว")
    VERIFIED = "verified", _("รับรองแล้ว")
    ACKNOWLEDGED = "acknowledged", _("ผู้บริหารรับทราบแล้ว")
    RETURNED = "returned", _("ส่งกลับแก้ไข")
    WITHDRAWN = "withdrawn", _("ถอนคืน")


class TargetRole(models.TextChoices):
    """What an agency is on a key result, in the words of the sheet."""

    HOST = "host", _("หลัก (H)")
    SUPPORTING = "supporting", _("สนับสนุน (R)")


class MeasureKind(models.TextChoices):
    """What is typed of a measure: one number, or what a ratio is made of."""

    VALUE = "value", _("ตัวเลขเดียว")
    RATIO = "ratio", _("ตัวตั้งและตัวหาร")


class Across(models.TextChoices):
    """How the figures of several agencies become one."""

    SUM = "sum", _("ผลรวม")
    AVERAGE = "average", _("ค่าเฉลี่ย")
    MAXIMUM = "maximum", _("ค่าสูงสุด")
    MINIMUM = "minimum", _("ค่าต่ำสุด")
    RATIO = "ratio", _("ผลรวมตัวตั้งต่อผลรวมตัวหาร")
    NONE = "none", _("ไม่รวม")


class OverTime(models.TextChoices):
    """Whether a period's figure stands for the year so far, or for that period alone."""

    CUMULATIVE = "cumulative", _("สะสมตั้งแต่ต้นปี")
    PER_PERIOD = "per_period", _("เฉพาะงวด")


class Direction(models.TextChoices):
    HIGHER = "higher", _("ยิ่งมากยิ่งดี")
    LOWER = "lower", _("ยิ่งน้อยยิ่งดี")
    TARGET = "target", _("ใกล้ค่าเป้าหมายที่สุด")


DISTRICT_UNIT = "ย่าน"
"""The unit of a result that counts creative districts: it cannot be more than those chosen for the year."""
ACCEPTED = (ReportState.VERIFIED, ReportState.ACKNOWLEDGED)
"""States in which a report is frozen and counts."""
EDITABLE = (ReportState.DRAFT, ReportState.RETURNED, ReportState.WITHDRAWN)
"""States in which its owner works on a report."""

REVISION_TRANSITIONS: Transitions = {
    (RevisionState.READ, "confirm"): RevisionState.CONFIRMED,
    (RevisionState.READ, "edit"): RevisionState.READ,
    (RevisionState.READ, "replace"): RevisionState.REPLACED,
    (RevisionState.CONFIRMED, "reopen"): RevisionState.READ,
    (RevisionState.CONFIRMED, "sign"): RevisionState.SIGNED,
    (RevisionState.CONFIRMED, "replace"): RevisionState.REPLACED,
    (RevisionState.SIGNED, "replace"): RevisionState.REPLACED,
}
"""Of one revision of a definition. Signing a revision replaces the one that was signed before."""

REVISION_NAMES: Mapping[str, Message] = {
    "read": Message("read, to be confirmed", "อ่านแล้ว รอยืนยัน"),
    "confirmed": Message("confirmed, to be signed", "ยืนยันแล้ว รอลงนาม"),
    "signed": Message("signed and in use", "ลงนามแล้ว ใช้อยู่"),
    "replaced": Message("replaced by a newer one", "มีฉบับใหม่แทนแล้ว"),
    "edit": Message("edit", "แก้ไข"),
    "confirm": Message("confirm", "ยืนยัน"),
    "reopen": Message("open again", "เปิดแก้ไขอีกครั้ง"),
    "sign": Message("sign", "ลงนาม"),
    "replace": Message("replace", "แทนที่"),
}

REPORT_TRANSITIONS: Transitions = {
    (ReportState.DRAFT, "edit"): ReportState.DRAFT,
    (ReportState.DRAFT, "submit"): ReportState.SUBMITTED,
    (ReportState.DRAFT, "withdraw"): ReportState.WITHDRAWN,
    (ReportState.WITHDRAWN, "edit"): ReportState.DRAFT,
    (ReportState.RETURNED, "edit"): ReportState.RETURNED,
    (ReportState.RETURNED, "submit"): ReportState.SUBMITTED,
    (ReportState.SUBMITTED, "withdraw"): ReportState.WITHDRAWN,
    (ReportState.SUBMITTED, "check"): ReportState.CHECKED,
    (ReportState.SUBMITTED, "return"): ReportState.RETURNED,
    (ReportState.CHECKED, "verify"): ReportState.VERIFIED,
    (ReportState.CHECKED, "return"): ReportState.RETURNED,
    # What was accepted stays as it is: these three open a new edition beside it, in the state that is named here.
    (ReportState.VERIFIED, "correct"): ReportState.DRAFT,
    (ReportState.VERIFIED, "return"): ReportState.RETURNED,
    (ReportState.ACKNOWLEDGED, "correct"): ReportState.DRAFT,
    (ReportState.ACKNOWLEDGED, "return"): ReportState.RETURNED,
    (ReportState.VERIFIED, "acknowledge"): ReportState.ACKNOWLEDGED,
}
"""Of one edition of a report."""

REPORT_NAMES: Mapping[str, Message] = {
    "draft": Message("a draft", "ร่าง"),
    "submitted": Message("submitted", "ส่งแล้ว"),
    "checked": Message("checked by the host", "หน่วยงานหลักตรวจแล้ว"),
    "verified": Message("verified", "รับรองแล้ว"),
    "acknowledged": Message("acknowledged", "ผู้บริหารรับทราบแล้ว"),
    "returned": Message("returned", "ส่งกลับแก้ไข"),
    "withdrawn": Message("withdrawn", "ถอนคืน"),
    "edit": Message("edit", "แก้ไข"),
    "submit": Message("submit", "ส่ง"),
    "withdraw": Message("withdraw", "ถอนคืน"),
    "check": Message("check", "ตรวจสอบ"),
    "verify": Message("verify", "รับรอง"),
    "acknowledge": Message("acknowledge", "รับทราบ"),
    "return": Message("return", "ส่งกลับ"),
    "correct": Message("correct", "แก้ไขโดยออกฉบับใหม่"),
}
