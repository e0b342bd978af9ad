from __future__ import annotations

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "samrit.platform"
    label = "platform"
