from __future__ import annotations

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "samrit.web.office"
    label = "web_office"
