"""The public site: pages with their versions, pictures, old addresses and corrections; what residents send; visits.

A page is public where `published` names one of its versions, its time has come and nobody has withdrawn it. Nothing
that stands in another version, or in a row's internal fields, ever reaches a reader (`site.queries`).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samrit.districts.models import CreativeDistrict
from samrit.people.models import Agency, User
from samrit.platform.locking import Versioned
from samrit.platform.models import StoredFile
from samrit.publicity.models import Media, Work
from samrit.site.enums import AgeGroup, ContributionKind, ContributionState, Licence, PageKind


class Page(Versioned):
    """A page of the public site. `publish_at` lies in the future where `waiting` is to become public by itself."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=PageKind.choices)
    slug = models.SlugField(_("ที่อยู่ของหน้า"), max_length=80)
    district = models.OneToOneField(
        CreativeDistrict, null=True, blank=True, on_delete=models.PROTECT, related_name="page"
    )
    work = models.OneToOneField(Work, null=True, blank=True, on_delete=models.PROTECT, related_name="page")
    published = models.ForeignKey("PageVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    waiting = models.ForeignKey("PageVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    publish_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    search_tokens = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ("-published_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("kind", "slug"), name="page_address_once"),
            models.CheckConstraint(
                condition=Q(kind="district", district__isnull=False, work__isnull=True)
                | Q(kind="story", work__isnull=False, district__isnull=True)
                | Q(kind="text", work__isnull=True, district__isnull=True),
                name="page_is_about_one_thing",
            ),
        )
        indexes = (models.Index(fields=("kind", "-published_at", "-id"), name="page_latest"),)

    def __str__(self) -> str:
        return self.slug

    @property
    def subject(self) -> str:
        """How the audit chain names this page."""
        return f"page:{self.uid}"


class PageVersion(models.Model):
    """What a page said once: never changed, so that any version can be seen again and restored.

    `content` is `{"th": {field: text}, "en": {field: text}}`, its fields those of `content.FIELDS`.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("page", "number"), name="page_version_once"),)


class Picture(models.Model):
    """A picture of a page: made anew from its pixels, with words for who cannot see it, and whose it is.

    `focus_x`, `focus_y`: the point in percent of width and height that every crop keeps.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="pictures")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt_th = models.CharField(_("คำบรรยายภาพสำหรับผู้มองไม่เห็น"), max_length=500, blank=True)
    alt_en = models.CharField(max_length=500, blank=True)
    credit = models.CharField(_("เครดิตภาพ"), max_length=200, blank=True)
    licence = models.CharField(max_length=20, choices=Licence.choices, default=Licence.RESERVED)
    focus_x = models.PositiveSmallIntegerField(default=50)
    focus_y = models.PositiveSmallIntegerField(default=50)
    place = models.PositiveIntegerField(default=0)

    made: list[PictureFormat]  # where it was read for readers (`queries.with_parts`)

    class Meta:
        ordering = ("place", "id")


class PictureFormat(models.Model):
    """A picture in one width (`480`), or as a card of 1200 by 630 around its focus (`card`)."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="formats")
    name = models.CharField(max_length=10)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ("width",)
        constraints = (models.UniqueConstraint(fields=("picture", "name"), name="picture_format_once"),)


class EnglishCaptions(models.Model):
    """What is said in a film, in English. The Thai captions are the work's own, and go to other channels with it."""

    media = models.OneToOneField(Media, on_delete=models.CASCADE, related_name="english_captions")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")


class OldAddress(models.Model):
    """An address that a page had once: it leads on to the page for good."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="old_addresses")
    kind = models.CharField(max_length=10, choices=PageKind.choices)
    slug = models.SlugField(max_length=80)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "slug"), name="old_address_once"),)


class Correction(models.Model):
    """What was wrong on a public page and is set right: public, and never taken back."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="corrections")
    text_th = models.TextField(_("ข้อความแก้ไข"))
    text_en = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)


class Contribution(Versioned):
    """What a resident sent. The key in the address of its status page is kept as a hash; the address is not kept.

    `answer` is what the sender reads; `note` stays in the office.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_hash = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10, choices=ContributionKind.choices)
    district = models.ForeignKey(CreativeDistrict, on_delete=models.PROTECT, related_name="contributions")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    photo = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    happens_on = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=200)
    contact = models.CharField(max_length=200, blank=True)
    age_group = models.CharField(max_length=10, choices=AgeGroup.choices)
    guardian = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=20, choices=Licence.choices)
    consented_at = models.DateTimeField()
    language = models.CharField(max_length=2, default="th")
    flags = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=ContributionState.choices, default=ContributionState.WAITING)
    sent_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    note = models.TextField(blank=True)
    work = models.ForeignKey(Work, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions")

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("state", "-id"), name="contribution_waiting"),)

    @property
    def subject(self) -> str:
        """How the audit chain names this contribution."""
        return f"contribution:{self.uid}"


class KhetBoundary(models.Model):
    """The outline of a khet on the map, thinned, with where it comes from and under which terms."""

    office = models.OneToOneField(Agency, on_delete=models.CASCADE, related_name="boundary")
    shape = models.JSONField()
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=200)


class PulseAnswer(models.Model):
    """How many said what to the one question of a district's page on a day: counts only, indicative."""

    district = models.ForeignKey(CreativeDistrict, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    answer = models.CharField(max_length=10)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("district", "day", "answer"), name="pulse_once"),)


class Visits(models.Model):
    """How often a page was read on a day, and by how many that day; no address is kept."""

    day = models.DateField()
    path = models.CharField(max_length=200)
    views = models.PositiveIntegerField(default=0)
    visitors = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-day", "path")
        constraints = (models.UniqueConstraint(fields=("day", "path"), name="visits_once"),)


class Visitor(models.Model):
    """A hash, salted for one day, of who read a page: so that nobody is counted twice. Gone the day after."""

    day = models.DateField(db_index=True)
    hash = models.CharField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("day", "hash"), name="visitor_once"),)
