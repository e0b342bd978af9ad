from __future__ import annotations

from django.apps import AppConfig


class DistrictsConfig(AppConfig):
    name = "samrit.districts"
    label = "districts"
