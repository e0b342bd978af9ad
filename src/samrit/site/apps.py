from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "samrit.site"
    label = "site"
