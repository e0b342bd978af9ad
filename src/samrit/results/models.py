"""Key results: definitions and their revisions, chosen districts, targets, duties, periods, reports and values."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samrit.districts.models import CreativeDistrict
from samrit.people.models import Agency, User
from samrit.people.rights import Scope
from samrit.platform.constraints import between, both_or_neither, in_order, one_of
from samrit.platform.locking import Versioned
from samrit.platform.models import StoredFile
from samrit.results.enums import (
    Across,
    Direction,
    MeasureKind,
    OverTime,
    PeriodKind,
    ReportState,
    RevisionState,
    TargetRole,
)


class KeyResult(Versioned):
    """A key result of one fiscal year. Its definition is the signed revision; what a sheet leaves open is in it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("รหัส"), max_length=40)
    fiscal_year = models.PositiveIntegerField(_("ปีงบประมาณ"))
    name = models.CharField(_("ชื่อ KRs"), max_length=500)
    host = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="hosted_key_results")
    reporting = models.CharField(max_length=10, choices=PeriodKind.choices, default=PeriodKind.QUARTER)
    due_days = models.PositiveSmallIntegerField(_("วันครบกำหนดหลังสิ้นงวด"), default=10)
    public = models.BooleanField(_("เผยแพร่ต่อสาธารณะ"), default=False)
    districts = models.ManyToManyField(CreativeDistrict, through="ChosenDistrict", related_name="key_results")

    class Meta:
        ordering = ("-fiscal_year", "code")
        constraints = (
            models.UniqueConstraint(fields=("code", "fiscal_year"), name="key_result_once_a_year"),
            one_of("reporting", PeriodKind, name="key_result_reporting_known"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def key(self) -> str:
        """The key that roles and addresses use: `7301-2568`."""
        return f"{self.code}-{self.fiscal_year}"

    @property
    def subject(self) -> str:
        return f"key_result:{self.key}"

    @property
    def scope(self) -> Scope:
        """Where its host acts on it."""
        return Scope(self.host_id, self.key)


class Revision(Versioned):
    """One revision of the definition sheet: what was read, what persons confirmed, who signed, and why it changed.

    `definition` is a `samrit/key-result/1` document; `confirmed` maps a field's path to who confirmed it and when.
    """

    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=RevisionState.choices, default=RevisionState.READ)
    definition = models.JSONField()
    confirmed = models.JSONField(default=dict)
    source = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source_name = models.CharField(max_length=200, blank=True)
    reason = models.TextField(_("เหตุผลที่เปลี่ยนแปลง"), blank=True)
    effective_from = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    signed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("key_result", "-number")
        constraints = (
            models.UniqueConstraint(fields=("key_result", "number"), name="revision_number_once"),
            models.UniqueConstraint(
                fields=("key_result",), condition=Q(state=RevisionState.SIGNED), name="one_signed_revision"
            ),
            one_of("state", RevisionState, name="revision_state_known"),
            both_or_neither("signed_by", "signed_at", name="revision_signed_by_and_at"),
        )

    def __str__(self) -> str:
        return f"{self.key_result.key} · {self.number}"

    @property
    def subject(self) -> str:
        return f"revision:{self.key_result.key}:{self.number}"


class ChosenDistrict(models.Model):
    """A creative district that a key result is about, in this year."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="chosen_districts")
    district = models.ForeignKey(CreativeDistrict, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("place", "id")
        constraints = (models.UniqueConstraint(fields=("key_result", "district"), name="district_chosen_once"),)

    def __str__(self) -> str:
        return str(self.district)


class AgencyTarget(models.Model):
    """The target and role of one agency on a key result; a supporting agency accepts what the host sets."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="agency_targets")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="targets")
    role = models.CharField(max_length=10, choices=TargetRole.choices)
    value = models.DecimalField(max_digits=30, decimal_places=10, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    operator = models.CharField(max_length=2, default=">=")
    set_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    set_on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key_result", "agency"), name="agency_target_once"),
            one_of("role", TargetRole, name="agency_target_role_known"),
            both_or_neither("accepted_by", "accepted_at", name="agency_target_accepted_by_and_at"),
        )

    def __str__(self) -> str:
        return f"{self.agency} {self.value} {self.unit}"


class Duty(models.Model):
    """A duty that the signed sheet prescribes for an agency; `kind` decides in which workflow it is done."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="duties")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="duties")
    place = models.PositiveIntegerField()
    number = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=12)
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("key_result", "agency", "place")

    def __str__(self) -> str:
        return f"{self.number} {self.text[:60]}"


class Minimum(models.Model):
    """A minimum of a duty (ไม่น้อยกว่า): not a threshold of the rubric."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="minimums")
    value = models.DecimalField(max_digits=30, decimal_places=10)
    unit = models.CharField(max_length=60, blank=True)
    operator = models.CharField(max_length=2, default=">=")
    per = models.CharField(max_length=30, blank=True)

    def __str__(self) -> str:
        return f"{self.operator} {self.value} {self.unit}"


class Measure(models.Model):
    """A figure of a key result: its unit, range and direction, and how parts and periods become a whole.

    The signed sheet gives one named `result` and those that its rubric asks for. `counted`: worked out from the work
    itself, so nobody types it. `low` and `high` bound the unit's range; None where the sheet does not say.
    """

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="measures")
    name = models.CharField(max_length=60)
    label = models.CharField(max_length=300)
    unit = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=8, choices=MeasureKind.choices, default=MeasureKind.VALUE)
    across = models.CharField(_("รวมหลายหน่วยงาน"), max_length=8, choices=Across.choices, default=Across.SUM)
    over_time = models.CharField(_("รวมหลายงวด"), max_length=10, choices=OverTime.choices, default=OverTime.CUMULATIVE)
    direction = models.CharField(_("ทิศทาง"), max_length=6, choices=Direction.choices, default=Direction.HIGHER)
    low = models.DecimalField(max_digits=30, decimal_places=10, null=True, blank=True)
    high = models.DecimalField(max_digits=30, decimal_places=10, null=True, blank=True)
    whole = models.BooleanField(_("เป็นจำนวนเต็ม"), default=False)
    counted = models.BooleanField(_("นับจากงาน"), default=False)
    host_is_part = models.BooleanField(_("ผลของหน่วยงานหลักรวมอยู่ในยอด"), default=True)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("key_result", "place", "id")
        constraints = (
            models.UniqueConstraint(fields=("key_result", "name"), name="measure_once"),
            one_of("kind", MeasureKind, name="measure_kind_known"),
            one_of("across", Across, name="measure_across_known"),
            one_of("over_time", OverTime, name="measure_over_time_known"),
            one_of("direction", Direction, name="measure_direction_known"),
            in_order("low", "high", name="measure_range_in_order"),
        )

    def __str__(self) -> str:
        return self.label


class Period(models.Model):
    """A period to report on, with the day its report is due."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="periods")
    code = models.CharField(max_length=3)
    starts_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField()
    closed = models.BooleanField(default=False)

    class Meta:
        ordering = ("key_result", "ends_on")
        constraints = (
            models.UniqueConstraint(fields=("key_result", "code"), name="period_once"),
            in_order("starts_on", "ends_on", name="period_days_in_order"),
            in_order("ends_on", "due_on", name="period_due_after_its_end"),
        )

    def __str__(self) -> str:
        return self.code


class Report(Versioned):
    """What an agency reports for a period. Verified reports are frozen; a correction is a new edition beside the old.

    The actual figures are derived from the work; `ReportedValue` holds only what cannot be counted.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="reports")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reports")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reports")
    edition = models.PositiveIntegerField(default=1)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    state = models.CharField(max_length=12, choices=ReportState.choices, default=ReportState.DRAFT)
    narrative = models.TextField(_("ผลการดำเนินงาน"), blank=True)
    problems = models.TextField(_("ปัญหาอุปสรรค"), blank=True)
    suggestions = models.TextField(_("ข้อเสนอแนะ"), blank=True)
    progress = models.DecimalField(_("ความคืบหน้าของงาน (ร้อยละ)"), max_digits=5, decimal_places=2, null=True, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("key_result", "-period__ends_on", "agency", "-edition")
        constraints = (
            models.UniqueConstraint(fields=("key_result", "agency", "period", "edition"), name="report_edition_once"),
            one_of("state", ReportState, name="report_state_known"),
            between("progress", 0, 100, name="report_progress_is_a_share"),
        )

    def __str__(self) -> str:
        return f"{self.key_result.key} · {self.period} · {self.agency}"

    @property
    def subject(self) -> str:
        return f"report:{self.uid}"


class ReportStep(models.Model):
    """One step of a report through its states: who, in which role, on whose behalf, why. Appended only.

    `opens`: the fields that a return opens (`narrative`, `values.result` …); None for all of them.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=20)
    from_state = models.CharField(max_length=12)
    to_state = models.CharField(max_length=12)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    opens = models.JSONField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class ReportedValue(models.Model):
    """A figure of a report that cannot be counted from the work; a ratio keeps numerator and denominator.

    0 is data; a value that was not given has no row.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="values")
    name = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=30, decimal_places=10, null=True, blank=True)
    numerator = models.DecimalField(max_digits=30, decimal_places=10, null=True, blank=True)
    denominator = models.DecimalField(max_digits=30, decimal_places=10, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("report", "name"), name="reported_value_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(numerator__isnull=False, denominator__isnull=False),
                name="reported_value_says_something",
            ),
            both_or_neither("numerator", "denominator", name="reported_ratio_has_both_parts"),
        )

    def __str__(self) -> str:
        return self.name
