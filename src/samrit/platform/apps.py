from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PlatformConfig(AppConfig):
    name = "samrit.platform"
    label = "platform"

    def ready(self) -> None:
        from samrit.platform import triggers  # noqa: PLC0415 -- migrations need loaded apps

        pre_migrate.connect(triggers.let_tables_change, sender=self)
        post_migrate.connect(triggers.set_again, sender=self)
