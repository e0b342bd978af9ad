"""Surveys with their questionnaires and plans, waves of fieldwork, ways in, and the responses.

Questionnaire versions and responses are only ever added: triggers refuse anything else.
"""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from samrit.people.models import Agency, User
from samrit.platform.locking import Versioned
from samrit.platform.models import StoredFile
from samrit.publicity.enums import Reading
from samrit.results.models import KeyResult
from samrit.surveys.enums import Found, Mode, Source, SurveyState


class Survey(Versioned):
    """An awareness survey of a key result. Locking fixes reading, threshold, questions and plan before fieldwork."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="surveys")
    title = models.CharField(_("ชื่อการสำรวจ"), max_length=200)
    state = models.CharField(max_length=12, choices=SurveyState.choices, default=SurveyState.DRAFT)
    reading = models.CharField(_("วิธีอ่านเกณฑ์"), max_length=6, choices=Reading.choices, blank=True)
    threshold = models.DecimalField(_("เกณฑ์"), max_digits=5, decimal_places=4, default=Decimal("0.80"))
    plan = models.JSONField(default=dict)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    locked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    locked_on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """How the audit chain names this survey."""
        return f"survey:{self.uid}"


class QuestionnaireVersion(models.Model):
    """One version of the questions (`samrit/questionnaire/1`). Responses name the version that was asked."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="questionnaires")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("survey", "-number")
        constraints = (models.UniqueConstraint(fields=("survey", "number"), name="questionnaire_number_once"),)


class Stratum(models.Model):
    """A khet (or another part of the city) of the fieldwork plan; `population` is the adults who live there."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="strata")
    khet = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    population = models.PositiveIntegerField()
    target = models.PositiveIntegerField()
    issued = models.PositiveIntegerField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("survey", "name"), name="stratum_once"),)

    def __str__(self) -> str:
        return self.name


class Psu(models.Model):
    """A primary sampling unit: a community or enumeration area drawn in its stratum."""

    stratum = models.ForeignKey(Stratum, on_delete=models.CASCADE, related_name="psus")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("stratum", "code"), name="psu_once"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class Wave(Versioned):
    """One round of fieldwork, for which there is one estimate. Closing it writes a digest of all its responses."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="waves")
    number = models.PositiveIntegerField()
    opens_on = models.DateField(_("เริ่มเก็บ"))
    closes_on = models.DateField(_("สิ้นสุด"))
    closed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("survey", "number")
        constraints = (
            models.UniqueConstraint(fields=("survey", "number"), name="wave_number_once"),
            models.CheckConstraint(condition=models.Q(closes_on__gte=models.F("opens_on")), name="wave_days_in_order"),
        )

    @property
    def subject(self) -> str:
        """How the audit chain names this wave."""
        return f"survey_wave:{self.uid}"


class Link(models.Model):
    """An open way in, printed as an address or a QR code; `label` says where it hangs.

    `on_site`: the pages of the survey's districts lead to it.
    """

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="links")
    token = models.CharField(max_length=32, unique=True)
    label = models.CharField(max_length=200)
    on_site = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)


class HouseholdCode(models.Model):
    """A code for one drawn household: kept as a keyed hash only, good for one response."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="codes")
    psu = models.ForeignKey(Psu, on_delete=models.PROTECT, related_name="codes")
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)


class Allocation(models.Model):
    """The PSU that one enumerator works in during a wave, and how many interviews are wanted there."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="allocations")
    psu = models.ForeignKey(Psu, on_delete=models.PROTECT, related_name="allocations")
    enumerator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="allocations")
    target = models.PositiveIntegerField(_("จำนวนที่ต้องเก็บ"))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("wave", "psu", "enumerator"), name="allocation_once"),)


class Response(models.Model):
    """One person's answers, as they came. `uid` is the sender's: sending it again changes nothing.

    No name, no address of the network. `device` is a hash whose salt is thrown away after a day. `adults` is the number
    of adults in the household, by which a drawn person's weight grows. `place`, where the person let it be kept, is
    {"lat", "lon"} to about a kilometre and {"accuracy"} in metres.
    """

    uid = models.UUIDField(unique=True, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="responses")
    questionnaire = models.ForeignKey(QuestionnaireVersion, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=12, choices=Source.choices)
    mode = models.CharField(max_length=12, choices=Mode.choices)
    link = models.ForeignKey(Link, null=True, blank=True, on_delete=models.PROTECT, related_name="responses")
    code = models.OneToOneField(HouseholdCode, null=True, blank=True, on_delete=models.PROTECT, related_name="response")
    allocation = models.ForeignKey(
        Allocation, null=True, blank=True, on_delete=models.PROTECT, related_name="responses"
    )
    psu = models.ForeignKey(Psu, null=True, blank=True, on_delete=models.PROTECT, related_name="responses")
    answers = models.JSONField()
    order = models.JSONField(default=list)
    adults = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=2, default="th")
    seconds = models.PositiveIntegerField(null=True, blank=True)
    timings = models.JSONField(default=dict)
    device = models.CharField(max_length=32, blank=True)
    place = models.JSONField(null=True, blank=True)
    flags = models.JSONField(default=list)
    answered_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("wave", "source", "id"), name="response_by_wave"),
            models.Index(fields=("wave", "received_at"), name="response_since"),
            models.Index(fields=("wave", "device"), name="response_of_device", condition=~models.Q(device="")),
        )


class KeptTally(models.Model):
    """The sums of a wave's responses up to a moment, so that a page reads only what came since. Never the source of
    anything: `samrit.surveys.keeping` makes it anew where `made_by` names other rules than today's.
    """

    wave = models.OneToOneField(Wave, on_delete=models.CASCADE, related_name="kept_tally")
    upto = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    content = models.BinaryField()


class Look(models.Model):
    """One of the looks at the figures that were planned before fieldwork, with the verdict it gave; only ever added.

    `information` is the share of the planned n_eff, `critical` the z that was needed, `spent` the error spent so far.
    """

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="looks")
    number = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    respondents = models.PositiveIntegerField()
    n_eff = models.FloatField()
    information = models.FloatField()
    critical = models.FloatField()
    spent = models.FloatField()
    decision = models.CharField(max_length=16)
    because = models.JSONField(default=list)

    class Meta:
        ordering = ("wave", "number")
        constraints = (models.UniqueConstraint(fields=("wave", "number"), name="look_number_once"),)


class Recontact(models.Model):
    """What a second visit to an interview found; only ever added, the latest counts."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="recontacts")
    outcome = models.CharField(_("ผลการสัมภาษณ์ซ้ำ"), max_length=12, choices=Found.choices)
    note = models.TextField(_("หมายเหตุ"), blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)


class Attachment(models.Model):
    """A file that came with a response through ODK Collect."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("response", "name"), name="attachment_once"),)


class Bucket(models.Model):
    """A token bucket that slows down one network, under a hash whose salt is thrown away."""

    key = models.CharField(max_length=64, primary_key=True)
    tokens = models.FloatField()
    at = models.DateTimeField()


class DaySalt(models.Model):
    """The salt of one day's hashes. Yesterday's is deleted when today's is made: nobody can turn a hash back."""

    day = models.DateField(primary_key=True)
    salt = models.CharField(max_length=64)
