"""Kinds of public pages, what contributions are and become, and licences."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageKind(models.TextChoices):
    """What a page is about: a creative district, a work that is told on it, or the site itself."""

    DISTRICT = "district", _("หน้าย่าน")
    STORY = "story", _("หน้าเรื่องเล่า")
    TEXT = "text", _("หน้าข้อมูลเว็บไซต์")


class Licence(models.TextChoices):
    """Under which terms others may use a picture or a text."""

    CC0 = "CC0-1.0", _("CC0 ใช้ได้โดยไม่มีเงื่อนไข")
    CC_BY = "CC-BY-4.0", _("CC BY 4.0 ใช้ได้โดยระบุที่มา")
    CC_BY_NC = "CC-BY-NC-4.0", _("CC BY-NC 4.0 ใช้ได้โดยระบุที่มา ไม่ใช้เพื่อการค้า")
    RESERVED = "reserved", _("สงวนลิขสิทธิ์ ใช้ได้เฉพาะบนเว็บไซต์นี้")


LICENCE_URLS = {
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
}


class Pulse(models.TextChoices):
    """The answers to the one question of a district's page: whether the reader knew the district before."""

    KNEW = "knew", _("รู้จักอยู่แล้ว")
    HEARD = "heard", _("เคยได้ยินชื่อ")
    NEW = "new", _("เพิ่งรู้จักวันนี้")


class ContributionKind(models.TextChoices):
    STORY = "story", _("เรื่องเล่า")
    PHOTO = "photo", _("ภาพถ่าย")
    PLACE = "place", _("สถานที่")
    EVENT = "event", _("กิจกรรม")


class ContributionState(models.TextChoices):
    WAITING = "waiting", _("รอพิจารณา")
    ACCEPTED = "accepted", _("รับไว้เป็นหลักฐานแล้ว")
    DECLINED = "declined", _("ไม่รับ")
    WITHDRAWN = "withdrawn", _("ผู้ส่งขอถอน")


class AgeGroup(models.TextChoices):
    """Who sends: only the group is kept. Under 20 a guardian consents as well."""

    ADULT = "adult", _("๒๐ ปีขึ้นไป")
    TEEN = "10_to_19", _("๑๐–๑๙ ปี")
    CHILD = "under_10", _("ต่ำกว่า ๑๐ ปี")
