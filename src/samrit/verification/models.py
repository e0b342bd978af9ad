"""Second pairs of eyes on work, and the inspector's findings. Appended only."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from samrit.people.models import User
from samrit.publicity.models import Work
from samrit.results.models import KeyResult


class WorkCheck(models.Model):
    """What somebody other than its producer found of a work. The last one counts; all stay."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="checks")
    outcome = models.CharField(max_length=10, choices=[("verified", _("รับรอง")), ("returned", _("ส่งกลับ"))])
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)


class Finding(models.Model):
    """An inspector's qualitative finding, with a grade; the owner replies."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="findings")
    subject = models.CharField(max_length=120)
    grade = models.CharField(max_length=10, choices=[("good", _("ดี")), ("note", _("ข้อสังเกต")), ("fault", _("ต้องแก้ไข"))])
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    @property
    def name(self) -> str:
        """How talk about the finding itself names it; its `subject` is what it is about."""
        return f"finding:{self.uid}"
