from __future__ import annotations

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "samrit.verification"
    label = "verification"

    def ready(self) -> None:
        from samrit.verification.subjects import register_subjects  # noqa: PLC0415 -- models are ready only now

        register_subjects()
