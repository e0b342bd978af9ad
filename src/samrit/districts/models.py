"""Creative districts: places with a story, lying in one khet or several."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from samrit.people.models import Agency
from samrit.platform.language import named
from samrit.platform.locking import Versioned


class CreativeDistrict(Versioned):
    """A creative district (ย่านสร้างสรรค์). `verified` is a person's word for name and place; `sample` marks demo data."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name_th = models.CharField(_("ชื่อย่าน"), max_length=200)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=200, blank=True)
    story_th = models.TextField(_("เรื่องราว"), blank=True)
    story_en = models.TextField(blank=True)
    identity_th = models.TextField(_("อัตลักษณ์"), blank=True)
    identity_en = models.TextField(blank=True)
    people_th = models.TextField(_("ผู้คน"), blank=True)
    people_en = models.TextField(blank=True)
    khets = models.ManyToManyField(Agency, related_name="creative_districts", blank=True, verbose_name=_("เขต"))
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    shape = models.JSONField(null=True, blank=True)  # GeoJSON geometry, checked by actions.checked_shape
    source = models.CharField(_("แหล่งที่มา"), max_length=300, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    verified = models.BooleanField(_("รับรองแล้ว"), default=False)
    sample = models.BooleanField(_("ข้อมูลตัวอย่าง"), default=False)
    sort_name = models.TextField(default="", editable=False)  # core.thai.sort_text of the Thai name
    search_tokens = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ("sort_name", "id")

    def __str__(self) -> str:
        return named(self.name_th, self.name_en)

    @property
    def subject(self) -> str:
        """How the audit chain and evidence name this district."""
        return f"district:{self.uid}"
