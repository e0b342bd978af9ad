from __future__ import annotations

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "samrit.web.public"
    label = "web_public"
