from __future__ import annotations

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "samrit.web.shared"
    label = "web_shared"
