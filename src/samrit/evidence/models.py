"""The append-only ledger of evidence, and consents.

What an item proves is named by `subject` (`work:<uid>`, `report:<uid>`, `district:<uid>` …): the ledger lies below the
work and must not know its tables.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from samrit.districts.models import CreativeDistrict
from samrit.evidence.enums import ConsentPurpose, EvidenceKind, Grade, Outcome
from samrit.people.models import User
from samrit.platform.constraints import in_order, one_of
from samrit.platform.models import StoredFile
from samrit.platform.sniffing import IMAGES


class EvidenceItem(models.Model):
    """One proof. Appended only: triggers refuse UPDATE and DELETE; a mistake is set right by a `EvidenceMark`."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_result = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=EvidenceKind.choices)
    grade = models.CharField(max_length=16, choices=Grade.choices)
    title = models.CharField(_("ชื่อหลักฐาน"), max_length=300)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    file_name = models.CharField(max_length=200, blank=True)
    public_copy = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    url = models.URLField(max_length=1000, blank=True)
    statement = models.TextField(blank=True)
    proves = models.CharField(max_length=60, blank=True)  # which minimum or condition, in the counting rule's words
    district = models.ForeignKey(CreativeDistrict, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    captured_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("subject",), name="evidence_subject"),
            models.Index(fields=("key_result", "-id"), name="evidence_key_result"),
        )
        constraints = (
            one_of("kind", EvidenceKind, name="evidence_kind_known"),
            one_of("grade", Grade, name="evidence_grade_known"),
            models.CheckConstraint(
                condition=models.Q(file__isnull=False) | ~models.Q(url="") | ~models.Q(statement=""),
                name="evidence_shows_something",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_picture(self) -> bool:
        """Whether its public copy can be shown in a page. Needs `public_copy`."""
        return self.public_copy is not None and self.public_copy.media_type in IMAGES

    @property
    def anchor(self) -> str:
        """Its place on the page of what it proves."""
        return f"evidence-{self.pk}"


class EvidenceMark(models.Model):
    """What happened to a proof later: verified, returned, hidden for a withdrawn consent. Appended only."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="marks")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        constraints = (one_of("outcome", Outcome, name="evidence_mark_outcome_known"),)

    def __str__(self) -> str:
        return self.outcome


class Consent(models.Model):
    """A person's leave to be shown or named: for what, on which channels, until when; withdrawable at any time.

    `key_result`: for which it was recorded; those who work on another never see the person's name through it.
    """

    key_result = models.CharField(max_length=40, blank=True, default="", db_index=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.CharField(_("ชื่อบุคคล"), max_length=200)
    contact = models.CharField(_("ช่องทางติดต่อ"), max_length=200, blank=True)
    purpose = models.CharField(max_length=20, choices=ConsentPurpose.choices)
    channels = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    minor = models.BooleanField(_("อายุต่ำกว่า ๒๐ ปี"), default=False)
    guardian = models.CharField(_("ผู้ปกครอง"), max_length=200, blank=True)
    form = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            one_of("purpose", ConsentPurpose, name="consent_purpose_known"),
            in_order("valid_from", "valid_to", name="consent_days_in_order"),
        )

    def __str__(self) -> str:
        return self.person
