from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "samrit.site"
    label = "site"

    def ready(self) -> None:
        from samrit.site.capturing import asked_for  # noqa: PLC0415 -- models are ready only now
        from samrit.site.events import listen  # noqa: PLC0415 -- as above

        listen(asked_for)
