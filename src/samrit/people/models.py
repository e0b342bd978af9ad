"""Agencies, people, their roles and deputies."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samrit.people.enums import AgencyKind, Role
from samrit.platform.language import named


class Agency(models.Model):
    """A bureau, office, group or district office, under its present name.

    `code` is the city's own unit code (`0411`, `5004`); `dopa_code` the interior ministry's, for district offices. The
    two are different series and never turn into each other by arithmetic.
    """

    code = models.CharField(max_length=12, unique=True)
    code_confirmed = models.BooleanField(default=True)  # False: inferred, or a stand-in until the city tells its code
    dopa_code = models.CharField(max_length=4, unique=True, null=True, blank=True)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    district_group = models.CharField(max_length=40, blank=True)
    centroid_lat = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    centroid_lon = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("code",)
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return named(self.name_th, self.name_en)

    @property
    def subject(self) -> str:
        """How the audit chain names this agency."""
        return f"agency:{self.pk}"


class FormerName(models.Model):
    """A name that an agency bore; names change, the agency stays."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="former_names")
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField()

    class Meta:
        ordering = ("-valid_to",)

    def __str__(self) -> str:
        return named(self.name_th, self.name_en)


class User(AbstractUser):
    """A person who signs in. `name_th` is shown; `pid_hash` is the keyed hash of a national id, never the id."""

    first_name = None  # type: ignore[assignment]  # Thai officials go by one full name
    last_name = None  # type: ignore[assignment]  # as above
    name_th = models.CharField(_("ชื่อ-สกุล"), max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    position = models.CharField(_("ตำแหน่ง"), max_length=200, blank=True)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    language = models.CharField(max_length=2, choices=[("th", "ไทย"), ("en", "English")], default="th")
    wants_digest = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)  # somebody else chose it, and knows it
    pid_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name_th"]

    def __str__(self) -> str:
        return named(self.name_th or self.username, self.name_en)

    def get_full_name(self) -> str:
        return self.name_th

    def get_short_name(self) -> str:
        return self.name_th

    @property
    def audit_name(self) -> str:
        """How the audit chain names this person."""
        return f"user:{self.pk}"


class RoleAssignment(models.Model):
    """A role of a person: for one agency, for one key result (by its key `7301-2568`), or everywhere."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="roles")
    key_result = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "agency", "key_result"), nulls_distinct=False, name="role_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Deputy(models.Model):
    """For these days `deputy` acts on behalf of `absent`, with the rights of the absent; both are recorded."""

    absent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputises_for")
    valid_from = models.DateField()
    valid_to = models.DateField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "deputies"
        constraints = (
            models.CheckConstraint(condition=~Q(absent=models.F("deputy")), name="deputy_is_another"),
            models.CheckConstraint(condition=Q(valid_to__gte=models.F("valid_from")), name="deputy_days_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.deputy} → {self.absent}"
