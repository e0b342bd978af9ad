from __future__ import annotations

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "samrit.publicity"
    label = "publicity"
