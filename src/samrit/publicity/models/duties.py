"""What duties 5 to 7 keep beside the works: the website, the storytellers and what a survey of awareness gave."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from samrit.districts.models import CreativeDistrict
from samrit.evidence.models import Consent
from samrit.people.models import User
from samrit.platform.constraints import between, in_order, one_of
from samrit.platform.locking import Versioned
from samrit.publicity.enums import Reading
from samrit.publicity.models.works import Work
from samrit.results.models import KeyResult, Period


class WebsiteEntry(Versioned):
    """Whether the city's site shows a district (duty 5), and where."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="website_entries")
    district = models.ForeignKey(CreativeDistrict, on_delete=models.PROTECT, related_name="+")
    permalink = models.URLField(max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key_result", "district"), name="website_entry_once"),)

    @property
    def subject(self) -> str:
        return f"website:{self.pk}"


class Storyteller(Versioned):
    """A member of the storyteller network (duty 6): with consent, training, contributions and a review date."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="storytellers")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="storytellers")
    districts = models.ManyToManyField(CreativeDistrict, related_name="storytellers", blank=True)
    skills = models.TextField(_("ความถนัด"), blank=True)
    trained_on = models.DateField(_("วันที่อบรม"), null=True, blank=True)
    review_on = models.DateField(_("วันที่ทบทวน"))
    left_on = models.DateField(null=True, blank=True)
    contributions = models.ManyToManyField(Work, related_name="storytellers", blank=True)

    @property
    def subject(self) -> str:
        return f"storyteller:{self.uid}"


class AwarenessResult(models.Model):
    """A result of an awareness survey (duty 7) with n, method and interval: handed on by `surveys`, or typed."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="awareness_results")
    period = models.ForeignKey(Period, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reading = models.CharField(max_length=6, choices=Reading.choices)
    share = models.DecimalField(max_digits=7, decimal_places=4)
    low = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    respondents = models.PositiveIntegerField()
    method = models.TextField()
    measured_on = models.DateField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            one_of("reading", Reading, name="awareness_reading_known"),
            between("share", 0, 1, name="awareness_share_is_a_share"),
            between("low", 0, 1, name="awareness_low_is_a_share"),
            between("high", 0, 1, name="awareness_high_is_a_share"),
            in_order("low", "high", name="awareness_limits_in_order"),
        )

    @property
    def subject(self) -> str:
        return f"awareness:{self.pk}"
