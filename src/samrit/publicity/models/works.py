"""Pieces, stories and activities with all that belongs to them, and their publications.

They share `Work`, so that one row can be planned, approved, evidenced, verified, searched and counted in the same way;
what only one of them has stands in its own table.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from samrit.districts.models import CreativeDistrict
from samrit.evidence.models import Consent
from samrit.people.models import Agency, User
from samrit.platform.constraints import both_or_neither, in_order, one_of
from samrit.platform.locking import Versioned
from samrit.platform.models import StoredFile
from samrit.platform.sniffing import IMAGES
from samrit.publicity.enums import (
    Channel,
    DerivationKind,
    Form,
    Proof,
    RenditionKind,
    Told,
    Visibility,
    WorkKind,
    WorkState,
)
from samrit.publicity.models.plans import PlanLine
from samrit.results.models import KeyResult


class Work(Versioned):
    """A piece, a story or an activity. `title` and `text` are the master; districts are those it serves."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="works")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="works")
    kind = models.CharField(max_length=10, choices=WorkKind.choices)
    state = models.CharField(max_length=12, choices=WorkState.choices, default=WorkState.DRAFT)
    title = models.CharField(_("ชื่อ"), max_length=300)
    text = models.TextField(_("ข้อความหลัก"), blank=True)
    districts = models.ManyToManyField(CreativeDistrict, related_name="works", blank=True)
    producer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="produced")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    planned_on = models.DateField(_("กำหนดวัน"), null=True, blank=True)
    plan_line = models.ForeignKey(PlanLine, null=True, blank=True, on_delete=models.SET_NULL, related_name="works")
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    duties = models.JSONField(default=list)  # the minimums it was entered for (enums.Minimum)
    derived_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="derived")
    derivation = models.CharField(max_length=12, choices=DerivationKind.choices, blank=True)
    edited_as_work = models.BooleanField(null=True, blank=True)  # of a recording: edited as a work of its own
    deliverable_at = models.DateTimeField(null=True, blank=True)
    search_tokens = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = (
            models.Index(fields=("key_result", "kind", "state"), name="work_board"),
            models.Index(fields=("-created_at", "-id"), name="work_latest"),
        )
        constraints = (
            one_of("kind", WorkKind, name="work_kind_known"),
            one_of("state", WorkState, name="work_state_known"),
            one_of("derivation", DerivationKind, or_blank=True, name="work_derivation_known"),
            both_or_neither("approved_by", "approved_at", name="work_approved_by_and_at"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """How the audit chain, evidence and verification name this work."""
        return f"work:{self.uid}"


class PieceDetail(models.Model):
    """What only a piece has."""

    work = models.OneToOneField(Work, on_delete=models.CASCADE, related_name="piece")
    form = models.CharField(max_length=12, choices=Form.choices, default=Form.ARTICLE)


class StoryDetail(models.Model):
    """What only a story has: who tells it, and the pieces that carry it."""

    work = models.OneToOneField(Work, on_delete=models.CASCADE, related_name="story")
    told_by = models.CharField(_("ผู้เล่า/influencer/สื่อ"), max_length=300, blank=True)
    pieces = models.ManyToManyField(Work, related_name="stories", blank=True)


class ActivityDetail(models.Model):
    """What only an activity has; None means not recorded."""

    work = models.OneToOneField(Work, on_delete=models.CASCADE, related_name="activity")
    announced_at = models.DateTimeField(null=True, blank=True)
    open_to_public = models.BooleanField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    held = models.BooleanField(null=True, blank=True)
    host = models.CharField(max_length=200, blank=True)
    channels = models.JSONField(default=list)
    two_way = models.BooleanField(null=True, blank=True)
    series = models.CharField(max_length=200, blank=True)
    announced_separately = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = (in_order("starts_at", "ends_at", name="activity_hours_in_order"),)


class ActivityProof(models.Model):
    """A count that proves taking part; None is not known, 0 is nobody."""

    activity = models.ForeignKey(ActivityDetail, on_delete=models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=16, choices=Proof.choices)
    number = models.PositiveIntegerField(null=True, blank=True)


class Telling(models.Model):
    """What of a district a work tells."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="tellings")
    district = models.ForeignKey(CreativeDistrict, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=Told.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("work", "district", "what"), name="telling_once"),
            one_of("what", Told, name="telling_what_known"),
        )


class Participation(models.Model):
    """How the community of a district took part in a work: who, and how."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="participations")
    district = models.ForeignKey(CreativeDistrict, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(_("ใครในชุมชน"), max_length=300)
    how = models.TextField(_("มีส่วนร่วมอย่างไร"))


class Media(models.Model):
    """An image, video or other file of a work; shown in public only with alternative text and credit.

    `public_copy`: of an image, made anew from its pixels, of a video without its hidden data: what is shown and given
    out, for it tells no place.
    """

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="media")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    public_copy = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    alt = models.CharField(_("คำบรรยายภาพ"), max_length=500, blank=True)
    credit = models.CharField(_("เครดิต"), max_length=200, blank=True)
    captions = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    @property
    def is_picture(self) -> bool:
        """Whether its public copy can be shown in a page. Needs `public_copy`."""
        return self.public_copy is not None and self.public_copy.media_type in IMAGES


class PersonShown(models.Model):
    """A person shown in a work, with consent."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="people_shown")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="shown_in")


class Rendition(models.Model):
    """One cut or language of a work."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=12, choices=RenditionKind.choices, default=RenditionKind.ORIGINAL)
    own_work = models.BooleanField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)


class Publication(models.Model):
    """One rendition on one channel, with what the anonymous check found."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="publications")
    rendition = models.ForeignKey(Rendition, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    permalink = models.URLField(max_length=1000, blank=True)
    first_public_at = models.DateTimeField(null=True, blank=True)
    visibility = models.CharField(max_length=18, choices=Visibility.choices, default=Visibility.PUBLIC)
    seen_logged_out = models.BooleanField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)
    delivered = models.PositiveIntegerField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("first_public_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("channel", "permalink"), condition=~models.Q(permalink=""), name="publication_link_once"
            ),
            one_of("channel", Channel, name="publication_channel_known"),
            one_of("visibility", Visibility, name="publication_visibility_known"),
        )

    @property
    def subject(self) -> str:
        return f"publication:{self.uid}"


class DuplicateFlag(models.Model):
    """Two works that look alike. A person decides whether they are the same, and which one stays."""

    first = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="+")
    found_by = models.CharField(max_length=40)
    same = models.BooleanField(null=True, blank=True)
    keep = models.ForeignKey(Work, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("first", "second"), name="duplicate_flag_once"),)
