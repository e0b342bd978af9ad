"""The plan that executives approve (duty 1), edition by edition."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from samrit.districts.models import CreativeDistrict
from samrit.people.models import User
from samrit.platform.constraints import both_or_neither, one_of
from samrit.platform.locking import Versioned
from samrit.publicity.enums import Channel, PlanState, WorkKind
from samrit.results.models import KeyResult


class Plan(Versioned):
    """One edition of the plan (duty 1): drafted, submitted, returned with reasons or approved by executives."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)
    goals = models.TextField(_("วัตถุประสงค์"), blank=True)
    audiences = models.TextField(_("กลุ่มเป้าหมาย"), blank=True)
    messages = models.TextField(_("สารหลัก"), blank=True)
    search_tokens = models.TextField(blank=True, editable=False)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("key_result", "-number")
        constraints = (
            models.UniqueConstraint(fields=("key_result", "number"), name="plan_number_once"),
            one_of("state", PlanState, name="plan_state_known"),
            both_or_neither("decided_by", "decided_at", name="plan_decided_by_and_at"),
        )

    def __str__(self) -> str:
        return f"{self.key_result.key} · {self.number}"

    @property
    def subject(self) -> str:
        return f"plan:{self.uid}"


class PlanLine(models.Model):
    """One line of the plan's calendar and budget: what, for which district, on which channel, when, for how much.

    A line keeps its `uid` from edition to edition, so that editions compare line by line and works keep their line.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=10, choices=WorkKind.choices)
    title = models.CharField(max_length=300)
    district = models.ForeignKey(CreativeDistrict, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel.choices, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    budget = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ("planned_on", "id")
        constraints = (
            models.UniqueConstraint(fields=("plan", "uid"), name="plan_line_once"),
            one_of("kind", WorkKind, name="plan_line_kind_known"),
            one_of("channel", Channel, or_blank=True, name="plan_line_channel_known"),
            models.CheckConstraint(
                condition=models.Q(budget__isnull=True) | models.Q(budget__gte=0), name="plan_line_budget_not_negative"
            ),
        )

    def __str__(self) -> str:
        return self.title
