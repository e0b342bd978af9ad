"""States and kinds of the publicity work, in the words of `core.counting` where it counts."""

from __future__ import annotations

import enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    DRAFT = "draft", _("ร่าง")
    SUBMITTED = "submitted", _("เสนอแล้ว")
    RETURNED = "returned", _("ส่งกลับแก้ไข")
    APPROVED = "approved", _("ให้ความเห็นชอบแล้ว")
    REPLACED = "replaced", _("มีฉบับใหม่แทนแล้ว")


class WorkKind(models.TextChoices):
    PIECE = "piece", _("ชิ้นงานสื่อ")
    STORY = "story", _("เรื่องเล่าชุมชน")
    ACTIVITY = "activity", _("กิจกรรม")


class WorkState(models.TextChoices):
    """Of a piece, story or activity, from idea to verified delivery."""

    DRAFT = "draft", _("ร่าง")
    SUBMITTED = "submitted", _("รออนุมัติ")
    APPROVED = "approved", _("อนุมัติแล้ว")
    DONE = "done", _("เผยแพร่/จัดแล้ว")
    VERIFIED = "verified", _("ตรวจสอบแล้ว")
    RETURNED = "returned", _("ส่งกลับแก้ไข")
    WITHDRAWN = "withdrawn", _("ถอนแล้ว")


class Channel(models.TextChoices):
    WEBSITE = "website", _("เว็บไซต์")
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    TIKTOK = "tiktok", "TikTok"
    YOUTUBE = "youtube", "YouTube"
    LINE = "line", "LINE"


class Form(models.TextChoices):
    ARTICLE = "article", _("บทความ")
    VIDEO = "video", _("วิดีโอ")
    PHOTO = "photo", _("ภาพ")
    ALBUM = "album", _("อัลบั้มภาพ")
    INFOGRAPHIC = "infographic", _("อินโฟกราฟิก")
    AUDIO = "audio", _("เสียง")
    LIVE = "live", _("ถ่ายทอดสด")
    OTHER = "other", _("อื่น ๆ")


class Told(models.TextChoices):
    STORY = "story", _("เรื่องราว")
    IDENTITY = "identity", _("อัตลักษณ์")
    CULTURE = "culture", _("วัฒนธรรมดั้งเดิม")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("สาธารณะ")
    UNLISTED = "unlisted", _("เฉพาะผู้มีลิงก์")
    PRIVATE = "private", _("ส่วนตัว")
    SELF_ONLY = "self_only", _("เฉพาะตนเอง")
    DEVELOPMENT_MODE = "development_mode", _("โหมดทดสอบของแอป")


class Proof(models.TextChoices):
    ATTENDANCE = "attendance", _("จำนวนผู้เข้าร่วม")
    PEAK_VIEWERS = "peak_viewers", _("ผู้ชมสูงสุด")
    QUESTIONS = "questions", _("คำถาม")
    ENTRIES = "entries", _("ผลงานที่ส่ง")


class Minimum(models.TextChoices):
    """The minimums of the sheet that a work may be entered for, in the counting rule's words."""

    MEDIA = "media", _("ชิ้นงานสื่อ")
    STORY = "story", _("เรื่องเล่าชุมชน")
    ACTIVITY = "activity", _("กิจกรรมออนไลน์")


class RenditionKind(models.TextChoices):
    ORIGINAL = "original", _("ต้นฉบับ")
    CUT = "cut", _("ฉบับตัดต่อ")
    CROP = "crop", _("ฉบับตัดกรอบ")
    SUBTITLE = "subtitle", _("ฉบับใส่คำบรรยาย")
    TRANSLATION = "translation", _("ฉบับแปล")
    REPOST = "repost", _("โพสต์ซ้ำ")
    BOOST = "boost", _("โพสต์ที่ซื้อโฆษณา")


class DerivationKind(models.TextChoices):
    """What a work is of the work that it was made from."""

    CROP = "crop", _("ฉบับตัดกรอบ")
    SUBTITLE = "subtitle", _("ฉบับใส่คำบรรยาย")
    TRANSLATION = "translation", _("ฉบับแปล")
    REPOST = "repost", _("โพสต์ซ้ำ")
    BOOST = "boost", _("โพสต์ที่ซื้อโฆษณา")
    TEASER = "teaser", _("คลิปตัวอย่าง")
    CUT_DOWN = "cut_down", _("ฉบับตัดสั้น")
    RECORDING = "recording", _("บันทึกภาพกิจกรรม")


class Reading(models.TextChoices):
    """How “aware of all ten, not less than 80 %” is read; there is no default, somebody must decide."""

    EACH = "each", _("B · ทุกย่านต้องมีผู้รับรู้ไม่น้อยกว่าเกณฑ์")
    JOINT = "joint", _("A · ผู้ที่รู้จักครบทุกย่านต้องไม่น้อยกว่าเกณฑ์")
    MEAN = "mean", _("C · ค่าเฉลี่ยของทุกย่านต้องไม่น้อยกว่าเกณฑ์")
    ANY = "any", _("D · ผู้ที่รู้จักอย่างน้อยหนึ่งย่านต้องไม่น้อยกว่าเกณฑ์")


class TaskCode(models.TextChoices):
    """What there is to do."""

    TODO = "todo", _("งานที่ต้องทำ")
    TAKE_DOWN = "take_down", _("นำงานลงจากช่องทาง เพราะมีผู้ถอนความยินยอม")
    DISPUTE = "dispute", _("ทบทวนการนับที่มีผู้ทักท้วง")


class NoticeCode(models.TextChoices):
    """What a person is told of; the sentences stand in `notices.py`."""

    PLAN_SUBMITTED = "plan.submitted", _("แผนรอความเห็นชอบ")
    PLAN_RETURNED = "plan.returned", _("แผนถูกส่งกลับ")
    PLAN_APPROVED = "plan.approved", _("แผนได้รับความเห็นชอบ")
    WORK_SUBMITTED = "work.submitted", _("งานรออนุมัติ")
    WORK_RETURNED = "work.returned", _("งานถูกส่งกลับ")
    WORK_APPROVED = "work.approved", _("งานได้รับอนุมัติ")
    WORK_VERIFIED = "work.verified", _("งานผ่านการตรวจสอบ")
    WORK_DONE = "work.done", _("งานรอตรวจสอบ")
    TAKE_DOWN = "task.take_down", _("ต้องนำงานลง")
    TASK = "task.opened", _("มีงานมอบหมาย")
    DISPUTE = "task.dispute", _("มีผู้ทักท้วงการนับ")
    DUPLICATE = "duplicate.flagged", _("พบงานที่คล้ายกัน")
    MENTION = "comment.mention", _("มีผู้กล่าวถึงท่าน")


class ReminderCode(enum.StrEnum):
    """What the calendar tells a person of; the sentences stand beside those of `NoticeCode`."""

    REPORT_DUE = "report.due"
    REPORT_OVERDUE = "report.overdue"
    CONSENTS_ENDING = "consents.ending"
    REVIEWS_DUE = "reviews.due"


class ReportCode(enum.StrEnum):
    """What becomes of a report that a person wrote; the sentences stand beside those of `NoticeCode`."""

    RETURNED = "report.returned"
    ACKNOWLEDGED = "report.acknowledged"


class ChannelCode(enum.StrEnum):
    """What the channels tell a person of; the sentences stand beside those of `NoticeCode`."""

    DEAD = "channel.dead"
    ENDING = "channel.ending"
    SILENT = "channel.silent"
    STOPPED = "delivery.stopped"
    LEFT_UP = "delivery.left_up"
